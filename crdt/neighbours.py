"""The text around an id, in the order of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from crdt.flags import DELETED, EMBED, LOW, TEXT, end_of_stretch, start_of_stretch
from crdt.ids import MAX_CLOCK, Id, IdRange
from crdt.sequence import IdStore
from crdt.units import common_length, common_length_before

__all__ = [
    "Fresh",
    "Stretch",
    "common_after",
    "common_before",
    "stand_together",
    "stretches_after",
    "stretches_before",
    "unit_after",
    "unit_before",
]

Fresh = Mapping[int, int]
"""By client: the first of its ids that count as not yet there."""

_MAX_RUNS: Final = 256
_LIVE_UNIT = re.compile(rb"[\x00-\x02]")


class Stretch(NamedTuple):
    """Consecutive ids with one fate, and their text."""

    ids: IdRange
    units: str
    live: bool


def stretches_after(store: IdStore, place: Id, skipped: int = 0) -> Iterator[Stretch]:
    """Text from an id on, deleted text included, up to an embed or many runs further.

    Of the id's own run, `skipped` ids are left out.
    """
    run = store.find(place)
    clock = place.clock + skipped
    for _ in range(_MAX_RUNS):
        flags = store.flags[run.client]
        end = run.clock + run.length
        if run.kind == TEXT and isinstance(run.content, str):
            while clock < end:
                stop = end_of_stretch(flags, clock, end)
                units = run.content[clock - run.clock : stop - run.clock]
                ids = IdRange(run.client, clock, stop - clock)
                yield Stretch(ids, units, flags[clock] < DELETED)
                clock = stop
        elif run.kind == EMBED and flags[run.clock] == EMBED:
            return
        if run.next is None:
            return
        run = run.next
        clock = run.clock


def stretches_before(store: IdStore, place: Id) -> Iterator[Stretch]:
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
                yield Stretch(ids, units, flags[start] < DELETED)
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
    for ids, there, live in stretches_after(store, place):
        if (not live and not deleted) or ids.clock >= fresh.get(ids.client, MAX_CLOCK):
            continue
        length = common_length(there, 0, units, at)
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
    for ids, there, live in stretches_before(store, place):
        if (not live and not deleted) or ids.clock >= fresh.get(ids.client, MAX_CLOCK):
            continue
        length = common_length_before(there, len(there), units, at)
        if length:
            found.append(ids._replace(clock=ids.end - length, length=length))
            at -= length
        if at == 0 or (live and length < len(there)):
            break
    return found[::-1]


def unit_after(store: IdStore, place: Id) -> Id | None:
    """The next live unit or embed behind an id; None if there is none, or only behind many runs."""
    run = store.find(place)
    clock = place.clock + 1
    for _ in range(_MAX_RUNS):
        found = _LIVE_UNIT.search(store.flags[run.client], clock, run.clock + run.length)
        if found is not None:
            return Id(run.client, found.start())
        if run.next is None:
            return None
        run = run.next
        clock = run.clock
    return None


def unit_before(store: IdStore, place: Id) -> Id | None:
    """The next live unit or embed in front of an id; None as for `unit_after`."""
    run = store.find(place)
    end = place.clock
    for _ in range(_MAX_RUNS):
        flags = store.flags[run.client]
        last = max(flags.rfind(kind, run.clock, end) for kind in (TEXT, LOW, EMBED))
        if last >= 0:
            return Id(run.client, last)
        if run.prev is None or run.prev.client < 0:
            return None
        run = run.prev
        end = run.clock + run.length
    return None


def stand_together(store: IdStore, left: Id, right: Id, fresh: Fresh) -> bool:
    """Whether `right` stands behind `left` with nothing live between them, `fresh` not counting."""
    run = store.find(left)
    last = store.find(right)
    clock = left.clock + 1
    for _ in range(_MAX_RUNS):
        is_last = run is last and right.clock >= clock
        end = right.clock if is_last else run.clock + run.length
        counted = min(end, fresh.get(run.client, MAX_CLOCK))
        if _LIVE_UNIT.search(store.flags[run.client], clock, counted) is not None:
            return False
        if is_last:
            return True
        if run.next is None:
            return False
        run = run.next
        clock = run.clock
    return False
