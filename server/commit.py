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
from server.records import LogRow
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
        self._taken: list[tuple[Room, Batch]] = []
        """What was taken from its rooms and could not be committed at once: it is before all that is dirty."""
        self._due = False
        self._wake = asyncio.Event()
        self._busy = asyncio.Lock()

    def schedule(self, room: Room) -> None:
        """Note that a room has something to make durable."""
        self._dirty[room.document_id] = room
        if not self._due:
            self._due = True
            asyncio.get_running_loop().call_soon(self._begin)  # behind all that was read together

    async def run(self) -> None:
        """Commit for ever what cannot be committed at once."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self.flush()

    async def flush(self) -> None:
        """Make everything durable that waits now or comes while we do it."""
        async with self._busy:
            while self._taken or self._dirty:
                await self._turn(self._take())

    def _begin(self) -> None:
        """Commit what waits, without a task if nobody has to be waited for."""
        self._due = False
        if self._busy.locked() or self._taken or not self._dirty:
            return  # it is behind what is under way, or was taken along
        batches = self._take()
        if not self._turn_at_once(batches):
            self._taken = batches
            self._wake.set()

    def _take(self) -> list[tuple[Room, Batch]]:
        if self._taken:
            taken, self._taken = self._taken, []
            return taken
        rooms, self._dirty = list(self._dirty.values()), {}
        return [(room, room.take()) for room in rooms]

    def _turn_at_once(self, batches: list[tuple[Room, Batch]]) -> bool:
        """Commit and show, or say that it cannot be done without waiting; nothing has happened then."""
        started = perf_counter()
        if any(batch.people or batch.bindings for _, batch in batches):
            return False
        rows = [row for _, batch in batches for row in batch.rows]
        try:
            if rows and not self._store.append_at_once(rows):
                return False
        except Exception as error:  # noqa: BLE001 - every room of the batch is told
            self._give_all_up(batches, error)
        else:
            self._committed(batches, rows, started)
        return True

    async def _turn(self, batches: list[tuple[Room, Batch]]) -> None:
        """Commit and show, however long it takes."""
        started = perf_counter()
        rows = [row for _, batch in batches for row in batch.rows]
        try:
            if rows:
                await self._write(rows, [batch for _, batch in batches])
        except BaseException as error:  # cancelled too: what became of the batch is not known
            self._give_all_up(batches, error)
            if not isinstance(error, Exception):
                raise
        else:
            self._committed(batches, rows, started)

    async def _write(self, rows: list[LogRow], batches: list[Batch]) -> None:
        for batch in batches:
            for person in batch.people:
                await self._store.add_person(person, self._clock())
        bindings = [binding for batch in batches for binding in batch.bindings]
        await self._store.append(rows, bindings)

    def _committed(
        self, batches: list[tuple[Room, Batch]], rows: list[LogRow], started: float
    ) -> None:
        COMMIT_SECONDS.observe(perf_counter() - started)
        UPDATES.inc(len(rows))
        for room, batch in batches:
            self._show(room, batch)

    def _give_all_up(self, batches: list[tuple[Room, Batch]], error: BaseException) -> None:
        documents = [room.document_id for room, _ in batches]
        log.error("commit failed", documents=documents, exc_info=error)
        for room, _ in batches:
            self._give_up(room, error)

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
