"""The history over HTTP, on a running server."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import AsyncClient
from pycrdt import Text

from tests.live import LiveServer, running
from tests.live_client import LiveClient


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    yield from running(tmp_path_factory.mktemp("history"), {})


def text_of(moment: dict[str, Any]) -> str:
    return "".join(run["insert"] for run in moment["content"])


async def test_every_moment_shows_the_page_as_it_was_with_its_authors(server: LiveServer) -> None:
    """Two people write and delete; each entry of the log shows what was there, also what is gone now."""
    async with LiveClient(server.sync, "d") as ada, LiveClient(server.sync, "d") as ben:
        ada.write("Hello")
        await ada.until(lambda: ada.all_saved)
        await ben.until(lambda: "Hello" in ben.text)
        ben.write("Well: ")
        await ben.until(lambda: ben.all_saved)
        await ada.until(lambda: "Well" in ada.text)
    base = "/api/documents/d/history"
    told = await asyncio.to_thread(server.get, base)
    (session,) = told["sessions"]
    assert told["seq"] == session["last"]
    assert sum(work["inserted"] for work in session["people"]) == len("\nHelloWell: ")
    moments = [
        await asyncio.to_thread(server.get, f"{base}/{seq}") for seq in range(1, told["seq"] + 1)
    ]
    texts = [text_of(moment) for moment in moments]
    assert texts[0] == "\n"
    assert {"Hello\n", "HelloWell: \n"} <= set(texts)
    last = moments[-1]
    spans = [run["span"] for run in last["content"]]
    authors = {span["author"] for span in spans if span["author"]}
    assert len(authors) == 2
    assert authors <= last["people"].keys()
    assert last["at"] >= session["began"]


@pytest.mark.parametrize(("seq", "status"), [("0", 422), ("x", 422), ("99999", 404)])
async def test_a_moment_that_never_was_is_an_error(
    server: LiveServer, seq: str, status: int
) -> None:
    async with LiveClient(server.sync, "e"), AsyncClient(base_url=server.http) as http:
        answer = await http.get(f"/api/documents/e/history/{seq}")
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


async def test_what_changed_between_two_moments_and_by_whom(server: LiveServer) -> None:
    async with LiveClient(server.sync, "c") as ada, LiveClient(server.sync, "c") as ben:
        ada.write("The house is big.")
        await ada.until(lambda: ada.all_saved)
        await ben.until(lambda: "big" in ben.text)
        base = "/api/documents/c/history"
        before = (await asyncio.to_thread(server.get, base))["seq"]
        del ben.doc.get("content", type=Text)[:4]
        ben.write("A ")
        await ben.until(lambda: ben.all_saved)
    after = (await asyncio.to_thread(server.get, base))["seq"]
    compared = await asyncio.to_thread(server.get, f"{base}/{after}/since/{before}")
    changed = [
        (run["change"], run["insert"], compared["people"][run["by"]]["id"])
        for run in compared["content"]
        if "change" in run
    ]
    people = {person for _, _, person in changed}
    assert [(kind, text) for kind, text, _ in changed if kind == "deleted"] == [("deleted", "The ")]
    assert [text for kind, text, _ in changed if kind == "inserted"] == ["A "]
    assert len(people) == 1
    same = "".join(run["insert"] for run in compared["content"] if "change" not in run)
    assert same == "house is big.\n"
    back = await asyncio.to_thread(server.get, f"{base}/{before}/since/{after}")
    kinds = {run["insert"]: run.get("change") for run in back["content"]}
    assert (kinds["The "], kinds["A "]) == ("inserted", "deleted")


async def test_versions_get_names_and_lose_them(server: LiveServer) -> None:
    base = "/api/documents/v/history"
    async with LiveClient(server.sync, "v") as ada, AsyncClient(base_url=server.http) as http:
        ada.write("Done.")
        await ada.until(lambda: ada.all_saved)
        http.headers["Origin"] = server.http
        seq = (await http.get(base)).json()["seq"]
        made = await http.post(f"{base}/versions", json={"seq": seq, "name": " To the client "})
        assert made.status_code == 201, made.text
        one = f"{base}/versions/{made.json()['id']}"
        (version,) = (await http.get(base)).json()["versions"]
        assert (version["name"], version["seq"]) == ("To the client", seq)
        assert (await http.put(one, json={"name": "Sent"})).status_code == 200
        (version,) = (await http.get(base)).json()["versions"]
        assert version["name"] == "Sent"
        assert (await http.delete(one)).status_code == 204
        assert (await http.get(base)).json()["versions"] == []
        assert (await http.delete(one)).status_code == 404
        for wish in ({"seq": 10**6, "name": "Later"}, {"seq": 0, "name": "Before"}):
            assert (await http.post(f"{base}/versions", json=wish)).status_code == 422
        assert (
            await http.post(f"{base}/versions", json={"seq": 1, "name": " "})
        ).status_code == 422


async def test_who_comes_back_is_told_what_they_had_seen(server: LiveServer) -> None:
    """Without an account nobody comes back: `seen` is null for a guest who was never here."""
    async with LiveClient(server.sync, "w") as ada:
        ada.write("Hello")
        await ada.until(lambda: ada.all_saved)
        told = await asyncio.to_thread(server.get, "/api/documents/w/history")
    assert told["seen"] is None
    assert sum(sum(part["people"].values()) for part in told["activity"]) == told["seq"]
