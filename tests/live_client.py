"""A Byline client in Python: a real pycrdt document behind a real socket, with acknowledgements.

It holds what a browser tab holds: the document, which of its own changes the server has confirmed, and what it has
seen of others. It survives the server: `connect` again and it sends what the server lacks, once.
"""

from __future__ import annotations

import asyncio
import json
import random
import socket as sockets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from pycrdt import Array, Doc, Text, TransactionEvent
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.bench import framing
from tests.bench.framing import BylineFraming, Message
from tests.bench.wire import EMPTY_UPDATE, ROOT, read_state_vector, read_varbytes

WAIT_S = 20.0
"""Longest wait for anything; a test that reaches it has failed."""


@dataclass(frozen=True, slots=True)
class Change:
    """A word this client wrote, and in which sync message of the connection it went out."""

    word: str
    message: int


class LiveClient:
    """One tab: a document, a socket, and what is known to be saved.

    Args:
        sync: the address below which the documents' sockets are.
        document_id: which document.
        client_id: its Yjs client id; drawn when not given.
        headers: sent with the handshake (a session cookie, for instance).
        receive_buffer_bytes: the kernel's buffer for what comes in; small ones make a slow reader felt.
    """

    def __init__(
        self,
        sync: str,
        document_id: str,
        *,
        client_id: int | None = None,
        headers: dict[str, str] | None = None,
        receive_buffer_bytes: int | None = None,
    ) -> None:
        self.url = f"{sync}/{document_id}"
        self.client_id = client_id or random.randrange(2**20, 2**32 - 1)
        self.headers = headers or {}
        self.receive_buffer_bytes = receive_buffer_bytes
        self.reading = asyncio.Event()  # clear it to stop reading from the socket
        self.reading.set()
        self.doc: Doc[Text] = Doc({ROOT: Text()}, client_id=self.client_id)
        self.generation: str | None = None
        self.welcome: dict[str, Any] = {}  # the server's answer to the hello
        self.notices: list[dict[str, Any]] = []
        self.close_code: int | None = None
        self.on_update: Callable[[LiveClient], None] | None = None  # something of others came
        self.on_ack: Callable[[LiveClient], None] | None = None
        self.saved: set[str] = set()  # own words the server has acknowledged, ever
        self._framing = BylineFraming(document_id)
        self._socket: ClientConnection | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._outbox: asyncio.Queue[bytes] = asyncio.Queue()
        self._words: list[str] = []  # own words, in order
        self._unsaved: list[Change] = []
        self._sync_messages = 0
        self._acked = 0
        self._synced = False
        self._asked: bytes | None = None  # the server's state vector, not answered yet
        self._live = False  # its step 1 is answered: later changes go out as they happen
        self._applying = False
        self._changed = asyncio.Event()
        self._subscription = self.doc.observe(self._local_change)

    # --- connection ---

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.disconnect()

    async def connect(self) -> LiveClient:
        """Say hello and sync both ways; returns when this client has what the server has."""
        await self.open()
        await self.until(lambda: self._synced or self.ended)
        if not self._synced:
            raise ConnectionError(f"closed with {self.close_code} before the first sync")
        return self

    async def open(self) -> None:
        """Open the socket and say hello, without waiting for the answers."""
        await self.disconnect()
        self.close_code, self._synced, self._live, self._asked = None, False, False, None
        self.welcome = {}
        self._sync_messages = self._acked = 0
        self._outbox = asyncio.Queue()
        self._socket = socket = await self._connect()
        self._framing.generation = self.generation
        self._outbox.put_nowait(self._framing.hello())
        self._tasks = [
            asyncio.create_task(self._send_for_ever(socket, self._outbox)),
            asyncio.create_task(self._receive_for_ever(socket)),
        ]

    async def _connect(self) -> ClientConnection:
        parts = urlsplit(self.url)
        raw = sockets.socket(sockets.AF_INET, sockets.SOCK_STREAM)
        if self.receive_buffer_bytes is not None:
            raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, self.receive_buffer_bytes)
        raw.setblocking(False)
        address = (parts.hostname, parts.port)
        await asyncio.get_running_loop().sock_connect(raw, address)
        raw.setsockopt(sockets.IPPROTO_TCP, sockets.TCP_NODELAY, 1)
        return await connect(
            self.url, sock=raw, additional_headers=self.headers, max_size=None, max_queue=1
        )

    async def disconnect(self) -> None:
        """Close the socket, if it is open."""
        tasks, self._tasks = self._tasks, []
        if self._socket is not None:
            await self._socket.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._socket = None

    @property
    def ended(self) -> bool:
        """Whether the connection has ended, for whatever reason."""
        return self._socket is None or self.close_code is not None

    async def _send_for_ever(self, socket: ClientConnection, outbox: asyncio.Queue[bytes]) -> None:
        with suppress(ConnectionClosed):
            while True:
                await socket.send(await outbox.get())

    async def _receive_for_ever(self, socket: ClientConnection) -> None:
        try:
            async for data in socket:
                await self.reading.wait()
                if isinstance(data, bytes):
                    self._receive(self._framing.read(data))
                    self._changed.set()
        except ConnectionClosed:
            pass  # the code below says why
        self.close_code = socket.close_code or 1006
        self._changed.set()

    # --- writing ---

    @property
    def text(self) -> str:
        """The document's text."""
        return str(self.doc.get(ROOT, type=Text))

    def write(self, word: str) -> None:
        """Append a word in front of the line end that closes the document."""
        content = self.doc.get(ROOT, type=Text)
        end = len(self.text.encode())
        self._words.append(word)
        content.insert(end - 1 if self.text.endswith("\n") else end, word)

    def put_first(self, text: str, suggestion: str | None = None) -> tuple[int, int, int]:
        """Insert at the start of the document, as typed or as a suggestion; the ids: client, clock, length."""
        clock = self.state_vector.get(self.client_id, 0)
        length = len(text.encode("utf-16-le")) // 2
        with self.doc.transaction():
            self.doc.get(ROOT, type=Text).insert(0, text)
            if suggestion is not None:
                to = {"client": self.client_id, "clock": clock, "length": length}
                claims = self.doc.get("lineage", type=Array)
                claims.append({"to": to, "suggestion": suggestion, "at": 0})
        return self.client_id, clock, length

    def send_raw(self, message: bytes) -> None:
        """Send a message as it is, even one that no honest client would send."""
        self._outbox.put_nowait(message)

    def _local_change(self, event: TransactionEvent) -> None:
        if not self._applying and self._live and not self.ended:
            self._send_sync(self._framing.update(event.update))

    def _send_sync(self, message: bytes) -> None:
        """Queue a sync message; it carries all own words that none before it carried."""
        self._sync_messages += 1
        under_way = {change.word for change in self._unsaved} | self.saved
        new = [word for word in self._words if word not in under_way]
        self._unsaved += [Change(word, self._sync_messages) for word in new]
        self._outbox.put_nowait(message)

    # --- receiving ---

    def _receive(self, message: Message) -> None:
        kind, sub, payload = message
        if kind == framing.SYNC and sub == framing.STEP1:
            self._asked = payload
        elif kind == framing.SYNC:
            self._apply(payload)
            if sub == framing.STEP2:
                self._synced = True
        elif kind == framing.HELLO:
            self.welcome = _json(payload)
            self.generation = self.welcome["generation"]
            self._outbox.put_nowait(self._framing.step1(self.doc.get_state()))
        elif kind == framing.ACK:
            self._acked = self._framing.confirmed(message, self._acked)
            self._settle()
        elif kind == framing.NOTICE:
            self.notices.append(_json(payload))
        if self._asked is not None and self.welcome:
            self._answer(self._asked)

    def _answer(self, state_vector: bytes) -> None:
        """Everything the server lacks goes out again, in one message."""
        self._asked, self._live, self._unsaved = None, True, []
        update = self.doc.get_update(state_vector)
        self._send_sync(self._framing.step2(update))

    def _apply(self, update: bytes) -> None:
        if update == EMPTY_UPDATE:
            return
        self._applying = True
        try:
            self.doc.apply_update(update)
        finally:
            self._applying = False
        if self.on_update is not None:
            self.on_update(self)

    def _settle(self) -> None:
        self.saved |= {c.word for c in self._unsaved if c.message <= self._acked}
        self._unsaved = [c for c in self._unsaved if c.message > self._acked]
        if self.on_ack is not None:
            self.on_ack(self)

    # --- waiting ---

    @property
    def words(self) -> tuple[str, ...]:
        """Every word this client wrote, saved or not."""
        return tuple(self._words)

    @property
    def all_saved(self) -> bool:
        """Whether the server has acknowledged everything this client wrote and sent."""
        return (
            self._synced and self._acked >= self._sync_messages and self.saved >= set(self._words)
        )

    @property
    def state_vector(self) -> dict[int, int]:
        """Number of clocks by client id."""
        return read_state_vector(self.doc.get_state())

    async def until(self, condition: Callable[[], bool], timeout_s: float = WAIT_S) -> None:
        """Wait until a condition on this client holds; looked at whenever a message has come.

        Raises:
            TimeoutError: it never did.
        """
        async with asyncio.timeout(timeout_s):
            while not condition():
                self._changed.clear()
                await self._changed.wait()


async def all_equal(clients: list[LiveClient], *words: str) -> None:
    """Wait until these clients hold the same text, and each of these words once.

    Raises:
        AssertionError: they do not agree in time, or a word is doubled; with what differs.
    """
    first = clients[0]
    for client in clients:
        with suppress(TimeoutError):
            await client.until(lambda c=client: all(word in c.text for word in words))
        with suppress(TimeoutError):
            await client.until(lambda c=client: c.state_vector == first.state_vector)
    for client in clients:
        assert client.text == first.text, f"{client.client_id} differs from {first.client_id}"
        for word in words:
            assert client.text.count(word) == 1, f"{word!r}: {client.text.count(word)} times"


def _json(payload: bytes) -> dict[str, Any]:
    return json.loads(read_varbytes(payload, 0)[0])
