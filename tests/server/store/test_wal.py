"""server.store.wal: SQLite's log is at its full length before the first commit, with nothing in it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from server.records import LogRow
from server.store.sql import SqlStore
from server.store.wal import lengthen_wal
from tests.server.store.examples import ADA, with_document

FULL = 4 * 1024 * 1024


def length_of_log(database: Path) -> int:
    return database.with_name(f"{database.name}-wal").stat().st_size


async def test_the_log_does_not_grow_behind_the_start(tmp_path: Path) -> None:
    database = tmp_path / "byline.db"
    for first in (2, 102):  # the first start, and one with a database
        store = SqlStore(f"sqlite:///{database}")
        await store.open()
        length = length_of_log(database)
        assert length > FULL
        if first == 2:
            await with_document(store)
        for seq in range(first, first + 100):
            await store.append([LogRow("doc", seq, seq, ADA.id, b"x")], [])
        assert length_of_log(database) == length
        assert database.stat().st_size < FULL
        await store.close()
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT max(seq) FROM updates").fetchone() == (201,)
        query = "SELECT count(*) FROM sqlite_master WHERE name = 'lengthening'"
        assert connection.execute(query).fetchone() == (0,)


async def test_a_database_that_is_being_written_to_is_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "byline.db"
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE t (x)")
        writer.execute("BEGIN IMMEDIATE")
        before = length_of_log(database)
        await lengthen_wal(database)
        assert length_of_log(database) == before
