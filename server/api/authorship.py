"""Who wrote what is on the page."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager

from fastapi import APIRouter

from crdt.authorship import Entry, span_json
from crdt.changes import Changed, changes_of
from crdt.ids import IdRange
from server.access import Action
from server.api.deps import Actor, Asking, Parts, access_to
from server.api.parts import ServerParts
from server.connection import CloseCode, Closing
from server.errors import Forbidden, NotFound, Unavailable
from server.hosting import Hosting
from server.messages import foreign_suggestion_json, person_json, suggestion_json
from server.ports import Store
from server.room import Room

__all__ = ["closing_as_error", "open_room", "router", "suggestions_in"]

router = APIRouter(prefix="/api/documents/{document_id}", tags=["authorship"])


@router.get("/authorship")
async def authorship(document_id: str, actor: Asking, parts: Parts) -> dict[str, object]:
    """Return the authorship of the live text, span by span in the order of the text."""
    await access_to(parts, actor, document_id, Action.READ)
    room = await open_room(parts.hosting, document_id)
    spans, seq = live_spans(room), room.durable_seq
    lineage = room.ledger.lineage
    changes = changes_of(lineage.authorship, lineage.taken_out, room.guard.sequence.live())
    entries = {entry for _, entry in spans}
    wanted = {entry.suggestion for entry in entries if entry.suggestion}
    suggestions = await suggestions_in(parts.store, document_id, wanted, changes)
    people = {person for entry in entries for person in (entry.author, entry.placed_by) if person}
    people.update(str(each["asked_by"]) for each in suggestions.values())
    people.update(person for id_ in wanted & changes.keys() for person in _changers(changes[id_]))
    known = await parts.store.persons(sorted(people))
    return {
        "seq": seq,
        "generation": room.generation,
        "people": {person.id: person_json(person) for person in known.values()},
        "suggestions": suggestions,
        "documents": await _documents(parts, actor, entries),
        "spans": [span_json(ids, entry) for ids, entry in spans],
    }


@router.get("/authorship/refused")
async def refused(document_id: str, actor: Asking, parts: Parts) -> dict[str, object]:
    """Return the latest claims about where text came from that did not hold, and how many there were."""
    await access_to(parts, actor, document_id, Action.HISTORY)
    ledger = (await open_room(parts.hosting, document_id)).ledger
    return {
        "refused": [refusal._asdict() for refusal in ledger.refused],
        "total": ledger.refused_total,
    }


def live_spans(room: Room) -> list[tuple[IdRange, Entry]]:
    """Spans of the durable live text in its order; what continues in ids and says the same is one.

    Ids that are accepted but not durable yet are left out.
    """
    live = (room.durable_part(piece.range) for piece in room.guard.sequence.live())
    return list(room.ledger.lineage.authorship.spans_of(ids for ids in live if ids.length > 0))


async def suggestions_in(
    store: Store, document_id: str, wanted: set[str], changes: Mapping[str, Changed]
) -> dict[str, dict[str, object]]:
    """Return suggestions whose words are here; of those served for another document not what they say."""
    if not wanted:
        return {}
    found: dict[str, dict[str, object]] = {}
    for row in await store.suggestions_of(sorted(wanted)):
        here = row.document_id == document_id
        found[row.id] = {
            **(suggestion_json(row) if here else foreign_suggestion_json(row)),
            "asked_by": row.person_id,
            "document": None if here else row.document_id,
            "changed": _changed_json(changes.get(row.id, Changed())),
        }
    return found


def _changed_json(changed: Changed) -> dict[str, object]:
    return {
        "placed": changed.placed,
        "kept": changed.kept,
        "by": [
            {
                "person": person,
                "deleted": changed.deleted[person],
                "inserted": changed.inserted[person],
            }
            for person in _changers(changed)
        ],
    }


def _changers(changed: Changed) -> list[str]:
    return sorted(changed.deleted.keys() | changed.inserted.keys())


async def _documents(
    parts: ServerParts, actor: Actor, entries: Iterable[Entry]
) -> dict[str, dict[str, str]]:
    """The documents that words came from, as far as the asker may read them."""
    found: dict[str, dict[str, str]] = {}
    for document_id in {entry.source.document for entry in entries if entry.source}:
        if document_id is None:
            continue
        try:
            access = await access_to(parts, actor, document_id, Action.READ)
        except (NotFound, Forbidden):
            continue
        found[document_id] = {"id": document_id, "title": access.row.document.title}
    return found


async def open_room(hosting: Hosting, document_id: str) -> Room:
    """Return the room of a document the caller was let into.

    Raises:
        NotFound: it was deleted meanwhile.
        Unavailable: its history cannot be read.
    """
    with closing_as_error():
        return await hosting.open_room(document_id)


@contextmanager
def closing_as_error() -> Generator[None]:
    """Turn why a room cannot be had into what a request is answered.

    Raises:
        NotFound: it was deleted meanwhile.
        Unavailable: its history cannot be read.
    """
    try:
        yield
    except Closing as closing:
        if closing.code is CloseCode.INTERNAL:
            raise Unavailable(closing.message) from closing
        raise NotFound(closing.message) from closing
