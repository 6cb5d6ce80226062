"""Deciding whose words arrive: claims that hold, text that is recognised, and the rest, which was typed.

`Lineage` is told every update of a document, in the order of the log, after the guard admitted it, and
every suggestion served for it. What it decides is a pure function of that log (SPEC.md L1 to L20).
"""

from __future__ import annotations

from typing import Final

from crdt.authorship import MINUTE_MS, Authorship, Entry
from crdt.checked import Checked, Inserted
from crdt.codec import Reader, Writer
from crdt.errors import Malformed
from crdt.excerpts import Excerpt, Excerpts
from crdt.flags import DELETED
from crdt.grams import IdIndex, TextIndex
from crdt.guard import Guard
from crdt.ids import IdRange, to_units
from crdt.judgement import Decided, Judgement
from crdt.memory import Memory
from crdt.passages import passages_of
from crdt.recognise import Library
from crdt.spans import SpanWriter

__all__ = ["Decided", "Lineage"]

KEY_UNITS: Final = 2
"""Insertions up to this length are key presses: only undo and claims make them anything but typed."""
_VERSION: Final = 1
_NOTHING: Final = Decided((), ())


class Lineage:
    """The authorship of one document, and the judge of what arrives.

    Args:
        guard: of the document; each update is admitted there first.
        authorship: the spans so far.
        memory: as it was with these spans.
    """

    def __init__(
        self, guard: Guard, authorship: Authorship | None = None, memory: Memory | None = None
    ) -> None:
        self.authorship = authorship or Authorship()
        self.memory = memory or Memory()
        self.excerpts = Excerpts()
        self.library = Library(guard.store, IdIndex(guard.store), TextIndex())
        self.suggestion_ids: list[str] = []
        self.taken_out: SpanWriter[str] = SpanWriter()
        """Who deleted ids of a suggestion's text."""
        self._numbers: dict[str, int] = {}
        self._authors: dict[str, str] = {}
        self._typing: dict[int, Entry] = {}
        self._changed = self.library.ids.changed
        self._store = guard.store

    def dumps(self) -> bytes:
        """What was decided so far, as bytes for a snapshot; without suggestions and excerpts.

        `loads` is the inverse, with the guard as it was then.
        """
        writer = Writer()
        writer.write_varuint(_VERSION)
        writer.write_varbytes(self.authorship.dumps())
        writer.write_varbytes(self.memory.dumps())
        spans = list(self.taken_out.items())
        people = list(dict.fromkeys(person for _, person in spans))
        writer.write_varuint(len(people))
        for person in people:
            writer.write_varstring(person)
        writer.write_varuint(len(spans))
        for ids, person in spans:
            for number in (*ids, people.index(person)):
                writer.write_varuint(number)
        return writer.bytes()

    @classmethod
    def loads(cls, guard: Guard, data: bytes) -> Lineage:
        """Read what `dumps` wrote.

        Raises:
            Malformed: `data` is something else, or of another version: decide the whole log again.
        """
        reader = Reader(data)
        if reader.read_varuint() != _VERSION:
            raise Malformed(0, f"version {_VERSION} of stored lineage")
        authorship = Authorship.loads(reader.read_varbytes())
        lineage = cls(guard, authorship, Memory.loads(reader.read_varbytes()))
        people = [reader.read_varstring() for _ in range(reader.read_varuint())]
        for _ in range(reader.read_varuint()):
            start = reader.position
            client, clock, length, person = (reader.read_varuint() for _ in range(4))
            if person >= len(people) or not length:
                raise Malformed(start, "a span of a known person")
            lineage.taken_out.replace(client, clock, length, people[person])
        reader.finish()
        return lineage

    def add_suggestion(self, suggestion: str, text: str, author: str | None = None) -> None:
        """A suggestion was served for this document: from now on it can be claimed and recognised.

        Args:
            suggestion: its id.
            text: all of it.
            author: the person who wrote it, if it is no machine's.
        """
        if suggestion not in self._numbers:
            if author is not None:
                self._authors[suggestion] = author
            self._numbers[suggestion] = len(self.suggestion_ids)
            self.suggestion_ids.append(suggestion)
            self.library.suggestions.add(to_units(text))

    def suggestion_number(self, suggestion: str) -> int | None:
        """The place of a suggestion in the order they were served."""
        return self._numbers.get(suggestion)

    def suggestion_author(self, suggestion: str) -> str | None:
        """The person who wrote a suggestion; None: a machine did."""
        return self._authors.get(suggestion)

    def add_excerpt(self, excerpt: Excerpt) -> None:
        """Text of another document was looked up: from now on it can be claimed as a source."""
        self.excerpts.add(excerpt)

    def receive(self, checked: Checked, person: str, at: int) -> Decided:
        """Decide the authorship of an update.

        Costs O(inserted + deleted ids), whatever the size of the document.

        Args:
            checked: what the guard found, and has admitted.
            person: who is signed in on the connection.
            at: when the server received it, in ms since the epoch.
        """
        inserted, deleted = checked.inserted, checked.deleted
        if not deleted and len(inserted) == 1 and self._is_key_press(inserted[0]):
            return self._type(inserted[0], person, at)
        decided = _NOTHING
        if inserted:
            decided = self._judge(checked, person, at)
            self._record(decided, inserted)
            self._note_insertions(inserted)
        if deleted:
            self._note_deletions(deleted, person)
        return decided

    def receive_opening(self, checked: Checked, person: str, at: int) -> Decided:
        """What a document begins with is nobody's words."""
        entry = Entry(None, person, at, "imported", written="imported")
        self.authorship.record(checked.inserted, entry)
        self._changed.update(checked.clients)
        return Decided([(run, entry) for run in checked.inserted], ())

    def _is_key_press(self, run: Inserted) -> bool:
        if run.length > KEY_UNITS or run.kind != "text":
            return False
        place = self._store.runs[run.client].find(run.clock).right_origin
        return place is None or self._store.flags[place.client][place.clock] < DELETED

    def _type(self, run: Inserted, person: str, at: int) -> Decided:
        """Somebody pressed a key. What goes on with their typing has the entry that it began with."""
        client = run.client
        entry = self._typing.get(client)
        if (
            entry is None
            or entry.author != person
            or entry.at // MINUTE_MS != at // MINUTE_MS
            or not self.authorship.extend(client, run.clock, run.length, entry)
        ):
            self.authorship.record((run,), Entry(person, person, at, "typed"))
            entry = self._typing[client] = self.authorship.entry_of(client, run.clock)
        self.memory.note_insertion(run)
        self._changed.add(client)
        return Decided(((run, entry),), ())

    def _judge(self, checked: Checked, person: str, at: int) -> Decided:
        try:
            return Judgement(self, checked, person, at).decide()
        except Exception as error:  # noqa: BLE001 - a mistake here must not make a document unreadable
            entry = Entry(None, person, at, "unknown", written="unknown")
            return Decided([(run, entry) for run in checked.inserted], (), error)

    def _record(self, decided: Decided, inserted: tuple[Inserted, ...]) -> None:
        first = {run.client: run.clock for run in reversed(inserted)}
        for ids, entry in decided.spans:
            if ids.clock < first[ids.client]:
                self.authorship.amend(ids, entry)
            else:
                self.authorship.record((ids,), entry)

    def _note_insertions(self, inserted: tuple[Inserted, ...]) -> None:
        first = {run.client: run.clock for run in reversed(inserted)}
        end = {run.client: run.clock + run.length for run in inserted}
        for client, clock in first.items():
            self.memory.note_insertion(IdRange(client, clock, end[client] - clock))
            self._changed.add(client)

    def _note_deletions(self, deleted: tuple[IdRange, ...], person: str) -> None:
        for client, clock, length in deleted:
            for ids, entry in self.authorship.slice(client, clock, length):
                if entry is not None and entry.suggestion is not None:
                    self.taken_out.replace(*ids, value=person)
        if len(deleted) == 1 and deleted[0].length <= KEY_UNITS:
            self.memory.note_deletion(person, deleted)
            return
        for passage in passages_of(self._store, deleted):
            self.memory.note_deletion(person, passage.pieces)
