"""A Delta as lines: pieces of text and embeds, and the line's format (SPEC.md D1, D2).

In a Delta a line's format stands on the line end that closes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, cast

from crdt.policy import is_safe_url

__all__ = [
    "DISCLOSURE",
    "Attributes",
    "Delta",
    "Disclosure",
    "DisclosureValue",
    "Line",
    "Piece",
    "printable",
    "read_lines",
    "safe_url",
    "to_text",
]

Attributes = Mapping[str, object]

Delta = Sequence[Mapping[str, object]]
"""Quill's operations, each `{"insert": text or embed, "attributes": {...}}`."""

DISCLOSURE: Final = "ai-disclosure"
"""The attribute of an operation that carries a `Disclosure`; a document's own attributes are never of that type."""

DisclosureValue = Literal["none", "ai-assisted", "ai-generated"]


class Disclosure(NamedTuple):
    """What is known of a machine's part in a passage.

    Attributes:
        value: as the draft "AI Content Disclosure for HTML" of the W3C community group of that name has it.
        model: which machine; empty where there was none, or several.
    """

    value: DisclosureValue
    model: str = ""


_DIVIDER_TEXT = "* * *"
# Control characters have no place in a file for people; HTML parsers and Markdown replace some.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text without line end, or one embed, with its inline attributes."""

    content: str | Attributes
    attributes: Attributes = field(default_factory=dict[str, object])

    @property
    def is_divider(self) -> bool:
        """Whether this is a horizontal rule."""
        return not isinstance(self.content, str) and bool(self.content.get("divider"))

    @property
    def text(self) -> str:
        """The text, or what a reader of plain text gets for the embed."""
        if isinstance(self.content, str):
            return self.content
        if self.is_divider:
            return _DIVIDER_TEXT
        formula = self.content.get("formula")
        return formula if isinstance(formula, str) else self.url or ""

    @property
    def url(self) -> str | None:
        """Where the image or video of this embed is, if that is a place to fetch things from."""
        if isinstance(self.content, str):
            return None
        return safe_url(self.content.get("image") or self.content.get("video"))

    @property
    def link(self) -> str | None:
        """Where the text links to, if that is a place to link to."""
        return safe_url(self.attributes.get("link"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line and its format."""

    pieces: tuple[Piece, ...] = ()
    format: Attributes = field(default_factory=dict[str, object])

    @property
    def disclosure(self) -> Disclosure | None:
        """What is said of a machine's part in it."""
        said = self.format.get(DISCLOSURE)
        return said if isinstance(said, Disclosure) else None

    @property
    def text(self) -> str:
        """The line as plain text, without line end."""
        return "".join(piece.text for piece in self.pieces)

    def number(self, name: str, highest: int) -> int:
        """A numeric line format, from 1 to `highest`; 0 where there is none."""
        value = self.format.get(name)
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return 0
        return int(value) if 1 <= value <= highest else 0


def safe_url(url: object) -> str | None:
    """The URL, if an export may carry it."""
    return url if isinstance(url, str) and url and is_safe_url(url) else None


def printable(text: str) -> str:
    """The text without control characters other than tab and line end."""
    return _CONTROL.sub("", text)


def read_lines(delta: Delta) -> list[Line]:
    """Cut a Delta into lines; text behind the last line end is a line without format."""
    lines: list[Line] = []
    pieces: list[Piece] = []
    for operation in delta:
        content = operation.get("insert")
        attributes = cast("Attributes", operation.get("attributes") or {})
        if isinstance(content, Mapping):
            pieces.append(Piece(cast("Attributes", content), attributes))
        if not isinstance(content, str):
            continue
        *ended, rest = content.split("\n")
        for text in ended:
            pieces.extend(_text_piece(text, attributes))
            lines.append(Line(tuple(pieces), attributes))
            pieces = []
        pieces.extend(_text_piece(rest, attributes))
    if pieces:
        lines.append(Line(tuple(pieces)))
    return lines


def _text_piece(text: str, attributes: Attributes) -> Iterable[Piece]:
    return (Piece(text, attributes),) if text else ()


def to_text(delta: Delta) -> str:
    """The text of a document, a line end behind each line; formats are left out."""
    return "".join(f"{line.text}\n" for line in read_lines(delta))
