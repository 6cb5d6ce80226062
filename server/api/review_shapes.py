"""How the review of a document goes over HTTP (docs/wire-protocol.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field

from crdt.ids import MAX_CLOCK, IdRange
from crdt.reviewable import Reviewable
from server.api.schemas import In
from server.lives import Life
from server.reviewing import AI_KINDS, Held, PassageReview, Progress, Review
from server.verdicts import Contest, SignOff

__all__ = [
    "ContestIn",
    "ReviewedIn",
    "SettleIn",
    "SignOffIn",
    "life_json",
    "people_in",
    "ranges_of",
    "review_json",
]

MAX_RANGES = 2_000
_TEXT_SHOWN = 2_000

Client = Annotated[int, Field(ge=0, lt=2**53)]
Clock = Annotated[int, Field(ge=0, lt=MAX_CLOCK)]
Length = Annotated[int, Field(ge=1, lt=MAX_CLOCK)]
Range = Annotated[tuple[Client, Clock, Length], Field(strict=False)]
Ranges = Annotated[list[Range], Field(min_length=1, max_length=MAX_RANGES)]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Note = Annotated[str, Field(max_length=2_000)]


class _PassageIn(In):
    """A passage as somebody saw it: its ids, the hash of its content, and whether they selected it themselves."""

    ids: Ranges
    hash: Digest
    selected: bool = False


class ReviewedIn(_PassageIn):
    """Somebody has reviewed a passage."""

    note: Note = ""


class ContestIn(_PassageIn):
    """Somebody contests a placing, and says why."""

    reason: Note


class SettleIn(In):
    """How a contest was settled."""

    note: Note


class SignOffIn(In):
    """The coordinator signs off the text with this digest."""

    sha256: Digest
    note: Note = ""


def ranges_of(ids: Iterable[tuple[int, int, int]]) -> list[IdRange]:
    """Ids as they came over HTTP."""
    return [IdRange(*each) for each in ids]


def review_json(review: Review) -> dict[str, Any]:
    """The review of a document, without its people and suggestions."""
    return {
        "seq": review.seq,
        "sha256": review.sha256,
        "second_person": review.second_person,
        "progress": {
            "ai": _progress_json(review.progress(AI_KINDS)),
            "all": _progress_json(review.progress()),
        },
        "passages": [_passage_json(each) for each in review.passages],
        "sign_offs": [
            _sign_off_json(row, changed=review.changed_since(row)) for row in review.sign_offs
        ],
    }


def people_in(review: Review) -> set[str]:
    """Everybody that a review names."""
    people = {row.person_id for row in review.sign_offs}
    for each in review.passages:
        passage = each.passage
        people |= passage.people | passage.placers
        people |= {person for person in (passage.placed_by,) if person}
        people |= {held.row.person_id for held in each.reviews}
        people |= {row.person_id for row in each.contests}
        people |= {row.ended_by for row in each.contests if row.ended_by}
    return people


def life_json(life: Life) -> dict[str, Any]:
    """The life of a passage, without its people and suggestions."""
    return {
        "events": [
            {
                "kind": lived.happened.kind,
                "first": lived.happened.first,
                "seq": lived.happened.seq,
                "person": lived.person_id,
                "at": lived.began,
                "until": lived.ended,
                "units": lived.happened.units,
                "text": lived.happened.text,
                "suggestion": lived.happened.suggestion,
            }
            for lived in life.events
        ],
        "left_out": life.left_out,
    }


def _progress_json(progress: Progress) -> dict[str, int]:
    return {
        "total": progress.total,
        "reviewed": progress.reviewed,
        "stale": progress.stale,
        "contested": progress.contested,
    }


def _passage_json(each: PassageReview) -> dict[str, Any]:
    passage: Reviewable = each.passage
    return {
        "key": passage.key,
        "kind": passage.kind,
        "ids": [list(ids) for ids in passage.ids],
        "text": passage.text[:_TEXT_SHOWN],
        "hash": passage.hash,
        "suggestion": passage.suggestion,
        "placed_by": passage.placed_by,
        "at": passage.at,
        "changed": passage.changed,
        "placed": passage.placed[:_TEXT_SHOWN] if passage.changed and passage.placed else None,
        "placers": sorted(passage.placers),
        "people": sorted(passage.people),
        "state": each.state,
        "contested": each.contested,
        "reviews": [_held_json(held) for held in each.reviews],
        "contests": [_contest_json(row) for row in each.contests],
    }


def _held_json(held: Held) -> dict[str, Any]:
    row = held.row
    return {
        "id": row.id,
        "person": row.person_id,
        "at": row.at_ms,
        "seq": row.seq,
        "note": row.note,
        "holds": held.holds,
        "counts": held.counts,
        "said": None if held.holds else row.said.text,
    }


def _contest_json(row: Contest) -> dict[str, Any]:
    return {
        "id": row.id,
        "person": row.person_id,
        "at": row.at_ms,
        "seq": row.seq,
        "reason": row.reason,
        "end": row.end,
        "ended_by": row.ended_by,
        "ended_at": row.ended_at,
        "ended_note": row.ended_note,
    }


def _sign_off_json(row: SignOff, *, changed: bool) -> dict[str, Any]:
    return {
        "id": row.id,
        "person": row.person_id,
        "at": row.at_ms,
        "seq": row.seq,
        "covers": row.covers,
        "sha256": row.sha256,
        "note": row.note,
        "passages": row.passages,
        "reviewed": row.reviewed,
        "stale": row.stale,
        "unreviewed": row.unreviewed,
        "contested": row.contested,
        "changed": changed,
    }
