"""What lies between recognised parts of one insertion, and beside them.

Where the source was changed after it was copied, a part of the copy no longer stands in it in a row. What was
inserted together came together: so the rest of the insertion is looked for right beside the source, among
deleted text too, however short it is (SPEC.md L13).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from crdt.ids import MAX_CLOCK, Id, IdRange
from crdt.matches import Match, SuggestionPart
from crdt.neighbours import Fresh, Stretch, stretches_after, stretches_before
from crdt.sequence import IdStore

__all__ = ["filled"]

_LONGEST: Final = 256
_STRETCHES: Final = 48


def filled(
    store: IdStore, units: str, matches: Sequence[Match], fresh: Fresh, edges: Sequence[int]
) -> list[Match]:
    """The matches, in order and disjoint, with what belongs to them before the next of them.

    Args:
        store: the ids.
        units: the inserted text.
        matches: what was recognised in it, in order.
        fresh: the ids of the update.
        edges: where the insertions that the text consists of begin and end, in order.
    """
    found: list[Match] = []
    for index, match in enumerate(matches):
        before = found[-1].end if found else 0
        behind = matches[index + 1].at if index + 1 < len(matches) else len(units)
        first = max(before, edges[max(bisect_right(edges, match.at) - 1, 0)])
        end = min(behind, edges[min(bisect_left(edges, match.end), len(edges) - 1)])
        found += _beside(store, units, match, (first, end), fresh)
    return found


def _beside(
    store: IdStore, units: str, match: Match, within: tuple[int, int], fresh: Fresh
) -> Iterator[Match]:
    source = match.source
    if isinstance(source, SuggestionPart):
        yield match
        return
    first, end = within
    if 0 < match.at - first <= _LONGEST:
        around = stretches_before(store, Id(*source[0][:2]))
        ids = _fitting(units[first : match.at], _old(around, fresh), forward=False)
        length = sum(piece.length for piece in ids)
        if length:
            yield Match(match.at - length, match.at, match.rank, tuple(ids))
    yield match
    if 0 < end - match.end <= _LONGEST:
        around = stretches_after(store, Id(source[-1].client, source[-1].end - 1), 1)
        ids = _fitting(units[match.end : end], _old(around, fresh), forward=True)
        length = sum(piece.length for piece in ids)
        if length:
            yield Match(match.end, match.end + length, match.rank, tuple(ids))


def _old(stretches: Iterable[Stretch], fresh: Fresh) -> list[Stretch]:
    near = islice(stretches, _STRETCHES)
    return [each for each in near if each.ids.clock < fresh.get(each.ids.client, MAX_CLOCK)]


def _fitting(wanted: str, near: Sequence[Stretch], *, forward: bool) -> list[IdRange]:
    """The ids of the stretches whose text is, one behind the other, the one wanted, in its order.

    One stretch that has all of it comes first; of several each is taken whole, but for the last.
    """
    for ids, units, _ in near:
        if units.startswith(wanted) if forward else units.endswith(wanted):
            return [_end_of(ids, len(wanted), forward=forward)]
    found: list[IdRange] = []
    for ids, units, _ in near:
        if wanted.startswith(units) if forward else wanted.endswith(units):
            found.append(ids)
            wanted = wanted[len(units) :] if forward else wanted[: -len(units)]
        elif units.startswith(wanted) if forward else units.endswith(wanted):
            found.append(_end_of(ids, len(wanted), forward=forward))
            break
    return found if forward else found[::-1]


def _end_of(ids: IdRange, length: int, *, forward: bool) -> IdRange:
    clock = ids.clock if forward else ids.end - length
    return IdRange(ids.client, clock, length)
