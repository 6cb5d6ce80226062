"""crdt.timeline against rules T1 to T5."""

import base64
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from crdt.errors import Malformed
from crdt.guard import Guard
from crdt.replay import Replay
from crdt.replica import Replica
from crdt.timeline import Timeline, shown_at, to_delta
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
        self.deltas: list[list[dict[str, Any]]] = []

    def apply(self, update: bytes) -> None:
        super().apply(update)
        self.deltas.append(self.delta())
        self.timeline.note(len(self.deltas), decode_update(update))


@pytest.fixture(scope="module")
def recorded() -> Recorded:
    lines = [json.loads(line) for line in REAL.read_text().splitlines()]
    records = [line for line in lines if line["type"] == "update"]
    replay, timeline = Replay(), Timeline()
    for record, (seq, data) in zip(records, updates_of(records), strict=True):
        replay.receive_update(seq, record["at"], record["user"], data)
        timeline.note(seq, decode_update(data))
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
    session = Session(seed)
    replica = Noting()
    replica.apply(session.replica.diff_since(None))
    session.replica = replica
    for _ in range(80):
        session.step()
    assert len(replica.deltas) > 40
    for seq, delta in enumerate(replica.deltas, 1):
        shown = shown_at(session.guard.sequence, replica.timeline.version_at(seq))
        assert flat(to_delta(shown)) == flat(delta)


def test_t3_updates_come_in_order(recorded: Recorded) -> None:
    (_, first), (_, second) = list(updates_of(recorded.records[:2]))
    timeline = Timeline()
    timeline.note(7, decode_update(first))
    for seq in (7, 3):
        with pytest.raises(ValueError, match="behind 7"):
            timeline.note(seq, decode_update(second))


def test_t4_t5_stored_and_loaded_it_goes_on_the_same(recorded: Recorded) -> None:
    records, _, timeline = recorded
    half = Timeline()
    for seq, data in updates_of(records[:13_000]):
        half.note(seq, decode_update(data))
    again = Timeline.loads(half.dumps())
    for seq, data in updates_of(records[13_000:]):
        again.note(seq, decode_update(data))
    assert again.dumps() == timeline.dumps()
    assert again.version_at(20_000) == timeline.version_at(20_000)
    assert len(timeline.dumps()) < 6 * len(records)


@pytest.mark.parametrize("data", [b"", b"\x02", b"\x01\x05\x01\x01\x05", b"\x01\x00\x00\x00"])
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
