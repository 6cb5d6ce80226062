"""The history over HTTP, on a running server."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import AsyncClient

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
