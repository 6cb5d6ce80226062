"""Delta → Markdown: CommonMark, with the strikethrough and task lists of GFM (SPEC.md D6 to D8).

What Markdown cannot say is left out: empty lines, alignment, colours. Underline, sub- and
superscript, and marks at places where Markdown's own signs would not be read, are HTML tags.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from crdt.delta_blocks import Block, CodeBlock, Item, List, Quote, Rule, TextBlock, blocks
from crdt.delta_lines import Delta, read_lines
from crdt.delta_markdown_inline import inline_markdown

__all__ = ["to_markdown"]

# What would begin a list, heading, quote or rule; the backslash goes behind the match.
_LINE_START = re.compile(
    r"[0-9]{1,9}(?=[.)](?:\s|$))|(?=#{1,6}(?:\s|$)|>|[-+](?:\s|$)|(?:-[ \t]*){3,}$)"
)
_CLOSING_HASHES = re.compile(r"(?<!\\)(#+)$")
_BACKTICKS = re.compile(r"`+")
_RULE = "***"


def to_markdown(delta: Delta) -> str:
    """A document as Markdown; blocks are separated by one empty line."""
    lines = _blocks(blocks(read_lines(delta)))
    return "".join(f"{line}\n" for line in lines)


def _blocks(several: Sequence[Block]) -> list[str]:
    lines: list[str] = []
    last_marker = ""
    for block in several:
        if isinstance(block, List):
            last_marker = _marker(block, last_marker)
            rendered = _list(block, last_marker)
        else:
            rendered = _block(block)
            last_marker = "" if rendered else last_marker
        if rendered:
            lines += ["", *rendered] if lines else rendered
    return lines


def _block(block: TextBlock | Rule | CodeBlock | Quote) -> list[str]:
    match block:
        case TextBlock():
            return _text_block(block)
        case Rule():
            return [_RULE]
        case CodeBlock():
            return _code_block(block)
        case Quote():
            return [f"> {line}" if line else ">" for line in _blocks(block.blocks)]
        case _:
            assert_never(block)


def _text_block(block: TextBlock) -> list[str]:
    text = inline_markdown(block.pieces).strip(" \t")
    if not text:
        return []
    if block.level:
        escaped = _CLOSING_HASHES.sub(r"\\\1", text)
        return [f"{'#' * block.level} {escaped}"]
    start = _LINE_START.match(text)
    return [text if start is None else f"{start[0]}\\{text[start.end() :]}"]


def _code_block(block: CodeBlock) -> list[str]:
    longest = max((len(run) for run in _BACKTICKS.findall(block.text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{block.language}", *block.text.split("\n")[:-1], fence]


def _marker(block: List, last: str) -> str:
    """The sign of a list's items: another one than that of a list just before it."""
    if block.kind == "ordered":
        return ")" if last == "." else "."
    return "+" if last == "-" else "-"


def _list(block: List, marker: str) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(block.items, 1):
        sign = f"{number}{marker}" if block.kind == "ordered" else marker
        own = _item(item, with_box=block.kind == "check")
        width = " " * (len(sign) + 1)
        lines.append(f"{sign} {own[0]}" if own[0] else sign)
        lines += [f"{width}{line}" if line else "" for line in own[1:]]
    return lines


def _item(item: Item, *, with_box: bool) -> list[str]:
    """The lines of an item, the first of which stands behind the item's sign."""
    own = [block for block in item.blocks if not isinstance(block, List)]
    nested = [block for block in item.blocks if isinstance(block, List)]
    if with_box:  # behind the box, only text is read
        own = [replace(block, level=0) if isinstance(block, TextBlock) else block for block in own]
    lines = _blocks(own) or [""]
    if with_box and lines[0] not in {"", _RULE}:
        lines[0] = f"[{'x' if item.checked else ' '}] {lines[0]}"
    under = _blocks(nested)
    # An empty item cannot stand right under text; with an empty line between, it can.
    apart = [""] if under and lines[0] and " " not in under[0] else []
    return [*lines, *apart, *under]
