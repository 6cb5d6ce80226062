"""Every route × every role × another document's ids. A route without a row here fails."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from httpx2 import ASGITransport, AsyncClient, Response

from assist.recipe_file import own_recipe_from
from crdt.ids import SERVER_CLIENT, IdRange
from crdt.reviewable import content_hash
from server.access import Action, Role, allows
from server.app import Application, build
from server.comments import Comment, Thread
from server.config import Settings
from server.history import version_body
from server.names import initials_of, token_digest
from server.records import Invitation, LogRow, Person, RecipeRow, SessionRow, SuggestionRow
from server.verdicts import Contest, MarkedReviewed, Said, SignOff
from tests.crdt.documents import item, update
from tests.server.api.site import ORIGIN, slug

FAR_MS = 2**52

PASSAGE = {"text": "In order to write.", "before": "", "after": ""}
DOCUMENT = "/api/documents/{document_id}"
ROLE = {"role": "reader"}
COLLEAGUE = "p_colleague"
RECIPE = {
    "name": "Ours",
    "instruction": "Make it ours.",
    "dimensions": [{"label": label, "hint": ""} for label in ("One", "Two", "Three")],
}
LINE_END = [[SERVER_CLIENT, 0, 1]]
WORDS = "Hello"
CONTENT = content_hash(WORDS)
SAID = Said((IdRange(7, 0, len(WORDS)),), CONTENT, "selected", None, WORDS)
SEEN = {"ids": [[7, 0, len(WORDS)]], "hash": CONTENT, "selected": True}
SIGNED = {"sha256": hashlib.sha256(f"{WORDS}\n".encode()).hexdigest()}
RECIPES_FILE = json.dumps({"byline_recipes": 1, "recipes": [RECIPE]})

DOCUMENT_ROUTES: dict[tuple[str, str], tuple[Action, object]] = {
    ("GET", DOCUMENT): (Action.READ, None),
    ("PATCH", DOCUMENT): (Action.RENAME, {"title": "Renamed"}),
    ("DELETE", DOCUMENT): (Action.DELETE, None),
    ("POST", f"{DOCUMENT}/undelete"): (Action.UNDELETE, None),
    ("GET", f"{DOCUMENT}/members"): (Action.LIST_MEMBERS, None),
    ("PUT", f"{DOCUMENT}/members/{{person_id}}"): (Action.MANAGE_MEMBERS, ROLE),
    ("DELETE", f"{DOCUMENT}/members/{{person_id}}"): (Action.MANAGE_MEMBERS, None),
    ("POST", f"{DOCUMENT}/invitations"): (Action.INVITE, {**ROLE, "expires_in_s": 60}),
    ("DELETE", f"{DOCUMENT}/invitations/{{invitation_id}}"): (Action.INVITE, None),
    ("GET", f"{DOCUMENT}/authorship"): (Action.READ, None),
    ("GET", f"{DOCUMENT}/authorship/refused"): (Action.HISTORY, None),
    ("GET", f"{DOCUMENT}/bundle"): (Action.HISTORY, None),
    ("GET", f"{DOCUMENT}/history"): (Action.HISTORY, None),
    ("GET", f"{DOCUMENT}/history/{{seq}}"): (Action.HISTORY, None),
    ("GET", f"{DOCUMENT}/history/{{seq}}/since/{{before}}"): (Action.HISTORY, None),
    ("POST", f"{DOCUMENT}/history/versions"): (Action.NAME_VERSION, {"seq": 1, "name": "First"}),
    ("PUT", f"{DOCUMENT}/history/versions/{{version_id}}"): (Action.NAME_VERSION, {"name": "One"}),
    ("DELETE", f"{DOCUMENT}/history/versions/{{version_id}}"): (Action.NAME_VERSION, None),
    ("GET", f"{DOCUMENT}/review"): (Action.REVIEW, None),
    ("GET", f"{DOCUMENT}/review/life?ids=7-0-5"): (Action.REVIEW, None),
    ("POST", f"{DOCUMENT}/review/passages"): (Action.REVIEW, SEEN),
    ("DELETE", f"{DOCUMENT}/review/passages/{{review_id}}"): (Action.REVIEW, None),
    ("POST", f"{DOCUMENT}/review/contests"): (Action.REVIEW, {**SEEN, "reason": "No."}),
    ("DELETE", f"{DOCUMENT}/review/contests/{{contest_id}}"): (Action.REVIEW, None),
    ("POST", f"{DOCUMENT}/review/contests/{{contest_id}}/settle"): (
        Action.SIGN_OFF,
        {"note": "Agreed."},
    ),
    ("POST", f"{DOCUMENT}/review/sign-offs"): (Action.SIGN_OFF, SIGNED),
    ("DELETE", f"{DOCUMENT}/review/sign-offs/{{sign_off_id}}"): (Action.SIGN_OFF, None),
    ("GET", f"{DOCUMENT}/numbers"): (Action.HISTORY, None),
    ("GET", f"{DOCUMENT}/report"): (Action.HISTORY, None),
    ("GET", f"{DOCUMENT}/text"): (Action.READ, None),
    ("GET", f"{DOCUMENT}/suggestions"): (Action.READ, None),
    ("POST", f"{DOCUMENT}/suggestions"): (
        Action.ASK_ASSISTANT,
        {"passage": PASSAGE, "recipe": "shorten", "instruction": None, "alternatives": 3},
    ),
    ("POST", f"{DOCUMENT}/suggestions/preview"): (Action.ASK_ASSISTANT, {"passage": PASSAGE}),
    ("POST", f"{DOCUMENT}/suggestions/teammate"): (
        Action.ASK_ASSISTANT,
        {"passage": PASSAGE, "person": COLLEAGUE},
    ),
    ("POST", f"{DOCUMENT}/suggestions/{{suggestion_id}}/answer"): (Action.COMMENT, {"text": "So."}),
    ("DELETE", f"{DOCUMENT}/suggestions/{{suggestion_id}}/answer"): (Action.COMMENT, None),
    ("PUT", f"{DOCUMENT}/suggestions/{{suggestion_id}}/mark"): (Action.COMMENT, {"pinned": True}),
    ("POST", f"{DOCUMENT}/suggestions/{{suggestion_id}}/placing"): (Action.WRITE, {"reason": "Ok"}),
    ("PUT", f"{DOCUMENT}/suggestions/{{suggestion_id}}/share"): (Action.ASK_ASSISTANT, None),
    ("DELETE", f"{DOCUMENT}/suggestions/{{suggestion_id}}/share"): (Action.ASK_ASSISTANT, None),
    ("GET", f"{DOCUMENT}/assistant"): (Action.READ, None),
    ("PUT", f"{DOCUMENT}/assistant/brief"): (Action.EDIT_BRIEF, {"purpose": "", "version": 0}),
    ("PUT", f"{DOCUMENT}/assistant/policy"): (Action.SET_POLICY, {"version": 0}),
    ("GET", f"{DOCUMENT}/usage"): (Action.HISTORY, None),
    ("POST", f"{DOCUMENT}/recipes"): (Action.EDIT_RECIPES, {"content": RECIPE}),
    ("POST", f"{DOCUMENT}/recipes/file"): (Action.EDIT_RECIPES, {"file": RECIPES_FILE}),
    ("GET", f"{DOCUMENT}/recipes/file"): (Action.READ, None),
    ("PUT", f"{DOCUMENT}/recipes/{{recipe_id}}"): (
        Action.EDIT_RECIPES,
        {"content": RECIPE, "version": 1},
    ),
    ("DELETE", f"{DOCUMENT}/recipes/{{recipe_id}}"): (Action.EDIT_RECIPES, None),
    ("GET", f"{DOCUMENT}/recipes/{{recipe_id}}/versions"): (Action.READ, None),
    ("GET", f"{DOCUMENT}/threads"): (Action.COMMENT, None),
    ("POST", f"{DOCUMENT}/threads"): (Action.COMMENT, {"anchor": LINE_END, "text": "Why?"}),
    ("POST", f"{DOCUMENT}/threads/read"): (Action.COMMENT, {"comments": []}),
    ("POST", f"{DOCUMENT}/threads/{{thread_id}}/comments"): (Action.COMMENT, {"text": "So."}),
    ("PATCH", f"{DOCUMENT}/threads/{{thread_id}}/comments/{{comment_id}}"): (
        Action.COMMENT,
        {"text": "Or so."},
    ),
    ("DELETE", f"{DOCUMENT}/threads/{{thread_id}}/comments/{{comment_id}}"): (Action.COMMENT, None),
    ("PUT", f"{DOCUMENT}/threads/{{thread_id}}/resolved"): (Action.COMMENT, {"resolved": True}),
}
"""What each document route asks of the access table, and a body that it takes."""

BETWEEN_PEOPLE = {
    ("POST", f"{DOCUMENT}/suggestions/{{suggestion_id}}/answer"),
    ("DELETE", f"{DOCUMENT}/suggestions/{{suggestion_id}}/answer"),
    ("DELETE", f"{DOCUMENT}/suggestions/{{suggestion_id}}/share"),
    ("PATCH", f"{DOCUMENT}/threads/{{thread_id}}/comments/{{comment_id}}"),
    ("DELETE", f"{DOCUMENT}/threads/{{thread_id}}/comments/{{comment_id}}"),
    ("DELETE", f"{DOCUMENT}/review/passages/{{review_id}}"),
    ("DELETE", f"{DOCUMENT}/review/contests/{{contest_id}}"),
}
"""Routes for those people only whom it is about."""

NEEDS_SESSION = {
    ("GET", "/api/me/consent"),
    ("PUT", "/api/me/consent"),
    ("GET", "/api/me/digest"),
    ("PUT", "/api/me/digest"),
    ("PATCH", "/api/me"),
    ("DELETE", "/api/me"),
    ("DELETE", "/api/session"),
    ("GET", "/api/sessions"),
    ("DELETE", "/api/sessions/{session_id}"),
    ("GET", "/api/documents"),
    ("POST", "/api/documents"),
    ("POST", "/api/invitations/{token}"),
}
FOR_EVERYBODY = {
    ("GET", "/api/me"),
    ("POST", "/api/session"),
    ("POST", "/api/session/guest"),
    ("POST", "/api/accounts"),
    ("GET", "/api/invitations/{token}"),
    ("GET", "/api/keys"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
}


@dataclass
class Team:
    """One document, somebody of each role, a bystander's membership and an invitation."""

    document_id: str
    by_role: dict[Role, AsyncClient]
    bystander: Person
    invitation_id: str

    def path(self, template: str, role: Role = Role.COORDINATOR) -> str:
        kind = "question" if template.endswith("/answer") else "card"
        return template.format(
            document_id=self.document_id,
            person_id=self.bystander.id,
            invitation_id=self.invitation_id,
            suggestion_id=f"s_{kind}_{role}_{self.document_id}",
            recipe_id=f"r_{self.document_id}",
            thread_id=f"t_{self.document_id}",
            comment_id=f"c_{role}_{self.document_id}",
            review_id=f"v_{role}_{self.document_id}",
            contest_id=f"k_{role}_{self.document_id}",
            sign_off_id=f"o_{self.document_id}",
            seq=1,
            before=0,
            version_id=f"v_{self.document_id}",
        )


