"""Indexes of grams, against a dumb scan (SPEC.md L18)."""

import random

from hypothesis import given
from hypothesis import strategies as st

from crdt.grams import COMMON, GRAM, STEP, IdIndex, TextIndex
from crdt.ids import IdRange
from tests.crdt.desk import Desk, Editor

TEXTS = st.lists(st.text("abc", max_size=40), max_size=6)


@given(TEXTS, st.text("abc", min_size=GRAM, max_size=GRAM))
def test_l18_a_gram_is_found_where_it_stands_in_different_texts(
    texts: list[str], gram: str
) -> None:
    index = TextIndex()
    for text in texts:
        index.add(text)
    expected = [
        (number, at)
        for number, text in enumerate(texts)
        if text not in texts[:number]
        for at in range(0, len(text) - GRAM + 1, STEP)
        if text[at : at + GRAM] == gram
    ]
    assert list(index.places(gram)) == expected[:COMMON]
    assert index.texts == texts


def edited(seed: int) -> tuple[Desk, list[Editor]]:
    desk = Desk()
    editors = [desk.editor("ben"), desk.editor("anna")]
    randomly = random.Random(seed)
    for _ in range(60):
        editor = randomly.choice(editors)
        length = len(editor.units())
        at = randomly.randrange(length)
        if randomly.random() < 0.2 and at < length - 3:
            editor.delete(at, at + 2)
        else:
            editor.insert(at, "".join(randomly.choices("abcd", k=randomly.randrange(1, 30))))
    return desk, editors


def test_l18_the_ids_of_a_document_are_found_whenever_the_index_catches_up() -> None:
    desk, _ = edited(1)
    store = desk.guard.store
    once, often = IdIndex(store), IdIndex(store)
    once.catch_up({})
    for end in range(0, 900, 50):
        often.changed.update(store.flags)
        often.catch_up(dict.fromkeys(store.flags, end))
    often.changed.update(store.flags)
    often.catch_up({})
    expected: dict[str, set[tuple[int, int]]] = {}
    for client, flags in store.flags.items():
        for clock in range(0, len(flags) - GRAM + 1, STEP):
            units = desk.guard.sequence.text_of(IdRange(client, clock, GRAM))
            expected.setdefault(units, set()).add((client, clock))
    assert len(expected) > 100
    for gram, places in expected.items():
        wanted = places if len(places) <= COMMON else set()
        assert set(once.places(gram)) == set(often.places(gram)) == wanted
    assert once.known == often.known == sum(map(len, store.flags.values()))


def test_l18_only_clients_with_new_ids_are_visited() -> None:
    desk, (ben, anna) = edited(2)
    anna.insert(0, "something long enough to be looked for")
    index = desk.lineage.library.ids
    assert index.changed == {anna.client}
    ben.type(0, "k")
    assert index.changed == {anna.client, ben.client}
    anna.insert(0, "something else that is long enough")
    assert index.changed == {anna.client}
