"""A document in numbers: shares over time, who took out whose words, suggestions, and people's effort.

Two steps, so that nobody's keys wait: `facts_of` copies what is needed from an open document in one pass over
its ids, `numbers_of` counts in whatever thread. Text is counted in UTF-16 units, line ends aside.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from crdt.authorship import Entry
from crdt.changes import Changed, changes_of
from crdt.ids import IdRange
from crdt.idset import IdSet
from crdt.lineage import Lineage
from crdt.sequence import Piece
from crdt.sequence import Sequence as IdSequence
from crdt.spans import SpanMap
from crdt.timeline import Timeline
from server.effort import Day, Effort
from server.history import History
from server.records import SuggestionRow

__all__ = [
    "MOMENTS",
    "Facts",
    "Moment",
    "Numbers",
    "Suggested",
    "Whose",
    "Worked",
    "facts_of",
    "numbers_of",
    "whose",
]

MOMENTS: Final = 60
"""Shares are told at so many moments at most."""

WhoseKind = Literal["person", "assistant", "pasted", "imported", "unknown"]
_KINDS: Final[Mapping[str, WhoseKind]] = {
    "adopted": "assistant",
    "pasted": "pasted",
    "imported": "imported",
}
_ORDER: Final = ("person", "assistant", "pasted", "imported", "unknown")


class Whose(NamedTuple):
    """Whose words: a person's, or where they are from when no person here is known to have written them."""

    kind: WhoseKind
    person: str | None = None

    @property
    def key(self) -> str:
        """A name for it that is unique in a document."""
        return self.person or self.kind


@dataclass(frozen=True, slots=True)
class Facts:
    """What is needed of an open document.

    Attributes:
        weights: for each client a byte per id: 1 for text and embeds, 0 for line ends and formats.
        spans: whose words every id is.
        changes: what became of each suggestion.
    """

    weights: Mapping[int, bytearray]
    spans: SpanMap[Entry]
    changes: Mapping[str, Changed]

    def parts(self, ids: IdRange) -> Iterator[tuple[IdRange, Entry | None, int]]:
        """The spans of a range, each with how much text is in it."""
        weights = self.weights.get(ids.client)
        if weights is None:
            return
        for span, entry in self.spans.slice(*ids):
            yield span, entry, weights.count(1, span.clock, span.end)


@dataclass(frozen=True, slots=True)
class Moment:
    """How much of the text was whose when an entry was in."""

    seq: int
    at: int
    units: Mapping[Whose, int]


@dataclass(slots=True)
class Suggested:
    """What one person, or all, did with the assistant's suggestions.

    Attributes:
        requests: questions asked.
        asked: alternatives that came as answers.
        placed: suggestions of which something was placed.
        kept: of these, those of which something is still in the text.
        changed: of these, those that somebody took something out of or wrote into.
        undeclared: of these, those that came without being placed as suggestions.
        placed_units: text that was placed.
        kept_units: of that, what is still in the text.
    """

    requests: int = 0
    asked: int = 0
    placed: int = 0
    kept: int = 0
    changed: int = 0
    undeclared: int = 0
    placed_units: int = 0
    kept_units: int = 0


@dataclass(slots=True)
class Worked:
    """The work of one person; text in units.

    Attributes:
        effort: changes and time, from the log.
        typed: text typed, also what was deleted again.
        typed_kept: of that, what is still in the text.
        revised: suggestions of which they took something out or into which they wrote.
        revised_deleted: text of suggestions that they took out.
        revised_inserted: text that they wrote into suggestions.
    """

    effort: Effort
    typed: int = 0
    typed_kept: int = 0
    revised: int = 0
    revised_deleted: int = 0
    revised_inserted: int = 0


@dataclass(frozen=True, slots=True)
class Numbers:
    """All that is counted of a document up to the entry `seq`.

    Attributes:
        seq: the last entry.
        moments: shares over time, oldest first.
        days: what each person did on each day with changes, by whole days since the epoch (UTC).
        taken_out: text that somebody took out, by whose it was.
        suggested: by person, and under None all together.
        worked: by person.
    """

    seq: int
    moments: tuple[Moment, ...]
    days: Mapping[tuple[int, str], Day]
    taken_out: Mapping[tuple[str, Whose], int]
    suggested: Mapping[str | None, Suggested]
    worked: Mapping[str, Worked]

    @property
    def series(self) -> tuple[Whose, ...]:
        """Everybody and everything that ever had a share: people first, by their last share."""
        last: Mapping[Whose, int] = self.moments[-1].units if self.moments else {}
        known = {each for moment in self.moments for each in moment.units}
        return tuple(
            sorted(known, key=lambda each: (_ORDER.index(each.kind), -last.get(each, 0), each.key))
        )

    @property
    def people(self) -> set[str]:
        """Everybody who is named."""
        named = {each.person for each in self.series} | {by for by, _ in self.taken_out}
        named |= {of.person for _, of in self.taken_out} | self.suggested.keys()
        return {person for person in named if person} | {person for _, person in self.days}


