"""Invitations: links by which people join a document with a role, until they expire."""

from __future__ import annotations

from fastapi import APIRouter, Request

from server.access import Action
from server.api.deps import Acting, Asking, Parts, access_to
from server.api.documents import document_out
from server.api.parts import ServerParts
from server.api.schemas import (
    DocumentOut,
    InvitationIn,
    InvitationMadeOut,
    InvitationPreviewOut,
)
from server.errors import Gone, NotFound
from server.names import new_invitation_id, new_token, token_digest
from server.records import Invitation

__all__ = ["router", "usable_invitation"]

router = APIRouter(prefix="/api", tags=["invitations"])


@router.post("/documents/{document_id}/invitations", status_code=201)
async def invite(
    document_id: str, wish: InvitationIn, request: Request, parts: Parts, actor: Acting
) -> InvitationMadeOut:
    """Make a link; the token is told now and never again."""
    await access_to(parts, actor, document_id, Action.INVITE)
    now, token = parts.clock(), new_token()
    invitation = Invitation(
        id=new_invitation_id(),
        document_id=document_id,
        token_digest=token_digest(token),
        role=wish.role,
        created_by=actor.person.id,
        created_at=now,
        expires_at=now + wish.expires_in_s * 1000,
    )
    await parts.store.add_invitation(invitation)
    return InvitationMadeOut(
        id=invitation.id,
        token=token,
        url=f"{request.url.scheme}://{request.url.netloc}/join/{token}",
        role=invitation.role,
        expires_at=invitation.expires_at,
    )


@router.delete("/documents/{document_id}/invitations/{invitation_id}", status_code=204)
async def revoke_invitation(
    document_id: str, invitation_id: str, parts: Parts, actor: Asking
) -> None:
    """Withdraw a link; who joined by it stays."""
    await access_to(parts, actor, document_id, Action.INVITE)
    if not await parts.store.revoke_invitation(document_id, invitation_id, parts.clock()):
        raise NotFound("There is no such invitation.")


@router.get("/invitations/{token}")
async def preview(token: str, parts: Parts) -> InvitationPreviewOut:
    """Say what a link leads to; works without a session."""
    invitation = await usable_invitation(parts, token)
    document = await parts.store.document(invitation.document_id)
    if document is None:
        raise NotFound("There is no such invitation.")
    return InvitationPreviewOut(
        title=document.title, role=invitation.role, expires_at=invitation.expires_at
    )


@router.post("/invitations/{token}")
async def accept(token: str, parts: Parts, actor: Acting) -> DocumentOut:
    """Join the document; somebody who has a larger role there keeps it."""
    invitation = await usable_invitation(parts, token)
    document_id, person_id = invitation.document_id, actor.person.id
    await parts.store.join(document_id, person_id, invitation.role, parts.clock())
    await parts.rooms.access_changed(document_id, person_id)
    access = await access_to(parts, actor, document_id, Action.READ)
    return await document_out(parts, access.row, access.role)


async def usable_invitation(parts: ServerParts, token: str) -> Invitation:
    """Return the invitation with that token.

    Raises:
        NotFound: there is none, or its document is deleted.
        Gone: it has expired or was withdrawn.
    """
    invitation = await parts.store.invitation_by_digest(token_digest(token))
    document = await parts.store.document(invitation.document_id) if invitation else None
    if invitation is None or document is None or document.deleted_at is not None:
        raise NotFound("There is no such invitation.")
    if invitation.revoked_at is not None or invitation.expires_at <= parts.clock():
        raise Gone("This invitation does not work any more; ask for a new one.")
    return invitation
