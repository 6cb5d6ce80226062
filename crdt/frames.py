"""Messages on the wire: y-protocols (sync, awareness, auth) and Byline's own, read strictly.

One binary WebSocket frame is one message; bytes behind it, unknown types and broken payloads are
`Malformed` (SPEC.md F1 to F5). There is a `write_x` for every message `read_frame` reads.

Source: y-protocols, `sync.js`, `awareness.js`, `auth.js`; docs/wire-protocol.md for Byline's messages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from crdt.codec import AnyValue, Reader, Writer, decode_state_vector
from crdt.errors import Malformed
from crdt.strict_json import dump_json, parse_json

__all__ = [
    "Ack",
    "Auth",
    "AuthorshipEvent",
    "AwarenessEntry",
    "AwarenessUpdate",
    "Digest",
    "Frame",
    "Hello",
    "Notice",
    "QueryAwareness",
    "SyncStep1",
    "SyncStep2",
    "SyncUpdate",
    "read_frame",
    "write_ack",
    "write_auth_denied",
    "write_authorship",
    "write_awareness",
    "write_digest",
    "write_hello",
    "write_notice",
    "write_query_awareness",
    "write_sync_step1",
    "write_sync_step2",
    "write_sync_update",
]

SYNC: Final = 0
AWARENESS: Final = 1
AUTH: Final = 2
QUERY_AWARENESS: Final = 3
HELLO: Final = 100
ACK: Final = 101
AUTHORSHIP: Final = 102
NOTICE: Final = 103
DIGEST: Final = 104

JsonMap = dict[str, AnyValue]
_UPDATE = bytes((SYNC, 2))
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class SyncStep1:
    """What the sender has; it asks for the rest. `state_vector` is checked, still encoded."""

    state_vector: bytes


@dataclass(frozen=True, slots=True)
class SyncStep2:
    """The answer to step 1. The update has not been looked at."""

    update: bytes


@dataclass(frozen=True, slots=True)
class SyncUpdate:
    """A change that just happened. The update has not been looked at."""

    update: bytes


class AwarenessEntry(NamedTuple):
    """One client's presence; `state` is JSON text of a map, or "null" when it left."""

    client: int
    clock: int
    state: str


@dataclass(frozen=True, slots=True)
class AwarenessUpdate:
    """Presence of some clients."""

    entries: tuple[AwarenessEntry, ...]


@dataclass(frozen=True, slots=True)
class Auth:
    """Server to client: permission denied, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class QueryAwareness:
    """The sender asks for everybody's presence."""


@dataclass(frozen=True, slots=True)
class Hello:
    """Introduction of a Byline client, or the server's answer to it."""

    data: JsonMap

    @property
    def generation(self) -> str | None:
        """The generation the sender knows."""
        value = self.data.get("generation")
        return value if isinstance(value, str) else None

    @property
    def want(self) -> tuple[str, ...]:
        """Which of the server's messages the client asks for."""
        value = self.data.get("want")
        return tuple(str(item) for item in value) if isinstance(value, list) else ()


@dataclass(frozen=True, slots=True)
class Ack:
    """Server to client: the first `count` sync messages of this connection are durable.

    `state_vector` is encoded and restricted to this connection's client ids.
    """

    count: int
    state_vector: bytes


@dataclass(frozen=True, slots=True)
class AuthorshipEvent:
    """Server to client: new authorship spans."""

    data: JsonMap


@dataclass(frozen=True, slots=True)
class Notice:
    """Server to client: something that is not text changed."""

    data: JsonMap


@dataclass(frozen=True, slots=True)
class Digest:
    """Client to server: SHA-256 (hex) of its text at this state vector."""

    state_vector: bytes
    sha256: str


Frame = (
    SyncStep1
    | SyncStep2
    | SyncUpdate
    | AwarenessUpdate
    | Auth
    | QueryAwareness
    | Hello
    | Ack
    | AuthorshipEvent
    | Notice
    | Digest
)


def read_frame(data: bytes) -> Frame:
    """Read one message.

    Raises:
        Malformed: unknown type, broken payload, or bytes behind the message.
    """
    if data.startswith(_UPDATE) and 2 < len(data) < 131 and data[2] == len(data) - 3:
        return SyncUpdate(data[3:])  # as short as a key press: its length is one byte
    reader = Reader(data)
    kind = reader.read_varuint()
    read = _READERS.get(kind)
    if read is None:
        raise Malformed(0, "a known message type")
    frame = read(reader)
    reader.finish()
    return frame


def _read_sync(reader: Reader) -> Frame:
    start = reader.position
    step = reader.read_varuint()
    payload = reader.read_varbytes()
    if step == 2:
        return SyncUpdate(payload)
    if step == 1:
        return SyncStep2(payload)
    if step == 0:
        decode_state_vector(payload)
        return SyncStep1(payload)
    raise Malformed(start, "a known kind of sync message")


def _read_awareness(reader: Reader) -> Frame:
    inner = Reader(reader.read_varbytes())
    count = inner.read_varuint()
    if count > inner.end:
        raise Malformed(0, "a count that fits in the input")
    entries = tuple(_read_entry(inner) for _ in range(count))
    inner.finish()
    return AwarenessUpdate(entries)


