"""`/api/documents/{document_id}/threads`: what people say about words of a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from crdt.anchors import followed, holds, quoted
from crdt.ids import IdRange
from server.access import Action, allows, effective_role
from server.api.authorship import closing_as_error, open_room
from server.api.deps import Acting, Actor, Asking, Parts, access_to
from server.api.parts import ServerParts
from server.api.schemas import In, Out, PersonOut, person_or_none, person_out
from server.comments import (
    MAX_COMMENTS,
    MAX_THREADS,
    Comment,
    News,
    Reason,
    Thread,
    checked_comment,
    mentions_in,
    news_of,
)
from server.errors import Conflict, Forbidden, Invalid, NotFound, PassageUnknown
from server.names import new_comment_id, new_thread_id
from server.records import Person
from server.room import Room

__all__ = ["router"]

router = APIRouter(prefix="/api/documents/{document_id}/threads", tags=["comments"])

Text = Annotated[str, Field(max_length=40_000)]
"""`server.comments.checked_comment` has the real rule."""
Ids = Annotated[
    list[
        tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)], Annotated[int, Field(ge=1)]]
    ],
    Field(min_length=1, max_length=2_000),
]


class ThreadIn(BaseModel):
    """What to say about which words: ranges of their Yjs ids, as (client, clock, length)."""

    model_config = ConfigDict(extra="forbid")

    anchor: Ids
    text: Text


class CommentIn(In):
    """What to say; people are mentioned as `@[person id]`."""

    text: Text


class ResolvedIn(In):
    """Whether a thread is resolved."""

    resolved: bool


class ReadIn(In):
    """Which comments somebody has seen."""

    comments: Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=1_000)]


class CommentOut(Out):
    """A comment as somebody sees it.

    `news` says why it is news to them, `unread` whether they have not seen it yet. A deleted one says nothing.
    """

    id: str
    author: PersonOut | None
    at: int
    edited_at: int | None
    deleted: bool
    text: str
    mentions: list[PersonOut]
    news: Reason | None
    unread: bool


class ThreadOut(Out):
    """A thread as somebody sees it.

    `ids` are those it began with and those they were moved or restored to; where none of them is live, only
    the `quote` tells what it is about.
    """

    id: str
    ids: list[tuple[int, int, int]]
    quote: str
    at: int
    resolved_by: PersonOut | None
    resolved_at: int | None
    comments: list[CommentOut]


class ThreadsOut(Out):
    """All threads of a document, oldest first; those in which nothing is said any more are left out."""

    threads: list[ThreadOut]


@router.get("")
async def threads(document_id: str, parts: Parts, actor: Asking) -> ThreadsOut:
    """Return the threads of a document."""
    await access_to(parts, actor, document_id, Action.COMMENT)
    rows = [row for row in await parts.store.threads(document_id) if not row.is_empty]
    return ThreadsOut(threads=await _shown(parts, document_id, actor, rows))


@router.post("", status_code=201)
async def begin(document_id: str, wish: ThreadIn, parts: Parts, actor: Acting) -> ThreadOut:
    """Begin a thread about words of the document; the server reads the words from their ids."""
    await access_to(parts, actor, document_id, Action.COMMENT)
    text = checked_comment(wish.text)
    await _check_mentioned(parts, document_id, mentions_in(text))
    if await parts.store.count_threads(document_id) >= MAX_THREADS:
        raise Conflict(
            f"A document can have {MAX_THREADS:,} threads of comments, and this one has."
        )
    anchor = tuple(IdRange(*ids) for ids in wish.anchor)
    quote = await _quote(parts, document_id, anchor)
    now, thread_id = parts.clock(), new_thread_id()
    first = Comment(new_comment_id(), thread_id, actor.person.id, now, text)
    thread = Thread(thread_id, document_id, actor.person.id, now, anchor, quote, comments=(first,))
    await parts.store.add_thread(thread, news_of(first, ()))
    return await _told(parts, actor, thread)


@router.post("/read", status_code=204)
async def read(document_id: str, seen: ReadIn, parts: Parts, actor: Acting) -> None:
    """Note that one has seen comments."""
    await access_to(parts, actor, document_id, Action.COMMENT)
    await parts.store.mark_read(document_id, actor.person.id, seen.comments, parts.clock())


@router.post("/{thread_id}/comments", status_code=201)
async def reply(
    document_id: str, thread_id: str, wish: CommentIn, parts: Parts, actor: Acting
) -> ThreadOut:
    """Say something in a thread; it is open again if it was resolved."""
    await access_to(parts, actor, document_id, Action.COMMENT)
    thread = await _thread(parts, document_id, thread_id)
    text = checked_comment(wish.text)
    await _check_mentioned(parts, document_id, mentions_in(text))
    if len(thread.comments) >= MAX_COMMENTS:
        raise Conflict(f"A thread can have {MAX_COMMENTS} comments, and this one has.")
    comment = Comment(new_comment_id(), thread_id, actor.person.id, parts.clock(), text)
    await parts.store.add_comment(comment, news_of(comment, thread.comments))
    return await _told(parts, actor, await _thread(parts, document_id, thread_id))


@router.patch("/{thread_id}/comments/{comment_id}")
async def edit(
    document_id: str,
    thread_id: str,
    comment_id: str,
    wish: CommentIn,
    *,
    parts: Parts,
    actor: Acting,
) -> ThreadOut:
    """Say something else in a comment of one's own."""
    await access_to(parts, actor, document_id, Action.COMMENT)
    thread, comment = await _own(parts, actor, document_id, thread_id, comment_id)
    text = checked_comment(wish.text)
    fresh = set(mentions_in(text)) - set(mentions_in(comment.text))
    await _check_mentioned(parts, document_id, fresh)
    changed = replace(comment, text=text, edited_at=parts.clock())
    before = thread.comments[: thread.comments.index(comment)]
    await parts.store.change_comment(changed, news_of(changed, before))
    return await _told(parts, actor, await _thread(parts, document_id, thread_id))


