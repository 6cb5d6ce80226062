"""Yjs v1 updates as values: what they say, without applying anything.

`encode_update` is the inverse of `decode_update`; both follow the v1 format to the byte
(SPEC.md U1 to U7).

Source: Yjs, `src/utils/encoding.js` and `src/structs/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final, NamedTuple

from crdt.codec import Reader, Writer
from crdt.content import (
    REF_ANY,
    REF_BINARY,
    REF_DELETED,
    REF_DOC,
    REF_EMBED,
    REF_FORMAT,
    REF_GC,
    REF_JSON,
    REF_SKIP,
    REF_STRING,
    REF_TYPE,
    Allowance,
    Content,
    read_content,
    read_length,
    write_content,
)
from crdt.errors import Malformed
from crdt.ids import Id, IdRange

__all__ = [
    "EMPTY_UPDATE",
    "HAS_ORIGIN",
    "HAS_PARENT_SUB",
    "HAS_RIGHT_ORIGIN",
    "REF_ANY",
    "REF_BINARY",
    "REF_DELETED",
    "REF_DOC",
    "REF_EMBED",
    "REF_FORMAT",
    "REF_GC",
    "REF_JSON",
    "REF_SKIP",
    "REF_STRING",
    "REF_TYPE",
    "Content",
    "Gc",
    "Item",
    "Skip",
    "Struct",
    "Update",
    "decode_update",
    "encode_update",
]

HAS_ORIGIN: Final = 0x80
HAS_RIGHT_ORIGIN: Final = 0x40
HAS_PARENT_SUB: Final = 0x20
_REF_BITS = 0x1F

EMPTY_UPDATE: Final = b"\x00\x00"


class Item(NamedTuple):
    """An inserted run of ids with its place: behind `origin`, in front of `right_origin`.

    `parent` is a root's name, the id of a parent item, or None where it follows from an origin.
    `parent_sub` is the key in a map, None outside of maps, empty where it follows from an origin.
    """

    client: int
    clock: int
    length: int
    ref: int
    origin: Id | None
    right_origin: Id | None
    parent: str | Id | None
    parent_sub: str | None
    content: Content


class Gc(NamedTuple):
    """Ids whose content and place were thrown away."""

    client: int
    clock: int
    length: int


class Skip(NamedTuple):
    """A hole: ids that this update leaves out."""

    client: int
    clock: int
    length: int


Struct = Item | Gc | Skip


class Update(NamedTuple):
    """The structs of an update in wire order, and the ranges it deletes as they stand there."""

    structs: tuple[Struct, ...]
    deletions: tuple[IdRange, ...]


def decode_update(data: bytes, max_parts: int | None = None) -> Update:
    """Decode a v1 update.

    Args:
        data: the whole update.
        max_parts: bound on structs, values and deleted ranges together; None for no bound.

    Raises:
        Malformed: `data` is not exactly one v1 update.
        Refused: `too-many-parts`.
    """
    reader = Reader(data)
    allowance = Allowance(len(data) if max_parts is None else max_parts)
    structs: list[Struct] = []
    seen: set[int] = set()
    for _ in range(reader.read_varuint()):
        start = reader.position
        count = reader.read_varuint()
        client = reader.read_varuint()
        if client in seen or count == 0 or count > reader.end - reader.position:
            raise Malformed(start, "one section for each client, with all its structs")
        seen.add(client)
        allowance.take(count)
        clock = reader.read_varuint()
        for _ in range(count):
            struct = _read_struct(reader, client, clock, allowance)
            structs.append(struct)
            clock += struct.length
    deletions = _read_deletions(reader, allowance)
    reader.finish()
    return Update(tuple(structs), deletions)


def _read_struct(reader: Reader, client: int, clock: int, allowance: Allowance) -> Struct:
    start = reader.position
    info = reader.read_byte()
    ref = info & _REF_BITS
    if ref in {REF_GC, REF_SKIP}:
        if info != ref:
            raise Malformed(start, "a struct without origins")
        length = read_length(reader)
        return Gc(client, clock, length) if ref == REF_GC else Skip(client, clock, length)
    origin = right_origin = parent = parent_sub = None
    if info & HAS_ORIGIN:
        origin = Id(reader.read_varuint(), reader.read_varuint())
    if info & HAS_RIGHT_ORIGIN:
        right_origin = Id(reader.read_varuint(), reader.read_varuint())
    if origin is None and right_origin is None:
        parent = _read_parent(reader)
        if info & HAS_PARENT_SUB:
            parent_sub = reader.read_varstring()
    elif info & HAS_PARENT_SUB:
        parent_sub = ""
    length, content = read_content(reader, ref, allowance)
    return Item(client, clock, length, ref, origin, right_origin, parent, parent_sub, content)


def _read_parent(reader: Reader) -> str | Id:
    start = reader.position
    by_name = reader.read_varuint()
    if by_name > 1:
        raise Malformed(start, "0 or 1")
    if by_name:
        return reader.read_varstring()
    return Id(reader.read_varuint(), reader.read_varuint())


def _read_deletions(reader: Reader, allowance: Allowance) -> tuple[IdRange, ...]:
    deletions: list[IdRange] = []
    seen: set[int] = set()
    for _ in range(reader.read_varuint()):
        start = reader.position
        client = reader.read_varuint()
        count = reader.read_varuint()
        if client in seen or count > reader.end - reader.position:
            raise Malformed(start, "one list of deletions for each client")
        seen.add(client)
        allowance.take(count)
        for _ in range(count):
            clock = reader.read_varuint()
            deletions.append(IdRange(client, clock, read_length(reader)))
    return tuple(deletions)


def encode_update(update: Update) -> bytes:
    """Encode an update; structs of one client must be consecutive and contiguous."""
    writer = Writer()
    sections = [list(group) for _, group in groupby(update.structs, lambda struct: struct.client)]
    writer.write_varuint(len(sections))
    for structs in sections:
        writer.write_varuint(len(structs))
        writer.write_varuint(structs[0].client)
        writer.write_varuint(structs[0].clock)
        for struct in structs:
            _write_struct(writer, struct)
    _write_deletions(writer, update.deletions)
    return writer.bytes()


def _write_struct(writer: Writer, struct: Struct) -> None:
    if not isinstance(struct, Item):
        writer.write_byte(REF_GC if isinstance(struct, Gc) else REF_SKIP)
        writer.write_varuint(struct.length)
        return
    origin, right_origin = struct.origin, struct.right_origin
    info = struct.ref
    info |= 0 if origin is None else HAS_ORIGIN
    info |= 0 if right_origin is None else HAS_RIGHT_ORIGIN
    info |= 0 if struct.parent_sub is None else HAS_PARENT_SUB
    writer.write_byte(info)
    for place in (origin, right_origin):
        if place is not None:
            writer.write_varuint(place.client)
            writer.write_varuint(place.clock)
    if origin is None and right_origin is None:
        _write_parent(writer, struct)
    write_content(writer, struct.ref, struct.length, struct.content)


def _write_parent(writer: Writer, item: Item) -> None:
    if isinstance(item.parent, str):
        writer.write_varuint(1)
        writer.write_varstring(item.parent)
    elif item.parent is not None:
        writer.write_varuint(0)
        writer.write_varuint(item.parent.client)
        writer.write_varuint(item.parent.clock)
    if item.parent_sub is not None:
        writer.write_varstring(item.parent_sub)


def _write_deletions(writer: Writer, deletions: Iterable[IdRange]) -> None:
    groups = [(key, list(group)) for key, group in groupby(deletions, lambda item: item.client)]
    writer.write_varuint(len(groups))
    for client, ranges in groups:
        writer.write_varuint(client)
        writer.write_varuint(len(ranges))
        for deleted in ranges:
            writer.write_varuint(deleted.clock)
            writer.write_varuint(deleted.length)
