"""The review of a document: its passages, what people said of them, and how far the team has come.

`review_of` reads it from an open room and the store, without HTTP; the routes and reports use the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Final, Literal, Protocol

from crdt.ids import Id, IdRange
from crdt.idset import IdSet
from crdt.reviewable import (
    PassageKind,
    Reviewable,
    Text,
    reviewables_of,
    selection_of,
    text_of_document,
)
from crdt.sequence import Piece
from server.errors import ChangedMeanwhile, Invalid, OwnPlacing, PassageUnknown
from server.policy import policy_from
from server.records import Desk
from server.room import Room
from server.verdicts import Contest, MarkedReviewed, Said, SignOff

__all__ = [
    "AI_KINDS",
    "Held",
    "PassageReview",
    "Progress",
    "Review",
    "ReviewSource",
    "ReviewState",
    "check_second_person",
    "durable_text",
    "find_passage",
    "passage_at",
    "review_of",
    "said_of",
    "text_digest",
]

ReviewState = Literal["reviewed", "stale", "unreviewed"]
AI_KINDS: Final[frozenset[PassageKind]] = frozenset({"ai", "undeclared"})
"""Passages whose words an assistant wrote."""
_TEXT_KEPT: Final = 2_000
"""Characters of a passage that are kept with what was said of it."""


class ReviewSource(Protocol):
    """Where what people said is read; every `Store` is one."""

    async def reviews(self, document_id: str) -> tuple[MarkedReviewed, ...]:
        """Return all reviews of a document, oldest first."""
        ...

    async def contests(self, document_id: str) -> tuple[Contest, ...]:
        """Return all contests of a document, oldest first."""
        ...

    async def sign_offs(self, document_id: str) -> tuple[SignOff, ...]:
        """Return all sign-offs of a document, oldest first."""
        ...

    async def desk(self, document_id: str) -> Desk:
        """Return what is agreed on for a document."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """A review of a passage.

    Attributes:
        row: what was said.
        holds: the passage still says what it said then.
        counts: its reviewer is not who placed it, or need not be another.
    """

    row: MarkedReviewed
    holds: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class PassageReview:
    """A passage with all that holds of it: the latest review of each person, and every contest, oldest first."""

    passage: Reviewable
    reviews: tuple[Held, ...]
    contests: tuple[Contest, ...]

    @property
    def state(self) -> ReviewState:
        """Whether a review that counts is of what the passage says now, of what it said before, or there is none."""
        counting = [each for each in self.reviews if each.counts]
        if any(each.holds for each in counting):
            return "reviewed"
        return "stale" if counting else "unreviewed"

    @property
    def contested(self) -> bool:
        """Whether a contest is open."""
        return any(contest.end is None for contest in self.contests)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many passages there are, how many are reviewed, were before they changed, and are contested."""

    total: int
    reviewed: int
    stale: int
    contested: int


@dataclass(frozen=True, slots=True)
class Review:
    """The review of a document as it is now.

    Attributes:
        seq: the last entry of the ledger that it knows.
        sha256: of the whole text (`text_digest`).
        second_person: whether another person than who placed a suggestion must review it.
        passages: in the order of the document.
        sign_offs: those that were not withdrawn, oldest first.
    """

    seq: int
    sha256: str
    second_person: bool
    passages: tuple[PassageReview, ...]
    sign_offs: tuple[SignOff, ...]

    def progress(self, kinds: Iterable[PassageKind] | None = None) -> Progress:
        """Count the passages of these kinds, or of all but those that reviewers selected."""
        wanted = {"ai", "undeclared", "pasted", "unknown"} if kinds is None else set(kinds)
        counted = [each for each in self.passages if each.passage.kind in wanted]
        return Progress(
            total=len(counted),
            reviewed=sum(each.state == "reviewed" for each in counted),
            stale=sum(each.state == "stale" for each in counted),
            contested=sum(each.contested for each in counted),
        )

    def changed_since(self, sign_off: SignOff) -> bool:
        """Whether the text is another than the one that was signed off."""
        return sign_off.sha256 != self.sha256


async def review_of(store: ReviewSource, room: Room) -> Review:
    """The review of an open document, as far as its text is durable."""
    document_id = room.document_id
    reviews = [row for row in await store.reviews(document_id) if row.withdrawn_at is None]
    contests = [row for row in await store.contests(document_id) if row.end != "withdrawn"]
    sign_offs = [row for row in await store.sign_offs(document_id) if row.withdrawn_at is None]
    second_person = policy_from((await store.desk(document_id)).policy).friction == "second-person"
    text = durable_text(room)
    selections = {
        row.id: chosen
        for row in (*reviews, *contests)
        if row.said.origin == "selected" and (chosen := selection_of(text, row.said.ids))
    }
    return Review(
        seq=room.durable_seq,
        sha256=text_digest(room),
        second_person=second_person,
        passages=tuple(
            PassageReview(
                passage,
                tuple(
                    _held(
                        passage,
                        (row for row in reviews if _is_of(row, passage, selections)),
                        second_person=second_person,
                    )
                ),
                tuple(row for row in contests if _is_of(row, passage, selections)),
            )
            for passage in _passages(text, room, selections)
        ),
        sign_offs=tuple(sign_offs),
    )


