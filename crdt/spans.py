"""Values attached to ids, stored as runs: `SpanMap`, its writer, and sets of ids.

A run-length map keeps, for each client, sorted and disjoint runs `[start, end)` of clocks with one
value each. Neighbouring runs with like values are one run (SPEC.md I1 to I6). `IdSet` is the same
without values. Both are immutable; `SpanWriter` grows a map in place, one append per key press,
and shares what it does not change with the maps it has frozen.
"""

from __future__ import annotations

import operator
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, Protocol, TypeVar, cast

from crdt.errors import CrdtError
from crdt.ids import IdRange
from crdt.idset import IdSet

__all__ = ["IdRangeLike", "SpanConflict", "SpanMap", "SpanWriter"]

V = TypeVar("V")


class IdRangeLike(Protocol):
    """Anything that names consecutive ids of one client, such as `IdRange` or `Inserted`."""

    @property
    def client(self) -> int:
        """The client that inserted them."""
        ...

    @property
    def clock(self) -> int:
        """The first clock."""
        ...

    @property
    def length(self) -> int:
        """How many there are."""
        ...


class SpanConflict(CrdtError):  # noqa: N818 - named for what happened
    """An id already has another value; `client` and `clock` name the first such id."""

    def __init__(self, client: int, clock: int) -> None:
        super().__init__("span-conflict", f"Id ({client}, {clock}) already has another value.")
        self.client = client
        self.clock = clock


class _Runs(Generic[V]):
    """The runs of one client; only the writer whose token it carries may change it."""

    __slots__ = ("ends", "owner", "starts", "values")

    def __init__(self, starts: list[int], ends: list[int], values: list[V], owner: object) -> None:
        self.starts = starts
        self.ends = ends
        self.values = values
        self.owner = owner

    def copy(self, owner: object) -> _Runs[V]:
        return _Runs(self.starts.copy(), self.ends.copy(), self.values.copy(), owner)

    def first_behind(self, clock: int) -> int:
        """Index of the first run that ends behind `clock`."""
        return bisect_right(self.ends, clock)


class _Spans(Generic[V]):
    """What can be asked of a map and of its writer."""

    __slots__ = ("_clients",)

    def __init__(self, clients: dict[int, _Runs[V]] | None = None) -> None:
        self._clients = clients or {}

    def __len__(self) -> int:
        """The number of runs."""
        return sum(len(runs.starts) for runs in self._clients.values())

    def runs_by_client(self) -> dict[int, _Runs[V]]:
        """The runs of each client, for a writer to go on from."""
        return dict(self._clients)

    def get(self, client: int, clock: int) -> V | None:
        """The value of one id, None if it has none."""
        runs = self._clients.get(client)
        if runs is None:
            return None
        index = runs.first_behind(clock)
        if index < len(runs.starts) and runs.starts[index] <= clock:
            return runs.values[index]
        return None

    def slice(self, client: int, clock: int, length: int) -> Iterator[tuple[IdRange, V | None]]:
        """The runs of a range in clock order, without a hole: where there is no value, None."""
        end = clock + length
        runs = self._clients.get(client)
        if runs is not None:
            for index in range(runs.first_behind(clock), len(runs.starts)):
                start, run_end = runs.starts[index], runs.ends[index]
                if start >= end:
                    break
                if start > clock:
                    yield IdRange(client, clock, start - clock), None
                    clock = start
                stop = min(run_end, end)
                yield IdRange(client, clock, stop - clock), runs.values[index]
                clock = stop
        if clock < end:
            yield IdRange(client, clock, end - clock), None

    def items(self) -> Iterator[tuple[IdRange, V]]:
        """Every run, by client and clock."""
        for client in sorted(self._clients):
            runs = self._clients[client]
            for start, end, value in zip(runs.starts, runs.ends, runs.values, strict=True):
                yield IdRange(client, start, end - start), value


class SpanMap(_Spans[V]):
    """An immutable map from ids to values. Equal maps have equal runs."""

    __slots__ = ()

    @classmethod
    def of(cls, spans: Iterable[tuple[IdRange, V]]) -> SpanMap[V]:
        """The map of the given spans, in any order.

        Raises:
            SpanConflict: one id is given two values.
        """
        writer: SpanWriter[V] = SpanWriter()
        for (client, clock, length), value in spans:
            writer.put(client, clock, length, value)
        return writer.freeze()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SpanMap):
            return NotImplemented
        spans = cast("SpanMap[object]", other)
        return list(self.items()) == list(spans.items())

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"SpanMap({list(self.items())!r})"

    def ids(self) -> IdSet:
        """The ids that have a value."""
        return IdSet(span for span, _ in self.items())

    def put(self, client: int, clock: int, length: int, value: V) -> SpanMap[V]:
        """The map with a value for these ids too.

        Raises:
            SpanConflict: one of them has another value.
        """
        writer = SpanWriter(self)
        writer.put(client, clock, length, value)
        return writer.freeze()

    def union(self, other: SpanMap[V]) -> SpanMap[V]:
        """The map of both.

        Raises:
            SpanConflict: one id has two values.
        """
        writer = SpanWriter(self)
        for (client, clock, length), value in other.items():
            writer.put(client, clock, length, value)
        return writer.freeze()

    def within(self, ids: IdSet) -> SpanMap[V]:
        """The part whose ids are in `ids`."""
        writer: SpanWriter[V] = SpanWriter()
        for wanted in ids:
            for (client, clock, length), value in self.slice(*wanted):
                if value is not None:
                    writer.put(client, clock, length, value)
        return writer.freeze()

    def without(self, ids: IdSet) -> SpanMap[V]:
        """The part whose ids are not in `ids`."""
        return self.within(self.ids() - ids)


