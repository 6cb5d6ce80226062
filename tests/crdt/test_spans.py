"""Spans and id sets against a dumb map from every single id (SPEC.md I1 to I6)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crdt.ids import IdRange
from crdt.idset import IdSet
from crdt.spans import SpanConflict, SpanMap, SpanWriter

RANGES = st.builds(IdRange, st.integers(1, 3), st.integers(0, 30), st.integers(1, 12))
PUTS = st.lists(st.tuples(RANGES, st.sampled_from("ab")), max_size=25)
CLIENTS = (1, 2, 3)
CLOCKS = range(-1, 45)


def ids_of(span: IdRange) -> list[tuple[int, int]]:
    return [(span.client, clock) for clock in range(span.clock, span.end)]


def written(puts: list[tuple[IdRange, str]]) -> tuple[SpanWriter[str], dict[tuple[int, int], str]]:
    """Put what can be put, into the writer and into a dict of single ids."""
    writer: SpanWriter[str] = SpanWriter()
    single: dict[tuple[int, int], str] = {}
    for span, value in puts:
        conflicts = [place for place in ids_of(span) if single.get(place, value) != value]
        if conflicts:
            with pytest.raises(SpanConflict) as caught:
                writer.put(*span, value)
            assert (caught.value.client, caught.value.clock) == min(conflicts)
        else:
            writer.put(*span, value)
            single.update(dict.fromkeys(ids_of(span), value))
    return writer, single


def flat(spans: SpanMap[str] | SpanWriter[str]) -> dict[tuple[int, int], str]:
    return {place: value for span, value in spans.items() for place in ids_of(span)}


@given(PUTS)
def test_i2_a_conflicting_put_changes_nothing_and_others_are_kept(
    puts: list[tuple[IdRange, str]],
) -> None:
    writer, single = written(puts)
    assert flat(writer) == single
    assert flat(writer.freeze()) == single
    for client in CLIENTS:
        for clock in CLOCKS:
            assert writer.get(client, clock) == single.get((client, clock))


@given(PUTS)
def test_i1_runs_are_sorted_disjoint_and_coalesced(puts: list[tuple[IdRange, str]]) -> None:
    runs = list(written(puts)[0].items())
    for (span, value), (following, next_value) in pairwise(runs):
        if span.client == following.client:
            assert span.end < following.clock or (
                span.end == following.clock and value != next_value
            )
        else:
            assert span.client < following.client


@given(PUTS, RANGES)
def test_i3_a_slice_has_no_hole(puts: list[tuple[IdRange, str]], wanted: IdRange) -> None:
    writer, single = written(puts)
    parts = list(writer.slice(*wanted))
    assert [place for span, _ in parts for place in ids_of(span)] == ids_of(wanted)
    assert all(single.get(place) == value for span, value in parts for place in ids_of(span))


@given(PUTS, PUTS)
def test_i4_a_frozen_map_never_changes(
    puts: list[tuple[IdRange, str]], later: list[tuple[IdRange, str]]
) -> None:
    writer, single = written(puts)
    frozen = writer.freeze()
    grown = SpanWriter(frozen)
    for span, value in later:
        for target in (writer, grown):
            try:
                target.put(*span, value)
            except SpanConflict:
                continue
    assert flat(frozen) == single
    assert writer.freeze() == grown.freeze()


@given(PUTS, PUTS)
def test_i5_union_within_and_without(
    left: list[tuple[IdRange, str]], right: list[tuple[IdRange, str]]
) -> None:
    (one, ones), (other, others) = written(left), written(right)
    a, b = one.freeze(), other.freeze()
    if any(ones[place] != others[place] for place in ones.keys() & others.keys()):
        with pytest.raises(SpanConflict):
            a.union(b)
    else:
        assert flat(a.union(b)) == ones | others
        assert a.union(b) == b.union(a)
    assert flat(a.within(b.ids())) == {p: v for p, v in ones.items() if p in others}
    assert flat(a.without(b.ids())) == {p: v for p, v in ones.items() if p not in others}


@given(st.lists(RANGES), st.lists(RANGES), RANGES)
def test_i5_id_sets_are_sets(left: list[IdRange], right: list[IdRange], wanted: IdRange) -> None:
    a, b = IdSet(left), IdSet(right)
    ones = {place for span in left for place in ids_of(span)}
    others = {place for span in right for place in ids_of(span)}

    def single(ids: IdSet) -> set[tuple[int, int]]:
        places = [place for span in ids for place in ids_of(span)]
        assert len(places) == len(set(places)) == len(ids)
        assert bool(ids) == bool(places)
        return set(places)

    assert single(a) == ones
    assert single(a | b) == ones | others
    assert single(a - b) == ones - others
    assert single(a & b) == ones & others
    assert (a - b) | (a & b) == a
    assert hash((a - b) | (a & b)) == hash(a)
    assert a.covers(wanted) == (set(ids_of(wanted)) <= ones)
    assert a.meets(wanted) == bool(set(ids_of(wanted)) & ones)
    for client in CLIENTS:
        for clock in CLOCKS:
            assert ((client, clock) in a) == ((client, clock) in ones)


@given(st.lists(st.tuples(RANGES, st.integers(0, 7)), max_size=25))
def test_i6_like_values_merge_and_the_earlier_value_stays(
    puts: list[tuple[IdRange, int]],
) -> None:
    """Appending in clock order: every id keeps a value like its own, the first of its run."""
    writer: SpanWriter[int] = SpanWriter(alike=lambda a, b: a // 4 == b // 4)
    clocks: dict[int, int] = dict.fromkeys(CLIENTS, 0)
    single: dict[tuple[int, int], int] = {}
    for span, value in puts:
        begin = IdRange(span.client, clocks[span.client], span.length)
        clocks[span.client] = begin.end
        writer.put(*begin, value)
        before = single.get((begin.client, begin.clock - 1))
        kept = before if before is not None and before // 4 == value // 4 else value
        single.update(dict.fromkeys(ids_of(begin), kept))
    assert {place: value for span, value in writer.items() for place in ids_of(span)} == single


def test_i2_a_span_has_at_least_one_id() -> None:
    with pytest.raises(ValueError, match="at least one id"):
        SpanMap[str]().put(1, 0, 0, "a")


def test_i4_put_leaves_the_map_it_came_from() -> None:
    before = SpanMap[str].of([(IdRange(1, 0, 3), "a")])
    after = before.put(1, 3, 2, "a")
    assert (list(before.items()), list(after.items())) == (
        [(IdRange(1, 0, 3), "a")],
        [(IdRange(1, 0, 5), "a")],
    )
    assert len(after) == 1
    assert before != after
    assert before != "a map"
    assert repr(before) == "SpanMap([(IdRange(client=1, clock=0, length=3), 'a')])"
    assert repr(before.ids()) == "IdSet([IdRange(client=1, clock=0, length=3)])"
