"""server.awareness: the identity is the server's, the clock decides, nobody stays for ever."""

import json

from server.awareness import MAX_STATE_BYTES, OUTDATED_AFTER_MS, Awareness

ADA = {"id": "p_ada", "name": "Ada", "colour": 3}


def test_the_server_fills_in_who_it_is() -> None:
    awareness = Awareness()
    state = json.dumps({"user": {"name": "The boss"}, "cursor": {"anchor": 1}})
    relayed = awareness.receive(7, 1, state, ADA, now_ms=0)
    assert relayed is not None
    assert json.loads(relayed.state) == {"user": ADA, "cursor": {"anchor": 1}}


def test_an_old_clock_is_ignored() -> None:
    awareness = Awareness()
    awareness.receive(7, 5, "{}", ADA, now_ms=0)
    assert awareness.receive(7, 5, '{"cursor":1}', ADA, now_ms=1) is None
    assert awareness.receive(7, 4, '{"cursor":1}', ADA, now_ms=1) is None


def test_leaving_is_relayed_once() -> None:
    awareness = Awareness()
    awareness.receive(7, 5, "{}", ADA, now_ms=0)
    gone = awareness.receive(7, 5, "null", ADA, now_ms=1)
    assert gone is not None
    assert gone.state == "null"
    assert awareness.receive(7, 6, "null", ADA, now_ms=2) is None
    assert awareness.everybody() == []


def test_a_socket_that_ends_takes_its_state_along_with_a_newer_clock() -> None:
    awareness = Awareness()
    awareness.receive(7, 5, "{}", ADA, now_ms=0)
    gone = awareness.leave(7)
    assert gone is not None
    assert (gone.clock, gone.state) == (6, "null")
    assert awareness.leave(7) is None


def test_states_that_are_not_renewed_expire() -> None:
    awareness = Awareness()
    awareness.receive(7, 1, "{}", ADA, now_ms=0)
    awareness.receive(8, 1, "{}", ADA, now_ms=OUTDATED_AFTER_MS)
    assert [gone.client for gone in awareness.expire(OUTDATED_AFTER_MS + 1)] == [7]
    assert [present.client for present in awareness.everybody()] == [8]


def test_unusable_states_are_ignored() -> None:
    awareness = Awareness()
    deep = "[" * 100_000
    for state in ("", "[1]", "{", deep, '{"a":"' + "x" * MAX_STATE_BYTES + '"}'):
        assert awareness.receive(7, 1, state, ADA, now_ms=0) is None
    assert awareness.everybody() == []


def test_a_clock_that_cannot_be_raised_any_more_is_ignored() -> None:
    """Browsers cannot read integers of 2**53 and more: the removal would break everybody's client."""
    awareness = Awareness()
    assert awareness.receive(7, 2**53 - 1, "{}", ADA, now_ms=0) is None
    assert awareness.receive(7, 2**53 - 2, "{}", ADA, now_ms=0) is not None
    gone = awareness.leave(7)
    assert gone is not None
    assert gone.clock == 2**53 - 1


def test_the_size_of_a_state_is_counted_in_bytes() -> None:
    awareness = Awareness()
    state = json.dumps({"a": "😀" * (MAX_STATE_BYTES // 2)}, ensure_ascii=False)
    assert awareness.receive(7, 1, state, ADA, now_ms=0) is None