@router.delete("/{thread_id}/comments/{comment_id}", status_code=204)
async def take_back(
    document_id: str, thread_id: str, comment_id: str, parts: Parts, actor: Acting
) -> None:
    """Delete a comment of one's own; that there was one stays, where others have replied."""
    await access_to(parts, actor, document_id, Action.COMMENT)
    _, comment = await _own(parts, actor, document_id, thread_id, comment_id)
    await parts.store.change_comment(replace(comment, text="", deleted_at=parts.clock()), ())
    parts.rooms.notify(document_id, "comments")


@router.put("/{thread_id}/resolved")
async def resolve(
    document_id: str, thread_id: str, wish: ResolvedIn, parts: Parts, actor: Acting
) -> ThreadOut:
    """Resolve a thread, or open it again."""
    await access_to(parts, actor, document_id, Action.COMMENT)
    thread = await _thread(parts, document_id, thread_id)
    if wish.resolved != (thread.resolved_at is not None):
        by, at = (actor.person.id, parts.clock()) if wish.resolved else (None, None)
        await parts.store.set_resolved(thread_id, by, at)
        thread = replace(thread, resolved_by=by, resolved_at=at)
    return await _told(parts, actor, thread)


async def _thread(parts: ServerParts, document_id: str, thread_id: str) -> Thread:
    thread = await parts.store.thread(document_id, thread_id)
    if thread is None or thread.is_empty:
        raise NotFound("There is no such thread of comments in this document.")
    return thread


async def _own(
    parts: ServerParts, actor: Actor, document_id: str, thread_id: str, comment_id: str
) -> tuple[Thread, Comment]:
    """A comment that the actor wrote, in its thread."""
    thread = await _thread(parts, document_id, thread_id)
    for comment in thread.comments:
        if comment.id == comment_id and comment.deleted_at is None:
            if comment.person_id != actor.person.id:
                raise Forbidden("This is somebody else's comment.")
            return thread, comment
    raise NotFound("There is no such comment in this thread.")


