"""A virtual client: one websocket, one Yjs client id, no CRDT document.

The receive path only stamps and stores update messages; they are decoded after the
measurement (deliveries.py), so the generator costs about a microsecond per message on top of
the kernel.
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from picows import (
    WSCloseCode,
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    ws_connect,  # pyright: ignore[reportUnknownVariableType]
)

from tests.bench import framing, wire
from tests.bench.framing import FRAMINGS, Framing, Message

MAX_MESSAGE_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Target:
    """Where and how to connect. `{room}` in the URL is replaced, if present."""

    url: str
    protocol: str = "y-websocket"
    headers: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    token: str | None = None
    connect_timeout_s: float = 30.0

    def url_for(self, room: str) -> str:
        """The address of a room."""
        parts = urlsplit(self.url.replace("{room}", quote(room, safe="")))
        query = "&".join(q for q in (parts.query, urlencode(self.query)) if q)
        return urlunsplit(parts._replace(query=query))

    def framing_for(self, room: str) -> Framing:
        """A new connection's way of wrapping messages."""
        return FRAMINGS[self.protocol](room, self.token)


@dataclass(slots=True)
class Traffic:
    """Counters shared by the clients of a run; `seen` shares equal frames to save memory."""

    seen: dict[bytes, bytes] = field(default_factory=dict[bytes, bytes])
    bytes_in: int = 0  # websocket payload bytes received
    bytes_out: int = 0  # websocket payload bytes sent
    frames_in: int = 0  # document updates received, in messages
    other_in: int = 0  # awareness, acks and other messages received


