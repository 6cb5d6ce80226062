"""Hostile bytes against the guard: `python -m tests.fuzz.guard --count 1000000 --seed 1`.

Mutates updates and messages of real Yjs sessions. The oracle: a value, or `Malformed` or `Refused`.
What passes is admitted and applied to pycrdt; guard, live replica and a replica loaded from the merged
log must agree at all times, and real Yjs at the end of each session.
"""

import argparse
import contextlib
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from crdt.codec import Writer, encode_state_vector
from crdt.errors import Malformed, Refused
from crdt.frames import (
    SyncStep2,
    SyncUpdate,
    read_frame,
    write_awareness,
    write_digest,
    write_hello,
    write_sync_step1,
    write_sync_update,
)
from crdt.guard import Checked, Guard
from crdt.ids import Id
from crdt.replica import Replica, merge
from tests.crdt.yjs import Session, sessions, texts
from tests.fuzz.mutate import Mutator

MUTATIONS_PER_SESSION = 1_000
COMPARE_EVERY = 100


@dataclass
class Report:
    """What happened: mutations tried, accepted, and refused by slug."""

    tried: int = 0
    accepted: int = 0
    nothing_new: int = 0
    frames: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)


class Victim:
    """A document under attack, as a server holds it."""

    def __init__(self) -> None:
        self.guard = Guard.empty()
        self.replica = Replica()
        self.log: list[bytes] = []
        self.ids: list[Id] = [Id(0, 0)]

    def receive(self, update: bytes, *, offline: bool) -> bool:
        """Take an update as a room does; returns whether it held anything new."""
        checked = self._check(update, offline=offline)
        self.guard.admit(checked)
        if checked.is_empty:
            return False
        for item in checked.inserted:
            self.ids += [Id(item.client, item.clock + i) for i in range(min(item.length, 5))]
        self.replica.apply(checked.update)
        self.log.append(checked.update)
        return True

    def _check(self, update: bytes, *, offline: bool) -> Checked:
        """Check both ways; they must answer alike."""
        thorough = _answer(lambda: self.guard.check_thoroughly(update, offline=offline))
        quick = _answer(lambda: self.guard.check(update, offline=offline))
        assert quick == thorough
        return self.guard.check(update, offline=offline)

    def disagreement(self) -> str | None:
        """Where guard, live replica, and what a reload gives differ; None if they agree."""
        text = self.guard.text()
        if self.replica.text() != text:
            return "the live replica differs"
        merged = merge(self.log)
        again = Replica()
        again.apply(merged)
        if again.text() != text:
            return "the reloaded replica differs"
        if Guard.from_state(merged).text() != text:
            return "the reloaded guard differs"
        return None


def _answer(check: Callable[[], Checked]) -> Checked | str:
    try:
        return check()
    except (Malformed, Refused) as error:
        return str(error)


def attack(session: Session, seed: int, count: int, report: Report) -> Victim:
    """Let a session happen while `count` mutations of its updates arrive."""
    randomly = random.Random(seed)
    mutator = Mutator(randomly)
    mutator.others = session.updates
    victim = Victim()
    honest = [message for message in session.messages if not message.is_gap]
    for index in range(count):
        turn = index * len(honest) // count
        if index == 0 or turn != (index - 1) * len(honest) // count:
            _honestly(victim, honest[turn].update)
        mutator.ids, mutator.state = victim.ids, victim.guard.state_vector
        update = honest[min(len(honest) - 1, turn + randomly.randrange(3))].update
        report.tried += 1
        if randomly.random() < 0.15:
            _try_frame(victim, mutator, update, report)
        else:
            _try(victim, mutator.update(update), report, offline=randomly.random() < 0.3)
        if index % COMPARE_EVERY == 0:
            problem = victim.disagreement()
            if problem:
                report.disagreements.append(f"seed {seed}, mutation {index}: {problem}")
                break
    return victim


def _honestly(victim: Victim, update: bytes) -> None:
    """An honest update; after what was accepted before, it may build on a different past."""
    with contextlib.suppress(Refused):
        victim.receive(update, offline=True)


def _try(victim: Victim, update: bytes, report: Report, *, offline: bool) -> None:
    guard = victim.guard
    before = (guard.live_length, guard.store.run_count, dict(guard.state_vector))
    try:
        if victim.receive(update, offline=offline):
            report.accepted += 1
        else:
            report.nothing_new += 1
    except (Malformed, Refused) as error:
        report.refused[error.slug] += 1
        assert before == (guard.live_length, guard.store.run_count, dict(guard.state_vector))


def _try_frame(victim: Victim, mutator: Mutator, update: bytes, report: Report) -> None:
    state = encode_state_vector(victim.guard.state_vector)
    frames = (
        write_sync_update(update),
        write_sync_step1(state),
        write_awareness([(5, 1, '{"cursor":{"anchor":{"item":{"client":5,"clock":3}}}}')]),
        write_hello({"version": 1, "generation": None, "want": ["ack"]}),
        write_digest(state, "0" * 64),
        _auth(),
    )
    try:
        frame = read_frame(mutator.bytes(mutator.random.choice(frames)))
        report.frames += 1
    except Malformed as error:
        report.refused["frame-" + error.slug] += 1
        return
    if isinstance(frame, SyncUpdate | SyncStep2):
        _try(victim, frame.update, report, offline=isinstance(frame, SyncStep2))


def _auth() -> bytes:
    writer = Writer()
    writer.write_varuint(2)
    writer.write_varuint(0)
    writer.write_varstring("denied")
    return writer.bytes()


def run(node: str, seed: int, count: int) -> Report:
    """Try `count` mutations; the report's `disagreements` must be empty."""
    report = Report()
    corpus: list[Session] = []
    histories: list[Sequence[bytes]] = []
    shown: list[str] = []
    for number in range((count + MUTATIONS_PER_SESSION - 1) // MUTATIONS_PER_SESSION):
        if not corpus:
            corpus = list(sessions(node, 100 + number // 40 % 10, 40, 150))
        each = min(MUTATIONS_PER_SESSION, count - report.tried)
        victim = attack(corpus.pop(), seed * 1_000_003 + number, each, report)
        histories.append(victim.log)
        shown.append(victim.guard.text())
        if len(histories) == 20:
            _compare_with_yjs(node, histories, shown, report)
            histories, shown = [], []
    _compare_with_yjs(node, histories, shown, report)
    return report


def _compare_with_yjs(
    node: str, histories: Sequence[Sequence[bytes]], shown: Sequence[str], report: Report
) -> None:
    for text, yjs in zip(shown, texts(node, histories) if histories else [], strict=True):
        if yjs["live"] != text:
            report.disagreements.append("live Yjs differs")
        if yjs["merged"] != text:
            report.disagreements.append("reloaded Yjs differs")


def main() -> int:
    """Run from the command line; exit status 1 if anything disagreed."""
    from tests.components import find_node

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    node = find_node()
    if node is None:
        print("missing: Node")
        return 2
    report = run(node, options.seed, options.count)
    print(f"tried {report.tried:,}, accepted {report.accepted:,}, known {report.nothing_new:,}")
    for slug, count in report.refused.most_common():
        print(f"  {slug:20} {count:,}")
    for problem in report.disagreements:
        print(problem)
    return 1 if report.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