class World:
    """The whole application, without accounts' slow passwords."""

    def __init__(self, application: Application, stack: AsyncExitStack) -> None:
        self.application = application
        self.store = application.parts.store
        self._stack = stack
        self._count = 0

    async def client(self, token: str | None = None) -> AsyncClient:
        transport = ASGITransport(app=self.application.api)
        headers = {"Origin": ORIGIN} | ({"Authorization": f"Bearer {token}"} if token else {})
        client = AsyncClient(transport=transport, base_url=ORIGIN, headers=headers, timeout=30)
        return await self._stack.enter_async_context(client)

    async def person(self, name: str) -> Person:
        self._count += 1
        person = Person(f"p_{name}{self._count}", name, initials_of(name), 0, "account")
        await self.store.add_person(person, 1)
        return person

    async def session(self, person: Person) -> AsyncClient:
        token = f"token of {person.id}"
        await self.store.add_session(
            SessionRow(f"e_{person.id}", person.id, token_digest(token), 1, FAR_MS, FAR_MS, "test")
        )
        return await self.client(token)

    async def team(self) -> Team:
        owner = await self.person("owner")
        coordinator = await self.session(owner)
        made = await coordinator.post("/api/documents", json={})
        document_id = made.json()["id"]
        by_role = {Role.COORDINATOR: coordinator}
        people = {Role.COORDINATOR: owner.id}
        for role in (Role.WRITER, Role.REVIEWER, Role.READER):
            person = await self.person(role.value)
            await self.store.set_role(document_id, person.id, role, 2)
            by_role[role] = await self.session(person)
            people[role] = person.id
        bystander = await self.person("bystander")
        await self.store.set_role(document_id, bystander.id, Role.READER, 3)
        colleague = Person(COLLEAGUE, "Colleague", "C", 0, "account")
        if await self.store.person(COLLEAGUE) is None:
            await self.store.add_person(colleague, 1)
        await self.store.set_role(document_id, COLLEAGUE, Role.REVIEWER, 3)
        await self.store.add_request(
            [
                a_suggestion(document_id, role, person_id, kind)
                for role, person_id in people.items()
                for kind in ("card", "question")
            ]
        )
        await self.store.add_recipes(
            [
                RecipeRow(
                    document_id,
                    f"r_{document_id}",
                    1,
                    owner.id,
                    1,
                    own_recipe_from(RECIPE).to_json(),
                )
            ]
        )
        await self.write(document_id, owner.id)
        named = version_body(f"v_{document_id}", 1, "Begun")
        await self.application.parts.rooms.record(document_id, owner.id, named)
        await self.store.add_thread(a_thread(document_id, people), ())
        for role, person_id in people.items():
            await self.store.add_review(
                MarkedReviewed(f"v_{role}_{document_id}", document_id, person_id, 1, 2, SAID, "")
            )
            await self.store.add_contest(
                Contest(f"k_{role}_{document_id}", document_id, person_id, 1, 2, SAID, "No.")
            )
        await self.store.add_sign_off(
            SignOff(f"o_{document_id}", document_id, owner.id, 1, 2, 2, CONTENT, "", 0, 0, 0, 0)
        )
        invitation_id = f"inv_{document_id}"
        await self.store.add_invitation(
            Invitation(invitation_id, document_id, invitation_id, Role.READER, owner.id, 1, FAR_MS)
        )
        return Team(document_id, by_role, bystander, invitation_id)

    async def write(self, document_id: str, person_id: str) -> None:
        """Put some words of a person into the log."""
        words = LogRow(document_id, 2, 1, person_id, update(item(7, 0, WORDS)))
        await self.store.append([words], [(document_id, 7, person_id)])

    async def kept(self, team: Team) -> tuple[object, ...]:
        """All of a document that a request could have changed."""
        store, document_id = self.store, team.document_id
        return (
            await store.document(document_id),
            await store.members(document_id),
            await store.invitations(document_id, 1),
            await store.load_log(document_id),
            await store.list_suggestions(document_id),
            await store.marks(document_id),
            await store.desk(document_id),
            await store.recipes(document_id),
            await store.threads(document_id),
            await store.reviews(document_id),
            await store.contests(document_id),
            await store.sign_offs(document_id),
        )