class VirtualClient(WSListener):
    """Connects, completes the initial sync, types, and logs what it receives."""

    def __init__(self, target: Target, room: str, client_id: int, traffic: Traffic) -> None:
        self.target = target
        self.room = room
        self.client_id = client_id
        self.traffic = traffic
        self.framing = target.framing_for(room)
        self.typist = wire.Typist(client_id)
        self.sent_at = array("d")  # perf_counter per own clock
        self.frame_times = array("d")  # perf_counter per received update
        self.frames: list[bytes] = []  # received updates, framing included
        self.initial: bytes | None = None  # first sync step 2 (a Yjs update)
        self.initial_at = 0.0
        self.closed: str | None = None  # why the connection ended
        self.on_frame: Callable[[VirtualClient], None] | None = None  # after an update is logged
        self.synced: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._transport: WSTransport | None = None
        self._started = self.framing.starts_at_once
        self._answer_due = False  # the server's step 1 came before it had let us in
        self._sync_messages = 0  # step 2 and update messages sent
        self._confirmed = 0  # how many of them the server has confirmed
        self._without_edit: list[int] = []  # which of them carried no edit
        self._awareness_clock = 0
        self._head = self.framing.update_head
        self._parts: list[bytes] | None = None

    # --- connection ---

    async def connect(self) -> None:
        """Open the websocket (the initial sync is `await self.synced`)."""
        await ws_connect(
            lambda: self,
            self.target.url_for(self.room),
            extra_headers=list(self.target.headers) or None,
            websocket_handshake_timeout=self.target.connect_timeout_s,
            max_frame_size=MAX_MESSAGE_BYTES,
        )

    async def open(self, timeout_s: float | None = None) -> VirtualClient:
        """Connect and wait for the initial sync."""
        await self.connect()
        limit = timeout_s or self.target.connect_timeout_s
        await asyncio.wait_for(asyncio.shield(self.synced), limit)
        return self

    def close(self) -> None:
        """End the connection politely."""
        self.closed = self.closed or "closed by the load generator"
        if self._transport is not None:
            self._transport.send_close(WSCloseCode.OK)
            self._transport.disconnect()

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        self.send(self.framing.hello())

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        if self.closed is None:
            self.closed = "connection lost"
        if not self.synced.done():
            self.synced.set_exception(ConnectionError(self.closed))
            self.synced.exception()  # read, so that asyncio does not warn

    # --- sending ---

    def send(self, message: bytes) -> None:
        """Send one message as it is; nothing happens once the connection has ended."""
        if self._transport is None or self.closed is not None:
            return
        self.traffic.bytes_out += len(message)
        self._transport.send(WSMsgType.BINARY, message)

    def send_step2(self, update: bytes = wire.EMPTY_UPDATE) -> None:
        """Answer a sync step 1, or hand over a state of many authors at once."""
        self._without_edit.append(self._sync_messages)
        self._sync_messages += 1
        self.send(self.framing.step2(update))

    def type_char(self) -> None:
        """Send the update for this client's next character."""
        if self.closed is not None:
            return
        message = self.framing.update(self.typist.update(len(self.sent_at)))
        self._sync_messages += 1
        self.sent_at.append(perf_counter())
        self.send(message)

    def move_cursor(self) -> None:
        """Send a presence update of the size editors send (about 150 bytes)."""
        self._awareness_clock += 1
        item = f'{{"client":{self.client_id},"clock":{len(self.sent_at)}}}'
        cursor = f'{{"type":null,"tname":"{wire.ROOT}","item":{item},"assoc":0}}'
        state = f'{{"cursor":{{"anchor":{cursor},"head":{cursor}}}}}'
        self.send(self.framing.awareness(self.client_id, self._awareness_clock, state))

    @property
    def acked(self) -> int:
        """How many of this client's characters the server has confirmed, in order."""
        return self._confirmed - sum(n < self._confirmed for n in self._without_edit)

    # --- receiving ---

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        payload = frame.get_payload_as_bytes()
        if payload.startswith(self._head) and frame.fin and self._parts is None:
            self._log_update(payload)
        else:
            self._on_other(frame, payload)

    def _log_update(self, message: bytes) -> None:
        self.frame_times.append(perf_counter())
        self.frames.append(self.traffic.seen.setdefault(message, message))
        if self.on_frame is not None:
            self.on_frame(self)

    def _on_other(self, frame: WSFrame, payload: bytes) -> None:
        """Everything but a whole update message: control frames, fragments, sync."""
        kind = frame.msg_type
        if kind is WSMsgType.CONTINUATION and self._parts is not None:
            self._parts.append(payload)
        elif kind is WSMsgType.BINARY:
            self._parts = [payload]
        else:
            if kind is WSMsgType.CLOSE and self._transport is not None:
                code = int.from_bytes(payload[:2], "big")
                self.closed = f"server closed: {code} {payload[2:].decode(errors='replace')}"
                self._transport.disconnect()
            return
        if not frame.fin:
            return
        message, self._parts = b"".join(self._parts), None
        if message.startswith(self._head):
            self._log_update(message)
            return
        self.traffic.other_in += 1
        self.traffic.bytes_in += len(message)
        self._on_message(self.framing.read(message))

    def _on_message(self, message: Message) -> None:
        kind, sub, payload = message
        self._confirmed = self.framing.confirmed(message, self._confirmed)
        if kind == framing.SYNC and sub == framing.STEP1:
            self._answer_due = True
        elif kind == framing.SYNC and sub == framing.STEP2:
            self._take_state(payload)
        elif (kind, sub) == (framing.AUTH, framing.AUTH_DENIED) and not self.synced.done():
            self.closed = "permission denied"
            self.synced.set_exception(PermissionError(self.closed))
        elif self.framing.admitted(message):
            self._started = True
            self.send(self.framing.step1())
        if self._answer_due and self._started:
            self._answer_due = False
            self.send_step2()

    def _take_state(self, update: bytes) -> None:
        """The first full answer is the initial state; a later one counts as an update."""
        if self.initial is not None:
            self._log_update(self.framing.update(update))
            return
        self.initial, self.initial_at = update, perf_counter()
        if not self.synced.done():
            self.synced.set_result(self.initial_at)
