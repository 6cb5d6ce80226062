"""Who is asking, and whether they may: what every route depends on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Response
from starlette.requests import HTTPConnection, Request
from starlette.types import Scope

from server.access import Action, Role, authorise, effective_role
from server.api.parts import ServerParts, parts_of
from server.connection import CloseCode, Closing
from server.errors import NotFound, Unauthenticated
from server.guests import anonymous_person
from server.hosting import Visitor
from server.identity import Device, SignedIn
from server.names import is_document_id
from server.records import DocumentRow, Person

__all__ = [
    "Access",
    "Acting",
    "Actor",
    "Asking",
    "Parts",
    "access_to",
    "actor_of",
    "clear_session_cookie",
    "device_of",
    "set_session_cookie",
    "visitor_of",
]

COOKIE: Final = "byline"
SECURE_COOKIE: Final = "__Host-byline"
_DAY_S: Final = 24 * 60 * 60

Parts = Annotated[ServerParts, Depends(parts_of)]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking. An anonymous one (open mode, no session) is stored nowhere yet."""

    person: Person
    anonymous: bool
    session_id: str | None


@dataclass(frozen=True, slots=True)
class Access:
    """A document, and the role that the actor has in it after open mode was considered."""

    row: DocumentRow
    role: Role

    @property
    def document_id(self) -> str:
        """The document's id."""
        return self.row.document.id


def token_of(connection: HTTPConnection) -> str | None:
    """Return the session token of a request or socket: the bearer header's or the cookie's."""
    scheme, _, credentials = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and credentials:
        return credentials.strip()
    return connection.cookies.get(_cookie_name(connection))


async def actor_of(connection: HTTPConnection, parts: ServerParts) -> Actor:
    """Return who is behind a request or socket.

    Raises:
        Unauthenticated: there is no session, and the server is not in open mode.
    """
    token = token_of(connection)
    found = await parts.identity.recognise(token) if token else None
    if found is not None:
        session, person = found
        return Actor(person, anonymous=False, session_id=session.id)
    if parts.settings.open_mode:
        return Actor(anonymous_person(), anonymous=True, session_id=None)
    raise Unauthenticated("Please sign in first.")


async def _asking(request: Request, parts: Parts) -> Actor:
    return await actor_of(request, parts)


async def visitor_of(scope: Scope, parts: ServerParts) -> Visitor:
    """Return who opens a socket.

    Raises:
        Closing: there is no session, and the server is not in open mode.
    """
    try:
        actor = await actor_of(HTTPConnection(scope), parts)
    except Unauthenticated as error:
        raise Closing(CloseCode.NO_SESSION, error.message) from error
    return Visitor(actor.person, actor.session_id, actor.anonymous)


Asking = Annotated[Actor, Depends(_asking)]
"""For routes that only read: in open mode also somebody without a session."""


async def _acting(request: Request, response: Response, parts: Parts, actor: Asking) -> Actor:
    if not actor.anonymous:
        return actor
    signed_in = await parts.identity.enter_as_guest(actor.person.name, device_of(request))
    set_session_cookie(request, response, parts, signed_in)
    return Actor(signed_in.person, anonymous=False, session_id=signed_in.session.id)


Acting = Annotated[Actor, Depends(_acting)]
"""For routes that leave something behind: whoever has no session gets one, as a guest."""


async def access_to(
    parts: ServerParts, actor: Actor, document_id: str, action: Action, *, deleted: bool = False
) -> Access:
    """Return the document if the actor may do that to it; every document route asks here.

    Args:
        parts: the running server.
        actor: who is asking.
        document_id: as it came in the address.
        action: what is asked for.
        deleted: whether a deleted document counts.

    Raises:
        NotFound: there is no such document, it is deleted, or the actor may not know of it.
        Forbidden: the actor's role does not allow it.
    """
    row = None
    if is_document_id(document_id):
        row = await parts.store.document_row(document_id, actor.person.id)
    if row is None or (row.document.deleted_at is not None and not deleted):
        raise NotFound("There is no such document, or you have no access to it.")
    role = effective_role(row.role, open_mode=parts.settings.open_mode)
    return Access(row, authorise(role, action))


def device_of(request: HTTPConnection) -> Device:
    """Return where a request comes from."""
    address = request.client.host if request.client else "unknown"
    return Device(address, request.headers.get("user-agent", ""))


def _is_secure(request: HTTPConnection) -> bool:
    return request.url.scheme in {"https", "wss"}


def _cookie_name(request: HTTPConnection) -> str:
    """Over https only the name that no other host and no plain http can have set."""
    return SECURE_COOKIE if _is_secure(request) else COOKIE


def set_session_cookie(
    request: HTTPConnection, response: Response, parts: ServerParts, signed_in: SignedIn
) -> None:
    """Hand the session to the browser: out of reach of scripts and of other sites."""
    secure = _is_secure(request)
    response.set_cookie(
        _cookie_name(request),
        signed_in.token,
        max_age=parts.settings.session_days * _DAY_S,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def clear_session_cookie(request: HTTPConnection, response: Response) -> None:
    """Take the session from the browser."""
    secure, name = _is_secure(request), _cookie_name(request)
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")
