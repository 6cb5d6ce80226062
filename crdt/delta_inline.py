"""The inline marks of a line as a tree, so that they nest (SPEC.md D4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, Literal

from crdt.delta_lines import Piece, printable

__all__ = ["Inline", "Mark", "Marked", "inline_tree"]

Mark = Literal["link", "bold", "italic", "underline", "strike", "sub", "super", "code"]

MARKS: Final[tuple[Mark, ...]] = (
    "link",
    "bold",
    "italic",
    "underline",
    "strike",
    "sub",
    "super",
    "code",
)
"""From the outermost to the innermost."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Content under one mark; `value` is the URL of a link."""

    mark: Mark
    value: str
    content: tuple[Inline, ...]


Inline = Piece | Marked


def inline_tree(pieces: Sequence[Piece]) -> tuple[Inline, ...]:
    """Nest the marks of pieces. No mark begins or ends at white space, except code.

    Control characters and embeds that cannot be shown are left out.
    """
    return _nest([clean for piece in pieces for clean in _cleaned(piece)], 0)


def _cleaned(piece: Piece) -> Iterator[Piece]:
    text = printable(piece.text)
    if text:
        yield replace(piece, content=text) if isinstance(piece.content, str) else piece


def _nest(pieces: Sequence[Piece], depth: int) -> tuple[Inline, ...]:
    if depth == len(MARKS):
        return tuple(pieces)
    mark = MARKS[depth]
    tree: list[Inline] = []
    for value, group in groupby(pieces, lambda piece: _value(piece, mark)):
        run = list(group)
        if value is None:
            tree.extend(_nest(run, depth + 1))
            continue
        before, core, behind = (run[:0], run, run[:0]) if mark == "code" else _trimmed(run)
        tree.extend(_nest(before, depth + 1))
        if core:
            tree.append(Marked(mark, value, _nest(core, depth + 1)))
        tree.extend(_nest(behind, depth + 1))
    return tuple(tree)


def _value(piece: Piece, mark: Mark) -> str | None:
    """The value of a mark on a piece; None without it."""
    if mark == "link":
        return piece.link
    if mark in {"sub", "super"}:
        return "" if piece.attributes.get("script") == mark else None
    return "" if piece.attributes.get(mark) else None


def _trimmed(run: list[Piece]) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """White space in front, the rest, white space behind."""
    before, rest = _cut_space(run, from_start=True)
    behind, core = _cut_space(rest, from_start=False)
    return before, core, behind


def _cut_space(run: list[Piece], *, from_start: bool) -> tuple[list[Piece], list[Piece]]:
    """The white space at one end of a run, and the rest."""
    space: list[Piece] = []
    rest = list(run)
    while rest:
        piece = rest[0 if from_start else -1]
        if not isinstance(piece.content, str) or piece.attributes.get("code"):
            break
        text = piece.content
        kept = text.lstrip() if from_start else text.rstrip()
        gone = len(text) - len(kept)
        if not gone:
            break
        cut = text[:gone] if from_start else text[len(kept) :]
        space.insert(len(space) if from_start else 0, replace(piece, content=cut))
        if kept:
            rest[0 if from_start else -1] = replace(piece, content=kept)
            break
        rest.pop(0 if from_start else -1)
    return space, rest
