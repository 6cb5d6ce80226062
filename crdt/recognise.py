"""Recognising inserted text that nobody declared: as deleted, existing or suggested text (SPEC.md L12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from crdt.alike import alike_after, alike_before
from crdt.flags import DELETED
from crdt.grams import GRAM, STEP, IdIndex, TextIndex
from crdt.ids import Id, IdRange
from crdt.matches import Match, Rank, SuggestionPart, chosen_matches
from crdt.neighbours import Fresh, common_after, common_before
from crdt.passages import Passage
from crdt.sequence import IdStore

__all__ = ["Library", "Near", "recognise", "suggested_around"]

_UNITS_PER_COMPARISON: Final = 64
_COMPARISONS: Final = 1_024
_LONG: Final = 512
"""Where a match of this length and more was found, no other is looked for."""
_LOOKED_AT: Final = 12
"""Of so many places of a long text, the first `STEP` are looked up."""
_CONFIRMED_FROM: Final = (512, 4_096)
"""Texts of this length and more are met by two grams, one behind the other; by three."""


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
        return [Match(0, len(units), Rank.NEAR, near.whole.pieces)]
    if len(units) < GRAM:
        return []
    library.ids.catch_up(fresh)
    matches = [*_near_matches(units, near.some), *_Search(units, library, fresh).matches()]
    known = library.suggestions.units, library.ids.known
    return chosen_matches(units, matches, known, frozenset(edges))


def _near_matches(units: str, near: Iterable[Passage]) -> Iterator[Match]:
    for passage in near:
        at = passage.units.find(units)
        if at >= 0:
            ids = tuple(passage.part(at, at + len(units)))
            yield Match(0, len(units), Rank.NEAR, ids)
        elif len(passage.units) >= GRAM:
            at = units.find(passage.units)
            if at >= 0:
                yield Match(at, at + len(passage.units), Rank.NEAR, passage.pieces)


class _Search:
    """One text, looked up gram by gram."""

    def __init__(self, units: str, library: Library, fresh: Fresh) -> None:
        self._fresh = fresh
        self._units = units
        self._library = library
        confirmed = sum(len(units) >= length for length in _CONFIRMED_FROM)
        self._shifts = range(STEP, STEP * confirmed + 1, STEP)
        self._left = len(units) // _UNITS_PER_COMPARISON + _COMPARISONS
        # By source and by what its places are ahead of the text's: how far that is compared already.
        self._seen: dict[tuple[object, int], int] = {}

    def matches(self) -> Iterator[Match]:
        """The matches that the grams lead to, until the work is used up."""
        ids, suggestions = self._library.ids, self._library.suggestions
        passed = 0
        for at in self._places():
            if at < passed:
                continue
            gram = self._units[at : at + GRAM]
            following = [self._units[at + shift : at + shift + GRAM] for shift in self._shifts]
            found = [
                self._in_document(Id(*place), at)
                for place in _confirmed(ids, gram, following)
                if self._is_new(place, at)
            ]
            found += [
                self._in_suggestion(number, offset, at)
                for number, offset in _confirmed(suggestions, gram, following)
                if self._is_new((-1 - number, offset), at)
            ]
            yield from found
            passed = max((match.end for match in found if match.length >= _LONG), default=0)
            if self._left <= 0:
                return

    def _places(self) -> Iterator[int]:
        last = len(self._units) - GRAM + 1
        if not self._shifts:
            return iter(range(last))
        return (
            at
            for first in range(0, last, _LOOKED_AT)
            for at in range(first, min(first + STEP, last))
        )

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
        self._left -= len(before) + len(after) + 1
        rank = Rank.DELETED if deleted else Rank.LIVE
        return Match(start, position, rank, _joined((*before, *after)))

    def _in_suggestion(self, number: int, offset: int, at: int) -> Match:
        text = self._library.suggestions.texts[number]
        match = _extended(self._units, at, number, text, offset)
        self._seen[-1 - number, offset - at] = match.end
        self._left -= 1
        return match


def _extended(units: str, at: int, number: int, text: str, offset: int) -> Match:
    """How far a text and a suggestion agree around a gram that both have."""
    start = at - alike_before(units, at, text, offset)
    end = at + alike_after(units, at, text, offset)
    return Match(start, end, Rank.SUGGESTED, SuggestionPart(number, offset - at + start))


def suggested_around(units: str, places: Iterable[int], suggestions: TextIndex) -> Iterator[Match]:
    """The parts of suggestions that hold the grams at these places of a text."""
    seen: set[tuple[int, int]] = set()
    for at in places:
        for number, offset in suggestions.places(units[at : at + GRAM]):
            if (number, offset - at) not in seen:
                seen.add((number, offset - at))
                yield _extended(units, at, number, suggestions.texts[number], offset)


def _confirmed(
    index: IdIndex | TextIndex, gram: str, following: Sequence[str]
) -> Iterable[tuple[int, int]]:
    """The places of a gram; of a long text those where the text goes on."""
    places = index.places(gram)
    for number, next_gram in enumerate(following, 1):
        if not places:
            break
        behind = index.places(next_gram)
        places = [place for place in places if (place[0], place[1] + number * STEP) in behind]
    return places


def _joined(pieces: tuple[IdRange, ...]) -> tuple[IdRange, ...]:
    joined: list[IdRange] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and last.client == piece.client and last.end == piece.clock:
            joined[-1] = last._replace(length=last.length + piece.length)
        else:
            joined.append(piece)
    return tuple(joined)
