"""The assistant's routes: ask, and look at what was suggested before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field

from assist.errors import AssistError
from assist.passage import Passage
from assist.recipe import recipe
from assist.suggestion import Request, TurnedDown
from server.access import Action
from server.api.deps import Acting, Asking, Parts, access_to
from server.errors import ServerError
from server.messages import person_json, suggestion_json
from server.records import Person

__all__ = ["router"]

router = APIRouter(prefix="/api/documents/{document_id}/suggestions", tags=["suggestions"])


class PassageBody(BaseModel):
    """The frozen text; the assistant sees this and the instruction, nothing else."""

    text: str = Field(max_length=20_000)
    before: str = Field("", max_length=4_000)
    after: str = Field("", max_length=4_000)


class TurnedDownBody(BaseModel):
    """An earlier suggestion that the person does not want."""

    label: str = Field(max_length=80)
    text: str = Field(max_length=20_000)


class SuggestBody(BaseModel):
    """What is asked for."""

    passage: PassageBody
    recipe: str = Field(max_length=64)
    instruction: str | None = Field(None, max_length=1_000)
    alternatives: int = 3
    turned_down: list[TurnedDownBody] = Field(default_factory=list[TurnedDownBody])


class Asked(BaseModel, arbitrary_types_allowed=True):
    """A request that was checked before anything is streamed."""

    document_id: str
    person: Person
    request: Request


async def _asked(document_id: str, body: SuggestBody, actor: Acting, parts: Parts) -> Asked:
    await access_to(parts, actor, document_id, Action.ASK_ASSISTANT)
    passage = Passage(body.passage.text, body.passage.before, body.passage.after)
    turned_down = tuple(TurnedDown(each.label, each.text) for each in body.turned_down)
    asked_for = recipe(body.recipe)
    request = Request(passage, asked_for, body.instruction, body.alternatives, turned_down)
    parts.suggestions.check(actor.person, request)
    return Asked(document_id=document_id, person=actor.person, request=request)


@router.post("", response_class=EventSourceResponse)
async def ask(
    asked: Annotated[Asked, Depends(_asked)], parts: Parts
) -> AsyncIterator[ServerSentEvent]:
    """Stream several alternatives; closing the answer stops all work on it."""
    stream = parts.suggestions.ask(asked.document_id, asked.person, asked.request)
    try:
        async with aclosing(stream) as events:
            async for name, data in events:
                yield ServerSentEvent(event=name, data=data)
    except (AssistError, ServerError) as error:
        told = {"slug": error.slug, "message": error.message, "retry_after_s": error.retry_after_s}
        yield ServerSentEvent(event="error", data={"error": told})


@router.get("")
async def suggestions(document_id: str, actor: Asking, parts: Parts) -> dict[str, object]:
    """Return what the assistant suggested for this document, newest first."""
    await access_to(parts, actor, document_id, Action.READ)
    rows = await parts.store.list_suggestions(document_id)
    people = await parts.store.persons(sorted({row.person_id for row in rows}))
    return {
        "suggestions": [
            {**suggestion_json(row), "asked_by": person_json(people[row.person_id])} for row in rows
        ]
    }
