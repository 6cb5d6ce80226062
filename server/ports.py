"""What the server's parts ask of each other: protocols that a store or a host fulfils."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from server.access import Role
from server.comments import CommentStore
from server.policy import Used
from server.records import (
    Account,
    Checkpoint,
    Desk,
    Document,
    DocumentRow,
    Invitation,
    LogRow,
    Mark,
    Member,
    Person,
    RecipeRow,
    SessionRow,
    Share,
    SigningKey,
    Snapshot,
    StoredDocument,
    SuggestionRow,
    UsageRow,
    Visit,
)
from server.verdicts import VerdictStore

__all__ = [
    "Clock",
    "DeskStore",
    "DocumentStore",
    "LiveRooms",
    "LogStore",
    "NoLiveRooms",
    "PeopleStore",
    "Store",
    "SuggestionStore",
]


class Clock(Protocol):
    """Where the shells get the time; cores take `now` as an argument."""

    def __call__(self) -> int:
        """Return milliseconds since the epoch."""
        ...


class SuggestionStore(Protocol):
    """The suggestions ever made for a document; they are kept for good, like its log."""

    async def add_request(self, rows: Sequence[SuggestionRow]) -> tuple[SuggestionRow, ...]:
        """Store the alternatives of one request and return them with their numbers assigned."""
        ...

    async def add_suggestion(self, row: SuggestionRow) -> SuggestionRow:
        """Store what became of an alternative, durably.

        An id announced by `add_request` keeps its number; a new one gets the next.
        """
        ...

    async def list_suggestions(self, document_id: str) -> tuple[SuggestionRow, ...]:
        """Return all suggestions of a document, newest first."""
        ...

    async def asked_by(self, person_id: str, limit: int) -> tuple[SuggestionRow, ...]:
        """Return the latest suggestions that were served to a person, of whatever document, oldest first."""
        ...

    async def suggestions_of(self, ids: Sequence[str]) -> tuple[SuggestionRow, ...]:
        """Return those of the suggestions that exist, of whatever document."""
        ...


class DeskStore(Protocol):
    """What a document's team has agreed on for the assistant, and what each of them thinks of its answers."""

    async def desk(self, document_id: str) -> Desk:
        """Return what is agreed on for a document; empty where nothing is."""
        ...

    async def save_brief(self, document_id: str, brief: Mapping[str, str], version: int) -> int:
        """Store a document's brief over the version that its writer saw; return the new version.

        Raises:
            ChangedMeanwhile: there is a later one.
        """
        ...

    async def save_policy(self, document_id: str, policy: Mapping[str, Any], version: int) -> int:
        """Store a document's policy over the version that the coordinator saw; return the new version.

        Raises:
            ChangedMeanwhile: there is a later one.
        """
        ...

    async def recipes(self, document_id: str) -> tuple[RecipeRow, ...]:
        """Return every version of every recipe of a document, oldest first."""
        ...

    async def add_recipes(self, rows: Sequence[RecipeRow]) -> None:
        """Store new versions of recipes, all or none.

        Raises:
            ChangedMeanwhile: one of these versions is there.
        """
        ...

    async def set_mark(self, mark: Mark) -> None:
        """Store what somebody thinks of a suggestion."""
        ...

    async def marks(self, document_id: str) -> tuple[Mark, ...]:
        """Return what everybody thinks of the suggestions of a document."""
        ...

    async def recipe_ratings(self, document_id: str) -> dict[str, tuple[int, int]]:
        """Return how often suggestions of each recipe were liked and disliked in a document."""
        ...

    async def set_shared(self, suggestion_id: str, by: str | None, at_ms: int | None) -> None:
        """Show a suggestion to the team, or (None) no longer."""
        ...

    async def set_consent(self, person_id: str, consent: bool | None) -> None:
        """Store whether a person's words may be sent to a model; None: as the server has it by default."""
        ...

    async def consents(self, ids: Sequence[str]) -> dict[str, bool | None]:
        """Return whether the words of these people may be sent to a model."""
        ...

    async def refusing_writers(self, document_id: str, *, by_default: bool) -> tuple[str, ...]:
        """Return those who have written in a document and do not want their words sent to a model.

        Args:
            document_id: which.
            by_default: what holds for those who have not said.
        """
        ...

    async def used_since(self, document_id: str, person_id: str, since_ms: int) -> Used:
        """Count the requests to the assistant that were not in vain: of a person, and of everybody."""
        ...

    async def usage(self, document_id: str) -> tuple[UsageRow, ...]:
        """Return what each person asked the assistant of a document, the most first."""
        ...


