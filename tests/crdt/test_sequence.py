"""The order of ids against rules S1 to S7: a naive model, past versions, labels, the index."""

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crdt.flags import (
    DELETED,
    EMBED,
    FORMAT,
    GONE,
    LOW,
    TEXT,
    count_units,
    deleted_ranges,
    end_of_stretch,
    flags_of_text,
    live_ranges,
    mark_deleted,
    splits_pair,
)
from crdt.guard import Guard
from crdt.ids import Id, IdRange, from_units, to_units
from crdt.order import link_after, unlink
from crdt.runs import ClientRuns, Run
from tests.crdt.documents import ADA, BEN, admit, document, item, update
from tests.crdt.naive import Letter, NaiveText


def written(letters: list[Letter]) -> bytes:
    first = letters[0]
    text = "".join(letter.unit for letter in letters)
    place = {"origin": first.origin, "right": first.right_origin}
    return update(item(first.id.client, first.id.clock, text, **place))


class Editors:
    """Some naive editors that write, delete and hear from each other late, and a guard."""

    def __init__(self, randomly: random.Random, count: int) -> None:
        self.random = randomly
        self.guard = Guard.empty()
        self.texts = [NaiveText() for _ in range(count)]
        self.clients = randomly.sample(range(1, 50), count)
        self.clocks = [0] * count
        self.inboxes: list[list[list[Letter]]] = [[] for _ in range(count)]

    def step(self) -> None:
        number = self.random.randrange(len(self.texts))
        if self.random.random() < 0.5:
            self.deliver(number, self.random.randrange(4))
        else:
            self.write(number)

    def write(self, number: int) -> None:
        text = self.texts[number]
        spot = self.random.choice((0, len(text.letters), None, None, None))
        at = self.random.randrange(len(text.letters) + 1) if spot is None else spot
        words = "".join(self.random.choice("abc") for _ in range(self.random.randrange(1, 4)))
        letters = text.write(self.clients[number], self.clocks[number], at, words)
        self.clocks[number] += len(letters)
        admit(self.guard, written(letters))
        for other, inbox in enumerate(self.inboxes):
            if other != number:
                inbox.append(letters)

    def deliver(self, number: int, count: int) -> None:
        inbox = self.inboxes[number]
        for letters in inbox[:count]:
            for letter in letters:
                self.texts[number].integrate(letter)
        del inbox[:count]

    def finish(self) -> None:
        for number in range(len(self.texts)):
            self.deliver(number, len(self.inboxes[number]))


def order(guard: Guard) -> list[tuple[Id, str]]:
    return [
        (Id(piece.client, piece.clock + index), unit)
        for piece in guard.sequence.runs()
        for index, unit in enumerate(piece.units or "")
    ]


@pytest.mark.parametrize("seed", range(150))
def test_s1_the_order_is_that_of_the_naive_model(seed: int) -> None:
    randomly = random.Random(seed)
    editors = Editors(randomly, randomly.randrange(2, 6))
    for _ in range(60):
        editors.step()
    editors.finish()
    for text in editors.texts:
        assert order(editors.guard) == [(letter.id, letter.unit) for letter in text.letters]


def test_s2_ids_compare_as_they_stand() -> None:
    randomly = random.Random(1)
    editors = Editors(randomly, 4)
    for _ in range(120):
        editors.step()
    ids = [place for place, _ in order(editors.guard)]
    compare = editors.guard.sequence.compare
    for _ in range(2_000):
        one, other = randomly.randrange(len(ids)), randomly.randrange(len(ids))
        sign = (one > other) - (one < other)
        found = compare(ids[one], ids[other])
        assert (found > 0) - (found < 0) == sign


def test_s3_deleted_text_is_kept_and_read_by_id() -> None:
    guard = document("Hello 😀 world\n")
    admit(guard, update(item(BEN, 0, "XY", origin=(ADA, 4), right=(ADA, 5))))
    admit(guard, update(deleted=[(ADA, 3, 9), (BEN, 1, 1)]))
    assert guard.text() == "HelXld\n"
    assert guard.sequence.text_of(IdRange(ADA, 0, 15)) == to_units("Hello 😀 world\n")
    assert guard.sequence.text_of(IdRange(ADA, 4, 3)) == to_units("o ") + "\ud83d"
    assert guard.sequence.text_of(IdRange(BEN, 0, 2)) == "XY"
    pieces = [(p.range, p.units, p.deleted) for p in guard.sequence.runs()]
    assert pieces == [
        (IdRange(ADA, 0, 3), "Hel", False),
        (IdRange(ADA, 3, 2), "lo", True),
        (IdRange(BEN, 0, 1), "X", False),
        (IdRange(BEN, 1, 1), "Y", True),
        (IdRange(ADA, 5, 7), to_units(" 😀 wor"), True),
        (IdRange(ADA, 12, 3), "ld\n", False),
    ]


