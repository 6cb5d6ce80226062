"""How far two texts are alike, found by comparing slices: nothing is looked at unit by unit."""

from __future__ import annotations

from typing import Final

__all__ = ["alike_after", "alike_before"]

_FIRST: Final = 32


def alike_after(one: str, start: int, other: str, begin: int) -> int:
    """How many units `one` from `start` on and `other` from `begin` on have in common."""
    longest = min(len(one) - start, len(other) - begin)
    done, size = 0, _FIRST
    while done < longest:
        size = min(size, longest - done)
        first, second = start + done, begin + done
        if one[first : first + size] == other[second : second + size]:
            done += size
            size *= 2
        elif size == 1:
            break
        else:
            longest = done + size - 1
            size //= 2
    return done


def alike_before(one: str, end: int, other: str, stop: int) -> int:
    """How many units `one` up to `end` and `other` up to `stop` have in common at their ends."""
    longest = min(end, stop)
    done, size = 0, _FIRST
    while done < longest:
        size = min(size, longest - done)
        last, final = end - done, stop - done
        if one[last - size : last] == other[final - size : final]:
            done += size
            size *= 2
        elif size == 1:
            break
        else:
            longest = done + size - 1
            size //= 2
    return done
