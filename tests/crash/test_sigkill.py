"""SIGKILL under writing clients, again and again, on the same document (RELIABILITY: promises 1 and 2)."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter

import pytest

from tests.crash.typing_crowd import Crowd, words_in
from tests.live import LiveServer
from tests.live_client import LiveClient, all_equal

RUNS = int(os.environ.get("BYLINE_CRASH_RUNS", "20"))
SEED = int(os.environ.get("BYLINE_CRASH_SEED", "20261123"))
CLIENTS = 10


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
        await crowd.write_until_killed(after, lambda: os.killpg(byline_server.pid, signal.SIGKILL))
        where = f"run {run} of seed {SEED}, killed after {after} events"
        byline_server.kill()
        assert byline_server.check_database() == "ok", where
        byline_server.start()
        async with LiveClient(byline_server.sync, "crash") as reader:
            kept = Counter(words_in(reader.text))
        assert crowd.acknowledged() <= kept.keys(), where
        assert crowd.seen_by_another() <= kept.keys(), where
        assert [word for word, times in kept.items() if times > 1] == [], where
        await crowd.connect()
        await all_equal(crowd.clients, *crowd.words())
    assert len(crowd.acknowledged()) > RUNS, "the crowd hardly wrote anything"
    await crowd.leave()
