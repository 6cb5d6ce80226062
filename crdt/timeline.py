"""When every id of a document came and went, and by whose hand: enough to go back to any entry of its log.

With a `Sequence`, which knows all ids in their order, a `Version` shows the document as it was
(crdt.moments, crdt.comparing). Rules T3 to T6 of SPEC.md.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from crdt.codec import Reader, Writer
from crdt.errors import Malformed
from crdt.ids import Id, IdRange, Version
from crdt.spans import SpanMap, SpanWriter
from crdt.update import Skip, Update

__all__ = ["Moment", "Timeline"]

_VERSION: Final = 2
_WIDTH: Final = 8
_MOST: Final = 2**62


class Moment(NamedTuple):
    """An entry of the log: its number, when it came in ms since the epoch, and whose it is."""

    seq: int
    at: int
    person: str


class _Client:
    """When the ids of one client came and went: indices of entries."""

    __slots__ = ("clocks", "ends", "gone", "lengths", "since")

    def __init__(self) -> None:
        self.ends = array("q")
        """First unknown clock behind each entry of `since`, which inserted something."""
        self.since = array("q")
        self.clocks = array("q")
        """Deleted ranges, with their lengths and the entries that deleted them."""
        self.lengths = array("q")
        self.gone = array("q")

    def insert(self, end: int, index: int) -> None:
        if self.since and self.since[-1] == index:
            self.ends[-1] = end
        else:
            self.ends.append(end)
            self.since.append(index)

    def delete(self, clock: int, length: int, index: int) -> None:
        self.clocks.append(clock)
        self.lengths.append(length)
        self.gone.append(index)

    def end_at(self, count: int) -> int:
        """First unknown clock when the first `count` entries were in."""
        index = bisect_right(self.since, count - 1)
        return self.ends[index - 1] if index else 0

    def insertions(self, clock: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The parts of a range of known ids as (clock, length, entry)."""
        for index in range(bisect_right(self.ends, clock), len(self.ends)):
            if clock >= end:
                return
            part_end = min(self.ends[index], end)
            yield clock, part_end - clock, self.since[index]
            clock = part_end

    def deletions(self, first: int = 0, end: int | None = None) -> Iterator[tuple[int, int, int]]:
        """What the entries from `first` up to before `end` deleted as (clock, length, entry)."""
        start = bisect_right(self.gone, first - 1)
        stop = len(self.gone) if end is None else bisect_right(self.gone, end - 1)
        for at in range(start, stop):
            yield self.clocks[at], self.lengths[at], self.gone[at]

    def deletions_at(self, count: int) -> list[tuple[int, int]]:
        merged: list[tuple[int, int]] = []
        for clock, length, _ in sorted(self.deletions(0, count)):
            end = clock + length
            if merged and clock <= merged[-1][0] + merged[-1][1]:
                start = merged[-1][0]
                merged[-1] = (start, max(merged[-1][0] + merged[-1][1], end) - start)
            else:
                merged.append((clock, length))
        return merged

    def extend(self, later: _Client, entries: int) -> None:
        """Take over what came behind the first `entries` entries."""
        self.ends.extend(later.ends)
        self.since.extend(index + entries for index in later.since)
        self.clocks.extend(later.clocks)
        self.lengths.extend(later.lengths)
        self.gone.extend(index + entries for index in later.gone)


