"""The guard among honest editors: real Yjs sessions with formats, embeds, emoji, undo, offline
periods, reloads and two tabs. At least 100,000 updates, none refused, all orders equal."""

import random

import pytest

from crdt.errors import Gap
from crdt.guard import Guard
from crdt.replica import Replica, merge
from tests.crdt.yjs import Session, sessions

pytestmark = pytest.mark.node

SEEDS = range(1, 11)
SESSIONS, STEPS = 40, 300


def ids_in_order(guard: Guard) -> list[tuple[int, int, bool]]:
    return [
        (piece.client, piece.clock + index, piece.deleted)
        for piece in guard.sequence.runs()
        for index in range(piece.length)
    ]


def content_in_order(guard: Guard) -> list[tuple[int, int, bool, str, object]]:
    return [
        (
            piece.client,
            piece.clock + index,
            piece.deleted,
            piece.kind,
            piece.value if piece.units is None else piece.units[index],
        )
        for piece in guard.sequence.runs()
        for index in range(piece.length)
    ]


def receive(guard: Guard, session: Session) -> list[bytes]:
    """Let the guard receive a session; returns what it would store."""
    stored: list[bytes] = []
    for message in session.messages:
        if message.is_gap:
            with pytest.raises(Gap):
                guard.check(message.update)
            continue
        checked = guard.check(message.update, offline=message.offline)
        guard.admit(checked)
        if not checked.is_empty:
            stored.append(checked.update)
    return stored


def assert_equal_to_yjs(guard: Guard, session: Session) -> None:
    assert guard.text() == session.text
    assert guard.live_length == session.units
    assert ids_in_order(guard) == session.order


@pytest.mark.parametrize("seed", SEEDS)
def test_g1_honest_updates_pass_and_give_the_order_of_yjs(node: str, seed: int) -> None:
    received = 0
    for session in sessions(node, seed, SESSIONS, STEPS):
        guard = Guard.empty()
        stored = receive(guard, session)
        received += len(session.messages)
        assert_equal_to_yjs(guard, session)
        assert guard.live_length == sum(piece.length for piece in guard.sequence.live())
        again = Guard.from_state(merge(stored))
        assert content_in_order(again) == content_in_order(guard)
        assert again.state_vector == guard.state_vector
        assert again.live_length == guard.live_length
    assert received > 100_000 / len(SEEDS)


def test_g1_the_sessions_exercise_every_kind_of_step(node: str) -> None:
    steps: dict[str, int] = {}
    gaps = several_clients = resent = 0
    for session in sessions(node, 1, SESSIONS, STEPS):
        guard = Guard.empty()
        for kind, count in session.steps.items():
            steps[kind] = steps.get(kind, 0) + count
        for message in session.messages:
            gaps += message.is_gap
            if not message.is_gap:
                checked = guard.check(message.update, offline=message.offline)
                guard.admit(checked)
                several_clients += len(checked.clients) > 1
                resent += checked.is_empty
    wanted = "type paste delete replace format line embed undo redo clear network deliver resend"
    assert all(steps[kind] > 20 for kind in wanted.split())
    assert gaps > 0
    assert several_clients > 0
    assert resent > 100


def test_g2_the_short_way_gives_the_same_answers_as_the_thorough_one(node: str) -> None:
    for session in sessions(node, 2, SESSIONS, STEPS):
        short, thorough = Guard.empty(), Guard.empty()
        for message in session.messages:
            if message.is_gap:
                continue
            one = short.check(message.update, offline=message.offline)
            other = thorough.check_thoroughly(message.update, offline=message.offline)
            assert one == other
            short.admit(one)
            thorough.admit(other)
        assert content_in_order(short) == content_in_order(thorough)
        assert short.state_vector == thorough.state_vector
        assert short.live_length == thorough.live_length


def test_g7_what_is_known_is_left_out_of_overlapping_resends(node: str) -> None:
    randomly = random.Random(7)
    for session in sessions(node, 3, SESSIONS, STEPS):
        updates = session.updates
        guard, stored, end = Guard.empty(), [], 0
        while end < len(updates):
            start = max(0, end - randomly.randrange(12))
            end = min(len(updates), end + randomly.randrange(1, 9))
            checked = guard.check(merge(updates[start:end]), offline=True)
            assert not checked.is_empty or guard.check(merge(updates[start:end])).is_empty
            guard.admit(guard.check(merge(updates[start:end]), offline=True))
            if not checked.is_empty:
                stored.append(checked.update)
            assert guard.check(merge(updates[start:end]), offline=True).is_empty
        assert_equal_to_yjs(guard, session)
        replica = Replica()
        for update in stored:
            replica.apply(update)
        assert replica.text() == session.text
        assert replica.delta() == session.delta


def test_g4_a_check_alone_changes_nothing(node: str) -> None:
    for session in list(sessions(node, 1, SESSIONS, STEPS))[:8]:
        guard, untouched = Guard.empty(), Guard.empty()
        for index, message in enumerate(session.messages):
            if message.is_gap:
                continue
            guard.check_thoroughly(message.update, offline=message.offline)
            if index % 40 == 0:
                assert list(guard.sequence.runs()) == list(untouched.sequence.runs())
                assert guard.store.run_count == untouched.store.run_count
                assert guard.store.flags == untouched.store.flags
                assert guard.store.names == untouched.store.names
            guard.admit(guard.check_thoroughly(message.update, offline=message.offline))
            untouched.admit(untouched.check_thoroughly(message.update, offline=message.offline))


def test_s6_past_versions_read_as_they_were(node: str) -> None:
    for session in list(sessions(node, 4, SESSIONS, STEPS))[:10]:
        guard = Guard.empty()
        moments = []
        for index, message in enumerate(session.messages):
            if message.is_gap:
                continue
            guard.admit(guard.check(message.update, offline=message.offline))
            if index % 50 == 0:
                moments.append((guard.version(), content_in_order(guard)))
        for version, shown in moments:
            then = [
                (
                    piece.client,
                    piece.clock + index,
                    piece.deleted,
                    piece.kind,
                    piece.value if piece.units is None else piece.units[index],
                )
                for piece in guard.sequence.runs(version)
                for index in range(piece.length)
            ]
            assert then == shown
