"""Editors of other makers co-edit a document with ours, through the running server."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from tests.interop.peers import (
    NodePeer,
    Peer,
    node_peer,
    normal,
    plain,
    pycrdt_peer,
    until,
    visible,
)
from tests.live import LiveServer

pytestmark = [pytest.mark.node, pytest.mark.asyncio(loop_scope="module")]

EMOJI = "👩‍🚀"
_numbers = itertools.count(1)


class Company:
    """All editors in one document."""

    def __init__(
        self, document_id: str, byline: NodePeer, stock: NodePeer, quill: NodePeer, pycrdt: Peer
    ) -> None:
        self.document_id = document_id
        self.byline = byline
        self.stock = stock
        self.quill = quill
        self.pycrdt = pycrdt
        self.everybody: tuple[Peer, ...] = (byline, stock, quill, pycrdt)

    async def agree(self) -> str:
        """Wait until all hold and show the same, and return its text.

        Raises:
            AssertionError: they never did; with what each of them holds.
        """
        held = ""

        async def equal() -> bool:
            nonlocal held
            deltas = [normal(await peer.delta()) for peer in self.everybody]
            shown = [visible(await peer.shown()) for peer in self.everybody]
            held = "\n".join(json.dumps(delta, ensure_ascii=False) for delta in deltas + shown)
            first = visible(deltas[0])
            return all(each == deltas[0] for each in deltas) and all(
                each == first for each in shown
            )

        try:
            await until(equal, "")
        except AssertionError:
            pytest.fail(f"the editors never agreed:\n{held}", pytrace=False)
        assert await self.byline.call("mismatches") == []
        return plain(await self.byline.delta())


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def processes(
    shared_byline_server: LiveServer, node: str
) -> AsyncGenerator[tuple[NodePeer, NodePeer, NodePeer]]:
    """The editors that run in Node: ours, a stock client, y-quill."""
    sync = shared_byline_server.sync
    async with (
        node_peer(node, "byline", sync) as byline,
        node_peer(node, "stock", sync) as stock,
        node_peer(node, "quill", sync) as quill,
    ):
        yield byline, stock, quill


@pytest_asyncio.fixture(loop_scope="module")
async def company(
    shared_byline_server: LiveServer, processes: tuple[NodePeer, NodePeer, NodePeer]
) -> AsyncGenerator[Company]:
    """Our editor, a stock y-websocket client, y-quill and pycrdt, in a document of their own."""
    document_id = f"company-{next(_numbers)}"
    for peer in processes:
        await peer.open(document_id)
    async with pycrdt_peer(shared_byline_server.sync, document_id) as pycrdt:
        yield Company(document_id, *processes, pycrdt)


async def test_everybody_opens_the_same_document(company: Company) -> None:
    assert await company.agree() == "\n"


async def test_each_editor_writes_a_line_and_all_have_all_lines(company: Company) -> None:
    for peer in company.everybody:
        await peer.insert(0, f"{peer.name} {EMOJI} wrote this\n")
        await company.agree()
    text = await company.agree()
    lines = [f"{peer.name} {EMOJI} wrote this" for peer in reversed(company.everybody)]
    assert text.splitlines() == [*lines, ""]


async def test_all_write_at_once_in_the_same_place(company: Company) -> None:
    await company.byline.insert(0, "start end")
    await company.agree()
    words = [f"<{peer.name}>" for peer in company.everybody]
    await asyncio.gather(
        *(peer.insert(6, word) for peer, word in zip(company.everybody, words, strict=True))
    )
    text = await company.agree()
    assert [text.count(word) for word in words] == [1, 1, 1, 1]
    assert text.startswith("start ")
    assert text.endswith("end\n")


async def test_formats_of_each_editor_reach_the_others(company: Company) -> None:
    await company.byline.insert(0, "bold italic struck link under\ntitle\nitem\n")
    await company.agree()
    await company.stock.format(0, 4, {"bold": True})
    await company.pycrdt.format(5, 6, {"italic": True})
    await company.quill.format(12, 6, {"strike": True})
    await company.byline.format(19, 4, {"link": "https://example.org/"})
    await company.quill.format(24, 5, {"underline": True})
    await company.quill.call("formatLine", 30, {"header": 2})
    await company.byline.call("key", 36, 0, "8", {"ctrlKey": True, "shiftKey": True})
    await company.agree()
    attributes = {op["insert"]: op.get("attributes") for op in normal(await company.pycrdt.delta())}
    assert attributes["bold"] == {"bold": True}
    assert attributes["italic"] == {"italic": True}
    assert attributes["struck"] == {"strike": True}
    assert attributes["link"] == {"link": "https://example.org/"}
    assert attributes["under"] == {"underline": True}


async def test_line_formats_of_ours_and_of_quill_mean_the_same(company: Company) -> None:
    await company.quill.insert(0, "heading\nquoted\n")
    await company.agree()
    await company.byline.call("key", 0, 0, "1", {"ctrlKey": True, "altKey": True})
    await company.quill.call("formatLine", 8, {"blockquote": True})
    await company.agree()
    lines = [op for op in normal(await company.stock.delta()) if op["insert"] == "\n"]
    assert [line.get("attributes") for line in lines] == [
        {"header": 1},
        {"blockquote": True},
        None,
    ]


async def test_embeds_pass_through_every_editor(company: Company) -> None:
    await company.stock.insert(0, "before after")
    await company.agree()
    await company.pycrdt.embed(7, {"image": "https://example.org/picture.png"})
    await company.agree()
    await company.quill.embed(0, {"image": "/files/other.png"})
    assert await company.agree() == "\ufffcbefore \ufffcafter\n"


async def test_ranges_are_deleted_once_whoever_deletes_them(company: Company) -> None:
    await company.stock.insert(0, f"keep {EMOJI} delete this and that{EMOJI}")
    await company.agree()
    start = len("keep ") + len(EMOJI.encode("utf-16-le")) // 2 + 1
    await asyncio.gather(
        company.byline.remove(start, len("delete this ")),
        company.quill.remove(start + len("delete "), len("this and ")),
        company.pycrdt.remove(start + len("delete "), len("this ")),
    )
    assert await company.agree() == f"keep {EMOJI} that{EMOJI}\n"


async def test_undo_takes_back_what_its_own_editor_did_and_nothing_else(company: Company) -> None:
    for peer in company.everybody:
        await peer.insert(0, f"<{peer.name}>")
        await company.agree()
    for peer in company.everybody:
        assert await peer.undo(), f"{peer.name} had nothing to undo"
        text = await company.agree()
        assert f"<{peer.name}>" not in text
    assert await company.agree() == "\n"


async def test_a_stock_client_comes_back_from_offline_with_what_it_wrote(company: Company) -> None:
    await company.stock.insert(0, "online ")
    await company.agree()
    await company.stock.call("offline")
    await company.stock.insert(7, "offline ")
    await company.byline.insert(0, "meanwhile ")
    await company.stock.call("online")
    assert await company.agree() == "meanwhile online offline \n"
    assert await company.stock.call("closed") != []


async def test_carets_show_who_the_server_says_they_are(company: Company) -> None:
    await company.stock.call("cursor")

    async def seen() -> bool:
        client = await company.stock.call("client")
        return any(p["clientId"] == client for p in await company.byline.call("presence"))

    await until(seen, "our editor never saw the stock client's caret")


async def test_random_sessions_of_all_editors_converge(company: Company) -> None:
    """All agree after every round. Quill inserts no emoji: beside another it may tell of an insertion inside that one.

    The guard refuses such an insertion.
    """
    rng = random.Random(20261123)
    await company.byline.insert(0, f"A first line {EMOJI}\nand a second one\nand a third")
    await company.agree()
    for _ in range(60):
        length = len(plain(await company.stock.delta()).encode("utf-16-le")) // 2
        await asyncio.gather(*(_act(rng, peer, length) for peer in company.everybody))
        await company.agree()


async def _act(rng: random.Random, peer: Peer, length: int) -> None:
    """One random act somewhere in the part of the text that all hold; never inside an emoji."""
    text = plain(await peer.delta())
    places = [0, *itertools.accumulate(len(char.encode("utf-16-le")) // 2 for char in text)]
    last = min(length, places[-1]) - 2
    places = [place for place in places if place <= max(0, last)]
    start = rng.choice(places)
    end = min((place for place in places if place > start), default=start)
    match rng.randrange(5):
        case 0 | 1:
            words = ["word ", "x", "two words ", *([] if peer.name == "quill" else [EMOJI])]
            await peer.insert(start, rng.choice(words))
        case 2 if end > start:
            await peer.remove(start, end - start)
        case 3 if end > start:
            await peer.format(start, end - start, {rng.choice(["bold", "italic"]): True})
        case _:
            await peer.undo()


async def test_every_editor_is_an_author_of_its_own(
    company: Company, shared_byline_server: LiveServer
) -> None:
    for peer in company.everybody:
        await peer.insert(0, f"<{peer.name}>")
        await company.agree()
    path = f"/api/documents/{company.document_id}/authorship"
    answer = await asyncio.to_thread(shared_byline_server.get, path)
    authors = {span["author"] for span in answer["spans"] if span["origin"] == "typed"}
    assert len(authors) == len(company.everybody)
    assert all(author in answer["people"] for author in authors)


async def test_quill_bound_before_its_first_sync_may_write_behind_the_last_line_end(
    company: Company,
) -> None:
    """Such a Quill shows a line more than the text has; what is typed there reaches everybody all the same."""
    await company.byline.insert(0, "first line")
    await company.agree()
    await company.quill.open(company.document_id, "early")
    await company.quill.insert(len("first line\n"), "behind the end")

    async def arrived() -> bool:
        deltas = [normal(await peer.delta()) for peer in company.everybody]
        return all(delta == deltas[0] for delta in deltas) and "behind" in plain(deltas[0])

    await until(arrived, "what was typed behind the end never arrived")
    shown = plain(await company.byline.shown())
    assert shown == "first line\nbehind the end\n"
    assert await company.byline.call("mismatches") == []
