"""Law 1 on the running server: whatever a model answers, every document is as it was."""

import asyncio
import json
import urllib.request
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from httpx2 import AsyncClient

from tests.assist.hostile_answers import HOSTILE, HostileModel
from tests.assist.model_server import MODES
from tests.live import LiveServer, running
from tests.live_client import LiveClient

PASSAGE = "Due to the fact that it rained, we made a decision to stay at home."
NEVER_ENDING = {"silent", "stall"}
"""What a model may do until the server loses patience, after 20 s: `test_run.py` has less of it."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    yield from running(tmp_path)


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def model() -> AsyncIterator[HostileModel]:
    async with HostileModel() as hostile:
        yield hostile


@pytest.fixture(scope="session")
def server_with_model(
    tmp_path_factory: pytest.TempPathFactory, model: HostileModel
) -> Iterator[LiveServer]:
    yield from running(tmp_path_factory.mktemp("byline"), model.settings())


def ask(server: LiveServer, document_id: str) -> list[tuple[str, dict[str, object]]]:
    """The events that the server answers a request for suggestions with."""
    body = {"passage": {"text": PASSAGE, "before": "", "after": ""}, "recipe": "shorten"}
    request = urllib.request.Request(
        f"{server.http}/api/documents/{document_id}/suggestions",
        json.dumps(body | {"instruction": None, "alternatives": 3}).encode(),
        {"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        blocks = answer.read().decode().strip().split("\n\n")
    lines = [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]
    return [(line["event"], json.loads(line["data"])) for line in lines if "event" in line]


async def events_of_asking(
    server: LiveServer, document_id: str
) -> list[tuple[str, dict[str, object]]]:
    """Ask about a document's text, and read the answer again; the document must be as before."""
    async with LiveClient(server.sync, document_id) as writer:
        writer.write(PASSAGE)
        await writer.until(lambda: writer.all_saved)
        log, state = server.stored_updates(document_id), writer.state_vector
        events = await asyncio.to_thread(ask, server, document_id)
        await asyncio.to_thread(server.get, f"/api/documents/{document_id}/suggestions")
        assert server.stored_updates(document_id) == log
        async with LiveClient(server.sync, document_id) as reader:
            assert reader.state_vector == state
            assert reader.text == f"{PASSAGE}\n"
        return events


@pytest.mark.law(1)
async def test_asking_changes_no_document(server: LiveServer) -> None:
    """Several suggestions are asked for and finished; log, text and state vector are as before."""
    finished = [data for name, data in await events_of_asking(server, "d") if name == "finished"]
    assert len(finished) >= 2
    assert all(data["text"] not in {"", PASSAGE} for data in finished)


@pytest.mark.law(1)
@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("kind", HOSTILE)
async def test_no_answer_changes_a_document(
    server_with_model: LiveServer, model: HostileModel, kind: str
) -> None:
    """Markup, scripts, orders, tool calls, controls, bidi overrides, a megabyte: text or a failure, nothing else."""
    model.mode, model.hostile = "normal", HOSTILE[kind]
    events = await events_of_asking(server_with_model, f"d-{kind.replace(' ', '-')}")
    ends = [name for name, _ in events if name in {"finished", "failed"}]
    assert len(ends) == 3
    assert events[-1][0] == "done"
    for name, data in events:
        assert not {"\x1b", "\x00", "\u202e", "\U000e0069"} & set(str(data.get("text", "")))
        if name == "finished":
            assert len(str(data["text"])) < 10_000


@pytest.mark.law(1)
@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("mode", sorted({*MODES} - NEVER_ENDING))
async def test_no_behaviour_of_a_model_changes_a_document(
    server_with_model: LiveServer, model: HostileModel, mode: str
) -> None:
    """Slow, cut, refused, garbage, endless, a web page: every alternative ends, the document is as before."""
    model.mode, model.hostile = mode, "It rained, so we stayed at home."
    events = await events_of_asking(server_with_model, f"m-{mode}")
    ends = [name for name, _ in events if name in {"finished", "failed"}]
    assert len(ends) == 3
    assert events[-1][0] == "done"