def a_thread(document_id: str, people: dict[Role, str]) -> Thread:
    """One in which everybody has said something."""
    thread_id, owner = f"t_{document_id}", people[Role.COORDINATOR]
    said = tuple(
        Comment(f"c_{role}_{document_id}", thread_id, person_id, 1, "Well?")
        for role, person_id in people.items()
    )
    anchor = (IdRange(SERVER_CLIENT, 0, 1),)
    return Thread(thread_id, document_id, owner, 1, anchor, "", comments=said)


def a_suggestion(document_id: str, role: Role, person_id: str, kind: str) -> SuggestionRow:
    """One that this person asked for and shared (`card`), or is asked for (`question`)."""
    row = SuggestionRow(
        id=f"s_{kind}_{role}_{document_id}",
        document_id=document_id,
        number=0,
        request_id=f"q_{kind}_{role}",
        person_id=person_id,
        at_ms=1,
        recipe="shorten",
        instruction=None,
        passage=PASSAGE,
        label="Shorter",
        text="To write.",
        rules=(),
        model="",
        state="ready",
    )
    if kind == "card":
        return replace(row, shared_by=person_id, shared_at=1)
    return replace(row, state="asking", text="", answered_by=person_id)


@asynccontextmanager
async def a_world(folder: Path, **settings: Any) -> AsyncGenerator[World]:
    application = build(Settings(data=str(folder), **settings), {})
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(application.api.router.lifespan_context(application.api))
        yield World(application, stack)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncGenerator[World]:
    async with a_world(tmp_path) as subject:
        yield subject


