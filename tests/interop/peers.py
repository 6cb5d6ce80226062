"""Editors of other makers, and ours, each driven by a test through the same few acts."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

from httpx_ws import aconnect_ws
from pycrdt import Doc, Provider, Text, UndoManager
from pycrdt.websocket.websocket import HttpxWebsocket

from tests.live_client import WAIT_S

HERE = Path(__file__).parent
Delta = list[dict[str, Any]]
Attributes = Mapping[str, object]


class Peer(Protocol):
    """One editor in one document. Indexes and lengths count UTF-16 units."""

    name: str

    async def synced(self) -> bool:
        """Whether it has the server's state."""
        ...

    async def delta(self) -> Delta:
        """The shared text it holds."""
        ...

    async def shown(self) -> Delta:
        """What its editor shows, as a Delta."""
        ...

    async def insert(self, index: int, text: str, attributes: Attributes | None = None) -> None:
        """Insert text."""
        ...

    async def embed(self, index: int, value: Attributes) -> None:
        """Insert an embed: an object with one key."""
        ...

    async def remove(self, index: int, length: int) -> None:
        """Delete a range."""
        ...

    async def format(self, index: int, length: int, attributes: Attributes) -> None:
        """Format a range of text."""
        ...

    async def undo(self) -> bool:
        """Undo this peer's last act; whether there was one."""
        ...


# --- in Node --------------------------------------------------------------------------


class NodePeer:
    """An editor in a Node process: a script of this folder.

    Commands beyond those of every peer are called with `call`.
    """

    def __init__(self, name: str, process: asyncio.subprocess.Process) -> None:
        self.name = name
        self._process = process

    async def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), WAIT_S)
        if not line:
            raise RuntimeError(f"{self.name} ended: {await self.errors()}")
        answer = json.loads(line)
        if "error" in answer:
            raise RuntimeError(f"{self.name}: {answer['error']}")
        return answer["result"]

    async def ready(self) -> None:
        """The script has started."""
        await self._answer()

    async def errors(self) -> str:
        """What the process has written to its standard error, once it has ended."""
        assert self._process.stderr is not None
        return (await self._process.stderr.read()).decode(errors="replace")[-2000:]

    async def call(self, command: str, *args: object) -> Any:
        """Run a command of the script and return its result."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([command, *args]).encode() + b"\n")
        return await self._answer()

    async def open(self, document_id: str, *options: str) -> None:
        """Leave the document it is in and open another."""
        await self.call("open", document_id, *options)
        await until(self.synced, f"{self.name} never synced")

    async def synced(self) -> bool:
        return bool(await self.call("synced"))

    async def delta(self) -> Delta:
        return await self.call("delta")

    async def shown(self) -> Delta:
        return await self.call("shown")

    async def insert(self, index: int, text: str, attributes: Attributes | None = None) -> None:
        await self.call("insert", index, text, attributes)

    async def embed(self, index: int, value: Attributes) -> None:
        await self.call("embed", index, value)

    async def remove(self, index: int, length: int) -> None:
        await self.call("remove", index, length)

    async def format(self, index: int, length: int, attributes: Attributes) -> None:
        await self.call("format", index, length, attributes)

    async def undo(self) -> bool:
        return bool(await self.call("undo"))


@asynccontextmanager
async def node_peer(node: str, script: str, sync: str) -> AsyncGenerator[NodePeer]:
    """A script of this folder, running in Node with the packages of web/; `open` it next."""
    process = await asyncio.create_subprocess_exec(
        node,
        "--import",
        str(HERE / "web-modules.mjs"),
        str(HERE / f"{script}.mjs"),
        sync,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=2**24,
    )
    try:
        peer = NodePeer(script, process)
        await peer.ready()
        yield peer
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


# --- in Python ------------------------------------------------------------------------


class PycrdtPeer:
    """A pycrdt document behind pycrdt's own Provider."""

    name = "pycrdt"

    def __init__(self, provider: Provider, doc: Doc[Text]) -> None:
        self._provider = provider
        self._doc = doc
        self._text = doc.get("content", type=Text)
        self._history = UndoManager(scopes=[self._text], capture_timeout_millis=0)
        self._history.include_origin(self.name)

    def _bytes(self, index: int) -> int:
        """An index as pycrdt counts: in bytes of UTF-8, never inside a character."""
        units = (v if isinstance(v, str) else "\0" for v, _ in self._text.diff())
        utf16 = "".join(units).encode("utf-16-le")
        return len(utf16[: 2 * index].decode("utf-16-le", "ignore").encode())

    async def synced(self) -> bool:
        return self._provider.synced.is_set()

    async def delta(self) -> Delta:
        ops: Delta = []
        for value, attributes in self._text.diff():
            insert = value if isinstance(value, str) else whole(value)
            ops.append({"insert": insert, "attributes": whole(attributes or {})})
        return ops

    async def shown(self) -> Delta:
        return await self.delta()

    async def insert(self, index: int, text: str, attributes: Attributes | None = None) -> None:
        with self._doc.transaction(origin=self.name):
            self._text.insert(self._bytes(index), text, dict(attributes or {}))

    async def embed(self, index: int, value: Attributes) -> None:
        with self._doc.transaction(origin=self.name):
            self._text.insert_embed(self._bytes(index), dict(value), {})

    async def remove(self, index: int, length: int) -> None:
        with self._doc.transaction(origin=self.name):
            del self._text[self._bytes(index) : self._bytes(index + length)]

    async def format(self, index: int, length: int, attributes: Attributes) -> None:
        start, stop = self._bytes(index), self._bytes(index + length)
        with self._doc.transaction(origin=self.name):
            self._text.format(start, stop, dict(attributes))

    async def undo(self) -> bool:
        return self._history.undo()


