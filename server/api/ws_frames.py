"""The few WebSocket frames that are read and written without a library (RFC 6455, section 5.2).

Only what is sent for every key press: binary messages in one frame. The way through two libraries is long, and between
two key presses everything it needs has left the processor's caches, so that it cost as much as all that is done with
the message. Every other frame is the libraries' (server.api.direct).
"""

from __future__ import annotations

import struct
from typing import Final

from websockets.frames import (
    apply_mask,  # pyright: ignore[reportPrivateImportUsage] - in C where the library has that part
)

__all__ = ["bytes_missing", "encode_binary", "read_whole"]

_FINAL_BINARY: Final = 0x82
_MASKED: Final = 0x80
_MASK_BYTES: Final = 4
_SIZE_FOLLOWS: Final = {126: 2, 127: 8}
"""In how many bytes the size follows, by what is in its place."""


def encode_binary(message: bytes) -> bytes:
    """Return one unmasked, final binary frame."""
    size = len(message)
    if size < 126:
        return bytes((_FINAL_BINARY, size)) + message
    if size < 65_536:
        return struct.pack("!BBH", _FINAL_BINARY, 126, size) + message
    return struct.pack("!BBQ", _FINAL_BINARY, 127, size) + message


def read_whole(data: bytes) -> list[bytes] | None:
    """Return the messages in bytes that are nothing but whole, masked, final binary frames of less than 64 KiB.

    None for everything else, whatever is wrong with it.
    """
    messages: list[bytes] = []
    at, end = 0, len(data)
    while at < end:
        start = at + 2 + _MASK_BYTES
        if start > end or data[at] != _FINAL_BINARY:
            return None
        size = data[at + 1] - _MASKED
        if size == 126:
            size = int.from_bytes(data[at + 2 : at + 4])
            start += 2
        elif size < 0 or size == 127:
            return None
        at = start + size
        if at > end:
            return None
        messages.append(apply_mask(data[start:at], data[start - _MASK_BYTES : start]))
    return messages


def bytes_missing(data: bytes, at: int) -> int | None:
    """Return how many bytes the last frame that begins in `data` still lacks.

    Args:
        data: what was received together.
        at: where in it a frame begins, or how many bytes behind its end.

    Returns:
        0 if a frame ends with `data`; None if `data` ends within the head of a frame.
    """
    while at < len(data):
        if at + 2 > len(data):
            return None
        size, following = data[at + 1] & 0x7F, at + 2
        if (bytes_of_size := _SIZE_FOLLOWS.get(size)) is not None:
            following += bytes_of_size
            if following > len(data):
                return None
            size = int.from_bytes(data[at + 2 : following])
        at = following + (_MASK_BYTES if data[at + 1] & _MASKED else 0) + size
    return at - len(data)