class Timeline:
    """The entries of a log, and when every id came and went; told every entry in its order."""

    def __init__(self) -> None:
        self._seqs = array("q")
        self._ats = array("q")
        self._persons = array("q")
        self._people: list[str] = []
        self._numbers: dict[str, int] = {}
        self._clients: dict[int, _Client] = {}

    def __len__(self) -> int:
        """How many entries it was told."""
        return len(self._seqs)

    @property
    def seq(self) -> int:
        """The last entry that it was told; 0 before the first."""
        return self._seqs[-1] if self._seqs else 0

    def note(self, moment: Moment, update: Update | None) -> None:
        """Take the next entry of the log: an update that the guard admitted, or something else.

        Raises:
            ValueError: it is not behind those before.
        """
        if self._seqs and moment.seq <= self._seqs[-1]:
            raise ValueError(f"entry {moment.seq} comes behind {self._seqs[-1]}")
        index = len(self._seqs)
        self._seqs.append(moment.seq)
        self._ats.append(moment.at)
        self._persons.append(self._number_of(moment.person))
        if update is None:
            return
        for struct in update.structs:
            if not isinstance(struct, Skip):
                self._of(struct.client).insert(struct.clock + struct.length, index)
        for client, clock, length in update.deletions:
            self._of(client).delete(clock, length, index)

    def extend(self, later: Timeline) -> None:
        """Take over the entries of a timeline that goes on where this one ends.

        Raises:
            ValueError: its first entry is not behind those here.
        """
        if self._seqs and later._seqs and later._seqs[0] <= self._seqs[-1]:
            raise ValueError(f"entry {later._seqs[0]} comes behind {self._seqs[-1]}")
        entries = len(self._seqs)
        known = [self._number_of(person) for person in later._people]
        self._seqs.extend(later._seqs)
        self._ats.extend(later._ats)
        self._persons.extend(known[index] for index in later._persons)
        for number, client in later._clients.items():
            self._of(number).extend(client, entries)

    # Reading

    @property
    def seqs(self) -> Sequence[int]:
        """The numbers of all entries, in order."""
        return self._seqs

    def entry(self, seq: int) -> Moment:
        """The entry with a number.

        Raises:
            KeyError: it was not told of one.
        """
        moment = self.moment_at(seq)
        if moment is None or moment.seq != seq:
            raise KeyError(seq)
        return moment

    def moment_at(self, seq: int) -> Moment | None:
        """The last entry up to number `seq`, or None if there is none."""
        count = bisect_right(self._seqs, seq)
        return self._moment(count - 1) if count else None

    def version_at(self, seq: int) -> Version:
        """What had been inserted and deleted when entry `seq` was in."""
        count = bisect_right(self._seqs, seq)
        state: dict[int, int] = {}
        deletions: dict[int, list[tuple[int, int]]] = {}
        for number, client in self._clients.items():
            if end := client.end_at(count):
                state[number] = end
            if gone := client.deletions_at(count):
                deletions[number] = gone
        return Version(state, deletions)

    def came(self, place: Id) -> Moment | None:
        """The entry that inserted an id, or None if none did."""
        for _, seq in self.insertions(IdRange(place.client, place.clock, 1)):
            return self.entry(seq)
        return None

    def insertions(self, ids: IdRange) -> Iterator[tuple[IdRange, int]]:
        """The known parts of a range of ids, in clock order, with the entries that inserted them."""
        if (client := self._clients.get(ids.client)) is not None:
            for clock, length, index in client.insertions(ids.clock, ids.end):
                yield IdRange(ids.client, clock, length), self._seqs[index]

    def inserted(self) -> Iterator[tuple[IdRange, int]]:
        """Every id that ever came, in ranges by client and clock, with the entry that brought it."""
        for number, client in self._clients.items():
            if client.ends:
                yield from self.insertions(IdRange(number, 0, client.ends[-1]))

    def deletions(self, client: int) -> SpanMap[int]:
        """The entries that deleted ids of a client; of several the first."""
        writer = SpanWriter[int]()
        for clock, length, index in reversed(list(self._of(client).deletions())):
            writer.replace(client, clock, length, self._seqs[index])
        return writer.freeze()

    def deleted(self) -> Iterator[tuple[IdRange, int]]:
        """Ranges of deleted ids with the entry that deleted them; those of a client in the order of the log.

        An id that several people deleted at once comes several times.
        """
        for number, client in self._clients.items():
            for clock, length, index in client.deletions():
                yield IdRange(number, clock, length), self._seqs[index]

    def deletions_between(self, after: int, seq: int) -> list[tuple[int, int, int, Moment]]:
        """What entries behind `after` up to `seq` deleted, as (client, clock, length, entry)."""
        first, end = bisect_right(self._seqs, after), bisect_right(self._seqs, seq)
        return [
            (number, clock, length, self._moment(index))
            for number, client in self._clients.items()
            for clock, length, index in client.deletions(first, end)
        ]

    def activity(self, bins: int) -> list[tuple[int, dict[str, int]]]:
        """How many entries are whose, over `bins` stretches with as many entries each.

        Returns: the number of the last entry of each stretch, with the people in it.
        """
        people, count = self._people, len(self._seqs)
        found: list[tuple[int, dict[str, int]]] = []
        for number in range(min(bins, count)):
            start, end = (count * each // min(bins, count) for each in (number, number + 1))
            whose = self._persons[start:end]
            tally = {people[index]: whose.count(index) for index in set(whose)}
            found.append((self._seqs[end - 1], tally))
        return found

    def _moment(self, index: int) -> Moment:
        return Moment(self._seqs[index], self._ats[index], self._people[self._persons[index]])

    def _number_of(self, person: str) -> int:
        number = self._numbers.get(person)
        if number is None:
            number = self._numbers[person] = len(self._people)
            self._people.append(person)
        return number

    # Bytes

    def dumps(self) -> bytes:
        """The timeline as bytes that are easily compressed; `loads` is the inverse."""
        writer = Writer()
        writer.write_varuint(_VERSION)
        writer.write_varuint(len(self._people))
        for person in self._people:
            writer.write_varstring(person)
        for numbers in (self._seqs, self._ats, self._persons):
            writer.write_varbytes(_steps(numbers))
        writer.write_varuint(len(self._clients))
        for number, client in self._clients.items():
            writer.write_varuint(number)
            for numbers in (client.ends, client.since, client.gone, client.clocks, client.lengths):
                writer.write_varbytes(_steps(numbers))
        return writer.bytes()

    @classmethod
    def loads(cls, data: bytes) -> Timeline:
        """Read what `dumps` wrote.

        Raises:
            Malformed: `data` is something else.
        """
        reader = Reader(data)
        if reader.read_varuint() != _VERSION:
            raise Malformed(0, f"version {_VERSION} of a timeline")
        timeline = cls()
        for _ in range(reader.read_varuint()):
            timeline._number_of(reader.read_varstring())
        timeline._seqs = _read_steps(reader, rising=True)
        count = len(timeline._seqs)
        timeline._ats = _read_steps(reader, count)
        timeline._persons = _read_steps(reader, count, below=len(timeline._people))
        for _ in range(reader.read_varuint()):
            client = timeline._of(reader.read_varuint())
            client.ends = _read_steps(reader, rising=True)
            client.since = _read_steps(reader, len(client.ends), rising=True, below=count)
            client.gone = _read_steps(reader, rising=True, below=count)
            client.clocks = _read_steps(reader, len(client.gone))
            client.lengths = _read_steps(reader, len(client.gone))
        reader.finish()
        return timeline

    def _of(self, client: int) -> _Client:
        found = self._clients.get(client)
        if found is None:
            found = self._clients[client] = _Client()
        return found


def _steps(numbers: array[int]) -> bytes:
    """The steps from one number to the next, in 8 bytes each: long stretches of them are alike."""
    steps = numbers[:1]
    steps.extend(later - earlier for earlier, later in pairwise(numbers))
    if sys.byteorder == "big":
        steps.byteswap()
    return steps.tobytes()


def _read_steps(
    reader: Reader, count: int | None = None, *, rising: bool = False, below: int = _MOST
) -> array[int]:
    """Read what `_steps` made: so many numbers from 0 up to `below`, none smaller than the one before if `rising`."""
    start, data = reader.position, reader.read_varbytes()
    if len(data) % _WIDTH or (count is not None and len(data) != count * _WIDTH):
        raise Malformed(start, "numbers of 8 bytes, as many as there are entries")
    steps = array("q", data)
    if sys.byteorder == "big":
        steps.byteswap()
    if steps and rising and min(steps[1:], default=0) < 0:
        raise Malformed(start, "rising numbers")
    try:
        numbers = array("q", accumulate(steps))
    except OverflowError:
        raise Malformed(start, "numbers below 2**62") from None
    if numbers and (min(numbers) < 0 or max(numbers) >= below):
        raise Malformed(start, f"numbers from 0 below {below}")
    return numbers
