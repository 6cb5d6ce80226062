"""Suggestions as cards that a team looks at: rate, pin, dismiss, share, and ask a teammate for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field

from assist.characters import clean
from assist.passage import Passage
from crdt.entries import suggestion_body
from server.access import Action, allows, effective_role
from server.api.deps import Acting, Parts, access_to
from server.api.parts import ServerParts
from server.api.schemas import In
from server.errors import AssistantOff, Conflict, Forbidden, Invalid, NotFound
from server.messages import person_json, suggestion_json
from server.names import new_request_id, new_suggestion_id
from server.policy import policy_from
from server.records import Mark, SuggestionRow

__all__ = ["cards_of", "is_shown_to", "router"]

router = APIRouter(prefix="/api/documents/{document_id}/suggestions", tags=["suggestions"])

TEAMMATE = "teammate"
"""The recipe of what a person is asked for."""


class MarkIn(In):
    """What somebody thinks of a suggestion; what is left out stays as it is."""

    rating: Literal[-1, 0, 1] | None = None
    pinned: bool | None = None
    dismissed: bool | None = None


class PlacingIn(In):
    """Why a suggestion is placed, in a line."""

    reason: Annotated[str, Field(max_length=300)] = ""


class PlainPassage(In):
    """The frozen text that a teammate is shown."""

    text: Annotated[str, Field(max_length=20_000)]
    before: Annotated[str, Field(max_length=4_000)] = ""
    after: Annotated[str, Field(max_length=4_000)] = ""


class TeammateIn(In):
    """Whom to ask for another wording of what."""

    person: Annotated[str, Field(max_length=64)]
    passage: PlainPassage
    instruction: Annotated[str, Field(max_length=1_000)] = ""


class AnswerIn(In):
    """What a teammate suggests."""

    text: Annotated[str, Field(max_length=20_000)]


def is_shown_to(row: SuggestionRow, person_id: str) -> bool:
    """Return whether a suggestion is in somebody's panel: their own, shared with the team, or asked of them."""
    return person_id in {row.person_id, row.answered_by} or row.shared_by is not None


async def cards_of(
    parts: ServerParts, document_id: str, rows: Sequence[SuggestionRow], person_id: str
) -> list[dict[str, Any]]:
    """Return suggestions as somebody sees them."""
    up, down = Counter[str](), Counter[str]()
    own: dict[str, Mark] = {}
    for mark in await parts.store.marks(document_id):
        up[mark.suggestion_id] += mark.rating > 0
        down[mark.suggestion_id] += mark.rating < 0
        if mark.person_id == person_id:
            own[mark.suggestion_id] = mark
    ids = {row.person_id for row in rows} | {row.answered_by or "" for row in rows}
    people = await parts.store.persons(sorted(ids | {row.shared_by or "" for row in rows}))

    def person(id_: str | None) -> dict[str, Any] | None:
        return person_json(people[id_]) if id_ in people else None

    return [
        {
            **suggestion_json(row),
            "asked_by": person(row.person_id),
            "answered_by": person(row.answered_by),
            "shared_by": person(row.shared_by),
            "shared_at": row.shared_at,
            "rating": mark.rating,
            "up": up[row.id],
            "down": down[row.id],
            "pinned": mark.pinned,
            "dismissed": mark.dismissed,
        }
        for row in rows
        for mark in [own.get(row.id, Mark(row.id, person_id))]
    ]


@router.post("/teammate", status_code=201)
async def ask_teammate(
    document_id: str, wish: TeammateIn, parts: Parts, actor: Acting
) -> dict[str, Any]:
    """Ask a person instead of a model; their answer is a card as any other, and their words."""
    await access_to(parts, actor, document_id, Action.ASK_ASSISTANT)
    await _expect_assistant(parts, document_id)
    passage = Passage(wish.passage.text, wish.passage.before, wish.passage.after)
    teammate = await parts.store.person(wish.person)
    stored = await parts.store.role_of(document_id, wish.person)
    role = effective_role(stored, open_mode=parts.settings.open_mode)
    if teammate is None or teammate.kind not in {"account", "guest"}:
        raise NotFound("There is no such person.")
    if not allows(role, Action.COMMENT):
        raise Forbidden(f"{teammate.name} cannot answer in this document.")
    if teammate.id == actor.person.id:
        raise Invalid("Ask somebody else: what you write yourself goes straight into the text.")
    row = SuggestionRow(
        id=new_suggestion_id(),
        document_id=document_id,
        number=0,
        request_id=new_request_id(),
        person_id=actor.person.id,
        at_ms=parts.clock(),
        recipe=TEAMMATE,
        instruction=clean(wish.instruction)[0].strip() or None,
        passage={"text": passage.text, "before": passage.before, "after": passage.after},
        label=f"In {teammate.name}’s words",
        text="",
        rules=(),
        model="",
        state="asking",
        answered_by=teammate.id,
    )
    (row,) = await parts.store.add_request([row])
    parts.rooms.notify(document_id, "suggestions")
    return (await cards_of(parts, document_id, [row], actor.person.id))[0]