def durable_text(room: Room) -> list[Text]:
    """The live text of a room as far as it is durable."""
    return text_of_document(room.ledger.lineage.authorship, _durable(room))


def _durable(room: Room) -> Iterator[Piece]:
    for piece in room.guard.sequence.live():
        length = room.durable_part(piece.range).length
        if length:
            units = None if piece.units is None else piece.units[:length]
            yield piece._replace(length=length, units=units)


def text_digest(room: Room) -> str:
    """SHA-256 in lower-case hex of the durable text, as UTF-8 with embeds as U+FFFC."""
    return hashlib.sha256(room.replica.text().encode("utf-8", "surrogatepass")).hexdigest()


def said_of(passage: Reviewable) -> Said:
    """What is kept of a passage with what somebody says of it."""
    text = passage.text[:_TEXT_KEPT]
    return Said(passage.ids, passage.hash, passage.kind, passage.suggestion, text)


def find_passage(
    review: Review, text: Sequence[Text], ids: Sequence[IdRange], digest: str, *, selected: bool
) -> Reviewable:
    """The passage that somebody speaks of, as they saw it.

    Args:
        review: of the document.
        text: of the same moment.
        ids: of the passage, or of a part of it.
        digest: the hash of the content that they saw.
        selected: they chose the passage themselves.

    Raises:
        Invalid: what they chose says nothing.
        PassageUnknown: there is no passage with these ids.
        ChangedMeanwhile: it says something else by now.
    """
    if selected:
        chosen = selection_of(text, ids)
        found = [] if chosen is None else [chosen]
    else:
        wanted = IdSet(ids)
        passages = (each.passage for each in review.passages)
        found = [each for each in passages if each.kind != "selected" and IdSet(each.ids) & wanted]
    if not found and selected:
        raise Invalid("Select some words first.")
    if not found:
        raise PassageUnknown("This passage is not in the document any more.")
    for passage in found:
        if passage.hash == digest:
            return passage
    raise ChangedMeanwhile("This passage has changed meanwhile. Look at it again.")


def passage_at(review: Review, text: Sequence[Text], ids: Sequence[IdRange]) -> Reviewable | None:
    """The first passage with some of these ids, else what they are as a selection; None if they are gone."""
    wanted = IdSet(ids)
    for each in review.passages:
        if each.passage.kind != "selected" and IdSet(each.passage.ids) & wanted:
            return each.passage
    return selection_of(text, ids)


def check_second_person(review: Review, passage: Reviewable, person_id: str) -> None:
    """Say whether this person's review of a passage would count.

    Raises:
        OwnPlacing: they placed a part of it, and the document asks for a second person.
    """
    if not _counts(passage, person_id, second_person=review.second_person):
        raise OwnPlacing(
            "You placed this passage. In this document a second person has to review it."
        )


def _counts(passage: Reviewable, person_id: str, *, second_person: bool) -> bool:
    own = passage.kind in AI_KINDS and person_id in passage.placers
    return not (second_person and own)


def _held(
    passage: Reviewable, rows: Iterable[MarkedReviewed], *, second_person: bool
) -> Iterator[Held]:
    """The latest review by each person, one that still holds before later ones that do not."""
    latest: dict[str, Held] = {}
    for row in rows:
        counts = _counts(passage, row.person_id, second_person=second_person)
        held = Held(row, row.said.hash == passage.hash, counts)
        known = latest.get(row.person_id)
        if known is None or held.holds or not known.holds:
            latest[row.person_id] = held
    return iter(sorted(latest.values(), key=lambda held: held.row.seq))


_Selections = Mapping[str, Reviewable]
"""What reviewers selected themselves, as it is now, by the id of what they said of it."""


def _is_of(row: MarkedReviewed | Contest, passage: Reviewable, selections: _Selections) -> bool:
    """Whether something was said of a passage, whatever it says now."""
    if passage.kind == "selected" or row.said.origin == "selected":
        selected = selections.get(row.id)
        return selected is not None and selected.ids == passage.ids
    return any(passage.lineage.meets(ids) for ids in row.said.ids)


def _passages(text: Sequence[Text], room: Room, selections: _Selections) -> list[Reviewable]:
    """The passages of a document, and those that reviewers selected, in their order."""
    order = room.guard.sequence
    found = reviewables_of(text, room.ledger.lineage.authorship, order)
    selected = {chosen.ids: chosen for chosen in selections.values()}
    by_place = cmp_to_key(order.compare)
    return sorted(
        [*found, *selected.values()],
        key=lambda passage: by_place(Id(passage.ids[0].client, passage.ids[0].clock)),
    )
