"""What a team agrees on for the assistant, over HTTP: rules, brief, recipes, cards, consent. On a running server."""

from __future__ import annotations

import itertools
import json
from collections.abc import AsyncGenerator, Iterator
from typing import Any

import psutil
import pytest
from httpx2 import AsyncClient, Response

from tests.assist.model_server import ModelServer
from tests.live import LiveServer, running
from tests.live_client import LiveClient
from tests.server.api.site import slug

WORDY = "In order to finish, we had a discussion about the plan."
RECIPE: dict[str, Any] = {
    "name": "For the board",
    "instruction": "Rewrite {selection} for {audience}.",
    "dimensions": [{"label": label, "hint": ""} for label in ("Short", "Warm", "Dry")],
    "alternatives": 2,
}
_numbers = itertools.count()


def askers_of(server: LiveServer) -> list[psutil.Process]:
    """The processes of a server that ask models."""
    children = psutil.Process(server.pid).children(recursive=True)
    return [child for child in children if "assist.worker" in child.cmdline()]


@pytest.fixture
async def model() -> AsyncGenerator[ModelServer]:
    async with ModelServer() as subject:
        yield subject


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory, model: ModelServer) -> Iterator[LiveServer]:
    settings = {"BYLINE_ACCOUNTS_PER_HOUR": "0", **model.settings()}
    yield from running(tmp_path_factory.mktemp("assistant"), settings, open_mode=False)


class Team:
    """Ada coordinates a document that Ben writes in, over HTTP and as typists."""

    def __init__(self, server: LiveServer) -> None:
        self.server = server
        self.clients: list[AsyncClient] = []
        self.ids: list[str] = []

    async def gather(self) -> None:
        for name in ("Ada", "Ben"):
            http = AsyncClient(
                base_url=self.server.http, headers={"Origin": self.server.http}, timeout=30
            )
            self.clients.append(http)
            login = f"{name}{next(_numbers)}"
            body = {"name": name, "login": login, "password": "correct horse"}
            self.ids.append((await http.post("/api/accounts", json=body)).json()["id"])
        made = await self.clients[0].post("/api/documents", json={})
        self.document_id = made.json()["id"]
        self.base = f"/api/documents/{self.document_id}"
        role = {"role": "writer"}
        await self.clients[0].put(f"{self.base}/members/{self.ids[1]}", json=role)

    @property
    def ada(self) -> AsyncClient:
        return self.clients[0]

    @property
    def ben(self) -> AsyncClient:
        return self.clients[1]

    def tab(self, who: AsyncClient) -> LiveClient:
        cookie = f"byline={who.cookies['byline']}"
        return LiveClient(self.server.sync, self.document_id, headers={"Cookie": cookie})

    async def ask(self, who: AsyncClient, **more: Any) -> Response:
        body = {"passage": {"text": WORDY}, "recipe": "shorten", **more}
        return await who.post(f"{self.base}/suggestions", json=body)

    async def assistant(self, who: AsyncClient) -> dict[str, Any]:
        return (await who.get(f"{self.base}/assistant")).json()

    async def rule(self, **rules: Any) -> Response:
        version = (await self.assistant(self.ada))["policy"]["version"]
        answer = await self.ada.put(
            f"{self.base}/assistant/policy", json={**rules, "version": version}
        )
        assert answer.is_success, answer.text
        return answer

    async def kinds(self) -> list[str]:
        bundle = (await self.ada.get(f"{self.base}/bundle")).text
        return [json.loads(line)["type"] for line in bundle.splitlines()]


@pytest.fixture
async def team(server: LiveServer) -> AsyncGenerator[Team]:
    subject = Team(server)
    try:
        await subject.gather()
        yield subject
    finally:
        for client in subject.clients:
            await client.aclose()