@router.post("/{suggestion_id}/answer")
async def answer(
    document_id: str, suggestion_id: str, wish: AnswerIn, parts: Parts, actor: Acting
) -> dict[str, Any]:
    """Answer what one was asked; from then on it can be placed, as one's own words."""
    await access_to(parts, actor, document_id, Action.COMMENT)
    await _expect_assistant(parts, document_id)
    row = await _open_question(parts, document_id, suggestion_id)
    if row.answered_by != actor.person.id:
        raise Forbidden("Somebody else was asked for this.")
    text = clean(wish.text)[0].strip()
    if not text:
        raise Invalid("There is nothing to suggest in this.")
    took_ms = max(0, parts.clock() - row.at_ms)
    ready = replace(row, text=text, state="ready", took_ms=took_ms)
    body = suggestion_body(
        ready.id,
        ready.text,
        number=ready.number,
        model="",
        label=ready.label,
        recipe=ready.recipe,
        instruction=ready.instruction,
        author=actor.person.id,
    )
    await parts.rooms.record(document_id, ready.person_id, body)
    await parts.store.add_suggestion(ready)
    parts.hosting.asked.note(ready)
    parts.rooms.notify(document_id, "suggestions")
    return (await cards_of(parts, document_id, [ready], actor.person.id))[0]


@router.delete("/{suggestion_id}/answer", status_code=204)
async def take_back(document_id: str, suggestion_id: str, parts: Parts, actor: Acting) -> None:
    """Ask no longer, or decline to answer."""
    await access_to(parts, actor, document_id, Action.COMMENT)
    row = await _open_question(parts, document_id, suggestion_id)
    if actor.person.id not in {row.person_id, row.answered_by}:
        raise Forbidden("This is between two other people.")
    await parts.store.add_suggestion(replace(row, state="stopped"))
    parts.rooms.notify(document_id, "suggestions")


@router.put("/{suggestion_id}/mark")
async def mark(
    document_id: str, suggestion_id: str, wish: MarkIn, parts: Parts, actor: Acting
) -> dict[str, Any]:
    """Rate, pin or dismiss a suggestion, for oneself."""
    await access_to(parts, actor, document_id, Action.COMMENT)
    row = await _shown(parts, document_id, suggestion_id, actor.person.id)
    card = (await cards_of(parts, document_id, [row], actor.person.id))[0]
    changed = wish.model_dump(exclude_none=True)
    names = ("rating", "pinned", "dismissed")
    values = {name: changed.get(name, card[name]) for name in names}
    await parts.store.set_mark(Mark(row.id, actor.person.id, **values))
    if "rating" in changed:
        parts.rooms.notify(document_id, "suggestions")
        parts.rooms.notify(document_id, "assistant")
    return (await cards_of(parts, document_id, [row], actor.person.id))[0]


@router.post("/{suggestion_id}/placing", status_code=204)
async def placing(
    document_id: str, suggestion_id: str, wish: PlacingIn, parts: Parts, actor: Acting
) -> None:
    """Say why one places a suggestion; it is entered in the document's ledger."""
    await access_to(parts, actor, document_id, Action.WRITE)
    row = await _shown(parts, document_id, suggestion_id, actor.person.id)
    reason = " ".join(clean(wish.reason)[0].split())
    policy = policy_from((await parts.store.desk(document_id)).policy)
    if policy.friction == "reason" and not reason:
        raise Invalid("The coordinator of this document asks for a reason before placing.")
    body = {"kind": "placing", "suggestion": row.id, "reason": reason}
    await parts.rooms.record(document_id, actor.person.id, body)


@router.put("/{suggestion_id}/share")
async def share(
    document_id: str, suggestion_id: str, parts: Parts, actor: Acting
) -> dict[str, Any]:
    """Show a suggestion to the whole team."""
    await access_to(parts, actor, document_id, Action.ASK_ASSISTANT)
    row = await _shown(parts, document_id, suggestion_id, actor.person.id)
    if row.state != "ready":
        raise Conflict("Only a finished suggestion can be shared.")
    if row.shared_by is None:
        row = replace(row, shared_by=actor.person.id, shared_at=parts.clock())
        await parts.store.set_shared(row.id, row.shared_by, row.shared_at)
        parts.rooms.notify(document_id, "suggestions")
    return (await cards_of(parts, document_id, [row], actor.person.id))[0]


@router.delete("/{suggestion_id}/share", status_code=204)
async def unshare(document_id: str, suggestion_id: str, parts: Parts, actor: Acting) -> None:
    """Show a suggestion to the team no longer."""
    await access_to(parts, actor, document_id, Action.ASK_ASSISTANT)
    row = await _shown(parts, document_id, suggestion_id, actor.person.id)
    if actor.person.id not in {row.shared_by, row.person_id}:
        raise Forbidden("Only who shared a suggestion or asked for it can take it back.")
    await parts.store.set_shared(row.id, None, None)
    parts.rooms.notify(document_id, "suggestions")


async def _expect_assistant(parts: ServerParts, document_id: str) -> None:
    policy = policy_from((await parts.store.desk(document_id)).policy)
    if not (parts.assistant.enabled and policy.assistant):
        raise AssistantOff("The assistant is off in this document.")


async def _shown(
    parts: ServerParts, document_id: str, suggestion_id: str, person_id: str
) -> SuggestionRow:
    found = await parts.store.suggestions_of([suggestion_id])
    for row in found:
        if row.document_id == document_id and is_shown_to(row, person_id):
            return row
    raise NotFound("There is no such suggestion.")


async def _open_question(parts: ServerParts, document_id: str, suggestion_id: str) -> SuggestionRow:
    for row in await parts.store.suggestions_of([suggestion_id]):
        if row.document_id == document_id and row.answered_by is not None:
            if row.state != "asking":
                raise Conflict("This was answered or taken back already.")
            return row
    raise NotFound("Nobody was asked for this.")
