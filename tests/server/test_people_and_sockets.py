"""What people change over HTTP reaches the sockets that are open, at once."""

from __future__ import annotations

import itertools
from collections.abc import AsyncGenerator, Iterator
from typing import Any

import pytest
from httpx2 import AsyncClient
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.live import LiveServer, running
from tests.live_client import LiveClient

_numbers = itertools.count()


class Someone:
    """An account on a running server: its browser and the sockets it opens."""

    def __init__(self, server: LiveServer, http: AsyncClient, person: dict[str, Any]) -> None:
        self.server = server
        self.http = http
        self.id: str = person["id"]

    def tab(self, document_id: str) -> LiveClient:
        cookie = f"byline={self.http.cookies['byline']}"
        return LiveClient(self.server.sync, document_id, headers={"Cookie": cookie})

    async def do(self, method: str, path: str, body: object = None) -> Any:
        answer = await self.http.request(method, f"/api{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    limits = {"BYLINE_ACCOUNTS_PER_HOUR": "0", "BYLINE_LOGINS_PER_MINUTE": "0"}
    yield from running(tmp_path_factory.mktemp("closed"), limits, open_mode=False)


class Team:
    """Ada coordinates a document that Ben writes in."""

    def __init__(self, server: LiveServer) -> None:
        self.server = server
        self.clients: list[AsyncClient] = []

    async def someone(self, name: str) -> Someone:
        http = AsyncClient(base_url=self.server.http, headers={"Origin": self.server.http})
        self.clients.append(http)
        login = f"{name}-{next(_numbers)}"
        body = {"name": name, "login": login, "password": "correct horse"}
        person = await http.post("/api/accounts", json=body)
        return Someone(self.server, http, person.json())

    async def gather(self) -> None:
        self.ada, self.ben = await self.someone("Ada"), await self.someone("Ben")
        self.document_id = (await self.ada.do("POST", "/documents", {}))["id"]
        self.path = f"/documents/{self.document_id}"
        await self.give(self.ben, "writer")

    async def give(self, someone: Someone, role: str) -> None:
        await self.ada.do("PUT", f"{self.path}/members/{someone.id}", {"role": role})

    @property
    def log_length(self) -> int:
        return len(self.server.stored_updates(self.document_id))


@pytest.fixture
async def team(server: LiveServer) -> AsyncGenerator[Team]:
    subject = Team(server)
    try:
        await subject.gather()
        yield subject
    finally:
        for client in subject.clients:
            await client.aclose()


async def closed_with(tab: LiveClient) -> int | None:
    await tab.until(lambda: tab.close_code is not None)
    await tab.disconnect()
    return tab.close_code


async def test_without_a_session_there_is_no_socket(server: LiveServer, team: Team) -> None:
    for headers in ({}, {"Cookie": "byline=wrong"}, {"Authorization": "Bearer wrong"}):
        tab = LiveClient(server.sync, team.document_id, headers=headers)
        await tab.open()
        assert await closed_with(tab) == 4401


async def test_a_bearer_token_opens_one_too(server: LiveServer, team: Team) -> None:
    headers = {"Authorization": f"Bearer {team.ben.http.cookies['byline']}"}
    async with LiveClient(server.sync, team.document_id, headers=headers) as tab:
        assert tab.welcome["person"]["id"] == team.ben.id
        assert tab.welcome["role"] == "writer"


async def test_strangers_cannot_tell_a_document_from_nothing(team: Team) -> None:
    stranger = await team.someone("Eve")
    for document_id in (team.document_id, "nosuchdocument"):
        tab = stranger.tab(document_id)
        await tab.open()
        assert await closed_with(tab) == 4404


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_pages_of_other_sites_open_no_socket(team: Team, origin: str) -> None:
    tab = team.ada.tab(team.document_id)
    with pytest.raises(InvalidStatus) as refused:
        await connect(tab.url, additional_headers={**tab.headers, "Origin": origin})
    assert refused.value.response.status_code == 403


async def test_a_role_that_is_taken_away_counts_from_the_next_message(team: Team) -> None:
    async with team.ada.tab(team.document_id) as ada, team.ben.tab(team.document_id) as ben:
        ben.write("welcome")
        await ben.until(lambda: ben.all_saved)
        await team.give(team.ben, "reader")
        await ben.until(lambda: {"kind": "role", "role": "reader"} in ben.notices)
        before = team.log_length
        ben.write("unwelcome")
        await ben.until(lambda: ben.ended or any(n["kind"] == "refused" for n in ben.notices))
        ada.write("meanwhile")
        await ada.until(lambda: ada.all_saved)
        assert team.log_length == before + 1
        assert "unwelcome" not in ada.text


async def test_a_person_who_is_taken_out_is_cut_off(team: Team) -> None:
    async with team.ben.tab(team.document_id) as ben:
        await team.ada.do("DELETE", f"{team.path}/members/{team.ben.id}")
        assert await closed_with(ben) == 4410


async def test_a_session_that_is_ended_takes_its_sockets_along(team: Team) -> None:
    async with team.ada.tab(team.document_id) as ada, team.ben.tab(team.document_id) as ben:
        await team.ben.do("DELETE", "/session")
        assert await closed_with(ben) == 4401
        ada.write("still here")
        await ada.until(lambda: ada.all_saved)


async def test_a_deleted_document_closes_and_comes_back_whole(team: Team) -> None:
    async with team.ben.tab(team.document_id) as ben:
        ben.write("kept")
        await ben.until(lambda: ben.all_saved)
        await team.ada.do("DELETE", team.path)
        assert await closed_with(ben) == 4404
    await team.ada.do("POST", f"{team.path}/undelete")
    async with team.ben.tab(team.document_id) as again:
        assert "kept" in again.text


async def test_titles_and_people_change_on_open_pages(team: Team) -> None:
    async with team.ben.tab(team.document_id) as ben:
        await team.ada.do("PATCH", team.path, {"title": "Another title"})
        await ben.until(lambda: {"kind": "title", "title": "Another title"} in ben.notices)
        async with team.ada.tab(team.document_id):
            await team.ada.do("PATCH", "/me", {"name": "Ada Lovelace"})
            await ben.until(lambda: {"kind": "people"} in ben.notices)


async def test_the_list_names_the_last_writer(team: Team) -> None:
    async with team.ben.tab(team.document_id) as ben:
        ben.write("mine")
        await ben.until(lambda: ben.all_saved)
        (listed,) = (await team.ada.do("GET", "/documents"))["documents"]
        assert listed["last_writer"]["id"] == team.ben.id
