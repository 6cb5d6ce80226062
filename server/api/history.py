"""The history of a document: when who worked on it, the page as it was at any moment, and what changed in between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Final

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse
from pydantic import StringConstraints

from crdt.authorship import Entry, span_json
from crdt.codec import AnyValue
from crdt.comparing import Change, compare, with_moves
from crdt.ids import IdRange
from crdt.moments import shown_at
from server.access import Action
from server.api.authorship import open_room, suggestions_in
from server.api.deps import Acting, Actor, Asking, Parts, access_to
from server.api.parts import ServerParts
from server.api.schemas import In, Out
from server.errors import Invalid, NotFound
from server.history import History, Session, version_body
from server.messages import person_json
from server.names import new_version_id
from server.room import Room

__all__ = ["router"]

router = APIRouter(prefix="/api/documents/{document_id}/history", tags=["history"])

_BINS: Final = 120
"""The timeline shows who wrote in so many stretches of equal length."""

Seq = Annotated[int, Path(ge=1)]
VersionName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class VersionIn(In):
    """A name for the moment when entry `seq` was in."""

    seq: int
    name: VersionName


class VersionNameIn(In):
    """Another name for a version."""

    name: VersionName


class VersionOut(Out):
    """The id of a version."""

    id: str


@router.get("")
async def history(document_id: str, actor: Asking, parts: Parts) -> dict[str, object]:
    """Return the life of a document: its sessions of work and its versions, oldest first.

    `seq` is its last entry, `activity` how many entries were whose in stretches of equal length, `seen` the
    last entry that who asks had seen when they were last here (null: they never were).
    """
    await access_to(parts, actor, document_id, Action.HISTORY)
    told = await parts.histories.of(document_id)
    activity = told.timeline.activity(_BINS)
    people = {person for session in told.sessions for person in session.people}
    people.update(person for _, whose in activity for person in whose)
    people.update(version.person for version in told.versions)
    return {
        "seq": told.seq,
        "sessions": [_session_json(session) for session in told.sessions],
        "versions": [asdict(version) for version in told.versions],
        "activity": [{"seq": seq, "people": whose} for seq, whose in activity],
        "seen": await parts.hosting.seen_before(document_id, actor.person.id),
        "people": await _people(parts, people),
    }


@router.get("/{seq}")
async def moment(document_id: str, seq: Seq, actor: Asking, parts: Parts) -> JSONResponse:
    """Return the page as it was when entry `seq` was in, with the authors of its words."""
    await access_to(parts, actor, document_id, Action.HISTORY)
    room = await open_room(parts.hosting, document_id)
    told = await parts.histories.of(document_id)
    _check_known(told, seq)
    last = told.timeline.moment_at(seq)
    if last is None:
        raise NotFound(f"Entry {seq} is before the first of this document.")
    content, entries = _content_at(room, told, seq)
    answer = {
        "seq": seq,
        "at": last.at,
        "person": last.person,
        "content": content,
        **await _named(parts, document_id, entries, {last.person}),
    }
    return JSONResponse(answer)  # thousands of runs: plain JSON already


@router.get("/{seq}/since/{before}")
async def comparison(
    document_id: str,
    seq: Seq,
    before: Annotated[int, Path(ge=0)],
    actor: Asking,
    parts: Parts,
) -> JSONResponse:
    """Return all that stood in a document when entry `before` or `seq` was in, and what became of it in between.

    Before entry 0 there was nothing. Where `before` is the later one, this is what brings the document back.
    """
    await access_to(parts, actor, document_id, Action.HISTORY)
    room = await open_room(parts.hosting, document_id)
    told = await parts.histories.of(document_id)
    _check_known(told, max(before, seq))
    changes = with_moves(compare(room.guard.sequence, told.timeline, before, seq))
    content, entries = _compared(room, changes)
    people = {change.person for change in changes if change.person is not None}
    answer = {
        "seq": seq,
        "at": _at(told, seq),
        "before": before,
        "before_at": _at(told, before),
        "content": content,
        **await _named(parts, document_id, entries, people),
    }
    return JSONResponse(answer)


@router.post("/versions", status_code=201)
async def name_version(
    document_id: str, wish: VersionIn, actor: Acting, parts: Parts
) -> VersionOut:
    """Give a moment of the document a name."""
    await access_to(parts, actor, document_id, Action.NAME_VERSION)
    told = await parts.histories.of(document_id)
    if not 1 <= wish.seq <= told.seq:
        raise Invalid(f"The history of this document goes from 1 to {told.seq}.")
    version_id = new_version_id()
    await _record_version(parts, document_id, actor, version_body(version_id, wish.seq, wish.name))
    return VersionOut(id=version_id)


@router.put("/versions/{version_id}")
async def rename_version(
    document_id: str, version_id: str, wish: VersionNameIn, actor: Acting, parts: Parts
) -> VersionOut:
    """Give a version another name."""
    await access_to(parts, actor, document_id, Action.NAME_VERSION)
    seq = await _seq_of(parts, document_id, version_id)
    await _record_version(parts, document_id, actor, version_body(version_id, seq, wish.name))
    return VersionOut(id=version_id)


@router.delete("/versions/{version_id}", status_code=204)
async def forget_version(document_id: str, version_id: str, actor: Acting, parts: Parts) -> None:
    """Take a version's name away; what the document was stays in its history."""
    await access_to(parts, actor, document_id, Action.NAME_VERSION)
    seq = await _seq_of(parts, document_id, version_id)
    await _record_version(parts, document_id, actor, version_body(version_id, seq, None))


