"""Sets of ids as sorted, disjoint, coalesced ranges (SPEC.md I1, I5)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from crdt.ids import IdRange

__all__ = ["IdSet"]

_Intervals = list[tuple[int, int]]


class IdSet:
    """An immutable set of ids; `|`, `-` and `&` are union, difference and intersection."""

    __slots__ = ("_clients",)

    def __init__(self, ranges: Iterable[IdRange] = ()) -> None:
        gathered: dict[int, _Intervals] = {}
        for client, clock, length in ranges:
            if length > 0:
                gathered.setdefault(client, []).append((clock, clock + length))
        self._clients: Mapping[int, _Intervals] = {
            client: _joined(intervals) for client, intervals in gathered.items()
        }

    def __iter__(self) -> Iterator[IdRange]:
        """The ranges, by client and clock."""
        for client in sorted(self._clients):
            for start, end in self._clients[client]:
                yield IdRange(client, start, end - start)

    def __len__(self) -> int:
        """The number of ids."""
        return sum(end - start for ranges in self._clients.values() for start, end in ranges)

    def __bool__(self) -> bool:
        return bool(self._clients)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IdSet) and self._clients == other._clients

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"IdSet({list(self)!r})"

    def __contains__(self, place: tuple[int, int]) -> bool:
        client, clock = place
        intervals = self._clients.get(client, [])
        index = bisect_right(intervals, (clock + 1,)) - 1
        return index >= 0 and clock < intervals[index][1]

    def covers(self, wanted: IdRange) -> bool:
        """Whether all ids of a range are in the set."""
        intervals = self._clients.get(wanted.client, [])
        index = bisect_right(intervals, (wanted.clock + 1,)) - 1
        return index >= 0 and wanted.end <= intervals[index][1]

    def meets(self, wanted: IdRange) -> bool:
        """Whether any id of a range is in the set."""
        intervals = self._clients.get(wanted.client, [])
        index = bisect_right(intervals, (wanted.end,)) - 1
        return index >= 0 and intervals[index][1] > wanted.clock

    def __or__(self, other: IdSet) -> IdSet:
        return IdSet((*self, *other))

    def __sub__(self, other: IdSet) -> IdSet:
        return IdSet(
            IdRange(client, start, end - start)
            for client, intervals in self._clients.items()
            for start, end in _minus(intervals, other._clients.get(client, []))
        )

    def __and__(self, other: IdSet) -> IdSet:
        return self - (self - other)


def _joined(intervals: _Intervals) -> _Intervals:
    joined: _Intervals = []
    for start, end in sorted(intervals):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _minus(intervals: _Intervals, holes: _Intervals) -> Iterator[tuple[int, int]]:
    index = 0
    for start, end in intervals:
        clock = start
        while index < len(holes) and holes[index][1] <= clock:
            index += 1
        at = index
        while at < len(holes) and holes[at][0] < end:
            if holes[at][0] > clock:
                yield clock, holes[at][0]
            clock = max(clock, holes[at][1])
            at += 1
        if clock < end:
            yield clock, end
