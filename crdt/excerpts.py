"""Excerpts: text of other documents that claims name as a source, as it was looked up when they came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crdt.authorship import Entry
from crdt.ids import IdRange

__all__ = ["Excerpt", "Excerpts"]


class Excerpt(NamedTuple):
    """Consecutive ids of another document, their text in units, and whose words they are."""

    document: str
    ids: IdRange
    units: str
    entries: tuple[tuple[IdRange, Entry], ...]


class Excerpts:
    """The excerpts that the log of a document holds."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], list[Excerpt]] = {}

    def add(self, excerpt: Excerpt) -> None:
        """Make one known."""
        self._known.setdefault((excerpt.document, excerpt.ids.client), []).append(excerpt)

    def find(
        self, document: str, ids: IdRange
    ) -> tuple[str, Sequence[tuple[IdRange, Entry]]] | None:
        """The text of ids of another document and their entries; None if no excerpt holds them all."""
        for excerpt in reversed(self._known.get((document, ids.client), [])):
            held = excerpt.ids
            if held.clock <= ids.clock and ids.end <= held.end:
                start = ids.clock - held.clock
                entries = [
                    (IdRange(ids.client, first, end - first), entry)
                    for span, entry in excerpt.entries
                    if (first := max(span.clock, ids.clock)) < (end := min(span.end, ids.end))
                ]
                return excerpt.units[start : start + ids.length], entries
        return None
