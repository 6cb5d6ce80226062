"""What a document begins with. Made in this one place, once, by the server's own client id.

The text of every document ends with a line end that nobody has to type; a welcome text comes before it in the one
document that a new installation starts with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from crdt.ids import ROOT_CONTENT, SERVER_CLIENT, Id, to_units
from crdt.update import REF_FORMAT, REF_STRING, Content, Item, Update, encode_update
from server.names import SYSTEM_PERSON_ID, new_generation
from server.records import Document, LogRow

Operation = tuple[str, Mapping[str, object]]
"""Text and its Delta attributes (line attributes stand on the line end)."""

UNTITLED = "Untitled"
WELCOME_ID = "welcome"
WELCOME_TITLE = "Welcome to Byline"
EMPTY: tuple[Operation, ...] = (("\n", {}),)
_BULLET: Mapping[str, object] = {"list": "bullet"}
_BOLD: Mapping[str, object] = {"bold": True}
WELCOME: tuple[Operation, ...] = (
    ("Write together", {}),
    ("\n", {"header": 1}),
    ("This page is yours: type anywhere, and everybody who has it open sees it at once.\n", {}),
    ("Three things to try", {}),
    ("\n", {"header": 2}),
    ("Share the address", _BOLD),
    (" with somebody and write in the same line.", {}),
    ("\n", _BULLET),
    ("Select a sentence", _BOLD),
    (" and ask for other phrasings in the panel beside the page. ", {}),
    (
        "Due to the fact that nothing goes in by itself, you drag the one you like into the text.",
        {},
    ),
    ("\n", _BULLET),
    ("Switch authorship on", _BOLD),
    (" to see who wrote which words, and which of them came from a suggestion.", {}),
    ("\n", _BULLET),
    ("\n", {}),
)


def new_document(
    document_id: str,
    title: str,
    created_by: str | None,
    now_ms: int,
    text: Sequence[Operation] = EMPTY,
) -> tuple[Document, LogRow, list[tuple[int, str]]]:
    """Make a document: its row, the first row of its log, and whose client id that uses."""
    document = Document(
        document_id, title, new_generation(), created_by, created_at=now_ms, updated_at=now_ms
    )
    first = LogRow(document_id, 1, now_ms, SYSTEM_PERSON_ID, opening_update(text))
    return document, first, [(SERVER_CLIENT, SYSTEM_PERSON_ID)]


def opening_update(text: Sequence[Operation] = EMPTY) -> bytes:
    """Return the Yjs update that writes `text` under the server's client id, formats included."""
    items: list[Item] = []
    clock = 0
    for ref, length, content in _contents(text):
        first = clock == 0
        items.append(
            Item(
                client=SERVER_CLIENT,
                clock=clock,
                length=length,
                ref=ref,
                origin=None if first else Id(SERVER_CLIENT, clock - 1),
                right_origin=None,
                parent=ROOT_CONTENT if first else None,
                parent_sub=None,
                content=content,
            )
        )
        clock += length
    return encode_update(Update(tuple(items), ()))


def _contents(text: Sequence[Operation]) -> Iterator[tuple[int, int, Content]]:
    """Items as Yjs writes them: each attribute is switched on before its text and off behind it."""
    for inserted, attributes in text:
        for key, value in attributes.items():
            yield REF_FORMAT, 1, (key, json.dumps(value))
        units = to_units(inserted)
        yield REF_STRING, len(units), units
        for key in attributes:
            yield REF_FORMAT, 1, (key, "null")