def whose(entry: Entry | None) -> Whose:
    """Whose words an entry is about."""
    if entry is None:
        return Whose("unknown")
    if entry.author is not None:
        return Whose("person", entry.author)
    return Whose(_KINDS.get(entry.written, "unknown"))


def facts_of(sequence: IdSequence, lineage: Lineage) -> Facts:
    """Copy what is needed of an open document; fast enough for the event loop."""
    weights: dict[int, bytearray] = {}
    live: list[Piece] = []
    for piece in sequence.runs():
        if piece.kind not in {"text", "embed"}:
            continue
        if not piece.deleted:
            live.append(piece)
        known = weights.get(piece.client)
        if known is None:
            size = sequence.store.next_clock(piece.client)
            known = weights[piece.client] = bytearray(size)
        known[piece.clock : piece.clock + piece.length] = _weights_of(piece)
    changes = changes_of(lineage.authorship, lineage.taken_out, live)
    return Facts(weights, lineage.authorship.spans(), changes)


def _weights_of(piece: Piece) -> bytes:
    units = piece.units
    if units is None or "\n" not in units:
        return b"\x01" * piece.length
    return bytes(unit != "\n" for unit in units)


def numbers_of(facts: Facts, history: History, suggestions: Iterable[SuggestionRow]) -> Numbers:
    """Count.

    Args:
        facts: of the document; what the history knows beyond them does not count.
        history: of the document.
        suggestions: all that were asked for in it.
    """
    diary = history.diary
    deleted = _first_deletions(facts, history.timeline)
    changes = [seq for seq in history.timeline.seqs if seq not in diary.entries]
    moments = _moments(facts, history.timeline, deleted, changes)
    worked = {person: Worked(effort) for person, effort in diary.efforts.items()}
    _count_typed(facts, history.timeline, deleted, worked)
    suggested = _suggested(facts, suggestions)
    _count_revised(facts, worked)
    taken_out = _taken_out(facts, deleted, history.timeline)
    return Numbers(history.seq, moments, dict(diary.days), taken_out, suggested, worked)


def _first_deletions(facts: Facts, timeline: Timeline) -> list[tuple[IdRange, int]]:
    """Ranges of deleted text with the update that deleted them first, in no order."""
    gone: dict[int, bytearray] = {}
    found: list[tuple[IdRange, int]] = []
    for ids, seq in timeline.deleted():
        weights = facts.weights.get(ids.client)
        if weights is None:
            continue
        known = gone.setdefault(ids.client, bytearray(len(weights)))
        fresh = [ids] if not known.count(1, ids.clock, ids.end) else _holes(known, ids)
        for part in fresh:
            known[part.clock : part.end] = b"\x01" * part.length
            found.append((part, seq))
    return found


def _holes(known: bytearray, ids: IdRange) -> list[IdRange]:
    return list(
        IdSet(IdRange(ids.client, at, 1) for at in range(ids.clock, ids.end) if not known[at])
    )


def _moments(
    facts: Facts, timeline: Timeline, deleted: Sequence[tuple[IdRange, int]], changes: Sequence[int]
) -> tuple[Moment, ...]:
    seqs = _spread(changes)
    steps: list[Counter[Whose]] = [Counter() for _ in seqs]
    for ids, step in _joined(timeline.inserted(), seqs):
        for _, entry, units in facts.parts(ids):
            steps[step][whose(entry)] += units
    for ids, seq in deleted:
        step = steps[bisect_left(seqs, seq)]
        for _, entry, units in facts.parts(ids):
            step[whose(entry)] -= units
    moments: list[Moment] = []
    total: Counter[Whose] = Counter()
    for seq, step in zip(seqs, steps, strict=True):
        total.update(step)
        moments.append(
            Moment(seq, timeline.entry(seq).at, {each: n for each, n in total.items() if n})
        )
    return tuple(moments)


def _spread(changes: Sequence[int]) -> list[int]:
    """At most `MOMENTS` of the changes, with about as many changes between each, and the last."""
    count = min(MOMENTS, len(changes))
    last = len(changes) - 1
    return (
        [changes[round(at * last / (count - 1))] for at in range(count)]
        if count > 1
        else list(changes)
    )


