"""server.api.socket against a transport that a test drives: floods, dead readers, alarms."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from crdt.frames import write_digest, write_query_awareness
from server.access import Role
from server.api.socket import Line, Socket, SocketLimits
from server.connection import CloseCode, Closing
from server.errors import Unavailable
from server.hosting import Hosting, HostingLimits, Visitor
from server.metrics import MISMATCHES
from server.opening import new_document
from server.records import Person
from server.store.sql import SqlStore

ADA = Person("p_ada", "Ada", "A", 0, "account")


class Transport:
    """What is under a socket, with the peer's side of it."""

    def __init__(self) -> None:
        self.can_write = True
        self.written: list[bytes] = []
        self.write_at_once: Callable[[bytes], object] | None = self.write
        self.aborted = False
        self.receive: Callable[[bytes | None], None] = lambda _: None

    def take_over(
        self, receive: Callable[[bytes | None], None], writable: Callable[[], None]
    ) -> None:
        self.receive = receive

    def write(self, encoded: bytes) -> None:
        self.written.append(encoded)

    def encode(self, messages: tuple[bytes, ...]) -> bytes:
        return b"".join(messages)

    def pause(self) -> None:
        """Whatever was read together is still handed over."""

    def resume(self) -> None:
        """Nothing to do."""

    def abort(self) -> None:
        self.aborted = True


@pytest.fixture
async def hosting(tmp_path: Path) -> AsyncIterator[Hosting]:
    store = SqlStore(f"sqlite:///{tmp_path / 'byline.db'}")
    await store.open()
    await store.add_person(ADA, 0)
    await store.create_document(*new_document("d", "D", ADA.id, 0))
    await store.join("d", ADA.id, Role.COORDINATOR, 0)
    subject = Hosting(store, lambda: 0, open_mode=False, limits=HostingLimits())
    async with subject.running():
        yield subject
    await store.close()


async def a_line(hosting: Hosting, transport: Transport) -> Line:
    line = Line(transport, lambda: 60_000, SocketLimits(), hosting.elsewhere)
    visitor = Visitor(ADA, "e_1", anonymous=False)
    line.session = await hosting.connect(visitor, "d", line.flush, transport)
    line.begin()
    return line


async def test_a_flood_that_was_read_at_once_ends_the_socket(hosting: Hosting) -> None:
    transport = Transport()
    line = await a_line(hosting, transport)
    for _ in range(30_000):
        transport.receive(write_query_awareness())
    closing = await asyncio.wait_for(line.closing, 5)
    assert closing.code is CloseCode.TOO_MANY
    assert len(transport.written) < 1_000
    line.end()


async def refused_with(hosting: Hosting, error: Exception, send: Any) -> Transport:
    """What becomes of the transport of a socket that cannot be let in."""
    transport = Transport()

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def nobody(_: object) -> Visitor:
        raise error

    scope = {"path_params": {"document_id": "d"}, "extensions": {"byline.direct": transport}}
    await Socket(hosting, nobody, lambda _: True, lambda: 0, SocketLimits())(scope, receive, send)
    return transport


async def test_a_reader_who_does_not_take_the_goodbye_is_dropped(hosting: Hosting) -> None:
    async def send(message: Any) -> None:
        if message["type"] == "websocket.close":
            await asyncio.Event().wait()

    transport = await refused_with(hosting, Closing(CloseCode.NO_SESSION, "Sign in."), send)
    assert transport.aborted


async def test_a_database_that_is_away_is_said_with_a_code(hosting: Hosting) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    transport = await refused_with(hosting, Unavailable("Not now."), send)
    assert sent[-1]["code"] == CloseCode.INTERNAL
    assert not transport.aborted


async def test_why_a_socket_was_ended_is_in_the_log(hosting: Hosting) -> None:
    async def send(_: object) -> None:
        """Nobody listens."""

    with capture_logs() as logs:
        await refused_with(hosting, Closing(CloseCode.NO_SESSION, "Sign in."), send)
    assert [(line["event"], line["slug"], line["code"]) for line in logs] == [
        ("socket ended", "no-session", CloseCode.NO_SESSION)
    ]


async def test_a_text_that_differs_from_the_servers_raises_the_alarm(hosting: Hosting) -> None:
    before = MISMATCHES._value.get()  # type: ignore[reportPrivateUsage]
    transport = Transport()
    line = await a_line(hosting, transport)
    room = line.session.room
    state = bytes([1, 255, 255, 255, 255, 15, room.guard.state_vector[2**32 - 1]])
    transport.receive(write_digest(state, "0" * 64))
    assert (await asyncio.wait_for(line.closing, 5)).code is CloseCode.RELOADING
    assert MISMATCHES._value.get() == before + 1  # type: ignore[reportPrivateUsage]
    line.end()
