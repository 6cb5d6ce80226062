"""A document as its whole log tells it, read from the beginning. No I/O."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from crdt.authorship import Authorship, Entry
from crdt.codec import AnyValue
from crdt.delta import to_text
from crdt.ids import IdRange, Version
from crdt.ledger import chained
from crdt.moments import Shown, shown_at, to_delta
from crdt.replay import Replay
from crdt.sequence import Sequence
from server.chain import genesis_of, line_of
from server.history import History
from server.records import Document, LogRow, RowKind

__all__ = ["LogEntry", "Told", "authored", "told_by"]


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An entry of the ledger that is no update: who, when, and what it says."""

    seq: int
    at: int
    person: str
    body: Mapping[str, Any]


class Told:
    """What a log says.

    Args:
        document: whose log it is.
        rows: all of it, in order.

    Raises:
        CrdtError: the log is not one that a guard admitted.
    """

    def __init__(self, document: Document, rows: Iterable[LogRow]) -> None:
        self.document = document
        self.replay = Replay()
        self.history = History()
        self.entries: list[LogEntry] = []
        self.people: set[str] = set()
        self.updates = 0
        head = genesis_of(document).head
        for row in rows:
            head = chained(head, line_of(row))
            self.history.note(row)
            self.people.add(row.person_id)
            self._receive(row)
        self.head = head
        self.seq = self.history.seq

    def _receive(self, row: LogRow) -> None:
        if row.kind == RowKind.UPDATE:
            self.updates += 1
            self.replay.receive_update(row.seq, row.at_ms, row.person_id, row.data)
            return
        body = json.loads(row.data)
        self.replay.receive_body(body)
        self.entries.append(LogEntry(row.seq, row.at_ms, row.person_id, body))

    @cached_property
    def runs(self) -> list[tuple[Shown, Entry]]:
        """The live content with whose it is."""
        version = self.history.timeline.version_at(self.seq)
        replay = self.replay
        return authored(replay.guard.sequence, version, replay.lineage.authorship)

    @cached_property
    def text(self) -> str:
        """The live text, as format `text` has it."""
        return to_text(to_delta(shown for shown, _ in self.runs))


def authored(
    sequence: Sequence, version: Version, authorship: Authorship
) -> list[tuple[Shown, Entry]]:
    """The content at a version, cut where the look or the authorship changes."""
    return [
        (Shown(part, _part(each, part), each.attributes), entry)
        for each in shown_at(sequence, version)
        for part, entry in authorship.spans_of([each.ids])
    ]


def _part(shown: Shown, part: IdRange) -> str | AnyValue:
    if not isinstance(shown.insert, str):
        return shown.insert
    start = part.clock - shown.ids.clock
    return shown.insert[start : start + part.length]


def told_by(document: Document, rows: Iterable[LogRow]) -> Told:
    """Read a log; the work of a thread."""
    told = Told(document, rows)
    _ = told.text
    return told
