"""The text around an id, in the order of the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from crdt.flags import DELETED, EMBED, TEXT, end_of_stretch, start_of_stretch
from crdt.ids import MAX_CLOCK, Id, IdRange
from crdt.sequence import IdStore

__all__ = ["Fresh", "common_after", "common_before"]

Fresh = Mapping[int, int]
"""By client: the first of its ids that count as not yet there."""

_MAX_RUNS: Final = 256


class _Stretch(NamedTuple):
    """Consecutive ids with one fate, and their text."""

    ids: IdRange
    units: str
    live: bool


def _stretches_after(store: IdStore, place: Id) -> Iterator[_Stretch]:
    """Text from an id on, deleted text included, up to an embed or many runs further."""
    run = store.find(place)
    clock = place.clock
    for _ in range(_MAX_RUNS):
        flags = store.flags[run.client]
        end = run.clock + run.length
        if run.kind == TEXT and isinstance(run.content, str):
            while clock < end:
                stop = end_of_stretch(flags, clock, end)
                units = run.content[clock - run.clock : stop - run.clock]
                ids = IdRange(run.client, clock, stop - clock)
                yield _Stretch(ids, units, flags[clock] < DELETED)
                clock = stop
        elif run.kind == EMBED and flags[run.clock] == EMBED:
            return
        if run.next is None:
            return
        run = run.next
        clock = run.clock


def _stretches_before(store: IdStore, place: Id) -> Iterator[_Stretch]:
    """Text in front of an id, nearest first, deleted text included."""
    run = store.find(place)
    end = place.clock
    for _ in range(_MAX_RUNS):
        flags = store.flags[run.client]
        if run.kind == TEXT and isinstance(run.content, str):
            while end > run.clock:
                start = start_of_stretch(flags, run.clock, end)
                units = run.content[start - run.clock : end - run.clock]
                ids = IdRange(run.client, start, end - start)
                yield _Stretch(ids, units, flags[start] < DELETED)
                end = start
        elif run.kind == EMBED and flags[run.clock] == EMBED:
            return
        if run.prev is None or run.prev.client < 0:
            return
        run = run.prev
        end = run.clock + run.length


def common_after(
    store: IdStore, place: Id, units: str, at: int, fresh: Fresh, *, deleted: bool
) -> list[IdRange]:
    """The ids from `place` on whose text is that of `units` from `at` on, as far as it goes.

    Args:
        store: the ids.
        place: where to begin.
        units: what should stand there.
        at: where in `units` to begin.
        fresh: what is passed over as if it were not there.
        deleted: whether deleted text may be a part of it; it is passed over where it does not fit.
    """
    found: list[IdRange] = []
    for ids, there, live in _stretches_after(store, place):
        if (not live and not deleted) or ids.clock >= fresh.get(ids.client, MAX_CLOCK):
            continue
        length = _common(there, units[at : at + len(there)])
        if length:
            found.append(ids._replace(length=length))
            at += length
        if at == len(units) or (live and length < len(there)):
            break
    return found


def common_before(
    store: IdStore, place: Id, units: str, at: int, fresh: Fresh, *, deleted: bool
) -> list[IdRange]:
    """The ids in front of `place` whose text is that of `units` up to `at`, in the order of the text."""
    found: list[IdRange] = []
    for ids, there, live in _stretches_before(store, place):
        if (not live and not deleted) or ids.clock >= fresh.get(ids.client, MAX_CLOCK):
            continue
        length = _common(there[::-1], units[max(at - len(there), 0) : at][::-1])
        if length:
            found.append(ids._replace(clock=ids.end - length, length=length))
            at -= length
        if at == 0 or (live and length < len(there)):
            break
    return found[::-1]


def _common(one: str, other: str) -> int:
    """How many units two texts begin with alike."""
    longest = min(len(one), len(other))
    if one[:longest] == other[:longest]:
        return longest
    return next(index for index in range(longest) if one[index] != other[index])
