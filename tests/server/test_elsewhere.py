"""Words that come from another document: claimed, and recognised where nobody claims them."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from crdt.frames import write_sync_update
from crdt.ids import IdRange
from crdt.update import REF_ANY, Update, encode_update
from server.elsewhere import DOCUMENTS_PER_MESSAGE, sources_elsewhere
from tests.crdt.documents import ADA, item
from tests.laws.modified_client import ModifiedClient, Told, told
from tests.laws.test_law_1_running import PASSAGE
from tests.live import LiveServer, running

BENS = "The harbour was empty when the pilot boat came in. "
_documents = count(1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    yield from running(Path(tmp_path_factory.mktemp("elsewhere")))


class Guest:
    """Somebody with a session, who opens documents and asks the assistant."""

    def __init__(self, server: LiveServer, name: str) -> None:
        self.server = server
        body = json.dumps({"name": name}).encode()
        with self._open("/api/session/guest", body, {}) as answer:
            self.cookie = answer.headers["set-cookie"].split(";")[0]
            self.person = json.load(answer)["id"]

    def _open(self, path: str, body: bytes, headers: dict[str, str]) -> Any:
        headers = {"content-type": "application/json", "origin": self.server.http, **headers}
        request = urllib.request.Request(f"{self.server.http}{path}", body, headers)
        return urllib.request.urlopen(request, timeout=30)

    def tab(self, document: str) -> ModifiedClient:
        return ModifiedClient(self.server.sync, document, headers={"Cookie": self.cookie})

    def ask(self, document: str) -> tuple[str, str]:
        """A suggestion served in a document: its id and its text."""
        passage = {"text": PASSAGE, "before": "", "after": ""}
        wish = {"passage": passage, "recipe": "shorten", "instruction": None, "alternatives": 2}
        body, path = json.dumps(wish).encode(), f"/api/documents/{document}/suggestions"
        with self._open(path, body, {"cookie": self.cookie}) as answer:
            events = answer.read().decode().strip().split("\n\n")
        finished = next(event for event in events if event.startswith("event: finished"))
        data = json.loads(finished.split("data: ", 1)[1])
        return data["id"], data["text"]


@asynccontextmanager
async def two_documents(server: LiveServer) -> AsyncIterator[tuple[ModifiedClient, ModifiedClient]]:
    """Ben's text in one document, and a client in another one."""
    number = next(_documents)
    async with (
        ModifiedClient(server.sync, f"from{number}") as ben,
        ModifiedClient(server.sync, f"into{number}") as ada,
    ):
        ben.insert(BENS)
        await ben.settled()
        yield ben, ada


def document_of(client: ModifiedClient) -> str:
    return client.url.rsplit("/", 1)[1]


def copied(text: str, ben: ModifiedClient, ada: ModifiedClient, at: int) -> dict[str, Any]:
    source = {"client": ben.client_id, "clock": at}
    return {"to": ada.to(len(text)), "from": source, "document": document_of(ben)}


async def test_words_copied_from_another_document_keep_their_author(server: LiveServer) -> None:
    async with two_documents(server) as (ben, ada):
        words = BENS[4:30]
        ada.insert("And: ")
        ada.insert(words, copied(words, ben, ada, 4))
        ada.insert(" So.")
        await ada.settled()
        found = await told(server, document_of(ada))
        assert [each.text for each in found] == ["And: ", words, " So."]
        assert found[1] == Told(words, "copied", "typed", ben.person, ada.person, None, False)
        answer = server.get(f"/api/documents/{document_of(ada)}/authorship")
        assert answer["documents"] == {
            document_of(ben): {"id": document_of(ben), "title": "Untitled"}
        }
        assert ben.person in answer["people"]
        (source,) = [span["source"] for span in answer["spans"] if span["source"]]
        assert source == {"client": ben.client_id, "clock": 4, "document": document_of(ben)}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"document": "nowhere"}, "no-such-source"),
        ({"from": {"client": 1, "clock": 0}}, "no-such-source"),
        ({"at": 5}, "text-differs"),
    ],
)
async def test_a_claim_about_another_document_has_to_be_true(
    server: LiveServer, change: dict[str, Any], reason: str
) -> None:
    async with two_documents(server) as (ben, ada):
        words = BENS[4:30]
        claim = copied(words, ben, ada, change.pop("at", 4)) | change
        ada.insert(words, claim)
        await ada.settled()
        (found,) = await told(server, document_of(ada))
        assert found == Told(words, "typed", "typed", ada.person, ada.person, None, False)
        refused = server.get(f"/api/documents/{document_of(ada)}/authorship/refused")["refused"]
        assert [each["reason"] for each in refused] == [reason]