def _read_entry(reader: Reader) -> AwarenessEntry:
    client = reader.read_varuint()
    clock = reader.read_varuint()
    start = reader.position
    state = reader.read_varstring()
    value = _parse(state, start)
    if not isinstance(value, dict) and state != "null":
        raise Malformed(start, "a JSON map or null")
    return AwarenessEntry(client, clock, state)


def _read_auth(reader: Reader) -> Frame:
    start = reader.position
    if reader.read_varuint() != 0:
        raise Malformed(start, "0, permission denied")
    return Auth(reader.read_varstring())


def _read_ack(reader: Reader) -> Frame:
    count = reader.read_varuint()
    return Ack(count, _read_state_vector(reader))


def _read_digest(reader: Reader) -> Frame:
    state_vector = _read_state_vector(reader)
    start = reader.position
    sha256 = reader.read_varstring()
    if not _SHA256.fullmatch(sha256):
        raise Malformed(start, "64 lower-case hexadecimal digits")
    return Digest(state_vector, sha256)


def _read_state_vector(reader: Reader) -> bytes:
    state_vector = reader.read_varbytes()
    decode_state_vector(state_vector)
    return state_vector


def _read_map(reader: Reader) -> JsonMap:
    start = reader.position
    value = _parse(reader.read_varstring(), start)
    if not isinstance(value, dict):
        raise Malformed(start, "a JSON map")
    return value


_READERS: dict[int, Callable[[Reader], Frame]] = {
    SYNC: _read_sync,
    AWARENESS: _read_awareness,
    AUTH: _read_auth,
    QUERY_AWARENESS: lambda _: QueryAwareness(),
    HELLO: lambda reader: Hello(_read_map(reader)),
    ACK: _read_ack,
    AUTHORSHIP: lambda reader: AuthorshipEvent(_read_map(reader)),
    NOTICE: lambda reader: Notice(_read_map(reader)),
    DIGEST: _read_digest,
}


def _parse(text: str, offset: int) -> AnyValue:
    try:
        return parse_json(text)
    except ValueError:
        raise Malformed(offset, "JSON") from None


def write_sync_step1(state_vector: bytes) -> bytes:
    """Write sync step 1."""
    return _sync(0, state_vector)


def write_sync_step2(update: bytes) -> bytes:
    """Write sync step 2."""
    return _sync(1, update)


def write_sync_update(update: bytes) -> bytes:
    """Write an update."""
    return _sync(2, update)


def _sync(step: int, payload: bytes) -> bytes:
    if len(payload) < 128:  # its length is one byte
        return bytes((SYNC, step, len(payload))) + payload
    writer = Writer()
    writer.write_varuint(SYNC)
    writer.write_varuint(step)
    writer.write_varbytes(payload)
    return writer.bytes()


def write_awareness(entries: Iterable[tuple[int, int, str]]) -> bytes:
    """Write presence: client, clock, and state as JSON text."""
    inner = Writer()
    listed = tuple(entries)
    inner.write_varuint(len(listed))
    for client, clock, state in listed:
        inner.write_varuint(client)
        inner.write_varuint(clock)
        inner.write_varstring(state)
    writer = Writer()
    writer.write_varuint(AWARENESS)
    writer.write_varbytes(inner.bytes())
    return writer.bytes()


def write_auth_denied(reason: str) -> bytes:
    """Write "permission denied" and why."""
    writer = Writer()
    writer.write_varuint(AUTH)
    writer.write_varuint(0)
    writer.write_varstring(reason)
    return writer.bytes()


def write_query_awareness() -> bytes:
    """Write the question for everybody's presence."""
    return bytes([QUERY_AWARENESS])


def write_hello(data: Mapping[str, object] | str) -> bytes:
    """Write an introduction, or the answer to one; a string is JSON text."""
    return _map(HELLO, data)


def write_ack(count: int, state_vector: bytes) -> bytes:
    """Write what is durable."""
    writer = Writer()
    writer.write_varuint(ACK)
    writer.write_varuint(count)
    writer.write_varbytes(state_vector)
    return writer.bytes()


def write_authorship(data: Mapping[str, object] | str) -> bytes:
    """Write new authorship spans; a string is JSON text."""
    return _map(AUTHORSHIP, data)


def write_notice(data: Mapping[str, object] | str) -> bytes:
    """Write a notice; a string is JSON text."""
    return _map(NOTICE, data)


def write_digest(state_vector: bytes, sha256: str) -> bytes:
    """Write the digest of a text."""
    writer = Writer()
    writer.write_varuint(DIGEST)
    writer.write_varbytes(state_vector)
    writer.write_varstring(sha256)
    return writer.bytes()


def _map(kind: int, data: Mapping[str, object] | str) -> bytes:
    writer = Writer()
    writer.write_varuint(kind)
    writer.write_varstring(data if isinstance(data, str) else dump_json(data))
    return writer.bytes()
