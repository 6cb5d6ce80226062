"""Reviewing a document: its passages, marking them, contesting placings, signing off, and how each came to be."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query

from assist.characters import clean
from crdt.reviewable import Reviewable
from server.access import Action
from server.api.authorship import open_room, suggestions_in
from server.api.deps import Acting, Asking, Parts, access_to
from server.api.parts import ServerParts
from server.api.review_shapes import (
    ContestIn,
    ReviewedIn,
    SettleIn,
    SignOffIn,
    life_json,
    people_in,
    ranges_of,
    review_json,
)
from server.errors import ChangedMeanwhile, Conflict, Forbidden, Invalid, NotFound, PassageUnknown
from server.lives import Life, entries_to_look_up, happened_to, life_of
from server.messages import person_json
from server.names import new_contest_id, new_review_id, new_sign_off_id
from server.reviewing import (
    check_second_person,
    durable_text,
    find_passage,
    passage_at,
    review_of,
    said_of,
)
from server.room import Room
from server.verdict_entries import (
    contest_body,
    contest_end_body,
    review_body,
    sign_off_body,
    withdrawal_body,
)
from server.verdicts import Contest, MarkedReviewed, SignOff

__all__ = ["router"]

router = APIRouter(prefix="/api/documents/{document_id}/review", tags=["review"])

Ids = Annotated[str, Query(max_length=20_000, pattern=r"^\d{1,16}-\d{1,10}-\d{1,10}(,|$)")]
_RANGE = re.compile(r"(\d{1,16})-(\d{1,10})-(\d{1,10})")


@router.get("")
async def review(document_id: str, actor: Asking, parts: Parts) -> dict[str, Any]:
    """Return the passages that did not come from people here typing, and what was said of each."""
    await access_to(parts, actor, document_id, Action.REVIEW)
    room = await open_room(parts.hosting, document_id)
    found = await review_of(parts.store, room)
    wanted = {each.passage.suggestion for each in found.passages if each.passage.suggestion}
    suggestions = await suggestions_in(parts.store, document_id, wanted, {})
    people = people_in(found) | {str(each["asked_by"]) for each in suggestions.values()}
    return {
        **review_json(found),
        "people": await _people(parts, people),
        "suggestions": suggestions,
    }


@router.get("/life")
async def life(document_id: str, ids: Ids, actor: Asking, parts: Parts) -> dict[str, Any]:
    """Return what happened to a passage, oldest first; `ids` are like `7-0-12,7-40-3`: client, clock, length."""
    await access_to(parts, actor, document_id, Action.REVIEW)
    room = await open_room(parts.hosting, document_id)
    ranges = ranges_of((int(a), int(b), int(c)) for a, b, c in _RANGE.findall(ids))
    found = await review_of(parts.store, room)
    passage = passage_at(found, durable_text(room), ranges)
    if passage is None:
        raise PassageUnknown("This passage is not in the document any more.")
    lived = await _life_of(parts, room, passage)
    wanted = {each.happened.suggestion for each in lived.events if each.happened.suggestion}
    suggestions = await suggestions_in(parts.store, document_id, wanted, {})
    people = {each.person_id for each in lived.events}
    people |= {str(each["asked_by"]) for each in suggestions.values()}
    return {
        **life_json(lived),
        "people": await _people(parts, people),
        "suggestions": suggestions,
    }


async def _life_of(parts: ServerParts, room: Room, passage: Reviewable) -> Life:
    told = await parts.histories.of(room.document_id)
    authorship, order = room.ledger.lineage.authorship, room.guard.sequence
    happened = entries_to_look_up(happened_to(passage, authorship, order, told.timeline))
    moments = {event.seq: told.timeline.moment_at(event.seq) for event in happened}
    return life_of(happened, {seq: moment for seq, moment in moments.items() if moment})


@router.post("/passages", status_code=201)
async def mark_reviewed(
    document_id: str, wish: ReviewedIn, parts: Parts, actor: Acting
) -> dict[str, str]:
    """Mark a passage as reviewed, as it was seen; return the id of the review."""
    await access_to(parts, actor, document_id, Action.REVIEW)
    room = await open_room(parts.hosting, document_id)
    found = await review_of(parts.store, room)
    passage = find_passage(
        found, durable_text(room), ranges_of(wish.ids), wish.hash, selected=wish.selected
    )
    check_second_person(found, passage, actor.person.id)
    said, note, now = said_of(passage), _line(wish.note), parts.clock()
    review_id = new_review_id()
    body = review_body(review_id, said, note)
    seq = await parts.rooms.record(document_id, actor.person.id, body)
    await parts.store.add_review(
        MarkedReviewed(review_id, document_id, actor.person.id, now, seq, said, note)
    )
    parts.rooms.notify(document_id, "review")
    return {"id": review_id}


@router.delete("/passages/{review_id}", status_code=204)
async def withdraw_review(document_id: str, review_id: str, parts: Parts, actor: Acting) -> None:
    """Withdraw one's own review."""
    await access_to(parts, actor, document_id, Action.REVIEW)
    rows = {row.id: row for row in await parts.store.reviews(document_id)}
    row = rows.get(review_id)
    if row is None or row.withdrawn_at is not None:
        raise NotFound("There is no such review.")
    if row.person_id != actor.person.id:
        raise Forbidden("Only who reviewed a passage can withdraw that.")
    await parts.rooms.record(document_id, actor.person.id, withdrawal_body("review", review_id))
    await parts.store.withdraw_review(review_id, parts.clock())
    parts.rooms.notify(document_id, "review")


