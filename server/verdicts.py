"""What people said of passages and of a whole document when they reviewed it, and what keeps it.

Each is an entry of the ledger first; the rows here are for quick reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from crdt.ids import IdRange
from crdt.reviewable import PassageKind

__all__ = [
    "Contest",
    "ContestEnd",
    "MarkedReviewed",
    "Said",
    "SignOff",
    "VerdictStore",
]

ContestEnd = Literal["withdrawn", "settled"]


@dataclass(frozen=True, slots=True)
class Said:
    """Of which passage something was said, as it was then.

    Attributes:
        ids: its ids in their order.
        hash: of its content (`crdt.reviewable.content_hash`).
        origin: what kind of passage it was.
        suggestion: whose words it held.
        text: the beginning of what it said.
    """

    ids: tuple[IdRange, ...]
    hash: str
    origin: PassageKind
    suggestion: str | None
    text: str


@dataclass(frozen=True, slots=True)
class MarkedReviewed:
    """Somebody marked a passage as reviewed; `seq` is the entry of the ledger."""

    id: str
    document_id: str
    person_id: str
    at_ms: int
    seq: int
    said: Said
    note: str
    withdrawn_at: int | None = None


@dataclass(frozen=True, slots=True)
class Contest:
    """Somebody contests a placing, until they withdraw that or the coordinator settles it."""

    id: str
    document_id: str
    person_id: str
    at_ms: int
    seq: int
    said: Said
    reason: str
    end: ContestEnd | None = None
    ended_by: str | None = None
    ended_at: int | None = None
    ended_note: str = ""


@dataclass(frozen=True, slots=True)
class SignOff:
    """The coordinator signed a document off.

    Attributes:
        covers: the last entry of the ledger that it covers.
        sha256: of the text then, as UTF-8 with embeds as U+FFFC, in lower-case hex.
        passages: how many there were that did not come from people here typing.
        reviewed: how many of them were reviewed.
        stale: how many of the others had been, before they were changed.
        contested: how many of all were contested.
    """

    id: str
    document_id: str
    person_id: str
    at_ms: int
    seq: int
    covers: int
    sha256: str
    note: str
    passages: int
    reviewed: int
    stale: int
    contested: int
    withdrawn_at: int | None = None

    @property
    def unreviewed(self) -> int:
        """How many passages were not reviewed as they stood, stale ones included."""
        return self.passages - self.reviewed


class VerdictStore(Protocol):
    """What people said in review; rows are kept for good, also withdrawn ones."""

    async def add_review(self, row: MarkedReviewed) -> None:
        """Store that a passage was reviewed."""
        ...

    async def reviews(self, document_id: str) -> tuple[MarkedReviewed, ...]:
        """Return all reviews of a document, oldest first."""
        ...

    async def withdraw_review(self, review_id: str, now: int) -> None:
        """Note that a review was withdrawn."""
        ...

    async def add_contest(self, row: Contest) -> None:
        """Store that a placing is contested."""
        ...

    async def contests(self, document_id: str) -> tuple[Contest, ...]:
        """Return all contests of a document, oldest first."""
        ...

    async def end_contest(
        self, contest_id: str, end: ContestEnd, by: str, now: int, note: str
    ) -> None:
        """Note that a contest was withdrawn or settled, unless it has ended before."""
        ...

    async def add_sign_off(self, row: SignOff) -> None:
        """Store that a document was signed off."""
        ...

    async def sign_offs(self, document_id: str) -> tuple[SignOff, ...]:
        """Return all sign-offs of a document, oldest first."""
        ...

    async def withdraw_sign_off(self, sign_off_id: str, now: int) -> None:
        """Note that a sign-off was withdrawn."""
        ...
