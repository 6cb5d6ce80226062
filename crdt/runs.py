"""Runs: consecutive ids of one client that stand side by side in the text, and finding them by id.

A run is what Yjs calls an item, coalesced: its first id has `origin` and `right_origin`, every
further id has its predecessor in the run as origin and the same right origin. Whether ids are
deleted is not kept here (see `flags`), so deleting never splits a run.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from crdt.flags import ANY, GONE, TEXT
from crdt.ids import Id

__all__ = ["MAX_RUN_UNITS", "ClientRuns", "Run", "RunContent"]

MAX_RUN_UNITS: Final = 2048
"""Text runs stay around this length, so that appending and splitting copy little."""

_CHUNK = 1024
_JOINED_KINDS = frozenset({TEXT, ANY, GONE})

RunContent = str | tuple[str, str] | None
"""Units of text, JSON text of an embed, `(key, JSON text)` of a format, None for the rest."""


class Run:
    """A node of the order: a run of ids, its neighbours, and a label that grows along the text."""

    __slots__ = (
        "client",
        "clock",
        "content",
        "kind",
        "label",
        "length",
        "next",
        "origin",
        "prev",
        "right_origin",
        "root",
    )

    def __init__(  # noqa: PLR0917 - built on every key press; keywords cost time
        self,
        client: int,
        clock: int,
        length: int,
        kind: int,
        content: RunContent,
        origin: Id | None,
        right_origin: Id | None,
        root: str,
    ) -> None:
        self.client = client
        self.clock = clock
        self.length = length
        self.kind = kind
        self.content = content
        self.origin = origin
        self.right_origin = right_origin
        self.root = root
        self.label = 0
        self.prev: Run | None = None
        self.next: Run | None = None

    def tail(self, offset: int) -> Run:
        """The ids of this run from `offset` on as a run of their own; this one stays as it is."""
        clock = self.clock + offset
        return Run(
            self.client,
            clock,
            self.length - offset,
            self.kind,
            self.content[offset:] if isinstance(self.content, str) else None,
            Id(self.client, clock - 1),
            self.right_origin,
            self.root,
        )

    def shorten(self, length: int) -> None:
        """Keep only the first `length` ids."""
        if isinstance(self.content, str):
            self.content = self.content[:length]
        self.length = length

    def absorb(self, tail: Run) -> None:
        """Take over the ids of `tail`, which follow this run's in clock and place."""
        if isinstance(self.content, str) and isinstance(tail.content, str):
            self.content += tail.content
        self.length += tail.length

    def continues(self, left: Run) -> bool:
        """Whether this run could be the further ids of `left`, its neighbour."""
        return (
            left.client == self.client
            and left.clock + left.length == self.clock
            and left.kind == self.kind
            and self.origin == (left.client, self.clock - 1)
            and left.right_origin == self.right_origin
            and self.kind in _JOINED_KINDS
            and left.length + self.length <= MAX_RUN_UNITS
        )


class ClientRuns:
    """The runs of one client, sorted by clock; finding and inserting cost O(log n) and O(√n)."""

    __slots__ = ("chunks", "firsts")

    def __init__(self) -> None:
        self.firsts: list[int] = [0]
        self.chunks: list[tuple[list[int], list[Run]]] = [([], [])]

    def __len__(self) -> int:
        return sum(len(runs) for _, runs in self.chunks)

    def find(self, clock: int) -> Run:
        """The run that holds `clock`, which must be known."""
        firsts = self.firsts
        if clock >= firsts[-1]:
            clocks, runs = self.chunks[-1]
        else:
            clocks, runs = self.chunks[bisect_right(firsts, clock) - 1]
        return runs[bisect_right(clocks, clock) - 1]

    def append(self, run: Run) -> None:
        """Add the run that follows all others in clock."""
        clocks, runs = self.chunks[-1]
        if len(clocks) >= _CHUNK:
            self.firsts.append(run.clock)
            self.chunks.append(([run.clock], [run]))
            return
        clocks.append(run.clock)
        runs.append(run)

    def insert(self, run: Run) -> None:
        """Add a run between others."""
        index = bisect_right(self.firsts, run.clock) - 1
        clocks, runs = self.chunks[index]
        place = bisect_right(clocks, run.clock)
        clocks.insert(place, run.clock)
        runs.insert(place, run)
        if len(clocks) > 2 * _CHUNK:
            self.firsts.insert(index + 1, clocks[_CHUNK])
            self.chunks.insert(index + 1, (clocks[_CHUNK:], runs[_CHUNK:]))
            del clocks[_CHUNK:], runs[_CHUNK:]

    def remove(self, run: Run) -> None:
        """Take a run out."""
        index = bisect_right(self.firsts, run.clock) - 1
        clocks, runs = self.chunks[index]
        place = bisect_right(clocks, run.clock) - 1
        del clocks[place], runs[place]
        if index and not clocks:
            del self.firsts[index], self.chunks[index]
        elif index:
            self.firsts[index] = clocks[0]
