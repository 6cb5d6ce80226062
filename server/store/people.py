"""People, accounts and sessions in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from server.errors import LoginTaken
from server.records import Account, Person, SessionRow
from server.store.database import Database
from server.store.membership import leave_all
from server.store.tables import (
    accounts,
    comment_news,
    invitations,
    persons,
    sessions,
    suggestion_marks,
)

__all__ = ["SqlPeople", "person_from"]

_PERSON = (persons.c.id, persons.c.name, persons.c.initials, persons.c.colour, persons.c.kind)
_SESSION = (
    sessions.c.id,
    sessions.c.person_id,
    sessions.c.token_digest,
    sessions.c.created_at,
    sessions.c.expires_at,
    sessions.c.last_seen_at,
    sessions.c.agent,
)


def person_from(row: Any) -> Person:
    """Return the person in the first five columns of a row."""
    return Person(row[0], row[1], row[2], row[3], row[4])


def _person_values(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "initials": person.initials,
        "colour": person.colour,
        "kind": person.kind,
    }


class SqlPeople:
    """`PeopleStore`, and the people part of `LogStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def person(self, person_id: str) -> Person | None:
        """Return the person, or None."""
        return (await self.persons([person_id])).get(person_id)

    async def persons(self, ids: Sequence[str]) -> dict[str, Person]:
        """Return those of the persons that exist, by id."""
        wanted = sorted(set(ids))
        found: dict[str, Person] = {}
        async with self._database.read() as connection:
            for start in range(0, len(wanted), 500):
                part = wanted[start : start + 500]
                rows = await connection.execute(select(*_PERSON).where(persons.c.id.in_(part)))
                found.update((row[0], person_from(row)) for row in rows)
        return found

    async def add_person(self, person: Person, created_at: int) -> None:
        """Store a new person; nothing happens if they are stored already."""
        values = {"id": person.id, "created_at": created_at, **_person_values(person)}
        async with self._database.write() as connection:
            await connection.execute(self._database.insert_if_absent(persons).values(values))

    async def add_account(self, person: Person, account: Account, created_at: int) -> None:
        """Store a new person who can sign in, or turn a guest with that id into one."""
        values = {"id": person.id, "created_at": created_at, **_person_values(person)}
        try:
            async with self._database.write() as connection:
                await connection.execute(self._database.insert_if_absent(persons).values(values))
                await connection.execute(
                    update(persons).where(persons.c.id == person.id).values(_person_values(person))
                )
                await connection.execute(
                    insert(accounts).values(
                        person_id=person.id,
                        login=account.login,
                        password_hash=account.password_hash,
                        created_at=created_at,
                    )
                )
        except IntegrityError as error:
            raise LoginTaken("Somebody signs in with that name already.") from error

    async def change_person(self, person: Person) -> None:
        """Store the name, initials, colour and kind of a person."""
        async with self._database.write() as connection:
            await connection.execute(
                update(persons).where(persons.c.id == person.id).values(_person_values(person))
            )

    async def account_of(self, login: str) -> Account | None:
        """Return the account with that login, or None."""
        return await self._account(accounts.c.login == login)

    async def account_of_person(self, person_id: str) -> Account | None:
        """Return the person's account, or None."""
        return await self._account(accounts.c.person_id == person_id)

    async def _account(self, wanted: ColumnElement[bool]) -> Account | None:
        query = select(accounts.c.person_id, accounts.c.login, accounts.c.password_hash)
        async with self._database.read() as connection:
            row = (await connection.execute(query.where(wanted))).first()
        return Account(row[0], row[1], row[2]) if row else None

    async def recent_colours(self, limit: int) -> tuple[int, ...]:
        """Return the colours of the people who came last."""
        query = select(persons.c.colour).order_by(persons.c.created_at.desc()).limit(limit)
        async with self._database.read() as connection:
            return tuple(await connection.scalars(query.where(persons.c.kind != "system")))

    async def add_session(self, session: SessionRow) -> None:
        """Store a new session."""
        async with self._database.write() as connection:
            await connection.execute(
                insert(sessions).values(
                    id=session.id,
                    person_id=session.person_id,
                    token_digest=session.token_digest,
                    created_at=session.created_at,
                    expires_at=session.expires_at,
                    last_seen_at=session.last_seen_at,
                    agent=session.agent,
                )
            )

    async def session_by_digest(self, digest: str, now: int) -> tuple[SessionRow, Person] | None:
        """Return the session with that token, if it has not ended, and whose it is."""
        query = (
            select(*_PERSON, *_SESSION)
            .join_from(sessions, persons, sessions.c.person_id == persons.c.id)
            .where(sessions.c.token_digest == digest, sessions.c.expires_at > now)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return (SessionRow(*row[len(_PERSON) :]), person_from(row)) if row else None

    async def touch_session(self, session_id: str, now: int, expires_at: int) -> None:
        """Note that the session was used and when it will end."""
        async with self._database.write() as connection:
            await connection.execute(
                update(sessions)
                .where(sessions.c.id == session_id)
                .values(last_seen_at=now, expires_at=expires_at)
            )

    async def sessions_of(self, person_id: str, now: int) -> tuple[SessionRow, ...]:
        """Return a person's sessions that have not ended, last used first."""
        query = (
            select(*_SESSION)
            .where(sessions.c.person_id == person_id, sessions.c.expires_at > now)
            .order_by(sessions.c.last_seen_at.desc(), sessions.c.id)
        )
        async with self._database.read() as connection:
            return tuple(SessionRow(*row) for row in await connection.execute(query))

    async def revoke_session(self, session_id: str, person_id: str) -> bool:
        """End a session of that person; say whether there was one."""
        async with self._database.write() as connection:
            gone = await connection.execute(
                delete(sessions).where(
                    sessions.c.id == session_id, sessions.c.person_id == person_id
                )
            )
        return gone.rowcount > 0

    async def erase(self, stub: Person, now: int) -> tuple[str, ...]:
        """Put a stub in a person's place; end account, sessions and memberships in one transaction."""
        async with self._database.write() as connection:
            await connection.execute(
                update(persons).where(persons.c.id == stub.id).values(_person_values(stub))
            )
            await connection.execute(delete(accounts).where(accounts.c.person_id == stub.id))
            await connection.execute(delete(sessions).where(sessions.c.person_id == stub.id))
            await connection.execute(
                delete(suggestion_marks).where(suggestion_marks.c.person_id == stub.id)
            )
            await connection.execute(
                delete(comment_news).where(comment_news.c.person_id == stub.id)
            )
            await connection.execute(
                update(invitations)
                .where(invitations.c.created_by == stub.id, invitations.c.revoked_at.is_(None))
                .values(revoked_at=now)
            )
            return await leave_all(connection, stub.id)
