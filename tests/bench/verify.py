"""How long `byline verify` takes: `python -m tests.bench.verify [--updates N]`.

Five people write a document key by key; its bundle, with a checkpoint after every 2,000 entries as the server makes
them, goes to a file and is checked from there.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from crdt.bundle import BundleCheckpoint, BundleEntry, Head, bundle_lines
from crdt.ledger import Genesis, chained, checkpoint_message, update_line
from crdt.signatures import key_id, public_of, sign
from crdt.verification import Verified, verify
from tests.bench.writing import START_MS, Press, Writing

UPDATES: Final = 1_000_000
LIMIT_S: Final = 60.0
CHECKPOINT_EVERY: Final = 2_000
GENESIS: Final = Genesis("d_bench", "g_bench", START_MS)
PRIVATE: Final = bytes(range(32))
KEY: Final = key_id(public_of(PRIVATE))


def session(updates: int) -> Iterator[Press]:
    """What the ledger holds: the opening and the key presses."""
    writing = Writing()
    yield writing.opening()
    yield from writing.presses(updates - 1)


def entries(updates: int, checkpoints: dict[int, BundleCheckpoint]) -> Iterator[BundleEntry]:
    """The ledger, entry by entry; each checkpoint is put down just before the entry it follows."""
    head = GENESIS.head
    for seq, (person, at, update) in enumerate(session(updates), 1):
        line = update_line(seq, at, person, update)
        head = chained(head, line)
        if seq % CHECKPOINT_EVERY == 0 or seq == updates:
            message = checkpoint_message(GENESIS.document, seq, at, head)
            checkpoints[seq] = BundleCheckpoint(seq, at, head, KEY, sign(PRIVATE, message))
        yield BundleEntry(seq, at, person, line, update, None)


def write_bundle(path: Path, updates: int) -> None:
    """Write a bundle of so many updates, line by line."""
    users = ["p_system", *(f"p_{number}" for number in range(5))]
    people = [{"id": user, "name": user, "initials": "P", "kind": "account"} for user in users]
    head = Head(GENESIS, "Harbour", START_MS, {KEY: public_of(PRIVATE)}, people)
    checkpoints: dict[int, BundleCheckpoint] = {}
    lines = bundle_lines(
        head,
        entries(updates, checkpoints),
        checkpoints,
        (KEY, lambda message: sign(PRIVATE, message)),
    )
    with path.open("wb") as file:
        file.writelines(lines)


def measure(path: Path) -> tuple[Verified, float, float]:
    """What the check found, and its seconds by the processor and by the clock."""
    began, used = time.perf_counter(), time.process_time()
    with path.open("rb") as lines:
        found = verify(lines, public_of(PRIVATE))
    return found, time.process_time() - used, time.perf_counter() - began


def main() -> int:
    """Build, check, print; 1 if it took too long."""
    p = argparse.ArgumentParser(prog="verify")
    p.add_argument("--updates", type=int, default=UPDATES)
    updates: int = p.parse_args().updates
    with tempfile.TemporaryDirectory(prefix="byline-verify-") as directory:
        path = Path(directory) / "bundle.jsonl"
        write_bundle(path, updates)
        size = path.stat().st_size
        found, used, took = measure(path)
    passed = found.updates == updates and used < LIMIT_S
    print(
        f"verify        {found.updates:,} updates, {found.checkpoints:,} checkpoints, "
        f"{found.spans:,} spans, {size / 1e6:.0f} MB: {used:.1f} s of CPU "
        f"({took:.1f} s by the clock), {used / updates * 1e6:.1f} us each   "
        f"{'PASS' if passed else 'SHORT'}"
    )
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