class SpanWriter(_Spans[V]):
    """Grows a map in place. Appending behind a client's last run costs O(1).

    Args:
        base: the map to begin with; it stays as it is.
        alike: when two values count as the same: neighbours become one run with the value of the
            earlier one, and writing a like value again changes nothing. It must be an equivalence.
    """

    __slots__ = ("_alike", "_token")

    def __init__(
        self, base: SpanMap[V] | None = None, alike: Callable[[V, V], bool] = operator.eq
    ) -> None:
        super().__init__({} if base is None else base.runs_by_client())
        self._alike = alike
        self._token = object()

    def freeze(self) -> SpanMap[V]:
        """The map as it is now. Costs one step per client; runs are copied when written next."""
        self._token = object()
        return SpanMap(self.runs_by_client())

    def put(self, client: int, clock: int, length: int, value: V) -> None:
        """Give the ids from `clock` on a value; nothing changes when this raises.

        Raises:
            SpanConflict: one of them has another value.
        """
        if length < 1:
            raise ValueError(f"A span has at least one id, not {length}.")
        runs = self._clients.get(client)
        if runs is None or runs.owner is not self._token:
            runs = self._own(client, runs)
        ends = runs.ends
        if not ends or ends[-1] < clock:
            runs.starts.append(clock)
            ends.append(clock + length)
            runs.values.append(value)
        elif ends[-1] == clock:
            last = runs.values[-1]
            if last is value or self._alike(last, value):
                ends[-1] = clock + length
            else:
                runs.starts.append(clock)
                ends.append(clock + length)
                runs.values.append(value)
        else:
            self._put_between(client, runs, clock, clock + length, value)

    def replace(self, client: int, clock: int, length: int, value: V) -> None:
        """Write a value whatever the ids had before."""
        end = clock + length
        before = self._clients.get(client)
        if before is not None:
            runs = before if before.owner is self._token else self._own(client, before)
            first = runs.first_behind(clock)
            last = first
            kept: list[tuple[int, int, V]] = []
            while last < len(runs.starts) and runs.starts[last] < end:
                if runs.starts[last] < clock:
                    kept.append((runs.starts[last], clock, runs.values[last]))
                if runs.ends[last] > end:
                    kept.append((end, runs.ends[last], runs.values[last]))
                last += 1
            runs.starts[first:last] = [piece[0] for piece in kept]
            runs.ends[first:last] = [piece[1] for piece in kept]
            runs.values[first:last] = [piece[2] for piece in kept]
        self.put(client, clock, length, value)

    def _own(self, client: int, runs: _Runs[V] | None) -> _Runs[V]:
        own: _Runs[V] = _Runs([], [], [], self._token) if runs is None else runs.copy(self._token)
        self._clients[client] = own
        return own

    def _put_between(self, client: int, runs: _Runs[V], clock: int, end: int, value: V) -> None:
        """Put a value that does not simply append: check every overlap, then fill the holes."""
        starts, ends, values = runs.starts, runs.ends, runs.values
        first = bisect_right(ends, clock - 1)
        last = first
        pieces: list[tuple[int, int, V]] = []
        while last < len(starts) and starts[last] <= end:
            overlaps = starts[last] < end and ends[last] > clock
            if overlaps and not self._alike(values[last], value):
                raise SpanConflict(client, max(clock, starts[last]))
            if starts[last] > clock:
                pieces.append((clock, min(starts[last], end), value))
            pieces.append((starts[last], ends[last], values[last]))
            clock = max(clock, ends[last])
            last += 1
        if clock < end:
            pieces.append((clock, end, value))
        merged = _coalesced(pieces, self._alike)
        starts[first:last] = [piece[0] for piece in merged]
        ends[first:last] = [piece[1] for piece in merged]
        values[first:last] = [piece[2] for piece in merged]


def _coalesced(
    pieces: Iterable[tuple[int, int, V]], alike: Callable[[V, V], bool]
) -> list[tuple[int, int, V]]:
    merged: list[tuple[int, int, V]] = []
    for start, end, value in pieces:
        if merged and merged[-1][1] == start and alike(merged[-1][2], value):
            merged[-1] = (merged[-1][0], end, merged[-1][2])
        else:
            merged.append((start, end, value))
    return merged
