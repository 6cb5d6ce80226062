"""`/api/me`, `/api/session`, `/api/sessions` and `/api/accounts`."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from server.api.deps import (
    Acting,
    Asking,
    Parts,
    actor_of,
    clear_session_cookie,
    device_of,
    set_session_cookie,
)
from server.api.invitations import usable_invitation
from server.api.schemas import (
    AccountIn,
    AssistantOut,
    ConsentIn,
    ConsentOut,
    CredentialsIn,
    EraseIn,
    GuestIn,
    MeIn,
    MeOut,
    PersonOut,
    SessionOut,
    SessionsOut,
    person_out,
)
from server.errors import Forbidden, Unauthenticated
from server.records import Person

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["people"])


@router.get("/me")
async def me(request: Request, parts: Parts) -> MeOut:
    """Say who is asking, and what this server is like; works without a session."""
    person = await _person_or_none(request, parts)
    assistant = parts.assistant
    return MeOut(
        person=person_out(person) if person else None,
        open=parts.settings.open_mode,
        assistant=AssistantOut(
            enabled=assistant.enabled, model=assistant.model, built_in=assistant.built_in
        ),
    )


async def _person_or_none(request: Request, parts: Parts) -> Person | None:
    try:
        actor = await actor_of(request, parts)
    except Unauthenticated:
        return None
    return None if actor.anonymous else actor.person


@router.patch("/me")
async def change_me(change: MeIn, parts: Parts, actor: Acting) -> PersonOut:
    """Take another name or colour."""
    person = await parts.identity.change(actor.person, change.name, change.colour)
    if person != actor.person:
        await parts.rooms.person_changed(person.id)
    return person_out(person)


@router.get("/me/consent")
async def consent(parts: Parts, actor: Asking) -> ConsentOut:
    """Say whether the words of the person who asks may be sent to a model."""
    said = (await parts.store.consents([actor.person.id])).get(actor.person.id)
    return ConsentOut(said=said, holds=parts.settings.consent if said is None else said)


@router.put("/me/consent")
async def set_consent(wish: ConsentIn, parts: Parts, actor: Acting) -> ConsentOut:
    """Say whether one's words may be sent to a model, in every document and from now on."""
    await parts.store.set_consent(actor.person.id, wish.consent)
    return await consent(parts, actor)


@router.delete("/me", status_code=204)
async def erase_me(
    erase: EraseIn, request: Request, response: Response, parts: Parts, actor: Acting
) -> None:
    """Erase the person who asks: a stub stays in their place, their sessions and sockets end."""
    sessions = await parts.identity.sessions_of(actor.person)
    left = await parts.identity.erase(actor.person, erase.password, device_of(request))
    clear_session_cookie(request, response)
    for session in sessions:
        await parts.rooms.session_revoked(session.id)
    for document_id in left:
        await parts.rooms.access_changed(document_id, None)
    await parts.rooms.person_changed(actor.person.id)


@router.post("/session/guest")
async def enter_as_guest(
    guest: GuestIn, request: Request, response: Response, parts: Parts
) -> PersonOut:
    """Pick a name and start; outside open mode this takes an invitation, which is used at once."""
    invitation = None
    if guest.invitation is not None:
        invitation = await usable_invitation(parts, guest.invitation)
    elif not parts.settings.open_mode:
        raise Forbidden("Guests need an invitation here; ask somebody for a link.")
    signed_in = await parts.identity.enter_as_guest(guest.name, device_of(request))
    if invitation is not None:
        person_id, now = signed_in.person.id, parts.clock()
        document_id = invitation.document_id
        role = await parts.store.join(document_id, person_id, invitation.role, now)
        await parts.rooms.access_changed(document_id, person_id)
        await parts.rooms.role_given(document_id, invitation.created_by, person_id, role)
    set_session_cookie(request, response, parts, signed_in)
    return person_out(signed_in.person)


@router.post("/session")
async def sign_in(
    credentials: CredentialsIn, request: Request, response: Response, parts: Parts
) -> PersonOut:
    """Sign in to an account."""
    signed_in = await parts.identity.sign_in(
        credentials.login, credentials.password, device_of(request)
    )
    set_session_cookie(request, response, parts, signed_in)
    return person_out(signed_in.person)


@router.delete("/session", status_code=204)
async def sign_out(request: Request, response: Response, parts: Parts, actor: Asking) -> None:
    """End this session; its open sockets close."""
    clear_session_cookie(request, response)
    if actor.session_id is not None:
        await parts.identity.revoke(actor.person, actor.session_id)
        await parts.rooms.session_revoked(actor.session_id)


@router.post("/accounts")
async def create_account(
    account: AccountIn, request: Request, response: Response, parts: Parts
) -> PersonOut:
    """Make an account and sign in to it; a guest who does so stays the same person."""
    signed_in = await parts.identity.create_account(
        account.name,
        account.login,
        account.password,
        device_of(request),
        guest=await _person_or_none(request, parts),
    )
    set_session_cookie(request, response, parts, signed_in)
    await parts.rooms.person_changed(signed_in.person.id)
    return person_out(signed_in.person)


@router.get("/sessions")
async def sessions(parts: Parts, actor: Asking) -> SessionsOut:
    """List the sessions of the person who asks."""
    rows = await parts.identity.sessions_of(actor.person)
    return SessionsOut(
        sessions=[
            SessionOut(
                id=row.id,
                created_at=row.created_at,
                last_seen_at=row.last_seen_at,
                expires_at=row.expires_at,
                agent=row.agent,
                current=row.id == actor.session_id,
            )
            for row in rows
        ]
    )


@router.delete("/sessions/{session_id}", status_code=204)
async def revoke_session(session_id: str, parts: Parts, actor: Asking) -> None:
    """End one of one's own sessions; its open sockets close."""
    await parts.identity.revoke(actor.person, session_id)
    await parts.rooms.session_revoked(session_id)
