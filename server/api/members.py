"""`/api/documents/{document_id}/members`: who is in a document, as what."""

from __future__ import annotations

from fastapi import APIRouter

from server.access import Action, allows
from server.api.deps import Asking, Parts, access_to
from server.api.schemas import (
    InvitationOut,
    MemberOut,
    MembersOut,
    RoleIn,
    person_or_none,
    person_out,
)
from server.errors import NotFound

__all__ = ["router"]

router = APIRouter(prefix="/api/documents/{document_id}/members", tags=["members"])


@router.get("")
async def members(document_id: str, parts: Parts, actor: Asking) -> MembersOut:
    """List the members, and, for those who may invite, the invitations that still work."""
    access = await access_to(parts, actor, document_id, Action.LIST_MEMBERS)
    rows = await parts.store.members(document_id)
    invitations = ()
    if allows(access.role, Action.INVITE):
        invitations = await parts.store.invitations(document_id, parts.clock())
    ids = {row.person_id for row in rows} | {each.created_by for each in invitations}
    people = await parts.store.persons(sorted(ids))
    return MembersOut(
        members=[
            MemberOut(person=person_out(people[row.person_id]), role=row.role)
            for row in rows
            if row.person_id in people
        ],
        invitations=[
            InvitationOut(
                id=each.id,
                role=each.role,
                expires_at=each.expires_at,
                created_by=person_or_none(each.created_by, people),
            )
            for each in invitations
        ],
    )


@router.put("/{person_id}")
async def set_role(
    document_id: str, person_id: str, change: RoleIn, parts: Parts, actor: Asking
) -> MemberOut:
    """Give a person a role; it counts from their next message."""
    await access_to(parts, actor, document_id, Action.MANAGE_MEMBERS)
    person = await parts.store.person(person_id)
    if person is None or person.kind == "system":
        raise NotFound("There is no such person.")
    await parts.store.set_role(document_id, person_id, change.role, parts.clock())
    await parts.rooms.access_changed(document_id, person_id)
    await parts.rooms.role_given(document_id, actor.person.id, person_id, change.role)
    return MemberOut(person=person_out(person), role=change.role)


@router.delete("/{person_id}", status_code=204)
async def remove_member(document_id: str, person_id: str, parts: Parts, actor: Asking) -> None:
    """Take a person out, or leave oneself; their open sockets close."""
    leaving = person_id == actor.person.id
    action = Action.READ if leaving else Action.MANAGE_MEMBERS
    await access_to(parts, actor, document_id, action)
    if not await parts.store.remove_member(document_id, person_id):
        raise NotFound("That person is not in this document.")
    await parts.rooms.access_changed(document_id, person_id)
    await parts.rooms.role_given(document_id, actor.person.id, person_id, None)
