"""Law 1 on the running server: asking the assistant leaves every document as it was."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import LiveServer, running
from tests.live_client import LiveClient

PASSAGE = "Due to the fact that it rained, we made a decision to stay at home."


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    yield from running(tmp_path)


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


@pytest.mark.law(1)
async def test_asking_changes_no_document(server: LiveServer) -> None:
    """Several suggestions are asked for and finished; log, text and state vector are as before."""
    import asyncio

    async with LiveClient(server.sync, "d") as writer:
        writer.write(PASSAGE)
        await writer.until(lambda: writer.all_saved)
        log, state = server.stored_updates("d"), writer.state_vector
        events = await asyncio.to_thread(ask, server, "d")
        finished = [data for name, data in events if name == "finished"]
        assert len(finished) >= 2
        assert all(data["text"] not in {"", PASSAGE} for data in finished)
        assert server.stored_updates("d") == log
        async with LiveClient(server.sync, "d") as reader:
            assert reader.state_vector == state
            assert reader.text == f"{PASSAGE}\n"
