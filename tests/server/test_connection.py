"""server.connection: a bounded queue that is replaced by one catch-up, once."""

from server.access import Role
from server.connection import CloseCode, Closing, Connection, broadcast
from server.records import Person
from tests.server.wires import OpenWire

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


def wired() -> tuple[Connection, list[bytes]]:
    subject, _ = connection()
    written: list[bytes] = []
    subject.wire = OpenWire(written)
    return subject, written


def test_an_open_wire_is_written_to_at_once_and_in_one_piece() -> None:
    subject, written = wired()
    subject.push_all((b"a", b"b"))
    assert written == [b"a|b"]
    assert subject.take() == []


def test_what_a_wire_does_not_take_waits_and_what_comes_later_stays_behind_it() -> None:
    subject, written = wired()
    open_wire, subject.wire.write_at_once = subject.wire.write_at_once, None
    subject.push(b"a")
    subject.wire.write_at_once = open_wire
    subject.push(b"b")
    broadcast([subject], (b"c",))
    assert written == []
    assert subject.take() == [b"a", b"b", b"c"]
    subject.push(b"d")
    assert written == [b"d"]


def test_a_broadcast_is_encoded_once_for_all_who_take_it() -> None:
    (ada, to_ada), (ben, to_ben), (cy, to_cy) = wired(), wired(), wired()
    ben.wire.write_at_once = None
    broadcast([ada, ben, cy], (b"a", b"b"))
    assert to_ada == to_cy == [b"a|b"]
    assert to_ben == []
    assert ben.take() == [b"a", b"b"]
    encoded = [c.wire.encoded for c in (ada, ben, cy) if isinstance(c.wire, OpenWire)]
    assert encoded == [1, 0, 0]


def test_a_broadcast_leaves_out_whom_it_is_told_to() -> None:
    (ada, to_ada), (ben, to_ben) = wired(), wired()
    ben.number = ada.number + 1
    broadcast([ada, ben], (b"a",), without={ada.number})
    assert (to_ada, to_ben) == ([], [b"a"])


def test_nothing_is_written_after_the_decision_to_close_or_before_a_catch_up() -> None:
    closed, to_closed = wired()
    closed.close(Closing(CloseCode.REVOKED, "Revoked."))
    late, to_late = wired()
    open_wire, late.wire.write_at_once = late.wire.write_at_once, None
    for _ in range(late.max_messages + 1):
        late.push(b"a")
    assert late.needs_catch_up
    late.wire.write_at_once = open_wire
    broadcast([closed, late], (b"x",))
    assert to_closed == to_late == []
    late.catch_up_with(b"all")
    broadcast([late], (b"y",))
    assert late.take() == [b"all", b"y"]
