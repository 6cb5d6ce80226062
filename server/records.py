"""What the server stores and hands around: people, documents, log rows, suggestions.

Times are milliseconds since the epoch, in fields that end in `_at` or `at_ms`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal

from server.access import Role

__all__ = [
    "Account",
    "Checkpoint",
    "Desk",
    "Document",
    "DocumentRow",
    "Invitation",
    "LogRow",
    "Mark",
    "Member",
    "Person",
    "PersonKind",
    "RecipeRow",
    "RowKind",
    "SessionRow",
    "Share",
    "SigningKey",
    "Snapshot",
    "StoredDocument",
    "SuggestionRow",
    "SuggestionState",
    "UsageRow",
    "Visit",
]

PersonKind = Literal["account", "guest", "system", "erased"]
SuggestionState = Literal["asking", "ready", "failed", "stopped"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be an author. `colour` is an index into the palette of 12."""

    id: str
    name: str
    initials: str
    colour: int
    kind: PersonKind


@dataclass(frozen=True, slots=True)
class Account:
    """How an account signs in; `login` as `names.checked_login` returns it."""

    person_id: str
    login: str
    password_hash: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One signed-in browser or program; its token is stored only as a digest."""

    id: str
    person_id: str
    token_digest: str
    created_at: int
    expires_at: int
    last_seen_at: int
    agent: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document without its text."""

    id: str
    title: str
    generation: str
    created_by: str | None
    created_at: int
    updated_at: int
    deleted_at: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a document's live text, 0 to 1, that one person or one origin has."""

    person_id: str | None
    origin: Literal["human", "adopted", "other"]
    share: float


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One line of the list of documents; `role` is the stored one of the person who asked."""

    document: Document
    role: Role | None
    last_writer: str | None
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A person's role in a document."""

    person_id: str
    role: Role


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link by which people join a document; its token is stored only as a digest."""

    id: str
    document_id: str
    token_digest: str
    role: Role
    created_by: str
    created_at: int
    expires_at: int
    revoked_at: int | None = None


class RowKind(IntEnum):
    """What a row of the log holds: an update of the text, or another entry of the ledger."""

    UPDATE = 0
    ENTRY = 1


@dataclass(frozen=True, slots=True)
class LogRow:
    """One entry of a document's ledger as it came: never changed, never deleted.

    `data` is a Yjs update, or for other entries the UTF-8 JSON of their fields (crdt.ledger).
    """

    document_id: str
    seq: int
    at_ms: int
    person_id: str
    data: bytes
    kind: int = RowKind.UPDATE


@dataclass(frozen=True, slots=True)
class Visit:
    """What a person had seen of a document when they left it last.

    Attributes:
        document_id: which.
        person_id: who.
        seq: the last entry of the log by then.
        at_ms: when they left.
        before: the last entry when they left the time before that.
    """

    document_id: str
    person_id: str
    seq: int
    at_ms: int
    before: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state after the log row `seq`, so that a cold document opens from there.

    Attributes:
        seq: the last row it holds.
        state: all updates, merged.
        authorship: what `Lineage.dumps` gave.
        head: the head of the hash chain at `seq`, 32 bytes.
        refused: the latest claims that did not hold, as JSON.
    """

    seq: int
    state: bytes
    authorship: bytes
    head: bytes
    refused: str = "[]"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signature under the head of a document's hash chain; `head` and `signature` are raw bytes."""

    document_id: str
    seq: int
    at_ms: int
    head: bytes
    key_id: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key of this installation, raw bytes; the newest signs."""

    id: str
    public: bytes
    private: bytes
    created_at: int


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """All that is needed to open a document.

    `tail` holds the log rows after the snapshot, in order, `entries` those before it that are no
    updates; `clients` maps each CRDT client id to
    the person it is bound to. A deleted document is returned too: look at `deleted_at`.
    """

    document: Document
    snapshot: Snapshot | None
    entries: tuple[LogRow, ...]
    tail: tuple[LogRow, ...]
    clients: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """One alternative that was asked for. `number` counts from 1 in each document.

    `answered_by` is the teammate who was asked for it instead of the assistant; `shared_by` showed it to the team.
    """

    id: str
    document_id: str
    number: int
    request_id: str
    person_id: str
    at_ms: int
    recipe: str
    instruction: str | None
    passage: Mapping[str, str]
    label: str
    text: str
    rules: tuple[str, ...]
    model: str
    state: SuggestionState
    took_ms: int | None = None
    usage: Mapping[str, int] | None = None
    cost: float | None = None
    answered_by: str | None = None
    shared_by: str | None = None
    shared_at: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What one person thinks of a suggestion: `rating` -1, 0 (none) or 1; dismissed ones are not shown to them."""

    suggestion_id: str
    person_id: str
    rating: int = 0
    pinned: bool = False
    dismissed: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What a document's team has agreed on for the assistant; versions count the changes of each part from 0."""

    brief: Mapping[str, str]
    brief_version: int
    policy: Mapping[str, Any]
    policy_version: int


@dataclass(frozen=True, slots=True)
class RecipeRow:
    """One version of a team's own recipe; `content` as JSON has it, None: it was taken away."""

    document_id: str
    id: str
    version: int
    person_id: str
    at_ms: int
    content: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class UsageRow:
    """What one person asked the assistant of a document: requests, alternatives, tokens, US dollars."""

    person_id: str
    requests: int
    suggestions: int
    input_tokens: int
    output_tokens: int
    cost: float
