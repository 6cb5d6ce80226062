"""What every update of a log inserted and deleted: enough to see the document as it was behind any of them.

The text itself is not kept here: a `Sequence` knows all ids ever inserted, in their order, and shows those that
were there at a `Version` (SPEC.md T1 to T6).
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from crdt.codec import AnyValue, Reader, Writer
from crdt.errors import Malformed
from crdt.ids import IdRange, Version, from_units
from crdt.sequence import Sequence
from crdt.update import Skip, Update

__all__ = ["Shown", "Timeline", "shown_at", "to_delta"]

_VERSION: Final = 1


class Shown(NamedTuple):
    """A stretch of a document at a moment: consecutive ids that look the same.

    `insert` is text as UTF-16 units, or the value of an embed.
    """

    ids: IdRange
    insert: str | AnyValue
    attributes: Mapping[str, AnyValue]


class _Client:
    """When the ids of one client came, and when they went, by the order of the log."""

    __slots__ = ("clocks", "ends", "gone", "lengths", "seqs")

    def __init__(self) -> None:
        self.ends = array("Q")
        """First unknown clock behind each update that inserted something."""
        self.seqs = array("Q")
        self.clocks = array("Q")
        """Deleted ranges, with their lengths and the updates that deleted them."""
        self.lengths = array("Q")
        self.gone = array("Q")

    def insert(self, end: int, seq: int) -> None:
        if self.seqs and self.seqs[-1] == seq:
            self.ends[-1] = end
        else:
            self.ends.append(end)
            self.seqs.append(seq)

    def delete(self, clock: int, length: int, seq: int) -> None:
        self.clocks.append(clock)
        self.lengths.append(length)
        self.gone.append(seq)

    def end_at(self, seq: int) -> int:
        index = bisect_right(self.seqs, seq)
        return self.ends[index - 1] if index else 0

    def deletions_at(self, seq: int) -> list[tuple[int, int]]:
        count = bisect_right(self.gone, seq)
        merged: list[tuple[int, int]] = []
        for clock, length in sorted(zip(self.clocks[:count], self.lengths[:count], strict=True)):
            end = clock + length
            if merged and clock <= merged[-1][0] + merged[-1][1]:
                start = merged[-1][0]
                merged[-1] = (start, max(merged[-1][0] + merged[-1][1], end) - start)
            else:
                merged.append((clock, length))
        return merged


class Timeline:
    """When every id came and went; told every update in the order of the log."""

    def __init__(self) -> None:
        self.seq = 0
        """The last update that was noted."""
        self._clients: dict[int, _Client] = {}

    def note(self, seq: int, update: Update) -> None:
        """Take the next update of the log, one that the guard admitted.

        Raises:
            ValueError: it is not behind those before.
        """
        self.skip(seq)
        for struct in update.structs:
            if not isinstance(struct, Skip):
                self._of(struct.client).insert(struct.clock + struct.length, seq)
        for client, clock, length in update.deletions:
            self._of(client).delete(clock, length, seq)

    def skip(self, seq: int) -> None:
        """Take the next entry of the log, one that is no update.

        Raises:
            ValueError: it is not behind those before.
        """
        if seq <= self.seq:
            raise ValueError(f"entry {seq} comes behind {self.seq}")
        self.seq = seq

    def version_at(self, seq: int) -> Version:
        """What had been inserted and deleted when update `seq` was in."""
        state: dict[int, int] = {}
        deletions: dict[int, list[tuple[int, int]]] = {}
        for number, client in self._clients.items():
            if end := client.end_at(seq):
                state[number] = end
            if gone := client.deletions_at(seq):
                deletions[number] = gone
        return Version(state, deletions)

    def inserted(self) -> Iterator[tuple[IdRange, int]]:
        """Every id that ever came, in ranges by client and clock, with the update that brought it."""
        for number, client in self._clients.items():
            clock = 0
            for end, seq in zip(client.ends, client.seqs, strict=True):
                yield IdRange(number, clock, end - clock), seq
                clock = end

    def deleted(self) -> Iterator[tuple[IdRange, int]]:
        """Ranges of deleted ids with the update that deleted them; those of a client in the order of the log.

        An id that several people deleted at once comes several times.
        """
        for number, client in self._clients.items():
            for clock, length, seq in zip(client.clocks, client.lengths, client.gone, strict=True):
                yield IdRange(number, clock, length), seq

    def dumps(self) -> bytes:
        """The timeline as bytes; `loads` is the inverse."""
        writer = Writer()
        writer.write_varuint(_VERSION)
        writer.write_varuint(self.seq)
        writer.write_varuint(len(self._clients))
        for number, client in self._clients.items():
            writer.write_varuint(number)
            _write_rising(writer, client.ends)
            _write_rising(writer, client.seqs)
            _write_rising(writer, client.gone)
            _write_wandering(writer, client.clocks)
            for length in client.lengths:
                writer.write_varuint(length)
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
        timeline.seq = reader.read_varuint()
        for _ in range(reader.read_varuint()):
            client = timeline._of(reader.read_varuint())
            client.ends = _read_rising(reader)
            client.seqs = _read_rising(reader)
            client.gone = _read_rising(reader)
            client.clocks = _read_wandering(reader, len(client.gone))
            client.lengths = array("Q", (reader.read_varuint() for _ in client.gone))
        reader.finish()
        return timeline

    def _of(self, client: int) -> _Client:
        found = self._clients.get(client)
        if found is None:
            found = self._clients[client] = _Client()
        return found


def shown_at(sequence: Sequence, version: Version) -> Iterator[Shown]:
    """The content at a version, in its order, with the formats that were in force.

    Source: Yjs, `YText.toDelta`.
    """
    attributes: dict[str, AnyValue] = {}
    for piece in sequence.runs(version):
        if piece.deleted:
            continue
        if piece.kind == "format" and isinstance(piece.value, tuple):
            key, text = piece.value
            value = _parsed(text)
            attributes = {name: other for name, other in attributes.items() if name != key}
            if value is not None:
                attributes[key] = value
        elif piece.kind == "text" and piece.units is not None:
            yield Shown(piece.range, piece.units, attributes)
        elif piece.kind == "embed" and isinstance(piece.value, str):
            yield Shown(piece.range, _parsed(piece.value), attributes)


def to_delta(content: Iterable[Shown]) -> list[dict[str, AnyValue]]:
    """Content as a Quill Delta: what looks the same and stands side by side is one insert."""
    runs: list[tuple[str | AnyValue, Mapping[str, AnyValue]]] = []
    for _, insert, attributes in content:
        if isinstance(insert, str) and runs:
            text, known = runs[-1]
            if isinstance(text, str) and known == attributes:
                runs[-1] = (text + insert, known)
                continue
        runs.append((insert, attributes))
    ops: list[dict[str, AnyValue]] = []
    for insert, attributes in runs:
        op: dict[str, AnyValue] = {
            "insert": from_units(insert) if isinstance(insert, str) else insert
        }
        if attributes:
            op["attributes"] = dict(attributes)
        ops.append(op)
    return ops


def _parsed(text: str) -> AnyValue:
    return json.loads(text, parse_float=_number)


def _number(text: str) -> float | int:
    value = float(text)
    return int(value) if value.is_integer() else value


def _write_rising(writer: Writer, numbers: Iterable[int]) -> None:
    """Numbers that never fall: how many, then the steps."""
    values = list(numbers)
    writer.write_varuint(len(values))
    last = 0
    for value in values:
        writer.write_varuint(value - last)
        last = value


def _read_rising(reader: Reader) -> array[int]:
    values, last = array("Q"), 0
    for _ in range(reader.read_varuint()):
        last += reader.read_varuint()
        values.append(last)
    return values


def _write_wandering(writer: Writer, numbers: Iterable[int]) -> None:
    """Steps up and down, the sign in the lowest bit."""
    last = 0
    for value in numbers:
        step = value - last
        writer.write_varuint(step << 1 if step >= 0 else (-step << 1) | 1)
        last = value


def _read_wandering(reader: Reader, count: int) -> array[int]:
    values, last = array("Q"), 0
    for _ in range(count):
        step = reader.read_varuint()
        last += -(step >> 1) if step & 1 else step >> 1
        values.append(last)
    return values
