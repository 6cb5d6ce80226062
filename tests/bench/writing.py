"""People who write in one document, key by key: the updates that their Yjs editors would send, as bytes.

Most keys go on where the caret is, some are backspaces, and now and then somebody clicks elsewhere. A guard tells
the ids beside each caret, so the same seed gives the same session.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate
from typing import Final, NamedTuple

from crdt.flags import DELETED
from crdt.guard import Guard
from crdt.ids import SERVER_CLIENT, Id
from crdt.ledger import SYSTEM_USER
from server.opening import opening_update
from tests.bench.wire import STRING, varbytes, varint

START_MS: Final = 1_700_000_000_000
SYLLABLES: Final = "anbecaderelfigohuinjakelomernoonperquirastestiunvowa"
VOCABULARY: Final = 4_000
KEY_EVERY_MS: Final = 200
KEYS_PER_VISIT: Final = 40
BACKSPACES: Final = 0.08
_FIRST_CLIENT: Final = 3_000_000_001


class Press(NamedTuple):
    """One update and who sent it when; `at` is in ms since the epoch."""

    person: str
    at: int
    update: bytes


class Writing:
    """A session in which `people` write at the same time.

    Args:
        people: how many.
        seed: equal seeds give equal sessions.
    """

    def __init__(self, people: int = 5, seed: int = 1) -> None:
        self.guard = Guard.empty()
        self._random = random.Random(seed)
        self._at = START_MS
        self._words = [self._made_up_word() for _ in range(VOCABULARY)]
        self._often = [*accumulate(1 / (rank + 3) for rank in range(VOCABULARY))]
        self._writers = [_Writer(f"p_{n}", _FIRST_CLIENT + 7_919 * n) for n in range(people)]

    def opening(self) -> Press:
        """The document begins with one line end, which is nobody's."""
        return self._sent(SYSTEM_USER, opening_update())

    def presses(self, count: int) -> Iterator[Press]:
        """The next key presses."""
        for _ in range(count):
            self._at += self._random.randrange(2 * KEY_EVERY_MS // len(self._writers))
            writer = self._random.choice(self._writers)
            if writer.left is None or self._random.random() < 1 / KEYS_PER_VISIT:
                writer.left = self._click()
                writer.typed.clear()
            if writer.typed and self._random.random() < BACKSPACES:
                yield self._sent(writer.person, deletion(writer.client, writer.typed.pop()))
            else:
                yield self._sent(writer.person, self._key(writer, writer.left))

    def paste(self, text: str) -> Press:
        """Somebody pastes a text anywhere."""
        writer = self._random.choice(self._writers)
        left = self._click()
        first = Id(writer.client, self.guard.store.next_clock(writer.client))
        return self._sent(writer.person, insertion(first, text, left, self._right_of(left)))

    def words(self, count: int) -> str:
        """Words, some of them often; each with a space behind it."""
        words = self._random.choices(self._words, cum_weights=self._often, k=count)
        return "".join(f"{word} " for word in words)

    def _made_up_word(self) -> str:
        starts = self._random.choices(range(len(SYLLABLES) - 2), k=self._random.randrange(1, 5))
        return "".join(SYLLABLES[at : at + 2] for at in starts)

    def _sent(self, person: str, update: bytes) -> Press:
        self.guard.admit(self.guard.check(update))
        return Press(person, self._at, update)

    def _click(self) -> Id:
        """A place in the text: behind any id, and as Yjs does it behind the deleted ones that follow."""
        flags = self.guard.store.flags
        client = self._random.choice(list(flags))
        place = Id(client, self._random.randrange(len(flags[client])))
        if client == SERVER_CLIENT and len(flags) > 1:
            return self._click()
        while (right := self._right_of(place)) and flags[right.client][right.clock] >= DELETED:
            place = right
        return place

    def _right_of(self, place: Id) -> Id | None:
        run = self.guard.store.find(place)
        if place.clock + 1 < run.clock + run.length:
            return Id(place.client, place.clock + 1)
        return None if run.next is None else Id(run.next.client, run.next.clock)

    def _key(self, writer: _Writer, left: Id) -> bytes:
        if not writer.keys:
            writer.keys = [*reversed(self.words(1))]
        clock = self.guard.store.next_clock(writer.client)
        update = insertion(Id(writer.client, clock), writer.keys.pop(), left, self._right_of(left))
        writer.left = Id(writer.client, clock)
        writer.typed.append(clock)
        return update


class _Writer:
    """One person: where their caret is, and what they typed there."""

    def __init__(self, person: str, client: int) -> None:
        self.person = person
        self.client = client
        self.left: Id | None = None
        self.typed: list[int] = []
        self.keys: list[str] = []


def insertion(first: Id, text: str, left: Id, right: Id | None) -> bytes:
    """The update that puts a text, whose first id is `first`, between two ids."""
    info = bytes((STRING | 0x80 | (0x40 if right else 0),))
    place = varint(left.client) + varint(left.clock)
    if right:
        place += varint(right.client) + varint(right.clock)
    begin = b"\x01\x01" + varint(first.client) + varint(first.clock)
    return begin + info + place + varbytes(text.encode()) + b"\x00"


def deletion(client: int, clock: int, length: int = 1) -> bytes:
    """The update that deletes a range of ids."""
    return b"\x00\x01" + varint(client) + b"\x01" + varint(clock) + varint(length)