async def ask(client: AsyncClient, method: str, path: str, body: object) -> Response:
    return await client.request(method, path, json=body)


def described(application: Application) -> set[tuple[str, str]]:
    paths = application.api.openapi()["paths"]
    return {(method.upper(), path) for path, methods in paths.items() for method in methods}


async def test_every_route_has_a_row(world: World) -> None:
    routes = {(method, template.partition("?")[0]) for method, template in DOCUMENT_ROUTES}
    rows = routes | NEEDS_SESSION | FOR_EVERYBODY
    assert described(world.application) == rows


@pytest.mark.parametrize("role", Role)
async def test_a_role_may_what_the_table_says_and_nothing_else(world: World, role: Role) -> None:
    for (method, template), (action, body) in DOCUMENT_ROUTES.items():
        team = await world.team()
        before = await world.kept(team)
        answer = await ask(team.by_role[role], method, team.path(template, role), body)
        told = f"{role} {method} {template}: {answer.status_code}"
        if allows(role, action):
            assert answer.is_success, told
        else:
            assert (answer.status_code, slug(answer)) == (403, "forbidden"), told
            assert await world.kept(team) == before, told


async def test_strangers_learn_nothing(world: World) -> None:
    team = await world.team()
    before = await world.kept(team)
    stranger = await world.session(await world.person("stranger"))
    nobody = await world.client()
    revoked = await world.client("no such token")
    for (method, template), (_, body) in DOCUMENT_ROUTES.items():
        path = team.path(template)
        missing = path.replace(team.document_id, "nosuchdocument")
        answer = await ask(stranger, method, path, body)
        assert (answer.status_code, slug(answer)) == (404, "not-found"), path
        assert answer.json() == (await ask(stranger, method, missing, body)).json()
        for client in (nobody, revoked):
            answer = await ask(client, method, path, body)
            assert (answer.status_code, slug(answer)) == (401, "unauthenticated"), path
    assert await world.kept(team) == before


