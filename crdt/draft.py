"""Tentative changes to the order: done, undone without a trace, and done again for good.

The guard must integrate an update to judge it (is this right origin to the right of that origin?),
and yet a check may change nothing. A draft writes down each step it takes.
"""

from __future__ import annotations

from crdt.ids import Id
from crdt.runs import Run
from crdt.sequence import IdStore

__all__ = ["Draft"]


class Draft:
    """The steps of integrating one update."""

    __slots__ = ("_steps", "known", "new_runs", "store")

    def __init__(self, store: IdStore) -> None:
        self.store = store
        self.new_runs: list[Run] = []
        self.known: list[tuple[int, int, bytearray]] = []
        self._steps: list[tuple[Run, Run, bool]] = []

    def extend(self, client: int, flags: bytearray) -> None:
        """Make the next ids of `client` known."""
        self.known.append((client, self.store.next_clock(client), flags))
        self.store.extend(client, flags)

    def end_at(self, place: Id) -> Run:
        """The run that ends with `place`, split off if need be."""
        run = self.store.find(place)
        self._split(run, place.clock + 1 - run.clock)
        return run

    def begin_at(self, place: Id) -> Run:
        """The run that begins with `place`, split off if need be."""
        run = self.store.find(place)
        return self._split(run, place.clock - run.clock)

    def _split(self, run: Run, offset: int) -> Run:
        if offset in {0, run.length}:
            return run
        tail = self.store.split(run, offset)
        self._steps.append((tail, run, True))
        return tail

    def link(self, run: Run, left: Run) -> None:
        """Put a new run behind `left`; its ids are known already."""
        self.store.link(run, left)
        self.new_runs.append(run)
        self._steps.append((run, left, False))

    def undo(self) -> None:
        """Take every step back."""
        for run, left, is_split in reversed(self._steps):
            self.store.drop(run)
            if is_split:
                left.absorb(run)
        for client, clock, _ in reversed(self.known):
            self.store.retract(client, clock)

    def redo(self) -> None:
        """Take every step again, for good; neighbours that continue each other become one."""
        for client, _, flags in self.known:
            self.store.extend(client, flags)
        for run, left, is_split in self._steps:
            if is_split:
                self.store.cut(left, run)
            else:
                self.store.link(run, left)
        self.join()

    def join(self) -> None:
        """Merge the new runs into neighbours that they continue."""
        for run in self.new_runs:
            self.store.join(run)
