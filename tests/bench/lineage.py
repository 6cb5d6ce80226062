"""What lineage adds to the guard: `python -m tests.bench.lineage [IDS ...]`.

For documents of 10,000, 100,000 and 1,000,000 ids: the guard's time for a key press, what deciding its
authorship adds, the ratio of both to the guard alone, a paste of 1,000 units, and the first paste after the
document was opened, which indexes all of it. At last the worst inputs known of 64 kB. The guard is measured in
the same run, press by press, so the ratio holds on a busy machine too; what takes longer is measured in CPU time.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable

from crdt.guard import Guard
from crdt.ids import ROOT_CONTENT, Id, IdRange
from crdt.lineage import Lineage
from crdt.update import REF_STRING, Item, Update, encode_update

SIZES = (10_000, 100_000, 1_000_000)
PRESSES = 4_000
WRITERS = 40
FIRST_CLIENT = 3_000_000_000
WORST_UNITS = 65_536


class Measured:
    """One document, the guard in front of it and its lineage."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        letters = "abcdefghijklmnopqrstuvwxyz"
        self._words = [
            "".join(self.random.choices(letters, k=self.random.randrange(2, 9)))
            for _ in range(4_000)
        ]
        self.guard = Guard.empty()
        self.lineage = Lineage(self.guard)
        self.clock: Callable[[], float] = time.perf_counter
        self._end: Id | None = None
        self._clocks: dict[int, int] = {}

    def words(self, length: int) -> str:
        """Random words of this length in all."""
        return " ".join(self.random.choices(self._words, k=length // 3 + 1))[:length]

    def receive(
        self, client: int, text: str, deleted: tuple[IdRange, ...] = ()
    ) -> tuple[float, float]:
        """Somebody inserts at the end; seconds that the guard and the lineage took."""
        clock = self._clocks.get(client, 0)
        parent = ROOT_CONTENT if self._end is None else None
        item = Item(client, clock, len(text), REF_STRING, self._end, None, parent, None, text)
        self._clocks[client] = clock + len(text)
        self._end = Id(client, clock + len(text) - 1)
        data = encode_update(Update((item,), deleted))
        start = self.clock()
        checked = self.guard.check(data, offline=True)
        self.guard.admit(checked)
        middle = self.clock()
        decided = self.lineage.receive(checked, f"person {client % 5}", 1_700_000_000_000)
        end = self.clock()
        if decided.failure is not None:
            raise decided.failure
        return middle - start, end - middle

    def grow(self, ids: int) -> None:
        """Let many people write, in pieces of a few words."""
        written = 0
        while written < ids:
            text = self.words(min(self.random.randrange(20, 400), ids - written))
            self.receive(FIRST_CLIENT + self.random.randrange(WRITERS), text)
            written += len(text)

    def open(self) -> None:
        """As after a restart: everything decided is there, nothing is indexed."""
        self.lineage = Lineage.loads(self.guard, self.lineage.dumps())


def measure(size: int) -> None:
    """Print a line for a document of this many ids."""
    measured = Measured(size)
    measured.grow(size)
    presses = [measured.receive(FIRST_CLIENT, "k") for _ in range(PRESSES)]
    guard, added = (statistics.median(times) * 1e6 for times in zip(*presses, strict=True))
    measured.clock = time.thread_time
    measured.open()
    first = measured.receive(FIRST_CLIENT + 1, measured.words(1_000))[1]
    pastes = [measured.receive(FIRST_CLIENT + 1, measured.words(1_000))[1] for _ in range(9)]
    print(
        f"{size:9,} ids   guard {guard:5.2f} us   lineage {added:5.2f} us   "
        f"ratio {(guard + added) / guard:4.2f}   paste of 1,000 {statistics.median(pastes) * 1e3:6.2f} ms   "
        f"first {first * 1e3:6.1f} ms",
        flush=True,
    )


def worst() -> None:
    """Print how long inputs take that are made to take long."""
    for name, unit in (("one letter", "a"), ("three letters", "abc"), ("ten digits", "0123456789")):
        measured = Measured(1)
        measured.clock = time.thread_time
        text = (unit * WORST_UNITS)[:WORST_UNITS]
        measured.lineage.add_suggestion("s1", text)
        measured.receive(1, text)
        again = measured.receive(2, text)[1]
        pieces = (text[:40] + measured.words(6) for _ in range(WORST_UNITS // 46))
        mixed = measured.receive(3, "".join(pieces))[1]
        print(f"{name:13} 64 kB again {again * 1e3:6.1f} ms   in pieces {mixed * 1e3:6.1f} ms")
    measured = Measured(2)
    measured.clock = time.thread_time
    measured.grow(100_000)
    pasted = measured.receive(2, measured.words(WORST_UNITS))[1]
    print(f"words         64 kB       {pasted * 1e3:6.1f} ms")


def main() -> None:
    """Print a line for each size, and the worst cases."""
    for size in [int(word) for word in sys.argv[1:]] or SIZES:
        measure(size)
    worst()


if __name__ == "__main__":
    main()
