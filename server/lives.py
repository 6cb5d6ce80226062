"""The life of a passage: what happened to it from its first character to now, as the log tells it. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from crdt.authorship import Authorship, Origin
from crdt.ids import IdRange
from crdt.idset import IdSet
from crdt.placings import Kind, kind_of
from crdt.reviewable import Reviewable
from crdt.sequence import Piece
from crdt.sequence import Sequence as Order
from crdt.spans import SpanMap
from crdt.timeline import Moment, Timeline

__all__ = [
    "Happened",
    "HappenedKind",
    "Life",
    "Lived",
    "entries_to_look_up",
    "happened_to",
    "life_of",
]

HappenedKind = Literal[
    "placed", "pasted", "unknown", "written", "moved", "copied", "restored", "deleted", "formatted"
]
_HOW: Final[Mapping[Kind, HappenedKind]] = {
    "ai": "placed",
    "undeclared": "placed",
    "pasted": "pasted",
    "unknown": "unknown",
}
_AGAIN: Final[Mapping[Origin, HappenedKind]] = {
    "moved": "moved",
    "copied": "copied",
    "restored": "restored",
}
PAUSE_MS: Final = 5 * 60 * 1000
"""Longer than so long apart, two key presses are two events."""
MAX_ENTRIES: Final = 4_000
"""Entries of the log of which a life tells at most."""
MAX_EVENTS: Final = 200
_TEXT_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Happened:
    """What entries of the log did to a passage.

    Attributes:
        kind: what.
        first: the first of these entries.
        seq: the last of them; the page behind it shows what had become.
        units: how many were inserted or deleted.
        text: the beginning of that; for `formatted` the names of the formats.
        suggestion: whose words they are.
    """

    kind: HappenedKind
    first: int
    seq: int
    units: int
    text: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Lived:
    """Something that happened, by whom and when; times in ms since the epoch."""

    happened: Happened
    person_id: str
    began: int
    ended: int


@dataclass(frozen=True, slots=True)
class Life:
    """The life of a passage, oldest first; `left_out` events in its middle are not told."""

    events: tuple[Lived, ...]
    left_out: int


def happened_to(
    passage: Reviewable, authorship: Authorship, order: Order, timeline: Timeline
) -> list[Happened]:
    """What each entry of the log did to a passage, in its order.

    Args:
        passage: as it is now.
        authorship: of the document.
        order: of its ids.
        timeline: when they came and went.
    """
    events: dict[tuple[int, HappenedKind], Happened] = {}
    pieces = list(_pieces_of(passage, order))
    gone = {client: timeline.deletions(client) for client in {piece.client for piece in pieces}}
    for piece in pieces:
        _came(events, piece, authorship, timeline)
        _went(events, piece, gone[piece.client])
    beginning = min((event.seq for event in events.values() if event.kind != "deleted"), default=0)
    moved = {seq for seq, kind in events if kind in {"moved", "placed"}}
    told = [
        event
        for event in events.values()
        if event.seq >= beginning
        and not (event.kind == "deleted" and (event.seq, "moved") in events)
        and not (event.kind == "formatted" and event.seq in moved)
    ]
    return sorted(told, key=lambda event: (event.seq, event.kind))


def _pieces_of(passage: Reviewable, order: Order) -> Iterator[Piece]:
    """What is and was between the first and the last id of a passage, and what was placed for it elsewhere.

    The formats right in front of it are among them.
    """
    own = IdSet((*passage.ids, *passage.roots, *passage.lineage))
    first, last = passage.ids[0], passage.ids[-1]
    begins, ends = (first.client, first.clock), (last.client, last.end - 1)
    inside = False
    formats: list[Piece] = []
    for piece in order.runs():
        if not inside and _holds(piece, *begins):
            inside = True
            yield from formats
        if piece.kind == "format":
            formats.append(piece)
        elif not piece.deleted:
            formats.clear()
        if piece.kind != "deleted":
            if inside and (piece.deleted or piece.kind == "format"):
                yield piece
            elif own.meets(piece.range):
                yield from _own_parts(piece, own)
        if inside and _holds(piece, *ends):
            inside = False


def _holds(piece: Piece, client: int, clock: int) -> bool:
    return piece.client == client and piece.clock <= clock < piece.clock + piece.length


def _own_parts(piece: Piece, own: IdSet) -> Iterator[Piece]:
    for ids in IdSet([piece.range]) & own:
        start = ids.clock - piece.clock
        units = None if piece.units is None else piece.units[start : start + ids.length]
        yield piece._replace(clock=ids.clock, length=ids.length, units=units)


def _came(
    events: dict[tuple[int, HappenedKind], Happened],
    piece: Piece,
    authorship: Authorship,
    timeline: Timeline,
) -> None:
    if piece.kind == "format":
        if isinstance(piece.value, tuple) and not piece.deleted and piece.value[1] != "null":
            for _, seq in timeline.insertions(piece.range):
                _note(events, Happened("formatted", seq, seq, 0, piece.value[0]))
        return
    for ids, seq in timeline.insertions(piece.range):
        for span, entry in authorship.spans_of([ids]):
            kind: HappenedKind = "written"
            if entry.origin in _AGAIN:
                kind = _AGAIN[entry.origin]
            elif (found := kind_of(entry)) is not None:
                kind = _HOW[found]
            text = _units(piece, span)
            _note(events, Happened(kind, seq, seq, span.length, text, entry.suggestion))


def _went(
    events: dict[tuple[int, HappenedKind], Happened], piece: Piece, gone: SpanMap[int]
) -> None:
    if not piece.deleted or piece.kind == "format":
        return
    for span, seq in gone.slice(*piece.range):
        if seq is not None:
            _note(events, Happened("deleted", seq, seq, span.length, _units(piece, span)))


def _units(piece: Piece, span: IdRange) -> str:
    start = span.clock - piece.clock
    return "" if piece.units is None else piece.units[start : start + span.length]


def _note(events: dict[tuple[int, HappenedKind], Happened], event: Happened) -> None:
    """Count what one entry did of one kind together."""
    known = events.get((event.seq, event.kind))
    events[event.seq, event.kind] = event if known is None else _joined(known, event)


def _joined(one: Happened, other: Happened) -> Happened:
    names = one.kind == "formatted"
    text = one.text if names and other.text in one.text else one.text + ", " * names + other.text
    return replace(one, seq=other.seq, units=one.units + other.units, text=text)


def life_of(happened: Sequence[Happened], marks: Mapping[int, Moment]) -> Life:
    """The life of a passage: what one person did in one go is one event.

    Args:
        happened: what `happened_to` gave, or the part of it that `marks` know.
        marks: when and by whom the entries were made.
    """
    events: list[Lived] = []
    for event in happened:
        mark = marks.get(event.seq)
        if mark is None:
            continue
        last = events[-1] if events else None
        new = Lived(event, mark.person, mark.at, mark.at)
        if last is not None and _goes_on(last, new):
            together = _joined(last.happened, event)
            events[-1] = replace(last, happened=together, ended=mark.at)
        else:
            events.append(new)
    shown = [_shortened(each) for each in events]
    half = MAX_EVENTS // 2
    if len(shown) <= MAX_EVENTS:
        return Life(tuple(shown), 0)
    return Life((*shown[:half], *shown[-half:]), len(shown) - 2 * half)


def entries_to_look_up(happened: Iterable[Happened]) -> list[Happened]:
    """Of very many events the first and the last."""
    events = list(happened)
    half = MAX_ENTRIES // 2
    return events if len(events) <= MAX_ENTRIES else [*events[:half], *events[-half:]]


def _goes_on(last: Lived, new: Lived) -> bool:
    same = (last.happened.kind, last.happened.suggestion, last.person_id) == (
        new.happened.kind,
        new.happened.suggestion,
        new.person_id,
    )
    return same and new.began - last.ended <= PAUSE_MS


def _shortened(lived: Lived) -> Lived:
    units = lived.happened.text
    text = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    short = text if len(text) <= _TEXT_SHOWN else text[: _TEXT_SHOWN - 1] + "…"
    return replace(lived, happened=replace(lived.happened, text=short))