@asynccontextmanager
async def pycrdt_peer(sync: str, document_id: str) -> AsyncGenerator[PycrdtPeer]:
    """pycrdt's Provider over httpx-ws, in a task of its own as its task group demands."""
    opened: asyncio.Future[PycrdtPeer] = asyncio.get_running_loop().create_future()
    leaving = asyncio.Event()

    async def stay() -> None:
        doc: Doc[Text] = Doc({"content": Text()})
        address = f"{sync}/{document_id}".replace("ws://", "http://")
        async with (
            aconnect_ws(address, max_message_size_bytes=2**24) as socket,
            Provider(doc, HttpxWebsocket(socket, document_id)) as provider,
        ):
            opened.set_result(PycrdtPeer(provider, doc))
            await leaving.wait()

    task = asyncio.create_task(stay())
    try:
        await asyncio.wait((opened, task), return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
        peer = await opened
        await until(peer.synced, "pycrdt never synced")
        yield peer
    finally:
        leaving.set()
        await task


# --- comparing ------------------------------------------------------------------------


def whole(value: Any) -> Any:
    """A value with integral floats as integers: yrs hands out every number as a float."""
    match value:
        case float() if value.is_integer():
            return int(value)
        case dict():
            return {str(k): whole(v) for k, v in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        case _:
            return value


def normal(delta: Delta) -> Delta:
    """A Delta in one form: neighbours of the same format joined, formats that say nothing left out."""
    out: Delta = []
    for op in delta:
        attributes = {k: v for k, v in op.get("attributes", {}).items() if v not in (None, False)}
        insert: Any = whole(op["insert"])
        last = out[-1] if out else None
        joins = last is not None and isinstance(insert, str) and isinstance(last["insert"], str)
        if last is not None and joins and last.get("attributes", {}) == attributes:
            last["insert"] += insert
        else:
            out.append({"insert": insert} | ({"attributes": attributes} if attributes else {}))
    return out


INLINE = frozenset({"bold", "italic", "underline", "strike", "code", "link"})


def visible(delta: Delta) -> Delta:
    """A Delta as an editor can show it.

    A line end has line formats only, whatever a stock client gave it, and the last line is one also where random acts
    have taken its end away.
    """
    pieces: Delta = []
    for op in delta:
        attributes = op.get("attributes", {})
        line = {k: v for k, v in attributes.items() if k not in INLINE}
        parts = re.split("(\n)", op["insert"]) if isinstance(op["insert"], str) else [op["insert"]]
        pieces += [
            {"insert": part, "attributes": line if part == "\n" else attributes}
            for part in parts
            if part != ""
        ]
    if not pieces or pieces[-1]["insert"] != "\n":
        pieces.append({"insert": "\n"})
    return normal(pieces)


def plain(delta: Delta) -> str:
    """The text of a Delta, with U+FFFC for each embed."""
    return "".join(op["insert"] if isinstance(op["insert"], str) else "\ufffc" for op in delta)


async def until(condition: Callable[[], Awaitable[bool]], what: str) -> None:
    """Ask again and again until it is so; fail with `what` when it never is."""
    deadline = time.monotonic() + WAIT_S
    while not await condition():
        if time.monotonic() > deadline:
            raise AssertionError(what)
        await asyncio.sleep(0.03)
