"""Lines as the blocks that Markdown and HTML have: nested lists, quotes, code blocks (SPEC.md D3).

A flat document says how deep a list item is; here an item holds the list under it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from crdt.delta_lines import Disclosure, Line, Piece, printable

__all__ = ["Block", "CodeBlock", "Item", "List", "ListKind", "Quote", "Rule", "TextBlock", "blocks"]

MAX_INDENT = 8
MAX_HEADER = 6

ListKind = Literal["bullet", "ordered", "check"]

_LIST_KINDS: dict[object, ListKind] = {
    "bullet": "bullet",
    "ordered": "ordered",
    "checked": "check",
    "unchecked": "check",
}
_LANGUAGE = re.compile(r"[A-Za-z0-9_+#.-]{1,32}")
_PLAIN = frozenset({"plain", "true"})


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, or a heading where `level` is 1 to 6. It may be empty."""

    pieces: tuple[Piece, ...]
    level: int = 0
    align: str | None = None
    rtl: bool = False
    disclosure: Disclosure | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A divider."""


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of code, each ended by a line end; `language` is empty if it is not known."""

    text: str
    language: str
    disclosure: Disclosure | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted blocks."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A list item: its own line, then what is nested under it. `checked` is for check lists."""

    blocks: tuple[Block, ...]
    checked: bool


@dataclass(frozen=True, slots=True)
class List:
    """A list of one kind."""

    kind: ListKind
    items: tuple[Item, ...]


Block = TextBlock | Rule | CodeBlock | Quote | List


def blocks(lines: Sequence[Line]) -> tuple[Block, ...]:
    """Group lines into blocks."""
    return tuple(
        block
        for quoted, group in groupby(lines, lambda line: bool(line.format.get("blockquote")))
        for block in _quoted(list(group), quoted)
    )


def _quoted(lines: list[Line], quoted: bool) -> Iterator[Block]:
    inside = (block for read, group in groupby(lines, _reader) for block in read(list(group)))
    if quoted:
        yield Quote(tuple(inside))
    else:
        yield from inside


def _reader(line: Line) -> Callable[[list[Line]], Iterator[Block]]:
    if line.format.get("code-block"):
        return _code_blocks
    return _lists if _kind(line) else _texts


def _kind(line: Line) -> ListKind | None:
    kind = line.format.get("list")
    return _LIST_KINDS.get(kind) if isinstance(kind, str) else None


def _language(line: Line) -> str:
    name = line.format.get("code-block")
    known = isinstance(name, str) and _LANGUAGE.fullmatch(name) and name not in _PLAIN
    return str(name) if known else ""


def _code_blocks(lines: list[Line]) -> Iterator[Block]:
    for (language, said), group in groupby(lines, lambda line: (_language(line), line.disclosure)):
        yield CodeBlock("".join(f"{printable(line.text)}\n" for line in group), language, said)


def _texts(lines: list[Line]) -> Iterator[Block]:
    for line in lines:
        yield from _text_blocks(line)


def _text_blocks(line: Line) -> Iterator[Block]:
    """The line as a block; dividers in it stand between the parts of the line."""
    align = line.format.get("align")
    block = TextBlock(
        (),
        line.number("header", MAX_HEADER),
        align if isinstance(align, str) and align in {"center", "right", "justify"} else None,
        line.format.get("direction") == "rtl",
        line.disclosure,
    )
    if not any(piece.is_divider for piece in line.pieces):
        yield replace(block, pieces=line.pieces)
        return
    for is_divider, group in groupby(line.pieces, lambda piece: piece.is_divider):
        pieces = tuple(group)
        if is_divider:
            yield from (Rule() for _ in pieces)
        else:
            yield replace(block, pieces=pieces)


def _lists(lines: list[Line]) -> Iterator[Block]:
    yield from _lists_at(lines, 0, 0)[0]


def _indent(line: Line) -> int:
    return line.number("indent", MAX_INDENT)


def _lists_at(lines: list[Line], start: int, least: int) -> tuple[list[List], int]:
    """The lists from `start` down to the first line that is less deep than `least`.

    An item that is deeper than the one before lies under it; how much deeper does not matter.
    """
    items: list[tuple[ListKind, Item]] = []
    depth = least
    while start < len(lines) and _indent(lines[start]) >= least:
        line = lines[start]
        if not items or _indent(line) <= depth:
            depth = _indent(line)
            item = Item(tuple(_text_blocks(line)), line.format.get("list") == "checked")
            items.append((_kind(line) or "bullet", item))
            start += 1
        else:
            nested, start = _lists_at(lines, start, depth + 1)
            kind, parent = items[-1]
            items[-1] = kind, replace(parent, blocks=(*parent.blocks, *nested))
    lists = groupby(items, _kind_of)
    return [List(kind, tuple(item for _, item in group)) for kind, group in lists], start


def _kind_of(item: tuple[ListKind, Item]) -> ListKind:
    return item[0]
