"""Text that goes on, piece by piece, with what a suggestion says.

A piece of a few units says nothing by itself. Where it stands in text of the same person that is, with it, a
suggestion's over `CERTAIN_UNITS` or more, it is no chance any more (SPEC.md L14).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from crdt.authorship import Entry
from crdt.grams import GRAM, STEP
from crdt.ids import Id, IdRange
from crdt.idset import IdSet
from crdt.matches import Match
from crdt.neighbours import Stretch, stretches_after, stretches_before
from crdt.passages import Passage
from crdt.recognise import suggested_around
from crdt.sources import Known
from crdt.spans import SpanWriter

__all__ = ["Continuing"]

PIECE_UNITS: Final = 4
"""Shorter insertions are key presses."""
CERTAIN_UNITS: Final = 32
"""So much of a suggestion's text in a row is no chance."""
_AROUND: Final = 256
"""How far around is looked, so that of suggestions that are alike the right one has most in common."""
_LONGEST: Final = 64
"""What a longer insertion has of a suggestion is recognised without what stands around it."""


class Continuing:
    """Looks for a suggestion in what a piece and the text around it say together.

    Args:
        known: the document before the update, with the texts that the update inserted.
        person: who sent the update.
        new: the text that the update inserted.
        here: its entries, as far as they are decided.
    """

    def __init__(self, known: Known, person: str, new: IdSet, here: SpanWriter[Entry]) -> None:
        self._known = known
        self._person = person
        self._new = new
        self._here = here

    def find(self, passage: Passage, start: int, end: int) -> Match | None:
        """What of `passage.units[start:end]` goes on with a suggestion.

        Costs O(1): only a few units around are looked at.
        """
        suggestions = self._known.library.suggestions
        if not PIECE_UNITS <= end - start <= _LONGEST or not suggestions.texts:
            return None
        before = self._before(passage, start)
        units = before + passage.units[start:end] + self._behind(passage, end)
        first, last = len(before), len(before) + end - start
        places = range(max(first - GRAM - STEP, 0), min(last + STEP, len(units) - GRAM + 1))
        longest: tuple[int, int, Match] | None = None
        for match in suggested_around(units, places, suggestions):
            part = match.between(first, last)
            if match.length < CERTAIN_UNITS or part is None or part.length < PIECE_UNITS:
                continue
            if longest is None or (part.length, match.length) > longest[:2]:
                longest = part.length, match.length, part
        if longest is None:
            return None
        part, shift = longest[2], start - first
        return part._replace(at=part.at + shift, end=part.end + shift)

    def _before(self, passage: Passage, start: int) -> str:
        found = passage.units[max(start - _AROUND, 0) : start]
        if len(found) == start and start < _AROUND:
            client, clock, _ = passage.pieces[0]
            around = stretches_before(self._known.library.store, Id(client, clock))
            found = self._own(around, _AROUND - start, forward=False) + found
        return found

    def _behind(self, passage: Passage, end: int) -> str:
        found = passage.units[end : end + _AROUND]
        if end + len(found) == len(passage.units) and len(found) < _AROUND:
            last = passage.pieces[-1]
            around = stretches_after(self._known.library.store, Id(last.client, last.end - 1), 1)
            found += self._own(around, _AROUND - len(found), forward=True)
        return found

    def _own(self, stretches: Iterable[Stretch], wanted: int, *, forward: bool) -> str:
        """The live text next to the passage, as far as the person put it there without a word."""
        found = ""
        for ids, units, live in stretches:
            if not live:
                continue
            size = min(wanted - len(found), ids.length)
            cut = slice(0, size) if forward else slice(ids.length - size, None)
            part = IdRange(ids.client, ids.clock + (0 if forward else ids.length - size), size)
            if not all(self._is_own(*span) for span in self._known.authorship.slice(*part)):
                break
            found = found + units[cut] if forward else units[cut] + found
            if len(found) == wanted:
                break
        return found

    def _is_own(self, ids: IdRange, entry: Entry | None) -> bool:
        if entry is None:
            return self._new.covers(ids) and all(
                decided is None or self._is_own(part, decided)
                for part, decided in self._here.slice(*ids)
            )
        silent = entry.undeclared or entry.origin in {"typed", "pasted"}
        return silent and entry.placed_by == self._person
