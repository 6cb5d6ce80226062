"""Gathering a report: what is stored of a document, read from its beginning."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator, Mapping, Sequence

from crdt.authorship import Entry
from crdt.changes import Changed
from server.numbers import Facts, facts_of, numbers_of
from server.ports import Clock, Store
from server.records import Document, Member, Person, RecipeRow, SuggestionRow
from server.reports.contributors import contributors_of
from server.reports.disclosure import BUILT_IN, models_of
from server.reports.passages import passages_of
from server.reports.report import PlacedSuggestion, Quoted, Report
from server.reports.reviews import reviews_in
from server.reports.told import Told, told_by

__all__ = ["report_of"]


async def report_of(store: Store, document: Document, clock: Clock) -> Report:
    """Return the report on a document, up to the last durable entry of its log.

    Raises:
        CrdtError: the stored log is not one that a guard admitted.
    """
    rows = await store.load_log(document.id)
    told = await asyncio.to_thread(told_by, document, rows)
    facts = await asyncio.to_thread(facts_of, told.replay.guard.sequence, told.replay.lineage)
    wanted = sorted({entry.suggestion for entry in _entries(facts) if entry.suggestion})
    suggestions = await store.suggestions_of(wanted)
    gathered = _Gathered(
        told,
        facts,
        await store.list_suggestions(document.id),
        suggestions,
        (await store.members(document.id), await store.recipes(document.id)),
    )
    people = await store.persons(sorted(gathered.people()))
    return await asyncio.to_thread(gathered.report, people, clock())


def _entries(facts: Facts) -> Iterator[Entry]:
    return (entry for _, entry in facts.spans.items())


class _Gathered:
    """All that a report is made from."""

    def __init__(
        self,
        told: Told,
        facts: Facts,
        asked: Sequence[SuggestionRow],
        used: Sequence[SuggestionRow],
        about: tuple[Sequence[Member], Sequence[RecipeRow]],
    ) -> None:
        self._told = told
        self._facts = facts
        self._asked = asked
        self._used = used
        self._members, recipes = about
        self._recipes = {
            row.id: str(row.content.get("name", row.id)) for row in recipes if row.content
        }
        self._reviews = reviews_in(told.entries)

    def people(self) -> set[str]:
        """Everybody that a report may name."""
        named = {
            person for entry in _entries(self._facts) for person in (entry.author, entry.placed_by)
        }
        named |= {member.person_id for member in self._members} | self._told.people
        named |= {row.person_id for row in self._used}
        return {person for person in named if person is not None}

    def report(self, people: Mapping[str, Person], made_at: int) -> Report:
        """The report; the work of a thread."""
        told = self._told
        numbers = numbers_of(self._facts, told.history, self._asked)
        return Report(
            document=told.document,
            made_at=made_at,
            seq=told.seq,
            head=told.head,
            updates=told.updates,
            text_sha256=hashlib.sha256(told.text.encode()).hexdigest(),
            words=len(told.text.split()),
            people=people,
            contributors=contributors_of(numbers, self._reviews, self._members),
            passages=passages_of(told.runs, models_of(self._used)),
            suggestions=tuple(self._placed()),
            reviews=self._reviews,
            quoted=tuple(
                Quoted(entry.seq, entry.at, entry.person, str(entry.body.get("document")))
                for entry in told.entries
                if entry.body.get("kind") == "excerpt"
            ),
            refused=len(told.replay.refused),
            numbers=numbers,
        )

    def _placed(self) -> Iterator[PlacedSuggestion]:
        placers: dict[str, set[str]] = {}
        undeclared: set[str] = set()
        for entry in _entries(self._facts):
            if entry.origin == "adopted" and entry.suggestion and entry.author is None:
                placers.setdefault(entry.suggestion, set()).update(filter(None, [entry.placed_by]))
                if entry.undeclared:
                    undeclared.add(entry.suggestion)
        for row in sorted(self._used, key=lambda each: (each.at_ms, each.number, each.id)):
            if row.id in placers:
                people = tuple(sorted(placers[row.id]))
                yield self._placed_one(row, people, undeclared=row.id in undeclared)

    def _placed_one(
        self, row: SuggestionRow, people: tuple[str, ...], *, undeclared: bool
    ) -> PlacedSuggestion:
        here = row.document_id == self._told.document.id
        changed = self._facts.changes.get(row.id, Changed())
        by = sorted(changed.deleted.keys() | changed.inserted.keys())
        return PlacedSuggestion(
            id=row.id,
            number=row.number if here else None,
            model=row.model,
            built_in=row.model == BUILT_IN,
            recipe=self._recipes.get(row.recipe, row.recipe),
            instruction=row.instruction if here else None,
            label=row.label,
            asked_by=row.person_id,
            asked_at=row.at_ms,
            placed_by=people,
            placed=changed.placed,
            kept=changed.kept,
            changed={each: (changed.deleted[each], changed.inserted[each]) for each in by},
            undeclared=undeclared,
            document=None if here else row.document_id,
        )
