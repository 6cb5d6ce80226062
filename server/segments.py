"""Old updates of a log, packed: a thousand of them in one piece, with the history of them beside it.

A log keeps every update for ever, but a row of a database for every key press takes many times what the key
press says. `pack` puts the rows of a stretch together, `unpack` gives back exactly what they were; entries
that are no updates are few, and stay rows.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from crdt.errors import Malformed
from server.history import History
from server.records import LogRow, RowKind

__all__ = ["SEGMENT_ROWS", "Segment", "pack", "segment_of", "unpack"]

SEGMENT_ROWS: Final = 1_024
"""So many entries of a log make a segment, and at least so many stay rows behind the last."""

_FILTERS: Final = [{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 1 << 20}]


@dataclass(frozen=True, slots=True)
class Segment:
    """The entries `first` to `last` of a log.

    Attributes:
        document_id: whose log.
        first: the number of its first entry.
        last: the number of its last entry.
        updates: its updates, packed.
        history: what `History.dumps` gave for all its entries.
    """

    document_id: str
    first: int
    last: int
    updates: bytes
    history: bytes


def segment_of(rows: Sequence[LogRow]) -> Segment:
    """Make a segment of rows that follow each other in a log; at least one.

    Raises:
        ValueError: what was packed would not be read back as it was.
    """
    history = History()
    for row in rows:
        history.note(row)
    document_id = rows[0].document_id
    updates = tuple(row for row in rows if row.kind == RowKind.UPDATE)
    packed = pack(updates)
    if unpack(document_id, packed) != updates:
        raise ValueError("The updates of a segment would not be read back as they were.")
    return Segment(document_id, rows[0].seq, rows[-1].seq, packed, history.dumps())


def pack(rows: Iterable[LogRow]) -> bytes:
    """Updates of one document as bytes, column by column; `unpack` is the inverse."""
    listed = list(rows)
    people = list(dict.fromkeys(row.person_id for row in listed))
    columns: dict[str, Any] = {
        "people": people,
        "seqs": _steps([row.seq for row in listed]),
        "ats": _steps([row.at_ms for row in listed]),
        "persons": [people.index(row.person_id) for row in listed],
        "lengths": [len(row.data) for row in listed],
    }
    head = json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()
    data = b"".join([len(head).to_bytes(4, "big"), head, *(row.data for row in listed)])
    return lzma.compress(data, lzma.FORMAT_RAW, filters=_FILTERS)


def unpack(document_id: str, packed: bytes) -> tuple[LogRow, ...]:
    """The updates that `pack` was given.

    Raises:
        Malformed: `packed` is something else.
    """
    try:
        data = lzma.decompress(packed, lzma.FORMAT_RAW, filters=_FILTERS)
        start = 4 + int.from_bytes(data[:4], "big")
        columns = json.loads(data[4:start])
    except (lzma.LZMAError, ValueError) as error:
        raise Malformed(0, "packed updates") from error
    ends = list(accumulate(columns["lengths"], initial=start))
    if ends[-1] != len(data):
        raise Malformed(start, "as much data as the updates are long")
    people, seqs, ats = columns["people"], accumulate(columns["seqs"]), accumulate(columns["ats"])
    return tuple(
        LogRow(document_id, seq, at, people[person], data[ends[index] : ends[index + 1]])
        for index, (seq, at, person) in enumerate(zip(seqs, ats, columns["persons"], strict=True))
    )


def _steps(numbers: Sequence[int]) -> list[int]:
    return [later - earlier for earlier, later in zip((0, *numbers), numbers, strict=False)]
