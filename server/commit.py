"""Group commit: what waits in all open rooms becomes durable in one transaction, again and again.

The first edit of a quiet server is written at once; those that arrive while a transaction is under way go into the
next. So the wait is one transaction at most, and the busier the server the more each transaction carries.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import perf_counter
from typing import Protocol

import structlog

from server.metrics import COMMIT_SECONDS, UPDATES
from server.ports import Clock, LogStore, PeopleStore
from server.room import Batch, Room

log = structlog.get_logger()


class CommitStore(LogStore, PeopleStore, Protocol):
    """What making durable needs of a store."""


class GroupCommit:
    """Takes rooms that have something waiting and commits them together.

    Args:
        store: where to.
        clock: the time, for people stored on the way.
        failed: told of each room whose batch could not be made durable or applied; it must be thrown away.
            What it has waiting is thrown away with it: it builds on what was not stored.
    """

    def __init__(
        self, store: CommitStore, clock: Clock, failed: Callable[[Room, BaseException], None]
    ) -> None:
        self._store = store
        self._clock = clock
        self._failed = failed
        self._dirty: dict[str, Room] = {}
        self._wake = asyncio.Event()
        self._busy = asyncio.Lock()

    def schedule(self, room: Room) -> None:
        """Note that a room has something to make durable."""
        self._dirty[room.document_id] = room
        self._wake.set()

    async def run(self) -> None:
        """Commit for ever."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self.flush()

    async def flush(self) -> None:
        """Make everything durable that waits now or comes while we do it."""
        async with self._busy:
            while self._dirty:
                await self._turn()

    async def _turn(self) -> None:
        """Commit what waits and show it."""
        rooms, self._dirty = list(self._dirty.values()), {}
        batches = [(room, room.take()) for room in rooms]
        if await self._commit(batches):
            for room, batch in batches:
                self._show(room, batch)

    async def _commit(self, batches: list[tuple[Room, Batch]]) -> bool:
        started = perf_counter()
        try:
            await self._write([batch for _, batch in batches])
        except BaseException as error:  # cancelled too: what became of the batch is not known
            log.exception("commit failed", documents=[room.document_id for room, _ in batches])
            for room, _ in batches:
                self._give_up(room, error)
            if isinstance(error, Exception):
                return False
            raise
        COMMIT_SECONDS.observe(perf_counter() - started)
        return True

    async def _write(self, batches: list[Batch]) -> None:
        rows = [row for batch in batches for row in batch.rows]
        if not rows:
            return
        for batch in batches:
            for person in batch.people:
                await self._store.add_person(person, self._clock())
        bindings = [binding for batch in batches for binding in batch.bindings]
        await self._store.append(rows, bindings)
        UPDATES.inc(len(rows))

    def _show(self, room: Room, batch: Batch) -> None:
        for waiting in batch.updates:
            if waiting.decided.failure is not None:
                failure, seq = waiting.decided.failure, waiting.row.seq
                log.error(
                    "authorship unknown", document=room.document_id, seq=seq, exc_info=failure
                )
        try:
            room.commit(batch)
        except Exception as error:
            log.exception("durable update not applied", document=room.document_id)
            self._give_up(room, error)

    def _give_up(self, room: Room, error: BaseException) -> None:
        if self._dirty.get(room.document_id) is room:
            del self._dirty[room.document_id]
        self._failed(room, error)
