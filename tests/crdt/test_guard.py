"""The guard: what passes and what it says about it; see test_hostile.py for what must not."""

import pytest

from crdt.codec import AnyValue
from crdt.content import REF_ANY
from crdt.errors import Gap, Malformed, Refused
from crdt.guard import Guard, Inserted
from crdt.ids import IdRange, to_units
from crdt.limits import Limits, UpdateLimits
from crdt.replica import Replica
from crdt.update import Skip, decode_update
from tests.crdt.documents import (
    ADA,
    BEN,
    CLEO,
    admit,
    document,
    embed_item,
    format_item,
    gone_item,
    item,
    update,
)


def refusal(guard: Guard, data: bytes, *, offline: bool = False) -> str:
    """The slug with which an update is refused, having changed nothing."""
    before = list(guard.sequence.runs()), dict(guard.state_vector), guard.store.run_count
    with pytest.raises((Refused, Malformed)) as caught:
        guard.check(data, offline=offline)
    assert before == (list(guard.sequence.runs()), guard.state_vector, guard.store.run_count)
    return caught.value.slug


def test_typing_is_told_as_inserted_text() -> None:
    guard = document("Hello\n")
    checked = admit(guard, update(item(BEN, 0, "!", origin=(ADA, 4), right=(ADA, 5))))
    assert checked.inserted == (Inserted(BEN, 0, 1, "content", "text", "!", None),)
    assert checked.clients == (BEN,)
    assert checked.deleted == ()
    assert not checked.is_empty
    assert guard.text() == "Hello!\n"
    assert guard.state_vector == {ADA: 6, BEN: 1}
    assert guard.live_length == 7


def test_deleting_is_told_as_the_ids_that_were_live() -> None:
    guard = document("Hello\n")
    first = admit(guard, update(deleted=[(ADA, 1, 2)]))
    assert first.deleted == (IdRange(ADA, 1, 2),)
    assert not first.only_format_deletions
    second = admit(guard, update(deleted=[(ADA, 0, 5)]))
    assert second.deleted == (IdRange(ADA, 0, 1), IdRange(ADA, 3, 2))
    assert guard.text() == "\n"
    assert guard.live_length == 1


def test_formats_embeds_and_claims_are_told_apart() -> None:
    guard = document("Hello\n")
    claim: AnyValue = {"to": {"client": BEN, "clock": 0, "length": 1}, "origin": "pasted"}
    checked = admit(
        guard,
        update(
            embed_item(BEN, 0, '{"divider":true}', origin=(ADA, 5)),
            format_item(BEN, 1, "bold", "true", origin=(BEN, 0)),
            gone_item(BEN, 2, 3, origin=(BEN, 1)),
            item(BEN, 5, (claim,), ref=REF_ANY),
        ),
    )
    assert [(new.kind, new.length, new.root) for new in checked.inserted] == [
        ("embed", 1, "content"),
        ("format", 1, "content"),
        ("deleted", 3, "content"),
        ("any", 1, "lineage"),
    ]
    assert checked.inserted[3].values == (claim,)
    assert guard.text() == "Hello\n\ufffc"
    assert guard.live_length == 7


def test_g17_deleting_only_format_markers_is_said_so() -> None:
    guard = document("Hello\n")
    admit(guard, update(format_item(ADA, 6, "bold", "true", origin=(ADA, 1), right=(ADA, 2))))
    admit(guard, update(format_item(ADA, 7, "bold", "null", origin=(ADA, 3), right=(ADA, 4))))
    assert guard.check(update(deleted=[(ADA, 6, 2)])).only_format_deletions
    assert guard.check(update(deleted=[(ADA, 6, 1)])).only_format_deletions
    assert not guard.check(update(deleted=[(ADA, 5, 2)])).only_format_deletions
    inserting = update(item(ADA, 8, "x", origin=(ADA, 0), right=(ADA, 1)), deleted=[(ADA, 6, 2)])
    assert not guard.check(inserting).only_format_deletions


def test_g7_an_exact_duplicate_holds_nothing_new() -> None:
    guard = document("Hello\n")
    typed = update(item(BEN, 0, "😀", origin=(ADA, 4), right=(ADA, 5)), deleted=[(ADA, 0, 1)])
    assert admit(guard, typed).update == typed
    again = guard.check(typed)
    assert again.is_empty
    assert again.update == b""
    assert (again.clients, again.inserted, again.deleted) == ((), (), ())


