"""What a team has agreed on for the assistant, in SQL: brief, policy, recipes, marks, consent, usage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Integer, cast, distinct, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from server.errors import ChangedMeanwhile
from server.policy import Used
from server.records import Desk, Mark, RecipeRow, UsageRow
from server.store.database import Database
from server.store.tables import clients, desks, persons, recipes, suggestion_marks, suggestions

__all__ = ["SqlDesks"]

_NOTHING_AGREED: Final = Desk({}, 0, {}, 0)
_CHANGED: Final = "Somebody else has changed this meanwhile. Look at it again, then save yours."


class SqlDesks:
    """`DeskStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def desk(self, document_id: str) -> Desk:
        """Return what is agreed on for a document; empty where nothing is."""
        columns = (desks.c.brief, desks.c.brief_version, desks.c.policy, desks.c.policy_version)
        query = select(*columns).where(desks.c.document_id == document_id)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return _NOTHING_AGREED if row is None else Desk(*row)

    async def save_brief(self, document_id: str, brief: Mapping[str, str], version: int) -> int:
        """Store a document's brief over the version that its writer saw; return the new version."""
        return await self._save(document_id, "brief", brief, version)

    async def save_policy(self, document_id: str, policy: Mapping[str, Any], version: int) -> int:
        """Store a document's policy over the version that the coordinator saw; return the new version."""
        return await self._save(document_id, "policy", policy, version)

    async def _save(
        self, document_id: str, part: str, content: Mapping[str, Any], version: int
    ) -> int:
        counter = desks.c[f"{part}_version"]
        empty: dict[str, Any] = {
            "brief": {},
            "brief_version": 0,
            "policy": {},
            "policy_version": 0,
        }
        async with self._database.write() as connection:
            await connection.execute(
                self._database.insert_if_absent(desks).values(document_id=document_id, **empty)
            )
            saved = await connection.execute(
                update(desks)
                .where(desks.c.document_id == document_id, counter == version)
                .values({part: dict(content), counter.name: version + 1})
            )
            if saved.rowcount == 0:
                raise ChangedMeanwhile(_CHANGED)
        return version + 1

    async def recipes(self, document_id: str) -> tuple[RecipeRow, ...]:
        """Return every version of every recipe of a document, oldest first."""
        query = (
            select(recipes)
            .where(recipes.c.document_id == document_id)
            .order_by(recipes.c.at_ms, recipes.c.id, recipes.c.version)
        )
        async with self._database.read() as connection:
            return tuple(RecipeRow(*row) for row in await connection.execute(query))

    async def add_recipes(self, rows: Sequence[RecipeRow]) -> None:
        """Store new versions of recipes, all or none.

        Raises:
            ChangedMeanwhile: one of these versions is there.
        """
        values = [
            {
                "document_id": row.document_id,
                "id": row.id,
                "version": row.version,
                "person_id": row.person_id,
                "at_ms": row.at_ms,
                "content": None if row.content is None else dict(row.content),
            }
            for row in rows
        ]
        try:
            async with self._database.write() as connection:
                await connection.execute(insert(recipes), values)
        except IntegrityError as error:
            raise ChangedMeanwhile(_CHANGED) from error

    async def set_mark(self, mark: Mark) -> None:
        """Store what somebody thinks of a suggestion."""
        values = {
            "suggestion_id": mark.suggestion_id,
            "person_id": mark.person_id,
            "rating": mark.rating,
            "pinned": mark.pinned,
            "dismissed": mark.dismissed,
        }
        upsert = self._database.upsert(suggestion_marks, values, ["suggestion_id", "person_id"])
        async with self._database.write() as connection:
            await connection.execute(upsert)

    async def marks(self, document_id: str) -> tuple[Mark, ...]:
        """Return what everybody thinks of the suggestions of a document."""
        query = (
            select(suggestion_marks)
            .join(suggestions, suggestions.c.id == suggestion_marks.c.suggestion_id)
            .where(suggestions.c.document_id == document_id)
        )
        async with self._database.read() as connection:
            return tuple(Mark(*row) for row in await connection.execute(query))

    async def recipe_ratings(self, document_id: str) -> dict[str, tuple[int, int]]:
        """Return how often suggestions of each recipe were liked and disliked in a document."""
        rating = suggestion_marks.c.rating
        query = (
            select(
                suggestions.c.recipe,
                func.sum(cast(rating > 0, Integer)),
                func.sum(cast(rating < 0, Integer)),
            )
            .join(suggestions, suggestions.c.id == suggestion_marks.c.suggestion_id)
            .where(suggestions.c.document_id == document_id)
            .group_by(suggestions.c.recipe)
        )
        async with self._database.read() as connection:
            return {row[0]: (row[1], row[2]) for row in await connection.execute(query)}

    async def set_shared(self, suggestion_id: str, by: str | None, at_ms: int | None) -> None:
        """Show a suggestion to the team, or (None) no longer."""
        query = update(suggestions).where(suggestions.c.id == suggestion_id)
        async with self._database.write() as connection:
            await connection.execute(query.values(shared_by=by, shared_at=at_ms))

    async def set_consent(self, person_id: str, consent: bool | None) -> None:
        """Store whether a person's words may be sent to a model; None: as the server has it by default."""
        query = update(persons).where(persons.c.id == person_id)
        async with self._database.write() as connection:
            await connection.execute(query.values(consent=consent))

    async def consents(self, ids: Sequence[str]) -> dict[str, bool | None]:
        """Return whether the words of these people may be sent to a model."""
        query = select(persons.c.id, persons.c.consent).where(persons.c.id.in_(ids))
        async with self._database.read() as connection:
            return {row[0]: row[1] for row in await connection.execute(query)}

    async def refusing_writers(self, document_id: str, *, by_default: bool) -> tuple[str, ...]:
        """Return those who have written in a document and do not want their words sent to a model."""
        says_no = persons.c.consent.is_(False)
        query = (
            select(persons.c.id)
            .distinct()
            .join(clients, clients.c.person_id == persons.c.id)
            .where(
                clients.c.document_id == document_id,
                persons.c.kind.in_(("account", "guest")),
                says_no if by_default else persons.c.consent.is_not(True),
            )
        )
        async with self._database.read() as connection:
            return tuple((await connection.execute(query)).scalars())

    async def used_since(self, document_id: str, person_id: str, since_ms: int) -> Used:
        """Count the requests to the assistant that were not in vain: of a person, and of everybody."""
        counted = (
            suggestions.c.document_id == document_id,
            suggestions.c.at_ms >= since_ms,
            suggestions.c.answered_by.is_(None),
            suggestions.c.state.in_(("asking", "ready", "stopped")),
        )
        requests = func.count(distinct(suggestions.c.request_id))
        async with self._database.read() as connection:
            everybody = await connection.scalar(select(requests).where(*counted))
            own = await connection.scalar(
                select(requests).where(*counted, suggestions.c.person_id == person_id)
            )
        return Used(own or 0, everybody or 0)

    async def usage(self, document_id: str) -> tuple[UsageRow, ...]:
        """Return what each person asked the assistant of a document, the most first."""
        requests = func.count(distinct(suggestions.c.request_id))
        ready = func.sum(cast(suggestions.c.state == "ready", Integer))
        tokens = [
            func.sum(func.coalesce(cast(suggestions.c.usage[name].as_integer(), Integer), 0))
            for name in ("input", "output")
        ]
        cost = func.sum(func.coalesce(suggestions.c.cost, 0.0))
        query = (
            select(suggestions.c.person_id, requests, ready, *tokens, cost)
            .where(suggestions.c.document_id == document_id, suggestions.c.answered_by.is_(None))
            .group_by(suggestions.c.person_id)
            .order_by(requests.desc(), suggestions.c.person_id)
        )
        async with self._database.read() as connection:
            return tuple(UsageRow(*row) for row in await connection.execute(query))