async def test_ids_of_another_document_are_unknown_in_this_one(world: World) -> None:
    mine, theirs = await world.team(), await world.team()
    before = await world.kept(theirs)
    coordinator = mine.by_role[Role.COORDINATOR]
    for (method, template), (_, body) in DOCUMENT_ROUTES.items():
        answer = await ask(coordinator, method, theirs.path(template), body)
        assert answer.status_code == 404, template
        if template.count("{") == 2 and method == "DELETE":  # my document, their second id
            swapped = theirs.path(template.replace("{document_id}", mine.document_id))
            answer = await ask(coordinator, method, swapped, body)
            assert answer.status_code == 404, swapped
    assert await world.kept(theirs) == before


async def test_without_a_session_only_the_public_routes_answer(world: World) -> None:
    nobody = await world.client()
    for method, template in NEEDS_SESSION:
        path = template.format(session_id="e_x", token="unknown")
        answer = await ask(nobody, method, path, {} if method in {"POST", "PATCH", "PUT"} else None)
        assert (answer.status_code, slug(answer)) == (401, "unauthenticated"), path
    for method, template in FOR_EVERYBODY:
        answer = await ask(nobody, method, template.format(token="unknown"), {})
        assert answer.status_code != 401, template


async def test_in_open_mode_somebody_without_a_session_is_a_writer(tmp_path: Path) -> None:
    async with a_world(tmp_path, open_mode=True) as world:
        for (method, template), (action, body) in DOCUMENT_ROUTES.items():
            if (method, template) in BETWEEN_PEOPLE:
                continue
            team = await world.team()
            answer = await ask(await world.client(), method, team.path(template), body)
            told = f"{method} {template}: {answer.status_code}"
            if allows(Role.WRITER, action):
                assert answer.is_success, told
            else:
                assert (answer.status_code, slug(answer)) == (403, "forbidden"), told