async def _quote(parts: ServerParts, document_id: str, anchor: Sequence[IdRange]) -> str:
    """The words of these ids, which have to be in the document, and durable."""
    with closing_as_error():
        room = await parts.hosting.settled_room(document_id)
    if not all(_is_durable(room, ids) for ids in anchor):
        raise PassageUnknown(
            "This text has not reached the server yet. Wait until it is saved, then try again.",
            retry_after_s=2,
        )
    return quoted(room.guard.sequence, anchor)


def _is_durable(room: Room, ids: IdRange) -> bool:
    return holds(room.guard.store, ids) and room.durable_part(ids) == ids


async def _check_mentioned(parts: ServerParts, document_id: str, wanted: Iterable[str]) -> None:
    ids = sorted(wanted)
    if not ids:
        return
    people = await parts.store.persons(ids)
    roles = {each.person_id: each.role for each in await parts.store.members(document_id)}
    for person_id in ids:
        role = effective_role(roles.get(person_id), open_mode=parts.settings.open_mode)
        person = people.get(person_id)
        is_somebody = person is not None and person.kind in {"account", "guest"}
        if not is_somebody or not allows(role, Action.COMMENT):
            message = "Only people who may comment on this document can be mentioned."
            raise Invalid(message, fields={"text": "mentions somebody who is not here"})


async def _told(parts: ServerParts, actor: Actor, thread: Thread) -> ThreadOut:
    """Tell everybody in the document, and the actor what became of the thread."""
    parts.rooms.notify(thread.document_id, "comments")
    return (await _shown(parts, thread.document_id, actor, [thread]))[0]


async def _shown(
    parts: ServerParts, document_id: str, actor: Actor, rows: Sequence[Thread]
) -> list[ThreadOut]:
    """Threads as somebody sees them, with their ids as they are now."""
    if not rows:
        return []
    room = await open_room(parts.hosting, document_id)
    news = await parts.store.news(document_id, actor.person.id)
    people = await parts.store.persons(sorted(_people_in(rows)))
    return [_thread_out(row, room, news, people) for row in rows]


def _people_in(rows: Sequence[Thread]) -> set[str]:
    said = [comment for row in rows for comment in row.comments]
    return {
        *(row.resolved_by for row in rows if row.resolved_by),
        *(comment.person_id for comment in said),
        *(person for comment in said for person in mentions_in(comment.text)),
    }


def _thread_out(
    row: Thread, room: Room, news: Mapping[str, News], people: Mapping[str, Person]
) -> ThreadOut:
    known = [ids for ids in row.anchor if holds(room.guard.store, ids)]
    ids = followed(room.guard.store, room.ledger.lineage.authorship, known)
    is_open = row.resolved_at is None
    return ThreadOut(
        id=row.id,
        ids=[(each.client, each.clock, each.length) for each in ids],
        quote=row.quote,
        at=row.at_ms,
        resolved_by=person_or_none(row.resolved_by, people),
        resolved_at=row.resolved_at,
        comments=[
            _comment_out(comment, news.get(comment.id), people, is_open=is_open)
            for comment in row.comments
        ],
    )


def _comment_out(
    comment: Comment, news: News | None, people: Mapping[str, Person], *, is_open: bool
) -> CommentOut:
    mentioned = [people[each] for each in mentions_in(comment.text) if each in people]
    return CommentOut(
        id=comment.id,
        author=person_or_none(comment.person_id, people),
        at=comment.at_ms,
        edited_at=comment.edited_at,
        deleted=comment.deleted_at is not None,
        text=comment.text,
        mentions=[person_out(person) for person in mentioned],
        news=None if news is None else news.reason,
        unread=news is not None and news.read_at is None and is_open,
    )
