"""Law 4: what is shown is saved."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import LiveServer, running
from tests.live_client import LiveClient

ROUNDS = 3


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    yield from running(tmp_path)


async def _text_after_restart(server: LiveServer, document_id: str) -> str:
    server.kill()
    assert server.check_database() == "ok"
    server.start()
    async with LiveClient(server.sync, document_id) as reader:
        return reader.text


@pytest.mark.law(4)
async def test_a_word_that_a_teammate_sees_is_on_disk(server: LiveServer) -> None:
    """Killed at the very moment a teammate first sees a word, the server still has it."""
    for number in range(ROUNDS):
        word = f"<seen {number}>"
        writer = await LiveClient(server.sync, "seen").connect()
        teammate = await LiveClient(server.sync, "seen").connect()

        def on_update(client: LiveClient, word: str = word) -> None:
            if word in client.text:
                client.on_update = None
                server.signal(signal.SIGKILL)

        teammate.on_update = on_update
        writer.write(word)
        await teammate.until(lambda client=teammate: client.ended)
        await writer.until(lambda client=writer: client.ended)
        assert word in teammate.text
        assert (await _text_after_restart(server, "seen")).count(word) == 1


@pytest.mark.law(4)
async def test_a_word_that_is_called_saved_is_on_disk(server: LiveServer) -> None:
    """Killed at the very moment its writer is told "Saved", the server still has the word."""
    for number in range(ROUNDS):
        word = f"<saved {number}>"
        writer = await LiveClient(server.sync, "saved").connect()

        def on_ack(client: LiveClient, word: str = word) -> None:
            if word in client.saved:
                client.on_ack = None
                server.signal(signal.SIGKILL)

        writer.on_ack = on_ack
        writer.write(word)
        await writer.until(lambda client=writer: client.ended)
        assert word in writer.saved
        assert (await _text_after_restart(server, "saved")).count(word) == 1


@pytest.mark.law(4)
async def test_a_word_that_could_not_be_saved_is_not_called_saved(server: LiveServer) -> None:
    """What was not saved when the server was killed is not called saved, and goes in once on return."""
    writer = await LiveClient(server.sync, "unsaved").connect()
    await writer.until(lambda: writer.all_saved)
    server.signal(signal.SIGSTOP)
    writer.write("<unsaved>")
    assert not writer.all_saved
    server.signal(signal.SIGKILL)
    await writer.until(lambda: writer.ended)
    assert "<unsaved>" not in writer.saved
    assert "<unsaved>" not in await _text_after_restart(server, "unsaved")
    await writer.connect()
    await writer.until(lambda: writer.all_saved)
    async with LiveClient(server.sync, "unsaved") as reader:
        assert reader.text.count("<unsaved>") == 1
    await writer.disconnect()