def test_g7_only_the_new_part_is_kept() -> None:
    guard = document("Hello\n")
    admit(guard, update(item(BEN, 0, "ab", origin=(ADA, 4), right=(ADA, 5))))
    longer = update(
        item(BEN, 0, "abcd", origin=(ADA, 4), right=(ADA, 5)),
        deleted=[(ADA, 0, 1), (BEN, 0, 3)],
    )
    checked = guard.check(longer)
    decoded = decode_update(checked.update)
    assert decoded.structs == (item(BEN, 2, "cd", origin=(BEN, 1), right=(ADA, 5)),)
    assert decoded.deletions == (IdRange(ADA, 0, 1), IdRange(BEN, 0, 3))
    guard.admit(checked)
    assert guard.text() == "ellod\n"


def test_g7_a_known_part_may_be_a_hole() -> None:
    guard = document("Hello\n")
    assert guard.check(update(Skip(ADA, 0, 3), item(ADA, 3, "lo\n", origin=(ADA, 2)))).is_empty
    tail = update(Skip(ADA, 0, 6), item(ADA, 6, "x", origin=(ADA, 5)))
    assert admit(guard, tail).inserted[0].units == "x"
    assert refusal(guard, update(Skip(ADA, 7, 1), item(ADA, 8, "x", origin=(ADA, 7)))) == "gap"


def test_g15_updates_are_stored_with_higher_clients_first() -> None:
    guard = document("Hello\n")
    rising = update(item(CLEO, 0, "c", origin=(ADA, 5)), item(BEN, 0, "b", origin=(ADA, 5)))
    checked = admit(guard, rising, offline=True)
    assert [struct.client for struct in decode_update(checked.update).structs] == [BEN, CLEO]
    assert guard.text() == "Hello\ncb"


def test_g8_one_client_may_insert_live_and_several_offline() -> None:
    guard = document("Hello\n")
    both = update(item(BEN, 0, "b", origin=(ADA, 5)), item(CLEO, 0, "c", origin=(ADA, 5)))
    assert refusal(guard, both) == "many-clients"
    assert admit(guard, both, offline=True).clients == (CLEO, BEN)
    known_and_new = update(item(ADA, 0, "Hello\n"), item(CLEO, 1, "d", origin=(CLEO, 0)))
    assert guard.check(known_and_new).clients == (CLEO,)


def test_g9_clients_may_build_on_each_other_in_one_update() -> None:
    guard = document("Hello\n")
    admit(
        guard,
        update(
            item(BEN, 0, "b", origin=(CLEO, 0)),
            item(BEN, 1, "d", origin=(CLEO, 1)),
            item(CLEO, 0, "a", origin=(ADA, 5)),
            item(CLEO, 1, "c", origin=(BEN, 0)),
        ),
        offline=True,
    )
    assert guard.text() == "Hello\nabcd"


def test_g5_only_the_last_check_can_be_admitted() -> None:
    guard = document("Hello\n")
    stale = guard.check(update(item(BEN, 0, "!", origin=(ADA, 5))))
    fresh = guard.check(update(item(BEN, 0, "?", origin=(ADA, 5))))
    with pytest.raises(RuntimeError):
        guard.admit(stale)
    guard.admit(fresh)
    with pytest.raises(RuntimeError):
        guard.admit(fresh)
    assert guard.text() == "Hello\n?"


def test_g6_a_gap_asks_for_state_and_keeps_nothing() -> None:
    guard = document("Hello\n")
    for data in (
        update(item(ADA, 7, "x", origin=(ADA, 5))),
        update(item(BEN, 0, "x", origin=(CLEO, 0))),
        update(item(BEN, 0, "x", origin=(ADA, 5), right=(ADA, 6))),
        update(item(BEN, 0, "x", right=(ADA, 6))),
        update(deleted=[(ADA, 5, 2)]),
        update(deleted=[(CLEO, 0, 1)]),
    ):
        with pytest.raises(Gap):
            guard.check(data)
        with pytest.raises(Gap):
            guard.check(data, offline=True)
    assert guard.state_vector == {ADA: 6}
    assert list(guard.store.flags) == [ADA]


