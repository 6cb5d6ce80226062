"""What lineage remembers of each person and client besides spans: the latest deletions and insertions.

It is small, and a pure function of the log; it is stored with each snapshot.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Final

from crdt.codec import Reader, Writer
from crdt.errors import Malformed
from crdt.ids import IdRange

__all__ = ["DELETIONS_KEPT", "Memory"]

DELETIONS_KEPT: Final = 32
"""How many deletions of each person are looked through for the source of what they insert."""
_PIECES_KEPT: Final = 4_096
_VERSION: Final = 1

Deletion = tuple[IdRange, ...]


class Memory:
    """The latest deletions of each person, newest last, and the latest insertion of each client."""

    def __init__(self) -> None:
        self._deletions: dict[str, deque[Deletion]] = {}
        self._inserted: dict[int, IdRange] = {}

    def note_deletion(self, person: str, deleted: Deletion) -> None:
        """Note what one update deleted; a deletion that goes on where the last ended is one with it."""
        kept = self._deletions.get(person)
        if kept is None:
            kept = self._deletions[person] = deque(maxlen=DELETIONS_KEPT)
        if len(deleted) == 1 and kept and len(kept[-1]) == 1:
            (new,), (last,) = deleted, kept[-1]
            if new.client == last.client and new.end == last.clock:
                kept[-1] = (new._replace(length=new.length + last.length),)
                return
            if new.client == last.client and last.end == new.clock:
                kept[-1] = (last._replace(length=last.length + new.length),)
                return
        kept.append(deleted[:_PIECES_KEPT])

    def deletions_of(self, person: str) -> Iterator[Deletion]:
        """A person's latest deletions, newest first."""
        return reversed(self._deletions.get(person, ()))

    def has_deleted(self, person: str, ids: IdRange) -> bool:
        """Whether one of the latest deletions of the person holds all these ids."""
        return any(
            piece.client == ids.client and piece.clock <= ids.clock and ids.end <= piece.end
            for deletion in self.deletions_of(person)
            for piece in deletion
        )

    def note_insertion(self, client: int, clock: int, end: int) -> None:
        """Note which ids the latest update of a client inserted."""
        self._inserted[client] = IdRange(client, clock, end - clock)

    def last_insertion(self, client: int) -> IdRange | None:
        """What the latest update of a client inserted."""
        return self._inserted.get(client)

    def dumps(self) -> bytes:
        """The memory as bytes; `loads` is the inverse."""
        writer = Writer()
        writer.write_varuint(_VERSION)
        writer.write_varuint(len(self._deletions))
        for person, kept in self._deletions.items():
            writer.write_varstring(person)
            writer.write_varuint(len(kept))
            for deletion in kept:
                _write_ranges(writer, deletion)
        _write_ranges(writer, tuple(self._inserted.values()))
        return writer.bytes()

    @classmethod
    def loads(cls, data: bytes) -> Memory:
        """Read what `dumps` wrote.

        Raises:
            Malformed: `data` is something else.
        """
        reader = Reader(data)
        if reader.read_varuint() != _VERSION:
            raise Malformed(0, f"version {_VERSION} of a stored memory")
        memory = cls()
        for _ in range(reader.read_varuint()):
            person = reader.read_varstring()
            kept = (_read_ranges(reader) for _ in range(reader.read_varuint()))
            memory._deletions[person] = deque(kept, maxlen=DELETIONS_KEPT)
        memory._inserted = {ids.client: ids for ids in _read_ranges(reader)}
        reader.finish()
        return memory


def _write_ranges(writer: Writer, ranges: Deletion) -> None:
    writer.write_varuint(len(ranges))
    for ids in ranges:
        for number in ids:
            writer.write_varuint(number)


def _read_ranges(reader: Reader) -> Deletion:
    return tuple(
        IdRange(reader.read_varuint(), reader.read_varuint(), reader.read_varuint())
        for _ in range(reader.read_varuint())
    )
