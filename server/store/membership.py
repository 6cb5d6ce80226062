"""Who is in a document, and the invitations to it, in SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.access import Role
from server.errors import LastCoordinator
from server.records import Invitation, Member
from server.store.database import Database
from server.store.tables import documents, invitations, members

__all__ = ["SqlMembership", "leave_all"]

_RANK = {role: rank for rank, role in enumerate(Role)}
"""0 is most: a coordinator."""

_INVITATION = (
    invitations.c.id,
    invitations.c.document_id,
    invitations.c.token_digest,
    invitations.c.role,
    invitations.c.created_by,
    invitations.c.created_at,
    invitations.c.expires_at,
    invitations.c.revoked_at,
)


def _invitation(row: Any) -> Invitation:
    return Invitation(row[0], row[1], row[2], Role(row[3]), row[4], row[5], row[6], row[7])


class SqlMembership:
    """The members and invitations part of `DocumentStore`, and `role_of`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def role_of(self, document_id: str, person_id: str) -> Role | None:
        """Return the stored role."""
        async with self._database.read() as connection:
            return await _role(connection, document_id, person_id)

    async def members(self, document_id: str) -> tuple[Member, ...]:
        """Return the members, in the order they joined."""
        query = (
            select(members.c.person_id, members.c.role)
            .where(members.c.document_id == document_id)
            .order_by(members.c.joined_at, members.c.person_id)
        )
        async with self._database.read() as connection:
            return tuple(Member(row[0], Role(row[1])) for row in await connection.execute(query))

    async def set_role(self, document_id: str, person_id: str, role: Role, now: int) -> None:
        """Give a person a role; the last coordinator stays one (`LastCoordinator`)."""
        async with self._database.write() as connection:
            await self._lock(connection, document_id)
            if role is not Role.COORDINATOR:
                await _keep_a_coordinator(connection, document_id, person_id)
            await self._put(connection, document_id, person_id, role, now)

    async def remove_member(self, document_id: str, person_id: str) -> bool:
        """Take a person out, unless they are the last coordinator; say whether they were in."""
        async with self._database.write() as connection:
            await self._lock(connection, document_id)
            await _keep_a_coordinator(connection, document_id, person_id)
            gone = await connection.execute(
                delete(members).where(
                    members.c.document_id == document_id, members.c.person_id == person_id
                )
            )
        return gone.rowcount > 0

    async def join(self, document_id: str, person_id: str, role: Role, now: int) -> Role:
        """Give a person at least that role and return the one they have then."""
        async with self._database.write() as connection:
            await self._lock(connection, document_id)
            stored = await _role(connection, document_id, person_id)
            if stored is not None and _RANK[stored] <= _RANK[role]:
                return stored
            await self._put(connection, document_id, person_id, role, now)
        return role

    async def _put(
        self, connection: AsyncConnection, document_id: str, person_id: str, role: Role, now: int
    ) -> None:
        await connection.execute(
            self._database.insert_if_absent(members).values(
                document_id=document_id, person_id=person_id, role=role.value, joined_at=now
            )
        )
        await connection.execute(
            update(members)
            .where(members.c.document_id == document_id, members.c.person_id == person_id)
            .values(role=role.value)
        )

    async def _lock(self, connection: AsyncConnection, document_id: str) -> None:
        """Let one change of a document's members follow the other (SQLite does so anyway)."""
        if not self._database.is_sqlite:
            await connection.execute(
                select(documents.c.id).where(documents.c.id == document_id).with_for_update()
            )

    async def add_invitation(self, invitation: Invitation) -> None:
        """Store a new invitation."""
        async with self._database.write() as connection:
            await connection.execute(
                insert(invitations).values(
                    id=invitation.id,
                    document_id=invitation.document_id,
                    token_digest=invitation.token_digest,
                    role=invitation.role.value,
                    created_by=invitation.created_by,
                    created_at=invitation.created_at,
                    expires_at=invitation.expires_at,
                    revoked_at=invitation.revoked_at,
                )
            )

    async def invitations(self, document_id: str, now: int) -> tuple[Invitation, ...]:
        """Return the invitations that still work, newest first."""
        query = (
            select(*_INVITATION)
            .where(
                invitations.c.document_id == document_id,
                invitations.c.expires_at > now,
                invitations.c.revoked_at.is_(None),
            )
            .order_by(invitations.c.created_at.desc(), invitations.c.id)
        )
        async with self._database.read() as connection:
            return tuple(_invitation(row) for row in await connection.execute(query))

    async def invitation_by_digest(self, digest: str) -> Invitation | None:
        """Return the invitation with that token, also one that has ended, or None."""
        query = select(*_INVITATION).where(invitations.c.token_digest == digest)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return _invitation(row) if row else None

    async def revoke_invitation(self, document_id: str, invitation_id: str, now: int) -> bool:
        """Withdraw an invitation to that document; say whether there was one."""
        async with self._database.write() as connection:
            changed = await connection.execute(
                update(invitations)
                .where(
                    invitations.c.id == invitation_id,
                    invitations.c.document_id == document_id,
                    invitations.c.revoked_at.is_(None),
                )
                .values(revoked_at=now)
            )
        return changed.rowcount > 0


async def _role(connection: AsyncConnection, document_id: str, person_id: str) -> Role | None:
    stored = await connection.scalar(
        select(members.c.role).where(
            members.c.document_id == document_id, members.c.person_id == person_id
        )
    )
    return Role(stored) if stored else None


async def _keep_a_coordinator(connection: AsyncConnection, document_id: str, leaving: str) -> None:
    if await _role(connection, document_id, leaving) is not Role.COORDINATOR:
        return
    others = await connection.scalar(
        select(func.count())
        .select_from(members)
        .where(
            members.c.document_id == document_id,
            members.c.person_id != leaving,
            members.c.role == Role.COORDINATOR.value,
        )
    )
    if not others:
        raise LastCoordinator("A document needs a coordinator; make somebody else one first.")


async def leave_all(connection: AsyncConnection, person_id: str) -> tuple[str, ...]:
    """Take a person out of every document; where nobody else coordinates, who has most rights does."""
    mine = select(members.c.document_id).where(members.c.person_id == person_id)
    left = tuple(await connection.scalars(mine.order_by(members.c.document_id)))
    await connection.execute(delete(members).where(members.c.person_id == person_id))
    for document_id in left:
        query = (
            select(members.c.person_id, members.c.role)
            .where(members.c.document_id == document_id)
            .order_by(members.c.joined_at, members.c.person_id)
        )
        remaining = (await connection.execute(query)).all()
        if remaining and all(role != Role.COORDINATOR.value for _, role in remaining):
            rank = {each: _RANK[Role(role)] for each, role in remaining}
            heir = min(rank, key=lambda each: rank[each])
            await connection.execute(
                update(members)
                .where(members.c.document_id == document_id, members.c.person_id == heir)
                .values(role=Role.COORDINATOR.value)
            )
    return left
