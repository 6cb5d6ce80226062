"""Comments over HTTP and live, on a running server: who may, what they are about, whom they tell."""

from __future__ import annotations

import itertools
from collections.abc import AsyncGenerator, Iterator
from typing import Any

import pytest
from httpx2 import AsyncClient, Response
from pycrdt import Array, Text

from server.comments import MAX_COMMENT_CHARS
from tests.live import LiveServer, running
from tests.live_client import LiveClient
from tests.server.api.site import slug

WORDS = "The pilot boat came in. "
Ids = tuple[int, int, int]
_numbers = itertools.count()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    settings = {"BYLINE_ACCOUNTS_PER_HOUR": "0"}
    yield from running(tmp_path_factory.mktemp("threads"), settings, open_mode=False)


class Member:
    """Somebody with a role in the document, over HTTP and as a typist."""

    def __init__(self, server: LiveServer, name: str) -> None:
        self.server = server
        self.name = name
        headers = {"Origin": server.http}
        self.http = AsyncClient(base_url=server.http, headers=headers, timeout=30)
        self.id = ""
        self.document_id = ""

    async def arrive(self) -> None:
        login = f"{self.name}-{next(_numbers)}"
        body = {"name": self.name, "login": login, "password": "correct horse"}
        self.id = (await self.http.post("/api/accounts", json=body)).json()["id"]

    @property
    def base(self) -> str:
        return f"/api/documents/{self.document_id}/threads"

    def tab(self) -> LiveClient:
        cookie = f"byline={self.http.cookies['byline']}"
        return LiveClient(self.server.sync, self.document_id, headers={"Cookie": cookie})

    async def begin(self, anchor: list[Ids], text: str = "Why?") -> Response:
        return await self.http.post(self.base, json={"anchor": anchor, "text": text})

    async def reply(self, thread: dict[str, Any], text: str) -> Response:
        path = f"{self.base}/{thread['id']}/comments"
        return await self.http.post(path, json={"text": text})

    async def edit(self, thread: dict[str, Any], at: int, text: str) -> Response:
        path = f"{self.base}/{thread['id']}/comments/{thread['comments'][at]['id']}"
        return await self.http.patch(path, json={"text": text})

    async def delete(self, thread: dict[str, Any], at: int) -> Response:
        path = f"{self.base}/{thread['id']}/comments/{thread['comments'][at]['id']}"
        return await self.http.delete(path)

    async def resolve(self, thread: dict[str, Any], *, resolved: bool) -> Response:
        body = {"resolved": resolved}
        return await self.http.put(f"{self.base}/{thread['id']}/resolved", json=body)

    async def threads(self) -> list[dict[str, Any]]:
        answer = await self.http.get(self.base)
        assert answer.is_success, answer.text
        return answer.json()["threads"]

    async def unread(self) -> list[tuple[str, str]]:
        """What is unread and why, in its order."""
        said = [comment for thread in await self.threads() for comment in thread["comments"]]
        return [(each["text"], each["news"]) for each in said if each["unread"]]


class Team:
    """Ada coordinates, Ben writes, Rae reviews, Rob reads; Ben has written `WORDS`."""

    def __init__(self, server: LiveServer) -> None:
        self.ada, self.ben, self.rae, self.rob = (
            Member(server, name) for name in ("Ada", "Ben", "Rae", "Rob")
        )
        self.words: Ids = (0, 0, 0)

    @property
    def everybody(self) -> tuple[Member, ...]:
        return self.ada, self.ben, self.rae, self.rob

    async def gather(self) -> None:
        for member in self.everybody:
            await member.arrive()
        document_id = (await self.ada.http.post("/api/documents", json={})).json()["id"]
        for member, role in zip(self.everybody[1:], ("writer", "reviewer", "reader"), strict=True):
            path = f"/api/documents/{document_id}/members/{member.id}"
            await self.ada.http.put(path, json={"role": role})
        for member in self.everybody:
            member.document_id = document_id
        async with self.ben.tab() as tab:
            self.words = tab.put_first(WORDS)
            await tab.until(lambda: tab.all_saved)

    def part(self, text: str) -> Ids:
        """The ids of a part of `WORDS`."""
        client, clock, _ = self.words
        return client, clock + WORDS.index(text), len(text)


@pytest.fixture
async def team(server: LiveServer) -> AsyncGenerator[Team]:
    subject = Team(server)
    try:
        await subject.gather()
        yield subject
    finally:
        for member in subject.everybody:
            await member.http.aclose()


async def test_who_may_comment_may_read_comments_and_readers_neither(team: Team) -> None:
    for member in (team.ada, team.ben, team.rae):
        begun = await member.begin([team.part("pilot")], f"{member.name} asks.")
        assert begun.status_code == 201
    texts = [thread["comments"][0]["text"] for thread in await team.rae.threads()]
    assert texts == ["Ada asks.", "Ben asks.", "Rae asks."]
    refused = await team.rob.begin([team.part("pilot")])
    assert slug(refused) == slug(await team.rob.http.get(team.rob.base)) == "forbidden"


