"""The latest deletions and insertions (SPEC.md L3, L12, L19)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crdt.errors import Malformed
from crdt.ids import IdRange
from crdt.memory import DELETIONS_KEPT, Memory

RANGES = st.builds(IdRange, st.integers(1, 3), st.integers(0, 50), st.integers(1, 5))
NOTES = st.lists(
    st.tuples(st.sampled_from(["anna", "ben"]), st.lists(RANGES, min_size=1, max_size=3)),
    max_size=60,
)


def test_l12_keys_that_delete_on_are_one_deletion() -> None:
    memory = Memory()
    for clock in (5, 4, 3, 6, 9):
        memory.note_deletion("anna", (IdRange(1, clock, 1),))
    assert list(memory.deletions_of("anna")) == [(IdRange(1, 9, 1),), (IdRange(1, 3, 4),)]
    assert memory.has_deleted("anna", IdRange(1, 4, 2))
    assert not memory.has_deleted("anna", IdRange(1, 4, 4))
    assert not memory.has_deleted("ben", IdRange(1, 4, 2))


def test_l12_the_latest_are_kept() -> None:
    memory = Memory()
    for clock in range(100):
        memory.note_deletion("anna", (IdRange(1, 3 * clock, 1),))
    kept = [deletion[0].clock for deletion in memory.deletions_of("anna")]
    assert kept == [3 * clock for clock in range(99, 99 - DELETIONS_KEPT, -1)]


@given(NOTES, st.lists(RANGES, max_size=9))
def test_l19_a_memory_is_read_as_it_was_written(
    notes: list[tuple[str, list[IdRange]]], inserted: list[IdRange]
) -> None:
    memory = Memory()
    for person, ranges in notes:
        memory.note_deletion(person, tuple(ranges))
    for ids in inserted:
        memory.note_insertion(ids)
    again = Memory.loads(memory.dumps())
    assert again.dumps() == memory.dumps()
    for person in ("anna", "ben"):
        assert list(again.deletions_of(person)) == list(memory.deletions_of(person))
    for client in (1, 2, 3):
        assert again.last_insertion(client) == memory.last_insertion(client)


def test_l19_anything_else_is_malformed() -> None:
    data = Memory().dumps()
    for broken in (b"", data[:-1], data + b"\x00", b"\x7f" + data[1:]):
        with pytest.raises(Malformed):
            Memory.loads(broken)