async def test_the_coordinators_rules_are_enforced(team: Team) -> None:
    assert (await team.assistant(team.ben))["enabled"]
    await team.rule(assistant=False)
    assert not (await team.assistant(team.ben))["enabled"]
    for who in (team.ada, team.ben):
        assert slug(await team.ask(who)) == "assistant-off"
    await team.rule(recipes=["shorten"])
    assert slug(await team.ask(team.ben, recipe="formal")) == "recipe-not-allowed"
    assert (await team.ask(team.ben)).status_code == 200
    refused = await team.ben.put(f"{team.base}/assistant/policy", json={"version": 2})
    assert slug(refused) == "forbidden"
    for nothing in ({"recipes": []}, {"models": []}):
        body = {**nothing, "version": 2}
        answer = await team.ada.put(f"{team.base}/assistant/policy", json=body)
        assert slug(answer) == "invalid"
    assert (await team.kinds()).count("policy") == 2


async def test_a_day_has_so_many_requests_and_it_is_said_when_there_are_more(team: Team) -> None:
    await team.rule(requests_per_person=1, requests_per_document=2)
    assert (await team.ask(team.ben)).status_code == 200
    refused = await team.ask(team.ben)
    assert (refused.status_code, slug(refused)) == (429, "limit-reached")
    told = refused.json()["error"]
    assert "asked once today" in told["message"]
    assert "midnight UTC" in told["message"]
    assert 0 < told["retry_after_s"] <= 86_400
    assert (await team.ask(team.ada)).status_code == 200
    seen = await team.assistant(team.ben)
    assert (seen["mine"], seen["all"]) == ({"used": 1, "limit": 1}, {"used": 2, "limit": 2})
    await team.rule(requests_per_document=2)
    assert "All together" in (await team.ask(team.ben)).json()["error"]["message"]


async def test_two_who_change_the_same_thing_do_not_overwrite_each_other(team: Team) -> None:
    path = f"{team.base}/assistant/brief"
    first = await team.ben.put(path, json={"purpose": "Win the grant", "version": 0})
    assert first.json()["version"] == 1
    late = await team.ada.put(path, json={"purpose": "Inform the board", "version": 0})
    assert (late.status_code, slug(late)) == (409, "changed-meanwhile")
    assert (await team.assistant(team.ada))["brief"]["purpose"] == "Win the grant"


async def test_every_request_carries_the_brief(team: Team, model: ModelServer) -> None:
    body = {"purpose": "Win the grant", "audience": "Reviewers", "version": 0}
    await team.ben.put(f"{team.base}/assistant/brief", json=body)
    await team.ask(team.ada)
    assert all("Audience: Reviewers" in str(asked.body) for asked in model.asked)
    assert "brief" in await team.kinds()


async def test_own_recipes_have_versions_makers_and_files(team: Team, model: ModelServer) -> None:
    model.answer = "{n} {n} {n} {n} {passage}"
    made = await team.ben.post(f"{team.base}/recipes", json={"content": RECIPE})
    (recipe_id,) = made.json()["ids"]
    shown = {each["id"]: each for each in (await team.assistant(team.ada))["recipes"]}
    assert (shown[recipe_id]["name"], shown[recipe_id]["maker"]) == ("For the board", "Ben")
    await team.ask(team.ada, recipe=recipe_id)
    assert len(model.asked) == RECIPE["alternatives"]
    assert "Rewrite the PASSAGE for the reader of the text." in str(model.asked[0].body)
    other = {"content": {**RECIPE, "name": "For all"}, "version": 1}
    assert (await team.ada.put(f"{team.base}/recipes/{recipe_id}", json=other)).is_success
    late = await team.ben.put(f"{team.base}/recipes/{recipe_id}", json=other)
    assert slug(late) == "changed-meanwhile"
    versions = (await team.ben.get(f"{team.base}/recipes/{recipe_id}/versions")).json()["versions"]
    assert [each["content"]["name"] for each in versions] == ["For all", "For the board"]
    file = (await team.ben.get(f"{team.base}/recipes/file")).text
    taken = await team.ada.post(f"{team.base}/recipes/file", json={"file": file})
    assert len(taken.json()["ids"]) == 1
    assert (await team.ada.delete(f"{team.base}/recipes/{recipe_id}")).status_code == 204
    names = [each["name"] for each in (await team.assistant(team.ben))["recipes"]]
    assert names.count("For all") == 1
    assert slug(await team.ask(team.ada, recipe=recipe_id)) == "unknown-recipe"
    wrong = {"content": {**RECIPE, "alternatives": 9}}
    assert slug(await team.ben.post(f"{team.base}/recipes", json=wrong)) == "bad-recipe"
    assert (await team.kinds()).count("recipe") == 4