def _joined(
    inserted: Iterable[tuple[IdRange, int]], seqs: Sequence[int]
) -> Iterator[tuple[IdRange, int]]:
    """Inserted ranges with the moment by which they were in; neighbours of one moment are one."""
    last: tuple[IdRange, int] | None = None
    for ids, seq in inserted:
        step = bisect_left(seqs, seq)
        if last is not None:
            before, same = last
            if same == step and before.client == ids.client and before.end == ids.clock:
                last = before._replace(length=before.length + ids.length), step
                continue
            yield last
        last = ids, step
    if last is not None:
        yield last


def _count_typed(
    facts: Facts,
    timeline: Timeline,
    deleted: Sequence[tuple[IdRange, int]],
    worked: Mapping[str, Worked],
) -> None:
    for ids, _ in _joined(timeline.inserted(), [timeline.seq]):
        for person, units in _typed(facts, ids, worked):
            person.typed += units
            person.typed_kept += units
    for ids, _ in deleted:
        for person, units in _typed(facts, ids, worked):
            person.typed_kept -= units


def _typed(
    facts: Facts, ids: IdRange, worked: Mapping[str, Worked]
) -> Iterator[tuple[Worked, int]]:
    for _, entry, units in facts.parts(ids):
        if entry is None or entry.author is None or entry.origin != "typed":
            continue
        if (person := worked.get(entry.author)) is not None:
            yield person, units


def _taken_out(
    facts: Facts, deleted: Iterable[tuple[IdRange, int]], timeline: Timeline
) -> dict[tuple[str, Whose], int]:
    """By who did it and whose it was; text that was moved, or that came back, was not taken out."""
    came_back = IdSet(_sources(facts.spans))
    taken: Counter[tuple[str, Whose]] = Counter()
    for ids, seq in deleted:
        parts = IdSet([ids]) - came_back if came_back.meets(ids) else [ids]
        by = timeline.entry(seq).person
        for part in parts:
            for _, entry, units in facts.parts(part):
                taken[by, whose(entry)] += units
    return {key: units for key, units in taken.items() if units}


def _sources(spans: SpanMap[Entry]) -> Iterator[IdRange]:
    for ids, entry in spans.items():
        source = entry.source
        if source and source.document is None and entry.origin in {"moved", "restored"}:
            yield IdRange(source.client, ids.clock + source.shift, ids.length)


@dataclass(slots=True)
class _Placing:
    people: set[str] = field(default_factory=set[str])
    undeclared: bool = False


def _suggested(facts: Facts, suggestions: Iterable[SuggestionRow]) -> dict[str | None, Suggested]:
    """The assistant's suggestions; what teammates were asked for is words of theirs."""
    told: dict[str | None, Suggested] = {None: Suggested()}
    requests: set[tuple[str | None, str]] = set()
    for row in suggestions:
        if row.answered_by is None and row.state == "ready":
            for person in (None, row.person_id):
                told.setdefault(person, Suggested()).asked += 1
                requests.add((person, row.request_id))
    for person, _ in requests:
        told[person].requests += 1
    for suggestion, placing in _placings(facts).items():
        changed = facts.changes.get(suggestion, Changed())
        for person in (None, *placing.people):
            each = told.setdefault(person, Suggested())
            each.placed += 1
            each.kept += changed.kept > 0
            each.changed += bool(changed.deleted or changed.inserted)
            each.undeclared += placing.undeclared
            each.placed_units += changed.placed
            each.kept_units += changed.kept
    return told


def _placings(facts: Facts) -> dict[str, _Placing]:
    found: dict[str, _Placing] = {}
    for _, entry in facts.spans.items():  # noqa: PERF102 - no dict
        if entry.suggestion is None or entry.origin != "adopted" or entry.author is not None:
            continue
        placing = found.setdefault(entry.suggestion, _Placing())
        placing.undeclared |= entry.undeclared
        if entry.placed_by is not None:
            placing.people.add(entry.placed_by)
    return found


def _count_revised(facts: Facts, worked: Mapping[str, Worked]) -> None:
    for suggestion in _placings(facts):
        changed = facts.changes.get(suggestion, Changed())
        for person in changed.deleted.keys() | changed.inserted.keys():
            if (each := worked.get(person)) is not None:
                each.revised += 1
                each.revised_deleted += changed.deleted[person]
                each.revised_inserted += changed.inserted[person]
