"""Suggestions in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.records import SuggestionRow
from server.store.database import Database
from server.store.tables import documents, suggestions

__all__ = ["SqlSuggestions"]

_IDS_AT_ONCE: Final = 500


def _values(row: SuggestionRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "document_id": row.document_id,
        "number": row.number,
        "request_id": row.request_id,
        "person_id": row.person_id,
        "at_ms": row.at_ms,
        "recipe": row.recipe,
        "instruction": row.instruction,
        "passage": dict(row.passage),
        "label": row.label,
        "text": row.text,
        "rules": list(row.rules),
        "model": row.model,
        "state": row.state,
        "took_ms": row.took_ms,
        "usage": dict(row.usage) if row.usage is not None else None,
        "cost": row.cost,
        "answered_by": row.answered_by,
        "shared_by": row.shared_by,
        "shared_at": row.shared_at,
    }


def _row_from(row: Any) -> SuggestionRow:
    values: dict[str, Any] = {**row, "rules": tuple(row["rules"])}
    return SuggestionRow(**values)


class SqlSuggestions:
    """`SuggestionStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_request(self, rows: Sequence[SuggestionRow]) -> tuple[SuggestionRow, ...]:
        """Store the alternatives of one request and return them with their numbers assigned."""
        if not rows:
            return ()
        async with self._database.write() as connection:
            return await self._add(connection, rows)

    async def add_suggestion(self, row: SuggestionRow) -> SuggestionRow:
        """Store what became of an alternative, durably; an announced one keeps its number."""
        values = _values(row)
        del values["number"]
        announced = (
            update(suggestions)
            .where(suggestions.c.id == row.id, suggestions.c.document_id == row.document_id)
            .values(values)
            .returning(suggestions.c.number)
        )
        async with self._database.write() as connection:
            number = await connection.scalar(announced)
            if number is not None:
                return replace(row, number=number)
            (added,) = await self._add(connection, [row])
            return added

    async def stop_unfinished(self) -> None:
        """Mark what an earlier process left asking as stopped; it is the only one on its database."""
        query = update(suggestions).where(
            suggestions.c.state == "asking", suggestions.c.answered_by.is_(None)
        )
        async with self._database.write() as connection:
            await connection.execute(query.values(state="stopped"))

    async def _add(
        self, connection: AsyncConnection, rows: Sequence[SuggestionRow]
    ) -> tuple[SuggestionRow, ...]:
        """Store new rows of one document with the next numbers."""
        document_id = rows[0].document_id
        if not self._database.is_sqlite:
            await connection.execute(
                select(documents.c.id).where(documents.c.id == document_id).with_for_update()
            )
        last = await connection.scalar(
            select(func.coalesce(func.max(suggestions.c.number), 0)).where(
                suggestions.c.document_id == document_id
            )
        )
        numbered = tuple(replace(row, number=(last or 0) + at) for at, row in enumerate(rows, 1))
        await connection.execute(insert(suggestions), [_values(row) for row in numbered])
        return numbered

    async def list_suggestions(self, document_id: str) -> tuple[SuggestionRow, ...]:
        """Return all suggestions of a document, newest first."""
        query = (
            select(suggestions)
            .where(suggestions.c.document_id == document_id)
            .order_by(suggestions.c.number.desc())
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).mappings()
            return tuple(_row_from(row) for row in rows)

    async def asked_by(self, person_id: str, limit: int) -> tuple[SuggestionRow, ...]:
        """Return the latest suggestions that were served to a person, of whatever document, oldest first."""
        query = (
            select(suggestions)
            .where(suggestions.c.person_id == person_id, suggestions.c.state == "ready")
            .order_by(suggestions.c.at_ms.desc(), suggestions.c.id)
            .limit(limit)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return tuple(_row_from(row) for row in reversed(rows))

    async def suggestions_of(self, ids: Sequence[str]) -> tuple[SuggestionRow, ...]:
        """Return those of the suggestions that exist, of whatever document."""
        found: list[SuggestionRow] = []
        async with self._database.read() as connection:
            for at in range(0, len(ids), _IDS_AT_ONCE):
                some = suggestions.c.id.in_(ids[at : at + _IDS_AT_ONCE])
                rows = (await connection.execute(select(suggestions).where(some))).mappings()
                found += [_row_from(row) for row in rows]
        return tuple(found)
