"""The connection to one database, SQLite or PostgreSQL, and its transactions.

SQLite gets, on every connection: WAL, synchronous=FULL (a commit survives a power cut),
busy_timeout and foreign keys. It has one writer at a time, so writers of this process queue at a
lock here instead of polling SQLite's; `BEGIN IMMEDIATE` keeps a reader from becoming a writer
half-way. The lock is not held for PostgreSQL.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Insert, Table, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from server.errors import Invalid, Unavailable

__all__ = ["Database", "configure_sqlite", "parse_url", "unavailable"]

_DRIVERS: Final = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
_WRITE: Final = "byline_write"
_BUSY_TIMEOUT_MS: Final = 10_000
_WAL_ATTEMPTS: Final = 50
_WAL_WAIT_S: Final = 0.02


def parse_url(url: str) -> URL:
    """Return the address of a database with the driver Byline uses.

    Args:
        url: `sqlite:///relative.db`, `sqlite:////absolute.db` or `postgresql://user@host/name`.

    Raises:
        Invalid: it is no address, or one of another kind of database.
    """
    try:
        parsed = make_url(url)
    except SQLAlchemyError as error:
        raise Invalid("The database address is not one: it starts like sqlite:///.") from error
    backend = {"postgres": "postgresql"}.get(parsed.drivername, parsed.drivername).split("+")[0]
    if backend not in _DRIVERS:
        raise Invalid("The database must be SQLite or PostgreSQL (sqlite:///… or postgresql://…).")
    if backend == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise Invalid("SQLite needs a file; nothing would survive in memory.")
    return parsed.set(drivername=_DRIVERS[backend])


def configure_sqlite(connection: Any, _record: object = None) -> None:
    """Set a fresh SQLite connection up; transactions are begun by us, not by the driver."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}")
    _use_wal(cursor)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _use_wal(cursor: Any) -> None:
    """Switch to WAL, again if another process is doing so: SQLite does not wait for that one."""
    for _ in range(_WAL_ATTEMPTS):
        with suppress(sqlite3.OperationalError):
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        time.sleep(_WAL_WAIT_S)
    cursor.execute("PRAGMA journal_mode=WAL")


@contextmanager
def unavailable() -> Generator[None]:
    """Turn what the database says when it cannot into `Unavailable`.

    A broken constraint passes: it is for the statement that may break it to explain.
    """
    try:
        yield
    except IntegrityError:
        raise
    except (SQLAlchemyError, OSError) as error:
        raise Unavailable(
            "The database does not answer as it should. Nothing more was stored.", retry_after_s=5
        ) from error


class Database:
    """An engine with its two kinds of transaction."""

    def __init__(self, url: str) -> None:
        self.url: Final = parse_url(url)
        self.is_sqlite: Final = self.url.get_backend_name() == "sqlite"
        self.writing: Final = asyncio.Lock()
        """Held by whoever writes to SQLite. The log of updates takes only this: people wait for it."""
        self._in_turn: Final = asyncio.Lock()
        """Held by all other writers as well, so that no more than one of them is before the log."""
        self.engine: Final = self._create_engine()

    def _create_engine(self) -> AsyncEngine:
        if not self.is_sqlite:
            return create_async_engine(self.url, pool_size=8, max_overflow=8, pool_pre_ping=True)
        engine = create_async_engine(
            self.url,
            pool_size=4,
            max_overflow=4,
            pool_reset_on_return=None,  # `read` and `write` end what they begin
        )
        event.listen(engine.sync_engine, "connect", configure_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine

    @property
    def place(self) -> str:
        """The address, without a password."""
        return self.url.render_as_string(hide_password=True)

    def exists(self) -> bool:
        """Whether there is something to connect to, as far as that is known without connecting."""
        return not self.is_sqlite or Path(str(self.url.database)).is_file()

    def make_directory(self) -> None:
        """Make the directory of an SQLite file, readable by its owner only."""
        if self.is_sqlite and self.url.database:
            parent = Path(self.url.database).parent
            parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncConnection]:
        """Give a connection whose reads all see the same moment.

        Raises:
            Unavailable: the database does not answer.
        """
        with unavailable():
            async with self.engine.connect() as connection:
                if not self.is_sqlite:  # SQLite always reads like this
                    await connection.execution_options(isolation_level="REPEATABLE READ")
                async with connection.begin():
                    yield connection

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[AsyncConnection]:
        """Give a connection in a transaction that is durable when the block ends.

        Raises:
            Unavailable: the database does not answer; nothing was stored.
        """
        with unavailable():
            async with (
                self._in_turn if self.is_sqlite else nullcontext(),
                self.writing if self.is_sqlite else nullcontext(),
                self.engine.connect() as connection,
            ):
                await connection.execution_options(**{_WRITE: True})
                async with connection.begin():
                    yield connection

    def insert_if_absent(self, table: Table) -> Insert:
        """Return an insert that does nothing when the row is there already."""
        if self.is_sqlite:
            return sqlite.insert(table).on_conflict_do_nothing()
        from sqlalchemy.dialects import postgresql  # not loaded for SQLite: the start is quicker

        return postgresql.insert(table).on_conflict_do_nothing()

    def upsert(self, table: Table, values: dict[str, Any], key: list[str]) -> Insert:
        """Return an insert that overwrites the other columns of the row with that key."""
        rest = {name: value for name, value in values.items() if name not in key}
        if self.is_sqlite:
            into = sqlite.insert(table).values(values)
            return into.on_conflict_do_update(index_elements=key, set_=rest)
        from sqlalchemy.dialects import postgresql

        insert = postgresql.insert(table).values(values)
        return insert.on_conflict_do_update(index_elements=key, set_=rest)


def _begin_sqlite(connection: Any) -> None:
    write = connection.get_execution_options().get(_WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
