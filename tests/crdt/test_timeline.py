"""crdt.timeline and crdt.moments against rules T1 to T6."""

import base64
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from crdt.errors import Malformed
from crdt.guard import Guard
from crdt.ids import Id
from crdt.moments import shown_at, to_delta
from crdt.replay import Replay
from crdt.replica import Replica
from crdt.timeline import Moment, Timeline
from crdt.update import decode_update
from tests.crdt.test_pycrdt_sessions import Session

REAL = Path(__file__).parent / "traces" / "real-friendsforever.jsonl"


class Recorded(NamedTuple):
    """The updates of the recorded session, with the document at its end."""

    records: list[dict[str, Any]]
    replay: Replay
    timeline: Timeline


def updates_of(records: list[dict[str, Any]]) -> Iterator[tuple[int, bytes]]:
    for record in records:
        yield record["seq"], base64.b64decode(record["update"])


def flat(delta: list[dict[str, Any]]) -> list[tuple[object, object]]:
    """A Delta character by character: where one run ends and the next begins says nothing."""
    return [
        (part, op.get("attributes"))
        for op in delta
        for part in (op["insert"] if isinstance(op["insert"], str) else [op["insert"]])
    ]


class Noting(Replica):
    """A replica that notes all it is told, and what it shows behind each update."""

    def __init__(self) -> None:
        super().__init__()
        self.timeline = Timeline()
        self.person = "p_ada"
        self.deltas: list[list[dict[str, Any]]] = []

    def apply(self, update: bytes) -> None:
        super().apply(update)
        self.deltas.append(self.delta())
        self.timeline.note(Moment(len(self.deltas), 0, self.person), decode_update(update))


def noting_session(seed: int) -> tuple[Session, Noting]:
    """Three people who write at once, and the replica that notes it."""
    session, replica = Session(seed), Noting()
    replica.apply(session.replica.diff_since(None))
    session.replica = replica
    return session, replica


@pytest.fixture(scope="module")
def recorded() -> Recorded:
    lines = [json.loads(line) for line in REAL.read_text().splitlines()]
    records = [line for line in lines if line["type"] == "update"]
    replay, timeline = Replay(), Timeline()
    for record, (seq, data) in zip(records, updates_of(records), strict=True):
        replay.receive_update(seq, record["at"], record["user"], data)
        timeline.note(Moment(seq, record["at"], record["user"]), decode_update(data))
    return Recorded(records, replay, timeline)


def test_t1_t2_any_moment_of_a_recorded_session_equals_a_replay(recorded: Recorded) -> None:
    records, end, timeline = recorded
    moments = set(random.Random(5).sample(range(1, len(records) + 1), 200))
    replay, replica = Replay(), Replica()
    for record, (seq, data) in zip(records, updates_of(records), strict=True):
        replay.receive_update(seq, record["at"], record["user"], data)
        replica.apply(data)
        if seq not in moments:
            continue
        shown = list(shown_at(end.guard.sequence, timeline.version_at(seq)))
        assert to_delta(shown) == replica.delta()
        spans = end.lineage.authorship.spans_of(part.ids for part in shown)
        assert list(spans) == list(replay.spans())


@pytest.mark.parametrize("seed", range(12))
def test_t1_formats_embeds_and_late_edits_are_shown_as_they_were(seed: int) -> None:
    session, replica = noting_session(seed)
    for _ in range(80):
        session.step()
    assert len(replica.deltas) > 40
    for seq, delta in enumerate(replica.deltas, 1):
        shown = shown_at(session.guard.sequence, replica.timeline.version_at(seq))
        assert flat(to_delta(shown)) == flat(delta)


def test_t6_each_id_came_and_went_with_the_update_that_says_so(recorded: Recorded) -> None:
    records, end, timeline = recorded
    ids = [piece.range for piece in end.guard.sequence.runs()]
    came = {part: seq for each in ids for part, seq in timeline.insertions(each)}
    assert sum(part.length for part in came) == sum(each.length for each in ids)
    gone = {client: timeline.deletions(client) for client in {each.client for each in ids}}
    for seq in random.Random(6).sample(range(1, len(records) + 1), 20):
        version = timeline.version_at(seq)
        for part, inserted in came.items():
            assert (inserted <= seq) == (part.clock < version.state.get(part.client, 0))
        for client, spans in gone.items():
            deleted = sum(ids.length for ids, at in spans.items() if at <= seq)
            assert deleted == sum(length for _, length in version.deletions.get(client, ()))