async def cards(team: Team, who: AsyncClient, **query: str) -> list[dict[str, Any]]:
    answer = await who.get(f"{team.base}/suggestions", params=query)
    assert answer.is_success, answer.text
    return answer.json()["suggestions"]


async def test_a_card_is_shown_to_the_team_when_somebody_shares_it(team: Team) -> None:
    async with team.tab(team.ben) as tab:
        await team.ask(team.ada)
        first = (await cards(team, team.ada))[0]
        assert await cards(team, team.ben) == []
        assert len(await cards(team, team.ben, everybody="true")) == 3
        path = f"{team.base}/suggestions/{first['id']}"
        assert slug(await team.ben.put(f"{path}/mark", json={"rating": 1})) == "not-found"
        assert (await team.ada.put(f"{path}/share")).json()["shared_by"]["name"] == "Ada"
        await tab.until(lambda: {"kind": "suggestions"} in tab.notices)
        (shared,) = await cards(team, team.ben)
        assert (shared["id"], shared["shared_by"]["name"]) == (first["id"], "Ada")
        rated = await team.ben.put(f"{path}/mark", json={"rating": -1, "pinned": True})
        assert (rated.json()["down"], rated.json()["pinned"]) == (1, True)
        again = await team.ben.put(f"{path}/mark", json={"dismissed": True})
        assert (again.json()["rating"], again.json()["dismissed"]) == (-1, True)
        assert slug(await team.ben.delete(f"{path}/share")) == "forbidden"
        assert (await team.ada.delete(f"{path}/share")).status_code == 204
        assert await cards(team, team.ben) == []


async def test_ratings_order_the_recipes(team: Team) -> None:
    before = [each["id"] for each in (await team.assistant(team.ada))["recipes"]]
    await team.ask(team.ada, recipe="friendlier")
    first = (await cards(team, team.ada))[0]
    await team.ada.put(f"{team.base}/suggestions/{first['id']}/mark", json={"rating": 1})
    after = (await team.assistant(team.ada))["recipes"]
    assert (after[0]["id"], after[0]["up"]) == ("friendlier", 1)
    assert [each["id"] for each in after[1:]] == [each for each in before if each != "friendlier"]


async def test_a_teammates_answer_is_a_card_and_the_teammates_words(team: Team) -> None:
    path = f"{team.base}/suggestions"
    question = {"person": team.ids[1], "passage": {"text": WORDY}, "instruction": "Shorter?"}
    asked = (await team.ada.post(f"{path}/teammate", json=question)).json()
    (seen,) = await cards(team, team.ben)
    assert (seen["state"], seen["asked_by"]["name"]) == ("asking", "Ada")
    answer = {"text": "We talked the plan through."}
    refused = await team.ada.post(f"{path}/{asked['id']}/answer", json=answer)
    assert slug(refused) == "forbidden"
    ready = await team.ben.post(f"{path}/{asked['id']}/answer", json=answer)
    assert (ready.json()["state"], ready.json()["answered_by"]["name"]) == ("ready", "Ben")
    again = await team.ben.post(f"{path}/{asked['id']}/answer", json=answer)
    assert slug(again) == "conflict"
    async with team.tab(team.ada) as tab:
        tab.put_first(answer["text"], asked["id"])
        await tab.until(lambda: tab.all_saved)
    spans = (await team.ada.get(f"{team.base}/authorship")).json()["spans"]
    assert (spans[0]["author"], spans[0]["placed_by"]) == (team.ids[1], team.ids[0])
    assert (spans[0]["origin"], spans[0]["suggestion"]) == ("adopted", asked["id"])
    himself = {**question, "person": team.ids[0]}
    assert slug(await team.ada.post(f"{path}/teammate", json=himself)) == "invalid"


async def put(
    team: Team, who: AsyncClient, text: str, suggestion: str | None = None
) -> list[tuple[int, int, int]]:
    """Somebody writes or places something at the start; its ids."""
    async with team.tab(who) as tab:
        run = tab.put_first(text, suggestion)
        await tab.until(lambda: tab.all_saved)
        return [run]


