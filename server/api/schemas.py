"""The shapes that go over HTTP. Times are milliseconds since the epoch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from server.access import Role
from server.records import Person, PersonKind

__all__ = [
    "AccountIn",
    "AssistantOut",
    "ConsentIn",
    "ConsentOut",
    "CredentialsIn",
    "DocumentIn",
    "DocumentOut",
    "DocumentsOut",
    "EraseIn",
    "ErrorBody",
    "GuestIn",
    "InvitationIn",
    "InvitationMadeOut",
    "InvitationOut",
    "InvitationPreviewOut",
    "MeIn",
    "MeOut",
    "MemberOut",
    "MembersOut",
    "PersonOut",
    "RoleIn",
    "SessionOut",
    "SessionsOut",
    "ShareOut",
    "TitleIn",
    "person_out",
]

MAX_TEXT_CHARS = 1024
"""Bound of every short text on the way in; `server.names` has the real rules."""

ShortText = Annotated[str, Field(max_length=MAX_TEXT_CHARS)]


class In(BaseModel):
    """A request body: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Out(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True)


class ErrorDetail(Out):
    """What went wrong."""

    slug: str
    message: str
    retry_after_s: int | None = None
    fields: dict[str, str] | None = None


class ErrorBody(Out):
    """The body of every error."""

    error: ErrorDetail


class PersonOut(Out):
    """Somebody, as everybody may see them; `colour` is an index into a palette of 12."""

    id: str
    name: str
    initials: str
    colour: int
    kind: PersonKind


def person_out(person: Person) -> PersonOut:
    """Return a person as they are shown."""
    return PersonOut(
        id=person.id,
        name=person.name,
        initials=person.initials,
        colour=person.colour,
        kind=person.kind,
    )


def person_or_none(person_id: str | None, people: Mapping[str, Person]) -> PersonOut | None:
    """Return the person with that id as they are shown, or None if nobody has it."""
    person = people.get(person_id) if person_id is not None else None
    return person_out(person) if person else None


class AssistantOut(Out):
    """Whether there is an assistant, and who answers."""

    enabled: bool
    model: str
    built_in: bool


class EraseIn(In):
    """That somebody is to be erased; the password of their account, if they have one."""

    password: ShortText = ""


class ConsentIn(In):
    """Whether one's words may be sent to a model; null: as this server has it by default."""

    consent: bool | None


class ConsentOut(Out):
    """What somebody has said (null: nothing), and what holds for them."""

    said: bool | None
    holds: bool


class MeOut(Out):
    """Who is asking (nobody: null), and what this server is like."""

    person: PersonOut | None
    open: bool
    assistant: AssistantOut


class MeIn(In):
    """Another name, another colour, or both."""

    name: ShortText | None = None
    colour: int | None = None


class GuestIn(In):
    """A name to go by, and the token of an invitation where one is needed."""

    name: ShortText
    invitation: ShortText | None = None


class CredentialsIn(In):
    """A login (name or e-mail address) and its password."""

    login: ShortText
    password: ShortText


class AccountIn(CredentialsIn):
    """A new account."""

    name: ShortText


class SessionOut(Out):
    """One signed-in browser or program."""

    id: str
    created_at: int
    last_seen_at: int
    expires_at: int
    agent: str
    current: bool


class SessionsOut(Out):
    """A person's sessions, last used first."""

    sessions: list[SessionOut]


class ShareOut(Out):
    """The part of a document's text, 0 to 1, that is one person's or of one origin."""

    person: PersonOut | None
    origin: Literal["human", "adopted", "other"]
    share: float


class DocumentOut(Out):
    """A document without its text, and the asking person's role in it."""

    id: str
    title: str
    role: Role
    generation: str
    created_at: int
    updated_at: int
    created_by: PersonOut | None
    last_writer: PersonOut | None
    shares: list[ShareOut]


class DocumentsOut(Out):
    """Documents, last changed first."""

    documents: list[DocumentOut]


class DocumentIn(In):
    """A new document."""

    title: ShortText | None = None


class TitleIn(In):
    """Another title."""

    title: ShortText


class MemberOut(Out):
    """A person's role in a document."""

    person: PersonOut
    role: Role


class InvitationOut(Out):
    """An invitation that still works; its token is told only once, when it is made."""

    id: str
    role: Role
    expires_at: int
    created_by: PersonOut | None


class MembersOut(Out):
    """Who is in a document, and, for those who may invite, the open invitations."""

    members: list[MemberOut]
    invitations: list[InvitationOut]


class RoleIn(In):
    """Another role."""

    role: Annotated[Role, Field(strict=False)]


class InvitationIn(RoleIn):
    """A new invitation: the role it gives, and for how long it works (a minute to a year)."""

    expires_in_s: Annotated[int, Field(ge=60, le=366 * 24 * 3600)]


class InvitationMadeOut(Out):
    """A new invitation with its secret."""

    id: str
    token: str
    url: str
    role: Role
    expires_at: int


class InvitationPreviewOut(Out):
    """What somebody with the link is told before they join."""

    title: str
    role: Role
    expires_at: int
