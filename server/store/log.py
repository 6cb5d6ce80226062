"""The hot path: rows of the log into one durable transaction.

SQLAlchemy's async facade makes eight hops to aiosqlite's thread for each transaction: three times
the CPU of one hop, and one hop costs as much as the commit itself on a fast disk. So SQLite's log
is written by one statement, in the event loop or by one hop as the disk allows, and PostgreSQL's
by one statement. Both take their connection from a SQLAlchemy engine and use its driver directly.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import SimpleQueue
from time import perf_counter
from typing import Any, Final, Protocol

from sqlalchemy import Engine, PoolProxiedConnection, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from server.errors import ClientTaken, SeqTaken, ServerError, Unavailable
from server.records import LogRow
from server.store.database import Database, configure_sqlite

__all__ = ["Binding", "LogWriter", "PostgresLogWriter", "SqliteLogWriter", "log_writer"]

Binding = tuple[str, int, str]
"""Document id, CRDT client id, person id."""

_LOST: Final = "The database did not confirm the change, so it is not counted as saved."
_SEQ_TAKEN: Final = "The document's log already has an entry with that number."
_CLIENT_TAKEN: Final = "That CRDT client id belongs to somebody already."


class LogWriter(Protocol):
    """Writes to the log, one transaction at a time."""

    async def append(self, rows: Sequence[LogRow], new_clients: Sequence[Binding]) -> None:
        """Store all of it durably, or nothing (see `LogStore.append`)."""
        ...

    def append_at_once(self, rows: Sequence[LogRow]) -> bool:
        """Store all of it durably without waiting, or nothing (see `LogStore.append_at_once`)."""
        ...

    async def close(self) -> None:
        """Finish what was begun and disconnect."""
        ...


def log_writer(database: Database) -> LogWriter:
    """Return the writer for that kind of database; it connects at its first append."""
    return SqliteLogWriter(database) if database.is_sqlite else PostgresLogWriter(database)


class Disk:
    """Whether the disk is fast enough to be waited for: judged by the last hundred or so commits.

    Both their median and their mean have to be short. The median says how the disk is: where other programs want the
    processor, now and then a commit waits for that, and the hop that would be made instead waits for it twice. The
    mean says what a disk that stalls now and then costs everybody else.
    """

    MEDIAN_S: Final = 0.000_7
    MEAN_S: Final = 0.001_5
    _STEP: Final = 1.05
    _WEIGHT: Final = 1 / 64

    def __init__(self) -> None:
        self._median_s = self.MEDIAN_S
        self._mean_s = 4 * self.MEAN_S  # slow until a hundred commits say otherwise

    def took(self, seconds: float) -> None:
        """Note how long a commit took."""
        self._median_s *= self._STEP if seconds > self._median_s else 1 / self._STEP
        self._mean_s += (seconds - self._mean_s) * self._WEIGHT

    @property
    def is_fast(self) -> bool:
        """Whether the next commit may be waited for."""
        return self._median_s < self.MEDIAN_S and self._mean_s < self.MEAN_S


class SqliteLogWriter:
    """The log of an SQLite file.

    An append without new clients is one statement. On a fast disk it is made at once, in the event
    loop: the hop to a thread and back costs more CPU, and more of everybody's time, than the disk.
    Otherwise, and whenever the file is locked, it is made by a thread of its own.
    """

    _ROW: Final = "(?, ?, ?, ?, ?, ?)"
    _UPDATES: Final = "INSERT INTO updates (document_id, seq, at_ms, person_id, data, kind) VALUES "
    _CLIENTS: Final = "INSERT INTO clients (document_id, client, person_id) VALUES (?, ?, ?)"
    _MAX_ROWS_IN_A_STATEMENT: Final = 64

    def __init__(self, database: Database) -> None:
        self._writing = database.writing
        url = database.url.set(drivername="sqlite+pysqlite")
        self._engine: Engine = create_engine(url, connect_args={"check_same_thread": False})
        event.listen(self._engine, "connect", configure_sqlite)
        self._connection: PoolProxiedConnection | None = None
        self._at_once: PoolProxiedConnection | None = None
        self._disk = Disk()
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    async def append(self, rows: Sequence[LogRow], new_clients: Sequence[Binding]) -> None:
        """Store all of it durably, or nothing (see `LogStore.append`)."""
        async with self._writing:
            if new_clients or not self._insert_at_once(rows):
                await self._in_thread(lambda: self._append(rows, new_clients))

    def append_at_once(self, rows: Sequence[LogRow]) -> bool:
        """Store all of it durably without waiting, or nothing (see `LogStore.append_at_once`)."""
        return not self._writing.locked() and self._insert_at_once(rows)

    def _insert_at_once(self, rows: Sequence[LogRow]) -> bool:
        """Insert without a hop; says whether that could be done, nothing is stored otherwise."""
        if len(rows) > self._MAX_ROWS_IN_A_STATEMENT or not self._disk.is_fast:
            return False
        began = perf_counter()
        try:
            if self._at_once is None:
                self._at_once = self._engine.raw_connection()
                self._at_once.cursor().execute("PRAGMA busy_timeout=0")
            driver: Any = self._at_once.driver_connection
            self._insert(driver, rows)
        except (sqlite3.Error, SQLAlchemyError, OSError):
            return False  # the thread tries again, and waits or says why
        finally:
            self._disk.took(perf_counter() - began)
        return True

    async def _in_thread(self, job: Callable[[], None]) -> None:
        """Run a job in the writer's thread, after those before it; cancelling does not stop it."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()

        def settle(error: BaseException | None) -> None:
            if done.cancelled():
                return
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)

        def run() -> None:
            try:
                job()
            except BaseException as error:  # noqa: BLE001 - handed over to the caller
                loop.call_soon_threadsafe(settle, error)
            else:
                loop.call_soon_threadsafe(settle, None)

        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="log", daemon=True)
            self._thread.start()
        self._jobs.put(run)
        await done

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def _append(self, rows: Sequence[LogRow], new_clients: Sequence[Binding]) -> None:
        began = perf_counter()
        try:
            if self._connection is None:
                self._connection = self._engine.raw_connection()
            driver: Any = self._connection.driver_connection
            if new_clients or len(rows) > self._MAX_ROWS_IN_A_STATEMENT:
                self._transact(driver, rows, new_clients)
            elif rows:
                self._insert(driver, rows)
        except (sqlite3.Error, SQLAlchemyError, OSError) as error:
            self._disconnect()
            raise Unavailable(_LOST, retry_after_s=5) from error
        finally:
            self._disk.took(perf_counter() - began)

    def _insert(self, driver: sqlite3.Connection, rows: Sequence[LogRow]) -> None:
        """One statement, which is a transaction of its own."""
        values = [
            value
            for row in rows
            for value in (
                row.document_id,
                row.seq,
                row.at_ms,
                row.person_id,
                row.data,
                row.kind,
            )
        ]
        try:
            driver.execute(self._UPDATES + ",".join([self._ROW] * len(rows)), values)
        except sqlite3.IntegrityError as error:
            raise SeqTaken(_SEQ_TAKEN) from error

    def _transact(
        self,
        driver: sqlite3.Connection,
        rows: Sequence[LogRow],
        new_clients: Sequence[Binding],
    ) -> None:
        driver.execute("BEGIN IMMEDIATE")
        taken: type[ServerError] = SeqTaken
        try:
            driver.executemany(
                self._UPDATES + self._ROW,
                [
                    (row.document_id, row.seq, row.at_ms, row.person_id, row.data, row.kind)
                    for row in rows
                ],
            )
            taken = ClientTaken
            if new_clients:
                driver.executemany(self._CLIENTS, new_clients)
            driver.execute("COMMIT")
        except sqlite3.IntegrityError as error:
            driver.execute("ROLLBACK")
            raise taken(_SEQ_TAKEN if taken is SeqTaken else _CLIENT_TAKEN) from error
        except BaseException:
            with suppress(sqlite3.Error):
                driver.execute("ROLLBACK")
            raise

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error, SQLAlchemyError):
                connection.invalidate()

    async def close(self) -> None:
        """Finish what was begun and disconnect."""
        at_once, self._at_once = self._at_once, None
        if at_once is not None:
            at_once.invalidate()
        if self._thread is not None:
            await self._in_thread(self._disconnect)
            self._jobs.put(None)
            self._thread.join()
            self._thread = None
        self._engine.dispose()


