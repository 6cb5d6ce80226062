"""Who wrote what is on the page."""

from __future__ import annotations

from fastapi import APIRouter

from crdt.authorship import Entry, span_json
from crdt.ids import IdRange
from server.access import Action
from server.api.deps import Asking, Parts, access_to
from server.connection import CloseCode, Closing
from server.errors import NotFound, Unavailable
from server.hosting import Hosting
from server.messages import person_json, suggestion_json
from server.ports import Store
from server.room import Room

__all__ = ["open_room", "router"]

router = APIRouter(prefix="/api/documents/{document_id}", tags=["authorship"])


@router.get("/authorship")
async def authorship(document_id: str, actor: Asking, parts: Parts) -> dict[str, object]:
    """Return the authorship of the live text, span by span in the order of the text."""
    await access_to(parts, actor, document_id, Action.READ)
    room = await open_room(parts.hosting, document_id)
    spans, seq = live_spans(room), room.durable_seq
    entries = {entry for _, entry in spans}
    sources = {entry.suggestion for entry in entries if entry.suggestion}
    suggestions = await _suggestions(parts.store, document_id, sources)
    people = {person for entry in entries for person in (entry.author, entry.placed_by) if person}
    people.update(str(each["asked_by"]) for each in suggestions.values())
    known = await parts.store.persons(sorted(people))
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
    live = (room.durable_part(piece.range) for piece in room.guard.sequence.live())
    return list(room.lineage.authorship.spans_of(ids for ids in live if ids.length > 0))


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


async def open_room(hosting: Hosting, document_id: str) -> Room:
    """Return the room of a document the caller was let into.

    Raises:
        NotFound: it was deleted meanwhile.
        Unavailable: its history cannot be read.
    """
    try:
        return await hosting.open_room(document_id)
    except Closing as closing:
        if closing.code is CloseCode.INTERNAL:
            raise Unavailable(closing.message) from closing
        raise NotFound(closing.message) from closing
