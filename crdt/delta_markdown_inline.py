"""Inline marks as Markdown that every CommonMark reader reads back (SPEC.md D7).

`**`, `_` and `~~` are used only where they are surely read as opening and closing signs; everywhere
else the mark becomes an HTML tag. What counts is the source beside a sign (CommonMark 0.31,
"left-flanking" and "right-flanking"); where Unicode versions differ in what is punctuation, the
stricter reading is taken for each.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from crdt.delta_inline import Inline, Mark, Marked, inline_tree
from crdt.delta_lines import Piece, printable

__all__ = ["inline_markdown"]

_SIGNS: Final[dict[Mark, str]] = {"bold": "**", "italic": "_", "strike": "~~"}
_TAGS: Final[dict[Mark, str]] = {
    "bold": "strong",
    "italic": "em",
    "strike": "s",
    "underline": "u",
    "sub": "sub",
    "super": "sup",
}
_SPECIAL = re.compile(r"[\\`*\[\]<~]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
_URL_SPECIAL = re.compile(r"[\s<>()\\]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BACKTICKS = re.compile(r"`+")


@dataclass(frozen=True, slots=True)
class _Sign:
    """The place where a mark begins or ends; `number` pairs the two."""

    mark: Mark
    number: int
    opens: bool


def inline_markdown(pieces: Sequence[Piece]) -> str:
    """The pieces of one line as inline Markdown."""
    tokens = list(_Tokens().of(inline_tree(pieces)))
    readable = _readable_pairs(tokens)
    parts: list[str] = []
    for token in tokens:
        text = token if isinstance(token, str) else _spelled(token, token.number in readable)
        if text.startswith("[") and parts and parts[-1].endswith("!"):
            parts[-1] = f"{parts[-1][:-1]}\\!"  # not an image
        if text.startswith("`") and parts and parts[-1].endswith("`"):
            parts.append("<!-- -->")  # two code spans, not one
        parts.append(text)
    return "".join(parts)


class _Tokens:
    """Turns a tree into strings of Markdown and signs still to be spelled."""

    def __init__(self) -> None:
        self._pairs = 0

    def of(self, nodes: Sequence[Inline], *, linked: bool = False) -> Iterator[str | _Sign]:
        for node in nodes:
            if isinstance(node, Piece):
                if text := _piece(node, linked=linked):
                    yield text
            elif node.mark == "code":
                if text := _code(node, linked=linked):
                    yield text
            elif node.mark == "link":
                yield "["
                yield from self.of(node.content, linked=True)
                yield f"]({_destination(node.value)})"
            else:
                self._pairs += 1
                number = self._pairs
                yield _Sign(node.mark, number, opens=True)
                yield from self.of(node.content, linked=linked)
                yield _Sign(node.mark, number, opens=False)


def _piece(piece: Piece, *, linked: bool) -> str:
    if isinstance(piece.content, str):
        return _escaped(piece.content)
    if "image" in piece.content and piece.url:
        return f"![]({_destination(piece.url)})"
    if "video" in piece.content and piece.url and not piece.link:
        return f"[{_escaped(piece.url)}]({_destination(piece.url)})"
    return _code_span(piece.text, linked=linked) if "formula" in piece.content else ""


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _code(node: Marked, *, linked: bool) -> str:
    text = "".join(part.text for part in node.content if isinstance(part, Piece))
    return _code_span(text, linked=linked)


def _code_span(text: str, *, linked: bool) -> str:
    text = printable(text.replace("\n", " "))
    if not text:
        return ""
    if linked and "]:" in text:  # a link with it might be read as the definition of one
        return f"<code>{_escaped(text)}</code>"
    runs = {len(run) for run in _BACKTICKS.findall(text)}
    fence = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    edges = text[0] + text[-1]
    pad = " " if "`" in edges or (edges == "  " and text.strip(" ")) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _destination(url: str) -> str:
    encoded = _URL_SPECIAL.sub(_percent, printable(url))
    return _ENTITY.sub("&amp;", encoded)


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def _spelled(sign: _Sign, readable: bool) -> str:
    if readable:
        return _SIGNS[sign.mark]
    return f"<{'' if sign.opens else '/'}{_TAGS[sign.mark]}>"


def _readable_pairs(tokens: Sequence[str | _Sign]) -> set[int]:
    """The pairs of signs that Markdown surely reads as what they are."""
    doubtful: set[int] = set()
    signs: set[int] = set()
    for index, token in enumerate(tokens):
        if isinstance(token, str):
            continue
        signs.add(token.number)
        before = _last_character(tokens[index - 1]) if index else " "
        behind = _first_character(tokens[index + 1]) if index + 1 < len(tokens) else " "
        outer, inner = (before, behind) if token.opens else (behind, before)
        if token.mark not in _SIGNS or not _is_flanked(token.mark, outer, inner):
            doubtful.add(token.number)
    return signs - doubtful


def _last_character(token: str | _Sign) -> str:
    return token[-1] if isinstance(token, str) else "*"


def _first_character(token: str | _Sign) -> str:
    return token[0] if isinstance(token, str) else "*"


def _is_flanked(mark: Mark, outer: str, inner: str) -> bool:
    """Whether a sign with `inner` on the marked side and `outer` on the other is read as one."""
    apart = outer.isspace() or _is_punctuation(outer)
    if inner.isspace():
        return False
    if mark == "italic" or not (inner.isalnum() or unicodedata.category(inner)[0] in "MC"):
        return apart
    return True


def _is_punctuation(character: str) -> bool:
    """Punctuation for every version: ASCII's own, and Unicode's category P."""
    if character.isascii():
        return character.isprintable() and not character.isalnum() and character != " "
    return unicodedata.category(character).startswith("P")
