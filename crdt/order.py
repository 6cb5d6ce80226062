"""The order of runs: a doubly linked list with labels, so that two runs compare in O(1).

Labels are integers that grow along the list. When two neighbours leave no room between their
labels, the smallest enclosing range of labels that is not crowded is spread out again, which costs
O(log n) per insertion when averaged over any sequence of insertions.

Source: M. Bender et al., "Two Simplified Algorithms for Maintaining Order in a List", ESA 2002.
"""

from __future__ import annotations

from typing import Final

from crdt.runs import Run

__all__ = ["link_after", "unlink"]

_MAX_LABEL: Final = 1 << 62
_STEP: Final = 1 << 32
_NEAR: Final = 1 << 16
_GROWTH: Final = 1.4
"""A range of 2**i labels may hold `_GROWTH`**i runs before a wider one is spread out."""


def link_after(left: Run, run: Run) -> None:
    """Put `run` directly behind `left`."""
    right = left.next
    run.prev = left
    run.next = right
    left.next = run
    if right is None:
        gap = _MAX_LABEL - left.label
        room = _STEP
    else:
        right.prev = run
        gap = right.label - left.label
        room = _NEAR
    if gap > 2 * room:
        run.label = left.label + room
    elif gap >= 2:
        run.label = left.label + (gap >> 1)
    else:
        run.label = left.label
        _spread(run)


def unlink(run: Run) -> None:
    """Take `run` out of the list; it must not be the head."""
    left, right = run.prev, run.next
    if left is not None:
        left.next = right
    if right is not None:
        right.prev = left
    run.prev = run.next = None


def _spread(run: Run) -> None:
    first = last = run
    count = 1
    label = run.label
    for bits in range(1, 63):
        size = 1 << bits
        base = label & -size
        while first.prev is not None and first.prev.label >= base:
            first = first.prev
            count += 1
        while last.next is not None and last.next.label < base + size:
            last = last.next
            count += 1
        gap = size // count
        if count < _GROWTH**bits and gap >= 2:
            break
    else:
        message = "The order ran out of labels."
        raise OverflowError(message)
    node: Run | None = first
    for index in range(count):
        assert node is not None  # noqa: S101 - counted above
        node.label = base + index * gap
        node = node.next
