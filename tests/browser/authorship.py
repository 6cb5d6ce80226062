"""What the server says about who wrote what, cut along the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.live import LiveServer


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of the text of one source."""

    text: str
    origin: str
    author: str | None
    """The author's name."""
    placed_by: str | None
    suggestion: str | None


def authorship_of(server: LiveServer, document: str) -> list[Words]:
    """The live text in its order, one entry per change of source; asserts that the spans cover it exactly."""
    answer: dict[str, Any] = server.get(f"/api/documents/{document}/authorship")
    text = text_of(server, document).encode("utf-16-le")
    people = {key: person["name"] for key, person in answer["people"].items()}
    found: list[Words] = []
    at = 0
    for span in answer["spans"]:
        end = at + 2 * span["length"]
        words = Words(
            text[at:end].decode("utf-16-le"),
            span["origin"],
            people.get(span["author"]),
            people.get(span["placed_by"]),
            span["suggestion"],
        )
        at = end
        if found and _source(found[-1]) == _source(words):
            words = Words(found.pop().text + words.text, *_source(words))
        found.append(words)
    assert at == len(text), "the spans cover all of the text and nothing else"
    return found


def _source(words: Words) -> tuple[str, str | None, str | None, str | None]:
    return words.origin, words.author, words.placed_by, words.suggestion


def text_of(server: LiveServer, document: str) -> str:
    """The document's text as the server has it, with its last line end."""
    found: str = "".join(
        operation["insert"] if isinstance(operation["insert"], str) else "\ufffc"
        for operation in delta_of(server, document)
    )
    return found


def delta_of(server: LiveServer, document: str) -> list[dict[str, Any]]:
    """The document as the server has it, in Delta operations."""
    answer: dict[str, list[dict[str, Any]]] = server.get(
        f"/api/documents/{document}/text?format=delta"
    )
    return answer["ops"]