async def test_the_server_quotes_the_words_of_the_ids(team: Team) -> None:
    thread = (await team.rae.begin([team.part("pilot boat")])).json()
    assert (thread["quote"], thread["ids"]) == ("pilot boat", [list(team.part("pilot boat"))])
    pieces = (await team.rae.begin([team.part("came"), team.part("The")])).json()
    assert pieces["quote"] == "The … came"
    lie = {"anchor": [team.part("The")], "text": "Why?", "quote": "I resign"}
    assert slug(await team.rae.http.post(team.rae.base, json=lie)) == "invalid"


async def test_impossible_anchors_are_refused_at_the_edge(team: Team) -> None:
    client, clock, length = team.words
    unknown = [
        [(client, clock + length, 1)],
        [(client, clock, length + 1)],
        [(client + 1, 0, 1)],
        [(2**60, 2**60, 2**60)],
        [team.words, (7, 0, 1)],
    ]
    for anchor in unknown:
        answer = await team.rae.begin(anchor)
        assert (answer.status_code, slug(answer)) == (409, "passage-unknown"), anchor
    impossible: list[Any] = [
        [],
        [(client, -1, 1)],
        [(client, clock, 0)],
        [(client, clock)],
        [("x", 0, 1)],
        [team.words] * 2_001,
        None,
    ]
    for anchor in impossible:
        assert slug(await team.rae.begin(anchor)) == "invalid", anchor
    assert await team.rae.threads() == []


@pytest.mark.parametrize(
    "text", ["", "  \n ", "\u200b\u202e", "x" * (MAX_COMMENT_CHARS + 1), None, 7, "@[p_nobody]"]
)
async def test_impossible_texts_are_refused_with_a_sentence(team: Team, text: Any) -> None:
    anchor = [team.part("pilot")]
    thread = (await team.ada.begin(anchor)).json()
    for answer in (
        await team.ada.begin(anchor, text),
        await team.ada.reply(thread, text),
        await team.ada.edit(thread, 0, text),
    ):
        assert (answer.status_code, slug(answer)) == (422, "invalid")
        assert answer.json()["error"]["message"].endswith(".")
    assert (await team.ada.threads())[0]["comments"] == thread["comments"]


async def test_the_longest_comment_is_kept_as_it_is(team: Team) -> None:
    long = "🐕" * MAX_COMMENT_CHARS
    thread = (await team.ben.begin([team.part("The")], f"\n {long}\u200b ")).json()
    assert thread["comments"][0]["text"] == long


async def test_one_changes_ones_own_comments_only(team: Team) -> None:
    thread = (await team.ada.begin([team.part("pilot")], "First")).json()
    thread = (await team.ben.reply(thread, "Second")).json()
    for answer in (await team.ben.edit(thread, 0, "Mine"), await team.ben.delete(thread, 0)):
        assert slug(answer) == "forbidden"
    edited = (await team.ada.edit(thread, 0, "Anew")).json()["comments"][0]
    assert (edited["text"], edited["edited_at"] is not None) == ("Anew", True)
    assert (await team.ada.delete(thread, 0)).status_code == 204
    (left,) = await team.ben.threads()
    first, second = left["comments"]
    assert (first["deleted"], first["text"], second["text"]) == (True, "", "Second")
    for answer in (await team.ada.edit(thread, 0, "Back"), await team.ada.delete(thread, 0)):
        assert slug(answer) == "not-found"
    assert (await team.ben.delete(thread, 1)).status_code == 204
    assert await team.ada.threads() == [], "nothing is said in it any more"
    assert slug(await team.ada.reply(thread, "Hello?")) == "not-found"


async def test_threads_of_another_document_are_unknown_here(team: Team) -> None:
    thread = (await team.ada.begin([team.part("pilot")])).json()
    document_id = team.ada.document_id
    team.ada.document_id = (await team.ada.http.post("/api/documents", json={})).json()["id"]
    for answer in (
        await team.ada.reply(thread, "Well?"),
        await team.ada.edit(thread, 0, "Well?"),
        await team.ada.delete(thread, 0),
        await team.ada.resolve(thread, resolved=True),
        await team.ada.begin([team.part("pilot")]),
    ):
        assert slug(answer) in {"not-found", "passage-unknown"}
    team.ada.document_id = document_id
    assert (await team.ada.threads()) == [thread]


async def test_whoever_may_comment_resolves_and_reopens(team: Team) -> None:
    thread = (await team.ada.begin([team.part("pilot")])).json()
    resolved = (await team.rae.resolve(thread, resolved=True)).json()
    assert resolved["resolved_by"]["name"] == "Rae"
    again = (await team.ben.resolve(thread, resolved=True)).json()
    assert again["resolved_by"]["name"] == "Rae", "who was first is kept"
    assert (await team.ben.resolve(thread, resolved=False)).json()["resolved_at"] is None
    await team.rae.resolve(thread, resolved=True)
    assert await team.ben.reply(thread, "Not quite.")  # opens it again
    assert (await team.ada.threads())[0]["resolved_by"] is None


