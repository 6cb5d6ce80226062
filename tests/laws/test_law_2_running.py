"""Law 2 on the running server: a modified client may claim what it likes."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Array, Text

from tests.laws.test_law_1_running import ask
from tests.live import LiveServer, running
from tests.live_client import LiveClient


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    yield from running(tmp_path)


def insert_with_claim(client: LiveClient, text: str, **claim: object) -> None:
    """Insert at the beginning and claim where it came from, in one transaction."""
    clock = client.state_vector.get(client.client_id, 0)
    content = client.doc.get("content", type=Text)
    lineage = client.doc.get("lineage", type=Array)
    to = {"client": client.client_id, "clock": clock, "length": len(text)}
    with client.doc.transaction():
        content.insert(0, text)
        lineage.append({"to": to, **claim})


async def spans(server: LiveServer, document_id: str) -> list[dict[str, Any]]:
    answer = await asyncio.to_thread(server.get, f"/api/documents/{document_id}/authorship")
    return answer["spans"]


@pytest.mark.law(2)
async def test_the_author_is_who_is_on_the_connection(server: LiveServer) -> None:
    """Two people write; each span's author is the person the server let in, not a name that was sent."""
    async with LiveClient(server.sync, "d") as ada, LiveClient(server.sync, "d") as ben:
        ada.write("Ada wrote this. ")
        await ada.until(lambda: ada.all_saved)
        await ben.until(lambda: "Ada" in ben.text)
        ben.write("Ben wrote that.")
        await ben.until(lambda: ben.all_saved)
        people = [client.welcome["person"]["id"] for client in (ada, ben)]
        found = await spans(server, "d")
    assert [span["author"] for span in found] == [*people, None]
    assert [span["origin"] for span in found] == ["typed", "typed", "imported"]


@pytest.mark.law(2)
async def test_a_placed_suggestion_is_believed_only_if_the_texts_are_equal(
    server: LiveServer,
) -> None:
    """A claim with the suggestion's own text is adopted; unequal, unserved and foreign ones change nothing."""
    async with LiveClient(server.sync, "d") as ada:
        events = await asyncio.to_thread(ask, server, "d")
        served = next(data for name, data in events if name == "finished")
        text, suggestion = str(served["text"]), str(served["id"])
        insert_with_claim(ada, text, suggestion=suggestion, at=0)
        insert_with_claim(ada, "My own words. ", suggestion=suggestion, at=0)
        insert_with_claim(ada, text + " ", suggestion="s_neverserved", at=0)
        async with LiveClient(server.sync, "other") as elsewhere:
            insert_with_claim(elsewhere, text, suggestion=suggestion, at=0)
            await elsewhere.until(lambda: elsewhere.all_saved)
        await ada.until(lambda: ada.all_saved)
        author = ada.welcome["person"]["id"]
        found = await spans(server, "d")
        other = await spans(server, "other")
    placed = [span for span in found if span["origin"] == "adopted"]
    assert [(span["length"], span["author"], span["placed_by"]) for span in placed] == [
        (len(text), None, author)
    ]
    assert {span["origin"] for span in found if span["author"] == author} == {"typed"}
    assert {span["origin"] for span in other} == {"typed", "imported"}
