"""One open socket as the rooms see it: who is behind it, what it may do, what waits to be sent.

No I/O: the socket's shell (server.api.socket) sends what `take` returns and is told by `wake` that there is
something. A connection that cannot keep up costs its own room nothing but a bounded queue.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, Protocol

from server.access import Role
from server.asked import Asked
from server.records import Person


class CloseCode(IntEnum):
    """Why the server ends a socket (docs/wire-protocol.md says what a client does then)."""

    GOING_AWAY = 1001
    INTERNAL = 1011
    MALFORMED = 4400
    NO_SESSION = 4401
    NOT_ALLOWED = 4403
    NO_DOCUMENT = 4404
    TOO_SLOW_TO_START = 4408
    OTHER_GENERATION = 4409
    REVOKED = 4410
    TOO_LARGE = 4413
    REFUSED = 4422
    FOREIGN_CLIENT = 4423
    TOO_MANY = 4429
    RELOADING = 4503
    TOO_SLOW = 4508


class Closing(Exception):  # noqa: N818 - a decision, not an error
    """The connection has to end: with which code, and a sentence for the writer."""

    def __init__(self, code: CloseCode, message: str, slug: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.slug = slug or code.name.lower().replace("_", "-")


class Wire(Protocol):
    """The transport that a connection's messages go to."""

    write_at_once: Callable[[bytes], object] | None
    """Writes encoded messages; None while the transport takes none."""

    def encode(self, messages: tuple[bytes, ...]) -> bytes:
        """Return the messages as they are written, the same for every wire of a server."""
        ...


class _NoWire:
    write_at_once: Callable[[bytes], object] | None = None

    def encode(self, messages: tuple[bytes, ...]) -> bytes:
        return b"".join(messages)


NO_WIRE: Final[Wire] = _NoWire()
"""Takes nothing: every message waits to be taken."""


@dataclass(slots=True)
class Connection:
    """The state of one socket. Identity and role are the server's knowledge, never the client's claim.

    Messages are written to `wire` at once if it takes them and nothing is before them; otherwise they
    wait here, and `wake` says that there is something to look at.
    """

    number: int
    person: Person
    role: Role
    wake: Callable[[], None]
    anonymous: bool = False
    came_ms: int = 0
    resumed: bool = False
    session_id: str | None = None
    asked: Asked | None = None
    wire: Wire = NO_WIRE
    max_messages: int = 256
    max_bytes: int = 2 * 1024 * 1024
    clients: set[int] = field(default_factory=set[int])
    greeted: bool = False
    wants_acks: bool = False
    wants_authorship: bool = False
    sync_messages: int = 0
    acknowledged: int = 0
    owes_state: bool = False
    closing: Closing | None = None
    awareness_client: int | None = None
    needs_catch_up: bool = False
    is_clear: bool = True
    """Nothing waits, was dropped or is decided: a message may be written at once."""
    _frames: list[bytes] = field(default_factory=list[bytes])
    _bytes: int = 0
    _caught_up_once: bool = False

    def push(self, frame: bytes) -> None:
        """Send one message (see `push_all`)."""
        self.push_all((frame,))

    def push_all(self, frames: tuple[bytes, ...]) -> None:
        """Send messages in order, or queue them; an overfull queue is replaced by one catch-up, once."""
        if self.is_clear and self.wire.write_at_once is not None:
            self.wire.write_at_once(self.wire.encode(frames))
            return
        for frame in frames:
            self._queue(frame)

    def _queue(self, frame: bytes) -> None:
        if self.closing is not None or self.needs_catch_up:
            return
        if len(self._frames) >= self.max_messages or (
            self._frames and self._bytes + len(frame) > self.max_bytes
        ):
            self._overflow()
            return
        self._frames.append(frame)
        self._bytes += len(frame)
        self.is_clear = False
        if len(self._frames) == 1:
            self.wake()

    def take(self) -> list[bytes]:
        """Everything queued, in order; the queue is empty afterwards."""
        frames, self._frames, self._bytes = self._frames, [], 0
        self.is_clear = self.closing is None and not self.needs_catch_up
        return frames

    def close(self, closing: Closing) -> None:
        """End the connection; nothing queued before is sent but the notices already there."""
        if self.closing is None:
            self.closing = closing
            self.is_clear = False
            self.wake()

    def drained(self) -> None:
        """The socket has sent everything: the next overflow is a first one again."""
        self._caught_up_once = False

    def catch_up_with(self, frame: bytes) -> None:
        """Answer a catch-up: the whole state in one message instead of all that was dropped."""
        self.needs_catch_up = False
        self._caught_up_once = True
        self._frames = [frame]
        self._bytes = len(frame)
        self.is_clear = False
        self.wake()

    def _overflow(self) -> None:
        self._frames, self._bytes = [], 0
        if self._caught_up_once:
            self.close(Closing(CloseCode.TOO_SLOW, "This connection reads too slowly; reconnect."))
        else:
            self.needs_catch_up = True
            self.is_clear = False
            self.wake()


def broadcast(
    connections: Iterable[Connection], frames: tuple[bytes, ...], without: Container[int] = ()
) -> None:
    """Send the same messages to many connections, encoded once (see `Connection.push_all`).

    This runs for every key press and reader, and between two writes everything it needs has left the processor's
    caches: so there is one call for each reader, the transport's own.

    Args:
        connections: to whom.
        frames: what.
        without: the numbers of those of them that are sent nothing.
    """
    encoded: bytes | None = None
    for connection in connections:
        if connection.number in without:
            continue
        write = connection.wire.write_at_once
        if write is None or not connection.is_clear:
            connection.push_all(frames)
            continue
        if encoded is None:
            encoded = connection.wire.encode(frames)
        write(encoded)
