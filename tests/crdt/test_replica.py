"""crdt.replica against rules R1 to R6."""

import hashlib
import subprocess
import sys
from collections.abc import Callable

import pycrdt
import pytest
from pycrdt import Doc, Text

from crdt import replica as replica_module
from crdt.codec import encode_state_vector
from crdt.errors import ReplicaBroken
from crdt.replica import Replica, merge
from crdt.update import EMPTY_UPDATE, Skip, decode_update
from tests.crdt.documents import ADA, BEN, embed_item, format_item, item, update

FIRST = update(item(ADA, 0, "Hello 😀\n"))
SECOND = update(item(BEN, 0, "!", origin=(ADA, 7), right=(ADA, 8)), deleted=[(ADA, 0, 1)])


class PanicException(BaseException):
    """As pyo3 names what a Rust panic becomes."""


def test_r1_text_and_delta_show_what_was_applied() -> None:
    replica = Replica()
    replica.apply(FIRST)
    replica.apply(SECOND)
    replica.apply(update(embed_item(BEN, 1, '{"divider":true}', origin=(ADA, 8))))
    replica.apply(
        update(
            format_item(BEN, 2, "header", "1", origin=(BEN, 0), right=(ADA, 8)),
            format_item(BEN, 3, "header", "null", origin=(ADA, 8), right=(BEN, 1)),
        )
    )
    assert replica.text() == "ello 😀!\n\ufffc"
    assert replica.delta() == [
        {"insert": "ello 😀!"},
        {"insert": "\n", "attributes": {"header": 1}},
        {"insert": {"divider": True}},
    ]
    assert type(replica.delta()[1]["attributes"]["header"]) is int
    assert replica.state_vector() == {ADA: 9, BEN: 4}


def test_r2_a_difference_brings_another_replica_up_to_date() -> None:
    replica, other = Replica(), Replica()
    replica.apply(FIRST)
    other.apply(replica.diff_since(None))
    replica.apply(SECOND)
    difference = replica.diff_since(encode_state_vector(other.state_vector()))
    assert len(difference) < len(replica.diff_since(None))
    other.apply(difference)
    assert other.text() == replica.text()
    assert (
        decode_update(
            replica.diff_since(encode_state_vector({ADA: 2**31 - 1, BEN: 9, 5: 5}))
        ).structs
        == ()
    )


def test_r3_merging_keeps_the_text_of_what_was_deleted() -> None:
    merged = merge([FIRST, SECOND])
    assert "Hello 😀\n".encode() in merged
    replica = Replica()
    replica.apply(merged)
    assert replica.text() == "ello 😀!\n"
    assert merge([]) == EMPTY_UPDATE
    assert merge([SECOND]) is SECOND


@pytest.mark.parametrize("count", [2, 63, 64, 65, 4_100])
def test_r3_merging_many_is_merging_all(count: int) -> None:
    updates = [update(item(ADA, 0, "a"))]
    for clock in range(1, count):
        updates.append(update(item(ADA, clock, "abc"[clock % 3], origin=(ADA, clock - 1))))
    replica = Replica()
    replica.apply(merge(updates))
    assert replica.text() == "".join("abc"[clock % 3] for clock in range(count))


def test_r3_merging_with_a_hole_leaves_it_as_a_hole() -> None:
    typed = [
        update(item(ADA, 0, "a")),
        *(update(item(ADA, n, "b", origin=(ADA, n - 1))) for n in (1, 2)),
    ]
    merged = decode_update(merge([typed[0], typed[2]]))
    assert any(isinstance(struct, Skip) for struct in merged.structs)


def test_r4_a_broken_replica_is_not_used_again() -> None:
    replica = Replica()
    replica.apply(FIRST)
    garbage = b"\xff\xff\xff"
    with pytest.raises(ReplicaBroken) as caught:
        replica.apply(garbage)
    assert caught.value.slug == "replica-broken"
    assert caught.value.sha256 == hashlib.sha256(garbage).hexdigest()
    for use in (
        replica.text,
        replica.delta,
        replica.state_vector,
        lambda: replica.diff_since(None),
    ):
        with pytest.raises(ReplicaBroken):
            use()
    with pytest.raises(ReplicaBroken):
        replica.apply(SECOND)


