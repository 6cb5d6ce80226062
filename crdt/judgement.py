"""One update on its way to its entries: which claims hold, what is recognised, what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from crdt.authorship import Entry, Origin, Source
from crdt.checked import Checked
from crdt.claims import (
    AdoptedClaim,
    Claim,
    PastedClaim,
    RefusalReason,
    RefusedClaim,
    SourceClaim,
    claims_in,
    parse_claim,
)
from crdt.continuing import Continuing
from crdt.deletions import Deletions
from crdt.filling import filled
from crdt.flags import DELETED
from crdt.ids import ROOT_CONTENT, Id, IdRange
from crdt.idset import IdSet
from crdt.matches import Match, SuggestionPart
from crdt.passages import Passage, items_of, passages_of, starts_of
from crdt.piecing import Piecing
from crdt.recognise import recognise
from crdt.sources import Known, Sources
from crdt.spans import IdRangeLike, SpanWriter
from crdt.texts import is_known, units_of

__all__ = ["Decided", "Judgement"]

CERTAIN_UNITS: Final = 4
"""Shorter text at the place of its deleted original counts as restored only by who deleted it."""
_PASSES: Final = 4


class Decided(NamedTuple):
    """What one update means for authorship.

    Attributes:
        spans: the entry of every inserted id, and of earlier ids that have another entry now.
        refused: the claims that were not believed.
        failure: a mistake in deciding, which left the ids unknown; the same on every machine.
    """

    spans: Sequence[tuple[IdRangeLike, Entry]]
    refused: Sequence[RefusedClaim]
    failure: Exception | None = None


class _Task(NamedTuple):
    """Text to be decided: under a claim, or as a passage without one."""

    clock: int
    claim: Claim | None
    value: object
    passage: Passage | None


class Judgement:
    """Decides one update that the guard has admitted."""

    def __init__(self, known: Known, checked: Checked, person: str, at: int) -> None:
        self._known = known
        self._store = known.library.store
        self._checked = checked
        self._person = person
        self._at = at
        self._typed = Entry(person, person, at, "typed")
        self._runs = [
            run
            for run in checked.inserted
            if run.root == ROOT_CONTENT and run.kind in {"text", "deleted"}
        ]
        self._starts = starts_of(self._runs)
        self._new = IdSet(IdRange(run.client, run.clock, run.length) for run in self._runs)
        self._fresh = {run.client: run.clock for run in reversed(checked.inserted)}
        self._here: SpanWriter[Entry] = SpanWriter()
        self._amended: list[tuple[IdRangeLike, Entry]] = []
        self._refused: list[RefusedClaim] = []
        latest = (known.memory.last_insertion(client) for client in checked.clients)
        late = sum(ids.length for ids in latest if ids is not None)
        self._sources = Sources(known, person, self._new, self._here, late)
        self._continuing = Continuing(known, person, self._new, self._here)
        self._deletions = Deletions(known, person, checked.deleted, self._new)
        self._deleted_now = IdSet(checked.deleted)
        self._later: list[tuple[IdRange, IdRange, Entry]] = []

    def decide(self) -> Decided:
        """The entry of every inserted id."""
        tasks = self._claim_tasks()
        claimed = IdSet(task.claim.to for task in tasks if task.claim is not None)
        pasted = IdSet(task.claim.to for task in tasks if isinstance(task.claim, PastedClaim))
        tasks = [task for task in tasks if not isinstance(task.claim, PastedClaim)]
        tasks += self._passage_tasks(self._new - claimed, None)
        tasks += self._passage_tasks(pasted, PastedClaim(IdRange(0, 0, 0)))
        self._work_off(sorted(tasks, key=lambda task: task.clock))
        return Decided([*self._with_rest(), *self._amended], self._refused)

    def _work_off(self, tasks: list[_Task]) -> None:
        """Decide each text after those of the same update that it may come from."""
        for _ in range(_PASSES):
            waiting = [task for task in tasks if not self._try(task)]
            decided = len(waiting) < len(tasks)
            tasks = waiting
            if not self._put_back_later() and not decided:
                break
        for task in tasks:
            if task.claim is not None:
                self._refuse(task.value, "no-such-source")
                self._look_for_all(task.claim.to)
        for piece, _, default in self._later:
            for passage in passages_of(self._store, [piece]):
                self._find(passage, default)

    def _try(self, task: _Task) -> bool:
        if task.passage is not None:
            self._look_for(task.passage, self._default(task.claim))
            return True
        match task.claim:
            case AdoptedClaim():
                self._adopt(task.claim, task.value)
            case SourceClaim():
                return self._inherit(task.claim, task.value)
            case _:
                pass
        return True

    def _default(self, claim: Claim | None) -> Entry:
        if claim is None:
            return self._typed
        return Entry(None, self._person, self._at, "pasted", written="pasted")

    def _with_rest(self) -> Iterator[tuple[IdRangeLike, Entry]]:
        """Every inserted id with its entry; what is not text, and what was not decided, was typed."""
        decided = IdSet(ids for ids, _ in self._here.items())
        everything = IdSet(
            IdRange(run.client, run.clock, run.length) for run in self._checked.inserted
        )
        spans: list[tuple[IdRangeLike, Entry]] = [*self._here.items()]
        spans += [(ids, self._typed) for ids in everything - decided]
        return iter(sorted(spans, key=lambda span: (span[0].client, span[0].clock)))

    # Claims

    def _claim_tasks(self) -> list[_Task]:
        tasks: list[_Task] = []
        taken: SpanWriter[bool] = SpanWriter()
        for value, claim, reason in self._doubted_claims():
            if reason is not None:
                self._refuse(value, reason)
            elif not self._new.covers(claim.to) and isinstance(claim, SourceClaim):
                self._judge_late(claim, value)
            elif any(known for _, known in taken.slice(*claim.to)):
                self._refuse(value, "overlaps")
            else:
                taken.put(*claim.to, value=True)
                tasks.append(_Task(claim.to.clock, claim, value, None))
        return tasks

    def _doubted_claims(self) -> Iterator[tuple[object, Claim, RefusalReason | None]]:
        """The claims of the update that can be read, and what speaks against each by itself."""
        claims: list[tuple[object, Claim]] = []
        for value in claims_in(self._checked.inserted):
            claim = parse_claim(value)
            if claim is None:
                self._refuse(value, "malformed")
            else:
                claims.append((value, claim))
        texts = [claim for _, claim in claims if not isinstance(claim, PastedClaim)]
        piecing = Piecing(self._known, self._person, self._fresh, texts)
        for value, claim in claims:
            reason = self._doubt(claim)
            if reason is None and not isinstance(claim, PastedClaim) and piecing.is_pieced(claim):
                reason = "pieced-together"
            yield value, claim, reason

    def _doubt(self, claim: Claim) -> RefusalReason | None:
        if not self._new.covers(claim.to) and not self._may_come_late(claim):
            return "not-inserted-here"
        return "splits-pair" if self._splits_pair(claim.to) else None

    def _may_come_late(self, claim: Claim) -> bool:
        is_here = claim.to.client in self._checked.clients and is_known(self._store, claim.to)
        return isinstance(claim, SourceClaim) and is_here

    def _refuse(self, value: object, reason: RefusalReason) -> None:
        self._refused.append(RefusedClaim(value, reason))

    def _splits_pair(self, ids: IdRange) -> bool:
        """Whether one half of a surrogate pair is in the range and the other is not."""
        first = units_of(self._store, IdRange(ids.client, ids.clock, 1)) or ""
        last = units_of(self._store, IdRange(ids.client, ids.end - 1, 1)) or ""
        return "\udc00" <= first <= "\udfff" or "\ud800" <= last <= "\udbff"

    def _adopt(self, claim: AdoptedClaim, value: object) -> None:
        number = self._known.suggestion_number(claim.suggestion)
        text = None if number is None else self._known.library.suggestions.texts[number]
        reason = self._sources.doubt_text(claim, text)
        if reason is not None:
            self._refuse(value, reason)
            self._look_for_all(claim.to)
            return
        self._here.put(*claim.to, value=self._adopted(claim.suggestion, claim.at - claim.to.clock))

    def _adopted(self, suggestion: str, shift: int, *, undeclared: bool = False) -> Entry:
        return Entry(
            self._known.suggestion_author(suggestion),
            self._person,
            self._at,
            "adopted",
            suggestion,
            undeclared,
            "adopted",
            suggestion_shift=shift,
        )

    def _inherit(self, claim: SourceClaim, value: object) -> bool:
        """Decide a claim with a source; False if the source is yet to be decided."""
        found = self._sources.of(claim)
        if found is None:
            return False
        if isinstance(found, str):
            self._refuse(value, found)
            self._look_for_all(claim.to)
            return True
        clock = claim.to.clock
        origin = self._origin(claim)
        for ids, entry in found:
            to = IdRange(claim.to.client, clock, ids.length)
            self._here.put(*to, value=self._derived(to, ids, entry, origin, claim.document))
            clock += ids.length
        return True

    def _derived(
        self,
        to: IdRange,
        source: IdRange,
        entry: Entry,
        origin: Origin,
        document: str | None = None,
    ) -> Entry:
        return Entry(
            entry.author,
            self._person,
            self._at,
            origin,
            entry.suggestion,
            entry.undeclared,
            entry.written,
            Source(source.client, source.clock - to.clock, document),
        )

    def _origin(self, claim: SourceClaim) -> Origin:
        if claim.document is not None:
            return "copied"
        source = IdRange(claim.source.client, claim.source.clock, claim.to.length)
        return self._origin_from(claim.to, source)

    def _origin_from(self, to: IdRange, source: IdRange) -> Origin:
        """How text got from its source to its place."""
        flags = self._store.flags[source.client]
        if flags[source.clock] < DELETED:
            return "copied"
        run = self._store.find(Id(to.client, to.clock))
        if run.right_origin == (source.client, source.clock):
            return "restored"
        if (source.client, source.clock) in self._deleted_now:
            return "moved"
        first = IdRange(source.client, source.clock, 1)
        return "moved" if self._known.memory.has_deleted(self._person, first) else "copied"

    # Claims about the update before

    def _judge_late(self, claim: SourceClaim, value: object) -> None:
        """Undo and redo are claimed in the next transaction, of text that was deleted before."""
        last = self._known.memory.last_insertion(claim.to.client)
        if last is None or claim.to.clock < last.clock or claim.to.end > last.end:
            self._refuse(value, "too-late")
            return
        source = IdRange(claim.source.client, claim.source.clock, claim.to.length)
        found = self._sources.of(claim)
        if found is None or isinstance(found, str):
            self._refuse(value, found or "no-such-source")
            return
        flags = self._store.flags[source.client]
        if claim.document is not None or min(flags[source.clock : source.end]) < DELETED:
            self._refuse(value, "too-late")
            return
        clock = claim.to.clock
        for ids, entry in found:
            to = IdRange(claim.to.client, clock, ids.length)
            self._amended.append((to, self._derived(to, ids, entry, "restored")))
            clock += ids.length

    # Without a claim

    def _passage_tasks(self, ids: Iterable[IdRange], claim: Claim | None) -> list[_Task]:
        """Text without a claim that says its source, except what undo brought back."""
        tasks: list[_Task] = []
        for passage in passages_of(self._store, ids):
            clock = max(piece.clock for piece in passage.pieces)
            tasks.append(_Task(clock, claim, None, passage))
        return tasks

    def _look_for_all(self, ids: IdRange) -> None:
        for passage in passages_of(self._store, [ids]):
            self._look_for(passage, self._typed)

    def _look_for(self, passage: Passage, default: Entry) -> None:
        rest: list[IdRange] = []
        for piece in items_of(passage, self._starts):
            original = self._original(piece)
            if original is None:
                rest.append(piece)
            elif not self._put_back(piece, original):
                self._later.append((piece, original, default))
        left = sum(piece.length for piece in rest)
        parts = [passage] if left == len(passage.units) else passages_of(self._store, rest)
        for part in parts:
            self._find(part, default)

    def _original(self, ids: IdRange) -> IdRange | None:
        """The deleted original that text stands right before, as undo puts it; None if it does not."""
        place = self._store.find(Id(ids.client, ids.clock)).right_origin
        if place is None:
            return None
        original = IdRange(place.client, place.clock, ids.length)
        if not is_known(self._store, original):
            return None
        flags = self._store.flags[place.client]
        if min(flags[original.clock : original.end]) < DELETED:
            return None
        units = units_of(self._store, original)
        if units is None or units != units_of(self._store, ids):
            return None
        return original if ids.length >= CERTAIN_UNITS or self._has_deleted(original) else None

    def _has_deleted(self, ids: IdRange) -> bool:
        is_remembered = self._known.memory.has_deleted(self._person, ids)
        return is_remembered or self._deleted_now.covers(ids)

    def _put_back(self, piece: IdRange, original: IdRange) -> bool:
        """Record what undo brought back; False if the original is yet to be decided."""
        entries = self._sources.entries_of(original)
        if entries is not None:
            self._record(piece, entries, "restored")
        return entries is not None

    def _put_back_later(self) -> bool:
        """Record what waited for its original; whether there was any."""
        waiting = sorted(self._later)
        self._later = [each for each in waiting if not self._put_back(each[0], each[1])]
        return len(self._later) < len(waiting)

    def _record(self, to: IdRange, source: Iterable[tuple[IdRange, Entry]], origin: Origin) -> None:
        clock = to.clock
        for ids, entry in source:
            part = IdRange(to.client, clock, ids.length)
            self._here.put(*part, value=self._derived(part, ids, entry, origin))
            clock += ids.length

    def _find(self, passage: Passage, default: Entry) -> None:
        at = 0
        units, fresh = passage.units, self._fresh
        lengths = (piece.length for piece in items_of(passage, self._starts))
        edges = list(accumulate(lengths, initial=0))
        matches = recognise(units, self._deletions.near(passage), self._known.library, fresh, edges)
        for match in filled(self._store, units, matches, fresh, edges):
            self._leave(passage, at, match.at, default)
            self._take(passage, match, default)
            at = match.end
        self._leave(passage, at, len(passage.units), default)

    def _leave(self, passage: Passage, start: int, end: int, default: Entry) -> None:
        """Text that comes from nowhere, unless it goes on with a suggestion."""
        match = self._continuing.find(passage, start, end)
        if match is None:
            self._put(passage, start, end, default)
            return
        self._put(passage, start, match.at, default)
        self._take(passage, match, default)
        self._put(passage, match.end, end, default)

    def _put(self, passage: Passage, start: int, end: int, entry: Entry) -> None:
        for ids in passage.part(start, end):
            self._here.put(*ids, value=entry)

    def _take(self, passage: Passage, match: Match, default: Entry) -> None:
        to = passage.part(match.at, match.end)
        if isinstance(match.source, SuggestionPart):
            suggestion = self._known.suggestion_ids[match.source.number]
            at = match.source.at
            for ids in to:
                entry = self._adopted(suggestion, at - ids.clock, undeclared=True)
                self._here.put(*ids, value=entry)
                at += ids.length
            return
        for ids, source in _paired(to, match.source):
            entries = self._sources.entries_of(source)
            if entries is None:
                self._here.put(*ids, value=default)
            else:
                self._record(ids, entries, self._origin_from(ids, source))


def _paired(to: Iterable[IdRange], source: Iterable[IdRange]) -> Iterator[tuple[IdRange, IdRange]]:
    """Two texts of the same length, cut so that their ids correspond."""
    sources = iter(source)
    at, left = IdRange(0, 0, 0), 0
    for client, clock, length in to:
        done = 0
        while done < length:
            if left == 0:
                at = next(sources)
                left = at.length
            size = min(length - done, left)
            first = at.end - left
            yield IdRange(client, clock + done, size), IdRange(at.client, first, size)
            done += size
            left -= size
