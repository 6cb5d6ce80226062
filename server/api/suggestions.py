"""The assistant's routes: ask, and look at what was suggested before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field

from assist.errors import AssistError
from assist.suggestion import TurnedDown
from crdt.ids import IdRange
from server.access import Action
from server.api.cards import cards_of, is_shown_to
from server.api.deps import Acting, Asking, Parts, access_to
from server.errors import ServerError
from server.questions import PassageWish, Question, Wish
from server.records import Person

__all__ = ["router"]

router = APIRouter(prefix="/api/documents/{document_id}/suggestions", tags=["suggestions"])


Ids = Annotated[
    list[
        tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)], Annotated[int, Field(ge=1)]]
    ],
    Field(max_length=20_000),
]
"""Ranges of Yjs ids (client, clock, length in UTF-16 units), in the order of the text."""


class PassageIds(BaseModel):
    """Which ids the passage and what surrounds it consist of."""

    text: Ids = Field(default_factory=list[Any])
    before: Ids = Field(default_factory=list[Any])
    after: Ids = Field(default_factory=list[Any])


class PassageBody(BaseModel):
    """The frozen text; the assistant sees this, the brief and the instruction, nothing else."""

    text: str = Field(max_length=20_000)
    before: str = Field("", max_length=4_000)
    after: str = Field("", max_length=4_000)
    ids: PassageIds = PassageIds()

    def wish(self) -> PassageWish:
        """Return it as the server asks about it."""
        return PassageWish(
            self.text,
            self.before,
            self.after,
            *(
                tuple(IdRange(*each) for each in part)
                for part in (self.ids.text, self.ids.before, self.ids.after)
            ),
        )


class TurnedDownBody(BaseModel):
    """An earlier suggestion that the person does not want."""

    label: str = Field(max_length=80)
    text: str = Field(max_length=20_000)


class SuggestBody(BaseModel):
    """What is asked for."""

    passage: PassageBody
    recipe: str = Field(max_length=64)
    instruction: str | None = Field(None, max_length=1_000)
    alternatives: int | None = None
    model: str | None = Field(None, max_length=200)
    turned_down: list[TurnedDownBody] = Field(default_factory=list[TurnedDownBody])

    def wish(self) -> Wish:
        """Return it as the server asks about it."""
        return Wish(
            passage=self.passage.wish(),
            recipe=self.recipe,
            instruction=self.instruction,
            alternatives=self.alternatives,
            model=self.model,
            turned_down=tuple(TurnedDown(each.label, each.text) for each in self.turned_down),
        )


class PreviewBody(BaseModel):
    """A passage that would be asked about, and the model that would be asked (null: the first)."""

    passage: PassageBody
    model: str | None = Field(None, max_length=200)


class PreviewOut(BaseModel):
    """A passage as the model would get it, and how many stretches of it are left out."""

    text: str
    before: str
    after: str
    left_out: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was checked before anything is streamed."""

    document_id: str
    person: Person
    question: Question


async def _asked(document_id: str, body: SuggestBody, actor: Acting, parts: Parts) -> Asked:
    await access_to(parts, actor, document_id, Action.ASK_ASSISTANT)
    question = await parts.questions.question(document_id, actor.person, body.wish())
    parts.suggestions.check(actor.person, question)
    return Asked(document_id=document_id, person=actor.person, question=question)


@router.post("", response_class=EventSourceResponse)
async def ask(
    asked: Annotated[Asked, Depends(_asked)], parts: Parts
) -> AsyncIterator[ServerSentEvent]:
    """Stream several alternatives; closing the answer stops all work on it."""
    stream = parts.suggestions.ask(asked.document_id, asked.person, asked.question)
    try:
        async with aclosing(stream) as events:
            async for name, data in events:
                yield ServerSentEvent(event=name, data=data)
    except (AssistError, ServerError) as error:
        told = {"slug": error.slug, "message": error.message, "retry_after_s": error.retry_after_s}
        yield ServerSentEvent(event="error", data={"error": told})


@router.post("/preview")
async def preview(document_id: str, body: PreviewBody, actor: Asking, parts: Parts) -> PreviewOut:
    """Return a passage exactly as a model would get it, without asking one."""
    await access_to(parts, actor, document_id, Action.ASK_ASSISTANT)
    passage, left_out = await parts.questions.preview(document_id, body.passage.wish(), body.model)
    return PreviewOut(
        text=passage.text, before=passage.before, after=passage.after, left_out=left_out
    )


@router.get("")
async def suggestions(
    document_id: str, actor: Asking, parts: Parts, everybody: bool = False
) -> dict[str, object]:
    """Return suggestions for this document, newest first.

    What the person who asks asked for, was asked for, or what was shared with the team; with `everybody` all
    there are, for those who may read the history.
    """
    action = Action.HISTORY if everybody else Action.READ
    await access_to(parts, actor, document_id, action)
    rows = await parts.store.list_suggestions(document_id)
    shown = [row for row in rows if everybody or is_shown_to(row, actor.person.id)]
    return {"suggestions": await cards_of(parts, document_id, shown, actor.person.id)}
