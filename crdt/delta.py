"""A document's Delta as plain text, Markdown and HTML: the door to the modules beside it.

Source of the format: Quill's Delta. Nothing here fails: what a Delta holds beyond SPEC.md D1 is
left out of the result.
"""

from crdt.delta_html import to_html
from crdt.delta_lines import (
    DISCLOSURE,
    Delta,
    Disclosure,
    DisclosureValue,
    Line,
    Piece,
    read_lines,
    to_text,
)
from crdt.delta_markdown import to_markdown

__all__ = [
    "DISCLOSURE",
    "Delta",
    "Disclosure",
    "DisclosureValue",
    "Line",
    "Piece",
    "read_lines",
    "to_html",
    "to_markdown",
    "to_text",
]
