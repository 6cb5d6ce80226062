"""Recognising inserted text that nobody declared: as deleted, existing or suggested text (SPEC.md L12, L13).

Nothing is guessed from short pieces: a match counts when it says too much to be chance, given how much text
there is that could be met by chance.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from math import log2
from typing import Final, NamedTuple

from crdt.flags import DELETED
from crdt.grams import GRAM, STEP, IdIndex, TextIndex
from crdt.ids import Id, IdRange
from crdt.neighbours import Fresh, common_after, common_before
from crdt.passages import Passage
from crdt.sequence import IdStore
from crdt.units import common_length, common_length_before

__all__ = ["Library", "Match", "Near", "SuggestionPart", "recognise", "suggested_around"]

WHOLE_BITS: Final = 4.0
"""Beyond what chance explains, where all of an insertion is one match."""
SUGGESTED_BITS: Final = 8.0
"""The same, where it is a suggestion's: phones insert whole words, and suggestions hold common ones."""
PART_BITS: Final = 14.0
"""The same, where the match is a part of it."""
_REPEATED_BITS: Final = 0.25
_JOINER: Final = "\u200d"
_EMOJI_STYLE: Final = "\ufe0f"
_COMPARED_PER_UNIT: Final = 48
_COMPARED_AT_LEAST: Final = 4_096
_CONFIRM_FROM: Final = 512
"""Texts of this length and more are met by two grams, one behind the other."""

_RANK_NEAR, _RANK_LIVE, _RANK_SUGGESTED, _RANK_DELETED = range(4)


class SuggestionPart(NamedTuple):
    """A part of a suggestion's text; `number` counts the suggestions in the order they were served."""

    number: int
    at: int


class Match(NamedTuple):
    """The units from `at` to `end` are those of a source: ids in order, or a part of a suggestion."""

    at: int
    end: int
    rank: int
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


class Near(NamedTuple):
    """Deleted text that an insertion may be: the one passage that is all of it, and some to look into."""

    whole: Passage | None = None
    some: Sequence[Passage] = ()


class Library(NamedTuple):
    """What inserted text is compared with."""

    store: IdStore
    ids: IdIndex
    suggestions: TextIndex


def recognise(
    units: str, near: Near, library: Library, fresh: Fresh, edges: Sequence[int]
) -> list[Match]:
    """The parts of an inserted text that come from somewhere, in order and disjoint.

    Costs O(length of the text), whatever the size of the document: each gram of it has a bounded number of
    places, and all comparisons together are bounded.

    Args:
        units: the text.
        near: what was deleted by the same update or, lately, by the same person.
        library: all text of the document and all suggestions served for it.
        fresh: the ids of this very update, which are no source.
        edges: where the insertions that the text consists of begin and end.
    """
    if near.whole is not None:
        return [Match(0, len(units), _RANK_NEAR, near.whole.pieces)]
    if len(units) < GRAM:
        return []
    library.ids.catch_up(fresh)
    matches = [*_near_matches(units, near.some), *_Search(units, library, fresh).matches()]
    known = library.suggestions.units, sum(map(len, library.store.flags.values()))
    return _chosen(units, matches, known, frozenset(edges))


def _chosen(
    units: str, matches: Iterable[Match], known: tuple[int, int], edges: frozenset[int]
) -> list[Match]:
    """The longest match that counts, then the longest of what remains beside it, and so on."""
    chosen: list[Match] = []
    waiting = [(_preference(match), match) for match in matches]
    heapify(waiting)
    while waiting:
        _, best = heappop(waiting)
        rest = _between_chosen(best, chosen)
        if rest is not best:
            if rest is not None and rest.length >= GRAM:
                heappush(waiting, (_preference(rest), rest))
        elif _counts(units, best, known, whole={best.at, best.end} <= edges):
            insort(chosen, best, key=_place)
    return chosen


def _between_chosen(match: Match, chosen: Sequence[Match]) -> Match | None:
    """What no chosen match covers; it is in one piece, for the chosen ones are at least as long."""
    index = bisect_right(chosen, match.at, key=_place)
    start = chosen[index - 1].end if index else 0
    end = chosen[index].at if index < len(chosen) else match.end
    return match.between(start, end)


def _place(match: Match) -> int:
    return match.at


def _preference(match: Match) -> tuple[int, int, int, object]:
    return -match.length, match.rank, match.at, match.source


