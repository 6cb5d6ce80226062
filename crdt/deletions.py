"""Text that was deleted just now: what a cut, a drag or a replacement takes away before it puts it elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from crdt.ids import IdRange
from crdt.idset import IdSet
from crdt.passages import Passage, passages_of
from crdt.recognise import Near
from crdt.sequence import IdStore
from crdt.sources import Known
from crdt.texts import text_segments

__all__ = ["Deletions"]

SHORT_UNITS: Final = 3
"""Shorter text is compared only with what the same update deletes."""
_LOOKED_INTO: Final = 32
_LONGEST: Final = 65_536
_LOOKS: Final = 8_192
"""How many passages are looked into for all insertions of an update, about."""


class Deletions:
    """What one update deletes, and what the person deleted lately.

    Args:
        known: the document before the update, with the texts that the update inserted.
        person: who sent the update.
        deleted: what it deletes.
        new: the text that it inserts.
    """

    def __init__(self, known: Known, person: str, deleted: Iterable[IdRange], new: IdSet) -> None:
        self._known = known
        self._person = person
        self._new = new
        self._deleted = tuple(deleted)
        self._now: list[Passage] | None = None
        self._before: list[Passage] | None = None
        self._by_text: dict[str, list[Passage]] = {}
        self._left = _LOOKS

    def near(self, passage: Passage) -> Near:
        """What an inserted passage may come from. A passage never comes from itself."""
        if self._now is None:
            self._now = passages_of(self._known.library.store, self._deleted)
            self._note(self._now)
        if len(passage.units) < SHORT_UNITS:
            return Near(self._whole(passage)) if self._now else Near()
        if self._before is None:
            self._before = list(self._remembered())
            self._note(self._before)
        whole = self._whole(passage)
        if whole is not None or self._left <= 0:
            return Near(whole)
        some = [*self._now[:_LOOKED_INTO], *self._before]
        self._left -= len(some)
        return Near(None, [each for each in some if each.units and not self._meet(passage, each)])

    def _note(self, passages: Iterable[Passage]) -> None:
        for passage in passages:
            self._by_text.setdefault(passage.units, []).append(passage)

    def _whole(self, passage: Passage) -> Passage | None:
        found = islice(self._by_text.get(passage.units, ()), 4)
        return next((each for each in found if not self._meet(passage, each)), None)

    def _meet(self, passage: Passage, deleted: Passage) -> bool:
        """Whether the two share ids; what was deleted is seldom of this very update."""
        if not any(self._new.meets(piece) for piece in deleted.pieces):
            return False
        own = IdSet(passage.pieces)
        return any(own.meets(piece) for piece in deleted.pieces)

    def _remembered(self) -> Iterator[Passage]:
        for pieces in self._known.memory.deletions_of(self._person):
            if sum(piece.length for piece in pieces) <= _LONGEST:
                yield _passage(self._known.library.store, pieces)


def _passage(store: IdStore, pieces: Iterable[IdRange]) -> Passage:
    texts = [
        (ids, units) for piece in pieces for ids, units in text_segments(store, piece) if units
    ]
    return Passage("".join(units or "" for _, units in texts), tuple(ids for ids, _ in texts))
