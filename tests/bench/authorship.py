"""What authorship adds to a key press and to what is stored: `python -m tests.bench.authorship [--rounds N]`.

A recorded session of two people goes through rooms as the server has them, and through rooms whose ledger and chain
decide and keep nothing, in turn. Every key press is a transaction of its own; after every 2,000 comes a snapshot.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import statistics
import sys
import time
from base64 import b64decode
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from crdt.checked import Checked
from crdt.guard import Guard
from crdt.lineage import Decided, Lineage
from crdt.signatures import key_id, public_of
from server.access import Role
from server.chain import Chain
from server.connection import Connection
from server.contents import read_contents
from server.document_ledger import DocumentLedger
from server.opening import new_document
from server.records import LogRow, Person, SigningKey, Snapshot, StoredDocument
from server.room import Room
from server.signing import Signer
from tests.bench.writing import KEY_EVERY_MS, START_MS, Press

TRACE: Final = Path(__file__).parents[1] / "crdt/traces/real-friendsforever.jsonl"
SNAPSHOT_EVERY: Final = 2_000
ROUNDS: Final = 5
LIMIT_US: Final = 30.0
LIMIT_BYTES: Final = 4.0
PRIVATE: Final = bytes(range(32))
INTEGER_BYTES: Final = 8


class UndecidedLedger(DocumentLedger):
    """Decides nothing."""

    def __init__(self) -> None:
        super().__init__(Lineage(Guard.empty()))

    def receive_update(self, checked: Checked, row: LogRow) -> Decided:
        """Whose words these are is not asked."""
        return Decided((), ())


class NoChain(Chain):
    """Chains nothing."""

    def extend(self, rows: object) -> None:
        """Keep none of them."""


class Nowhere:
    """A wire that takes everything and keeps nothing."""

    write_at_once: Callable[[bytes], object] | None = len

    def encode(self, messages: tuple[bytes, ...]) -> bytes:
        """Return the messages in one piece."""
        return b"".join(messages)


class Scene:
    """A room with the people of the session in it; what is sent to them is dropped.

    Args:
        decides: whether it keeps authorship.
    """

    def __init__(self, people: Sequence[str], *, decides: bool) -> None:
        document, first, clients = new_document("d_bench", "Title", None, START_MS)
        contents = read_contents(StoredDocument(document, None, (), (first,), dict(clients)))
        if not decides:
            contents.ledger, contents.chain = UndecidedLedger(), NoChain(bytes(32))
        self.room = Room(contents, lambda room: None)
        self.connections: dict[str, Connection] = {}
        for number, name in enumerate(people):
            person = Person(name, name, "P", 0, "account")
            connection = Connection(number, person, Role.WRITER, lambda: None, wire=Nowhere())
            connection.greeted = connection.wants_acks = True
            connection.wants_authorship = decides
            self.room.join(connection)
            self.connections[name] = connection

    def write(self, presses: Sequence[Press]) -> float:
        """Take key presses, each in a transaction; seconds of CPU for each."""
        room = self.room
        began = time.process_time()
        for person, at, update in presses:
            room.receive_update(self.connections[person], update, at, offline=False)
            room.commit(room.take())
        return (time.process_time() - began) / len(presses)

    def snapshot(self) -> tuple[Snapshot, float]:
        """What a snapshot holds, and seconds of CPU for it."""
        began = time.process_time()
        captured = self.room.capture()
        if captured is None:
            raise RuntimeError("There is something that is not durable.")
        return captured.snapshot, time.process_time() - began


def recorded() -> list[Press]:
    """The session, at five keys a second."""
    lines: list[dict[str, Any]] = [json.loads(line) for line in TRACE.open(encoding="utf-8")]
    return [
        Press(line["user"], START_MS + number * KEY_EVERY_MS, b64decode(line["update"]))
        for number, line in enumerate(lines)
    ]


def processor(presses: Sequence[Press], people: Sequence[str], rounds: int) -> bool:
    """What a key press costs with authorship and without, in turn."""
    pressed: dict[bool, list[float]] = {True: [], False: []}
    whole: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(rounds):
        scenes = {decides: Scene(people, decides=decides) for decides in (True, False)}
        for start in range(0, len(presses) - SNAPSHOT_EVERY, SNAPSHOT_EVERY):
            part = presses[start : start + SNAPSHOT_EVERY]
            for decides in random.sample([True, False], 2):
                each = scenes[decides].write(part)
                _, captured = scenes[decides].snapshot()
                pressed[decides].append(each)
                whole[decides].append(each + captured / len(part))
    added = _difference(pressed)
    passed = _difference(whole) < LIMIT_US
    print(
        f"authorship    key press with {_us(pressed[True]):.1f} us, without {_us(pressed[False]):.1f} us: "
        f"{added:.1f} us more, {_difference(whole):.1f} us with snapshots   {_verdict(passed)}"
    )
    return passed


def storage(presses: Sequence[Press], people: Sequence[str]) -> bool:
    """What authorship adds to what is stored."""
    key = SigningKey(key_id(public_of(PRIVATE)), public_of(PRIVATE), PRIVATE, START_MS)
    scene, checkpoints = Scene(people, decides=True), 0
    snapshot, _ = scene.snapshot()
    for start in range(0, len(presses), SNAPSHOT_EVERY):
        scene.write(presses[start : start + SNAPSHOT_EVERY])
        snapshot, _ = scene.snapshot()
        signed = Signer(key).checkpoint("d_bench", snapshot.seq, START_MS, snapshot.head)
        checkpoints += sum(map(_stored, dataclasses.astuple(signed)))
    spans, refused = len(snapshot.authorship), len(snapshot.refused)
    live = scene.room.guard.live_length
    each = (spans + refused + len(snapshot.head) + checkpoints) / live
    passed = each < LIMIT_BYTES
    print(
        f"authorship    stored for {live:,} characters: spans {spans:,} B, refused {refused} B, "
        f"head {len(snapshot.head)} B, checkpoints {checkpoints:,} B: {each:.2f} B each   {_verdict(passed)}"
    )
    return passed


def _stored(value: str | int | bytes) -> int:
    return INTEGER_BYTES if isinstance(value, int) else len(value)


def _us(seconds: Sequence[float]) -> float:
    return statistics.median(seconds) * 1e6


def _difference(seconds: dict[bool, list[float]]) -> float:
    """The median of what each part of a round takes longer, in µs."""
    return _us([a - b for a, b in zip(seconds[True], seconds[False], strict=True)])


def _verdict(passed: bool) -> str:
    return "PASS" if passed else "SHORT"


def main() -> int:
    """Measure; 1 if a promise falls short."""
    p = argparse.ArgumentParser(prog="authorship")
    p.add_argument("--rounds", type=int, default=ROUNDS)
    rounds: int = p.parse_args().rounds
    presses = recorded()
    people = sorted({press.person for press in presses})
    passed = [processor(presses, people, rounds), storage(presses, people)]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
