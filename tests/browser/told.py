"""Authorship told by hand: what a page shows of every kind of history, without living through it first.

The document and its ids are real; only the server's answer about who wrote what is another one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Page, Route

from tests.browser.authorship import text_of
from tests.live import LiveServer

Json = dict[str, Any]

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Told:
    """What the server is to say of a document.

    Attributes:
        words: by a stretch of the text that is there once, the fields of its span that are others.
        sources: by such a stretch, the one it came from.
        gone: stretches whose source is not in the text any more.
    """

    words: Mapping[str, Json]
    sources: Mapping[str, str] = field(default_factory=dict[str, str])
    gone: Sequence[str] = ()
    people: Sequence[Json] = ()
    suggestions: Sequence[Json] = ()
    documents: Sequence[Json] = ()
    refused: Sequence[Json] = ()


async def tell(page: Page, server: LiveServer, document: str, told: Told) -> None:
    """From now on, answer the page's questions about who wrote what with this."""
    text = text_of(server, document)

    async def authorship(route: Route) -> None:
        answer: Json = await (await route.fetch()).json()
        await route.fulfill(body=json.dumps(_retold(answer, text, told)))

    async def refused(route: Route) -> None:
        claims = list(told.refused)
        await route.fulfill(body=json.dumps({"refused": claims, "total": len(claims)}))

    await page.route(f"**/api/documents/{document}/authorship", authorship)
    await page.route(f"**/api/documents/{document}/authorship/refused", refused)


def _retold(answer: Json, text: str, told: Told) -> Json:
    units = [unit for span in answer["spans"] for unit in _units(span)]
    for words, fields in told.words.items():
        start = _index(text, words)
        for at, unit in enumerate(units[start : start + len(words)]):
            unit.update(fields)
            unit["source"] = _source(units, text, told, words, at)
            if fields.get("origin") == "adopted":
                unit["suggestion_at"] = fields.get("suggestion_at", 0) + at
    people = {person["id"]: person for person in told.people}
    return {
        **answer,
        "people": {**answer["people"], **people},
        "suggestions": {each["id"]: each for each in told.suggestions},
        "documents": {each["id"]: each for each in told.documents},
        "spans": units,
    }


def _units(span: Json) -> list[Json]:
    lacking = {"written": span["origin"], "suggestion_at": None, "source": None}
    return [
        {**lacking, **span, "clock": span["clock"] + at, "length": 1}
        for at in range(span["length"])
    ]


def _source(units: list[Json], text: str, told: Told, words: str, at: int) -> Json | None:
    if words in told.sources:
        unit = units[_index(text, told.sources[words]) + at]
        return {"client": unit["client"], "clock": unit["clock"], "document": None}
    if words in told.gone:
        return {"client": 1, "clock": at, "document": None}
    elsewhere = told.words[words].get("from_document")
    return elsewhere and {"client": 1, "clock": at, "document": elsewhere}


def _index(text: str, words: str) -> int:
    assert text.count(words) == 1, f"{words!r} is there {text.count(words)} times"
    return text.index(words)


def person(identifier: str, name: str, initials: str, colour: int, kind: str = "account") -> Json:
    """Somebody as the server tells of them."""
    return {
        "id": identifier,
        "name": name,
        "initials": initials,
        "colour": colour,
        "kind": kind,
    }


def suggestion(identifier: str, number: int | None, text: str, **fields: Any) -> Json:
    """A suggestion as the server tells of it."""
    changed = {"placed": len(text), "kept": len(text), "by": []}
    return {
        "id": identifier,
        "number": number,
        "text": text,
        "label": "Shorter",
        "recipe": "shorten",
        "instruction": None,
        "model": "Built-in, no model",
        "asked_by": None,
        "at": 1_700_000_000_000,
        "document": None,
        "changed": changed,
        **fields,
    }
