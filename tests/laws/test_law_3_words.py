"""Law 3: nobody's words are lost or doubled."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import LiveServer, running
from tests.live_client import LiveClient, all_equal

WEB = Path(__file__).parents[2] / "web"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    yield from running(tmp_path)


@pytest.mark.law(3)
@pytest.mark.node
@pytest.mark.parametrize("file", ["pairs", "ids"])
def test_structure_never_costs_a_word(node: str, file: str) -> None:
    """In two real editors, 28 pairs of concurrent acts lose and double nothing, and no structure changes an id."""
    vitest = WEB / "node_modules" / "vitest" / "vitest.mjs"
    command = [node, str(vitest), "run", f"test/editor/{file}.test.ts"]
    done = subprocess.run(command, cwd=WEB, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


@pytest.mark.law(3)
async def test_words_written_at_once_offline_and_around_a_crash_are_there_once(
    server: LiveServer,
) -> None:
    """Three people write at once, one of them offline, and the server is killed: every word is there once."""
    clients = [await LiveClient(server.sync, "d").connect() for _ in range(3)]
    away = clients[0]
    await away.disconnect()
    for number in range(10):
        for index, client in enumerate(clients):
            client.write(f"<{index}.{number}>")
    await clients[1].until(lambda: clients[1].all_saved)
    await server.restart_after_kill()
    for client in clients:
        await client.connect()
    words = [word for client in clients for word in client.words]
    assert len(words) == 30
    await all_equal(clients, *words)
    for client in clients:
        await client.disconnect()