def test_g18_sizes_are_bounded() -> None:
    small = UpdateLimits(max_bytes=80, max_parts=4, max_clients=1, max_new_ids=9, max_scans=3)
    limits = Limits(live=small, offline=small, max_units=12, max_ids=16, max_runs=6, max_clients=2)
    guard = Guard.empty(limits)
    admit(guard, update(item(ADA, 0, "12345\n")))
    assert refusal(guard, update(item(ADA, 6, "x" * 80, origin=(ADA, 5)))) == "too-large"
    assert refusal(guard, update(gone_item(ADA, 6, 10, origin=(ADA, 5)))) == "too-large"
    assert refusal(guard, update(item(ADA, 6, "x" * 7, origin=(ADA, 5)))) == "document-full"
    many = update(deleted=[(ADA, clock, 1) for clock in range(5)])
    assert refusal(guard, many) == "too-many-parts"
    admit(guard, update(item(ADA, 6, "x" * 6, origin=(ADA, 5))))
    assert refusal(guard, update(item(BEN, 0, "x", origin=(ADA, 11)))) == "document-full"
    admit(guard, update(deleted=[(ADA, 6, 6)]))
    assert refusal(guard, update(item(BEN, 0, "x" * 5, origin=(ADA, 11)))) == "document-full"
    for clock in range(3):
        admit(
            guard,
            update(
                item(BEN, clock, "x", right=(ADA, 0))
                if clock == 0
                else item(BEN, clock, "x", right=(BEN, clock - 1))
            ),
        )
    admit(guard, update(deleted=[(BEN, 0, 2)]))
    assert refusal(guard, update(item(CLEO, 0, "x", origin=(ADA, 11)))) == "document-full"


def test_g18_deleting_is_possible_in_a_full_document() -> None:
    guard = Guard.empty(Limits(max_units=6))
    admit(guard, update(item(ADA, 0, "12345\n")))
    assert refusal(guard, update(item(ADA, 6, "x", origin=(ADA, 5)))) == "document-full"
    replaced = update(item(ADA, 6, "x", origin=(ADA, 4), right=(ADA, 5)), deleted=[(ADA, 0, 1)])
    admit(guard, replaced)
    admit(guard, update(deleted=[(ADA, 1, 1)]))
    assert guard.text() == "345x\n"


def test_from_state_restores_everything_but_limits_only_what_comes() -> None:
    guard = document("Hello world\n")
    admit(guard, update(item(BEN, 0, "😀", origin=(ADA, 4), right=(ADA, 5))))
    admit(guard, update(deleted=[(ADA, 0, 3), (BEN, 0, 2)]))
    state = update(
        item(BEN, 0, "😀", origin=(ADA, 4), right=(ADA, 5)),
        item(ADA, 0, "Hello world\n"),
        deleted=[(BEN, 0, 2), (ADA, 0, 3)],
    )
    again = Guard.from_state(state, Limits(max_units=1))
    assert list(again.sequence.runs()) == list(guard.sequence.runs())
    assert (again.live_length, again.state_vector) == (guard.live_length, guard.state_vector)
    assert again.sequence.text_of(IdRange(ADA, 0, 12)) == "Hello world\n"
    assert refusal(again, update(item(ADA, 12, "x", origin=(ADA, 11)))) == "document-full"


def test_from_state_takes_the_empty_history() -> None:
    guard = Guard.from_state(b"\x00\x00")
    assert guard.text() == ""
    assert guard.check(b"\x00\x00").is_empty


def test_long_text_is_kept_in_portions_that_do_not_cut_a_pair() -> None:
    text = "zzzz" + ("abc😀" * 2000) + "\n"
    guard = document(text)
    replica = Replica()
    inside = update(item(BEN, 0, "!", origin=(ADA, 2), right=(ADA, 3)))
    replica.apply(update(item(ADA, 0, text)))
    replica.apply(admit(guard, inside).update)
    assert guard.text() == replica.text() == "zzz!" + text[3:]
    assert guard.sequence.text_of(IdRange(ADA, 0, 10_005)) == to_units(text)
    cut = update(item(BEN, 1, "!", origin=(ADA, 2047), right=(ADA, 2048)))
    assert refusal(guard, cut) == "split-pair"
    between = update(item(BEN, 1, "!", origin=(ADA, 2046), right=(ADA, 2047)))
    assert admit(guard, between).inserted[0].units == "!"
