"""Anchors: the ids that a thread of comments is about, whatever becomes of them (SPEC.md N1 to N5).

An anchor is the ids of the words that somebody selected. Splitting, joining and formatting leave ids as they
are. Where words were cut and pasted, or deleted and brought back by undo, authorship says which new ids came
from which, and the anchor follows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from crdt.authorship import Authorship
from crdt.ids import ROOT_CONTENT, Id, IdRange
from crdt.idset import IdSet
from crdt.sequence import IdStore, Piece, Sequence
from crdt.texts import is_known

__all__ = ["MAX_QUOTE_UNITS", "followed", "holds", "live_part", "quoted"]

MAX_QUOTE_UNITS: Final = 400
"""UTF-16 units of the words that are kept with an anchor."""

_FOLLOWED: Final = frozenset({"moved", "restored"})
_SHOWN: Final = re.compile(rb"[\x00-\x02]+")
"""Flags of live text and embeds."""
_GAP: Final = " … "


class _Move(NamedTuple):
    """Ids that came to a new place: `to` is `source`, number by number."""

    source: IdRange
    to: IdRange


def holds(store: IdStore, ids: IdRange) -> bool:
    """Return whether all these ids were inserted into the text, live or not."""
    if not is_known(store, ids):
        return False
    clock = ids.clock
    while clock < ids.end:
        run = store.find(Id(ids.client, clock))
        if run.root != ROOT_CONTENT:
            return False
        clock = run.clock + run.length
    return True


def live_part(store: IdStore, ids: Iterable[IdRange]) -> IdSet:
    """Return those of the known ids that are text or embeds on the page."""
    return IdSet(
        IdRange(each.client, start, end - start)
        for each in ids
        for start, end in _shown(store.flags[each.client], each)
    )


def _shown(flags: bytearray, ids: IdRange) -> Iterator[tuple[int, int]]:
    for match in _SHOWN.finditer(flags, ids.clock, ids.end):
        yield match.span()


def followed(store: IdStore, authorship: Authorship, anchor: Iterable[IdRange]) -> IdSet:
    """Return the ids of an anchor, and those that its deleted ones were moved or restored to.

    `live_part` of them is where it is now; none: nothing of it is left. Costs one look at every span if some
    of it is deleted, else O(anchor).

    Args:
        store: of the document; it knows all ids of the anchor.
        authorship: of the document.
        anchor: ids that `holds` is true of.
    """
    met = IdSet(anchor)
    lost = met - live_part(store, met)
    moves = _moves(authorship) if lost else {}
    while lost:
        found = IdSet(_moved_to(moves, lost)) - met
        met, lost = met | found, found - live_part(store, found)
    return met


def _moves(authorship: Authorship) -> dict[int, list[_Move]]:
    """All moves within the document, by the client of their source and its clock."""
    moves: dict[int, list[_Move]] = {}
    for ids, entry in authorship.spans().items():
        source = entry.source
        if source is None or source.document is not None or entry.origin not in _FOLLOWED:
            continue
        start = ids.clock + source.shift
        move = _Move(IdRange(source.client, start, ids.length), ids)
        moves.setdefault(source.client, []).append(move)
    for found in moves.values():
        found.sort()
    return moves


def _moved_to(moves: dict[int, list[_Move]], lost: IdSet) -> Iterator[IdRange]:
    for ids in lost:
        of_client = moves.get(ids.client, [])
        for source, to in of_client[: bisect_right(of_client, ids.end, key=_source_clock)]:
            start, end = max(source.clock, ids.clock), min(source.end, ids.end)
            if start < end:
                yield IdRange(to.client, to.clock + start - source.clock, end - start)


def _source_clock(move: _Move) -> int:
    return move.source.clock


def quoted(sequence: Sequence, anchor: Iterable[IdRange]) -> str:
    """Return the words of an anchor as the page shows them, in its order; of deleted ones what they were.

    Where they do not stand together an ellipsis does, so that no quotation says what the page does not; line
    ends read as spaces, and what is too long is cut.
    """
    wanted = IdSet(anchor)
    live = bool(live_part(sequence.store, wanted))
    parts: list[str] = []
    units, gap = 0, False
    for piece in sequence.live() if live else sequence.runs():
        if piece.kind not in {"text", "embed"}:
            continue
        for start, end, is_wanted in _cut(piece, wanted):
            if not is_wanted:
                gap = bool(parts)
                continue
            part = "" if piece.units is None else piece.units[start:end]
            parts.append(_GAP + part if gap else part)
            units, gap = units + len(part), False
        if units > MAX_QUOTE_UNITS:
            break
    return _tidy("".join(parts))


def _cut(piece: Piece, wanted: IdSet) -> Iterator[tuple[int, int, bool]]:
    """The stretches of a piece, as offsets in it, and whether each is wanted."""
    if not wanted.meets(piece.range):
        yield 0, piece.length, False
        return
    at = 0
    for ids in wanted & IdSet([piece.range]):
        start = ids.clock - piece.clock
        if start > at:
            yield at, start, False
        at = start + ids.length
        yield start, at, True
    if at < piece.length:
        yield at, piece.length, False


def _tidy(units: str) -> str:
    cut = units[:MAX_QUOTE_UNITS]
    text = cut.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    text = " ".join(text.split())
    return f"{text} …" if len(units) > MAX_QUOTE_UNITS else text
