"""Passages: text of ids that stand together in the document, whoever inserted them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from crdt.flags import TEXT, count_units
from crdt.ids import ROOT_CONTENT, Id, IdRange
from crdt.runs import Run
from crdt.sequence import IdStore

__all__ = ["Passage", "passages_of"]

_MAX_BETWEEN: Final = 64
"""How many runs without live text may lie between two pieces of a passage."""


class Passage(NamedTuple):
    """Text in the order of the document: `units`, and the ids it consists of."""

    units: str
    pieces: tuple[IdRange, ...]

    def part(self, start: int, end: int) -> Iterator[IdRange]:
        """The ids of `units[start:end]`, in order."""
        at = 0
        for client, clock, length in self.pieces:
            first, last = max(start - at, 0), min(end - at, length)
            if first < last:
                yield IdRange(client, clock + first, last - first)
            at += length
            if at >= end:
                return


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
