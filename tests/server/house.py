"""A store and the rooms over it, and tabs that come in: what the tests of hosting share."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from pycrdt import Doc, Text

from crdt.frames import SyncStep2, SyncUpdate, read_frame, write_sync_step1, write_sync_update
from server.connection import Closing
from server.hosting import Hosting, HostingLimits, Visitor
from server.records import Person
from server.store.sql import SqlStore

ADA = Person("p_ada", "Ada", "A", 0, "account")
BEN = Person("p_ben", "Ben", "B", 1, "account")


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1_700_000_000_000

    def __call__(self) -> int:
        return self.now


class Tab:
    """A visitor's document and session."""

    def __init__(self, hosting: Hosting) -> None:
        self.hosting = hosting
        self.doc = Doc()
        self.text = self.doc.get("content", type=Text)
        self.woken = asyncio.Event()

    async def enter(self, document_id: str, person: Person, *, anonymous: bool = False) -> "Tab":
        visitor = Visitor(person, f"e_{person.id}", anonymous)
        self.session = await self.hosting.connect(visitor, document_id, self.woken.set)
        self.session.receive(write_sync_step1(b"\x00"), 0)
        self.hear()
        return self

    def hear(self) -> None:
        for frame in map(read_frame, self.session.connection.take()):
            if isinstance(frame, SyncStep2 | SyncUpdate):
                self.doc.apply_update(frame.update)

    def write(self, inserted: str) -> None:
        before = self.doc.get_state()
        self.text.insert(0, inserted)
        self.session.receive(write_sync_update(self.doc.get_update(before)), 0)

    async def until_text(self, expected: str) -> None:
        await self.until(lambda text: text == expected)

    async def until(self, arrived: Callable[[str], bool]) -> None:
        async with asyncio.timeout(10):
            while not arrived(str(self.text)):
                self.woken.clear()
                self.hear()
                if not arrived(str(self.text)):
                    await self.woken.wait()

    @property
    def closing(self) -> Closing | None:
        return self.session.connection.closing


class House:
    """A store and the rooms over it, which can be closed and opened again."""

    def __init__(self, path: Path) -> None:
        self.url = f"sqlite:///{path / 'byline.db'}"
        self.clock = Clock()

    @asynccontextmanager
    async def open(self, *, open_mode: bool = True, **limits: int) -> AsyncIterator[Hosting]:
        self.store = SqlStore(self.url)
        await self.store.open()
        for person in (ADA, BEN):
            if await self.store.person(person.id) is None:
                await self.store.add_person(person, self.clock())
        hosting = Hosting(
            self.store, self.clock, open_mode=open_mode, limits=HostingLimits(**limits)
        )
        try:
            async with hosting.running():
                yield hosting
        finally:
            await self.store.close()
