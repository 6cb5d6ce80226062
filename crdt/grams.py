"""Finding text by short pieces of it: indexes from grams to where they stand.

A gram is `GRAM` consecutive units. Texts that can be a source are indexed at every `STEP`-th place; what is
looked for is looked up at every place. So whatever a source and a text have in common over
`GRAM + STEP - 1` units or more is met. A gram of a document that stands at more than `COMMON` places says
nothing and is forgotten, so that what the index answers does not depend on when it caught up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from crdt.flags import TEXT
from crdt.sequence import IdStore

__all__ = ["COMMON", "GRAM", "STEP", "IdIndex", "TextIndex"]

GRAM: Final = 6
STEP: Final = 3
COMMON: Final = 16
_NO_TEXT: Final = "\x00"
"""Stands for ids that are not text."""

_Places = list[tuple[int, int]] | None
_NOWHERE: Final[tuple[()]] = ()


def _add(places: dict[str, _Places], gram: str, place: tuple[int, int]) -> None:
    known = places.get(gram, _NOWHERE)
    if known is _NOWHERE:
        places[gram] = [place]
    elif isinstance(known, list):
        if len(known) < COMMON:
            known.append(place)
        else:
            places[gram] = None


class TextIndex:
    """Grams of texts that are numbered in the order they are added.

    Of a gram that stands at many places the first ones are kept, and of equal texts the first: what is
    suggested again and again is recognised all the same.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.units = 0
        self._different: set[str] = set()
        self._places: dict[str, list[tuple[int, int]]] = {}

    def add(self, units: str) -> None:
        """Index one more text."""
        number = len(self.texts)
        self.texts.append(units)
        if units in self._different:
            return
        self._different.add(units)
        self.units += len(units)
        for at in range(0, len(units) - GRAM + 1, STEP):
            places = self._places.setdefault(units[at : at + GRAM], [])
            if len(places) < COMMON:
                places.append((number, at))

    def places(self, gram: str) -> Sequence[tuple[int, int]]:
        """`(text, offset)` of a gram at the indexed places."""
        return self._places.get(gram, _NOWHERE)


class IdIndex:
    """Grams of the text of a document's ids, in the order of each client's clocks.

    It catches up when it is asked: each id is indexed once, deleted or not.

    Attributes:
        changed: clients with new ids since it caught up last; to be noted by whoever admits them.
        known: how many ids there were when it caught up last.
    """

    def __init__(self, store: IdStore) -> None:
        self.changed = set(store.flags)
        self.known = 0
        self._known: dict[int, int] = {}
        self._store = store
        self._next: dict[int, int] = {}
        self._places: dict[str, _Places] = {}

    def places(self, gram: str) -> list[tuple[int, int]]:
        """`(client, clock)` of a gram at the indexed places."""
        return self._places.get(gram) or []

    def catch_up(self, fresh: Mapping[int, int]) -> None:
        """Index what was inserted since, up to the ids that `fresh` begins with."""
        for client in self.changed:
            known = self._store.next_clock(client)
            start, end = self._next.get(client, 0), min(fresh.get(client, known), known)
            self.known += end - self._known.get(client, 0)
            self._known[client] = end
            if start + GRAM <= end:
                self._index(client, start, end)
        self.changed.clear()

    def _index(self, client: int, start: int, end: int) -> None:
        units = self._units(client, start, end)
        at = 0
        for at in range(0, len(units) - GRAM + 1, STEP):
            gram = units[at : at + GRAM]
            if _NO_TEXT not in gram:
                _add(self._places, gram, (client, start + at))
        self._next[client] = start + at + STEP

    def _units(self, client: int, start: int, end: int) -> str:
        parts: list[str] = []
        runs = self._store.runs[client]
        clock = start
        while clock < end:
            run = runs.find(clock)
            stop = min(run.clock + run.length, end)
            if run.kind == TEXT and isinstance(run.content, str):
                parts.append(run.content[clock - run.clock : stop - run.clock])
            else:
                parts.append(_NO_TEXT * (stop - clock))
            clock = stop
        return "".join(parts)