def noted(records: list[dict[str, Any]], timeline: Timeline | None = None) -> Timeline:
    timeline = timeline or Timeline()
    for record, (seq, data) in zip(records, updates_of(records), strict=True):
        timeline.note(Moment(seq, record["at"], record["user"]), decode_update(data))
    return timeline


def test_t3_entries_come_in_order(recorded: Recorded) -> None:
    timeline = Timeline()
    timeline.note(Moment(7, 0, "p"), None)
    for seq in (7, 3):
        with pytest.raises(ValueError, match="behind 7"):
            timeline.note(Moment(seq, 0, "p"), None)
        earlier = Timeline()
        earlier.note(Moment(seq, 0, "p"), None)
        with pytest.raises(ValueError, match="behind 7"):
            timeline.extend(earlier)


def test_t4_stored_and_loaded_it_goes_on_the_same(recorded: Recorded) -> None:
    records, _, timeline = recorded
    again = noted(records[13_000:], Timeline.loads(noted(records[:13_000]).dumps()))
    assert again.dumps() == timeline.dumps()
    assert again.version_at(20_000) == timeline.version_at(20_000)


def test_t5_parts_of_a_log_joined_say_what_the_whole_says(recorded: Recorded) -> None:
    records, _, timeline = recorded
    joined = Timeline()
    for start in range(0, len(records), 5_000):
        joined.extend(Timeline.loads(noted(records[start : start + 5_000]).dumps()))
    assert joined.dumps() == timeline.dumps()
    assert joined.activity(50) == timeline.activity(50)


def test_t6_ids_came_and_went_with_the_entries_that_say_so(recorded: Recorded) -> None:
    records, _, timeline = recorded
    deleted = 0
    for record, (seq, data) in list(zip(records, updates_of(records), strict=True))[::97]:
        update, moment = decode_update(data), Moment(seq, record["at"], record["user"])
        for struct in update.structs:
            for clock in (struct.clock, struct.clock + struct.length - 1):
                assert timeline.came(Id(struct.client, clock)) == moment
        gone = timeline.deletions_between(seq - 1, seq)
        assert sorted(gone) == sorted((*ids, moment) for ids in update.deletions)
        deleted += len(gone)
    assert deleted > 10
    assert timeline.came(Id(1, 0)) is None


def test_activity_counts_every_entry_once(recorded: Recorded) -> None:
    records, _, timeline = recorded
    bins = timeline.activity(120)
    assert len(bins) == 120
    assert [seq for seq, _ in bins] == sorted(seq for seq, _ in bins)
    assert bins[-1][0] == timeline.seq
    totals = sum((Counter(whose) for _, whose in bins), Counter[str]())
    assert totals == Counter(record["user"] for record in records)


def test_the_moment_at_a_number_is_the_last_entry_up_to_it() -> None:
    timeline = Timeline()
    assert timeline.moment_at(5) is None
    for seq in (2, 6):
        timeline.note(Moment(seq, seq * 10, "p_ada"), None)
    assert timeline.moment_at(1) is None
    assert timeline.moment_at(5) == Moment(2, 20, "p_ada")
    assert timeline.moment_at(9) == Moment(6, 60, "p_ada")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x01",
        b"\x02\x00\x03abc",
        b"\x02\x00\x08" + b"\xff" * 8 + b"\x00\x00\x00",
        b"\x02\x00\x08" + bytes(8) + b"\x00\x00\x00",
        b"\x02\x00\x00\x00\x00\x00\x00",
    ],
)
def test_t4_foreign_bytes_are_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        Timeline.loads(data)


def test_t1_an_empty_timeline_shows_nothing() -> None:
    assert list(shown_at(Guard.empty().sequence, Timeline().version_at(0))) == []


def test_t6_when_ids_came_and_went_gives_every_version(recorded: Recorded) -> None:
    """Once for every id it came, and what is deleted at any update is what was deleted up to it."""
    records, _, timeline = recorded
    inserted, deleted = list(timeline.inserted()), list(timeline.deleted())
    for seq in random.Random(6).sample(range(1, len(records) + 1), 50):
        version = timeline.version_at(seq)
        state: dict[int, int] = {}
        for ids, came in inserted:
            if came <= seq:
                assert state.get(ids.client, 0) == ids.clock
                state[ids.client] = ids.end
        assert state == version.state
        gone = {
            (ids.client, clock)
            for ids, went in deleted
            if went <= seq
            for clock in range(ids.clock, ids.end)
        }
        assert gone == {
            (client, each)
            for client, ranges in version.deletions.items()
            for clock, length in ranges
            for each in range(clock, clock + length)
        }
