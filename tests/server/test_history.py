"""server.history: sessions of work, named versions, and histories that are put together."""

import json
import zlib
from collections.abc import Iterable

import pytest

from crdt.errors import Malformed
from server.history import History, version_body
from server.records import LogRow, RowKind
from tests.crdt.documents import ADA, BEN, item, update

MINUTE_MS = 60_000


def row(seq: int, at_ms: int, person: str, data: bytes, kind: int = RowKind.UPDATE) -> LogRow:
    return LogRow("d", seq, at_ms, person, data, kind)


ROWS = (
    row(1, 0, "p_ada", update(item(ADA, 0, "Hello"))),
    row(2, MINUTE_MS, "p_ben", update(item(BEN, 0, "!", origin=(ADA, 4)))),
    row(3, 2 * MINUTE_MS, "p_ada", b'{"kind":"suggestion"}', RowKind.ENTRY),
    row(4, 30 * MINUTE_MS, "p_ben", update(deleted=[(ADA, 0, 2)])),
)


def test_a_long_pause_begins_another_session() -> None:
    history = History()
    for each in ROWS:
        history.note(each)
    first, second = history.sessions
    assert (first.first, first.last, first.began, first.ended) == (1, 2, 0, MINUTE_MS)
    assert (second.first, second.last) == (4, 4)
    assert {person: work.inserted for person, work in first.people.items()} == {
        "p_ada": 5,
        "p_ben": 1,
    }
    assert second.people["p_ben"].deleted == 2
    assert history.seq == 4


def history_of(rows: Iterable[LogRow]) -> History:
    history = History()
    for each in rows:
        history.note(each)
    return history


def named(seq: int, version: str, entry: int, name: str | None) -> LogRow:
    body = json.dumps(version_body(version, entry, name)).encode()
    return row(seq, seq * MINUTE_MS, "p_ada", body, RowKind.ENTRY)


def test_versions_are_named_renamed_and_forgotten() -> None:
    history = history_of(
        (*ROWS, named(5, "v_1", 4, "Sent"), named(6, "v_2", 2, "First"), named(7, "v_1", 4, "Out"))
    )
    first, second = history.versions
    assert (first.id, first.name, first.seq) == ("v_2", "First", 2)
    assert (second.name, second.seq, second.person, second.at) == ("Out", 4, "p_ada", 7 * MINUTE_MS)
    history.note(named(8, "v_1", 4, None))
    assert history.versions == [first]
    assert history.version("v_1") is None


@pytest.mark.parametrize("cut", range(8))
def test_histories_of_two_parts_joined_are_that_of_the_whole(cut: int) -> None:
    rows = (
        *ROWS,
        named(5, "v_1", 4, "Sent"),
        named(6, "v_2", 2, "First"),
        named(7, "v_1", 4, None),
    )
    joined = History.loads(history_of(rows[:cut]).dumps())
    joined.extend(History.loads(history_of(rows[cut:]).dumps()))
    whole = history_of(rows)
    assert joined.dumps() == whole.dumps()
    assert joined.sessions == whole.sessions
    assert joined.versions == whole.versions


@pytest.mark.parametrize("data", [b"", b"other", zlib.compress(b"\x02{}")])
def test_foreign_bytes_are_no_history(data: bytes) -> None:
    with pytest.raises(Malformed):
        History.loads(data)