class PostgresLogWriter:
    """One connection; each append is one statement, which commits by itself."""

    _BOTH: Final = (
        "WITH bound AS (INSERT INTO clients (document_id, client, person_id)"
        " SELECT * FROM unnest($7::text[], $8::bigint[], $9::text[]))"
        " INSERT INTO updates (document_id, seq, at_ms, person_id, data, kind)"
        " SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::bytea[],"
        " $6::smallint[])"
    )

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._appending = asyncio.Lock()
        self._connection: AsyncConnection | None = None

    def append_at_once(self, rows: Sequence[LogRow]) -> bool:  # noqa: ARG002 - every row goes over a network
        """Store nothing: the answer has to be waited for (see `LogStore.append_at_once`)."""
        return False

    async def append(self, rows: Sequence[LogRow], new_clients: Sequence[Binding]) -> None:
        """Store all of it durably, or nothing (see `LogStore.append`)."""
        columns = (
            [row.document_id for row in rows],
            [row.seq for row in rows],
            [row.at_ms for row in rows],
            [row.person_id for row in rows],
            [row.data for row in rows],
            [row.kind for row in rows],
            [document_id for document_id, _, _ in new_clients],
            [client for _, client, _ in new_clients],
            [person_id for _, _, person_id in new_clients],
        )
        async with self._appending:
            try:
                driver = await self._driver()
                await driver.execute(self._BOTH, *columns)
            except BaseException as error:
                taken = _taken(error)
                if taken is not None:
                    raise taken from error
                await self._disconnect()
                if isinstance(error, Exception):
                    raise Unavailable(_LOST, retry_after_s=5) from error
                raise

    async def _driver(self) -> Any:
        if self._connection is None:
            self._connection = await self._engine.connect()
        raw = await self._connection.get_raw_connection()
        return raw.driver_connection

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError, OSError):
                await connection.invalidate()
                await connection.close()

    async def close(self) -> None:
        """Finish what was begun and disconnect."""
        async with self._appending:
            await self._disconnect()


def _taken(error: BaseException) -> ServerError | None:
    """Say which key was taken, if the driver's error is about one."""
    if getattr(error, "sqlstate", None) != "23505":
        return None
    if getattr(error, "table_name", None) == "clients":
        return ClientTaken(_CLIENT_TAKEN)
    return SeqTaken(_SEQ_TAKEN)
