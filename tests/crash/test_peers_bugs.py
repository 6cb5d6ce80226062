"""Bugs that other collaboration servers had, each shown not to be here (RELIABILITY.md names them)."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest
from websockets.asyncio.client import connect

from tests.bench.framing import BylineFraming
from tests.bench.wire import Typist
from tests.live import LiveServer, running
from tests.live_client import WAIT_S, LiveClient, all_equal

FIRST_OPENERS = 30


@pytest.fixture
def forgetful_server(tmp_path: Path) -> Iterator[LiveServer]:
    """A server that lets go of a room as soon as nobody is in it."""
    yield from running(tmp_path, {"BYLINE_IDLE_MS": "0"})


def rooms_in_memory(server: LiveServer) -> int:
    with urlopen(f"{server.http}/metrics", timeout=5) as answer:
        lines: list[str] = answer.read().decode().splitlines()
    return next(int(float(line.split()[1])) for line in lines if line.startswith("byline_rooms "))


async def until_unloaded(server: LiveServer) -> None:
    """Wait until no document is in memory any more."""

    def wait() -> None:
        deadline = time.monotonic() + WAIT_S
        while rooms_in_memory(server) > 0:
            assert time.monotonic() < deadline, "a room with nobody in it stays in memory"
            time.sleep(0.05)

    await asyncio.to_thread(wait)


@pytest.mark.slow
async def test_hocuspocus_995_unloading_while_an_edit_is_being_saved_loses_nothing(
    forgetful_server: LiveServer,
) -> None:
    """The writer leaves with the edit still on its way; whoever opens the unloaded document has it once."""
    words: list[str] = []
    for number in range(3):
        writer = await LiveClient(forgetful_server.sync, "unload").connect()
        words += [f"<{number}.a>", f"<{number}.b>"]
        writer.write(words[-2])
        writer.write(words[-1])
        await writer.until(lambda w=writer, word=words[-2]: word in w.saved)
        await writer.disconnect()  # <n.b> may still be under way
        await until_unloaded(forgetful_server)
        await writer.connect()
        await writer.until(lambda w=writer: w.all_saved)
        async with LiveClient(forgetful_server.sync, "unload") as reader:
            assert [reader.text.count(word) for word in words] == [1] * len(words)
        await writer.disconnect()


@pytest.mark.slow
async def test_hocuspocus_1014_coming_and_going_faster_than_rooms_unload_keeps_every_word(
    forgetful_server: LiveServer,
) -> None:
    """Forty visits by changing writers, many of them while the room is being let go."""
    rng = random.Random(1014)
    words = [f"<visit {number}>" for number in range(40)]

    async def visit(word: str) -> None:
        async with LiveClient(forgetful_server.sync, "visits") as client:
            client.write(word)
            await client.until(lambda: client.all_saved)

    for start in range(0, len(words), 4):
        await asyncio.gather(*(visit(word) for word in words[start : start + 4]))
        if rng.random() < 0.3:
            await until_unloaded(forgetful_server)
    async with LiveClient(forgetful_server.sync, "visits") as reader:
        assert [reader.text.count(word) for word in words] == [1] * len(words)


async def test_hocuspocus_1123_nothing_behind_a_refused_message_is_processed(
    byline_server: LiveServer,
) -> None:
    """Good, bad, good in one go: the first is kept, the socket closes, the last is not looked at."""
    typist, framing = Typist(77_001), BylineFraming("queue")
    gap = typist.run(1)[:-1] + b"\x01\x01"  # a delete set that promises more than it holds
    later = Typist(77_002).update(0)
    async with connect(f"{byline_server.sync}/queue") as socket:
        for update in (typist.update(0), gap, typist.update(1), later):
            await socket.send(framing.update(update))
        async with asyncio.timeout(WAIT_S):
            await socket.wait_closed()
    assert socket.close_code in {4400, 4422}
    async with LiveClient(byline_server.sync, "queue") as reader:
        await reader.until(lambda: reader.state_vector.get(77_001) == 1)
        assert reader.text == "a\n"
        assert 77_002 not in reader.state_vector


async def test_jupyter_219_saving_goes_on_after_a_reconnect(byline_server: LiveServer) -> None:
    """After the network was gone, edits are saved as before: they survive SIGKILL."""
    client = await LiveClient(byline_server.sync, "again").connect()
    for number in range(5):
        client.write(f"<online {number}>")
        await client.disconnect()
        client.write(f"<offline {number}>")
        await client.connect()
    client.write("<last>")
    await client.until(lambda: client.all_saved)
    await client.disconnect()
    await byline_server.restart_after_kill()
    async with LiveClient(byline_server.sync, "again") as reader:
        assert [reader.text.count(word) for word in client.words] == [1] * 11


async def test_outline_13726_edits_made_on_a_dead_socket_are_sent_after_the_restart(
    byline_server: LiveServer,
) -> None:
    """The server goes away under an open document; what is typed meanwhile is kept and goes in once."""
    clients = [await LiveClient(byline_server.sync, "dead").connect() for _ in range(2)]
    clients[0].write("<before>")
    await all_equal(clients, "<before>")
    await asyncio.to_thread(byline_server.kill)
    for client in clients:
        await client.until(lambda c=client: c.ended)
        client.write(f"<while away {client.client_id}>")
        assert not client.all_saved
    await asyncio.to_thread(byline_server.start)
    for client in clients:
        await client.connect()
    await all_equal(clients, *clients[0].words, *clients[1].words)
    for client in clients:
        await client.until(lambda c=client: c.all_saved)
        await client.disconnect()


async def test_y_websocket_and_jupyter_621_content_is_seeded_once(
    byline_server: LiveServer,
) -> None:
    """However many open a new document at once, and again after a crash, it begins once."""
    for name in ("new-1", "new-2", "new-3"):
        clients = [LiveClient(byline_server.sync, name) for _ in range(FIRST_OPENERS)]
        await asyncio.gather(*(client.connect() for client in clients))
        assert {client.text for client in clients} == {"\n"}
        assert len({client.generation for client in clients}) == 1
        await asyncio.gather(*(client.disconnect() for client in clients))
    assert len(byline_server.stored_updates("new-1")) == 1
    await byline_server.restart_after_kill()
    clients = [LiveClient(byline_server.sync, "new-1") for _ in range(FIRST_OPENERS)]
    await asyncio.gather(*(client.connect() for client in clients))
    assert {client.text for client in clients} == {"\n"}
    await asyncio.gather(*(client.disconnect() for client in clients))
    assert len(byline_server.stored_updates("new-1")) == 1


async def test_jupyter_an_old_generation_never_merges(byline_server: LiveServer) -> None:
    """A client that comes back with another life of the document is turned away before anything is applied."""
    async with LiveClient(byline_server.sync, "life") as owner:
        owner.write("<now>")
        await owner.until(lambda: owner.all_saved)
    stale = LiveClient(byline_server.sync, "life")
    stale.generation = "g_from_another_life"
    await stale.open()
    stale.send_raw(BylineFraming("life").update(Typist(stale.client_id).update(0)))
    await stale.until(lambda: stale.ended)
    assert stale.close_code == 4409
    async with LiveClient(byline_server.sync, "life") as reader:
        assert reader.text == "<now>\n"
        assert stale.client_id not in reader.state_vector


async def test_etherpad_8134_a_failed_write_is_neither_shown_nor_acknowledged(
    byline_server: LiveServer,
) -> None:
    """The log cannot be written: nobody sees the edit; once it can, the edit goes in once."""
    writer = await LiveClient(byline_server.sync, "disk").connect()
    teammate = await LiveClient(byline_server.sync, "disk").connect()
    writer.write("<before>")
    await all_equal([writer, teammate], "<before>")
    await writer.until(lambda: writer.all_saved)
    _rename(byline_server, "updates", "updates_away")
    writer.write("<lost?>")
    await writer.until(lambda: writer.ended)
    await teammate.until(lambda: teammate.ended)
    assert writer.close_code == teammate.close_code == 4503
    assert "<lost?>" not in writer.saved
    assert "<lost?>" not in teammate.text
    _rename(byline_server, "updates_away", "updates")
    await writer.connect()
    await teammate.connect()
    await all_equal([writer, teammate], "<before>", "<lost?>")
    await writer.until(lambda: writer.all_saved)
    await writer.disconnect()
    await teammate.disconnect()


def _rename(server: LiveServer, table: str, to: str) -> None:
    with closing(sqlite3.connect(server.database, timeout=10)) as connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO {to}")


async def test_pycrdt_websocket_a_reader_that_stalls_misses_nothing(
    byline_server: LiveServer,
) -> None:
    """One reader stops reading while 1.5 MB are written; the writer is not held up, the reader has it all later."""
    stalled = LiveClient(byline_server.sync, "stall", receive_buffer_bytes=4096)
    await stalled.connect()
    stalled.reading.clear()
    async with LiveClient(byline_server.sync, "stall") as writer:
        for number in range(40):
            word = f"<{number}>" + "x" * 38_000
            writer.write(word)
            await writer.until(lambda word=word: word in writer.saved)
        assert "<39>" not in stalled.text
        async with LiveClient(byline_server.sync, "stall") as reader:
            assert reader.text == writer.text
        stalled.reading.set()
        await all_equal([writer, stalled], "<0>", "<39>")
    await stalled.disconnect()
