"""How long the guard takes for a key press: `python -m tests.bench.guard`.

Prints the median and the 99th percentile of check + admit, in microseconds, in a document of 100,000
characters that several people wrote.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

from pycrdt import Doc, Text, TransactionEvent

from crdt.guard import Guard

LENGTH = 100_000
STROKES = 4_000


def record(doc: Doc, act: Callable[[Text], None]) -> list[bytes]:
    """The updates that a client emits while `act` types."""
    updates: list[bytes] = []

    def keep(event: TransactionEvent) -> None:
        updates.append(bytes(event.update))

    subscription = doc.observe(keep)
    act(doc.get("content", type=Text))
    doc.unobserve(subscription)
    return updates


def written_document(randomly: random.Random) -> tuple[Guard, bytes]:
    """A document of 100,000 characters by four people, typed at many places."""
    guard = Guard.empty()
    state = b""
    for _ in range(4):
        doc = Doc(client_id=randomly.randrange(2**31, 2**32))
        text = doc.get("content", type=Text)
        if state:
            doc.apply_update(state)

        def write(text: Text = text) -> None:
            for _ in range(250):
                place = randomly.randrange(text_length(text) + 1)
                text.insert(
                    place, "some words that were typed at one place, then another one. " * 2
                )
            rest = LENGTH // 4 - 250 * 118
            if rest > 0:
                text.insert(0, "x" * rest)

        for update in record(doc, lambda _: write()):
            guard.admit(guard.check(update))
        state = doc.get_update()
    return guard, state


def text_length(text: Text) -> int:
    """Length of a text that is all ASCII."""
    return len(text)


def measure(guard: Guard, updates: list[bytes]) -> str:
    """Median and 99th percentile of check + admit."""
    times: list[float] = []
    for update in updates:
        start = time.perf_counter()
        guard.admit(guard.check(update))
        times.append((time.perf_counter() - start) * 1e6)
    p99 = statistics.quantiles(times, n=100)[98]
    return f"median {statistics.median(times):6.2f} µs   p99 {p99:6.2f} µs"


def typing(text: Text) -> None:
    """Type at the end."""
    for _ in range(STROKES):
        text += "a"


def typing_inside(text: Text) -> None:
    """Type words in the middle."""
    place = len(text) // 2
    for index in range(STROKES):
        text.insert(place + index, "b")


def jumping(text: Text) -> None:
    """Type one character at each of many places."""
    randomly = random.Random(3)
    for _ in range(STROKES):
        text.insert(randomly.randrange(len(text)), "c")


def backspacing(text: Text) -> None:
    """Hold the backspace key."""
    place = len(text) // 3
    for index in range(STROKES):
        del text[place - index - 1]


def deleting(text: Text) -> None:
    """Delete five characters at each of many places."""
    randomly = random.Random(4)
    for _ in range(STROKES):
        place = randomly.randrange(len(text) - 5)
        del text[place : place + 5]


def main() -> None:
    """Print a line for each kind of key press."""
    guard, state = written_document(random.Random(1))
    print(f"{guard.live_length:,} characters in {guard.store.run_count:,} runs")
    doc = Doc(client_id=4_000_000_001)
    doc.apply_update(state)
    for act in (typing, typing_inside, jumping, backspacing, deleting):
        print(f"{act.__name__:15}", measure(guard, record(doc, act)))
    assert guard.text() == str(doc.get("content", type=Text))


if __name__ == "__main__":
    main()
