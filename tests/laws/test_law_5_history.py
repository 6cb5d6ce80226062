"""Law 5: history is append-only. (The hash chain and its verifier come with the ledger.)"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crdt.replica import Replica, merge
from tests.live import LiveServer, running
from tests.live_client import LiveClient


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    yield from running(tmp_path, {"BYLINE_IDLE_MS": "1", "BYLINE_SNAPSHOT_EVERY": "5"})


@pytest.mark.law(5)
async def test_the_log_only_grows_and_gives_the_document(server: LiveServer) -> None:
    """Through edits, deletions, snapshots and restarts every row stays as it was, and replays to the text."""
    known: list[tuple[int, bytes]] = []
    for round_ in range(4):
        async with LiveClient(server.sync, "d") as client:
            for word in range(6):
                client.write(f"word {round_}.{word} ")
            with client.doc.transaction():
                del client.doc["content"][0:7]
            await client.until(lambda: client.all_saved)
            text = client.text
        if round_ % 2:
            server.stop()
        else:
            server.kill()
        server.start()
        rows = server.stored_updates("d")
        assert rows[: len(known)] == known
        assert [seq for seq, _ in rows] == list(range(1, len(rows) + 1))
        known = rows
        replica = Replica()
        replica.apply(merge([update for _, update in rows]))
        assert replica.text() == text