class LogStore(SuggestionStore, Protocol):
    """What the rooms need: the append-only log, snapshots, and who may."""

    async def append(
        self, rows: Sequence[LogRow], new_clients: Sequence[tuple[str, int, str]]
    ) -> None:
        """Store rows of any number of documents, and client bindings, in one durable transaction.

        Args:
            rows: the updates; when this returns they survive a power cut.
            new_clients: bindings (document id, CRDT client id, person id).

        Raises:
            SeqTaken: a (document, seq) is in the log already; nothing was stored.
            ClientTaken: a client id is bound already; nothing was stored.
        """
        ...

    def append_at_once(self, rows: Sequence[LogRow]) -> bool:
        """Store rows as `append` does if nothing has to be waited for; False if it has, and nothing was stored.

        Raises:
            SeqTaken: a (document, seq) is in the log already; nothing was stored.
        """
        ...

    async def load(self, document_id: str) -> StoredDocument | None:
        """Return the document with its snapshot and the log after it, or None."""
        ...

    async def load_log(self, document_id: str, after: int | None = None) -> tuple[LogRow, ...]:
        """Return the log rows with a seq greater than `after`, or all, in order."""
        ...

    async def load_histories(self, document_id: str) -> tuple[bytes, ...]:
        """Return the histories of the stretches of a log that are packed, in order (`History.dumps`)."""
        ...

    async def compact(self, document_id: str, up_to: int) -> bool:
        """Pack the oldest rows of a log, if enough of them lie up to entry `up_to`; say whether there were."""
        ...

    async def visit(self, document_id: str, person_id: str) -> Visit | None:
        """Return what a person had seen when they last left a document, or None."""
        ...

    async def save_visits(self, left: Sequence[Visit]) -> None:
        """Keep what people had seen when they left."""
        ...

    async def save_snapshot(self, document_id: str, snapshot: Snapshot) -> None:
        """Keep the snapshot, unless a later one is there."""
        ...

    async def add_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint; one at the same seq stays as it is."""
        ...

    async def checkpoints(self, document_id: str) -> tuple[Checkpoint, ...]:
        """Return the checkpoints of a document in their order."""
        ...

    async def signing_keys(self) -> tuple[SigningKey, ...]:
        """Return the keys of this installation, newest first."""
        ...

    async def add_own_key(self, key: SigningKey) -> SigningKey:
        """Keep the first key that this installation makes; return the one that is there then."""
        ...

    async def add_public_key(self, key: SigningKey) -> None:
        """Keep the public part of a key, unless it is there."""
        ...

    async def save_shares(self, document_id: str, shares: Sequence[Share]) -> None:
        """Keep who has which part of the text, for the list of documents."""
        ...

    async def create_document(
        self, document: Document, first: LogRow, clients: Sequence[tuple[int, str]]
    ) -> Document:
        """Create a document with its first log row; return the existing one if it is there.

        Of several callers at once one creates it and all get the same answer. The creator, if
        any, becomes its coordinator.
        """
        ...

    async def person(self, person_id: str) -> Person | None:
        """Return the person, or None."""
        ...

    async def persons(self, ids: Sequence[str]) -> dict[str, Person]:
        """Return those of the persons that exist, by id."""
        ...

    async def role_of(self, document_id: str, person_id: str) -> Role | None:
        """Return the stored role; `access.effective_role` adds what open mode grants."""
        ...


class PeopleStore(Protocol):
    """People, their accounts and their sessions."""

    async def add_person(self, person: Person, created_at: int) -> None:
        """Store a new person."""
        ...

    async def add_account(self, person: Person, account: Account, created_at: int) -> None:
        """Store a new person who can sign in, or turn a guest with that id into one.

        Raises:
            LoginTaken: somebody has the login.
        """
        ...

    async def change_person(self, person: Person) -> None:
        """Store the name, initials, colour and kind of a person."""
        ...

    async def person(self, person_id: str) -> Person | None:
        """Return the person, or None."""
        ...

    async def account_of(self, login: str) -> Account | None:
        """Return the account with that login, or None."""
        ...

    async def account_of_person(self, person_id: str) -> Account | None:
        """Return the person's account, or None."""
        ...

    async def recent_colours(self, limit: int) -> tuple[int, ...]:
        """Return the colours of the people who came last."""
        ...

    async def add_session(self, session: SessionRow) -> None:
        """Store a new session."""
        ...

    async def session_by_digest(self, digest: str, now: int) -> tuple[SessionRow, Person] | None:
        """Return the session with that token, if it has not ended, and whose it is."""
        ...

    async def touch_session(self, session_id: str, now: int, expires_at: int) -> None:
        """Note that the session was used and when it will end."""
        ...

    async def sessions_of(self, person_id: str, now: int) -> tuple[SessionRow, ...]:
        """Return a person's sessions that have not ended, last used first."""
        ...

    async def revoke_session(self, session_id: str, person_id: str) -> bool:
        """End a session of that person; say whether there was one."""
        ...

    async def erase(self, stub: Person, now: int) -> tuple[str, ...]:
        """Put a stub in a person's place; end account, sessions and memberships in one transaction.

        Where they were a document's last coordinator, whoever has most rights becomes one, of several who
        joined first. Returns the documents that they were a member of.
        """
        ...


