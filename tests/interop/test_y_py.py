"""y-py, which pycrdt replaced, still co-edits: where its wheel exists (Python up to 3.12)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from tests.bench import framing
from tests.bench.framing import Framing
from tests.interop.peers import node_peer, normal, plain, until
from tests.live import LiveServer

Y: Any = pytest.importorskip("y_py", reason="missing: y-py")

pytestmark = pytest.mark.node


class YPyPeer:
    """A y-py document that speaks the stock protocol."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._framing = Framing("")
        self.doc = Y.YDoc(offset_kind="utf16")
        self.text = self.doc.get_text("content")
        self.synced = asyncio.Event()

    async def run(self) -> None:
        """Sync both ways and keep in step."""
        await self._socket.send(self._framing.step1(Y.encode_state_vector(self.doc)))
        async for message in self._socket:
            assert isinstance(message, bytes)
            kind, sub, payload = self._framing.read(message)
            if kind != framing.SYNC:
                continue
            if sub == framing.STEP1:
                missing = Y.encode_state_as_update(self.doc, payload)
                await self._socket.send(self._framing.step2(missing))
            else:
                Y.apply_update(self.doc, payload)
                if sub == framing.STEP2:
                    self.synced.set()

    async def insert(self, index: int, text: str, attributes: dict[str, object]) -> None:
        """Insert text and send what that changed."""
        before = Y.encode_state_vector(self.doc)
        with self.doc.begin_transaction() as transaction:
            self.text.insert(transaction, index, text, attributes)
        await self._send_since(before)

    async def remove(self, index: int, length: int) -> None:
        """Delete a range and send what that changed."""
        before = Y.encode_state_vector(self.doc)
        with self.doc.begin_transaction() as transaction:
            self.text.delete_range(transaction, index, length)
        await self._send_since(before)

    async def _send_since(self, state_vector: bytes) -> None:
        update = Y.encode_state_as_update(self.doc, state_vector)
        await self._socket.send(self._framing.update(update))


@asynccontextmanager
async def y_py_peer(sync: str, document_id: str) -> AsyncGenerator[YPyPeer]:
    """A y-py client that is in sync."""
    async with connect(f"{sync}/{document_id}") as socket:
        peer = YPyPeer(socket)
        task = asyncio.create_task(peer.run())
        await asyncio.wait_for(peer.synced.wait(), 10)
        yield peer
        task.cancel()


async def test_y_py_co_edits_with_our_editor_and_a_stock_client(
    shared_byline_server: LiveServer, node: str
) -> None:
    sync = shared_byline_server.sync
    async with (
        node_peer(node, "byline", sync) as byline,
        node_peer(node, "stock", sync) as stock,
        y_py_peer(sync, "y-py") as y_py,
    ):
        await byline.open("y-py")
        await stock.open("y-py")

        async def agree() -> bool:
            texts = {str(y_py.text), plain(await stock.delta()), plain(await byline.shown())}
            return len(texts) == 1

        await y_py.insert(0, "from y-py 👩‍🚀 ", {"bold": True})
        await byline.insert(0, "ours ")
        await stock.insert(0, "stock ")
        await until(agree, "the editors never agreed")
        assert sorted(str(y_py.text).rstrip().split(" ")) == sorted(
            ["ours", "stock", "from", "y-py", "👩\u200d🚀"]
        )
        formats = {op["insert"]: op.get("attributes") for op in normal(await byline.delta())}
        assert formats["from y-py 👩‍🚀 "] == {"bold": True}
        start = str(y_py.text).index("from")
        await y_py.remove(start, len("from "))
        await stock.undo()
        await until(agree, "the editors never agreed after deleting and undoing")
        assert "from" not in str(y_py.text)
        assert "stock" not in str(y_py.text)
