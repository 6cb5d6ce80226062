"""Passages: text of ids that stand together in the document, whoever inserted them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from crdt.flags import TEXT, count_units
from crdt.ids import ROOT_CONTENT, Id, IdRange
from crdt.runs import Run
from crdt.sequence import IdStore
from crdt.spans import IdRangeLike

__all__ = ["Passage", "items_of", "passages_of", "starts_of"]

_MAX_BETWEEN: Final = 64
"""How many runs without live text may lie between two pieces of a passage."""


class Passage:
    """Text in the order of the document: `units`, and the ids it consists of. It stays as it is."""

    __slots__ = ("_ends", "pieces", "units")

    def __init__(self, units: str, pieces: tuple[IdRange, ...]) -> None:
        self.units = units
        self.pieces = pieces
        self._ends: list[int] | None = None

    def part(self, start: int, end: int) -> Iterator[IdRange]:
        """The ids of `units[start:end]`, in order. Costs O(log n) and what it gives."""
        if self._ends is None:
            self._ends = list(accumulate(piece.length for piece in self.pieces))
        for index in range(bisect_right(self._ends, start), len(self.pieces)):
            client, clock, length = self.pieces[index]
            at = self._ends[index] - length
            first, last = max(start - at, 0), min(end - at, length)
            if first >= last:
                return
            yield IdRange(client, clock + first, last - first)


def starts_of(runs: Iterable[IdRangeLike]) -> Mapping[int, Sequence[int]]:
    """By client: where the insertions of an update begin, in order."""
    starts: dict[int, list[int]] = {}
    for run in runs:
        starts.setdefault(run.client, []).append(run.clock)
    return starts


def items_of(passage: Passage, starts: Mapping[int, Sequence[int]]) -> Iterator[IdRange]:
    """The insertions that brought a passage, each whole or in part, in order."""
    for client, clock, length in passage.pieces:
        begins = starts[client]
        first, end = clock, clock + length
        for index in range(bisect_right(begins, clock), len(begins) + 1):
            stop = min(begins[index], end) if index < len(begins) else end
            yield IdRange(client, first, stop - first)
            first = stop
            if first == end:
                break


class _Piece(NamedTuple):
    label: int
    start: int
    end: int
    run: Run


def passages_of(store: IdStore, ranges: Iterable[IdRange]) -> list[Passage]:
    """The passages that the texts of known ids form, in the order of the document.

    Two pieces are of one passage if no live text or embed stands between them.
    """
    pieces = sorted(
        (piece for wanted in ranges for piece in _text_pieces(store, wanted)),
        key=lambda piece: (piece.label, piece.start),
    )
    passages: list[list[_Piece]] = []
    for piece in pieces:
        if passages and _meet(store, passages[-1][-1], piece):
            passages[-1].append(piece)
        else:
            passages.append([piece])
    return [_passage(group) for group in passages]


def _text_pieces(store: IdStore, wanted: IdRange) -> Iterator[_Piece]:
    clock = wanted.clock
    while clock < wanted.end:
        run = store.find(Id(wanted.client, clock))
        end = min(run.clock + run.length, wanted.end)
        if run.kind == TEXT and run.root == ROOT_CONTENT:
            yield _Piece(run.label, clock, end, run)
        clock = end


def _meet(store: IdStore, left: _Piece, right: _Piece) -> bool:
    """Whether nothing live stands between two pieces."""
    flags = store.flags
    run = left.run
    if run is right.run:
        return count_units(flags[run.client], left.end, right.start) == 0
    if count_units(flags[run.client], left.end, run.clock + run.length):
        return False
    for _ in range(_MAX_BETWEEN):
        following = run.next
        if following is None:
            return False
        run = following
        if run is right.run:
            return count_units(flags[run.client], run.clock, right.start) == 0
        if count_units(flags[run.client], run.clock, run.clock + run.length):
            return False
    return False


def _passage(group: list[_Piece]) -> Passage:
    texts = [_units(piece) for piece in group]
    pieces: list[IdRange] = []
    for piece in group:
        last = pieces[-1] if pieces else None
        if last is not None and last.client == piece.run.client and last.end == piece.start:
            pieces[-1] = last._replace(length=piece.end - last.clock)
        else:
            pieces.append(IdRange(piece.run.client, piece.start, piece.end - piece.start))
    return Passage("".join(texts), tuple(pieces))


def _units(piece: _Piece) -> str:
    content = piece.run.content
    start = piece.run.clock
    return content[piece.start - start : piece.end - start] if isinstance(content, str) else ""
