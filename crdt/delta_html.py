"""Delta → semantic HTML: nested lists, check lists, quotes, code (SPEC.md D5).

The result is a fragment that a sanitiser leaves as it is: text is escaped, URLs have allowed
schemes, there is no script and no style but `text-align`.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby
from typing import assert_never

from crdt.delta_blocks import Block, CodeBlock, Item, List, Quote, Rule, TextBlock, blocks
from crdt.delta_inline import Inline, Mark, Marked, inline_tree
from crdt.delta_lines import DISCLOSURE, Delta, Disclosure, Piece, printable, read_lines

__all__ = ["to_html"]

_TAGS: dict[Mark, str] = {
    "bold": "strong",
    "italic": "em",
    "underline": "u",
    "strike": "s",
    "sub": "sub",
    "super": "sup",
    "code": "code",
}


def to_html(delta: Delta) -> str:
    """A document as an HTML fragment, one block a line.

    Where operations carry a `Disclosure`, passages have the attributes `ai-disclosure` and `ai-model` (D9).
    """
    return "".join(f"{_block(block)}\n" for block in blocks(read_lines(delta)))


def _text(text: str) -> str:
    return escape(text, quote=False).replace("\xa0", "&nbsp;")


def _attribute(text: str) -> str:
    return escape(text).replace("&#x27;", "'").replace("\xa0", "&nbsp;")


def _disclosed(disclosure: Disclosure | None) -> str:
    """The attributes that disclose; empty where nothing is said."""
    if disclosure is None:
        return ""
    model = f' ai-model="{_attribute(printable(disclosure.model))}"' if disclosure.model else ""
    return f' ai-disclosure="{disclosure.value}"{model}'


def _block(block: Block) -> str:
    match block:
        case TextBlock():
            return _text_block(block)
        case Rule():
            return "<hr>"
        case CodeBlock():
            language = f' class="language-{block.language}"' if block.language else ""
            disclosed = _disclosed(block.disclosure)
            return f"<pre{disclosed}><code{language}>{_text(block.text)}</code></pre>"
        case Quote():
            return f"<blockquote>{_joined(block.blocks)}</blockquote>"
        case List():
            return _list(block)
        case _:
            assert_never(block)


def _joined(several: Iterable[Block]) -> str:
    return "".join(map(_block, several))


def _text_block(block: TextBlock) -> str:
    tag = f"h{block.level}" if block.level else "p"
    align = f' style="text-align:{block.align}"' if block.align else ""
    direction = ' dir="rtl"' if block.rtl else ""
    said = _disclosed(block.disclosure)
    inside = _inlines(block.pieces, block.disclosure) or "<br>"
    return f"<{tag}{said}{align}{direction}>{inside}</{tag}>"


def _list(block: List) -> str:
    opening = {"bullet": "<ul>", "ordered": "<ol>", "check": '<ul class="checklist">'}[block.kind]
    closing = "</ol>" if block.kind == "ordered" else "</ul>"
    items = (_item(item, with_box=block.kind == "check") for item in block.items)
    return f"{opening}{''.join(items)}{closing}"


def _item(item: Item, *, with_box: bool) -> str:
    """An item; its own line stands in it without a paragraph around, unless it is a heading."""
    checked = ' checked=""' if item.checked else ""
    box = f'<input type="checkbox" disabled=""{checked}> ' if with_box else ""
    first, *rest = item.blocks
    plain = isinstance(first, TextBlock) and not (first.level or first.align or first.rtl)
    own = _own_line(first) if plain and isinstance(first, TextBlock) else _block(first)
    return f"<li>{box}{own}{_joined(rest)}</li>"


def _own_line(block: TextBlock) -> str:
    """What an item says is not said of the items under it."""
    inside = _inlines(block.pieces, block.disclosure)
    said = _disclosed(block.disclosure)
    return f"<span{said}>{inside}</span>" if said and inside else inside


def _inlines(pieces: tuple[Piece, ...], said: Disclosure | None = None) -> str:
    """Pieces; those of another disclosure than what is said of all of them are marked."""
    parts: list[str] = []
    for disclosure, group in groupby(pieces, _disclosure_of):
        inside = "".join(map(_inline, inline_tree(tuple(group))))
        marked = inside and disclosure is not None and disclosure != said
        parts.append(f"<span{_disclosed(disclosure)}>{inside}</span>" if marked else inside)
    return "".join(parts)


def _disclosure_of(piece: Piece) -> Disclosure | None:
    disclosure = piece.attributes.get(DISCLOSURE)
    return disclosure if isinstance(disclosure, Disclosure) else None


def _inline(node: Inline) -> str:
    match node:
        case Marked(mark="link"):
            inside = "".join(map(_inline, node.content))
            return f'<a href="{_attribute(node.value)}" rel="noopener noreferrer">{inside}</a>'
        case Marked():
            tag = _TAGS[node.mark]
            return f"<{tag}>{''.join(map(_inline, node.content))}</{tag}>"
        case Piece(content=str() as text):
            return _text(text)
        case Piece():
            return _embed(node)


def _embed(piece: Piece) -> str:
    embed = piece.content
    if isinstance(embed, str) or not piece.text:
        return ""
    if "image" in embed:
        return f'<img src="{_attribute(piece.text)}" alt="">'
    if "video" in embed and not piece.link:
        url = _attribute(piece.text)
        return f'<a href="{url}" rel="noopener noreferrer">{_text(piece.text)}</a>'
    return (
        f'<span class="formula">{_text(printable(piece.text))}</span>' if "formula" in embed else ""
    )
