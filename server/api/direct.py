"""uvicorn's WebSocket protocol with a short way in and out.

A room of N writers sends N frames for every batch. Through ASGI each of them costs a task switch, a queue and an
encoding; here the frame is encoded once and written to every transport, and a message is handed over as it is parsed.
Messages that arrive whole in one frame, as a key press does, are read here (server.api.ws_frames). All else stays
uvicorn's and websockets': handshake, fragments, pings, limits, errors and the closing handshake.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from starlette.types import Scope
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from server.api.ws_frames import bytes_missing, encode_binary, read_whole
from server.connection import Wire

__all__ = ["Direct", "DirectProtocol", "direct_of"]

_EXTENSION = "byline.direct"


class Direct(Wire, Protocol):
    """What a socket may do on the short way, once the handshake is accepted."""

    def take_over(
        self, receive: Callable[[bytes | None], None], writable: Callable[[], None]
    ) -> None:
        """From now on hand messages to `receive` (None: a text message), and tell of room to write."""
        ...

    can_write: bool
    """Whether the transport wants more."""

    def write(self, encoded: bytes) -> None:
        """Write whole encoded frames."""
        ...

    def pause(self) -> None:
        """Read nothing until `resume`."""
        ...

    def resume(self) -> None:
        """Read again."""
        ...

    def abort(self) -> None:
        """Drop the connection and whatever is still to be sent."""
        ...


def direct_of(scope: Scope) -> Direct:
    """Return the short way of the socket that this scope belongs to."""
    return cast("Direct", scope["extensions"][_EXTENSION])


class DirectProtocol(WebSocketsSansIOProtocol):
    """One WebSocket connection; give this class to uvicorn as `ws`."""

    _receive: Callable[[bytes | None], None] | None = None
    _writable: Callable[[], None] | None = None
    _missing: int | None = 0
    """How many bytes are still to come of a frame that has begun; None once we have lost count."""
    can_write = True
    write_at_once: Callable[[bytes], object] | None = None
    _has_closed = False
    _is_lost = False

    @property
    def close_sent(self) -> bool:  # pyright: ignore[reportIncompatibleVariableOverride]
        """Whether the closing handshake has begun from here."""
        return self._has_closed

    @close_sent.setter
    def close_sent(self, value: bool) -> None:
        self._has_closed = value
        self._see_whether_it_takes()

    @property
    def disconnected(self) -> bool:  # pyright: ignore[reportIncompatibleVariableOverride]
        """Whether the transport is gone."""
        return self._is_lost

    @disconnected.setter
    def disconnected(self, value: bool) -> None:
        self._is_lost = value
        self._see_whether_it_takes()

    def _see_whether_it_takes(self) -> None:
        """Keep `write_at_once` as it has to be: it is looked at for every reader of every key press."""
        takes = (
            self._receive is not None and self.can_write and not (self._has_closed or self._is_lost)
        )
        self.write_at_once = self.transport.write if takes else None

    def data_received(self, data: bytes) -> None:
        """Take what was received: whole messages the short way, all else as uvicorn does."""
        is_between_messages = self._missing == 0 and not self.frames
        if self._receive is not None and is_between_messages and (messages := read_whole(data)):
            for message in messages:
                if not self.close_sent:
                    self._receive(message)
            return
        if self.handshake_initiated and self._missing is not None:
            self._missing = bytes_missing(data, self._missing)
        super().data_received(data)

    def handle_connect(self, event: Request) -> None:
        """Begin the handshake; the application finds the short way in its scope."""
        super().handle_connect(event)
        if hasattr(self, "scope"):
            self.scope["extensions"][_EXTENSION] = self  # type: ignore[index]

    def send_receive_event_to_app(self) -> None:
        """Hand over a whole message."""
        if self._receive is None:
            super().send_receive_event_to_app()
            return
        whole = self.frames[0] if len(self.frames) == 1 else b"".join(self.frames)
        self.frames = []
        if not self.close_sent:
            self._receive(bytes(whole) if self.curr_msg_data_type == "bytes" else None)

    def pause_writing(self) -> None:
        """The transport has enough."""
        super().pause_writing()
        self.can_write = False
        self._see_whether_it_takes()

    def resume_writing(self) -> None:
        """The transport wants more."""
        super().resume_writing()
        self.can_write = True
        self._see_whether_it_takes()
        if self._writable is not None:
            self._writable()

    def take_over(
        self, receive: Callable[[bytes | None], None], writable: Callable[[], None]
    ) -> None:
        """Hand messages to `receive` from now on, those that came before first (see `Direct`)."""
        self._receive, self._writable = receive, writable
        for event in [self.queue.get_nowait() for _ in range(self.queue.qsize())]:
            if event["type"] == "websocket.receive":
                receive(event.get("bytes"))
            else:
                self.queue.put_nowait(event)
        self._see_whether_it_takes()
        self.resume()

    def write(self, encoded: bytes) -> None:
        """Write whole encoded frames (see `Direct`)."""
        if not self.close_sent and not self.disconnected:
            self.transport.write(encoded)

    def encode(self, messages: tuple[bytes, ...]) -> bytes:
        """Return messages as frames in one piece: one system call, the dearest thing in a small room."""
        return b"".join(map(encode_binary, messages))

    def pause(self) -> None:
        """Read nothing (see `Direct`)."""
        if not self.read_paused and not self.transport.is_closing():
            self.read_paused = True
            self.transport.pause_reading()

    def resume(self) -> None:
        """Read again (see `Direct`)."""
        if self.read_paused and not self.transport.is_closing():
            self.read_paused = False
            self.transport.resume_reading()

    def abort(self) -> None:
        """Drop the connection (see `Direct`)."""
        self.transport.abort()
