"""SIGKILL (and SIGTERM) under writing clients; RELIABILITY.md, promises 1 and 2."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.typing_crowd import Crowd, words_in
from tests.live import LiveServer, running
from tests.live_client import LiveClient, all_equal

RUNS = int(os.environ.get("BYLINE_CRASH_RUNS", "20"))
SEED = int(os.environ.get("BYLINE_CRASH_SEED", "20261123"))
CLIENTS = 10

pytestmark = pytest.mark.slow


async def check_restart(server: LiveServer, crowd: Crowd, where: str) -> None:
    """The ended server's database is clean and has every word once that it must have; all go on from there."""
    assert server.check_database() == "ok", where
    server.start()
    async with LiveClient(server.sync, "crash") as reader:
        kept = Counter(words_in(reader.text))
    assert crowd.acknowledged() <= kept.keys(), where
    assert crowd.seen_by_another() <= kept.keys(), where
    assert [word for word, times in kept.items() if times > 1] == [], where
    await crowd.connect()
    await all_equal(crowd.clients, *crowd.words())


@pytest.mark.law(4)
async def test_sigkill_under_ten_typing_clients_loses_and_doubles_nothing(
    byline_server: LiveServer,
) -> None:
    """Killed at any moment, the server loses nothing that was acknowledged or seen, and doubles nothing."""
    rng = random.Random(SEED)
    crowd = Crowd(byline_server.sync, "crash", CLIENTS)
    await crowd.connect()
    for run in range(RUNS):
        after = rng.randrange(1, 40 * CLIENTS)
        await crowd.write_until_ended(after, lambda: byline_server.signal(signal.SIGKILL))
        byline_server.kill()
        where = f"run {run} of seed {SEED}, killed after {after} events"
        await check_restart(byline_server, crowd, where)
    assert len(crowd.acknowledged()) > RUNS, "the crowd hardly wrote anything"
    await crowd.leave()


@pytest.fixture
def snapshotting_server(tmp_path: Path) -> Iterator[LiveServer]:
    """A server that writes a snapshot whenever it may."""
    yield from running(tmp_path, {"BYLINE_SNAPSHOT_EVERY": "5"})


async def test_sigkill_while_snapshots_are_written_loses_and_doubles_nothing(
    snapshotting_server: LiveServer,
) -> None:
    """Killed before, during or after a snapshot, the log's tail fits to it."""
    server, rng = snapshotting_server, random.Random(SEED)
    crowd = Crowd(server.sync, "crash", CLIENTS)
    await crowd.connect()
    for run in range(RUNS + 5):
        if run >= RUNS // 5 and server.snapshot_seq("crash") > 0:
            break  # killed often enough, and a snapshot was there to be killed around
        after = rng.randrange(1000, 4000)
        await crowd.write_until_ended(after, lambda: server.signal(signal.SIGKILL))
        server.kill()
        await check_restart(server, crowd, f"run {run}, killed after {after} events")
    assert server.snapshot_seq("crash") > 0, "no snapshot was ever written"
    await crowd.leave()


async def test_sigterm_closes_every_socket_and_keeps_every_acknowledged_word(
    byline_server: LiveServer,
) -> None:
    """A graceful shutdown: told to come back, nothing lost, exit in time, a snapshot left behind."""
    crowd = Crowd(byline_server.sync, "crash", CLIENTS)
    await crowd.connect()
    await crowd.write_until_ended(200, lambda: byline_server.signal(signal.SIGTERM))
    assert {client.close_code for client in crowd.clients} == {1001}
    await asyncio.to_thread(byline_server.stop)
    assert byline_server.exit_code in {0, -signal.SIGTERM}
    assert byline_server.snapshot_seq("crash") == byline_server.stored_updates("crash")[-1][0]
    await check_restart(byline_server, crowd, "after SIGTERM")
    await crowd.leave()