def _counts(units: str, match: Match, known: tuple[int, int], *, whole: bool) -> bool:
    suggested, written = known
    places = {_RANK_NEAR: 256, _RANK_SUGGESTED: suggested}.get(match.rank, written)
    whole_bits = SUGGESTED_BITS if match.rank == _RANK_SUGGESTED else WHOLE_BITS
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


def _near_matches(units: str, near: Iterable[Passage]) -> Iterator[Match]:
    for passage in near:
        at = passage.units.find(units)
        if at >= 0:
            ids = tuple(passage.part(at, at + len(units)))
            yield Match(0, len(units), _RANK_NEAR, ids)
        elif len(passage.units) >= GRAM:
            at = units.find(passage.units)
            if at >= 0:
                yield Match(at, at + len(passage.units), _RANK_NEAR, passage.pieces)


class _Search:
    """One text, looked up gram by gram."""

    def __init__(self, units: str, library: Library, fresh: Fresh) -> None:
        self._fresh = fresh
        self._units = units
        self._library = library
        self._confirms = len(units) >= _CONFIRM_FROM
        self._left = _COMPARED_PER_UNIT * len(units) + _COMPARED_AT_LEAST
        # By source and by what its places are ahead of the text's: how far that is compared already.
        self._seen: dict[tuple[object, int], int] = {}

    def matches(self) -> Iterator[Match]:
        """Every match that the grams lead to, until the work is used up."""
        ids, suggestions = self._library.ids, self._library.suggestions
        for at in range(len(self._units) - GRAM + 1):
            gram = self._units[at : at + GRAM]
            following = self._units[at + STEP : at + STEP + GRAM] if self._confirms else ""
            for place in _confirmed(ids, gram, following):
                if self._is_new(place, at):
                    yield self._in_document(Id(*place), at)
            for number, offset in _confirmed(suggestions, gram, following):
                if self._is_new((-1 - number, offset), at):
                    yield self._in_suggestion(number, offset, at)
            if self._left <= 0:
                return

    def _is_new(self, place: tuple[int, int], at: int) -> bool:
        return self._seen.get((place[0], place[1] - at), -1) < at

    def _in_document(self, place: Id, at: int) -> Match:
        store, units = self._library.store, self._units
        deleted = store.flags[place.client][place.clock] >= DELETED
        before = common_before(store, place, units, at, self._fresh, deleted=deleted)
        after = common_after(store, place, units, at, self._fresh, deleted=deleted)
        position = start = at - sum(piece.length for piece in before)
        for client, clock, length in (*before, *after):
            self._seen[client, clock - position] = position + length
            position += length
        self._seen[place.client, place.clock - at] = max(position, at + 1)
        self._left -= position - start + 8 * (len(before) + len(after) + 1)
        rank = _RANK_DELETED if deleted else _RANK_LIVE
        return Match(start, position, rank, _joined((*before, *after)))

    def _in_suggestion(self, number: int, offset: int, at: int) -> Match:
        text = self._library.suggestions.texts[number]
        match = _extended(self._units, at, number, text, offset)
        self._seen[-1 - number, offset - at] = match.end
        self._left -= match.length
        return match


def _extended(units: str, at: int, number: int, text: str, offset: int) -> Match:
    """How far a text and a suggestion agree around a gram that both have."""
    shift = offset - at
    start = at - common_length_before(units, at, text, offset)
    end = at + GRAM + common_length(units, at + GRAM, text, offset + GRAM)
    return Match(start, end, _RANK_SUGGESTED, SuggestionPart(number, start + shift))


def suggested_around(units: str, places: Iterable[int], suggestions: TextIndex) -> Iterator[Match]:
    """The parts of suggestions that hold the grams at these places of a text."""
    seen: set[tuple[int, int]] = set()
    for at in places:
        for number, offset in suggestions.places(units[at : at + GRAM]):
            if (number, offset - at) not in seen:
                seen.add((number, offset - at))
                yield _extended(units, at, number, suggestions.texts[number], offset)


def _confirmed(index: IdIndex | TextIndex, gram: str, following: str) -> Iterable[tuple[int, int]]:
    """The places of a gram; of a long text those where the text goes on."""
    places = index.places(gram)
    if not following or not places:
        return places
    behind = index.places(following)
    return [place for place in places if (place[0], place[1] + STEP) in behind]


def _joined(pieces: tuple[IdRange, ...]) -> tuple[IdRange, ...]:
    joined: list[IdRange] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and last.client == piece.client and last.end == piece.clock:
            joined[-1] = last._replace(length=last.length + piece.length)
        else:
            joined.append(piece)
    return tuple(joined)
