"""A document with placed suggestions, and a team that reviews it: for the tests of the review."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from httpx2 import AsyncClient, Response
from pycrdt import Array

from crdt.codec import decode_state_vector
from crdt.entries import suggestion_body
from crdt.frames import write_sync_update
from server.access import Role
from server.records import Person
from tests.server.api.test_access_matrix import World, a_suggestion
from tests.server.house import Tab

PLACED = "The harbour was empty at dawn, and nobody had seen the boat."
PASTED = "This sentence was written in another place altogether."


class Writer(Tab):
    """Somebody who writes in a document over a connection of their own."""

    def claim_to(self, length: int) -> dict[str, int]:
        clock = decode_state_vector(self.doc.get_state()).get(self.doc.client_id, 0)
        return {"client": self.doc.client_id, "clock": clock, "length": length}

    async def change(self, at: int, text: str = "", *claims: Any, delete: int = 0) -> None:
        """Delete and insert at an index, with claims, and wait until it is durable; ASCII only."""
        self.hear()
        before = self.doc.get_state()
        with self.doc.transaction():
            if delete:
                del self.text[at : at + delete]
            self.text.insert(at, text)
            for claim in claims:
                self.doc.get("lineage", type=Array).append(claim)
        self.session.receive(write_sync_update(self.doc.get_update(before)), 0)
        await self.hosting._commit.flush()
        assert self.closing is None

    async def format(self, at: int, length: int, marks: dict[str, Any]) -> None:
        self.hear()
        before = self.doc.get_state()
        self.text.format(at, at + length, marks)
        self.session.receive(write_sync_update(self.doc.get_update(before)), 0)
        await self.hosting._commit.flush()

    async def place(self, at: int, suggestion: str, text: str = PLACED) -> None:
        await self.change(
            at, text, {"to": self.claim_to(len(text)), "suggestion": suggestion, "at": 0}
        )

    async def paste(self, at: int, text: str = PASTED) -> None:
        await self.change(at, text, {"to": self.claim_to(len(text)), "origin": "pasted"})


class Reviewers:
    """One document and somebody of each role: `ask` over HTTP, `writer` on a connection."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.hosting = world.application.parts.hosting
        self.people: dict[Role, Person] = {}
        self.clients: dict[Role, AsyncClient] = {}
        self.document = ""

    async def begin(self) -> Reviewers:
        for role in Role:
            self.people[role] = await self.world.person(role.value)
            self.clients[role] = await self.world.session(self.people[role])
        made = await self.clients[Role.COORDINATOR].post("/api/documents", json={})
        self.document = made.json()["id"]
        for role in (Role.WRITER, Role.REVIEWER, Role.READER):
            await self.world.store.set_role(self.document, self.people[role].id, role, 2)
        return self

    async def writer(self, role: Role = Role.WRITER) -> Writer:
        return await Writer(self.hosting).enter(self.document, self.people[role])

    async def suggest(self, suggestion: str, text: str = PLACED, role: Role = Role.WRITER) -> None:
        """Serve a suggestion to somebody."""
        row = a_suggestion(self.document, role, self.people[role].id, "card")
        await self.world.store.add_suggestion(replace(row, id=suggestion, text=text))
        body = suggestion_body(
            suggestion, text, number=1, model="m", label="l", recipe="shorten", instruction=None
        )
        await self.hosting.record(self.document, self.people[role].id, body)

    async def ask(self, role: Role, method: str, path: str = "", body: object = None) -> Response:
        url = f"/api/documents/{self.document}/review{path}"
        return await self.clients[role].request(method, url, json=body)

    async def review(self, role: Role = Role.REVIEWER) -> dict[str, Any]:
        answer = await self.ask(role, "GET")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def passage(self, kind: str = "ai") -> dict[str, Any]:
        """The only passage of a kind."""
        (found,) = [each for each in (await self.review())["passages"] if each["kind"] == kind]
        return found

    async def mark(self, role: Role, passage: dict[str, Any], note: str = "") -> Response:
        return await self.ask(role, "POST", "/passages", {**seen(passage), "note": note})

    async def second_person(self) -> None:
        """Let the coordinator ask for a second person."""
        url = f"/api/documents/{self.document}/assistant/policy"
        body = {"friction": "second-person", "version": 0}
        answer = await self.clients[Role.COORDINATOR].put(url, json=body)
        assert answer.status_code == 200, answer.text


def seen(passage: dict[str, Any]) -> dict[str, Any]:
    """What somebody sends who saw a passage."""
    return {
        "ids": passage["ids"],
        "hash": passage["hash"],
        "selected": passage["kind"] == "selected",
    }
