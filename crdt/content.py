"""Contents of Yjs items by kind: how each is read and written (v1 format).

Source: Yjs, `src/structs/Content*.js`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from crdt.codec import AnyValue, Reader, Writer
from crdt.errors import Malformed, Refused
from crdt.ids import from_units, to_units

__all__ = [
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
    "Allowance",
    "Content",
    "read_content",
    "read_length",
    "write_content",
]

REF_GC: Final = 0
REF_DELETED: Final = 1
REF_JSON: Final = 2
REF_BINARY: Final = 3
REF_STRING: Final = 4
REF_EMBED: Final = 5
REF_FORMAT: Final = 6
REF_TYPE: Final = 7
REF_ANY: Final = 8
REF_DOC: Final = 9
REF_SKIP: Final = 10


_NAMED_TYPES = frozenset({3, 5})
_LAST_TYPE = 6

Content = (
    str
    | bytes
    | tuple[str, str]
    | tuple[AnyValue, ...]
    | tuple[int, str | None]
    | tuple[str, AnyValue]
    | None
)
"""By kind of item: units string (String), None (Deleted), JSON text (Embed), `(key, JSON text)`
(Format), tuple of values (Any), tuple of JSON texts (JSON), bytes (Binary),
`(type number, name or None)` (Type), `(guid, options)` (Doc)."""


class Allowance:
    """How many parts an update may still have."""

    __slots__ = ("left",)

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, count: int) -> None:
        """Use some up; `too-many-parts` when there are not so many left."""
        self.left -= count
        if self.left < 0:
            raise Refused("too-many-parts", "The update has too many parts.")


def read_content(reader: Reader, ref: int, allowance: Allowance) -> tuple[int, Content]:
    """Read the content of an item of kind `ref`; returns its length in ids and its value.

    Raises:
        Malformed: the kind is unknown, or the bytes are not such a content.
        Refused: `too-many-parts`.
    """
    read = _READERS.get(ref)
    if read is None:
        raise Malformed(reader.position, "the content of a known kind of struct")
    return read(reader, allowance)


def read_length(reader: Reader) -> int:
    """Read a length, which is never 0."""
    start = reader.position
    length = reader.read_varuint()
    if length == 0:
        raise Malformed(start, "a length above 0")
    return length


def _read_deleted(reader: Reader, _: Allowance) -> tuple[int, Content]:
    return read_length(reader), None


def _read_json(reader: Reader, allowance: Allowance) -> tuple[int, Content]:
    count = read_length(reader)
    allowance.take(count)
    return count, tuple(reader.read_varstring() for _ in range(count))


def _read_binary(reader: Reader, _: Allowance) -> tuple[int, Content]:
    return 1, reader.read_varbytes()


def _read_string(reader: Reader, _: Allowance) -> tuple[int, Content]:
    start = reader.position
    units = to_units(reader.read_varstring())
    if not units:
        raise Malformed(start, "a string that is not empty")
    return len(units), units


def _read_embed(reader: Reader, _: Allowance) -> tuple[int, Content]:
    return 1, reader.read_varstring()


def _read_format(reader: Reader, _: Allowance) -> tuple[int, Content]:
    return 1, (reader.read_varstring(), reader.read_varstring())


def _read_type(reader: Reader, _: Allowance) -> tuple[int, Content]:
    start = reader.position
    kind = reader.read_varuint()
    if kind > _LAST_TYPE:
        raise Malformed(start, "a known kind of type")
    return 1, (kind, reader.read_varstring() if kind in _NAMED_TYPES else None)


def _read_any(reader: Reader, allowance: Allowance) -> tuple[int, Content]:
    count = read_length(reader)
    allowance.take(count)
    return count, tuple(reader.read_any() for _ in range(count))


def _read_doc(reader: Reader, _: Allowance) -> tuple[int, Content]:
    return 1, (reader.read_varstring(), reader.read_any())


_READERS: dict[int, Callable[[Reader, Allowance], tuple[int, Content]]] = {
    REF_DELETED: _read_deleted,
    REF_JSON: _read_json,
    REF_BINARY: _read_binary,
    REF_STRING: _read_string,
    REF_EMBED: _read_embed,
    REF_FORMAT: _read_format,
    REF_TYPE: _read_type,
    REF_ANY: _read_any,
    REF_DOC: _read_doc,
}


def write_content(writer: Writer, ref: int, length: int, content: Content) -> None:
    """Write what `read_content` reads."""
    match ref:
        case 1:  # REF_DELETED
            writer.write_varuint(length)
        case 4:  # REF_STRING
            writer.write_varstring(from_units(cast("str", content)))
        case 5:  # REF_EMBED
            writer.write_varstring(cast("str", content))
        case 3:  # REF_BINARY
            writer.write_varbytes(cast("bytes", content))
        case 2 | 8:  # REF_JSON, REF_ANY
            _write_values(writer, ref, cast("tuple[AnyValue, ...]", content))
        case _:
            _write_pair(writer, ref, cast("tuple[AnyValue, AnyValue]", content))


def _write_values(writer: Writer, ref: int, values: tuple[AnyValue, ...]) -> None:
    writer.write_varuint(len(values))
    for value in values:
        if ref == REF_ANY:
            writer.write_any(value)
        else:
            writer.write_varstring(cast("str", value))


def _write_pair(writer: Writer, ref: int, pair: tuple[AnyValue, AnyValue]) -> None:
    first, second = pair
    if ref == REF_TYPE:
        writer.write_varuint(cast("int", first))
        if second is not None:
            writer.write_varstring(cast("str", second))
    elif ref == REF_DOC:
        writer.write_varstring(cast("str", first))
        writer.write_any(second)
    else:
        writer.write_varstring(cast("str", first))
        writer.write_varstring(cast("str", second))
