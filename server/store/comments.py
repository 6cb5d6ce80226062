"""Comments in SQL: threads, what they say, who has read it, and who was told by e-mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from crdt.ids import IdRange
from server.access import Role
from server.comments import Comment, Due, News, Thread
from server.store.database import Database
from server.store.tables import (
    accounts,
    comment_news,
    comments,
    documents,
    members,
    persons,
    threads,
)

__all__ = ["SqlComments"]

_COMMENT: Final = (
    comments.c.id,
    comments.c.thread_id,
    comments.c.person_id,
    comments.c.at_ms,
    comments.c.text,
    comments.c.edited_at,
    comments.c.deleted_at,
)


class SqlComments:
    """`CommentStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_thread(self, thread: Thread, news: Sequence[News]) -> None:
        """Store a new thread with its comments."""
        values = {
            "id": thread.id,
            "document_id": thread.document_id,
            "person_id": thread.person_id,
            "at_ms": thread.at_ms,
            "anchor": [list(ids) for ids in thread.anchor],
            "quote": thread.quote,
            "resolved_by": thread.resolved_by,
            "resolved_at": thread.resolved_at,
        }
        async with self._database.write() as connection:
            await connection.execute(insert(threads).values(values))
            for comment in thread.comments:
                await connection.execute(insert(comments).values(_comment_values(comment)))
            await self._tell(connection, news)

    async def add_comment(self, comment: Comment, news: Sequence[News]) -> None:
        """Store a reply; its thread is open again if it was resolved."""
        async with self._database.write() as connection:
            await connection.execute(insert(comments).values(_comment_values(comment)))
            await self._tell(connection, news)
            reopened = update(threads).where(threads.c.id == comment.thread_id)
            await connection.execute(reopened.values(resolved_by=None, resolved_at=None))

    async def change_comment(self, comment: Comment, news: Sequence[News]) -> None:
        """Store what a comment says now, and to whom it is news."""
        values = _comment_values(comment)
        outdated = delete(comment_news).where(
            comment_news.c.comment_id == comment.id,
            comment_news.c.person_id.not_in([each.person_id for each in news]),
        )
        async with self._database.write() as connection:
            await connection.execute(
                update(comments).where(comments.c.id == comment.id).values(values)
            )
            await connection.execute(outdated)
            await self._tell(connection, news)

    async def _tell(self, connection: AsyncConnection, news: Sequence[News]) -> None:
        for each in news:
            row = {
                "comment_id": each.comment_id,
                "person_id": each.person_id,
                "reason": each.reason,
            }
            await connection.execute(self._database.insert_if_absent(comment_news).values(row))

    async def set_resolved(self, thread_id: str, by: str | None, at_ms: int | None) -> None:
        """Note who resolved a thread and when, or (None) that it is open."""
        query = update(threads).where(threads.c.id == thread_id)
        async with self._database.write() as connection:
            await connection.execute(query.values(resolved_by=by, resolved_at=at_ms))

    async def threads(self, document_id: str) -> tuple[Thread, ...]:
        """Return the threads of a document, oldest first."""
        async with self._database.read() as connection:
            return await _read(connection, select(threads).where(_of(document_id)))

    async def thread(self, document_id: str, thread_id: str) -> Thread | None:
        """Return one thread of a document, or None."""
        query = select(threads).where(_of(document_id), threads.c.id == thread_id)
        async with self._database.read() as connection:
            return next(iter(await _read(connection, query)), None)

    async def count_threads(self, document_id: str) -> int:
        """Return how many threads a document has."""
        query = select(func.count()).select_from(threads).where(_of(document_id))
        async with self._database.read() as connection:
            return await connection.scalar(query) or 0

    async def news(self, document_id: str, person_id: str) -> dict[str, News]:
        """Return what is or was news to somebody in a document, by comment."""
        columns = (
            comment_news.c.comment_id,
            comment_news.c.person_id,
            comment_news.c.reason,
            comment_news.c.read_at,
        )
        query = (
            select(*columns)
            .join(comments, comments.c.id == comment_news.c.comment_id)
            .join(threads, threads.c.id == comments.c.thread_id)
            .where(_of(document_id), comment_news.c.person_id == person_id)
        )
        async with self._database.read() as connection:
            return {row[0]: News(*row) for row in await connection.execute(query)}

    async def mark_read(
        self, document_id: str, person_id: str, comment_ids: Collection[str], now: int
    ) -> None:
        """Note that somebody has read comments of a document."""
        here = (
            select(comments.c.id)
            .join(threads, threads.c.id == comments.c.thread_id)
            .where(_of(document_id), comments.c.id.in_(comment_ids))
        )
        query = update(comment_news).where(
            comment_news.c.person_id == person_id,
            comment_news.c.comment_id.in_(here),
            comment_news.c.read_at.is_(None),
        )
        async with self._database.write() as connection:
            await connection.execute(query.values(read_at=now))

    async def due_news(self) -> tuple[Due, ...]:
        """Return what is to be told by e-mail, of whomever, oldest first."""
        columns = (
            comment_news.c.person_id,
            comment_news.c.reason,
            accounts.c.login,
            members.c.role,
            documents.c.id,
            documents.c.title,
            threads.c.id,
            threads.c.quote,
            *_COMMENT,
        )
        query = (
            select(*columns)
            .select_from(comment_news)
            .join(comments, comments.c.id == comment_news.c.comment_id)
            .join(threads, threads.c.id == comments.c.thread_id)
            .join(documents, documents.c.id == threads.c.document_id)
            .join(persons, persons.c.id == comment_news.c.person_id)
            .join(accounts, accounts.c.person_id == persons.c.id)
            .outerjoin(
                members,
                (members.c.document_id == documents.c.id) & (members.c.person_id == persons.c.id),
            )
            .where(
                comment_news.c.read_at.is_(None),
                comment_news.c.mailed_at.is_(None),
                comments.c.deleted_at.is_(None),
                threads.c.resolved_at.is_(None),
                documents.c.deleted_at.is_(None),
                persons.c.digest.is_not(False),
            )
            .order_by(comments.c.at_ms, comments.c.id)
        )
        async with self._database.read() as connection:
            return tuple(_due(row) for row in await connection.execute(query))

    async def claim_news(
        self, person_id: str, comment_ids: Collection[str], now: int
    ) -> frozenset[str]:
        """Mark news as told by e-mail; return those comments that nobody had marked before."""
        query = update(comment_news).where(
            comment_news.c.person_id == person_id,
            comment_news.c.comment_id.in_(comment_ids),
            comment_news.c.mailed_at.is_(None),
        )
        async with self._database.write() as connection:
            claimed = await connection.scalars(
                query.values(mailed_at=now).returning(comment_news.c.comment_id)
            )
            return frozenset(claimed)

    async def release_news(self, person_id: str, comment_ids: Collection[str]) -> None:
        """Take the mark back: the e-mail was not sent."""
        query = update(comment_news).where(
            comment_news.c.person_id == person_id, comment_news.c.comment_id.in_(comment_ids)
        )
        async with self._database.write() as connection:
            await connection.execute(query.values(mailed_at=None))

    async def set_digest(self, person_id: str, wanted: bool) -> None:
        """Store whether somebody wants e-mail about what is unread."""
        query = update(persons).where(persons.c.id == person_id)
        async with self._database.write() as connection:
            await connection.execute(query.values(digest=wanted))

    async def wants_digest(self, person_id: str) -> bool:
        """Return whether somebody wants e-mail about what is unread; who has not said does."""
        query = select(persons.c.digest).where(persons.c.id == person_id)
        async with self._database.read() as connection:
            return await connection.scalar(query) is not False


def _of(document_id: str) -> Any:
    return threads.c.document_id == document_id


def _comment_values(comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.id,
        "thread_id": comment.thread_id,
        "person_id": comment.person_id,
        "at_ms": comment.at_ms,
        "text": comment.text,
        "edited_at": comment.edited_at,
        "deleted_at": comment.deleted_at,
    }


async def _read(connection: AsyncConnection, query: Select[*tuple[Any, ...]]) -> tuple[Thread, ...]:
    """Threads with their comments; `query` selects the rows of the threads."""
    rows = (await connection.execute(query.order_by(threads.c.at_ms, threads.c.id))).all()
    said = (
        select(*_COMMENT)
        .where(comments.c.thread_id.in_(query.with_only_columns(threads.c.id)))
        .order_by(comments.c.at_ms, comments.c.id)
    )
    by_thread: defaultdict[str, list[Comment]] = defaultdict(list)
    for row in await connection.execute(said):
        by_thread[row[1]].append(Comment(*row))
    return tuple(_thread(row, by_thread[row.id]) for row in rows)


def _thread(row: Any, said: Sequence[Comment]) -> Thread:
    return Thread(
        id=row.id,
        document_id=row.document_id,
        person_id=row.person_id,
        at_ms=row.at_ms,
        anchor=tuple(IdRange(*ids) for ids in row.anchor),
        quote=row.quote,
        resolved_by=row.resolved_by,
        resolved_at=row.resolved_at,
        comments=tuple(said),
    )


def _due(row: Any) -> Due:
    person_id, reason, login, role, document_id, title, thread_id, quote, *comment = row
    return Due(
        person_id=person_id,
        login=login,
        role=None if role is None else Role(role),
        document_id=document_id,
        title=title,
        thread_id=thread_id,
        quote=quote,
        comment=Comment(*comment),
        reason=reason,
    )
