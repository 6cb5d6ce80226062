"""A server without sockets for the tests of the HTTP routes: real routes, real store."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient, Response

from server.access import Role
from server.api.app import create_api
from server.api.parts import AssistantInfo, ServerParts
from server.config import Settings
from server.identity import Identity
from server.passwords import Passwords
from server.signing import Signing
from server.store.sql import SqlStore
from server.throttle import Throttle

ORIGIN = "http://127.0.0.1"
START_MS = 1_700_000_000_000


class Told:
    """What the open rooms would have been told, in order."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []

    async def person_changed(self, person_id: str) -> None:
        self.calls.append(("person", person_id))

    async def access_changed(self, document_id: str, person_id: str | None) -> None:
        self.calls.append(("access", document_id, person_id))

    async def role_given(
        self, document_id: str, by: str, person_id: str, role: Role | None
    ) -> None:
        self.calls.append(("role", document_id, by, person_id, role))

    async def document_deleted(self, document_id: str) -> None:
        self.calls.append(("deleted", document_id))

    async def title_changed(self, document_id: str, title: str) -> None:
        self.calls.append(("title", document_id, title))

    async def session_revoked(self, session_id: str) -> None:
        self.calls.append(("session", session_id))

    async def record(self, document_id: str, person_id: str, body: Mapping[str, object]) -> int:
        self.calls.append(("record", document_id, person_id, dict(body)))
        return len(self.calls)

    def notify(self, document_id: str, kind: str) -> None:
        self.calls.append(("notify", document_id, kind))


class Visitor:
    """Somebody with a browser of their own."""

    def __init__(self, client: AsyncClient, person: dict[str, Any]) -> None:
        self.client = client
        self.person = person

    @property
    def id(self) -> str:
        return self.person["id"]

    @property
    def token(self) -> str:
        return self.client.cookies["byline"]

    async def ask(self, method: str, path: str, body: object = None, **more: Any) -> Response:
        return await self.client.request(method, path, json=body, **more)

    async def get(self, path: str) -> Any:
        """The JSON of a request that succeeds."""
        answer = await self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def make(self, path: str, body: object) -> Any:
        """The JSON of a POST that succeeds."""
        answer = await self.ask("POST", path, body)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()


class Site:
    """The routes over a store, with a clock that the test turns."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.now = START_MS
        self.rooms = Told()
        self.store = SqlStore(settings.database_url)
        self.passwords = Passwords()
        throttle = Throttle(lambda: self.now)
        self.parts = ServerParts(
            settings=settings,
            store=self.store,
            identity=Identity(self.store, settings, self.clock, self.passwords, throttle),
            rooms=self.rooms,
            hosting=cast("Any", None),
            questions=cast("Any", None),
            suggestions=cast("Any", None),
            signing=Signing(self.store, self.clock),
            histories=cast("Any", None),
            clock=self.clock,
            assistant=AssistantInfo(enabled=True, model="Built-in, no model", built_in=True),
        )
        self.app: FastAPI = create_api(self.parts, running=self.running)
        self._clients: list[AsyncClient] = []

    def clock(self) -> int:
        return self.now

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        await self.store.open()
        try:
            yield
        finally:
            for client in self._clients:
                await client.aclose()
            self.passwords.close()
            await self.store.close()

    def browser(self, base: str = ORIGIN, **headers: str) -> AsyncClient:
        """A browser without a session, on a page of this server."""
        client = AsyncClient(
            transport=ASGITransport(app=self.app),
            base_url=base,
            headers={"Origin": base, **headers},
        )
        self._clients.append(client)
        return client

    async def guest(self, name: str) -> Visitor:
        """Somebody who picked a name (open mode)."""
        client = self.browser()
        answer = await client.post("/api/session/guest", json={"name": name})
        assert answer.status_code == 200, answer.text
        return Visitor(client, answer.json())

    async def account(self, name: str, password: str = "correct horse") -> Visitor:
        """Somebody who made an account, with their name as login."""
        client = self.browser()
        body = {"name": name, "login": name, "password": password}
        answer = await client.post("/api/accounts", json=body)
        assert answer.status_code == 200, answer.text
        return Visitor(client, answer.json())

    async def nobody(self) -> Visitor:
        """Somebody without a session."""
        return Visitor(self.browser(), {"id": ""})


@asynccontextmanager
async def a_site(folder: Path, **settings: Any) -> AsyncGenerator[Site]:
    """A site on an empty database in `folder`."""
    values: dict[str, Any] = {"data": str(folder), "web_dir": str(folder / "web"), **settings}
    site = Site(Settings(**values))
    async with site.running():
        yield site


def slug(answer: Response) -> str:
    """The slug of an error answer, whose shape is checked on the way."""
    body = answer.json()
    assert set(body) == {"error"}, body
    assert {"slug", "message"} <= set(body["error"]), body
    assert set(body["error"]) <= {"slug", "message", "retry_after_s", "fields"}, body
    return body["error"]["slug"]