async def _seq_of(parts: ServerParts, document_id: str, version_id: str) -> int:
    version = (await parts.histories.of(document_id)).version(version_id)
    if version is None:
        raise NotFound("There is no such version.")
    return version.seq


async def _record_version(
    parts: ServerParts, document_id: str, actor: Actor, body: dict[str, object]
) -> None:
    await parts.rooms.record(document_id, actor.person.id, body)
    parts.rooms.notify(document_id, "history")


def _check_known(told: History, seq: int) -> None:
    if seq > told.seq:
        raise NotFound(f"The history of this document ends at {told.seq}.")


def _at(told: History, seq: int) -> int | None:
    last = told.timeline.moment_at(seq)
    return None if last is None else last.at


def _content_at(room: Room, told: History, seq: int) -> tuple[list[dict[str, object]], set[Entry]]:
    """The page at a moment: runs of the same look and the same authorship, in their order."""
    authorship = room.ledger.lineage.authorship
    content: list[dict[str, object]] = []
    entries: set[Entry] = set()
    for ids, insert, attributes in shown_at(room.guard.sequence, told.timeline.version_at(seq)):
        for part, entry in authorship.spans_of([ids]):
            entries.add(entry)
            run: dict[str, object] = {
                "insert": _part(insert, part.clock - ids.clock, part),
                "span": span_json(part, entry),
            }
            if attributes:
                run["attributes"] = attributes
            content.append(run)
    return content, entries


def _compared(room: Room, changes: Iterable[Change]) -> tuple[list[dict[str, object]], set[Entry]]:
    """The changes as runs like those of a page, each with what became of it."""
    authorship = room.ledger.lineage.authorship
    content: list[dict[str, object]] = []
    entries: set[Entry] = set()
    for change in changes:
        told = _change_json(change)
        for part, entry in authorship.spans_of([change.ids]):
            entries.add(entry)
            insert = _part(change.insert, part.clock - change.ids.clock, part)
            content.append({"insert": insert, "span": span_json(part, entry), **told})
    return content, entries


def _change_json(change: Change) -> dict[str, object]:
    attributes = change.before if change.after is None else change.after
    told: dict[str, object] = {"attributes": attributes} if attributes else {}
    if change.kind == "same":
        return told
    told |= {"change": change.kind, "by": change.person, "entry": change.seq}
    if change.kind == "formatted":
        told["before"] = change.before
    if change.move is not None:
        told["move"] = change.move
    return told


def _part(insert: str | AnyValue, start: int, part: IdRange) -> str | AnyValue:
    if not isinstance(insert, str):
        return insert
    units = insert[start : start + part.length].encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace")  # two people can share a sign of two units


def _session_json(session: Session) -> dict[str, object]:
    people = [{"person": person, **asdict(work)} for person, work in session.people.items()]
    return {**asdict(session), "people": people}


async def _named(
    parts: ServerParts, document_id: str, entries: set[Entry], people: set[str]
) -> dict[str, object]:
    """The people and the suggestions that content speaks of."""
    wanted = {entry.suggestion for entry in entries if entry.suggestion}
    suggestions = await suggestions_in(parts.store, document_id, wanted, {})
    named = people | {p for entry in entries for p in (entry.author, entry.placed_by) if p}
    named |= {str(each["asked_by"]) for each in suggestions.values()}
    return {"people": await _people(parts, named), "suggestions": suggestions}


async def _people(parts: ServerParts, ids: set[str]) -> dict[str, object]:
    known = await parts.store.persons(sorted(ids))
    return {person.id: person_json(person) for person in known.values()}
