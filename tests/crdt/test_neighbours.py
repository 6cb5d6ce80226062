"""What stands around an id, and passages, against one list of all units."""

import random
from typing import NamedTuple

import pytest

from crdt.ids import Id, IdRange
from crdt.neighbours import stand_together, unit_after, unit_before
from crdt.passages import items_of, passages_of, starts_of
from tests.crdt.desk import Desk


class Unit(NamedTuple):
    id: Id
    unit: str
    live: bool


def edited(seed: int) -> tuple[Desk, list[Unit], random.Random]:
    """A document that three people wrote, and all its units in order, deleted ones too."""
    desk = Desk()
    editors = [desk.editor(person) for person in ("ben", "anna", "cleo")]
    randomly = random.Random(seed)
    for _ in range(60):
        editor = randomly.choice(editors)
        length = len(editor.units())
        at = randomly.randrange(length)
        if randomly.random() < 0.4 and at < length - 4:
            editor.delete(at, at + 1 + randomly.randrange(3))
        else:
            editor.insert(at, "".join(randomly.choices("abcd", k=randomly.randrange(1, 7))))
    units = [
        Unit(Id(piece.client, piece.clock + offset), unit, not piece.deleted)
        for piece in desk.guard.sequence.runs()
        for offset, unit in enumerate(piece.units or "")
    ]
    assert len({unit.live for unit in units}) == 2
    return desk, units, randomly


@pytest.mark.parametrize("seed", range(3))
def test_l8_the_units_beside_an_id_are_the_next_live_ones(seed: int) -> None:
    desk, units, _ = edited(seed)
    store = desk.guard.store
    for index, (place, _, _) in enumerate(units):
        after = next((unit.id for unit in units[index + 1 :] if unit.live), None)
        before = next((unit.id for unit in reversed(units[:index]) if unit.live), None)
        assert (unit_before(store, place), unit_after(store, place)) == (before, after)


@pytest.mark.parametrize("seed", range(3))
def test_l8_ids_stand_together_if_nothing_live_and_old_is_between(seed: int) -> None:
    desk, units, randomly = edited(seed)
    fresh = {units[0].id.client: 12}
    found = 0
    for _ in range(600):
        left = randomly.randrange(len(units))
        right = randomly.randrange(max(left - 3, 0), min(left + 9, len(units)))
        between = units[left + 1 : right]
        expected = left < right and not any(
            unit.live and unit.id.clock < fresh.get(unit.id.client, 1_000) for unit in between
        )
        if left != right:
            found += expected
            places = units[left].id, units[right].id
            assert stand_together(desk.guard.store, *places, fresh) == expected
    assert found > 50


@pytest.mark.parametrize("seed", range(4))
def test_passages_are_stretches_without_live_text_between(seed: int) -> None:
    desk, units, randomly = edited(seed)
    chosen = {unit.id for unit in units if randomly.random() < 0.7}
    expected: list[list[Unit]] = []
    ended = True
    for unit in units:
        if unit.id in chosen:
            if ended:
                expected.append([])
            expected[-1].append(unit)
            ended = False
        elif unit.live:
            ended = True
    found = passages_of(desk.guard.store, [IdRange(*place, 1) for place in chosen])
    assert ["".join(unit.unit for unit in group) for group in expected] == [
        passage.units for passage in found
    ]
    for passage, group in zip(found, expected, strict=True):
        ids = [
            Id(client, clock + at) for client, clock, size in passage.pieces for at in range(size)
        ]
        assert ids == [unit.id for unit in group]
        half = len(ids) // 2
        part = [Id(c, k + at) for c, k, size in passage.part(half, len(ids)) for at in range(size)]
        assert part == ids[half:]


def test_items_of_a_passage_are_cut_where_insertions_begin() -> None:
    desk = Desk()
    ben = desk.editor("ben")
    ben.insert(0, "abcdefgh")
    (passage,) = passages_of(desk.guard.store, [IdRange(ben.client, 1, 6)])
    starts = starts_of(
        [IdRange(ben.client, 0, 3), IdRange(ben.client, 3, 1), IdRange(ben.client, 4, 4)]
    )
    assert [ids[1:] for ids in items_of(passage, starts)] == [(1, 2), (3, 1), (4, 3)]
