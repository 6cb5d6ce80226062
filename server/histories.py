"""Histories of documents: read when somebody looks, and kept up to date from the log."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar

from server.history import History
from server.records import LogRow

__all__ = ["Histories", "HistoryStore"]

T = TypeVar("T")
_ROWS_AT_ONCE: Final = 2_000
_KEPT: Final = 16
"""Histories of so many documents stay in memory."""


class HistoryStore(Protocol):
    """Where the log is read."""

    async def load_histories(self, document_id: str) -> tuple[bytes, ...]:
        """Return the histories of the stretches of a log that are packed, in order."""
        ...

    async def load_log(self, document_id: str, after: int | None = None) -> tuple[LogRow, ...]:
        """Return the log rows with a seq greater than `after`, or all, in order."""
        ...


@dataclass(slots=True)
class _Kept:
    history: History | None = None
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)


class Histories:
    """The histories of documents.

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
            return await self._read_on(document_id, kept)

    async def ask(self, document_id: str, question: Callable[[History], T]) -> T:
        """Answer a question from the history of a document in a thread; it does not grow meanwhile."""
        kept = self._kept_of(document_id)
        async with kept.reading:
            history = await self._read_on(document_id, kept)
            return await asyncio.to_thread(question, history)

    def _kept_of(self, document_id: str) -> _Kept:
        kept = self._kept.setdefault(document_id, _Kept())
        self._kept.move_to_end(document_id)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return kept

    async def _read_on(self, document_id: str, kept: _Kept) -> History:
        history = kept.history
        if history is None:
            packed = await self._store.load_histories(document_id)
            history = await asyncio.to_thread(_joined, packed)
        after = history.seq if len(history.timeline) else None
        for rows in _portions(await self._store.load_log(document_id, after)):
            await asyncio.to_thread(_note_all, history, rows)
        kept.history = history
        return history


def _joined(packed: Iterable[bytes]) -> History:
    history = History()
    for each in packed:
        history.extend(History.loads(each))
    return history


def _note_all(history: History, rows: Iterable[LogRow]) -> None:
    for row in rows:
        history.note(row)


def _portions(rows: Sequence[LogRow]) -> Iterator[Sequence[LogRow]]:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        yield rows[start : start + _ROWS_AT_ONCE]
