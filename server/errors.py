"""Every failure the server reports on purpose, one class per slug.

    ServerError
    ├── Unauthenticated        no session, or one that has ended
    │   └── WrongPassword
    ├── Forbidden              the role does not allow the action
    │   ├── AssistantOff       there is no assistant here
    │   ├── RecipeNotAllowed   the document's coordinator does not allow it
    │   ├── DraftFirst         the passage has to be people's own words first
    │   ├── NoConsent          nobody whose words these are wants them sent to a model
    │   └── OwnPlacing         a second person has to review what somebody placed
    ├── NotFound               no such thing, or none that this person may see
    ├── Invalid                the request says something impossible
    │   ├── NameRefused
    │   ├── ColourRefused
    │   └── PasswordRefused
    ├── Conflict               the thing is not in the state the request expects
    │   ├── LoginTaken
    │   ├── LastCoordinator
    │   ├── ChangedMeanwhile   somebody else has changed it since it was read
    │   ├── PassageUnknown     a passage is not in the document, or not yet
    │   ├── SeqTaken           (store) the document's log already has that number
    │   └── ClientTaken        (store) the CRDT client id belongs to somebody already
    ├── Gone                   an invitation or a deleted document whose time is over
    ├── TooMany                a limit; `retry_after_s` says when to come back
    │   └── LimitReached       the requests of a day are used up
    └── Unavailable            the server cannot do it now; trying again later is right

A slug is stable and goes over the wire; a message is one full sentence for a person.
`server.api.faults` maps each slug to its HTTP status; sockets have codes of their own
(`server.connection.CloseCode`).
"""

# ruff: noqa: N818 (the slug is the name; "error" would be said twice)
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

__all__ = [
    "AssistantOff",
    "ChangedMeanwhile",
    "ClientTaken",
    "ColourRefused",
    "Conflict",
    "DraftFirst",
    "Forbidden",
    "Gone",
    "Invalid",
    "LastCoordinator",
    "LimitReached",
    "LoginTaken",
    "NameRefused",
    "NoConsent",
    "NotFound",
    "OwnPlacing",
    "PassageUnknown",
    "PasswordRefused",
    "RecipeNotAllowed",
    "SeqTaken",
    "ServerError",
    "TooMany",
    "Unauthenticated",
    "Unavailable",
    "WrongPassword",
]


class ServerError(Exception):
    """A failure with a stable `slug` and a sentence that may be shown.

    Args:
        message: one full sentence for the person who asked.
        fields: per request field, what is wrong with it.
        retry_after_s: seconds after which the same request may succeed.
    """

    slug: ClassVar[str] = "internal"

    def __init__(
        self,
        message: str,
        *,
        fields: Mapping[str, str] | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields) if fields else None
        self.retry_after_s = retry_after_s


class Unauthenticated(ServerError):
    """There is no session, or it has ended."""

    slug = "unauthenticated"


class WrongPassword(Unauthenticated):
    """Name and password do not belong together; which of the two is wrong is not said."""

    slug = "wrong-password"


class Forbidden(ServerError):
    """The person's role does not allow the action."""

    slug = "forbidden"


class AssistantOff(Forbidden):
    """There is no assistant on this server, or in this document."""

    slug = "assistant-off"


class RecipeNotAllowed(Forbidden):
    """The document's coordinator does not allow this recipe."""

    slug = "recipe-not-allowed"


class DraftFirst(Forbidden):
    """The document's coordinator wants people to draft a passage themselves first."""

    slug = "draft-first"


class NoConsent(Forbidden):
    """Nothing of a passage may be sent to a model."""

    slug = "no-consent"


class OwnPlacing(Forbidden):
    """A second person has to review what somebody placed."""

    slug = "own-placing"


class NotFound(ServerError):
    """There is no such thing, or none that this person may see."""

    slug = "not-found"


class Invalid(ServerError):
    """The request says something that cannot be done."""

    slug = "invalid"


class NameRefused(Invalid):
    """A display name, login or title breaks the rules of `server.names`."""

    slug = "name-refused"


class ColourRefused(Invalid):
    """The colour is not one of the palette."""

    slug = "colour-refused"


class PasswordRefused(Invalid):
    """The password is too short or too long."""

    slug = "password-refused"


class Conflict(ServerError):
    """The thing is not in the state the request expects."""

    slug = "conflict"


class LoginTaken(Conflict):
    """Somebody has that login already."""

    slug = "login-taken"


class LastCoordinator(Conflict):
    """A document keeps at least one coordinator."""

    slug = "last-coordinator"


class ChangedMeanwhile(Conflict):
    """Somebody else has changed it since it was read."""

    slug = "changed-meanwhile"


class PassageUnknown(Conflict):
    """A passage cannot be matched with the document as the server has it."""

    slug = "passage-unknown"


class SeqTaken(Conflict):
    """The log of a document already holds that sequence number; nothing was stored."""

    slug = "seq-taken"


class ClientTaken(Conflict):
    """A CRDT client id of a document is bound already; nothing was stored."""

    slug = "client-taken"


class Gone(ServerError):
    """An invitation that has expired or was withdrawn, a document deleted too long ago."""

    slug = "gone"


class TooMany(ServerError):
    """A limit is reached; `retry_after_s` says when it is not any more."""

    slug = "too-many"


class LimitReached(TooMany):
    """The requests that a coordinator allows in a day are used up."""

    slug = "limit-reached"


class Unavailable(ServerError):
    """The server cannot do it now; the same request may succeed later."""

    slug = "unavailable"
