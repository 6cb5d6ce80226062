"""server.numbers against a count of every id, one by one; server.effort against its definitions."""

import json
import time
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import pytest

from crdt.ids import Id
from crdt.ledger import canonical
from crdt.replay import Replay
from crdt.update import Skip, decode_update
from server.effort import PAUSE_MS, Diary
from server.history import History
from server.names import SYSTEM_PERSON_ID
from server.numbers import MOMENTS, Facts, Numbers, Whose, facts_of, numbers_of, whose
from server.numbers_json import numbers_json
from server.records import LogRow, RowKind, SuggestionRow
from tests.crdt.bundles import entries_of, small_ledger, trace
from tests.crdt.documents import ADA, BEN, item, update


class Document(NamedTuple):
    rows: list[LogRow]
    replay: Replay
    history: History

    @property
    def facts(self) -> Facts:
        return facts_of(self.replay.guard.sequence, self.replay.lineage)

    def numbers(self, suggestions: Iterable[SuggestionRow] = ()) -> Numbers:
        return numbers_of(self.facts, self.history, suggestions)


def read(rows: list[LogRow]) -> Document:
    document = Document(rows, Replay(), History())
    for row in rows:
        document.history.note(row)
        if row.kind == RowKind.UPDATE:
            document.replay.receive_update(row.seq, row.at_ms, row.person_id, row.data)
        else:
            document.replay.receive_body(json.loads(row.data))
    return document


def rows_of(name: str, limit: int | None = None) -> list[LogRow]:
    rows: list[LogRow] = []
    for entry in entries_of(trace(name, limit)):
        if entry.update is not None:
            rows.append(LogRow("d", entry.seq, entry.at, entry.user, entry.update))
        elif entry.body is not None:
            data = canonical(entry.body).encode()
            rows.append(LogRow("d", entry.seq, entry.at, entry.user, data, RowKind.ENTRY))
    return rows


def small_rows() -> list[LogRow]:
    return [
        LogRow("d", each.seq, each.at, each.user, each.update)
        if each.update is not None
        else LogRow(
            "d", each.seq, each.at, each.user, canonical(each.body or {}).encode(), RowKind.ENTRY
        )
        for each in small_ledger()
    ]


@pytest.fixture(
    scope="module",
    params=["real", "natural", "small"],
)
def document(request: pytest.FixtureRequest) -> Document:
    match request.param:
        case "real":
            return read(rows_of("real-friendsforever", 3_000))
        case "natural":
            return read(rows_of("claimed-1-natural"))
        case _:
            return read(small_rows())


class Life(NamedTuple):
    """One id of text: when it came, when it went and by whom."""

    of: Whose
    typed: bool
    born: int
    died: int | None
    by: str | None


def lives(document: Document) -> dict[Id, Life]:
    """Every id of text and embeds that is no line end, one by one."""
    born: dict[Id, int] = {}
    died: dict[Id, tuple[int, str]] = {}
    for row in document.rows:
        if row.kind != RowKind.UPDATE:
            continue
        decoded = decode_update(row.data)
        for struct in decoded.structs:
            if not isinstance(struct, Skip):
                for clock in range(struct.clock, struct.clock + struct.length):
                    born[Id(struct.client, clock)] = row.seq
        for client, clock, length in decoded.deletions:
            for each in range(clock, clock + length):
                died.setdefault(Id(client, each), (row.seq, row.person_id))
    found: dict[Id, Life] = {}
    authorship = document.replay.lineage.authorship
    for piece in document.replay.guard.sequence.runs():
        for offset in range(piece.length if piece.kind in {"text", "embed"} else 0):
            if piece.units is not None and piece.units[offset] == "\n":
                continue
            place = Id(piece.client, piece.clock + offset)
            entry = authorship.entry_of(*place)
            seq, by = died.get(place, (None, None))
            found[place] = Life(whose(entry), entry.origin == "typed", born[place], seq, by)
    return found


def test_shares_at_every_moment_are_those_of_a_count_one_by_one(document: Document) -> None:
    numbers, every = document.numbers(), lives(document).values()
    assert 2 <= len(numbers.moments) <= MOMENTS
    for moment in numbers.moments:
        there = Counter(
            each.of
            for each in every
            if each.born <= moment.seq and (each.died is None or each.died > moment.seq)
        )
        assert moment.units == there
    last = max(row.seq for row in document.rows if row.kind == RowKind.UPDATE)
    assert numbers.moments[-1].seq == last


