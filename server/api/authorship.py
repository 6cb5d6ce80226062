"""Who wrote what is on the page, and the page itself as text, Markdown, HTML or Delta."""

from __future__ import annotations

from typing import Literal

from crdt.delta import to_html, to_markdown, to_text
from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from crdt.ids import IdRange
from crdt.ledger import Entry, span_json
from server.access import Action
from server.api.deps import Asking, Parts, access_to
from server.connection import Closing
from server.errors import NotFound
from server.hosting import Hosting
from server.messages import person_json, suggestion_json
from server.ports import Store
from server.room import Room

__all__ = ["router"]

router = APIRouter(prefix="/api/documents/{document_id}", tags=["authorship"])

TextFormat = Literal["text", "markdown", "html", "delta"]


@router.get("/authorship")
async def authorship(document_id: str, actor: Asking, services: Parts) -> dict[str, object]:
    """Return the authorship of the live text, span by span in the order of the text."""
    await access_to(services, actor, document_id, Action.READ)
    room = await _open(services.hosting, document_id)
    spans, seq = live_spans(room), room.durable_seq
    entries = {entry for _, entry in spans}
    sources = {entry.suggestion for entry in entries if entry.suggestion}
    suggestions = await _suggestions(services.store, document_id, sources)
    people = {person for entry in entries for person in (entry.author, entry.placed_by) if person}
    people.update(str(each["asked_by"]) for each in suggestions.values())
    known = await services.store.persons(sorted(people))
    return {
        "seq": seq,
        "generation": room.generation,
        "people": {person.id: person_json(person) for person in known.values()},
        "suggestions": suggestions,
        "spans": [span_json(ids, entry) for ids, entry in spans],
    }


def live_spans(room: Room) -> list[tuple[IdRange, Entry]]:
    """Spans of the durable live text in its order; what continues in ids and says the same is one.

    Ids that are accepted but not durable yet are left out.
    """
    spans: list[tuple[IdRange, Entry]] = []
    for piece in room.guard.sequence.live():
        for ids, entry in room.authorship.spans_of(
            IdRange(piece.client, piece.clock, piece.length)
        ):
            last = spans[-1] if spans else None
            if (
                last
                and last[1] == entry
                and last[0][:2] == (ids.client, ids.clock - last[0].length)
            ):
                spans[-1] = IdRange(ids.client, last[0].clock, last[0].length + ids.length), entry
            else:
                spans.append((ids, entry))
    return spans


async def _suggestions(
    store: Store, document_id: str, wanted: set[str]
) -> dict[str, dict[str, object]]:
    if not wanted:
        return {}
    rows = await store.list_suggestions(document_id)
    return {
        row.id: {**suggestion_json(row), "asked_by": row.person_id}
        for row in rows
        if row.id in wanted
    }


@router.get("/text")
async def text(
    document_id: str,
    actor: Asking,
    services: Parts,
    format: TextFormat = "text",  # noqa: A002
) -> Response:
    """Return the live text in one of four formats."""
    await access_to(services, actor, document_id, Action.READ)
    delta = (await _open(services.hosting, document_id)).replica.delta()
    match format:
        case "text":
            return Response(to_text(delta), media_type="text/plain; charset=utf-8")
        case "markdown":
            return Response(to_markdown(delta), media_type="text/markdown; charset=utf-8")
        case "html":
            return Response(to_html(delta), media_type="text/html; charset=utf-8")
        case "delta":
            return JSONResponse({"ops": delta})


async def _open(hosting: Hosting, document_id: str) -> Room:
    try:
        return await hosting.open_room(document_id)
    except Closing as closing:
        raise NotFound(closing.message) from closing
