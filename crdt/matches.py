"""Matches of an inserted text with text that was there, and which of them are believed (SPEC.md L13).

Nothing is guessed from short pieces: a match counts when it says too much to be chance, given how much text
there is that could be met by chance.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from heapq import heapify, heappop, heappush
from itertools import islice
from math import log2
from typing import Final, NamedTuple

from crdt.grams import GRAM
from crdt.ids import IdRange
from crdt.passages import Passage

__all__ = ["Match", "Rank", "SuggestionPart", "chosen_matches", "counts", "preference"]

WHOLE_BITS: Final = 4.0
"""Beyond what chance explains, where all of an insertion is one match."""
SUGGESTED_BITS: Final = 8.0
"""The same, where it is a suggestion's: phones insert whole words, and suggestions hold common ones."""
PART_BITS: Final = 14.0
"""The same, where the match is a part of it."""
_REPEATED_BITS: Final = 0.25
_JOINER: Final = "\u200d"
_EMOJI_STYLE: Final = "\ufe0f"
_CHOICES: Final = 4_096


class Rank(IntEnum):
    """What a match is with; of equally long ones the first."""

    NEAR = 0
    LIVE = 1
    SUGGESTED = 2
    DELETED = 3


class SuggestionPart(NamedTuple):
    """A part of a suggestion's text; `number` counts the suggestions in the order they were served."""

    number: int
    at: int


class Match(NamedTuple):
    """The units from `at` to `end` are those of a source: ids in order, or a part of a suggestion."""

    at: int
    end: int
    rank: Rank
    source: tuple[IdRange, ...] | SuggestionPart

    @property
    def length(self) -> int:
        """Length in units."""
        return self.end - self.at

    def between(self, start: int, end: int) -> Match | None:
        """What of the match lies in `[start, end)`."""
        first, last = max(self.at, start), min(self.end, end)
        if first >= last:
            return None
        if (first, last) == (self.at, self.end):
            return self
        if isinstance(self.source, SuggestionPart):
            part = self.source._replace(at=self.source.at + first - self.at)
            return Match(first, last, self.rank, part)
        ids = Passage("", self.source).part(first - self.at, last - self.at)
        return Match(first, last, self.rank, tuple(ids))


def chosen_matches(
    units: str, matches: Iterable[Match], known: tuple[int, int], edges: frozenset[int]
) -> list[Match]:
    """The longest match that counts, then the longest of what remains beside it, and so on."""
    chosen: list[Match] = []
    waiting = [(*preference(match), match) for match in matches]
    heapify(waiting)
    for _ in range(2 * len(waiting) + _CHOICES):
        if not waiting:
            break
        best = heappop(waiting)[-1]
        free = list(_free_parts(best, chosen))
        if free == [best]:
            if counts(units, best, known, whole={best.at, best.end} <= edges):
                insort(chosen, best, key=_start)
            continue
        for part in free:
            heappush(waiting, (*preference(part), part))
    return chosen


def _free_parts(match: Match, chosen: Sequence[Match]) -> Iterator[Match]:
    """What of a match lies between the chosen ones, but for pieces shorter than a gram."""
    start = match.at
    first = max(bisect_right(chosen, match.at, key=_start) - 1, 0)
    for other in islice(chosen, first, None):
        if other.at >= match.end:
            break
        part = match.between(start, other.at)
        if part is not None and part.length >= GRAM:
            yield part
        start = max(start, other.end)
    part = match.between(start, match.end)
    if part is not None and (part is match or part.length >= GRAM):
        yield part


def _start(match: Match) -> int:
    return match.at


def preference(match: Match) -> tuple[int, int, int, object]:
    """A key that sorts the longest match first, of equally long ones by rank and place."""
    return -match.length, match.rank, match.at, match.source


def counts(units: str, match: Match, known: tuple[int, int], *, whole: bool) -> bool:
    """Whether a match says more than chance explains.

    Args:
        units: the inserted text.
        match: a match in it.
        known: units of suggestions, and of the document, that could be met by chance.
        whole: whether the match is all of an insertion.
    """
    suggested, written = known
    places = {Rank.NEAR: 256, Rank.SUGGESTED: suggested}.get(match.rank, written)
    whole_bits = SUGGESTED_BITS if match.rank == Rank.SUGGESTED else WHOLE_BITS
    least = log2(places + 2) + (whole_bits if whole else PART_BITS)
    return _bits(units[match.at : match.end], least) >= least


def _bits(units: str, enough: float) -> float:
    """A careful estimate of how much a text says; what it says twice counts once."""
    total = 0.0
    before, seen = "", set[str]()
    for unit in units:
        pair = before + unit
        before = unit
        if pair in seen:
            total += _REPEATED_BITS
            continue
        seen.add(pair)
        if unit < "\u0250":
            total += 1.5
        elif unit < "\u2e80":
            total += _REPEATED_BITS if unit == _JOINER else 2.0
        else:
            total += 1.0 if "\ud800" <= unit <= "\udbff" or unit == _EMOJI_STYLE else 6.0
        if total >= enough:
            break
    return total
