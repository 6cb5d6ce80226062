"""The load generator measures what it says: its own encodings, counts and readings."""

from __future__ import annotations

import asyncio
import itertools
from array import array

import pytest
from pycrdt import Doc, Text, merge_updates

from tests.bench import deliveries, framing, loadgen, replay, seed, wire
from tests.bench.deliveries import RoomTracker, Tally
from tests.bench.framing import BylineFraming, Framing, HocuspocusFraming
from tests.bench.vclient import Target, Traffic, VirtualClient


def test_a_typist_writes_the_bytes_that_a_yjs_editor_writes() -> None:
    """Two editors in a text that ends in a line end, each with its caret behind what it wrote."""
    base = replay.document()
    replay.text(base).insert(0, "\n")
    docs = [Doc({wire.ROOT: Text()}, client_id=2**30 + n) for n in range(2)]
    written: list[list[bytes]] = [[], []]
    for number, doc in enumerate(docs):
        doc.apply_update(base.get_update())
        _type(doc, 0, 0, written[number])
    for doc, others in zip(docs, reversed(written), strict=True):
        doc.apply_update(others[0])
    for clock in range(1, 200):
        _type(docs[0], clock, clock, written[0])
        _type(docs[1], 1 + clock, clock, written[1])
    first, second = wire.Typist(2**30), wire.Typist(2**30 + 1)
    first.first_right = second.first_right = second.right = wire.Id(base.client_id, 0)
    first.right = wire.Id(2**30 + 1, 0)
    for typist, updates in zip((first, second), written, strict=True):
        assert [typist.update(clock) for clock in range(200)] == updates


def _type(doc: replay.Document, index: int, clock: int, written: list[bytes]) -> None:
    """Insert one character and keep the update."""
    before = doc.get_state()
    replay.text(doc).insert(index, wire.char_at(clock))
    written.append(doc.get_update(before))


def test_single_edits_equal_one_run_of_the_same_text() -> None:
    typists = [wire.Typist(2**30 + n) for n in range(5)]
    for typist, behind in itertools.pairwise(typists):
        typist.right = wire.Id(behind.client_id, 0)
    single = [[t.update(k) for k in range(100)] for t in typists]
    in_turn = replay.document(*(edits[k] for k in range(100) for edits in single))
    in_runs = replay.document(*(t.run(100) for t in reversed(typists)))
    run = "".join(map(wire.char_at, range(100)))
    assert replay.same_document(in_turn, in_runs)
    assert replay.text_of(in_turn) == 5 * run


def test_a_gap_in_a_merged_update_is_read_as_a_gap() -> None:
    typist = wire.Typist(77)
    merged = merge_updates(*(typist.update(k) for k in range(10)), typist.update(15))
    assert wire.read_ranges(merged) == [(77, 0, 10), (77, 15, 16)]


def test_every_clock_of_a_large_document_is_read_back() -> None:
    document = replay.document(*seed.history(3000, line=60))
    counted = sum(r.end - r.start for r in wire.read_ranges(document.get_update()))
    assert counted == sum(replay.state_of(document).values())
    assert "\n" in replay.text_of(document)


def test_an_unknown_struct_is_an_error() -> None:
    with pytest.raises(wire.WireError, match="struct kind 7"):
        wire.read_ranges(b"\x01\x01\x05\x00\x07\x01\x04root\x00")


def test_bylines_acknowledgement_counts_from_the_opening() -> None:
    ack = (framing.ACK, -1, wire.varint(300) + b"\x00")
    assert BylineFraming("room").confirmed(ack, 3) == 300
    assert Framing("room").confirmed(ack, 3) == 3


def test_hocuspocus_confirms_one_message_at_a_time() -> None:
    told = HocuspocusFraming("room")
    prefix = told.prefix
    assert told.confirmed(told.read(prefix + b"\x08\x01"), 3) == 4
    assert told.confirmed(told.read(prefix + b"\x08\x00"), 3) == 3


async def test_runs_with_the_same_seed_type_at_the_same_moments() -> None:
    def moments(*seed: str) -> list[float]:
        arguments = ["fanout", "--url", "ws://unused", *seed]
        bench = loadgen.make_bench(loadgen.parser().parse_args(arguments))
        clients = [bench.client("room") for _ in range(5)]
        return [at for at, _ in bench.schedule(clients, rate=5, seconds=1)]

    assert moments("--seed", "7") == moments("--seed", "7") != moments("--seed", "8")
    assert moments() != moments()


def test_percentiles_are_nearest_ranks_in_milliseconds() -> None:
    thousand = array("d", [k / 1000 for k in range(1000)])
    assert deliveries.percentiles_ms(thousand) == {"p50": 500, "p95": 950, "p99": 990, "max": 999}
    assert deliveries.percentiles_ms([]) is None


async def test_deliveries_count_once_whatever_order_they_come_in() -> None:
    clients = _room(2)
    writer, reader = clients
    writer.sent_at.extend([1.0, 2.0, 3.0])
    updates = [writer.typist.update(k) for k in range(3)]
    for at, update in ((4.0, updates[0]), (5.0, updates[2]), (6.0, updates[1]), (7.0, updates[1])):
        reader.frames.append(reader.framing.update(update))
        reader.frame_times.append(at)
    tally = Tally()
    tracker = RoomTracker(clients, tally, (0.0, 10.0))
    tracker.consume()
    assert list(tally.latencies) == [3.0, 4.0, 3.0]  # the third counts once the second is there
    assert (tally.delivered, tally.duplicates) == (3, 1)
    assert tracker.received() == tracker.expected() == 3
    assert tracker.converged() == 2


async def test_what_never_came_is_missing() -> None:
    clients = _room(3)
    clients[0].sent_at.extend([1.0, 2.0])
    clients[1].frames.append(clients[1].framing.update(clients[0].typist.update(0)))
    clients[1].frame_times.append(3.0)
    tracker = RoomTracker(clients, Tally(), (0.0, 10.0))
    tracker.consume()
    assert tracker.expected() - tracker.received() == 3
    assert [tracker.seen_by_another(n) for n in range(3)] == [1, 0, 0]


def _room(size: int) -> list[VirtualClient]:
    assert asyncio.get_running_loop()
    target, traffic = Target("ws://unused"), Traffic()
    return [VirtualClient(target, "room", 1000 + n, traffic) for n in range(size)]
