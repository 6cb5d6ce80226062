"""Comments: threads about words of a document, what they say, and to whom that is news. No I/O.

Conversation, not authorship: it is no part of a document's ledger and never changes the document.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from assist.characters import clean
from crdt.ids import IdRange
from server.access import Role
from server.errors import Invalid

__all__ = [
    "MAX_COMMENTS",
    "MAX_COMMENT_CHARS",
    "MAX_MENTIONS",
    "MAX_THREADS",
    "Comment",
    "CommentStore",
    "Due",
    "News",
    "Reason",
    "Thread",
    "checked_comment",
    "in_words",
    "mentions_in",
    "news_of",
]

MAX_COMMENT_CHARS: Final = 10_000
MAX_MENTIONS: Final = 50
MAX_THREADS: Final = 2_000
"""Of one document."""
MAX_COMMENTS: Final = 500
"""Of one thread."""

Reason = Literal["mention", "reply"]
_MENTION: Final = re.compile(r"@\[([pa]_[0-9A-Za-z_-]{1,62})\]")


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody says in a thread. People are mentioned as `@[person id]`; a deleted one says nothing."""

    id: str
    thread_id: str
    person_id: str
    at_ms: int
    text: str
    edited_at: int | None = None
    deleted_at: int | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation about the words of some ids.

    Attributes:
        anchor: the ids as they were selected; `crdt.anchors.followed` says where they are.
        quote: the words as they were when it began.
        comments: oldest first.
    """

    id: str
    document_id: str
    person_id: str
    at_ms: int
    anchor: tuple[IdRange, ...]
    quote: str
    resolved_by: str | None = None
    resolved_at: int | None = None
    comments: tuple[Comment, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether everything that was said is deleted."""
        return all(comment.deleted_at is not None for comment in self.comments)


@dataclass(frozen=True, slots=True)
class News:
    """That a comment is news to somebody, why, and whether they know by now."""

    comment_id: str
    person_id: str
    reason: Reason
    read_at: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """News that a person with an account has neither read nor been told of by e-mail.

    Attributes:
        login: what the account signs in with.
        role: theirs in the document, as stored.
        quote: the words that the thread is about.
    """

    person_id: str
    login: str
    role: Role | None
    document_id: str
    title: str
    thread_id: str
    quote: str
    comment: Comment
    reason: Reason


class CommentStore(Protocol):
    """Threads and their comments, who has read what, and who was told by e-mail."""

    async def add_thread(self, thread: Thread, news: Sequence[News]) -> None:
        """Store a new thread with its comments."""
        ...

    async def add_comment(self, comment: Comment, news: Sequence[News]) -> None:
        """Store a reply; its thread is open again if it was resolved."""
        ...

    async def change_comment(self, comment: Comment, news: Sequence[News]) -> None:
        """Store what a comment says now, and to whom it is news; who knows already is told nothing again."""
        ...

    async def set_resolved(self, thread_id: str, by: str | None, at_ms: int | None) -> None:
        """Note who resolved a thread and when, or (None) that it is open."""
        ...

    async def threads(self, document_id: str) -> tuple[Thread, ...]:
        """Return the threads of a document, oldest first."""
        ...

    async def thread(self, document_id: str, thread_id: str) -> Thread | None:
        """Return one thread of a document, or None."""
        ...

    async def count_threads(self, document_id: str) -> int:
        """Return how many threads a document has, resolved and empty ones included."""
        ...

    async def news(self, document_id: str, person_id: str) -> dict[str, News]:
        """Return what is or was news to somebody in a document, by comment."""
        ...

    async def mark_read(
        self, document_id: str, person_id: str, comment_ids: Collection[str], now: int
    ) -> None:
        """Note that somebody has read comments of a document; others, and those read before, are left out."""
        ...

    async def due_news(self) -> tuple[Due, ...]:
        """Return what is to be told by e-mail, of whomever, oldest first.

        Left out are people who want no digest, resolved threads and deleted documents.
        """
        ...

    async def claim_news(
        self, person_id: str, comment_ids: Collection[str], now: int
    ) -> frozenset[str]:
        """Mark news as told by e-mail, durably; return those comments that nobody had marked before."""
        ...

    async def release_news(self, person_id: str, comment_ids: Collection[str]) -> None:
        """Take the mark back: the e-mail was not sent."""
        ...

    async def set_digest(self, person_id: str, wanted: bool) -> None:
        """Store whether somebody wants e-mail about what is unread."""
        ...

    async def wants_digest(self, person_id: str) -> bool:
        """Return whether somebody wants e-mail about what is unread; who has not said does."""
        ...


def checked_comment(text: str) -> str:
    """Return the text of a comment without invisible characters and white space around it.

    Raises:
        Invalid: it is empty or too long, or mentions too many people.
    """
    said = clean(text)[0].strip()
    if not said:
        raise Invalid("A comment must not be empty.", fields={"text": "is empty"})
    if len(said) > MAX_COMMENT_CHARS:
        message = f"A comment may have at most {MAX_COMMENT_CHARS:,} characters."
        raise Invalid(message, fields={"text": "is too long"})
    if len(mentions_in(said)) > MAX_MENTIONS:
        message = f"A comment may mention at most {MAX_MENTIONS} people."
        raise Invalid(message, fields={"text": "mentions too many people"})
    return said


def mentions_in(text: str) -> tuple[str, ...]:
    """Return the ids of the people whom a comment mentions, each once, in its order."""
    return tuple(dict.fromkeys(_MENTION.findall(text)))


def in_words(text: str, names: Mapping[str, str]) -> str:
    """Return the text of a comment with people's names in place of their ids."""
    return _MENTION.sub(lambda found: "@" + names.get(found[1], "somebody"), text)


def news_of(comment: Comment, before: Sequence[Comment]) -> tuple[News, ...]:
    """Return to whom a comment is news: whom it mentions, and who has said something in its thread before.

    Args:
        comment: what is said.
        before: the comments of its thread up to it.
    """
    reasons: dict[str, Reason] = {
        each.person_id: "reply" for each in before if each.deleted_at is None
    }
    reasons.update(dict.fromkeys(mentions_in(comment.text), "mention"))
    return tuple(
        News(comment.id, person_id, reason)
        for person_id, reason in reasons.items()
        if person_id != comment.person_id
    )
