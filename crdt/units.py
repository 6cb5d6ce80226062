"""How far two texts agree; compared piece by piece, so that long agreement costs little."""

from __future__ import annotations

from typing import Final

__all__ = ["common_length", "common_length_before"]

_FIRST: Final = 32


def common_length(one: str, at: int, other: str, start: int) -> int:
    """How many units `one` from `at` on and `other` from `start` on begin with alike."""
    room = min(len(one) - at, len(other) - start)
    found, size = 0, _FIRST
    while found < room:
        end = min(found + size, room)
        if one[at + found : at + end] == other[start + found : start + end]:
            found, size = end, 2 * size
        else:  # they differ before `end`
            room = end
            if end - found == 1:
                break
            size = (end - found) // 2
    return found


def common_length_before(one: str, at: int, other: str, start: int) -> int:
    """How many units `one` up to `at` and `other` up to `start` end with alike."""
    room = min(at, start)
    found, size = 0, _FIRST
    while found < room:
        end = min(found + size, room)
        if one[at - end : at - found] == other[start - end : start - found]:
            found, size = end, 2 * size
        else:
            room = end
            if end - found == 1:
                break
            size = (end - found) // 2
    return found