async def test_words_of_those_who_refuse_are_left_out_of_every_prompt(
    team: Team, model: ModelServer
) -> None:
    bens = await put(team, team.ben, "Ben’s secret words. ")
    adas = await put(team, team.ada, "Ada’s own words. ")
    passage = {
        "text": "Ada’s own words. Ben’s secret words. ",
        "ids": {"text": [*adas, *bens]},
    }
    said = (await team.ben.put("/api/me/consent", json={"consent": False})).json()
    assert said == {"said": False, "holds": False}
    assert (await team.assistant(team.ada))["left_out"]
    preview = await team.ada.post(f"{team.base}/suggestions/preview", json={"passage": passage})
    assert preview.json() == {
        "text": "Ada’s own words. […] ",
        "before": "",
        "after": "",
        "left_out": 1,
    }
    await team.ask(team.ada, passage=passage)
    assert model.asked
    assert "secret" not in str([asked.body for asked in model.asked])
    assert "[…]" in str(model.asked[0].body)
    only = {"text": "Ben’s secret words. ", "ids": {"text": bens}}
    assert slug(await team.ask(team.ada, passage=only)) == "no-consent"
    lost = {"text": "Ben’s secret words. ", "ids": {"text": adas}}
    assert slug(await team.ask(team.ada, passage=lost)) == "passage-unknown"
    assert slug(await team.ask(team.ada)) == "passage-unknown"
    await team.ask(team.ada, passage=only, model="Built-in, no model")
    assert (await team.ben.put("/api/me/consent", json={"consent": None})).json()["holds"]
    assert (await team.ask(team.ada)).status_code == 200


async def test_draft_first_wants_peoples_own_words(team: Team) -> None:
    await team.rule(draft_first=True)
    own = await put(team, team.ben, "I wrote every word of this myself.")
    passage = {"text": "I wrote every word of this myself.", "ids": {"text": own}}
    assert (await team.ask(team.ben, passage=passage)).status_code == 200
    card = next(each for each in await cards(team, team.ben) if each["state"] == "ready")
    placed = await put(team, team.ben, card["text"], card["id"])
    machine = {"text": card["text"], "ids": {"text": placed}}
    assert slug(await team.ask(team.ben, passage=machine)) == "draft-first"


async def test_usage_is_told_by_person(team: Team) -> None:
    await team.ask(team.ada)
    await team.ask(team.ben)
    await team.ask(team.ben)
    rows = (await team.ada.get(f"{team.base}/usage")).json()["usage"]
    assert [(row["person"]["name"], row["requests"]) for row in rows] == [("Ben", 2), ("Ada", 1)]
    assert all(row["suggestions"] > 0 and row["output_tokens"] > 0 for row in rows)


async def test_who_asks_may_choose_a_model_that_is_allowed(team: Team, model: ModelServer) -> None:
    labels = [each["label"] for each in (await team.assistant(team.ada))["models"]]
    await team.rule(models=[labels[-1]])
    assert slug(await team.ask(team.ada, model=labels[0])) == "unknown-model"
    assert (await team.ask(team.ada)).status_code == 200
    assert model.asked == []
    assert {card["model"] for card in await cards(team, team.ada)} == {labels[-1]}


async def test_the_library_of_models_is_loaded_for_whoever_may_ask(
    team: Team, server: LiveServer
) -> None:
    await team.ada.put(f"{team.base}/members/{team.ids[1]}", json={"role": "reader"})
    await team.assistant(team.ben)
    assert not askers_of(server)
    await team.assistant(team.ada)
    assert len(askers_of(server)) == 1


async def test_an_instance_can_do_without(tmp_path: Any) -> None:
    for server in running(tmp_path, {"BYLINE_ASSISTANT": "0"}, open_mode=True):
        async with AsyncClient(base_url=server.http, headers={"Origin": server.http}) as http:
            assert not (await http.get("/api/me")).json()["assistant"]["enabled"]
            document_id = (await http.post("/api/documents", json={})).json()["id"]
            base = f"/api/documents/{document_id}"
            assert not (await http.get(f"{base}/assistant")).json()["enabled"]
            body = {"passage": {"text": WORDY}, "recipe": "shorten"}
            assert slug(await http.post(f"{base}/suggestions", json=body)) == "assistant-off"
