"""Yjs updates as bytes: lib0 varints, what a typist sends, what a reader holds.

A virtual client needs no CRDT document: the update "client c types its k-th character" is
written directly, and a received update is read back as clock ranges per Yjs client.
test_loadgen.py checks both directions against pycrdt.
"""

from __future__ import annotations

from typing import Final, NamedTuple

ROOT: Final = "content"
"""Name of the shared text every virtual client types into (Byline's root)."""

EMPTY_UPDATE: Final = b"\x00\x00"
EMPTY_STATE_VECTOR: Final = b"\x00"

GC, DELETED, STRING, FORMAT, SKIP = 0, 1, 4, 6, 10  # struct kinds this tool can meet


class WireError(ValueError):
    """Bytes this module cannot read."""


# --- primitives -----------------------------------------------------------------------


def varint(number: int) -> bytes:
    """An unsigned integer as LEB128."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def read_varint(data: bytes, pos: int) -> tuple[int, int]:
    """(value, next position)."""
    value = shift = 0
    while True:
        byte = data[pos]
        pos += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, pos
        shift += 7


def varbytes(data: bytes) -> bytes:
    """Length-prefixed bytes."""
    return varint(len(data)) + data


def read_varbytes(data: bytes, pos: int) -> tuple[bytes, int]:
    """(bytes, next position)."""
    size, pos = read_varint(data, pos)
    if pos + size > len(data):
        raise WireError("length prefix runs past the end")
    return data[pos : pos + size], pos + size


def read_state_vector(data: bytes) -> dict[int, int]:
    """Client id to number of clocks, from an encoded state vector."""
    count, pos = read_varint(data, 0)
    vector: dict[int, int] = {}
    for _ in range(count):
        client, pos = read_varint(data, pos)
        vector[client], pos = read_varint(data, pos)
    return vector


# --- writing updates ------------------------------------------------------------------


class Id(NamedTuple):
    """One character."""

    client_id: int
    clock: int


def char_at(clock: int) -> str:
    """The character every client types at a given clock."""
    return chr(97 + clock % 26)


class Typist:
    """Writes the updates of one Yjs client that types a single run of text in front of others' text.

    The first character has no origin and is concurrent with the first character of every other client, so the runs
    end up in the order of the client ids. Each later one has the previous one as its origin and what stands behind
    the run as its right origin. That is what Yjs itself emits for a caret that only moves forward, about 30 bytes an
    edit (test_loadgen.py compares the bytes).

    Attributes:
        first_right: what stood at the start of the text before anybody typed; None in an empty text.
        right: what stands behind this client's run once all have typed their first character.
    """

    def __init__(self, client_id: int) -> None:
        self.client_id = client_id
        self.first_right: Id | None = None
        self.right: Id | None = None
        self._id = varint(client_id)

    def update(self, clock: int) -> bytes:
        """The update that inserts the character with this clock."""
        struct = self._struct(clock, char_at(clock))
        return b"\x01\x01" + self._id + varint(clock) + struct + b"\x00"

    def run(self, count: int) -> bytes:
        """One update holding the first `count` characters (to check against)."""
        if count == 0:
            return EMPTY_UPDATE
        structs = [self._struct(0, char_at(0))]
        if count > 1:
            structs.append(self._struct(1, "".join(map(char_at, range(1, count)))))
        return b"\x01" + varint(len(structs)) + self._id + b"\x00" + b"".join(structs) + b"\x00"

    def _struct(self, clock: int, text: str) -> bytes:
        """An item of text that begins at this clock."""
        right = self.right if clock else self.first_right
        info = STRING | (0x80 if clock else 0) | (0x40 if right else 0)
        out = bytes((info,))
        if clock:
            out += self._id + varint(clock - 1)
        if right:
            out += varint(right.client_id) + varint(right.clock)
        elif not clock:
            out += b"\x01" + varbytes(ROOT.encode())
        return out + varbytes(text.encode())


# --- reading updates ------------------------------------------------------------------


class Range(NamedTuple):
    """Characters [start, end) of one Yjs client."""

    client_id: int
    start: int
    end: int


def read_ranges(update: bytes) -> list[Range]:
    """Clock ranges of the structs in an update, in the order they appear.

    Adjacent structs of a client are joined; Skip structs open a gap.

    Raises:
        WireError: a struct is neither text, deleted text, a format, garbage nor a gap.
    """
    ranges: list[Range] = []
    clients, pos = read_varint(update, 0)
    for _ in range(clients):
        structs, pos = read_varint(update, pos)
        client_id, pos = read_varint(update, pos)
        start, pos = read_varint(update, pos)
        clock = start
        for _ in range(structs):
            kind = update[pos] & 31
            size, pos = _read_struct(update, pos)
            if kind == SKIP:
                if clock > start:
                    ranges.append(Range(client_id, start, clock))
                start = clock + size
            clock += size
        if clock > start:
            ranges.append(Range(client_id, start, clock))
    return ranges


def _read_struct(update: bytes, pos: int) -> tuple[int, int]:
    """(length in clocks, next position) of the struct at `pos`."""
    info = update[pos]
    kind = info & 31
    pos += 1
    if kind in (GC, SKIP):
        return read_varint(update, pos)
    pos = _past_neighbours(update, pos, info)
    if kind == STRING:
        data, pos = read_varbytes(update, pos)
        return (len(data) if data.isascii() else _utf16_length(data)), pos
    if kind == DELETED:
        return read_varint(update, pos)
    if kind == FORMAT:
        for _ in range(2):  # key and JSON value
            _, pos = read_varbytes(update, pos)
        return 1, pos
    raise WireError(f"struct kind {kind} is not one this tool meets")


def _past_neighbours(update: bytes, pos: int, info: int) -> int:
    """The position behind an item's origins or, without any, behind its parent."""
    for bit in (0x80, 0x40):
        if info & bit:
            _, pos = read_varint(update, pos)
            _, pos = read_varint(update, pos)
    if info & 0xC0:
        return pos
    named, pos = read_varint(update, pos)
    if named:
        _, pos = read_varbytes(update, pos)
    else:
        _, pos = read_varint(update, pos)
        _, pos = read_varint(update, pos)
    if info & 0x20:
        _, pos = read_varbytes(update, pos)
    return pos


def _utf16_length(data: bytes) -> int:
    return len(data.decode().encode("utf-16-le")) // 2
