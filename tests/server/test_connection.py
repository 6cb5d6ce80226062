"""server.connection: a bounded queue that is replaced by one catch-up, once."""

from server.access import Role
from server.connection import CloseCode, Closing, Connection
from server.records import Person

ADA = Person("p_ada", "Ada", "A", 0, "guest")


def connection(**limits: int) -> tuple[Connection, list[None]]:
    woken: list[None] = []
    return Connection(1, ADA, Role.WRITER, lambda: woken.append(None), **limits), woken


def test_frames_leave_in_order_and_wake_once() -> None:
    subject, woken = connection()
    for frame in (b"a", b"b", b"c"):
        subject.push(frame)
    assert len(woken) == 1
    assert subject.take() == [b"a", b"b", b"c"]
    assert subject.take() == []


def test_an_overfull_queue_is_dropped_for_one_catch_up() -> None:
    subject, _ = connection(max_messages=2)
    for frame in (b"a", b"b", b"c", b"d"):
        subject.push(frame)
    assert subject.needs_catch_up
    assert subject.take() == []
    subject.catch_up_with(b"all")
    subject.push(b"e")
    assert subject.take() == [b"all", b"e"]
    assert subject.closing is None


def test_bytes_are_bounded_too_but_one_large_frame_passes() -> None:
    subject, _ = connection(max_bytes=4)
    subject.push(b"larger than four")
    assert not subject.needs_catch_up
    subject.push(b"x")
    assert subject.needs_catch_up


def test_a_second_overflow_before_it_has_drained_ends_the_connection() -> None:
    subject, _ = connection(max_messages=1)
    subject.push(b"a")
    subject.push(b"b")
    subject.catch_up_with(b"all")
    subject.push(b"c")
    assert subject.closing is not None
    assert subject.closing.code is CloseCode.TOO_SLOW


def test_a_drained_connection_may_overflow_again() -> None:
    subject, _ = connection(max_messages=1)
    subject.push(b"a")
    subject.push(b"b")
    subject.catch_up_with(b"all")
    subject.take()
    subject.drained()
    subject.push(b"a")
    subject.push(b"b")
    assert subject.needs_catch_up
    assert subject.closing is None


def test_nothing_is_queued_after_the_decision_to_close() -> None:
    subject, woken = connection()
    subject.push(b"last words")
    subject.take()
    subject.close(Closing(CloseCode.REVOKED, "Revoked."))
    subject.close(Closing(CloseCode.REFUSED, "Refused."))
    subject.push(b"too late")
    assert subject.take() == []
    assert subject.closing is not None
    assert subject.closing.code is CloseCode.REVOKED
    assert len(woken) == 2
