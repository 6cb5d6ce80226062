"""Documents and their list in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, func, null, select, update
from sqlalchemy.sql.elements import ColumnElement

from server.access import Role
from server.names import SYSTEM_PERSON_ID
from server.records import Document, DocumentRow, RowKind, Share
from server.store.database import Database
from server.store.tables import documents, members, updates

__all__ = ["DOCUMENT", "SqlDocuments", "document_from", "shares_json"]

MAX_LISTED = 1000

DOCUMENT = (
    documents.c.id,
    documents.c.title,
    documents.c.generation,
    documents.c.created_by,
    documents.c.created_at,
    documents.c.updated_at,
    documents.c.deleted_at,
)


def document_from(row: Any) -> Document:
    """Return the document in the first seven columns (`DOCUMENT`) of a row."""
    return Document(row[0], row[1], row[2], row[3], row[4], row[5], row[6])


def shares_json(shares: Sequence[Share]) -> list[list[object]]:
    """Return shares as they are stored: a list of [person id, origin, share]."""
    return [[share.person_id, share.origin, share.share] for share in shares]


def _last_row(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return (
        select(column)
        .where(updates.c.document_id == documents.c.id, updates.c.kind == RowKind.UPDATE)
        .order_by(updates.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )


_LAST_AT = func.coalesce(_last_row(updates.c.at_ms), documents.c.updated_at).label("last_at")
_LAST_WRITER = _last_row(updates.c.person_id).label("last_writer")


def _listing(person_id: str | None) -> Select[*tuple[Any, ...]]:
    """Return the query for rows of the list: document, time and writer of the last change, role."""
    columns = (*DOCUMENT, documents.c.shares, _LAST_AT, _LAST_WRITER)
    if person_id is None:
        return select(*columns, null().label("role")).select_from(documents)
    mine = and_(members.c.document_id == documents.c.id, members.c.person_id == person_id)
    return select(*columns, members.c.role).select_from(documents.outerjoin(members, mine))


def _row_from(row: Any) -> DocumentRow:
    document = document_from(row)
    shares, last_at, last_writer, role = row[7:11]
    return DocumentRow(
        document=Document(
            document.id,
            document.title,
            document.generation,
            document.created_by,
            document.created_at,
            max(document.updated_at, last_at),
            document.deleted_at,
        ),
        role=Role(role) if role else None,
        last_writer=None if last_writer == SYSTEM_PERSON_ID else last_writer,
        shares=tuple(Share(person, origin, share) for person, origin, share in shares),
    )


class SqlDocuments:
    """The documents part of `DocumentStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def document(self, document_id: str) -> Document | None:
        """Return a document, also a deleted one, or None."""
        query = select(*DOCUMENT).where(documents.c.id == document_id)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return document_from(row) if row else None

    async def document_row(self, document_id: str, person_id: str | None) -> DocumentRow | None:
        """Return a document as its list shows it to a person, also a deleted one, or None."""
        query = _listing(person_id).where(documents.c.id == document_id)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return _row_from(row) if row else None

    async def list_documents(
        self, person_id: str | None, *, every: bool
    ) -> tuple[DocumentRow, ...]:
        """Return up to 1,000 documents: a person's, or every one, last changed first."""
        query = _listing(person_id).where(documents.c.deleted_at.is_(None))
        if not every:
            if person_id is None:
                return ()
            query = query.where(members.c.role.is_not(None))
        query = query.order_by(_LAST_AT.desc(), documents.c.id).limit(MAX_LISTED)
        async with self._database.read() as connection:
            return tuple(_row_from(row) for row in await connection.execute(query))

    async def rename(self, document_id: str, title: str) -> None:
        """Store a new title."""
        await self._change(document_id, {"title": title})

    async def set_deleted(self, document_id: str, deleted_at: int | None) -> None:
        """Mark a document as deleted at a time, or as not deleted."""
        await self._change(document_id, {"deleted_at": deleted_at})

    async def save_shares(self, document_id: str, shares: Sequence[Share]) -> None:
        """Keep who has which part of the text, for the list of documents."""
        await self._change(document_id, {"shares": shares_json(shares)})

    async def _change(self, document_id: str, values: dict[str, Any]) -> None:
        async with self._database.write() as connection:
            await connection.execute(
                update(documents).where(documents.c.id == document_id).values(values)
            )
