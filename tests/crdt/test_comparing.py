"""crdt.comparing against rules K1 to K4."""

from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest

from crdt.comparing import Change, compare, with_moves
from crdt.ids import Id, from_units
from crdt.moments import Shown, shown_at, to_delta
from crdt.sequence import Sequence
from crdt.timeline import Timeline
from tests.crdt.test_timeline import Recorded, flat, noting_session, recorded

__all__ = ["recorded"]


def side(changes: Iterable[Change], moment: str) -> list[Shown]:
    return [
        Shown(change.ids, change.insert, attributes)
        for change in changes
        if (attributes := getattr(change, moment)) is not None
    ]


def check(sequence: Sequence, timeline: Timeline, before: int, after: int) -> list[Change]:
    """Rules K1, K3 and K4 for two moments."""
    changes = list(compare(sequence, timeline, before, after))
    moved = with_moves(changes)
    for seq, moment in ((before, "before"), (after, "after")):
        shown = flat(to_delta(shown_at(sequence, timeline.version_at(seq))))
        assert flat(to_delta(side(changes, moment))) == shown
        assert flat(to_delta(side(moved, moment))) == shown
    back = compare(sequence, timeline, after, before)
    swapped = [replace(c, before=c.after, after=c.before, person=None, seq=None) for c in changes]
    assert list(units(back)) == list(units(swapped))
    check_moves(moved)
    return moved


def units(changes: Iterable[Change]) -> Iterable[tuple[object, ...]]:
    """A comparison id by id: where one stretch ends and the next begins says nothing."""
    for change in changes:
        for offset in range(change.ids.length):
            yield change.ids.client, change.ids.clock + offset, change.before, change.after


def check_moves(changes: list[Change]) -> None:
    for number in {change.move for change in changes if change.move is not None}:
        gone, came = (
            "".join(str(c.insert) for c in changes if c.move == number and c.kind == kind)
            for kind in ("deleted", "inserted")
        )
        assert gone == came
        assert len(gone) >= 16


@pytest.mark.parametrize("seed", range(16))
def test_k1_k3_k4_any_two_moments_of_any_session(seed: int) -> None:
    session, replica = noting_session(seed)
    timeline, random = replica.timeline, Random(seed)
    for _ in range(80):
        session.step()
    last = len(timeline)
    assert last > 40
    kinds = set[str]()
    for _ in range(40):
        before, after = random.randrange(last + 1), random.randrange(last + 1)
        kinds |= {c.kind for c in check(session.guard.sequence, timeline, before, after)}
    assert {"same", "inserted", "deleted"} <= kinds


def test_k1_k2_moments_of_a_recorded_session_with_who_did_it(recorded: Recorded) -> None:
    _, replay, timeline = recorded
    sequence, random = replay.guard.sequence, Random(3)
    for _ in range(12):
        before, after = sorted(random.sample(range(timeline.seq), 2))
        check(sequence, timeline, before, after)
        for change in compare(sequence, timeline, before, after):
            if change.kind == "same":
                assert change.person is None
                continue
            assert change.seq is not None
            assert before < change.seq <= after
            if change.kind == "inserted":
                came = timeline.came(Id(change.ids.client, change.ids.clock))
                assert came is not None
                assert (came.person, came.seq) == (change.person, change.seq)
            elif change.kind == "deleted":
                gone = timeline.deletions_between(change.seq - 1, change.seq)
                assert {moment.person for *_, moment in gone} == {change.person}


class Desk:
    """A document that Ada writes and Ben works on."""

    def __init__(self, text: str) -> None:
        self.session, self.replica = noting_session(0)
        self.ada, self.ben = self.session.editors[:2]
        self.ada.text.insert(0, text)
        self.ben.deliver(1)
        self.written = self.replica.timeline.seq
        self.replica.person = "p_ben"

    def changes(self) -> list[tuple[str, str, str | None]]:
        """What Ben did, as (kind, text, person)."""
        sequence, timeline = self.session.guard.sequence, self.replica.timeline
        return [
            (change.kind, from_units(str(change.insert)), change.person)
            for change in check(sequence, timeline, self.written, timeline.seq)
        ]


def test_k2_deletions_and_insertions_have_their_authors() -> None:
    desk = Desk("A big house.")
    del desk.ben.text[2:5]
    desk.ben.text.insert(2, "small")
    assert sorted(desk.changes()) == [
        ("deleted", "big", "p_ben"),
        ("inserted", "small", "p_ben"),
        ("same", "\n", None),
        ("same", " house.", None),
        ("same", "A ", None),
    ]


def test_k2_a_format_set_and_one_taken_away_have_their_authors() -> None:
    desk = Desk("A big house.")
    desk.ben.text.format(2, 5, {"bold": True})
    assert ("formatted", "big", "p_ben") in desk.changes()
    desk.written = desk.replica.timeline.seq
    desk.replica.person = "p_cleo"
    desk.ben.text.format(2, 5, {"bold": None})
    assert ("formatted", "big", "p_cleo") in desk.changes()


def test_k2_what_came_and_went_in_between_is_not_there() -> None:
    desk = Desk("A house.")
    desk.ben.text.insert(2, "red ")
    del desk.ben.text[2:6]
    assert {kind for kind, _, _ in desk.changes()} == {"same"}


def test_k3_a_sentence_put_elsewhere_is_moved_and_a_word_is_not() -> None:
    sentence = "This sentence goes to the end. "
    desk = Desk(sentence + "Here we stay. Good.")
    del desk.ben.text[: len(sentence)]
    desk.ben.text.insert(len("Here we stay. Good."), " " + sentence.strip())
    del desk.ben.text[len("Here we stay.") : len("Here we stay. Good.")]
    desk.ben.text.insert(0, "Good.")
    sequence, timeline = desk.session.guard.sequence, desk.replica.timeline
    moved = check(sequence, timeline, desk.written, timeline.seq)
    text = {(c.kind, from_units(str(c.insert))) for c in moved if c.move is not None}
    assert text == {("deleted", sentence.strip()), ("inserted", sentence.strip())}
