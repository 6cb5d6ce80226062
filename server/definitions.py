"""What each number means, in words: they go wherever the numbers go."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["DEFINITIONS"]

DEFINITIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "units": "Text is counted in UTF-16 units: a letter is one, most emoji are two. Line ends do not count.",
        "shares": "Whose words the text at each moment consisted of. A person's are those that they typed here, also "
        "where somebody moved them. The assistant's are those that came from one of its suggestions. Pasted and "
        "imported text came from outside, and nobody knows who wrote it.",
        "moments": "At most 60 moments, with about as many changes between each; the last is the text as it is.",
        "activity": "Changes that a person sent on each day (UTC), with the characters they added, pasted and placed "
        "ones too, and those they deleted.",
        "taken_out": "Characters that somebody deleted, by whose they were. Text that was moved, or that came back "
        "by undo, is not counted.",
        "asked": "Questions to the assistant, and the alternatives that it answered with.",
        "placed": "Suggestions of which a person placed all or a part in the text, or that were pasted without "
        "being placed (undeclared).",
        "kept": "Placed suggestions of which at least one character is still in the text.",
        "changed": "Placed suggestions out of which somebody took something, or into which somebody wrote.",
        "active": "Time between two changes of one person, where it is at most two minutes. Reading and thinking "
        "longer than that leaves no trace, so this is less than the time people spent.",
        "updates": "Changes as they arrived: one or a few key presses each.",
        "keystrokes": "Changes of one or two characters.",
        "typed": "Characters that a person typed, also those that were deleted again.",
        "revised": "Suggestions of the assistant that a person changed after they were placed, with the characters "
        "taken out and written in.",
    }
)
"""By the name that the page and the reports use."""
