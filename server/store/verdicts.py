"""What people said in review, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, Table, insert, select, update

from crdt.ids import IdRange
from server.store.database import Database
from server.store.tables import contests, reviews, sign_offs
from server.verdicts import Contest, ContestEnd, MarkedReviewed, Said, SignOff

__all__ = ["SqlVerdicts"]

_SEQS_AT_ONCE: Final = 500


class SqlVerdicts:
    """`VerdictStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_review(self, row: MarkedReviewed) -> None:
        """Store that a passage was reviewed."""
        await self._insert_verdict(
            reviews,
            {
                **_said_values(row),
                "note": row.note,
                "withdrawn_at": row.withdrawn_at,
            },
        )

    async def reviews(self, document_id: str) -> tuple[MarkedReviewed, ...]:
        """Return all reviews of a document, oldest first."""
        return tuple(
            MarkedReviewed(
                **_made(row), said=_said(row), note=row.note, withdrawn_at=row.withdrawn_at
            )
            for row in await self._verdicts_of(reviews, document_id)
        )

    async def withdraw_review(self, review_id: str, now: int) -> None:
        """Note that a review was withdrawn."""
        await self._withdraw_verdict(reviews, review_id, now)

    async def add_contest(self, row: Contest) -> None:
        """Store that a placing is contested."""
        await self._insert_verdict(
            contests,
            {
                **_said_values(row),
                "reason": row.reason,
                "ended": row.end,
                "ended_by": row.ended_by,
                "ended_at": row.ended_at,
                "ended_note": row.ended_note,
            },
        )

    async def contests(self, document_id: str) -> tuple[Contest, ...]:
        """Return all contests of a document, oldest first."""
        return tuple(
            Contest(
                **_made(row),
                said=_said(row),
                reason=row.reason,
                end=row.ended,
                ended_by=row.ended_by,
                ended_at=row.ended_at,
                ended_note=row.ended_note,
            )
            for row in await self._verdicts_of(contests, document_id)
        )

    async def end_contest(
        self, contest_id: str, end: ContestEnd, by: str, now: int, note: str
    ) -> None:
        """Note that a contest was withdrawn or settled, unless it has ended before."""
        query = update(contests).where(contests.c.id == contest_id, contests.c.ended.is_(None))
        async with self._database.write() as connection:
            await connection.execute(
                query.values(ended=end, ended_by=by, ended_at=now, ended_note=note)
            )

    async def add_sign_off(self, row: SignOff) -> None:
        """Store that a document was signed off."""
        await self._insert_verdict(
            sign_offs,
            {
                **_made_values(row),
                "covers": row.covers,
                "sha256": row.sha256,
                "note": row.note,
                "passages": row.passages,
                "reviewed": row.reviewed,
                "stale": row.stale,
                "contested": row.contested,
                "withdrawn_at": row.withdrawn_at,
            },
        )

    async def sign_offs(self, document_id: str) -> tuple[SignOff, ...]:
        """Return all sign-offs of a document, oldest first."""
        return tuple(SignOff(*row) for row in await self._verdicts_of(sign_offs, document_id))

    async def withdraw_sign_off(self, sign_off_id: str, now: int) -> None:
        """Note that a sign-off was withdrawn."""
        await self._withdraw_verdict(sign_offs, sign_off_id, now)

    async def _insert_verdict(self, table: Table, values: dict[str, Any]) -> None:
        async with self._database.write() as connection:
            await connection.execute(insert(table).values(values))

    async def _verdicts_of(self, table: Table, document_id: str) -> Sequence[Row[Any]]:
        query = select(table).where(table.c.document_id == document_id).order_by(table.c.seq)
        async with self._database.read() as connection:
            return (await connection.execute(query)).all()

    async def _withdraw_verdict(self, table: Table, row_id: str, now: int) -> None:
        query = update(table).where(table.c.id == row_id, table.c.withdrawn_at.is_(None))
        async with self._database.write() as connection:
            await connection.execute(query.values(withdrawn_at=now))


def _made_values(row: MarkedReviewed | Contest | SignOff) -> dict[str, Any]:
    return {
        "id": row.id,
        "document_id": row.document_id,
        "person_id": row.person_id,
        "at_ms": row.at_ms,
        "seq": row.seq,
    }


def _said_values(row: MarkedReviewed | Contest) -> dict[str, Any]:
    said = row.said
    return {
        **_made_values(row),
        "ids": [list(ids) for ids in said.ids],
        "hash": said.hash,
        "origin": said.origin,
        "suggestion": said.suggestion,
        "text": said.text,
    }


def _made(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "document_id": row.document_id,
        "person_id": row.person_id,
        "at_ms": row.at_ms,
        "seq": row.seq,
    }


def _said(row: Row[Any]) -> Said:
    ids = tuple(IdRange(*each) for each in row.ids)
    return Said(ids, row.hash, row.origin, row.suggestion, row.text)