async def test_the_excerpt_is_in_the_ledger_before_the_words(
    server: LiveServer, tmp_path: Path
) -> None:
    """So the bundle verifies, and after a crash the authorship is the same."""
    async with two_documents(server) as (ben, ada):
        words = BENS[4:30]
        ada.insert(words, copied(words, ben, ada, 4))
        await ada.settled()
        before = await told(server, document_of(ada))
        entries = server.entries(document_of(ada))
        assert [(seq, body["kind"], body["text"]) for seq, body in entries] == [
            (2, "excerpt", words)
        ]
        await server.restart_after_kill()
        assert await told(server, document_of(ada)) == before


async def test_a_suggestion_asked_for_elsewhere_is_recognised(server: LiveServer) -> None:
    """Asked for in one document, pasted in another: adopted, undeclared; whichever came first."""
    number = next(_documents)
    here, there = f"here{number}", f"there{number}"
    guest = await asyncio.to_thread(Guest, server, "Ada")
    async with guest.tab(there), guest.tab(here) as ada:
        served, text = await asyncio.to_thread(guest.ask, there)
        ada.insert(f"As I always say: {text}")
        await ada.settled()
        _, found = await told(server, here)
        assert found == Told(text, "adopted", "adopted", None, guest.person, served, True)
        answer = server.get(f"/api/documents/{here}/authorship")
        told_of = answer["suggestions"][served]
        assert (told_of["document"], told_of["text"], told_of["number"]) == (there, "", None)
        ((_, entry),) = server.entries(here)
        assert (entry["kind"], entry["id"], entry["document"]) == ("suggestion", served, there)
    async with guest.tab(f"third{number}") as again:
        again.insert(text)
        await again.settled()
        (found,) = await told(server, f"third{number}")
        assert (found.suggestion, found.undeclared) == (served, True)


async def test_another_persons_suggestions_are_not_looked_for(server: LiveServer) -> None:
    number = next(_documents)
    ada, ben = [await asyncio.to_thread(Guest, server, name) for name in ("Ada", "Ben")]
    async with ada.tab(f"a{number}"), ben.tab(f"b{number}") as tab:
        _, text = await asyncio.to_thread(ada.ask, f"a{number}")
        tab.insert(text)
        await tab.settled()
        (found,) = await told(server, f"b{number}")
        assert (found.origin, found.author) == ("typed", ben.person)


def message(*claims: dict[str, Any]) -> bytes:
    structs = tuple(item(ADA, at, (claim,), ref=REF_ANY) for at, claim in enumerate(claims))
    return write_sync_update(encode_update(Update(structs, ())))


def claim_of(document: str, length: int = 3) -> dict[str, Any]:
    to = {"client": ADA, "clock": 0, "length": length}
    return {"to": to, "from": {"client": 9, "clock": 4}, "document": document}


def test_what_a_message_names_elsewhere_is_bounded() -> None:
    assert sources_elsewhere(message(claim_of("d"))) == {"d": [IdRange(9, 4, 3)]}
    many = message(*(claim_of(f"d{number}") for number in range(20)))
    assert len(sources_elsewhere(many)) == DOCUMENTS_PER_MESSAGE
    assert sources_elsewhere(message(claim_of("d", 2**20))) == {}
    assert sources_elsewhere(message({"to": claim_of("d")["to"], "origin": "pasted"})) == {}
    assert sources_elsewhere(b"\x00\x02\x09\x08document") == {}
