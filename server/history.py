"""The life of a document: its sessions of work, and the document as it was behind any entry of its log."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar

from crdt.timeline import Timeline
from crdt.update import REF_STRING, Item, Update, decode_update
from server.effort import Diary
from server.records import LogRow, RowKind

__all__ = ["Histories", "History", "HistoryStore", "Session"]

IDLE_MS: Final = 15 * 60 * 1000
"""Nobody wrote for so long: what comes next is another session."""
_ROWS_AT_ONCE: Final = 2_000
T = TypeVar("T")

_KEPT: Final = 16
"""Histories of so many documents stay in memory."""


@dataclass(slots=True)
class Work:
    """What one person did in a session; text in UTF-16 units."""

    updates: int = 0
    inserted: int = 0
    deleted: int = 0


@dataclass(slots=True)
class Session:
    """Work without a long pause: from entry `first` to entry `last` of the log; times in ms since the epoch."""

    first: int
    last: int
    began: int
    ended: int
    people: dict[str, Work] = field(default_factory=dict[str, Work])


class History:
    """What the log of one document says about time; told every row in its order."""

    def __init__(self) -> None:
        self.timeline = Timeline()
        self.sessions: list[Session] = []
        self.diary = Diary()

    @property
    def seq(self) -> int:
        """The last entry that it was told."""
        return self.timeline.seq

    def note(self, row: LogRow) -> None:
        """Take the next row of the log."""
        self.diary.note_row(row)
        if row.kind != RowKind.UPDATE:
            self.timeline.skip(row.seq)
            return
        update = decode_update(row.data)
        self.timeline.note(row.seq, update)
        session = self._session_of(row)
        inserted, deleted = _text_inserted(update), sum(ids.length for ids in update.deletions)
        self.diary.note_change(row, inserted, deleted)
        work = session.people.setdefault(row.person_id, Work())
        work.updates += 1
        work.inserted += inserted
        work.deleted += deleted

    def _session_of(self, row: LogRow) -> Session:
        last = self.sessions[-1] if self.sessions else None
        if last is None or row.at_ms - last.ended > IDLE_MS:
            last = Session(row.seq, row.seq, row.at_ms, row.at_ms)
            self.sessions.append(last)
        last.last, last.ended = row.seq, max(last.ended, row.at_ms)
        return last


def _text_inserted(update: Update) -> int:
    return sum(
        struct.length
        for struct in update.structs
        if isinstance(struct, Item) and struct.ref == REF_STRING
    )


class HistoryStore(Protocol):
    """Where the log is read."""

    async def load_log(self, document_id: str, after: int | None = None) -> tuple[LogRow, ...]:
        """Return the log rows with a seq greater than `after`, or all, in order."""
        ...


@dataclass(slots=True)
class _Kept:
    history: History = field(default_factory=History)
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)


class Histories:
    """The histories of documents, read when somebody looks and kept up to date from the log.

    Args:
        store: where the log is.
    """

    def __init__(self, store: HistoryStore) -> None:
        self._store = store
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    async def of(self, document_id: str) -> History:
        """Return the history of a document, up to the last durable entry."""
        kept = self._kept_of(document_id)
        async with kept.reading:
            await self._read_on(document_id, kept.history)
        return kept.history

    async def ask(self, document_id: str, question: Callable[[History], T]) -> T:
        """Answer a question from the history of a document in a thread; it does not grow meanwhile."""
        kept = self._kept_of(document_id)
        async with kept.reading:
            await self._read_on(document_id, kept.history)
            return await asyncio.to_thread(question, kept.history)

    def _kept_of(self, document_id: str) -> _Kept:
        kept = self._kept.setdefault(document_id, _Kept())
        self._kept.move_to_end(document_id)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return kept

    async def _read_on(self, document_id: str, history: History) -> None:
        for rows in _portions(await self._store.load_log(document_id, history.seq)):
            await asyncio.to_thread(_note_all, history, rows)


def _note_all(history: History, rows: Iterable[LogRow]) -> None:
    for row in rows:
        history.note(row)


def _portions(rows: Sequence[LogRow]) -> Iterator[Sequence[LogRow]]:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        yield rows[start : start + _ROWS_AT_ONCE]
