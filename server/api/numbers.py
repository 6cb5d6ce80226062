"""A document in numbers."""

from __future__ import annotations

from fastapi import APIRouter

from server.access import Action
from server.api.authorship import open_room
from server.api.deps import Asking, Parts, access_to
from server.messages import person_json
from server.numbers import facts_of, numbers_of
from server.numbers_json import numbers_json

__all__ = ["router"]

router = APIRouter(prefix="/api/documents/{document_id}", tags=["numbers"])


@router.get("/numbers")
async def numbers(document_id: str, actor: Asking, parts: Parts) -> dict[str, object]:
    """Return shares over time, activity, who took out whose words, suggestions and effort, with definitions."""
    await access_to(parts, actor, document_id, Action.HISTORY)
    suggestions = await parts.store.list_suggestions(document_id)
    room = await open_room(parts.hosting, document_id)
    await parts.histories.of(document_id)  # the long reading, so that the facts are not older
    facts = facts_of(room.guard.sequence, room.ledger.lineage)
    found = await parts.histories.ask(
        document_id, lambda told: numbers_of(facts, told, suggestions)
    )
    people = await parts.store.persons(sorted(found.people))
    return {
        **numbers_json(found),
        "people": {person.id: person_json(person) for person in people.values()},
    }