def test_s4_typing_on_makes_one_run() -> None:
    guard = document("\n")
    place = {"origin": None, "right": (ADA, 0)}
    for clock in range(500):
        admit(guard, update(item(BEN, clock, "x", **place)))
        place = {"origin": (BEN, clock), "right": (ADA, 0)}
    assert guard.store.run_count == 2
    assert [piece.length for piece in guard.sequence.runs()] == [500, 1]


class Orders:
    """A list of runs beside a plain list."""

    def __init__(self) -> None:
        self.head = Run(-1, 0, 0, 0, None, None, None, "content")
        self.plain = [self.head]

    def insert(self, at: int) -> None:
        run = Run(1, len(self.plain), 1, 0, "x", None, None, "content")
        link_after(self.plain[at], run)
        self.plain.insert(at + 1, run)

    def remove(self, at: int) -> None:
        unlink(self.plain.pop(at))

    def linked(self) -> Iterator[Run]:
        run: Run | None = self.head
        while run is not None:
            yield run
            run = run.next

    def assert_sound(self) -> None:
        assert list(self.linked()) == self.plain
        labels = [run.label for run in self.plain]
        assert all(one < other for one, other in pairwise(labels))
        assert all(one is other.prev for one, other in pairwise(self.plain))


@pytest.mark.parametrize("where", ["head", "tail", "second", "middle", "anywhere"])
def test_s5_labels_grow_along_the_list(where: str) -> None:
    randomly = random.Random(2)
    orders = Orders()
    for index in range(3_000):
        length = len(orders.plain)
        place = {
            "head": 0,
            "tail": length - 1,
            "second": min(1, length - 1),
            "middle": length // 2,
            "anywhere": randomly.randrange(length),
        }[where]
        orders.insert(place)
        if where == "anywhere" and index % 3 == 0:
            orders.remove(randomly.randrange(1, len(orders.plain)))
    orders.assert_sound()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), max_size=80))
def test_s5_labels_grow_whatever_is_inserted(steps: list[tuple[int, int]]) -> None:
    orders = Orders()
    for place, again in steps:
        for _ in range(again * 12):
            orders.insert(place % len(orders.plain))
        if again == 0 and len(orders.plain) > 1:
            orders.remove(1 + place % (len(orders.plain) - 1))
    orders.assert_sound()


@pytest.mark.parametrize("count", [1, 2, 1_000, 3_000, 9_000])
def test_s7_runs_are_found_by_id(count: int) -> None:
    randomly = random.Random(count)
    length = 8 * count
    runs = ClientRuns()
    runs.append(Run(1, 0, length, 0, None, None, None, "content"))
    starts = randomly.sample(range(1, length), count)
    for start in starts:
        runs.find(start)
        runs.insert(Run(1, start, 1, 0, None, None, None, "content"))
    for start in starts[: count // 2]:
        runs.remove(runs.find(start))
    runs.append(Run(1, length, 5, 0, None, None, None, "content"))
    left = sorted({0, length, *starts[count // 2 :]})
    assert len(runs) == len(left)
    for clock in randomly.sample(range(length + 5), min(200, length)):
        expected = max(start for start in left if start <= clock)
        assert runs.find(clock).clock == expected


@given(
    st.lists(st.sampled_from([TEXT, LOW, EMBED, FORMAT, GONE | DELETED, DELETED]), min_size=1),
    st.data(),
)
def test_flags_answer_as_a_loop_would(kinds: list[int], data: st.DataObject) -> None:
    flags = bytearray(kinds)
    start = data.draw(st.integers(0, len(kinds) - 1))
    end = data.draw(st.integers(start + 1, len(kinds)))
    live = [i for i in range(start, end) if kinds[i] < DELETED]
    assert [i for a, b in live_ranges(flags, start, end) for i in range(a, b)] == live
    assert all(b == end or kinds[b] >= DELETED for _, b in live_ranges(flags, start, end))
    assert count_units(flags, start, end) == sum(
        kinds[i] in {TEXT, LOW, EMBED} for i in range(start, end)
    )
    gone = [i for i, kind in enumerate(kinds) if kind >= DELETED]
    assert [
        i for clock, length in deleted_ranges(flags) for i in range(clock, clock + length)
    ] == gone
    stop = end_of_stretch(flags, start, end)
    dead = kinds[start] >= DELETED
    assert all((kinds[i] >= DELETED) == dead for i in range(start, stop))
    assert stop == end or (kinds[stop] >= DELETED) != dead
    mark_deleted(flags, start, end)
    assert all(flags[i] == kinds[i] | DELETED for i in range(start, end))
    assert all(flags[i] == kinds[i] for i in (*range(start), *range(end, len(kinds))))


@given(st.text(st.characters(codec="utf-8")))
def test_units_are_utf_16(text: str) -> None:
    units = to_units(text)
    assert len(units) == len(text.encode("utf-16-le")) // 2
    assert from_units(units) == text
    flags = flags_of_text(units)
    inside = {i for i in range(len(units)) if "\udc00" <= units[i] <= "\udfff"}
    assert {i for i in range(len(units) + 1) if splits_pair(flags, i)} == inside