def test_r4_merging_garbage_is_told_with_its_hash() -> None:
    with pytest.raises(ReplicaBroken) as caught:
        merge([FIRST, b"\xff"])
    assert caught.value.sha256 == hashlib.sha256(FIRST + b"\xff").hexdigest()


def test_r4_a_panic_breaks_the_replica_and_an_interrupt_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail_with(error: BaseException) -> None:
        def apply_update(_self: object, _update: bytes) -> None:
            raise error

        monkeypatch.setattr(pycrdt.Doc, "apply_update", apply_update)

    replica = Replica()
    fail_with(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        replica.apply(FIRST)
    assert replica.text() == ""
    fail_with(PanicException("at the disco"))
    with pytest.raises(ReplicaBroken, match="PanicException"):
        replica.apply(FIRST)
    with pytest.raises(ReplicaBroken, match="after it broke"):
        replica.text()


def test_r4_a_real_panic_is_named_as_we_expect() -> None:
    """In a process of its own: pycrdt's panics are `BaseException`s called PanicException."""
    script = (
        "import pycrdt\n"
        "try:\n"
        "    pycrdt.StickyIndex.decode(b'\\xff' * 9, pycrdt.Doc().get('t', type=pycrdt.Text))\n"
        "except BaseException as error:\n"
        "    print(type(error).__name__, isinstance(error, Exception))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert result.stdout.split() == ["PanicException", "False"]


def test_r5_pycrdt_clients_are_understood() -> None:
    client: Doc = Doc()
    replica = Replica()
    text = client.get("content", type=Text)
    text += "typed by pycrdt 😀"
    text.format(0, 5, {"bold": True})
    replica.apply(client.get_update())
    assert replica.delta() == [
        {"insert": "typed", "attributes": {"bold": True}},
        {"insert": " by pycrdt 😀"},
    ]


@pytest.mark.parametrize("count", [1, 2, 63, 64, 65, 200])
def test_r6_what_was_put_off_is_there_at_every_reading(count: int) -> None:
    readings: list[Callable[[Replica], object]] = [
        lambda replica: replica.text(),
        lambda replica: replica.delta(),
        lambda replica: replica.state_vector(),
        lambda replica: replica.diff_since(None),
        lambda replica: replica.diff_since(encode_state_vector({ADA: 1})),
    ]
    at_once, later = Replica(), [Replica() for _ in readings]
    for clock in range(count):
        origin = (ADA, clock - 1) if clock else None
        typed = update(item(ADA, clock, "abc"[clock % 3], origin=origin))
        at_once.apply(typed)
        for replica in later:
            replica.apply_later(typed)
    for read, replica in zip(readings, later, strict=True):
        assert read(replica) == read(at_once)


def test_r6_an_update_may_build_on_what_was_put_off() -> None:
    replica = Replica()
    replica.apply_later(FIRST)
    replica.apply(SECOND)
    assert replica.text() == "ello 😀!\n"


def test_r6_updates_that_are_only_put_off_are_applied_now_and_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    applied: list[bytes] = []
    monkeypatch.setattr(pycrdt.Doc, "apply_update", lambda _, update: applied.append(update))
    replica = Replica()
    typed = [update(item(ADA, 0, "a"))]
    typed += [update(item(ADA, n, "a", origin=(ADA, n - 1))) for n in range(1, 130)]
    for each in typed:
        replica.apply_later(each)
    assert applied == [merge(typed[:64]), merge(typed[64:128])]


def test_r6_garbage_that_was_put_off_breaks_the_replica_at_the_next_reading() -> None:
    replica = Replica()
    replica.apply_later(FIRST)
    replica.apply_later(b"\xff")
    with pytest.raises(ReplicaBroken) as caught:
        replica.text()
    assert caught.value.sha256 == hashlib.sha256(FIRST + b"\xff").hexdigest()
    for use in (replica.text, replica.settle):
        with pytest.raises(ReplicaBroken):
            use()


def test_r6_an_interrupt_loses_nothing_that_was_put_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_self: object, _update: bytes) -> None:
        raise KeyboardInterrupt

    replica = Replica()
    replica.apply_later(FIRST)
    with monkeypatch.context() as patched:
        patched.setattr(pycrdt.Doc, "apply_update", interrupted)
        with pytest.raises(KeyboardInterrupt):
            replica.text()
    assert replica.text() == "Hello 😀\n"


def test_one_module_knows_pycrdt() -> None:
    assert replica_module.pycrdt is pycrdt