def test_what_is_typed_and_kept_is_counted_one_by_one(document: Document) -> None:
    numbers, every = document.numbers(), lives(document).values()
    for person, worked in numbers.worked.items():
        typed = [each for each in every if each.typed and each.of.person == person]
        assert worked.typed == len(typed)
        assert worked.typed_kept == sum(each.died is None for each in typed)
    assert any(worked.typed for worked in numbers.worked.values())


def test_who_took_out_whose_words_is_counted_one_by_one(document: Document) -> None:
    came_back = {
        Id(entry.source.client, clock + entry.source.shift)
        for ids, entry in document.replay.lineage.authorship.spans().items()
        if entry.source and entry.source.document is None and entry.origin != "copied"
        for clock in range(ids.clock, ids.end)
    }
    expected = Counter(
        (each.by, each.of)
        for place, each in lives(document).items()
        if each.by is not None and place not in came_back
    )
    assert document.numbers().taken_out == expected


def test_suggestions_that_were_placed_are_counted(document: Document) -> None:
    suggested = document.numbers().suggested
    facts = document.facts
    placed = {each for each, changed in facts.changes.items() if changed.placed}
    authors = document.replay.lineage.authorship.spans().items()
    machine = {e.suggestion for _, e in authors if e.author is None and e.origin == "adopted"}
    assert suggested[None].placed == len(placed & machine)
    kept = {each for each in placed & machine if facts.changes[each].kept}
    assert suggested[None].kept == len(kept)
    assert suggested[None].kept_units <= suggested[None].placed_units


def test_a_session_of_26000_updates_is_counted_within_a_second() -> None:
    document = read(rows_of("real-friendsforever"))
    began = time.perf_counter()
    numbers = document.numbers()
    assert time.perf_counter() - began < 1
    assert len(numbers.moments) == MOMENTS
    assert len(numbers_json(numbers)["definitions"]) > 10  # type: ignore[arg-type]


def a_row(seq: int, at_ms: int, person: str, data: bytes) -> LogRow:
    return LogRow("d", seq, at_ms, person, data)


def test_pauses_are_no_work_and_days_are_days_of_the_world() -> None:
    day = 24 * 60 * 60 * 1000
    diary = Diary()
    times = [0, 1_000, PAUSE_MS + 1_000, 2 * PAUSE_MS + 1_001, day - 1, day]
    for seq, at in enumerate(times, 1):
        row = a_row(seq, at, "p_ada", b"")
        diary.note_change(row, 1, 0)
    effort = diary.efforts["p_ada"]
    assert effort.active_ms == 1_000 + PAUSE_MS + 1
    assert (effort.updates, effort.keystrokes, effort.began, effort.ended) == (6, 6, 0, day)
    assert {number: did.updates for (number, _), did in diary.days.items()} == {0: 5, 1: 1}


def test_the_server_itself_is_nobody_who_works() -> None:
    rows = [
        a_row(1, 1, SYSTEM_PERSON_ID, update(item(ADA, 0, "\n"))),
        a_row(2, 2, "p_ben", update(item(BEN, 0, "Hi", right=(ADA, 0)))),
    ]
    numbers = read(rows).numbers()
    assert numbers.worked.keys() == {"p_ben"}
    assert numbers.people == {"p_ben"}


def test_what_several_delete_at_once_is_taken_out_once_by_the_first() -> None:
    rows = [
        a_row(1, 1, "p_ada", update(item(ADA, 0, "abcdef"))),
        a_row(2, 2, "p_ben", update(deleted=[(ADA, 1, 2)])),
        a_row(3, 3, "p_cleo", update(deleted=[(ADA, 0, 5)])),
    ]
    of = Whose("person", "p_ada")
    assert read(rows).numbers().taken_out == {("p_ben", of): 2, ("p_cleo", of): 3}


def test_an_empty_document_has_no_numbers() -> None:
    numbers = read([]).numbers()
    assert (numbers.moments, numbers.series, numbers.worked) == ((), (), {})


def test_facts_older_than_the_history_count_what_they_know() -> None:
    """Somebody writes on between the two looks: nothing fails, the later words do not count."""
    rows = rows_of("real-friendsforever", 400)
    older = read(rows[:250]).facts
    newer = read(rows).history
    moments = numbers_of(older, newer, ()).moments
    assert 0 < sum(moments[-1].units.values()) <= 250
