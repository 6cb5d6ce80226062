"""`/api/me/digest`: whether somebody is told by e-mail of comments that they have not read."""

from __future__ import annotations

from fastapi import APIRouter

from server.api.deps import Acting, Asking, Parts
from server.api.schemas import In, Out
from server.names import is_address

__all__ = ["router"]

router = APIRouter(prefix="/api/me/digest", tags=["people"])


class DigestIn(In):
    """Whether somebody wants it."""

    wanted: bool


class DigestOut(Out):
    """Whether this server can write to the person at all, where, and whether they want it."""

    available: bool
    address: str | None
    wanted: bool


@router.get("")
async def digest(parts: Parts, actor: Asking) -> DigestOut:
    """Say whether the person who asks is told of unread comments by e-mail."""
    account = await parts.store.account_of_person(actor.person.id)
    address = account.login if account is not None and is_address(account.login) else None
    settings = parts.settings
    sends = bool(settings.smtp_host) and settings.digest_minutes > 0
    return DigestOut(
        available=sends and address is not None,
        address=address,
        wanted=await parts.store.wants_digest(actor.person.id),
    )


@router.put("")
async def set_digest(wish: DigestIn, parts: Parts, actor: Acting) -> DigestOut:
    """Say whether one wants to be told of unread comments by e-mail."""
    await parts.store.set_digest(actor.person.id, wish.wanted)
    return await digest(parts, actor)