@router.post("/contests", status_code=201)
async def contest(document_id: str, wish: ContestIn, parts: Parts, actor: Acting) -> dict[str, str]:
    """Contest a placing, as it was seen, and say why; return the id of the contest."""
    await access_to(parts, actor, document_id, Action.REVIEW)
    reason = _line(wish.reason)
    if not reason:
        raise Invalid("Say why you contest this.", fields={"reason": "is missing"})
    room = await open_room(parts.hosting, document_id)
    found = await review_of(parts.store, room)
    passage = find_passage(
        found, durable_text(room), ranges_of(wish.ids), wish.hash, selected=wish.selected
    )
    said, now, contest_id = said_of(passage), parts.clock(), new_contest_id()
    body = contest_body(contest_id, said, reason)
    seq = await parts.rooms.record(document_id, actor.person.id, body)
    await parts.store.add_contest(
        Contest(contest_id, document_id, actor.person.id, now, seq, said, reason)
    )
    parts.rooms.notify(document_id, "review")
    return {"id": contest_id}


@router.delete("/contests/{contest_id}", status_code=204)
async def withdraw_contest(document_id: str, contest_id: str, parts: Parts, actor: Acting) -> None:
    """Withdraw one's own contest."""
    await access_to(parts, actor, document_id, Action.REVIEW)
    row = await _open_contest(parts, document_id, contest_id)
    if row.person_id != actor.person.id:
        raise Forbidden("Only who contested a placing can withdraw that.")
    body = contest_end_body(contest_id, "withdrawn", "")
    await parts.rooms.record(document_id, actor.person.id, body)
    now = parts.clock()
    await parts.store.end_contest(contest_id, "withdrawn", actor.person.id, now, "")
    parts.rooms.notify(document_id, "review")


@router.post("/contests/{contest_id}/settle", status_code=204)
async def settle(
    document_id: str, contest_id: str, wish: SettleIn, parts: Parts, actor: Acting
) -> None:
    """Settle a contest, and say how."""
    await access_to(parts, actor, document_id, Action.SIGN_OFF)
    note = _line(wish.note)
    if not note:
        raise Invalid("Say how this was settled.", fields={"note": "is missing"})
    await _open_contest(parts, document_id, contest_id)
    body = contest_end_body(contest_id, "settled", note)
    await parts.rooms.record(document_id, actor.person.id, body)
    now = parts.clock()
    await parts.store.end_contest(contest_id, "settled", actor.person.id, now, note)
    parts.rooms.notify(document_id, "review")


@router.post("/sign-offs", status_code=201)
async def sign_off(
    document_id: str, wish: SignOffIn, parts: Parts, actor: Acting
) -> dict[str, str]:
    """Sign the document off as it was seen; return the id of the sign-off."""
    await access_to(parts, actor, document_id, Action.SIGN_OFF)
    room = await open_room(parts.hosting, document_id)
    found = await review_of(parts.store, room)
    if found.sha256 != wish.sha256:
        raise ChangedMeanwhile("The document has changed meanwhile. Look at it again.")
    progress = found.progress()
    row = SignOff(
        id=new_sign_off_id(),
        document_id=document_id,
        person_id=actor.person.id,
        at_ms=parts.clock(),
        seq=0,
        covers=found.seq,
        sha256=found.sha256,
        note=_line(wish.note),
        passages=progress.total,
        reviewed=progress.reviewed,
        stale=progress.stale,
        contested=progress.contested,
    )
    seq = await parts.rooms.record(document_id, actor.person.id, sign_off_body(row))
    await parts.store.add_sign_off(replace(row, seq=seq))
    parts.rooms.notify(document_id, "review")
    return {"id": row.id}


@router.delete("/sign-offs/{sign_off_id}", status_code=204)
async def withdraw_sign_off(
    document_id: str, sign_off_id: str, parts: Parts, actor: Acting
) -> None:
    """Withdraw a sign-off."""
    await access_to(parts, actor, document_id, Action.SIGN_OFF)
    rows = {row.id: row for row in await parts.store.sign_offs(document_id)}
    row = rows.get(sign_off_id)
    if row is None or row.withdrawn_at is not None:
        raise NotFound("There is no such sign-off.")
    await parts.rooms.record(document_id, actor.person.id, withdrawal_body("sign-off", row.id))
    await parts.store.withdraw_sign_off(row.id, parts.clock())
    parts.rooms.notify(document_id, "review")


async def _open_contest(parts: ServerParts, document_id: str, contest_id: str) -> Contest:
    for row in await parts.store.contests(document_id):
        if row.id == contest_id:
            if row.end is not None:
                raise Conflict("This was withdrawn or settled already.")
            return row
    raise NotFound("There is no such contest.")


def _line(text: str) -> str:
    """What somebody wrote, without what cannot be seen, its white space as single spaces."""
    return " ".join(clean(text)[0].split())


async def _people(parts: ServerParts, ids: set[str]) -> dict[str, object]:
    known = await parts.store.persons(sorted(ids))
    return {person.id: person_json(person) for person in known.values()}
