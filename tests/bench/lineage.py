"""What deciding authorship costs: `python -m tests.bench.lineage`.

For key presses and pastes beside the guard alone, in documents with short and long histories; then for the updates
that are hardest to decide (`hostile_texts.py`).
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from typing import Final

from crdt.entries import decide_update
from crdt.guard import Guard
from crdt.ledger import SYSTEM_USER
from crdt.lineage import Lineage
from tests.bench.hostile_texts import CASES, Case
from tests.bench.writing import START_MS, Press, Writing

HISTORIES: Final = (10_000, 100_000, 1_000_000)
ROUNDS: Final = 5
PRESSES: Final = 1_000
PASTES: Final = 5
PASTED: Final = 1_000
FLAT: Final = 1.5
LIMIT_MS: Final = 100.0
BLOCK: Final = 65_536
GROWTH: Final = 8.0
"""Four times as much may take this many times as long: twice what is linear, for noise."""


class Document:
    """What a server holds of a document while people write."""

    def __init__(self) -> None:
        self.guard = Guard.empty()
        self.lineage = Lineage(self.guard)

    def receive(self, press: Press) -> tuple[float, float]:
        """Take an update; seconds for the guard, and for lineage."""
        began = time.perf_counter()
        checked = self.guard.check(press.update, offline=True)
        self.guard.admit(checked)
        guarded = time.perf_counter()
        decide_update(self.lineage, checked, press.person, press.at)
        return guarded - began, time.perf_counter() - guarded


class History:
    """A document that was written key by key, and goes on."""

    def __init__(self, ids: int) -> None:
        self.ids = ids
        self.writing, self.document = Writing(), Document()
        self.document.receive(self.writing.opening())
        while sum(self.document.guard.state_vector.values()) < ids:
            self.take(self.writing.presses(1_000))
        self.text = "".join(p.units or "" for p in self.document.guard.sequence.live())
        self.first = self.paste_copied()
        """Seconds for the first paste: until then nothing of the text is indexed."""
        self.guarded: list[float] = []
        self.pressed: list[float] = []
        self.new: list[float] = []
        self.copied: list[float] = []

    def take(self, presses: Iterable[Press]) -> list[tuple[float, float]]:
        """Take key presses; seconds for the guard and for lineage of each."""
        return [self.document.receive(press) for press in presses]

    def paste(self, text: str) -> float:
        """Seconds of lineage for a paste."""
        return self.document.receive(self.writing.paste(text))[1]

    def paste_copied(self) -> float:
        """Seconds of lineage for a paste of some text of the document."""
        at = random.Random(len(self.text)).randrange(len(self.text) - PASTED)
        return self.paste(self.text[at : at + PASTED])

    def measure(self) -> None:
        """One round of key presses and pastes."""
        times = self.take(self.writing.presses(PRESSES))
        self.guarded += [guard for guard, _ in times]
        self.pressed += [lineage for _, lineage in times]
        for _ in range(PASTES):
            self.new.append(self.paste(self.writing.words(PASTED // 4)[:PASTED]))
            self.copied.append(self.paste_copied())


def histories() -> bool:
    """Key presses and pastes in documents of several sizes, in turn; whether they cost the same."""
    measured = [History(ids) for ids in HISTORIES]
    for _ in range(ROUNDS):
        for each in measured:
            each.measure()
    print(
        "lineage            ids   key press  of the guard's   paste of 1,000: new, copied, the first"
    )
    for each in measured:
        key, guard = (statistics.median(times) * 1e6 for times in (each.pressed, each.guarded))
        new, copied = (statistics.median(times) * 1e3 for times in (each.new, each.copied))
        print(
            f"         {each.ids:>13,}  {key:6.2f} us  {key / guard:5.2f} x of {guard:5.2f} us"
            f"   {new:8.2f} ms  {copied:6.2f} ms  {each.first * 1e3:6.1f} ms"
        )
    growth = statistics.median(measured[-1].pressed) / statistics.median(measured[0].pressed)
    return told(f"largest history {growth:.2f} x the smallest", passed=growth <= FLAT)


def decide(case: Case) -> float:
    """Seconds of CPU that lineage takes for the last update of a case."""
    document = Document()
    document.lineage.add_suggestion("s_1", case.suggestion)
    for number, update in enumerate(case.before):
        document.receive(Press(SYSTEM_USER if number == 0 else "p_ada", START_MS, update))
    checked = document.guard.check(case.update, offline=True)
    document.guard.admit(checked)
    gc.collect()
    gc.freeze()  # as the server does: what is measured is this update, not the garbage of others
    began = time.process_time()
    decided = document.lineage.receive(checked, "p_ben", START_MS + 60_000)
    took = time.process_time() - began
    gc.unfreeze()
    if decided.failure is not None:
        raise decided.failure
    return took


def worst(name: str, size: int, make: Callable[[int], Case]) -> bool:
    """One case, at its size and at a quarter of it."""
    case = make(size)
    took, quarter = decide(case), decide(make(size // 4))
    each = took * 1e3 * BLOCK / len(case.update)
    growth = took / quarter
    line = (
        f"{name:<22} {len(case.update):>9,} bytes  {took * 1e3:8.1f} ms  {each:7.1f} ms per 64 kB"
        f"  {growth:4.1f} x a quarter"
    )
    return told(line, passed=each <= LIMIT_MS and growth <= GROWTH)


def told(line: str, *, passed: bool) -> bool:
    """Print a line with its verdict."""
    print(f"lineage  {line}   {'PASS' if passed else 'SHORT'}", flush=True)
    return passed


def main() -> int:
    """Measure; 1 if a promise falls short."""
    passed = [histories()]
    passed += [worst(name, size, make) for name, (size, make) in CASES.items()]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
