"""Claims: read strictly, believed only when the text agrees (SPEC.md L1 to L9)."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crdt.checked import Inserted
from crdt.ids import MAX_CLOCK, Id, IdRange, from_units, to_units
from crdt.ledger import Authorship, Entry
from crdt.lineage import (
    AdoptedClaim,
    Classified,
    PastedClaim,
    SourceClaim,
    claims_in,
    classify,
    parse_claim,
)

ANNA, AT = "p_anna", 1_700_000_000_000
TYPED = Entry(ANNA, ANNA, AT, "typed")
PASTED = Entry(None, ANNA, AT, "pasted")
SUGGESTIONS = {"s_1": "The dog ran 🐕 away.", "s_2": "Short."}


def adopted(suggestion: str) -> Entry:
    return Entry(None, ANNA, AT, "adopted", suggestion)


def text(clock: int, words: str, client: int = 7) -> Inserted:
    units = to_units(words)
    return Inserted(client, clock, len(units), "content", "text", units, None)


def thing(clock: int, kind: Any, length: int = 1) -> Inserted:
    return Inserted(7, clock, length, "content", kind, None, None)


def lineage(clock: int, *values: Any) -> Inserted:
    return Inserted(7, clock, len(values), "lineage", "any", None, values)


def to(clock: int, length: int, client: int = 7) -> dict[str, int]:
    return {"client": client, "clock": clock, "length": length}


def placed(clock: int, length: int, suggestion: str = "s_1", at: int = 0) -> dict[str, object]:
    return {"to": to(clock, length), "suggestion": suggestion, "at": at}


def pasted(clock: int, length: int) -> dict[str, object]:
    return {"to": to(clock, length), "origin": "pasted"}


def judged(*inserted: Inserted, known: Mapping[str, str] = SUGGESTIONS) -> Classified:
    return classify(inserted, claims_in(inserted), ANNA, AT, known.get)


def spans(found: Classified) -> list[tuple[int, int, Entry]]:
    return [(span.clock, span.length, entry) for span, entry in found.entries]


def reasons(found: Classified) -> list[str]:
    return [refused.reason for refused in found.refused]


def test_l1_a_claim_of_each_kind_is_read() -> None:
    assert parse_claim(placed(4, 9, at=3)) == AdoptedClaim(IdRange(7, 4, 9), "s_1", 3)
    assert parse_claim(pasted(4, 9)) == PastedClaim(IdRange(7, 4, 9))
    source = {"client": 3, "clock": 41}
    assert parse_claim({"to": to(4, 9), "from": source}) == SourceClaim(IdRange(7, 4, 9), Id(3, 41))


def test_l1_whole_numbers_may_be_floats() -> None:
    # lib0 writes integers above 2**31, which client ids may be, as floats.
    claim = {"to": {"client": 4_000_000_000.0, "clock": 4.0, "length": 9}, "origin": "pasted"}
    assert parse_claim(claim) == PastedClaim(IdRange(4_000_000_000, 4, 9))


@pytest.mark.parametrize(
    "value",
    [
        None,
        "claim",
        [],
        {},
        {"to": to(0, 1)},
        {"origin": "pasted"},
        {"to": to(0, 1), "origin": "typed"},
        {"to": to(0, 1), "origin": "pasted", "author": "p_ben"},
        {"to": [7, 0, 1], "origin": "pasted"},
        {"to": to(0, 0), "origin": "pasted"},
        {"to": to(-1, 1), "origin": "pasted"},
        {"to": to(0, 1) | {"extra": 1}, "origin": "pasted"},
        {"to": {"client": 7, "clock": 0}, "origin": "pasted"},
        {"to": to(MAX_CLOCK - 1, 2), "origin": "pasted"},
        {"to": to(0, 1, client=2**53), "origin": "pasted"},
        {"to": {"client": 7, "clock": True, "length": 1}, "origin": "pasted"},
        {"to": {"client": 7, "clock": 0.5, "length": 1}, "origin": "pasted"},
        {"to": {"client": 7, "clock": float("nan"), "length": 1}, "origin": "pasted"},
        {"to": {"client": 7, "clock": float("inf"), "length": 1}, "origin": "pasted"},
        {"to": {"client": 7, "clock": "0", "length": 1}, "origin": "pasted"},
        {"to": to(0, 1), "suggestion": "s_1"},
        {"to": to(0, 1), "suggestion": "", "at": 0},
        {"to": to(0, 1), "suggestion": "s" * 65, "at": 0},
        {"to": to(0, 1), "suggestion": 5, "at": 0},
        {"to": to(0, 1), "suggestion": "s_1", "at": -1},
        {"to": to(0, 1), "suggestion": "s_1", "at": None},
        {"to": to(0, 1), "from": {"client": 3}},
        {"to": to(0, 1), "from": "elsewhere"},
        {"to": to(0, 1), "from": {"client": 3, "clock": 0}, "origin": "pasted"},
    ],
)
def test_l1_anything_else_is_no_claim_and_refused(value: object) -> None:
    assert parse_claim(value) is None
    found = classify((text(0, "word"),), [value], ANNA, AT, SUGGESTIONS.get)
    assert (spans(found), reasons(found)) == ([(0, 4, TYPED)], ["malformed"])
    assert found.refused[0].value is value


def test_l2_without_claims_everything_is_typed_line_ends_formats_and_embeds_too() -> None:
    runs = (text(0, "Hello\n"), thing(6, "format"), thing(7, "embed"), thing(8, "deleted", 3))
    found = judged(*runs)
    assert spans(found) == [(0, 6, TYPED), (6, 1, TYPED), (7, 1, TYPED), (8, 3, TYPED)]
    assert [span for span, _ in found.entries] == list(runs)


def test_l3_a_placed_suggestion_is_adopted() -> None:
    whole = SUGGESTIONS["s_1"]
    length = len(to_units(whole))
    found = judged(text(0, whole), lineage(length, placed(0, length)))
    assert spans(found) == [(0, length, adopted("s_1")), (length, 1, TYPED)]
    assert reasons(found) == []


def test_l3_a_part_of_it_is_adopted_counted_in_utf16_units() -> None:
    # "🐕 away." begins at unit 12 and the dog takes two units.
    found = judged(text(0, "Oh! 🐕 away. Ha!"), lineage(16, placed(4, 8, at=12)))
    assert spans(found) == [(0, 4, TYPED), (4, 8, adopted("s_1")), (12, 5, TYPED)]


def test_l3_the_text_may_stand_in_several_runs() -> None:
    runs = (text(0, "The "), text(4, "dog"), text(7, " ran"))
    found = judged(*runs, lineage(11, placed(0, 11)))
    assert spans(found) == [(0, 11, adopted("s_1")), (11, 1, TYPED)]


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (placed(0, 8), "text-differs"),
        (placed(0, 7, at=1), "text-differs"),
        (placed(0, 7, suggestion="s_9"), "no-such-suggestion"),
        (placed(0, 7, at=15), "out-of-range"),
        (placed(0, 7, suggestion="s_2"), "out-of-range"),
        (placed(0, 9), "not-inserted-here"),
        (placed(3, 7), "not-inserted-here"),
        (placed(8, 1), "not-inserted-here"),
        ({"to": to(0, 7, client=8), "suggestion": "s_1", "at": 0}, "not-inserted-here"),
        (pasted(5, 20), "not-inserted-here"),
    ],
)
def test_l4_a_claim_that_does_not_hold_changes_nothing(
    claim: dict[str, object], reason: str
) -> None:
    # Ids 0 to 7 are text, 8 is the claim itself.
    found = judged(text(0, "The dog!"), lineage(8, claim))
    assert spans(found) == [(0, 9, TYPED)]
    assert (reasons(found), found.refused[0].value) == ([reason], claim)


@pytest.mark.parametrize(("clock", "length"), [(0, 3), (3, 2), (3, 1), (2, 1)])
def test_l4_a_claim_that_splits_a_surrogate_pair_is_refused(clock: int, length: int) -> None:
    found = judged(text(0, "ab🐕c"), lineage(5, pasted(clock, length)))
    assert (spans(found), reasons(found)) == ([(0, 6, TYPED)], ["splits-pair"])


@pytest.mark.parametrize("kind", ["format", "embed"])
def test_l4_a_claim_over_anything_but_text_is_refused(kind: str) -> None:
    runs = (text(0, "The"), thing(3, kind), text(4, " dog"))
    found = judged(*runs, lineage(8, placed(0, 8)))
    assert reasons(found) == ["not-inserted-here"]


def test_l4_lineage_entries_cannot_be_claimed() -> None:
    assert reasons(judged(text(0, "The"), lineage(3, pasted(0, 4)))) == ["not-inserted-here"]


def test_l5_pasted_text_has_no_author() -> None:
    found = judged(text(0, "from elsewhere"), lineage(14, pasted(5, 9)))
    assert spans(found) == [(0, 5, TYPED), (5, 9, PASTED), (14, 1, TYPED)]


def test_l6_of_claims_that_overlap_the_first_that_holds_counts() -> None:
    wrong, right, late = placed(0, 7, at=1), placed(0, 7), pasted(6, 2)
    found = judged(text(0, "The dog!"), lineage(8, wrong, right, late))
    assert spans(found) == [(0, 7, adopted("s_1")), (7, 4, TYPED)]
    assert reasons(found) == ["text-differs", "overlaps"]


def test_l7_text_that_came_deleted_goes_with_the_claim_around_it() -> None:
    # Placed offline, a word of it deleted and forgotten before the sync.
    runs = (text(0, "The "), thing(4, "deleted", 4), text(8, "ran"))
    assert spans(judged(*runs, lineage(11, placed(0, 11))))[0] == (0, 11, adopted("s_1"))
    assert reasons(judged(*runs, lineage(11, placed(0, 11, at=1)))) == ["text-differs"]


def test_l7_nothing_but_deleted_text_proves_nothing() -> None:
    found = judged(thing(0, "deleted", 4), lineage(4, placed(0, 4)))
    assert (spans(found), reasons(found)) == ([(0, 5, TYPED)], ["text-differs"])


def test_l8_a_source_claim_is_neither_believed_nor_refused_yet() -> None:
    claim = {"to": to(0, 4), "from": {"client": 3, "clock": 41}}
    found = judged(text(0, "word"), lineage(4, claim))
    assert (spans(found), reasons(found)) == ([(0, 5, TYPED)], [])


def test_l9_comparing_is_bounded_by_what_was_inserted() -> None:
    claims = [placed(0, 8, at=1) for _ in range(6)]
    found = judged(text(0, "The dog!"), lineage(8, *claims))
    assert reasons(found) == ["text-differs"] * 4 + ["too-much-to-compare"] * 2


def test_l9_each_suggestion_is_looked_up_once() -> None:
    asked: list[str] = []

    def look_up(suggestion: str) -> str | None:
        asked.append(suggestion)
        return SUGGESTIONS.get(suggestion)

    runs = (text(0, "The dog"), lineage(7, placed(0, 3), placed(4, 3, at=4)))
    found = classify(runs, claims_in(runs), ANNA, AT, look_up)
    assert (reasons(found), asked) == ([], ["s_1"])


WORDS = st.text(st.sampled_from("ab🐕\n"), min_size=1, max_size=6)
CLAIM = st.tuples(
    st.sampled_from([7, 9]),
    st.integers(0, 12),
    st.integers(1, 8),
    st.sampled_from(["s_1", "s_2", "pasted"]),
    st.integers(0, 6),
)


def from_units_or_nothing(units: str) -> str:
    try:
        return from_units(units)
    except UnicodeDecodeError:
        return ""


def believed_by_brute_force(
    runs: Sequence[Inserted], known: Mapping[str, str], claims: Sequence[tuple[Any, ...]]
) -> dict[tuple[int, int], Entry]:
    unit_of = {
        (run.client, run.clock + offset): unit
        for run in runs
        for offset, unit in enumerate(run.units or "")
    }
    entries = dict.fromkeys(unit_of, TYPED)
    for client, clock, length, name, at in claims:
        places = [(client, clock + offset) for offset in range(length)]
        here = "".join(unit_of.get(place, "\0") for place in places)
        whole = to_units(from_units_or_nothing(here)) == here
        free = whole and all(entries.get(place) == TYPED for place in places)
        wanted = to_units(known.get(name, ""))[at : at + length]
        if free and (name == "pasted" or here == wanted):
            entries.update(dict.fromkeys(places, PASTED if name == "pasted" else adopted(name)))
    return entries


@given(st.lists(st.tuples(st.sampled_from([7, 9]), WORDS), max_size=6), WORDS, WORDS, st.data())
def test_l2_every_id_gets_one_entry_as_brute_force_finds_it(
    pieces: list[tuple[int, str]], one: str, other: str, data: st.DataObject
) -> None:
    known = {"s_1": one, "s_2": other}
    clocks, runs = dict[int, int](), list[Inserted]()
    for client, words in pieces:
        run = text(clocks.get(client, 0), words, client)
        clocks[client] = run.clock + run.length
        runs.append(run)
    total = sum(run.length for run in runs)
    claims = data.draw(st.lists(CLAIM, max_size=2))
    values = [
        {"to": to(clock, length, client), "origin": "pasted"}
        if name == "pasted"
        else {"to": to(clock, length, client), "suggestion": name, "at": at}
        for client, clock, length, name, at in claims
    ]
    found = classify(runs, values, ANNA, AT, known.get)
    authorship = Authorship()
    authorship.record_all(found.entries)
    expected = believed_by_brute_force(runs, known, claims)
    assert {place: authorship.entry_of(*place) for place in expected} == expected
    assert sum(span.length for span, _ in found.entries) == total


def test_units_of_a_suggestion_are_those_of_the_text() -> None:
    assert from_units(to_units(SUGGESTIONS["s_1"])) == SUGGESTIONS["s_1"]
