"""What a team has agreed on for the assistant of a document: rules, brief, and what of them is used up."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field

from assist.brief import MAX_BRIEF_CHARACTERS, Brief
from server.access import Action, allows
from server.api.deps import Acting, Asking, Parts, access_to
from server.api.parts import ServerParts
from server.api.recipes import RecipeOut, recipes_of
from server.api.schemas import In, Out, PersonOut, person_out
from server.errors import Invalid
from server.policy import DAY_MS, Policy, policy_from, resets_at

__all__ = ["router"]

router = APIRouter(prefix="/api/documents/{document_id}", tags=["assistant"])

BriefPart = Annotated[str, Field(max_length=MAX_BRIEF_CHARACTERS)]
Names = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=200)]
Limit = Annotated[int, Field(ge=0, le=1_000_000)]


class BriefIn(In):
    """A document's purpose, audience and voice, and the version that its writer saw."""

    purpose: BriefPart = ""
    audience: BriefPart = ""
    voice: BriefPart = ""
    version: int


class BriefOut(Out):
    """A document's brief; `version` counts its changes."""

    purpose: str
    audience: str
    voice: str
    version: int


class PolicyIn(In):
    """The rules of a document (`server.policy.Policy`), and the version that the coordinator saw."""

    assistant: bool = True
    recipes: Names | None = None
    models: Names | None = None
    requests_per_person: Limit | None = None
    requests_per_document: Limit | None = None
    friction: Literal["none", "reason", "second-person"] = "none"
    draft_first: bool = False
    version: int


class PolicyOut(Out):
    """The rules of a document; `version` counts their changes."""

    assistant: bool
    recipes: list[str] | None
    models: list[str] | None
    requests_per_person: int | None
    requests_per_document: int | None
    friction: Literal["none", "reason", "second-person"]
    draft_first: bool
    version: int


class ModelOut(Out):
    """A model of this server, and whether the document's coordinator allows it."""

    label: str
    built_in: bool
    allowed: bool


class AllowanceOut(Out):
    """Requests of today: how many there were, how many are allowed (null: any number)."""

    used: int
    limit: int | None


class AssistantOfDocumentOut(Out):
    """All that the panel of a document shows beside the suggestions.

    `left_out`: somebody who wrote here does not want their words sent to a model.
    """

    enabled: bool
    models: list[ModelOut]
    recipes: list[RecipeOut]
    brief: BriefOut
    policy: PolicyOut
    mine: AllowanceOut
    all: AllowanceOut
    resets_at: int
    left_out: bool


class UsageOut(Out):
    """What one person asked the assistant; `cost` in US dollars where prices are known."""

    person: PersonOut
    requests: int
    suggestions: int
    input_tokens: int
    output_tokens: int
    cost: float


class UsagesOut(Out):
    """What everybody asked the assistant of a document, the most first."""

    usage: list[UsageOut]


@router.get("/assistant")
async def assistant(document_id: str, parts: Parts, actor: Asking) -> AssistantOfDocumentOut:
    """Return what the assistant of this document is, and what of it may be used."""
    access = await access_to(parts, actor, document_id, Action.READ)
    desk = await parts.store.desk(document_id)
    policy, now = policy_from(desk.policy), parts.clock()
    enabled = parts.assistant.enabled and policy.assistant
    if enabled and allows(access.role, Action.ASK_ASSISTANT):
        await parts.questions.models.prepare()
    since = resets_at(now) - DAY_MS
    used = await parts.store.used_since(document_id, actor.person.id, since)
    return AssistantOfDocumentOut(
        enabled=enabled,
        models=_models(parts, policy),
        recipes=await recipes_of(parts, document_id, policy),
        brief=BriefOut(**_all_parts(Brief(**desk.brief)), version=desk.brief_version),
        policy=PolicyOut(**policy.to_json(), version=desk.policy_version),
        mine=AllowanceOut(used=used.person, limit=policy.requests_per_person),
        all=AllowanceOut(used=used.document, limit=policy.requests_per_document),
        resets_at=resets_at(now),
        left_out=bool(await parts.questions.refusing(document_id)),
    )


@router.put("/assistant/brief")
async def set_brief(document_id: str, brief: BriefIn, parts: Parts, actor: Acting) -> BriefOut:
    """Say what the document is for; every request carries it."""
    await access_to(parts, actor, document_id, Action.EDIT_BRIEF)
    said = _all_parts(Brief(brief.purpose.strip(), brief.audience.strip(), brief.voice.strip()))
    version = await parts.store.save_brief(document_id, said, brief.version)
    await parts.rooms.record(document_id, actor.person.id, {"kind": "brief", "brief": said})
    parts.rooms.notify(document_id, "assistant")
    return BriefOut(**said, version=version)


@router.put("/assistant/policy")
async def set_policy(document_id: str, wish: PolicyIn, parts: Parts, actor: Acting) -> PolicyOut:
    """Set the rules for the assistant; they hold from the next request on."""
    await access_to(parts, actor, document_id, Action.SET_POLICY)
    policy = policy_from(wish.model_dump(exclude={"version"}))
    if policy.recipes == () or policy.models == ():
        raise Invalid("Allow at least one recipe and one model, or switch the assistant off.")
    rules = policy.to_json()
    version = await parts.store.save_policy(document_id, rules, wish.version)
    await parts.rooms.record(document_id, actor.person.id, {"kind": "policy", "policy": rules})
    parts.rooms.notify(document_id, "assistant")
    return PolicyOut(**rules, version=version)


@router.get("/usage")
async def usage(document_id: str, parts: Parts, actor: Asking) -> UsagesOut:
    """Return what everybody asked the assistant of this document, and what it cost."""
    await access_to(parts, actor, document_id, Action.HISTORY)
    rows = await parts.store.usage(document_id)
    people = await parts.store.persons([row.person_id for row in rows])
    return UsagesOut(
        usage=[
            UsageOut(
                person=person_out(people[row.person_id]),
                requests=row.requests,
                suggestions=row.suggestions,
                input_tokens=row.input_tokens,
                output_tokens=row.output_tokens,
                cost=row.cost,
            )
            for row in rows
            if row.person_id in people
        ]
    )


def _models(parts: ServerParts, policy: Policy) -> list[ModelOut]:
    return [
        ModelOut(
            label=label,
            built_in=parts.questions.models.is_built_in(label),
            allowed=policy.models is None or label in policy.models,
        )
        for label in parts.questions.models.labels
    ]


def _all_parts(brief: Brief) -> dict[str, str]:
    return {"purpose": brief.purpose, "audience": brief.audience, "voice": brief.voice}
