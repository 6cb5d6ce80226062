"""The store on a SQL database: the parts, composed."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text

from server.access import Role
from server.names import SYSTEM_PERSON_ID
from server.records import Document, LogRow, Person, RowKind, Snapshot, StoredDocument
from server.store.checkpoints import SqlCheckpoints
from server.store.comments import SqlComments
from server.store.database import Database
from server.store.desks import SqlDesks
from server.store.documents import DOCUMENT, SqlDocuments, document_from
from server.store.log import Binding, log_writer
from server.store.membership import SqlMembership
from server.store.migrate import bring_up_to_date, check_version
from server.store.people import SqlPeople
from server.store.segments import BEFORE_ALL, SqlSegments, merged, read_log, rows_after
from server.store.suggestions import SqlSuggestions
from server.store.tables import clients as clients_table
from server.store.tables import documents, members, snapshots, updates
from server.store.verdicts import SqlVerdicts
from server.store.wal import lengthen_wal

__all__ = ["SqlStore"]


class SqlStore(
    SqlCheckpoints,
    SqlComments,
    SqlDesks,
    SqlDocuments,
    SqlMembership,
    SqlPeople,
    SqlSegments,
    SqlSuggestions,
    SqlVerdicts,
):
    """`Store` on SQLite or PostgreSQL.

    Args:
        url: the database's address, see `database.parse_url`.
    """

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        self._log = log_writer(self._database)

    async def open(self) -> None:
        """Connect, update the schema, see to the system's person, stop what a crash left asking."""
        await bring_up_to_date(self._database)
        if self._database.is_sqlite:
            await lengthen_wal(Path(str(self._database.url.database)))
        await self.stop_unfinished()
        if await self.person(SYSTEM_PERSON_ID) is None:
            await self.add_person(Person(SYSTEM_PERSON_ID, "Byline", "By", 0, "system"), 0)

    async def open_existing(self) -> None:
        """Connect to a database that a server has made, which may be running; nothing of it is changed.

        Raises:
            Invalid: there is none, or of another version.
        """
        await check_version(self._database)

    async def close(self) -> None:
        """Finish what was begun and let go of every connection."""
        await self._log.close()
        await self._database.engine.dispose()

    async def ping(self) -> None:
        """Return if the database answers."""
        async with self._database.read() as connection:
            await connection.execute(text("SELECT 1"))

    async def append(self, rows: Sequence[LogRow], new_clients: Sequence[Binding]) -> None:
        """Store log rows and client bindings in one durable transaction."""
        await self._log.append(rows, new_clients)

    def append_at_once(self, rows: Sequence[LogRow]) -> bool:
        """Store rows if nothing has to be waited for (see `LogStore.append_at_once`)."""
        return self._log.append_at_once(rows)

    async def load(self, document_id: str) -> StoredDocument | None:
        """Return the document with its snapshot and the log after it, or None."""
        async with self._database.read() as connection:
            found = await connection.execute(select(*DOCUMENT).where(documents.c.id == document_id))
            row = found.first()
            if row is None:
                return None
            kept = (
                await connection.execute(
                    select(
                        snapshots.c.seq,
                        snapshots.c.state,
                        snapshots.c.authorship,
                        snapshots.c.head,
                        snapshots.c.refused,
                    ).where(snapshots.c.document_id == document_id)
                )
            ).first()
            snapshot = _snapshot_from(*kept) if kept else None
            seq = snapshot.seq if snapshot else BEFORE_ALL
            rows, packed = await read_log(connection, document_id, seq)
            entries = await connection.execute(
                rows_after(document_id, BEFORE_ALL).where(
                    updates.c.kind == RowKind.ENTRY, updates.c.seq <= seq
                )
            )
            bound = await connection.execute(
                select(clients_table.c.client, clients_table.c.person_id).where(
                    clients_table.c.document_id == document_id
                )
            )
            return StoredDocument(
                document=document_from(row),
                snapshot=snapshot,
                entries=tuple(LogRow(*entry) for entry in entries),
                tail=merged(rows, packed, seq),
                clients={binding[0]: binding[1] for binding in bound},
            )

    async def save_snapshot(self, document_id: str, snapshot: Snapshot) -> None:
        """Keep the snapshot, unless a later one is there."""
        state, authorship = await asyncio.to_thread(
            lambda: (zlib.compress(snapshot.state), zlib.compress(snapshot.authorship))
        )
        values = {
            "document_id": document_id,
            "seq": snapshot.seq,
            "state": state,
            "authorship": authorship,
            "head": snapshot.head,
            "refused": snapshot.refused,
        }
        async with self._database.write() as connection:
            kept = await connection.scalar(
                select(snapshots.c.seq).where(snapshots.c.document_id == document_id)
            )
            if kept is None or kept <= snapshot.seq:
                await connection.execute(self._database.upsert(snapshots, values, ["document_id"]))

    async def create_document(
        self, document: Document, first: LogRow, clients: Sequence[tuple[int, str]]
    ) -> Document:
        """Create a document with its first log row; return the existing one if it is there."""
        async with self._database.write() as connection:
            created = await connection.execute(
                self._database.insert_if_absent(documents).values(_document_values(document))
            )
            if created.rowcount == 0:
                query = select(*DOCUMENT).where(documents.c.id == document.id)
                return document_from((await connection.execute(query)).one())
            await connection.execute(insert(updates).values(_update_values(first)))
            if clients:
                await connection.execute(
                    insert(clients_table),
                    [
                        {"document_id": document.id, "client": client, "person_id": person_id}
                        for client, person_id in clients
                    ],
                )
            if document.created_by is not None:
                await connection.execute(
                    insert(members).values(
                        document_id=document.id,
                        person_id=document.created_by,
                        role=Role.COORDINATOR.value,
                        joined_at=document.created_at,
                    )
                )
        return document


def _snapshot_from(
    seq: int, state: bytes, authorship: bytes, head: bytes, refused: str
) -> Snapshot:
    return Snapshot(seq, zlib.decompress(state), zlib.decompress(authorship), head, refused)


def _document_values(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "generation": document.generation,
        "created_by": document.created_by,
        "created_at": document.created_at,
        "updated_at": document.updated_at,
        "deleted_at": document.deleted_at,
        "shares": [],
    }


def _update_values(row: LogRow) -> dict[str, Any]:
    return {
        "document_id": row.document_id,
        "seq": row.seq,
        "at_ms": row.at_ms,
        "person_id": row.person_id,
        "data": row.data,
        "kind": int(row.kind),
    }
