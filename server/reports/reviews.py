"""Reviews and sign-offs, read from the entries of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, cast, get_args

from server.reports.report import Review, ReviewKind
from server.reports.told import LogEntry

__all__ = ["reviews_in"]

_KINDS: Final = get_args(ReviewKind)
_NOTES: Final = ("note", "reason", "comment", "text", "name")
"""Fields that may hold what somebody said, in this order."""


def reviews_in(entries: Iterable[LogEntry]) -> tuple[Review, ...]:
    """Everything that reviewers and coordinators entered, oldest first; other entries are passed over."""
    return tuple(
        Review(
            entry.seq,
            entry.at,
            cast("ReviewKind", entry.body["kind"]),
            entry.person,
            _note(entry.body),
        )
        for entry in entries
        if entry.body.get("kind") in _KINDS
    )


def _note(body: Mapping[str, Any]) -> str:
    said = (body.get(name) for name in _NOTES)
    return next((text for text in said if isinstance(text, str) and text), "")
