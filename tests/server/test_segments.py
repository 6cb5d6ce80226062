"""server.segments: old updates, packed and read back."""

import base64
import json
from pathlib import Path

import pytest

from crdt.errors import Malformed
from server.history import History
from server.records import LogRow, RowKind
from server.segments import SEGMENT_ROWS, pack, segment_of, unpack

TRACE = Path(__file__).parents[1] / "crdt" / "traces" / "real-friendsforever.jsonl"


def recorded(count: int | None = None) -> list[LogRow]:
    """The updates of the recorded session as rows of a log."""
    lines = (json.loads(line) for line in TRACE.read_text().splitlines())
    updates = [line for line in lines if line["type"] == "update"][:count]
    return [
        LogRow("d", line["seq"], line["at"], line["user"], base64.b64decode(line["update"]))
        for line in updates
    ]


def test_packed_updates_are_read_back_as_they_were() -> None:
    rows = tuple(recorded(SEGMENT_ROWS))
    packed = pack(rows)
    assert unpack("d", packed) == rows
    assert len(packed) < 5 * len(rows)
    assert unpack("d", pack(())) == ()


def test_a_segment_has_the_updates_and_the_history_of_all_its_entries() -> None:
    rows = recorded(20)
    entry = LogRow("d", rows[-1].seq + 1, 5, "p", b'{"kind":"export"}', RowKind.ENTRY)
    segment = segment_of([*rows, entry])
    assert (segment.first, segment.last) == (rows[0].seq, entry.seq)
    assert unpack("d", segment.updates) == tuple(rows)
    history = History()
    for row in (*rows, entry):
        history.note(row)
    assert segment.history == history.dumps()


@pytest.mark.parametrize("data", [b"", b"\x00" * 40, pack(recorded(3))[:-9]])
def test_foreign_bytes_are_no_updates(data: bytes) -> None:
    with pytest.raises(Malformed):
        unpack("d", data)