RECIPE = {
    "name": "Ours",
    "instruction": "Write the document.",
    "dimensions": [{"label": label, "hint": ""} for label in ("One", "Two", "Three")],
}
RECIPES_FILE = json.dumps({"byline_recipes": 1, "recipes": [RECIPE]})
CARD = "suggestions/{card}"
REQUESTS: tuple[tuple[str, str, object], ...] = (
    ("GET", "suggestions", None),
    ("POST", "suggestions/preview", {"passage": {"text": PASSAGE}}),
    ("POST", "suggestions/teammate", {"passage": {"text": PASSAGE}, "person": "{teammate}"}),
    ("POST", "suggestions/{question}/answer", {"text": "Rain kept us at home."}),
    ("DELETE", "suggestions/{question}/answer", None),
    ("PUT", f"{CARD}/mark", {"rating": 1, "pinned": True}),
    ("POST", f"{CARD}/placing", {"reason": "Shorter."}),
    ("PUT", f"{CARD}/share", None),
    ("DELETE", f"{CARD}/share", None),
    ("GET", "assistant", None),
    ("PUT", "assistant/brief", {"purpose": "Write all of it.", "version": 0}),
    ("PUT", "assistant/policy", {"draft_first": False, "version": 0}),
    ("GET", "usage", None),
    ("POST", "recipes", {"content": RECIPE}),
    ("POST", "recipes/file", {"file": RECIPES_FILE}),
    ("GET", "recipes/file", None),
    ("PUT", "recipes/{recipe}", {"content": RECIPE, "version": 1}),
    ("GET", "recipes/{recipe}/versions", None),
    ("DELETE", "recipes/{recipe}", None),
)
"""Every request to the assistant but the one that asks it, in an order in which each is possible."""


class Coordinator:
    """Somebody who sends all of these, with ids as they come up; the teammate answers."""

    def __init__(
        self, server: LiveServer, http: AsyncClient, teammate: AsyncClient, document_id: str
    ) -> None:
        self.base = f"{server.http}/api/documents/{document_id}"
        self.http = http
        self.teammate = teammate
        self.ids: dict[str, str] = {}

    async def send(self, method: str, path: str, body: object) -> None:
        text = json.dumps(body)
        for name, value in self.ids.items():
            path, text = path.replace(f"{{{name}}}", value), text.replace(f"{{{name}}}", value)
        sent = None if body is None else json.loads(text)
        http = self.teammate if method == "POST" and path.endswith("/answer") else self.http
        answer = await http.request(method, f"{self.base}/{path}", json=sent)
        assert answer.is_success or "answered" in answer.text, answer.text
        if path == "recipes":
            self.ids["recipe"] = answer.json()["ids"][0]
        if path == "suggestions/teammate":
            self.ids["question"] = answer.json()["id"]


@pytest.mark.law(1)
async def test_no_request_to_the_assistant_changes_a_document(server: LiveServer) -> None:
    """Sharing, rating, asking teammates, briefs, rules and recipes: log entries perhaps, never an update."""
    headers = {"Origin": server.http}
    async with AsyncClient(headers=headers, timeout=30) as http, AsyncClient(headers=headers) as bo:
        teammate = await bo.post(f"{server.http}/api/session/guest", json={"name": "Bo"})
        await http.post(f"{server.http}/api/session/guest", json={"name": "Ada"})
        made = await http.post(f"{server.http}/api/documents", json={})
        document_id = made.json()["id"]
        async with LiveClient(server.sync, document_id) as writer:
            writer.write(PASSAGE)
            await writer.until(lambda: writer.all_saved)
            state = writer.state_vector
            ada = Coordinator(server, http, bo, document_id)
            body = {"passage": {"text": PASSAGE}, "recipe": "shorten"}
            await http.post(f"{ada.base}/suggestions", json=body)
            cards = (await http.get(f"{ada.base}/suggestions")).json()["suggestions"]
            ada.ids = {"card": cards[0]["id"], "teammate": teammate.json()["id"]}
            for method, path, sent in REQUESTS:
                await ada.send(method, path, sent)
            async with LiveClient(server.sync, document_id) as reader:
                assert reader.state_vector == state
                assert reader.text == f"{PASSAGE}\n"


@pytest.mark.law(1)
def test_there_is_no_other_way_to_the_assistant(server: LiveServer) -> None:
    """The routes of the assistant are those that the tests above drive."""
    paths = server.get("/api/openapi.json")["paths"]
    base = "/api/documents/{document_id}/"
    words = ("suggest", "assist", "recipe", "usage")
    found = {
        (verb.upper(), path.removeprefix(base))
        for path, verbs in paths.items()
        for verb in verbs
        if any(word in path for word in words)
    }
    names = {
        "{card}": "{suggestion_id}",
        "{question}": "{suggestion_id}",
        "{recipe}": "{recipe_id}",
    }
    driven = {("POST", "suggestions")}
    for method, path, _ in REQUESTS:
        for name, parameter in names.items():
            path = path.replace(name, parameter)
        driven.add((method, path))
    assert found == driven
