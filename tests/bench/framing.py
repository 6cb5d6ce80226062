"""How servers wrap Yjs messages: y-websocket, Hocuspocus, and Byline with acknowledgements."""

from __future__ import annotations

import json
from typing import Final

from tests.bench.wire import (
    EMPTY_STATE_VECTOR,
    EMPTY_UPDATE,
    WireError,
    read_varbytes,
    read_varint,
    varbytes,
    varint,
)

SYNC, AWARENESS, AUTH, QUERY_AWARENESS = 0, 1, 2, 3
STEP1, STEP2, UPDATE = 0, 1, 2

# Hocuspocus only
SYNC_REPLY, SYNC_STATUS = 4, 8
AUTH_TOKEN, AUTH_DENIED, AUTH_OK = 0, 1, 2

# Byline only
HELLO, ACK, NOTICE = 100, 101, 103

Message = tuple[int, int, bytes]
"""Message type, subtype or -1, payload."""


class Framing:
    """y-websocket: the room is in the URL, a message is `type payload`.

    `prefix` is what comes before the type in both directions. `acks` says whether the server
    confirms each sync message (step 2 or update) of a connection; `starts_at_once` whether the
    first sync step 1 may be sent as soon as the socket is open.
    """

    name: str = "y-websocket"
    acks: bool = False
    starts_at_once: bool = True

    def __init__(self, room: str, token: str | None = None) -> None:
        self.room = room
        self.token = token
        self.prefix = b""
        self.update_head = bytes((SYNC, UPDATE))

    def hello(self) -> bytes:
        """The message to send as soon as the socket is open."""
        return self.step1()

    def step1(self, state_vector: bytes = EMPTY_STATE_VECTOR) -> bytes:
        """Asks for everything that this state vector lacks."""
        return self.prefix + bytes((SYNC, STEP1)) + varbytes(state_vector)

    def step2(self, update: bytes = EMPTY_UPDATE) -> bytes:
        """The answer to the other side's sync step 1."""
        return self.prefix + bytes((SYNC, STEP2)) + varbytes(update)

    def update(self, update: bytes) -> bytes:
        """One live update."""
        return self.update_head + varbytes(update)

    def awareness(self, client_id: int, clock: int, state: str) -> bytes:
        """This client's presence; `state` is JSON text."""
        entry = b"\x01" + varint(client_id) + varint(clock) + varbytes(state.encode())
        return self.prefix + bytes((AWARENESS,)) + varbytes(entry)

    def read(self, message: bytes) -> Message:
        """Takes a message from the server apart."""
        if not message.startswith(self.prefix):
            raise WireError("message is for another document")
        kind, pos = read_varint(message, len(self.prefix))
        if kind in (SYNC, SYNC_REPLY):
            step, pos = read_varint(message, pos)
            payload, _ = read_varbytes(message, pos)
            return SYNC, step, payload
        if kind in (AUTH, SYNC_STATUS):
            status, pos = read_varint(message, pos)
            return kind, status, message[pos:]
        return kind, -1, message[pos:]

    def admitted(self, message: Message) -> bool:
        """Whether this message lets a client that waited start its sync."""
        return False

    def confirmed(self, message: Message, before: int) -> int:
        """How many sync messages of this connection are confirmed after this message."""
        return before


class HocuspocusFraming(Framing):
    """Hocuspocus: every message starts with the document name; auth comes first.

    The server answers each sync message with a SyncStatus once it has applied it to the
    document in memory.
    """

    name = "hocuspocus"
    acks = True
    starts_at_once = False

    def __init__(self, room: str, token: str | None = None) -> None:
        super().__init__(room, token)
        self.prefix = varbytes(room.encode())
        self.update_head = self.prefix + self.update_head

    def hello(self) -> bytes:
        """The auth message."""
        token = (self.token or "").encode()
        return self.prefix + bytes((AUTH, AUTH_TOKEN)) + varbytes(token)

    def admitted(self, message: Message) -> bool:
        """The server accepts the token."""
        return message[:2] == (AUTH, AUTH_OK)

    def confirmed(self, message: Message, before: int) -> int:
        """Statuses come one for each message; 0 would say that it was not applied."""
        return before + 1 if message[:2] == (SYNC_STATUS, 1) else before


class BylineFraming(Framing):
    """Byline: y-websocket with a hello first and acknowledgements of what is durable."""

    name = "byline"
    acks = True
    starts_at_once = False

    def __init__(
        self,
        room: str,
        token: str | None = None,
        *,
        generation: str | None = None,
        want: tuple[str, ...] = ("ack",),
    ) -> None:
        super().__init__(room, token)
        self.generation = generation
        self.want = want

    def hello(self) -> bytes:
        """The first message of a client that wants more than y-websocket offers."""
        said = {"version": 1, "generation": self.generation, "want": list(self.want)}
        return varint(HELLO) + varbytes(json.dumps(said, separators=(",", ":")).encode())

    def admitted(self, message: Message) -> bool:
        """The server has answered the hello."""
        return message[0] == HELLO

    def confirmed(self, message: Message, before: int) -> int:
        """An acknowledgement counts from the opening of the connection."""
        return read_varint(message[2], 0)[0] if message[0] == ACK else before


FRAMINGS: Final[dict[str, type[Framing]]] = {
    f.name: f for f in (Framing, HocuspocusFraming, BylineFraming)
}