async def test_mentions_and_replies_are_news_until_they_are_read(team: Team) -> None:
    asked = f"Is that so, @[{team.ben.id}]?"
    thread = (await team.rae.begin([team.part("pilot")], asked)).json()
    assert [person["name"] for person in thread["comments"][0]["mentions"]] == ["Ben"]
    assert await team.ben.unread() == [(asked, "mention")]
    assert await team.ada.unread() == await team.rae.unread() == []
    await team.ben.reply(thread, "It is.")
    assert await team.rae.unread() == [("It is.", "reply")]
    ids = [comment["id"] for comment in (await team.rae.threads())[0]["comments"]]
    read = await team.rae.http.post(f"{team.rae.base}/read", json={"comments": ids})
    assert read.status_code == 204
    assert await team.rae.unread() == []
    assert len(await team.ben.unread()) == 1, "each reads for themselves"
    await team.rae.resolve(thread, resolved=True)
    assert await team.ben.unread() == [], "what is resolved asks for nothing"


async def test_only_who_may_comment_is_mentioned(team: Team) -> None:
    for person_id in (team.rob.id, "p_byline", "p_nobody"):
        answer = await team.ada.begin([team.part("pilot")], f"@[{person_id}]")
        assert slug(answer) == "invalid"
        assert "mentioned" in answer.json()["error"]["message"]
    crowd = " ".join(f"@[p_{number}]" for number in range(51))
    assert slug(await team.ada.begin([team.part("pilot")], crowd)) == "invalid"


async def test_pages_are_told_and_the_document_is_never_changed(team: Team) -> None:
    server = team.ada.server
    before = server.stored_updates(team.ada.document_id)
    async with team.ben.tab() as tab:

        def told() -> int:
            return tab.notices.count({"kind": "comments"})

        thread = (await team.rae.begin([team.part("pilot")])).json()
        await tab.until(lambda: told() == 1)
        await team.rae.reply(thread, "Well?")
        await team.rae.edit(thread, 0, "Why now?")
        await team.rae.resolve(thread, resolved=True)
        await team.rae.delete(thread, 0)
        await tab.until(lambda: told() == 5)
        text = tab.text
    assert text.startswith(WORDS)
    assert server.stored_updates(team.ada.document_id) == before
    kinds = {entry["kind"] for _, entry in server.entries(team.ada.document_id)}
    assert kinds <= {"role"}


async def test_a_thread_follows_its_words_and_keeps_the_quotation_when_they_go(team: Team) -> None:
    thread = (await team.rae.begin([team.part("pilot boat ")])).json()
    client, clock, length = team.part("pilot boat ")
    async with team.ben.tab() as tab:
        content = tab.doc.get("content", type=Text)
        start = WORDS.index("pilot")
        del content[start : start + length]
        to = {"client": tab.client_id, "clock": 0, "length": length}
        with tab.doc.transaction():
            content.insert(0, "pilot boat ")
            claims = tab.doc.get("lineage", type=Array)
            claims.append({"to": to, "from": {"client": client, "clock": clock}})
        await tab.until(lambda: tab.all_saved)
        (moved,) = await team.rae.threads()
        assert sorted(moved["ids"]) == sorted([[client, clock, length], [tab.client_id, 0, length]])
        del content[0:length]
        await tab.until(lambda: tab.all_saved)
    (left,) = await team.rae.threads()
    assert left["quote"] == thread["quote"] == "pilot boat"
    gone = (await team.rae.begin([team.part("pilot boat ")])).json()
    assert gone["quote"] == "pilot boat", "words that are gone by now can be spoken of too"


async def test_the_words_need_not_be_saved_when_the_request_comes(team: Team) -> None:
    """A comment on words that are on their way to the log waits for them."""
    async with team.ben.tab() as tab:
        for number in range(20):
            ids = tab.put_first(f"word{number} ")
            await tab.until(lambda: tab.all_saved)
            answer = await team.ben.begin([ids])
            assert answer.json()["quote"] == f"word{number}"


async def test_in_open_mode_everybody_may(tmp_path: Any) -> None:
    for server in running(tmp_path, {}, open_mode=True):
        async with (
            AsyncClient(base_url=server.http, headers={"Origin": server.http}) as ann,
            AsyncClient(base_url=server.http, headers={"Origin": server.http}) as bea,
            LiveClient(server.sync, "d") as tab,
        ):
            ids = tab.put_first("Hello ")
            await tab.until(lambda: tab.all_saved)
            me = (await bea.post("/api/session/guest", json={"name": "Bea"})).json()
            body = {"anchor": [ids], "text": f"Hello @[{me['id']}]"}
            begun = await ann.post("/api/documents/d/threads", json=body)
            assert begun.status_code == 201, begun.text
            (seen,) = (await bea.get("/api/documents/d/threads")).json()["threads"]
            assert seen["comments"][0]["unread"]
