"""server.lives: what happened to a passage, from the log alone."""

import pytest

from crdt.reviewable import Reviewable, reviewables_of, text_of_document
from crdt.timeline import Moment, Timeline
from crdt.update import decode_update
from server.lives import (
    MAX_ENTRIES,
    MAX_EVENTS,
    PAUSE_MS,
    Happened,
    entries_to_look_up,
    happened_to,
    life_of,
)
from tests.crdt.authored_sessions import AuthoredSession


def told(session: AuthoredSession) -> tuple[Timeline, list[Reviewable]]:
    """The timeline of a session, entry n of its log being number n, and its passages."""
    desk, timeline = session.desk, Timeline()
    for seq, (_, data) in enumerate(desk.log, 1):
        timeline.note(Moment(seq, 0, "p"), decode_update(data))
    authorship, order = desk.lineage.authorship, desk.guard.sequence
    text = text_of_document(authorship, order.live())
    return timeline, reviewables_of(text, authorship, order)


@pytest.mark.parametrize("seed", range(8))
def test_a_life_begins_with_the_placing_and_accounts_for_every_character(seed: int) -> None:
    """In random sessions: it starts with how the words came; what came, less what went, is what is there."""
    session = AuthoredSession(seed, 3, unique=True, claims=True)
    session.run(160)
    timeline, passages = told(session)
    desk = session.desk
    assert passages
    for passage in passages:
        happened = happened_to(passage, desk.lineage.authorship, desk.guard.sequence, timeline)
        seqs = [event.seq for event in happened]
        assert seqs == sorted(seqs)
        assert seqs[0] >= 1
        assert seqs[-1] <= timeline.seq
        came = {"placed", "pasted", "unknown", "copied"}
        assert any(event.kind in came for event in happened)
        people = {desk.log[event.seq - 1][0] for event in happened if event.kind in came}
        assert passage.placed_by in people
        kinds = {event.kind for event in happened}
        if passage.changed and not kinds & {"moved", "copied"}:
            assert kinds - came
        inserted = sum(e.units for e in happened if e.kind not in {"deleted", "formatted"})
        assert inserted >= sum(ids.length for ids in passage.ids)


def mark(seq: int, at: int, person: str = "p_ada") -> Moment:
    return Moment(seq, at, person)


def test_what_one_person_types_in_one_go_is_one_event() -> None:
    happened = [Happened("written", n, n, 1, letter) for n, letter in enumerate("abcd", 1)]
    marks = {
        1: mark(1, 0),
        2: mark(2, PAUSE_MS),
        3: mark(3, 2 * PAUSE_MS + 1),
        4: mark(4, 2 * PAUSE_MS + 2, "p_ben"),
    }
    life = life_of(happened, marks)
    assert [(e.happened.text, e.happened.first, e.happened.seq) for e in life.events] == [
        ("ab", 1, 2),
        ("c", 3, 3),
        ("d", 4, 4),
    ]
    assert (life.events[0].began, life.events[0].ended) == (0, PAUSE_MS)
    assert life.left_out == 0


def test_formats_are_named_once() -> None:
    happened = [
        Happened("formatted", n, n, 0, name) for n, name in enumerate(["bold", "italic", "bold"])
    ]
    life = life_of(happened, {n: mark(n, n) for n in range(3)})
    assert [event.happened.text for event in life.events] == ["bold, italic"]


def test_a_long_life_is_told_from_both_ends() -> None:
    happened = [Happened("written", n, n, 300, "x" * 300) for n in range(1, 5_001)]
    looked_up = entries_to_look_up(happened)
    assert len(looked_up) == MAX_ENTRIES
    assert (looked_up[0].seq, looked_up[-1].seq) == (1, 5_000)
    life = life_of(looked_up, {e.seq: mark(e.seq, e.seq * PAUSE_MS * 2) for e in looked_up})
    assert len(life.events) == MAX_EVENTS
    assert life.left_out == MAX_ENTRIES - MAX_EVENTS
    assert len(life.events[0].happened.text) == 200
    assert entries_to_look_up(happened[:5]) == happened[:5]


def test_what_the_log_does_not_know_is_left_out() -> None:
    assert life_of([Happened("written", 1, 1, 1, "a")], {}).events == ()
