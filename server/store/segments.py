"""The log as it is read: rows, and what of it was packed into segments, in SQL. And who has seen how much of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.records import LogRow, RowKind, Visit
from server.segments import SEGMENT_ROWS, Segment, segment_of, unpack
from server.store.database import Database
from server.store.tables import segments, updates, visits

__all__ = ["BEFORE_ALL", "SqlSegments", "merged", "read_log", "rows_after"]

BEFORE_ALL: Final = -(2**62)
"""Below every seq: entries older than the ledger have numbers up to 0."""
_LOG_ROW: Final = (
    updates.c.document_id,
    updates.c.seq,
    updates.c.at_ms,
    updates.c.person_id,
    updates.c.data,
    updates.c.kind,
)


class SqlSegments:
    """The part of `LogStore` about the past."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load_log(self, document_id: str, after: int | None = None) -> tuple[LogRow, ...]:
        """Return the log rows with a seq greater than `after`, or all, in order."""
        async with self._database.read() as connection:
            rows, packed = await read_log(connection, document_id, after)
        return await asyncio.to_thread(merged, rows, packed, after) if packed else rows

    async def load_histories(self, document_id: str) -> tuple[bytes, ...]:
        """Return the histories of a document's segments, in order."""
        query = (
            select(segments.c.history)
            .where(segments.c.document_id == document_id)
            .order_by(segments.c.first)
        )
        async with self._database.read() as connection:
            return tuple(await connection.scalars(query))

    async def compact(self, document_id: str, up_to: int) -> bool:
        """Pack the oldest rows of a log into a segment if enough of them lie up to entry `up_to`.

        Says whether there were. As many rows as a segment holds stay behind it in any case.
        """
        async with self._database.read() as connection:
            rows = await _oldest_rows(connection, document_id, up_to, 2 * SEGMENT_ROWS)
        if len(rows) < 2 * SEGMENT_ROWS:
            return False
        segment = await asyncio.to_thread(segment_of, rows[:SEGMENT_ROWS])
        async with self._database.write() as connection:
            await self._replace_rows(connection, segment)
        return True

    async def _replace_rows(self, connection: AsyncConnection, segment: Segment) -> None:
        absent = self._database.insert_if_absent(segments).values(
            document_id=segment.document_id,
            first=segment.first,
            last=segment.last,
            history=segment.history,
            updates=segment.updates,
        )
        if (await connection.execute(absent)).rowcount:
            await connection.execute(
                delete(updates).where(
                    updates.c.document_id == segment.document_id,
                    updates.c.seq.between(segment.first, segment.last),
                    updates.c.kind == RowKind.UPDATE,
                )
            )

    async def visit(self, document_id: str, person_id: str) -> Visit | None:
        """Return what a person had seen when they last left a document, or None."""
        query = select(visits).where(
            visits.c.document_id == document_id, visits.c.person_id == person_id
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else Visit(*row)

    async def save_visits(self, left: Sequence[Visit]) -> None:
        """Keep what people had seen when they left."""
        async with self._database.write() as connection:
            for visit in left:
                values = {
                    "document_id": visit.document_id,
                    "person_id": visit.person_id,
                    "seq": visit.seq,
                    "at_ms": visit.at_ms,
                    "before": visit.before,
                }
                key = ["document_id", "person_id"]
                await connection.execute(self._database.upsert(visits, values, key))


async def read_log(
    connection: AsyncConnection, document_id: str, after: int | None
) -> tuple[tuple[LogRow, ...], list[tuple[str, bytes]]]:
    """Read a log behind an entry, or all of it: its rows, and what is packed, to be `merged`."""
    beginning = BEFORE_ALL if after is None else after
    found = await connection.execute(
        select(segments.c.document_id, segments.c.updates)
        .where(segments.c.document_id == document_id, segments.c.last > beginning)
        .order_by(segments.c.first)
    )
    rows = await connection.execute(rows_after(document_id, beginning))
    return tuple(LogRow(*row) for row in rows), [(row[0], row[1]) for row in found]


def merged(
    rows: Sequence[LogRow], packed: Sequence[tuple[str, bytes]], after: int | None
) -> tuple[LogRow, ...]:
    """The rows of a log together with those that are packed, in order."""
    beginning = BEFORE_ALL if after is None else after
    old = (row for each in packed for row in unpack(*each) if row.seq > beginning)
    return tuple(sorted((*old, *rows), key=lambda row: row.seq))


def rows_after(document_id: str, seq: int) -> Select[*tuple[Any, ...]]:
    """The query for the rows of a log behind an entry that are not packed, in order."""
    return (
        select(*_LOG_ROW)
        .where(updates.c.document_id == document_id, updates.c.seq > seq)
        .order_by(updates.c.seq)
    )


async def _oldest_rows(
    connection: AsyncConnection, document_id: str, up_to: int, most: int
) -> tuple[LogRow, ...]:
    """The first rows behind the last segment, up to an entry."""
    last = await connection.scalar(
        select(func.max(segments.c.last)).where(segments.c.document_id == document_id)
    )
    query = rows_after(document_id, BEFORE_ALL if last is None else last)
    found = await connection.execute(query.where(updates.c.seq <= up_to).limit(most))
    return tuple(LogRow(*row) for row in found)
