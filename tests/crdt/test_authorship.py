"""The authorship fold and its bytes (SPEC.md A1 to A6)."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crdt.authorship import UNKNOWN, Authorship, Entry, Source, same_authorship, span_json
from crdt.errors import Malformed
from crdt.ids import SERVER_CLIENT, IdRange
from crdt.spans import SpanConflict

ANNA = Entry("p_anna", "p_anna", 1_700_000_000_000, "typed")
ENTRIES = st.builds(
    Entry,
    st.sampled_from([None, "p_a", "p_b", "Zoë"]),
    st.sampled_from([None, "p_a", "p_b"]),
    st.integers(0, 2**42),
    st.sampled_from(["typed", "pasted", "imported", "adopted", "unknown"]),
    st.sampled_from([None, "s_1", "s_2"]),
    st.booleans(),
    st.sampled_from(["typed", "pasted", "imported", "adopted", "unknown"]),
    st.none()
    | st.builds(Source, st.integers(0, 9), st.integers(-5, 5), st.sampled_from([None, "d2"])),
    st.none() | st.integers(-5, 5),
)
INSERTIONS = st.lists(
    st.tuples(st.sampled_from([0, 7, SERVER_CLIENT]), st.integers(1, 300), ENTRIES)
)


def folded(insertions: list[tuple[int, int, Entry]]) -> Authorship:
    """What a server does: each insertion at its client's next clock."""
    authorship, clocks = Authorship(), dict[int, int]()
    for client, length, entry in insertions:
        clock = clocks.get(client, 0)
        authorship.record([IdRange(client, clock, length)], entry)
        clocks[client] = clock + length
    return authorship


@given(INSERTIONS)
def test_a5_loads_is_the_inverse_of_dumps(insertions: list[tuple[int, int, Entry]]) -> None:
    authorship = folded(insertions)
    again = Authorship.loads(authorship.dumps())
    assert again.spans() == authorship.spans()
    assert again.dumps() == authorship.dumps()


@given(INSERTIONS)
def test_a1_every_id_keeps_its_entry_up_to_the_minute(
    insertions: list[tuple[int, int, Entry]],
) -> None:
    authorship, clocks = folded(insertions), dict[int, int]()
    for client, length, entry in insertions:
        clock = clocks.get(client, 0)
        for place in (clock, clock + length - 1):
            kept = authorship.entry_of(client, place)
            assert same_authorship(kept, entry)
            assert kept._replace(at=0) == entry._replace(at=0)
        clocks[client] = clock + length


def test_a2_an_id_is_never_rewritten() -> None:
    authorship = folded([(7, 5, ANNA)])
    authorship.record([IdRange(7, 2, 3)], ANNA)
    with pytest.raises(SpanConflict) as caught:
        authorship.record([IdRange(7, 3, 9)], ANNA._replace(author="p_ben"))
    assert (caught.value.slug, caught.value.client, caught.value.clock) == ("span-conflict", 7, 3)
    assert authorship.entry_of(7, 5) == UNKNOWN


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("author", None),
        ("placed_by", "p_ben"),
        ("at", 1_700_000_000_000 + 60_000),
        ("origin", "pasted"),
        ("suggestion", "s_1"),
        ("undeclared", True),
    ],
)
def test_a3_each_field_keeps_spans_apart(field: str, value: object) -> None:
    authorship = folded([(7, 5, ANNA), (7, 5, ANNA._replace(**{field: value}))])
    assert len(authorship.spans()) == 2


def test_a3_a_minute_of_typing_is_one_span_with_the_first_time() -> None:
    first = 1_700_000_040_000 - 1_700_000_040_000 % 60_000
    typed = [(7, 1, ANNA._replace(at=first + second * 1_000)) for second in range(120)]
    spans = list(folded(typed).spans().items())
    assert [(span.length, entry.at) for span, entry in spans] == [(60, first), (60, first + 60_000)]


def test_a4_spans_come_in_the_order_asked_for_and_are_joined() -> None:
    authorship = folded([(7, 5, ANNA), (9, 5, ANNA._replace(author="p_ben"))])
    asked = [IdRange(9, 3, 1), IdRange(9, 4, 1), IdRange(7, 0, 2), IdRange(7, 2, 1)]
    spans = list(authorship.spans_of([*asked, IdRange(7, 4, 3)]))
    assert [span for span, _ in spans] == [
        IdRange(9, 3, 2),
        IdRange(7, 0, 3),
        IdRange(7, 4, 1),
        IdRange(7, 5, 2),
    ]
    assert spans[-1][1] == UNKNOWN
    assert list(authorship.spans_of([])) == []


def test_a6_a_span_on_the_wire() -> None:
    entry = Entry(None, "p_a", 5, "adopted", "s_1", True, "adopted", suggestion_shift=-1)
    spoken = {
        "client": 7,
        "clock": 1,
        "length": 2,
        "author": None,
        "placed_by": "p_a",
        "at": 5,
        "origin": "adopted",
        "written": "adopted",
        "suggestion": "s_1",
        "suggestion_at": 0,
        "undeclared": True,
        "source": None,
    }
    assert span_json(IdRange(7, 1, 2), entry) == spoken


def test_a6_the_source_of_a_span_is_that_of_its_first_id() -> None:
    entry = Entry("p_b", "p_a", 5, "moved", source=Source(9, 40))
    spoken = span_json(IdRange(7, 1, 2), entry)
    assert spoken["source"] == {"client": 9, "clock": 41, "document": None}
    assert (spoken["origin"], spoken["written"]) == ("moved", "typed")


def test_a5_hundred_thousand_characters_of_one_author_take_a_few_kilobytes() -> None:
    # 5 keys a second without a break: 100,000 characters take 334 minutes.
    typed = [(7, 1, ANNA._replace(at=ANNA.at + key * 200)) for key in range(100_000)]
    assert len(folded(typed).dumps()) < 4_096


def test_a5_bytes_of_something_else_are_malformed() -> None:
    good = folded([(7, 5, ANNA), (9, 5, ANNA._replace(author=None))]).dumps()
    chance = random.Random(5)
    for cut in range(len(good)):
        with pytest.raises(Malformed):
            Authorship.loads(good[:cut])
    with pytest.raises(Malformed):
        Authorship.loads(good + b"\0")
    for _ in range(2_000):
        mutated = bytearray(good)
        mutated[chance.randrange(len(good))] = chance.randrange(256)
        try:
            Authorship.loads(bytes(mutated))
        except Malformed:
            continue


def test_a5_an_unknown_version_is_malformed() -> None:
    with pytest.raises(Malformed, match="version 2"):
        Authorship.loads(b"\x01")
