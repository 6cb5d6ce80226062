"""The socket `/sync/{document_id}`: the only shell around server.session.

A message is handed to the session as soon as it is parsed, and what the session queues is written as soon as the
transport takes it, without a task or a queue between (server.api.direct). Reading is paused while somebody sends faster
than the limits, so that a flood costs its sender and nobody else; somebody who does not read is dropped.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from starlette.types import Receive, Scope, Send

from server.api.direct import Direct, direct_of
from server.api.ws_frames import encode_binary
from server.connection import CloseCode, Closing
from server.elsewhere import Elsewhere, Sources, sources_elsewhere
from server.hosting import Hosting, Visitor
from server.metrics import MISMATCHES, REFUSED
from server.names import is_document_id
from server.ports import Clock
from server.session import Session

log = structlog.get_logger()

MAX_REASON_BYTES = 123
BYTES_PER_TOKEN = 16 * 1024
"""Large messages take longer to check, so they count as several."""

MAX_PAUSE_S = 20.0
"""Whoever would have to be paused longer is sent away: a socket that is not read looks dead to its heartbeat."""


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

    def delay(self, now: float, tokens: float = 1.0) -> float:
        """Take tokens at `now` (seconds); return the seconds until they are there."""
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._per_second)
        self._at = now
        self._tokens -= tokens
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
        line = Line(direct_of(scope), self._clock, self._limits, self._hosting.elsewhere)
        try:
            line.session = await self._enter(scope, line)
        except Closing as closing:
            await _close(send, line.direct, closing)
            return
        except Exception:
            log.exception("socket not opened")
            closing = Closing(CloseCode.INTERNAL, "The server made a mistake.")
            await _close(send, line.direct, closing)
            return
        try:
            await self._until_it_ends(line, receive, send)
        finally:
            line.end()
            self._hosting.disconnect(line.session)

    async def _enter(self, scope: Scope, line: Line) -> Session:
        document_id = scope["path_params"]["document_id"]
        if not is_document_id(document_id):
            raise Closing(CloseCode.NO_DOCUMENT, "There is no such document.")
        visitor = await self._identify(scope)
        return await self._hosting.connect(visitor, document_id, line.flush, line.direct)

    async def _until_it_ends(self, line: Line, receive: Receive, send: Send) -> None:
        line.begin()
        gone = asyncio.ensure_future(receive())  # messages come the short way: this is the end
        try:
            await asyncio.wait((gone, line.closing), return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
        if line.closing.done():
            await _close(send, line.direct, line.closing.result())


class Line:
    """One accepted socket: messages in, frames out, and the clock on both."""

    session: Session

    def __init__(
        self, direct: Direct, clock: Clock, limits: SocketLimits, elsewhere: Elsewhere
    ) -> None:
        self.direct = direct
        self._clock = clock
        self._limits = limits
        self._elsewhere = elsewhere
        self._held: deque[bytes | None] | None = None
        self._looking_up: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._pace = Pace(limits.messages_per_second, limits.burst)
        self._start: asyncio.TimerHandle | None = None
        self._stuck: asyncio.TimerHandle | None = None
        self._pause: asyncio.TimerHandle | None = None
        self._begun = False
        self.closing: asyncio.Future[Closing] = self._loop.create_future()

    def begin(self) -> None:
        """Read and write from now on; something has to be said soon."""
        self._begun = True
        self._start = self._loop.call_later(self._limits.first_message_s, self._too_slow_to_start)
        self.flush()
        self.direct.take_over(self._receive, self.flush)

    def end(self) -> None:
        """Stop the clocks."""
        self._begun = False
        for timer in (self._start, self._stuck, self._pause, self._looking_up):
            if timer is not None:
                timer.cancel()

    def flush(self) -> None:
        """Write what the connection has queued, as far as the transport takes it."""
        connection = self.session.connection if self._begun else None
        if connection is None:
            return
        if self._stuck is not None and self.direct.can_write:
            self._stuck.cancel()
            self._stuck = None
        while self.direct.can_write:
            frames = connection.take()
            for frame in frames:
                self.direct.write(encode_binary(frame))
            if connection.needs_catch_up and self.direct.can_write:
                self.session.room.catch_up(connection)
            elif not frames:
                connection.drained()
                break
        else:
            self._expect_progress()
        if connection.closing is not None and not self.closing.done():
            self.closing.set_result(connection.closing)

    def _expect_progress(self) -> None:
        if self._stuck is None:
            self._stuck = self._loop.call_later(self._limits.send_s, self._drop_if_stuck)

    def _drop_if_stuck(self) -> None:
        self._stuck = None
        if not self.direct.can_write:
            REFUSED.labels("too-slow").inc()
            self.direct.abort()

    def _too_slow_to_start(self) -> None:
        self.session.connection.close(
            Closing(CloseCode.TOO_SLOW_TO_START, "Nothing was said in time.")
        )

    def _receive(self, message: bytes | None) -> None:
        connection = self.session.connection
        if connection.closing is not None:
            return  # whatever is queued behind the decision is not looked at
        if self._start is not None:
            self._start.cancel()
            self._start = None
        if self._held is not None:
            self._held.append(message)
        elif message is not None and (sources := sources_elsewhere(message)):
            self._held = deque([message])
            self._looking_up = self._loop.create_task(self._look_up(sources))
        else:
            self._take(message)
        self._keep_pace(message)

    async def _look_up(self, sources: Sources) -> None:
        """See what a message's claims name in other documents, then take it and what came meanwhile."""
        try:
            await self._elsewhere.look_up(self.session, sources, self._clock())
        except Exception:
            log.exception("sources not looked up", document=self.session.room.document_id)
        held, self._held = self._held or deque[bytes | None](), None
        self._take(held.popleft())
        for message in held:
            self._receive(message)

    def _take(self, message: bytes | None) -> None:
        connection = self.session.connection
        if connection.closing is not None:
            return
        try:
            self.session.receive(self._checked(message), self._clock())
        except Closing as closing:
            if closing.slug == "mismatch":
                MISMATCHES.inc()
                log.warning("a client's text differs", document=self.session.room.document_id)
            connection.close(closing)
        except Exception:
            log.exception("socket failed", document=self.session.room.document_id)
            connection.close(Closing(CloseCode.INTERNAL, "The server made a mistake."))

    def _keep_pace(self, message: bytes | None) -> None:
        connection = self.session.connection
        tokens = 1 + len(message or b"") / BYTES_PER_TOKEN
        delay = self._pace.delay(self._loop.time(), tokens)
        if delay > MAX_PAUSE_S:
            connection.close(Closing(CloseCode.TOO_MANY, "Too many messages at once."))
        elif delay > 0:
            self.direct.pause()
            if self._pause is not None:
                self._pause.cancel()
            self._pause = self._loop.call_later(delay, self.direct.resume)

    def _checked(self, message: bytes | None) -> bytes:
        if message is None:
            raise Closing(CloseCode.MALFORMED, "Messages are binary.")
        if len(message) > self._limits.message_bytes:
            raise Closing(CloseCode.TOO_LARGE, "The message is too large.")
        return message


async def _close(send: Send, direct: Direct, closing: Closing) -> None:
    REFUSED.labels(closing.slug).inc()
    log.info("socket ended", code=int(closing.code), slug=closing.slug, reason=closing.message)
    reason = closing.message.encode()[:MAX_REASON_BYTES].decode("utf-8", "ignore")
    try:
        async with asyncio.timeout(1.0):
            await send({"type": "websocket.close", "code": int(closing.code), "reason": reason})
    except TimeoutError:
        direct.abort()  # it reads nothing: closing would wait for ever for what is still to be sent
    except (OSError, RuntimeError):
        return  # it is gone already
