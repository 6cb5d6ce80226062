"""SQLite's write-ahead log at its full length from the start.

A commit that makes the file longer has to write its length too: it takes more than half as long again as one that
overwrites what is there, in CPU as well. SQLite begins anew in the same file after each checkpoint, so only the first
thousand pages of a run would be slow; a transaction that outgrows its cache and is rolled back leaves the file as long
as they need, and nothing in it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

__all__ = ["lengthen_wal"]

_BYTES: Final = 1_100 * 4_096
"""A little more than SQLite writes before a checkpoint (`wal_autocheckpoint`)."""


async def lengthen_wal(database: Path) -> None:
    """Make the log of a database file, which somebody has to have open, as long as it will be.

    Where that cannot be done now (a full disk, a writer that takes its time) commits are only slower.
    """
    with suppress(sqlite3.Error, OSError):
        await asyncio.to_thread(_lengthen, database)


def _lengthen(database: Path) -> None:
    wal = database.with_name(f"{database.name}-wal")
    if not wal.exists() or wal.stat().st_size >= _BYTES:
        return
    with closing(sqlite3.connect(database, timeout=1.0, isolation_level=None)) as connection:
        # What does not fit into these pages goes to the log before the end.
        connection.execute("PRAGMA cache_size=8")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE lengthening (data BLOB)")
        connection.execute("INSERT INTO lengthening VALUES (zeroblob(?))", (_BYTES,))
        connection.execute("ROLLBACK")
