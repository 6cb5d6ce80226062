"""The hash chain of one document's log: rows in, heads out. No I/O."""

from __future__ import annotations

import json
from collections.abc import Iterable

from crdt.ledger import Genesis, chained, entry_line, update_line
from server.records import Document, LogRow, RowKind

__all__ = ["Chain", "genesis_of", "line_of"]


def genesis_of(document: Document) -> Genesis:
    """What a document's chain begins with."""
    return Genesis(document.id, document.generation, document.created_at)


def line_of(row: LogRow) -> str:
    """The line of a log row in the ledger, without its hash."""
    if row.kind == RowKind.UPDATE:
        return update_line(row.seq, row.at_ms, row.person_id, row.data)
    return entry_line(row.seq, row.at_ms, row.person_id, json.loads(row.data))


class Chain:
    """Follows the durable log; hashes are computed when somebody asks for the head.

    Args:
        head: the hash of the last entry so far, 32 bytes.
    """

    def __init__(self, head: bytes) -> None:
        self._head = head
        self._rows: list[LogRow] = []

    def extend(self, rows: Iterable[LogRow]) -> None:
        """Take durable rows, in their order."""
        self._rows.extend(rows)

    def head(self) -> bytes:
        """The hash of the last entry."""
        for row in self._rows:
            self._head = chained(self._head, line_of(row))
        self._rows.clear()
        return self._head
