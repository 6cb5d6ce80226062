"""Short pieces that are said to come from places that do not stand together.

A sentence can be put into somebody's mouth by claiming each letter of it from another place of their text.
So a short piece among many others is believed only where its source stands beside those of its neighbours,
as in a passage that several people wrote (SPEC.md L8).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from crdt.authorship import Entry
from crdt.claims import AdoptedClaim, SourceClaim
from crdt.ids import Id, IdRange
from crdt.neighbours import Fresh, stand_together, unit_after, unit_before
from crdt.sources import Known
from crdt.spans import SpanWriter
from crdt.texts import is_known

__all__ = ["Piecing"]

SHORT_UNITS: Final = 3
"""Pieces up to this length say nothing by themselves."""
MANY_PIECES: Final = 8
"""Fewer short pieces near each other make no sentence."""
NEAR_UNITS: Final = 24
BETWEEN_UNITS: Final = 4
"""So much others may have written into a passage since it was copied, or brought back beside deleted text."""
_COPIES: Final = frozenset({"moved", "copied", "adopted"})

TextClaim = AdoptedClaim | SourceClaim


class _Piece(NamedTuple):
    """Text, and where it is said to come from: of a suggestion, of another document, or of this one."""

    to: IdRange
    suggestion: str | None
    document: str | None
    client: int
    at: int
    """The clock of its first unit there, or the offset in the suggestion."""


class Piecing:
    """The claims of one update, beside each other and beside what the person placed before.

    Args:
        known: the document before the update, with the texts that the update inserted.
        person: who sent the update.
        fresh: the ids of the update, by client.
        claims: those that name a source or a suggestion.
    """

    def __init__(
        self, known: Known, person: str, fresh: Fresh, claims: Sequence[TextClaim]
    ) -> None:
        self._store = known.library.store
        self._authorship = known.authorship
        self._excerpts = known.excerpts
        self._person = person
        self._fresh = fresh
        self._claimed: SpanWriter[_Piece] = SpanWriter()
        for claim in claims:
            self._claimed.replace(*claim.to, value=_claimed(claim))
        self._known: dict[tuple[IdRange, bool], tuple[_Piece, bool] | None] = {}

    def is_pieced(self, claim: TextClaim) -> bool:
        """Whether it is one of many short pieces of other people's words, from here and there."""
        piece = _claimed(claim)
        if claim.to.length > SHORT_UNITS or self._is_own(piece) or self._is_put_back(piece):
            return False
        left, before = self._end_of_stretch(piece, forward=False)
        right, behind = self._end_of_stretch(piece, forward=True)
        if before + behind - claim.to.length > SHORT_UNITS:
            return False
        found = 1 + self._count_short(left, forward=False)
        return found + self._count_short(right, forward=True) >= MANY_PIECES

    def _is_own(self, piece: _Piece) -> bool:
        """Whether the words are the person's own: nothing is put into anybody's mouth."""
        if piece.suggestion is not None or piece.document is not None:
            return False
        return all(
            entry is not None and entry.author == self._person
            for _, entry in self._authorship.slice(piece.client, piece.at, piece.to.length)
        )

    def _is_put_back(self, piece: _Piece) -> bool:
        """Whether it stands right before its original, as undo puts it: so in the original order."""
        place = self._store.find(Id(piece.to.client, piece.to.clock)).right_origin
        here = piece.suggestion is None and piece.document is None
        return here and place == (piece.client, piece.at)

    def _end_of_stretch(self, piece: _Piece, *, forward: bool) -> tuple[_Piece, int]:
        """The last of the pieces from here on whose sources stand together, and their length so far."""
        length = piece.to.length
        while length <= SHORT_UNITS:
            beside = self._beside(piece, forward=forward)
            if beside is None or not beside[1]:
                break
            piece = beside[0]
            length += piece.to.length
        return piece, length

    def _count_short(self, piece: _Piece, *, forward: bool) -> int:
        """How many other short stretches of somebody else's words stand near, whatever stands between."""
        count, left = 0, NEAR_UNITS
        to = piece.to
        while left > 0 and count < MANY_PIECES:
            place = self._next_unit(to, forward=forward)
            if place is None:
                break
            found = self._piece_at(place)
            if found is None:
                to = IdRange(place.client, place.clock, 1)
                left -= 1
                continue
            last, length = self._end_of_stretch(found, forward=forward)
            count += length <= SHORT_UNITS
            to = last.to
            left -= length
        return count

    def _beside(self, piece: _Piece, *, forward: bool) -> tuple[_Piece, bool] | None:
        """The piece next to this one in the document, and whether their sources stand together."""
        key = piece.to, forward
        if key not in self._known:
            other = self._next_piece(piece.to, forward=forward)
            left, right = (piece, other) if forward else (other, piece)
            together = left is not None and right is not None and self._together(left, right)
            self._known[key] = None if other is None else (other, together)
        return self._known[key]

    def _next_piece(self, to: IdRange, *, forward: bool) -> _Piece | None:
        place = self._next_unit(to, forward=forward)
        return None if place is None else self._piece_at(place)

    def _next_unit(self, to: IdRange, *, forward: bool) -> Id | None:
        if forward:
            return unit_after(self._store, Id(to.client, to.end - 1))
        return unit_before(self._store, Id(to.client, to.clock))

    def _piece_at(self, place: Id) -> _Piece | None:
        """The piece of somebody else's words that an id belongs to."""
        claimed = self._claimed.get(*place)
        found = self._placed_before(place) if claimed is None else claimed
        return None if found is None or self._is_own(found) else found

    def _placed_before(self, place: Id) -> _Piece | None:
        """The short piece around an id that the same person placed in an earlier update."""
        first = max(place.clock - SHORT_UNITS, 0)
        around = self._authorship.slice(place.client, first, 2 * SHORT_UNITS + 1)
        for ids, entry in around:
            if entry is not None and ids.clock <= place.clock < ids.end:
                is_copy = entry.placed_by == self._person and entry.origin in _COPIES
                return _placed(ids, entry) if is_copy else None
        return None

    def _together(self, left: _Piece, right: _Piece) -> bool:
        """Whether the sources of two neighbours stand beside each other in the same order."""
        if (left.suggestion, left.document) != (right.suggestion, right.document):
            return False
        end = left.at + left.to.length
        if left.client == right.client and end == right.at:
            return True
        if left.suggestion is not None:
            return False
        last, first = Id(left.client, end - 1), Id(right.client, right.at)
        if left.document is not None:
            return self._excerpts.stand_together(left.document, last, first)
        if not (self._is_there(left) and self._is_there(right)):
            return False
        return stand_together(self._store, last, first, self._fresh, BETWEEN_UNITS)

    def _is_there(self, piece: _Piece) -> bool:
        return is_known(self._store, IdRange(piece.client, piece.at, piece.to.length))


def _claimed(claim: TextClaim) -> _Piece:
    if isinstance(claim, AdoptedClaim):
        return _Piece(claim.to, claim.suggestion, None, 0, claim.at)
    return _Piece(claim.to, None, claim.document, claim.source.client, claim.source.clock)


def _placed(to: IdRange, entry: Entry) -> _Piece | None:
    source, shift = entry.source, entry.suggestion_shift
    if source is not None:
        return _Piece(to, None, source.document, source.client, to.clock + source.shift)
    if shift is not None:
        return _Piece(to, entry.suggestion, None, 0, to.clock + shift)
    return None