class DocumentStore(Protocol):
    """Documents, their members and the invitations to them."""

    async def document(self, document_id: str) -> Document | None:
        """Return a document, also a deleted one, or None."""
        ...

    async def document_row(self, document_id: str, person_id: str | None) -> DocumentRow | None:
        """Return a document as its list shows it to a person, also a deleted one, or None."""
        ...

    async def list_documents(
        self, person_id: str | None, *, every: bool
    ) -> tuple[DocumentRow, ...]:
        """Return the documents a person is a member of, or every one, last changed first."""
        ...

    async def rename(self, document_id: str, title: str) -> None:
        """Store a new title."""
        ...

    async def set_deleted(self, document_id: str, deleted_at: int | None) -> None:
        """Mark a document as deleted at a time, or as not deleted."""
        ...

    async def members(self, document_id: str) -> tuple[Member, ...]:
        """Return the members, in the order they joined."""
        ...

    async def set_role(self, document_id: str, person_id: str, role: Role, now: int) -> None:
        """Give a person a role.

        Raises:
            LastCoordinator: nobody would be the document's coordinator.
        """
        ...

    async def remove_member(self, document_id: str, person_id: str) -> bool:
        """Take a person out; say whether they were in.

        Raises:
            LastCoordinator: nobody would be the document's coordinator.
        """
        ...

    async def join(self, document_id: str, person_id: str, role: Role, now: int) -> Role:
        """Give a person at least that role and return the one they have then."""
        ...

    async def add_invitation(self, invitation: Invitation) -> None:
        """Store a new invitation."""
        ...

    async def invitations(self, document_id: str, now: int) -> tuple[Invitation, ...]:
        """Return the invitations that still work, newest first."""
        ...

    async def invitation_by_digest(self, digest: str) -> Invitation | None:
        """Return the invitation with that token, also one that has ended, or None."""
        ...

    async def revoke_invitation(self, document_id: str, invitation_id: str, now: int) -> bool:
        """Withdraw an invitation to that document; say whether there was one."""
        ...


class Store(LogStore, PeopleStore, DocumentStore, DeskStore, CommentStore, VerdictStore, Protocol):
    """All of it, with a beginning and an end."""

    async def open(self) -> None:
        """Connect, and bring the schema up to date."""
        ...

    async def close(self) -> None:
        """Finish what was begun and let go of every connection."""
        ...

    async def ping(self) -> None:
        """Return if the database answers.

        Raises:
            Unavailable: it does not.
        """
        ...


class LiveRooms(Protocol):
    """What the open rooms are told after a change is committed."""

    async def person_changed(self, person_id: str) -> None:
        """A person's name or colour is another."""
        ...

    async def access_changed(self, document_id: str, person_id: str | None) -> None:
        """The role of a person (None: of anybody) in a document is another."""
        ...

    async def role_given(
        self, document_id: str, by: str, person_id: str, role: Role | None
    ) -> None:
        """Somebody gave a person a role in a document, or took it (None): it is entered in the ledger.

        Raises:
            Unavailable: it could not be.
        """
        ...

    async def document_deleted(self, document_id: str) -> None:
        """A document was deleted: its sockets close."""
        ...

    async def title_changed(self, document_id: str, title: str) -> None:
        """A document has another title."""
        ...

    async def session_revoked(self, session_id: str) -> None:
        """A session has ended: its sockets close."""
        ...

    async def record(self, document_id: str, person_id: str, body: Mapping[str, object]) -> int:
        """Enter something that is no update into a document's ledger; it is durable on return.

        Returns:
            The number of the entry.

        Raises:
            Closing: there is no such document.
            Unavailable: it could not be made durable.
        """
        ...

    def notify(self, document_id: str, kind: str) -> None:
        """Tell everybody in a document that something of it is to be read again: the kind of notice."""
        ...


class NoLiveRooms:
    """No room is open, so nobody need be told."""

    async def person_changed(self, person_id: str) -> None:
        """Do nothing."""

    async def access_changed(self, document_id: str, person_id: str | None) -> None:
        """Do nothing."""

    async def role_given(
        self, document_id: str, by: str, person_id: str, role: Role | None
    ) -> None:
        """Do nothing."""

    async def document_deleted(self, document_id: str) -> None:
        """Do nothing."""

    async def title_changed(self, document_id: str, title: str) -> None:
        """Do nothing."""

    async def session_revoked(self, session_id: str) -> None:
        """Do nothing."""

    async def record(self, document_id: str, person_id: str, body: Mapping[str, object]) -> int:
        """Do nothing."""
        del document_id, person_id, body
        return 0

    def notify(self, document_id: str, kind: str) -> None:
        """Do nothing."""
