"""Two moments of a document side by side: what was inserted, deleted, formatted and moved, and by whom.

Rules K1 to K4 of SPEC.md.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from crdt.codec import AnyValue
from crdt.ids import Id, IdRange
from crdt.moments import Attributes, parsed
from crdt.sequence import Piece, Sequence
from crdt.spans import SpanWriter
from crdt.timeline import Timeline

__all__ = ["Change", "Kind", "compare", "with_moves"]

Kind = Literal["same", "inserted", "deleted", "formatted"]

_NO_FORMAT: Final[Attributes] = {}
_MOVED_UNITS: Final = 16
"""Shorter text that went here and came there is no move, only the same words."""
_CANDIDATES: Final = 16
_BREAK: Final = "\0"
"""Between stretches that did not stand together; no document holds it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of ids that fared alike between two moments.

    Attributes:
        ids: consecutive ids of one client.
        insert: their text as UTF-16 units, or the value of an embed.
        before: their formats at the first moment, None where they were not there.
        after: their formats at the second moment, None where they were not there.
        person: who inserted, deleted or formatted them; None where nothing changed or it is not known.
        seq: the entry of the log that did.
        move: a number that a deletion shares with the insertion of the same text elsewhere.
    """

    ids: IdRange
    insert: str | AnyValue
    before: Attributes | None
    after: Attributes | None
    person: str | None = None
    seq: int | None = None
    move: int | None = None

    @property
    def kind(self) -> Kind:
        """What became of the stretch."""
        if self.before is None:
            return "inserted"
        if self.after is None:
            return "deleted"
        return "same" if self.before == self.after else "formatted"

    def cut(self, start: int, stop: int) -> Change:
        """A part of the stretch, by its offsets."""
        text = self.insert[start:stop] if isinstance(self.insert, str) else self.insert
        ids = IdRange(self.ids.client, self.ids.clock + start, stop - start)
        return replace(self, ids=ids, insert=text)


def compare(sequence: Sequence, timeline: Timeline, before: int, after: int) -> Iterator[Change]:
    """All that stood in a document at one of two moments, in its order.

    Args:
        sequence: the order of its ids.
        timeline: when they came and went.
        before: the number of the last entry that is in at the first moment.
        after: the same for the second moment, which may be the earlier one: then it says what bringing the
            document back to it takes, but not whose changes that undoes.
    """
    walk = _Walk(timeline, before, after)
    versions = timeline.version_at(before), timeline.version_at(after)
    for piece, was, is_ in sequence.runs_at_both(*versions):
        if piece.kind == "format":
            walk.take_format(piece, was=was, is_=is_)
        elif (was or is_) and piece.kind in {"text", "embed"}:
            yield from walk.changes(piece, was=was, is_=is_)


class _Walk:
    """The formats in force on the way through a document, at both moments."""

    def __init__(self, timeline: Timeline, before: int, after: int) -> None:
        self._timeline = timeline
        self._forward = before <= after
        self._formats: list[dict[str, AnyValue]] = [{}, {}]
        self._set_by: dict[str, Id] = {}
        """The ids that set the formats at the second moment, those that took one away included."""
        self._unset: dict[str, Id] = {}
        """The ids that set a format at the first moment only."""
        self._deleted: SpanWriter[tuple[str, int]] = SpanWriter()
        if self._forward:
            for client, clock, length, moment in reversed(
                timeline.deletions_between(before, after)
            ):
                self._deleted.replace(client, clock, length, (moment.person, moment.seq))

    def take_format(self, piece: Piece, *, was: bool, is_: bool) -> None:
        """Take a format that was in force from here on at the first moment, at the second, or both."""
        if not isinstance(piece.value, tuple):
            return
        key, text = piece.value
        value, place = parsed(text), Id(piece.client, piece.clock)
        for side, there in enumerate((was, is_)):
            if there:
                formats = {
                    name: other for name, other in self._formats[side].items() if name != key
                }
                self._formats[side] = formats if value is None else {**formats, key: value}
        if is_:
            self._set_by[key] = place
            self._unset.pop(key, None)
        elif was:
            self._unset[key] = place

    def changes(self, piece: Piece, *, was: bool, is_: bool) -> Iterator[Change]:
        """What became of a piece that was there at one of the moments."""
        insert = piece.units if piece.units is not None else parsed(str(piece.value))
        before = self._formats[0] if was else None
        after = self._formats[1] if is_ else None
        change = Change(piece.range, insert, before, after)
        if change.kind == "same" or not self._forward:
            yield change
        elif change.kind == "deleted":
            for ids, found in self._deleted.slice(*piece.range):
                start = ids.clock - piece.clock
                person, seq = found or (None, None)
                yield replace(change.cut(start, start + ids.length), person=person, seq=seq)
        else:
            person, seq = self._doer(change)
            yield replace(change, person=person, seq=seq)

    def _doer(self, change: Change) -> tuple[str | None, int | None]:
        """Who inserted or formatted a stretch."""
        if change.before is None:
            came = self._timeline.came(Id(change.ids.client, change.ids.clock))
            return (None, None) if came is None else (came.person, came.seq)
        return self._formatter(change.before, change.after or _NO_FORMAT)

    def _formatter(self, before: Attributes, after: Attributes) -> tuple[str | None, int | None]:
        for key in sorted(before.keys() | after.keys()):
            if before.get(key) == after.get(key):
                continue
            gone = self._unset.get(key)
            if gone is not None:
                for _, found in self._deleted.slice(gone.client, gone.clock, 1):
                    if found is not None:
                        return found
            place = self._set_by.get(key)
            came = None if place is None else self._timeline.came(place)
            if came is not None:
                return came.person, came.seq
        return None, None


def with_moves(changes: Iterable[Change]) -> list[Change]:
    """The changes, with those that took text away here and put it there numbered as moves."""
    listed = list(changes)
    gone, came = _Stretches(listed, "deleted"), _Stretches(listed, "inserted")
    cuts: dict[int, list[tuple[int, int, int]]] = {}
    for number, (there, here, length) in enumerate(_common(gone.text, came.text), 1):
        for stretches, start in ((gone, there), (came, here)):
            for index, first, last in stretches.parts(start, start + length):
                cuts.setdefault(index, []).append((first, last, number))
    return [
        part
        for index, change in enumerate(listed)
        for part in _cut_at(change, sorted(cuts.get(index, ())))
    ]


class _Stretches:
    """The text of all changes of a kind in one string, and where each of them stands in it."""

    def __init__(self, changes: list[Change], kind: Kind) -> None:
        self._starts: list[int] = []
        self._indices: list[tuple[int, int]] = []
        parts: list[str] = []
        length, together = 0, False
        for index, change in enumerate(changes):
            if change.kind != kind or not isinstance(change.insert, str):
                together = together and change.kind not in {"same", "formatted"}
                continue
            if not together:
                parts.append(_BREAK)
                length += 1
            together = True
            self._starts.append(length)
            self._indices.append((index, change.ids.length))
            parts.append(change.insert)
            length += change.ids.length
        self.text = "".join(parts)

    def parts(self, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """Which changes a range of the string covers: index, and offsets in its text."""
        for at in range(bisect_right(self._starts, start) - 1, bisect_left(self._starts, stop)):
            first, (index, length) = self._starts[at], self._indices[at]
            yield index, max(start - first, 0), min(stop - first, length)


def _common(gone: str, came: str) -> Iterator[tuple[int, int, int]]:
    """Text of both strings, none of it twice, as (place in `gone`, place in `came`, length)."""
    places: dict[str, list[int]] = {}
    for at in range(len(gone) - _MOVED_UNITS + 1):
        found = places.setdefault(gone[at : at + _MOVED_UNITS], [])
        if len(found) < _CANDIDATES:
            found.append(at)
    used = bytearray(len(gone))
    here = 0
    while here <= len(came) - _MOVED_UNITS:
        gram = came[here : here + _MOVED_UNITS]
        if _BREAK in gram:
            here += gram.rindex(_BREAK) + 1
            continue
        lengths = {at: _alike(gone, at, came, here, used) for at in places.get(gram, ())}
        there = max(lengths, key=lambda at: lengths[at], default=0)
        length = lengths.get(there, 0)
        if length < _MOVED_UNITS or came[here : here + length].isspace():
            here += 1
            continue
        used[there : there + length] = b"\1" * length
        yield there, here, length
        here += length


def _alike(gone: str, there: int, came: str, here: int, used: bytearray) -> int:
    """How far two strings are the same from two places on."""
    length, most = 0, min(len(gone) - there, len(came) - here)
    while (
        length < most
        and gone[there + length] == came[here + length] != _BREAK
        and not used[there + length]
    ):
        length += 1
    return length


def _cut_at(change: Change, cuts: list[tuple[int, int, int]]) -> Iterator[Change]:
    at = 0
    for first, last, number in cuts:
        if at < first:
            yield change.cut(at, first)
        yield replace(change.cut(first, last), move=number)
        at = last
    if at < change.ids.length:
        yield change.cut(at, change.ids.length)
