"""Law 2 at its root: the decision about authorship, whatever is inserted and claimed (SPEC.md L17)."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crdt.authorship import Entry
from crdt.ids import Id, IdRange
from crdt.texts import units_of
from tests.crdt.desk import Desk, Editor

TEXTS = st.sampled_from(
    ["The dog ran.", "dog 🐕", "Ben wrote this.", "no", "on this", "Ben wrote", "a"]
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(-9, 9)
    | st.sampled_from(["ben", "s1"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
NUMBERS = st.tuples(st.integers(0, 1), st.integers(0, 30), st.integers(1, 12))
CLAIMS = st.one_of(
    st.tuples(st.just("from"), NUMBERS, NUMBERS),
    st.tuples(st.just("suggestion"), NUMBERS, NUMBERS),
    st.tuples(st.just("author"), NUMBERS, NUMBERS),
    st.tuples(st.just("junk"), NUMBERS, JSON),
)
STEPS = st.tuples(
    st.sampled_from(["insert", "cut", "delete", "undo"]),
    st.integers(0, 30),
    TEXTS,
    st.lists(CLAIMS, max_size=3),
)


def claim_of(drawn: tuple[Any, ...], editors: list[Editor], mallory: Editor, length: int) -> Any:
    kind, (whose, clock, size), rest = drawn
    offset = min(clock, length - 1)
    to = mallory.to(min(size, length - offset), offset)
    if whose and size == 1:
        to = {"client": editors[0].client, "clock": clock, "length": size}
    match kind:
        case "from":
            source = {"client": editors[rest[0]].client, "clock": rest[1]}
            return {"to": to, "from": source}
        case "suggestion":
            return {"to": to, "suggestion": "s1", "at": rest[1]}
        case "author":
            return {"to": to, "author": "ben", "origin": "typed"}
        case _:
            return rest


def act(mallory: Editor, editors: list[Editor], step: tuple[Any, ...]) -> None:
    kind, at, text, drawn = step
    last = len(mallory.units()) - 1
    at = min(at, last)
    if "\udc00" <= mallory.units()[at] <= "\udfff":
        at -= 1
    claims = [claim_of(each, editors, mallory, len(text)) for each in drawn]
    claims = [claim for claim in claims if isinstance(claim, dict)]
    match kind:
        case "insert":
            mallory.insert(at, text, *claims)
        case "cut" if not any("\ud800" <= unit <= "\udfff" for unit in mallory.units()):
            mallory.insert(at, text, *claims, cut=(min(at, last), min(at + 5, last)))
        case "undo":
            mallory.undo()
        case _ if not any("\ud800" <= unit <= "\udfff" for unit in mallory.units()):
            mallory.delete(min(at, last), min(at + 9, last))
        case _:
            pass


@pytest.mark.law(2)
@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=6))
def test_l17_nobody_becomes_the_author_of_words_they_did_not_write(
    steps: list[tuple[Any, ...]],
) -> None:
    """Whatever Mallory inserts and claims: Ben is the author only of text equal to what he wrote."""
    desk = Desk()
    desk.suggest("s1", "The dog ran 🐕 away.")
    ben, mallory = desk.editor("ben"), desk.editor("mallory")
    ben.insert(0, "Ben wrote this. ")
    for step in steps:
        act(mallory, [ben, mallory], step)
    store = desk.guard.store
    for ids, entry in desk.lineage.authorship.spans().items():
        if ids.client == mallory.client and units_of(store, ids) is not None:
            assert entry.placed_by == "mallory"
            holds(desk, ids, entry)


def holds(desk: Desk, ids: IdRange, entry: Entry) -> None:
    """An entry that names anybody but Mallory points to equal text with the same author."""
    units = units_of(desk.guard.store, ids)
    assert entry.written in {"typed", "adopted"}
    if entry.origin == "typed":
        assert (entry.author, entry.suggestion) == ("mallory", None)
    elif entry.origin == "adopted":
        assert entry.author is None
        assert entry.suggestion_shift is not None
        at = ids.clock + entry.suggestion_shift
        assert desk.lineage.library.suggestions.texts[0][at : at + ids.length] == units
    else:
        assert entry.source is not None
        source = IdRange(entry.source.client, ids.clock + entry.source.shift, ids.length)
        assert units_of(desk.guard.store, source) == units
        for offset in range(ids.length):
            place = Id(source.client, source.clock + offset)
            original = desk.lineage.authorship.entry_of(*place)
            assert original[0] == entry.author
            assert (original.written, original.suggestion) == (entry.written, entry.suggestion)
