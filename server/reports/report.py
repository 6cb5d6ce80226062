"""What a report says, as values (statement.py says it as JSON)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from crdt.delta import Disclosure
from server.numbers import Numbers, Whose
from server.records import Document, Person

__all__ = [
    "Contribution",
    "Contributor",
    "CreditRole",
    "Part",
    "Passage",
    "PlacedSuggestion",
    "Quoted",
    "Report",
    "Review",
    "ReviewKind",
    "Sentence",
]

CreditRole = Literal["Writing – original draft", "Writing – review & editing", "Supervision"]
"""Roles of the Contributor Role Taxonomy (CRediT, ANSI/NISO Z39.104) that a log of writing can speak of."""

ReviewKind = Literal["review", "contest", "sign-off"]


@dataclass(frozen=True, slots=True)
class Contribution:
    """A role and what speaks for it."""

    role: CreditRole
    basis: str


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person and what they did; `access` is their role in the document now, if they have one."""

    person: str
    access: str | None
    roles: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one passage with one history.

    Attributes:
        text: the words.
        units: how much that is.
        whose: a person's, or from where.
        origin: how they got here (`crdt.authorship.Origin`).
        placed_by: who put them here; None for the server.
        suggestion: the suggestion that they are from.
        undeclared: whether they came from it without being placed.
        document: the other document that they came from.
    """

    text: str
    units: int
    whose: Whose
    origin: str
    placed_by: str | None
    suggestion: str | None
    undeclared: bool
    document: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or heading.

    Attributes:
        id: the id of its line end, which stays while people write in it.
        section: the heading above it; empty before the first.
        heading: its level if it is a heading, or 0.
        parts: its words.
        disclosure: what is known of a machine's part in it.
    """

    id: str
    section: str
    heading: int
    parts: tuple[Part, ...]
    disclosure: Disclosure | None

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class PlacedSuggestion:
    """A suggestion of the assistant of which something was placed; text in units.

    Attributes:
        number: in its document; None for one that was served in another.
        model: who wrote it.
        built_in: whether rules wrote it, and no model.
        recipe, instruction, label: what was asked for; the instruction only where it was asked in this document.
        asked_by, asked_at: who asked for it and when.
        placed_by: who placed of it.
        placed, kept: how much, and how much of that is still in the text.
        changed: by person, how much they took out and how much they wrote into it.
        undeclared: whether some came without being placed.
        document: the other document that it was served in.
    """

    id: str
    number: int | None
    model: str
    built_in: bool
    recipe: str
    instruction: str | None
    label: str
    asked_by: str
    asked_at: int
    placed_by: tuple[str, ...]
    placed: int
    kept: int
    changed: Mapping[str, tuple[int, int]]
    undeclared: bool
    document: str | None


@dataclass(frozen=True, slots=True)
class Review:
    """Somebody reviewed a passage, contested what is said of it, or signed the document off."""

    seq: int
    at: int
    kind: ReviewKind
    person: str
    note: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Text of another document that was brought here, as entry `seq` quotes it."""

    seq: int
    at: int
    person: str
    document: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence for a disclosure rule.

    Attributes:
        id: of the rule.
        title: for whom it is.
        text: what the log says; ready to be used.
        confirm: what only people can say; to be confirmed, or struck out.
    """

    id: str
    title: str
    text: str
    confirm: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report says. `head` is the hash of entry `seq`, `text_sha256` that of the plain text."""

    document: Document
    made_at: int
    seq: int
    head: bytes
    updates: int
    text_sha256: str
    words: int
    people: Mapping[str, Person]
    contributors: tuple[Contributor, ...]
    passages: tuple[Passage, ...]
    suggestions: tuple[PlacedSuggestion, ...]
    reviews: tuple[Review, ...]
    quoted: tuple[Quoted, ...]
    refused: int
    numbers: Numbers

    @property
    def shares(self) -> Mapping[Whose, int]:
        """How much of the live text is whose."""
        moments = self.numbers.moments
        return moments[-1].units if moments else {}

    @property
    def units(self) -> int:
        """How much text there is."""
        return sum(self.shares.values())

    def of_kind(self, kind: str) -> int:
        """How much of the live text is of that kind (`Whose.kind`)."""
        return sum(units for whose, units in self.shares.items() if whose.kind == kind)

    def name(self, person: str | None) -> str:
        """What a person is called."""
        known = self.people.get(person or "")
        return known.name if known else "somebody unknown"
