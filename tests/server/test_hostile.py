"""The running server under hostile bytes: a documented close code, nothing stored, nobody else disturbed."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psutil
import pytest
import pytest_asyncio

from crdt.codec import Writer
from crdt.frames import write_sync_step2, write_sync_update
from tests.live import LiveServer, running
from tests.live_client import LiveClient

MALFORMED, TOO_LARGE, REFUSED, FOREIGN = 4400, 4413, 4422, 4423


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    yield from running(Path(tmp_path_factory.mktemp("hostile")))


@pytest_asyncio.fixture
async def bystander(
    server: LiveServer, request: pytest.FixtureRequest
) -> AsyncIterator[LiveClient]:
    """Somebody who writes in the same document before and after, and must not notice."""
    document = f"d{abs(hash(request.node.name)) % 10**9}"
    async with LiveClient(server.sync, document) as client:
        client.write("before ")
        await client.until(lambda: client.all_saved)
        yield client


def update(client: int, clock: int, *parts: bytes, deletions: bytes = b"\x00") -> bytes:
    """An update with one struct, written by hand."""
    writer = Writer()
    for number in (1, 1, client, clock):
        writer.write_varuint(number)
    return writer.bytes() + b"".join(parts) + deletions


def in_root(info: int, root: str, content: bytes) -> bytes:
    """A struct without origins, in a root type."""
    return bytes((info, 1, len(root))) + root.encode() + content


def text(value: str) -> bytes:
    data = value.encode()
    writer = Writer()
    writer.write_varuint(len(data))
    return writer.bytes() + data


def nested(depth: int) -> bytes:
    """`depth` arrays in each other, as an Any value."""
    return b"\x01" + b"\x75\x01" * depth + b"\x7e"


ATTACKER = 77
HOSTILE = {
    "not an update": (b"\xff\xff\xff", MALFORMED),
    "bytes behind the update": (
        update(ATTACKER, 0, in_root(4, "content", text("x"))) + b"\x00",
        MALFORMED,
    ),
    "a value nested 30,000 deep": (
        update(ATTACKER, 0, in_root(8, "lineage", nested(30_000))),
        MALFORMED,
    ),
    "a value nested 5,000 deep": (
        update(ATTACKER, 0, in_root(8, "lineage", nested(5_000))),
        MALFORMED,
    ),
    "elements in each other": (
        update(ATTACKER, 0, in_root(7, "content", b"\x03" + text("p"))),
        REFUSED,
    ),
    "another root": (update(ATTACKER, 0, in_root(4, "elsewhere", text("x"))), REFUSED),
    "a document in the document": (
        update(ATTACKER, 0, in_root(9, "content", text("guid") + b"\x7e")),
        REFUSED,
    ),
    "an attribute of another name": (
        update(ATTACKER, 0, in_root(6, "content", text("onclick") + text('"alert(1)"'))),
        REFUSED,
    ),
    "a link that runs": (
        update(ATTACKER, 0, in_root(6, "content", text("link") + text('"javascript:alert(1)"'))),
        REFUSED,
    ),
    "an attribute that is an object": (
        update(ATTACKER, 0, in_root(6, "content", text("link") + text('{"a":1}'))),
        REFUSED,
    ),
    "a lone surrogate": (
        update(ATTACKER, 0, in_root(4, "content", b"\x03\xed\xa0\x80")),
        MALFORMED,
    ),
    "more than a live update may hold": (
        update(ATTACKER, 0, in_root(4, "content", text("x" * 300_000))),
        REFUSED,
    ),
    "the server's own client id": (update(2**32 - 1, 1, in_root(4, "content", text("x"))), FOREIGN),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_update_is_refused_and_nobody_else_notices(
    name: str, server: LiveServer, bystander: LiveClient
) -> None:
    data, code = HOSTILE[name]
    stored = server.stored_updates(document_of(bystander))
    attacker = await LiveClient(server.sync, document_of(bystander)).connect()
    attacker.send_raw(write_sync_update(data))
    await attacker.until(lambda: attacker.ended)
    assert attacker.close_code == code
    assert server.stored_updates(document_of(bystander)) == stored
    bystander.write("after ")
    await bystander.until(lambda: bystander.all_saved)
    assert bystander.text == "before after \n"


async def test_another_persons_client_id_is_refused_and_their_next_edit_arrives(
    server: LiveServer, bystander: LiveClient
) -> None:
    clock = bystander.state_vector[bystander.client_id]
    forged = update(bystander.client_id, clock, in_root(4, "content", text("x")))
    attacker = await LiveClient(server.sync, document_of(bystander)).connect()
    attacker.send_raw(write_sync_update(forged))
    await attacker.until(lambda: attacker.ended)
    assert attacker.close_code == FOREIGN
    bystander.write("after ")
    await bystander.until(lambda: bystander.all_saved)
    async with LiveClient(server.sync, document_of(bystander)) as fresh:
        assert fresh.text == "before after \n"


@pytest.mark.parametrize(
    "hostile",
    [
        update(ATTACKER, 5, in_root(4, "content", text("x"))),
        update(ATTACKER, 0, bytes((0x84, 99, 3)) + text("x")),
        update(ATTACKER, 0, in_root(4, "content", text("x")), deletions=b"\x01\x63\x01\x00\x05"),
    ],
    ids=["a gap", "an origin that never comes", "a deletion of what never was"],
)
async def test_what_builds_on_the_unknown_is_not_kept_and_state_is_asked_for(
    hostile: bytes, server: LiveServer, bystander: LiveClient
) -> None:
    stored = server.stored_updates(document_of(bystander))
    attacker = await LiveClient(server.sync, document_of(bystander)).connect()
    attacker.send_raw(write_sync_update(hostile))
    await attacker.until(lambda: attacker.ended or bool(attacker.notices))
    assert attacker.ended or attacker.notices[0]["kind"] == "resync"
    await attacker.disconnect()
    assert server.stored_updates(document_of(bystander)) == stored


async def test_a_clock_near_the_limit_is_refused(server: LiveServer, bystander: LiveClient) -> None:
    attacker = await LiveClient(server.sync, document_of(bystander)).connect()
    attacker.send_raw(
        write_sync_update(update(ATTACKER, 2**32 - 2, in_root(4, "content", text("x"))))
    )
    await attacker.until(lambda: attacker.ended or bool(attacker.notices))
    bystander.write("after ")
    await bystander.until(lambda: bystander.all_saved)
    assert bystander.text == "before after \n"
    await attacker.disconnect()


async def test_a_message_over_the_limit_is_closed_with_its_code(
    server: LiveServer, bystander: LiveClient
) -> None:
    attacker = await LiveClient(server.sync, document_of(bystander)).connect()
    attacker.send_raw(b"\x00" * (1024 * 1024 + 10))
    await attacker.until(lambda: attacker.ended)
    assert attacker.close_code == TOO_LARGE


async def test_many_new_client_ids_at_one_spot_do_not_block_the_others(
    server: LiveServer, bystander: LiveClient
) -> None:
    """0.2 MB of client ids in one offline sync, twice: refused or slow for the sender alone."""
    writer = Writer()
    ids = range(10_000, 20_000)
    writer.write_varuint(len(ids))
    for client in ids:
        for number in (1, client, 0):
            writer.write_varuint(number)
        writer.buffer += in_root(4, "content", text("x"))
    data = writer.bytes() + b"\x00"
    for _ in range(2):
        attacker = await LiveClient(server.sync, document_of(bystander)).connect()
        attacker.send_raw(write_sync_step2(data))
        await attacker.until(lambda: attacker.ended)  # noqa: B023
        assert attacker.close_code in {REFUSED, MALFORMED, 4429}
    bystander.write("after ")
    await bystander.until(lambda: bystander.all_saved, timeout_s=5)


async def test_memory_stays_flat_while_hostile_sockets_come_and_go(
    server: LiveServer, bystander: LiveClient
) -> None:
    process = psutil.Process(server.pid)

    async def attack(rounds: int) -> None:
        messages = [write_sync_update(data) for data, _ in HOSTILE.values()]
        for index in range(rounds):
            attacker = await LiveClient(server.sync, document_of(bystander)).connect()
            attacker.send_raw(messages[index % len(messages)])
            await attacker.until(lambda: attacker.ended)  # noqa: B023

    await attack(60)
    before = process.memory_info().rss
    await attack(200)
    grown = process.memory_info().rss - before
    assert grown < 8 * 1024 * 1024, f"grown by {grown / 2**20:.1f} MiB"
    assert process.is_running()


def document_of(client: LiveClient) -> str:
    return client.url.rsplit("/", 1)[1]
