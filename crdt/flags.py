"""One byte per id: what kind of thing it is and whether it is deleted.

The bytes of a client lie in one `bytearray`, so questions about ranges ("what in here is not
deleted yet?") run at the speed of memory, whatever an adversary did to the structure.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "ANY",
    "DELETED",
    "EMBED",
    "FORMAT",
    "GONE",
    "KIND",
    "LOW",
    "TEXT",
    "count_units",
    "deleted_in",
    "deleted_ranges",
    "end_of_stretch",
    "flags_of_text",
    "live_ranges",
    "mark_deleted",
    "splits_pair",
    "start_of_stretch",
]

TEXT: Final = 0
"""A UTF-16 unit of text, first of its pair if it belongs to one."""
LOW: Final = 1
"""The second unit of a surrogate pair."""
EMBED: Final = 2
FORMAT: Final = 3
ANY: Final = 4
"""An entry of `lineage`."""
GONE: Final = 5
"""An id whose content was thrown away before it reached the server."""

KIND: Final = 0x7F
DELETED: Final = 0x80

_LIVE_RUN = re.compile(rb"[\x00-\x7f]+")
_DELETED_RUN = re.compile(rb"[\x80-\xff]+")
_LOW_SURROGATE = re.compile("[\udc00-\udfff]")
_MARK = bytes(value | DELETED for value in range(256))


def flags_of_text(units: str) -> bytearray:
    """Flags of live text."""
    flags = bytearray(len(units))
    if not units.isascii():
        for match in _LOW_SURROGATE.finditer(units):
            flags[match.start()] = LOW
    return flags


def splits_pair(flags: bytearray, clock: int) -> bool:
    """Whether a cut in front of `clock` goes through a surrogate pair."""
    return clock < len(flags) and flags[clock] & KIND == LOW


def live_ranges(flags: bytearray, start: int, end: int) -> list[tuple[int, int]]:
    """`(start, end)` of each stretch in the given range that is not deleted."""
    return [match.span() for match in _LIVE_RUN.finditer(flags, start, end)]


def deleted_ranges(flags: bytearray) -> list[tuple[int, int]]:
    """`(clock, length)` of each deleted stretch."""
    return [(m.start(), m.end() - m.start()) for m in _DELETED_RUN.finditer(flags)]


def end_of_stretch(flags: bytearray, start: int, end: int) -> int:
    """The end of the longest stretch from `start` on that is all deleted or all live."""
    pattern = _DELETED_RUN if flags[start] & DELETED else _LIVE_RUN
    match = pattern.match(flags, start, end)
    return end if match is None else match.end()


def start_of_stretch(flags: bytearray, start: int, end: int) -> int:
    """The start of the longest stretch up to `end`, not before `start`, that is all deleted or all live."""
    dead = flags[end - 1] >= DELETED
    chunk = 64
    while end > start:
        first = max(start, end - chunk)
        spans = live_ranges(flags, first, end) if dead else deleted_in(flags, first, end)
        if spans:
            return spans[-1][1]
        end = first
        chunk *= 4
    return start


def deleted_in(flags: bytearray, start: int, end: int) -> list[tuple[int, int]]:
    """`(start, end)` of each deleted stretch in the given range."""
    return [match.span() for match in _DELETED_RUN.finditer(flags, start, end)]


def mark_deleted(flags: bytearray, start: int, end: int) -> None:
    """Mark a range as deleted."""
    flags[start:end] = flags[start:end].translate(_MARK)


def count_units(flags: bytearray, start: int, end: int) -> int:
    """How many ids of a range are live and count for the length of the text."""
    return (
        flags.count(TEXT, start, end)
        + flags.count(LOW, start, end)
        + flags.count(EMBED, start, end)
    )
