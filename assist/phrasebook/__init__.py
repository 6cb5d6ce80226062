"""The built-in assistant: rules, no model, no key, no network.

Several hundred entries (``words_*``) and a few sentence rules (``order``, ``sentences``,
``voice``). Where a rule is not sure, it does not fire.
"""

from __future__ import annotations

from assist.phrasebook.model import Phrasebook

__all__ = ["Phrasebook"]
