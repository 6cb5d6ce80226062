"""The socket `/sync/{document_id}`: the only shell around server.session.

Reading is paused while somebody sends faster than the limits, so that a flood costs its sender and nobody else.
Sending happens in one task per socket, so that somebody who reads slowly delays nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import structlog
from starlette.types import Receive, Scope, Send

from server.connection import CloseCode, Closing, Connection
from server.hosting import Hosting, Visitor
from server.metrics import REFUSED
from server.names import is_document_id
from server.ports import Clock
from server.session import Session

log = structlog.get_logger()

MAX_REASON_BYTES = 123


@dataclass(frozen=True, slots=True)
class SocketLimits:
    """How fast one socket may send; each is a setting (docs/running.md)."""

    message_bytes: int = 1024 * 1024
    messages_per_second: float = 30.0
    burst: int = 120
    first_message_s: float = 5.0
    send_s: float = 10.0


class Pace:
    """A token bucket: how long to wait before the next message is read."""

    def __init__(self, per_second: float, burst: int) -> None:
        self._per_second = per_second
        self._burst = float(burst)
        self._tokens = float(burst)
        self._at = 0.0

    def delay(self, now: float) -> float:
        """Take one token at `now` (seconds); return the seconds until it was there."""
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._per_second)
        self._at = now
        self._tokens -= 1.0
        return 0.0 if self._tokens >= 0 else -self._tokens / self._per_second


class Socket:
    """The ASGI application behind `/sync/{document_id}`.

    Args:
        hosting: the open rooms.
        identify: who is behind a handshake; raises `Closing` for nobody.
        origin_allowed: whether the page that opened the socket is one of ours.
        clock: milliseconds since the epoch.
        limits: how fast one socket may send.
    """

    def __init__(
        self,
        hosting: Hosting,
        identify: Callable[[Scope], Awaitable[Visitor]],
        origin_allowed: Callable[[Scope], bool],
        clock: Clock,
        limits: SocketLimits,
    ) -> None:
        self._hosting = hosting
        self._identify = identify
        self._origin_allowed = origin_allowed
        self._clock = clock
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket from handshake to close."""
        await receive()  # websocket.connect
        if not self._origin_allowed(scope):
            await send({"type": "websocket.close"})  # before it is accepted: HTTP 403
            return
        await send({"type": "websocket.accept"})
        ready = asyncio.Event()
        try:
            session = await self._enter(scope, ready)
        except Closing as closing:
            await _close(send, closing)
            return
        try:
            await self._serve(session, receive, send, ready)
        finally:
            self._hosting.disconnect(session)

    async def _enter(self, scope: Scope, ready: asyncio.Event) -> Session:
        document_id = scope["path_params"]["document_id"]
        if not is_document_id(document_id):
            raise Closing(CloseCode.NO_DOCUMENT, "There is no such document.")
        visitor = await self._identify(scope)
        return await self._hosting.connect(visitor, document_id, ready.set)

    async def _serve(
        self, session: Session, receive: Receive, send: Send, ready: asyncio.Event
    ) -> None:
        """Read until the socket or the connection ends, with the sender beside."""
        connection = session.connection
        sender = asyncio.create_task(self._send_for_ever(session, send, ready))
        reader = asyncio.create_task(self._read_for_ever(session, receive))
        try:
            await asyncio.wait((sender, reader), return_when=asyncio.FIRST_COMPLETED)
            if connection.closing is not None and not sender.done():
                await asyncio.wait((sender,), timeout=self._limits.send_s)  # its last words
        finally:
            for task in (sender, reader):
                task.cancel()
            ended = await asyncio.gather(sender, reader, return_exceptions=True)
        for outcome in ended:
            if isinstance(outcome, Exception) and not isinstance(outcome, OSError):
                log.error("socket failed", document=session.room.document_id, exc_info=outcome)
                connection.close(Closing(CloseCode.INTERNAL, "The server made a mistake."))
        if connection.closing is not None:
            await _close(send, connection.closing)

    async def _read_for_ever(self, session: Session, receive: Receive) -> None:
        connection, loop = session.connection, asyncio.get_running_loop()
        pace = Pace(self._limits.messages_per_second, self._limits.burst)
        event = await self._first(connection, receive)
        while event is not None and event["type"] == "websocket.receive":
            if connection.closing is not None:
                return  # whatever is queued behind the decision is not looked at
            try:
                session.receive(self._binary(event), self._clock())
            except Closing as closing:
                connection.close(closing)
                return
            delay = pace.delay(loop.time())
            if delay > 0:
                await asyncio.sleep(delay)
            event = await receive()

    async def _first(self, connection: Connection, receive: Receive) -> dict[str, object] | None:
        try:
            async with asyncio.timeout(self._limits.first_message_s):
                return dict(await receive())
        except TimeoutError:
            connection.close(Closing(CloseCode.TOO_SLOW_TO_START, "Nothing was said in time."))
            return None

    def _binary(self, event: Mapping[str, object]) -> bytes:
        data = event.get("bytes")
        if not isinstance(data, bytes):
            raise Closing(CloseCode.MALFORMED, "Messages are binary.")
        if len(data) > self._limits.message_bytes:
            raise Closing(CloseCode.TOO_LARGE, "The message is too large.")
        return data

    async def _send_for_ever(self, session: Session, send: Send, ready: asyncio.Event) -> None:
        connection = session.connection
        while True:
            await ready.wait()
            ready.clear()
            frames = connection.take()
            try:
                async with asyncio.timeout(self._limits.send_s):
                    for frame in frames:
                        await send({"type": "websocket.send", "bytes": frame})
            except TimeoutError:
                connection.close(Closing(CloseCode.TOO_SLOW, "This connection reads too slowly."))
            if connection.closing is not None:
                return
            if connection.needs_catch_up:
                session.room.catch_up(connection)
            elif not ready.is_set():
                connection.drained()


async def _close(send: Send, closing: Closing) -> None:
    REFUSED.labels(closing.slug).inc()
    reason = closing.message.encode()[:MAX_REASON_BYTES].decode("utf-8", "ignore")
    try:
        async with asyncio.timeout(1.0):
            await send({"type": "websocket.close", "code": int(closing.code), "reason": reason})
    except (TimeoutError, OSError, RuntimeError):
        return  # it is gone already
