"""lib0 encoding, strictly: integers, strings, byte arrays, `any` values, and state vectors.

Rules (SPEC.md C1 to C6): every read stays inside the input; integers are minimal and below 2**53;
strings are valid UTF-8; `any` values hold only JSON kinds, nest at most `MAX_ANY_DEPTH` deep and have
at most `MAX_ANY_VALUES` parts. The only failure is `Malformed(offset, expected)`.

Source: lib0's `encoding.js` and `decoding.js`.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping, Sequence
from typing import Final, cast

from crdt.errors import Malformed
from crdt.ids import MAX_CLOCK, StateVector

__all__ = [
    "MAX_ANY_DEPTH",
    "MAX_ANY_VALUES",
    "MAX_SAFE_INTEGER",
    "AnyValue",
    "Reader",
    "Writer",
    "decode_state_vector",
    "encode_state_vector",
]

MAX_SAFE_INTEGER: Final = 2**53 - 1
MAX_ANY_DEPTH: Final = 8
MAX_ANY_VALUES: Final = 4096

AnyValue = None | bool | int | float | str | list["AnyValue"] | dict[str, "AnyValue"]
"""A decoded `any` value. Whole numbers are int, whatever their wire form."""

_INTEGER_MAX = 2**31 - 1
_FLOAT32 = struct.Struct(">f")
_FLOAT64 = struct.Struct(">d")
_FORBIDDEN_KEY = "__proto__"


class Reader:
    """A cursor over `data`; each `read_x` returns one value and moves behind it."""

    __slots__ = ("any_values_left", "data", "end", "position")

    def __init__(self, data: bytes, position: int = 0) -> None:
        self.any_values_left = 0
        self.data = data
        self.position = position
        self.end = len(data)

    def finish(self) -> None:
        """Check that the whole input was read."""
        if self.position != self.end:
            raise Malformed(self.position, "the end of the input")

    def read_byte(self) -> int:
        """Read one byte."""
        position = self.position
        if position >= self.end:
            raise Malformed(position, "a byte")
        self.position = position + 1
        return self.data[position]

    def read_varuint(self) -> int:
        """Read an unsigned integer below 2**53, in its shortest form."""
        position = self.position
        try:
            byte = self.data[position]
            if byte < 0x80:
                self.position = position + 1
                return byte
            value = byte & 0x7F
            shift = 7
            while True:
                position += 1
                byte = self.data[position]
                value |= (byte & 0x7F) << shift
                if byte < 0x80:
                    break
                shift += 7
                if shift > 49:
                    raise Malformed(position, "an integer below 2**53")
        except IndexError:
            raise Malformed(self.end, "the rest of an integer") from None
        if byte == 0:
            raise Malformed(position, "an integer in its shortest form")
        if value > MAX_SAFE_INTEGER:
            raise Malformed(position, "an integer below 2**53")
        self.position = position + 1
        return value

    def read_varint(self) -> int:
        """Read a signed integer of magnitude below 2**53, in its shortest form."""
        start = self.position
        byte = self.read_byte()
        negative = byte & 0x40
        value = byte & 0x3F
        shift = 6
        while byte & 0x80:
            byte = self.read_byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if value > MAX_SAFE_INTEGER or shift > 63:
                raise Malformed(start, "an integer of magnitude below 2**53")
        if byte == 0 and shift > 6:
            raise Malformed(start, "an integer in its shortest form")
        return -value if negative else value

    def read_varbytes(self) -> bytes:
        """Read a byte array with its length in front."""
        length = self.read_varuint()
        position = self.position
        if length > self.end - position:
            raise Malformed(position, f"{length} more bytes")
        self.position = position + length
        return self.data[position : position + length]

    def read_varstring(self) -> str:
        """Read a UTF-8 string with its length in bytes in front."""
        start = self.position
        try:
            return self.read_varbytes().decode()
        except UnicodeDecodeError:
            raise Malformed(start, "valid UTF-8") from None

    def read_any(self) -> AnyValue:
        """Read one `any` value of a JSON kind, within `MAX_ANY_DEPTH` and `MAX_ANY_VALUES`."""
        self.any_values_left = MAX_ANY_VALUES
        return self._read_any(0)

    def _read_any(self, depth: int) -> AnyValue:
        start = self.position
        kind = self.read_byte()
        if kind == 119:
            return self.read_varstring()
        if kind == 125:
            return self.read_varint()
        if kind in _CONSTANTS:
            return _CONSTANTS[kind]
        if kind in {124, 123}:
            return self._read_float(_FLOAT32 if kind == 124 else _FLOAT64)
        if kind not in {118, 117}:
            raise Malformed(start, "a value of a JSON kind")
        if depth >= MAX_ANY_DEPTH:
            raise Malformed(start, f"at most {MAX_ANY_DEPTH} nested values")
        if kind == 117:
            return [self._read_any(depth + 1) for _ in range(self._read_count())]
        return self._read_map(depth + 1)

    def _read_count(self) -> int:
        start = self.position
        count = self.read_varuint()
        self.any_values_left -= count
        if count > self.end - self.position or self.any_values_left < 0:
            raise Malformed(start, f"a count that fits, at most {MAX_ANY_VALUES} values in all")
        return count

    def _read_map(self, depth: int) -> dict[str, AnyValue]:
        result: dict[str, AnyValue] = {}
        for _ in range(self._read_count()):
            start = self.position
            key = self.read_varstring()
            if key in result or key == _FORBIDDEN_KEY:
                raise Malformed(start, "a new, harmless key")
            result[key] = self._read_any(depth)
        return result

    def _read_float(self, form: struct.Struct) -> int | float:
        start = self.position
        if form.size > self.end - start:
            raise Malformed(start, f"{form.size} more bytes")
        self.position = start + form.size
        value: float = form.unpack_from(self.data, start)[0]
        if not math.isfinite(value):
            raise Malformed(start, "a finite number")
        return int(value) if value.is_integer() and abs(value) <= MAX_SAFE_INTEGER else value


_CONSTANTS: dict[int, bool | None] = {126: None, 121: False, 120: True}


class Writer:
    """Collects encoded values; every `write_x` is the inverse of `Reader.read_x`."""

    __slots__ = ("buffer",)

    def __init__(self) -> None:
        self.buffer = bytearray()

    def bytes(self) -> bytes:
        """Everything written so far."""
        return bytes(self.buffer)

    def write_byte(self, value: int) -> None:
        """Write one byte."""
        self.buffer.append(value)

    def write_varuint(self, value: int) -> None:
        """Write an unsigned integer below 2**53."""
        if not 0 <= value <= MAX_SAFE_INTEGER:
            message = f"{value} is not an unsigned integer below 2**53."
            raise ValueError(message)
        buffer = self.buffer
        while value > 0x7F:
            buffer.append(value & 0x7F | 0x80)
            value >>= 7
        buffer.append(value)

    def write_varint(self, value: int) -> None:
        """Write a signed integer of magnitude below 2**53."""
        rest = abs(value)
        if rest > MAX_SAFE_INTEGER:
            message = f"{value} is not an integer of magnitude below 2**53."
            raise ValueError(message)
        more = 0x80 if rest > 0x3F else 0
        self.buffer.append(more | (0x40 if value < 0 else 0) | rest & 0x3F)
        rest >>= 6
        while more:
            more = 0x80 if rest > 0x7F else 0
            self.buffer.append(more | rest & 0x7F)
            rest >>= 7

    def write_varbytes(self, value: bytes) -> None:
        """Write a byte array with its length in front."""
        self.write_varuint(len(value))
        self.buffer += value

    def write_varstring(self, value: str) -> None:
        """Write a string as UTF-8 with its length in bytes in front."""
        self.write_varbytes(value.encode())

    def write_any(self, value: AnyValue) -> None:
        """Write an `any` value in the form lib0 gives it."""
        if value is None or isinstance(value, bool):
            self.buffer.append(126 if value is None else 120 if value else 121)
        elif isinstance(value, str):
            self.buffer.append(119)
            self.write_varstring(value)
        elif isinstance(value, int | float):
            self._write_number(value)
        elif isinstance(value, Mapping):
            self._write_map(cast("Mapping[str, AnyValue]", value))
        else:
            self._write_array(value)

    def _write_map(self, value: Mapping[str, AnyValue]) -> None:
        self.buffer.append(118)
        self.write_varuint(len(value))
        for key, item in value.items():
            self.write_varstring(key)
            self.write_any(item)

    def _write_array(self, value: Sequence[AnyValue]) -> None:
        self.buffer.append(117)
        self.write_varuint(len(value))
        for item in value:
            self.write_any(item)

    def _write_number(self, value: float) -> None:
        if isinstance(value, int) and abs(value) <= _INTEGER_MAX:
            self.buffer.append(125)
            self.write_varint(value)
            return
        number = float(value)
        try:
            short = _FLOAT32.pack(number)
        except OverflowError:
            short = b""
        if short and _FLOAT32.unpack(short)[0] == number:
            self.buffer.append(124)
            self.buffer += short
        else:
            self.buffer.append(123)
            self.buffer += _FLOAT64.pack(number)


def decode_state_vector(data: bytes) -> dict[int, int]:
    """Decode a state vector: next clock by client.

    Raises:
        Malformed: not exactly one state vector, a client named twice, or a clock of 2**31 or more.
    """
    reader = Reader(data)
    state: dict[int, int] = {}
    for _ in range(reader.read_varuint()):
        start = reader.position
        client = reader.read_varuint()
        if client in state:
            raise Malformed(start, "a client that was not named before")
        clock = reader.read_varuint()
        if clock >= MAX_CLOCK:
            raise Malformed(start, "a clock below 2**31")
        state[client] = clock
    reader.finish()
    return state


def encode_state_vector(state: StateVector) -> bytes:
    """Encode a state vector, higher clients first as Yjs does."""
    writer = Writer()
    writer.write_varuint(len(state))
    for client in sorted(state, reverse=True):
        writer.write_varuint(client)
        writer.write_varuint(state[client])
    return writer.bytes()
