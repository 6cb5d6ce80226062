"""The history of a document: when who worked on it, and the page as it was at any moment."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from crdt.authorship import Entry, span_json
from crdt.codec import AnyValue
from crdt.ids import IdRange
from crdt.timeline import shown_at
from server.access import Action
from server.api.authorship import open_room, suggestions_in
from server.api.deps import Asking, Parts, access_to
from server.api.parts import ServerParts
from server.errors import NotFound
from server.history import History, Session
from server.messages import person_json
from server.room import Room

__all__ = ["router"]

router = APIRouter(prefix="/api/documents/{document_id}/history", tags=["history"])

Seq = Annotated[int, Path(ge=1)]


@router.get("")
async def history(document_id: str, actor: Asking, parts: Parts) -> dict[str, object]:
    """Return the sessions of work on a document, oldest first, and the number of its last entry."""
    await access_to(parts, actor, document_id, Action.HISTORY)
    told = await parts.histories.of(document_id)
    people = {person for session in told.sessions for person in session.people}
    return {
        "seq": told.seq,
        "sessions": [_session_json(session) for session in told.sessions],
        "people": await _people(parts, people),
    }


@router.get("/{seq}")
async def moment(document_id: str, seq: Seq, actor: Asking, parts: Parts) -> dict[str, object]:
    """Return the page as it was when entry `seq` was in, with the authors of its words."""
    await access_to(parts, actor, document_id, Action.HISTORY)
    room = await open_room(parts.hosting, document_id)
    told = await parts.histories.of(document_id)
    row = await parts.store.log_row(document_id, seq) if seq <= told.seq else None
    if row is None:
        raise NotFound(f"The history of this document ends at {told.seq}.")
    content, entries = _content_at(room, told, seq)
    people = {
        row.person_id,
        *(p for entry in entries for p in (entry.author, entry.placed_by) if p),
    }
    wanted = {entry.suggestion for entry in entries if entry.suggestion}
    suggestions = await suggestions_in(parts.store, document_id, wanted, {})
    people.update(str(each["asked_by"]) for each in suggestions.values())
    return {
        "seq": seq,
        "at": row.at_ms,
        "person": row.person_id,
        "content": content,
        "people": await _people(parts, people),
        "suggestions": suggestions,
    }


def _content_at(room: Room, told: History, seq: int) -> tuple[list[dict[str, object]], set[Entry]]:
    """The page at a moment: runs of the same look and the same authorship, in their order."""
    authorship = room.ledger.lineage.authorship
    content: list[dict[str, object]] = []
    entries: set[Entry] = set()
    for ids, insert, attributes in shown_at(room.guard.sequence, told.timeline.version_at(seq)):
        for part, entry in authorship.spans_of([ids]):
            entries.add(entry)
            run: dict[str, object] = {
                "insert": _part(insert, part.clock - ids.clock, part),
                "span": span_json(part, entry),
            }
            if attributes:
                run["attributes"] = attributes
            content.append(run)
    return content, entries


def _part(insert: str | AnyValue, start: int, part: IdRange) -> str | AnyValue:
    if not isinstance(insert, str):
        return insert
    units = insert[start : start + part.length].encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace")  # two people can share a sign of two units


def _session_json(session: Session) -> dict[str, object]:
    return {
        "first": session.first,
        "last": session.last,
        "began": session.began,
        "ended": session.ended,
        "people": [
            {
                "person": person,
                "updates": work.updates,
                "inserted": work.inserted,
                "deleted": work.deleted,
            }
            for person, work in session.people.items()
        ],
    }


async def _people(parts: ServerParts, ids: set[str]) -> dict[str, object]:
    known = await parts.store.persons(sorted(ids))
    return {person.id: person_json(person) for person in known.values()}
