"""Every row of the table of hostile input in RELIABILITY.md: refused by the guard, nothing changed.

Of the rules in SPEC.md, row 5 is G13, row 7 is G19 and row 8 is G12.
"""

import random
import resource

import pytest

from crdt.codec import Writer
from crdt.content import REF_ANY, REF_BINARY, REF_DOC, REF_EMBED, REF_JSON, REF_TYPE
from crdt.errors import Gap, Malformed, Refused
from crdt.guard import Guard
from crdt.ids import MAX_CLOCK, SERVER_CLIENT, Id
from crdt.limits import Limits, UpdateLimits
from crdt.replica import Replica, merge
from crdt.update import Gc, Item, decode_update
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


def assert_refused(guard: Guard, data: bytes, slug: str, *, offline: bool | None = None) -> None:
    """Refused with this slug, live and offline unless said otherwise; nothing changed."""
    before = list(guard.sequence.runs()), dict(guard.state_vector), guard.store.run_count
    for mode in (False, True) if offline is None else (offline,):
        with pytest.raises((Refused, Malformed)) as caught:
            guard.check(data, offline=mode)
        assert caught.value.slug == slug
    assert before == (list(guard.sequence.runs()), guard.state_vector, guard.store.run_count)


def lineage_entry(raw_value: bytes) -> bytes:
    """An update that pushes one `any` value, given as it stands on the wire."""
    writer = Writer()
    for number in (1, 1, BEN, 0):
        writer.write_varuint(number)
    writer.write_byte(REF_ANY)
    writer.write_varuint(1)
    writer.write_varstring("lineage")
    writer.write_varuint(1)
    writer.buffer += raw_value
    writer.write_varuint(0)
    return writer.bytes()


@pytest.mark.parametrize("depth", [9, 5_000, 30_000])
def test_row_1_values_nested_deep(depth: int) -> None:
    guard = document()
    assert_refused(guard, lineage_entry(b"\x75\x01" * depth + b"\x7e"), "malformed")
    assert_refused(guard, lineage_entry(b"\x76\x01\x01a" * depth + b"\x7e"), "malformed")
    place = {"origin": (ADA, 4), "right": (ADA, 5)}
    for text in ("[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth):
        assert_refused(guard, update(format_item(BEN, 0, "bold", text, **place)), "bad-format")
        assert_refused(guard, update(embed_item(BEN, 0, text, **place)), "bad-embed")


def test_row_1_eight_values_deep_are_read_but_are_no_claim_format_or_embed() -> None:
    guard = document()
    deep = lineage_entry(b"\x76\x01\x01a" * 8 + b"\x7e")
    assert guard.check(deep).inserted[0].values is not None
    assert_refused(guard, lineage_entry(b"\x75\x01" * 8 + b"\x7e"), "bad-claim")


def test_row_2_elements_nested_deep_in_one_update_and_through_many() -> None:
    guard = document()
    element = item(BEN, 0, (3, "p"), ref=REF_TYPE, parent="content")
    chain: list[Item] = [element]
    for clock in range(1, 30_000):
        chain.append(item(BEN, clock, (3, "p"), ref=REF_TYPE, parent=Id(BEN, clock - 1)))
    assert_refused(guard, update(*chain[:2_000]), "kind-not-allowed")
    assert_refused(guard, update(*chain), "kind-not-allowed", offline=True)
    for single in chain[:100]:
        with pytest.raises(Refused):
            guard.check(update(single))
    in_text = item(BEN, 0, (2, None), ref=REF_TYPE, origin=(ADA, 4))
    assert_refused(guard, update(in_text), "kind-not-allowed")
    child = item(BEN, 0, "x", parent=Id(ADA, 3))
    assert_refused(guard, update(child), "unknown-root")


def test_row_3_an_update_under_another_persons_client_id_is_told_with_that_id() -> None:
    guard = document("Hello\n")
    forged = update(item(ADA, 6, "!", origin=(ADA, 4), right=(ADA, 5)))
    assert guard.check(forged).clients == (ADA,)
    honest = update(item(ADA, 6, "?", origin=(ADA, 4), right=(ADA, 5)))
    assert admit(guard, honest).clients == (ADA,)
    assert guard.text() == "Hello?\n"
    with_own = update(
        item(BEN, 0, "b", origin=(ADA, 5)), item(SERVER_CLIENT, 0, "x", origin=(ADA, 5))
    )
    assert guard.check(with_own, offline=True).clients == (BEN, SERVER_CLIENT)


def test_row_4_a_clock_gap_is_never_kept_and_can_be_filled_in_order() -> None:
    guard = document("Hello\n")
    first = update(item(BEN, 0, "a", origin=(ADA, 4), right=(ADA, 5)))
    second = update(item(BEN, 1, "b", origin=(BEN, 0), right=(ADA, 5)))
    assert_refused(guard, second, "gap")
    admit(guard, first)
    assert guard.text() == "Helloa\n"
    admit(guard, second)
    reloaded = Replica()
    reloaded.apply(merge([update(item(ADA, 0, "Hello\n")), first, second]))
    assert guard.text() == reloaded.text() == "Helloab\n"


@pytest.mark.parametrize("clock", [MAX_CLOCK, 2**32 - 2, 2**32 - 1, 2**32, 2**53 - 1])
def test_row_5_clocks_near_their_end(clock: int) -> None:
    guard = document("Hello\n")
    assert_refused(guard, update(item(BEN, clock, "x", origin=(ADA, 4))), "gap")
    assert_refused(guard, update(gone_item(BEN, 0, clock, origin=(ADA, 4))), "clock-too-large")
    assert_refused(guard, update(item(BEN, 0, "x", origin=(ADA, clock))), "gap")
    assert_refused(guard, update(deleted=[(ADA, clock, 1)]), "gap")
    assert_refused(guard, update(deleted=[(ADA, 0, clock)]), "gap")


def test_row_5_a_few_bytes_cannot_claim_billions_of_ids() -> None:
    guard = document("Hello\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert_refused(guard, update(gone_item(BEN, 0, MAX_CLOCK - 2, origin=(ADA, 4))), "too-large")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_row_6_items_whose_origin_never_comes_are_not_kept() -> None:
    guard = document("Hello\n")
    for clock in range(100):
        orphan = update(item(BEN, 0, "x", origin=(CLEO, clock)))
        with pytest.raises(Gap):
            guard.check(orphan, offline=True)
    assert_refused(guard, update(item(BEN, 0, "x", right=(CLEO, 0))), "gap")
    assert_refused(guard, update(item(BEN, 0, "x", origin=(BEN, 0))), "origin-cycle")
    assert_refused(guard, update(item(BEN, 0, "x", origin=(BEN, 3))), "origin-cycle")
    circle = update(item(BEN, 0, "x", origin=(CLEO, 0)), item(CLEO, 0, "y", origin=(BEN, 0)))
    assert_refused(guard, circle, "origin-cycle", offline=True)


def test_row_7_many_new_clients_at_one_spot_twice() -> None:
    guard = document("Hello\n")
    spot = {"origin": (ADA, 4), "right": (ADA, 5)}
    crowd = [item(client, 0, "x", **spot) for client in range(100, 10_100)]
    assert_refused(guard, update(*crowd[:4_000]), "many-clients")
    assert_refused(guard, update(*crowd), "many-clients", offline=True)


def test_row_7_looking_at_a_crowded_spot_is_bounded() -> None:
    few = UpdateLimits(
        max_bytes=10_000, max_parts=1_000, max_clients=1, max_new_ids=1_000, max_scans=50
    )
    guard = Guard.empty(Limits(live=few))
    admit(guard, update(item(ADA, 0, "Hello\n")))
    spot = {"origin": (ADA, 4), "right": (ADA, 5)}
    for client in range(100, 151):
        admit(guard, update(item(client, 0, "x", **spot)))
    assert_refused(guard, update(item(1_000, 0, "x", **spot)), "crowded", offline=False)
    admit(guard, update(item(1, 0, "x", **spot)))


def test_row_8_insertion_and_deletion_inside_a_surrogate_pair() -> None:
    guard = document("a😀b\n")
    inside = {"origin": (ADA, 1), "right": (ADA, 2)}
    assert_refused(guard, update(item(BEN, 0, "x", **inside)), "split-pair")
    assert_refused(guard, update(item(BEN, 0, "x", origin=(ADA, 1))), "split-pair")
    assert_refused(guard, update(item(BEN, 0, "x", right=(ADA, 2))), "split-pair")
    assert_refused(guard, update(format_item(BEN, 0, "bold", "true", **inside)), "split-pair")
    assert_refused(guard, update(deleted=[(ADA, 1, 1)]), "split-pair")
    assert_refused(guard, update(deleted=[(ADA, 2, 1)]), "split-pair")
    assert_refused(guard, update(deleted=[(ADA, 0, 2)]), "split-pair")
    assert_refused(guard, update(deleted=[(ADA, 2, 2)]), "split-pair")
    assert_refused(guard, update(deleted=[(ADA, 1, 1), (ADA, 2, 1)]), "split-pair")
    admit(guard, update(deleted=[(ADA, 1, 2)]))
    assert_refused(guard, update(item(BEN, 0, "x", **inside)), "split-pair")


def test_row_8_a_known_part_that_ends_inside_a_pair() -> None:
    guard = document("ab")
    assert_refused(guard, update(item(ADA, 0, "a😀")), "split-pair")
    assert_refused(
        guard, update(item(BEN, 0, "😀", origin=(ADA, 1)), deleted=[(BEN, 0, 1)]), "split-pair"
    )


def test_row_8_lone_surrogates_cannot_be_spelled() -> None:
    guard = document("ab")
    good = update(item(BEN, 0, "xyz", origin=(ADA, 1)))
    for surrogate in (b"\xed\xa0\xbd", b"\xed\xb8\x80"):
        assert_refused(guard, good.replace(b"xyz", surrogate), "malformed")
    link = format_item(BEN, 0, "link", '"https://a/\\ud83d"', origin=(ADA, 1))
    assert_refused(guard, update(link), "bad-format")


def test_row_9_garbage_is_malformed() -> None:
    guard = document()
    for data in (b"", b"\x00", b"\x01", b"\x00\x00\x00", b"\xff" * 20, b"\x01\x00\x05\x00\x00"):
        assert_refused(guard, data, "malformed")
    typed = update(item(BEN, 0, "x", origin=(ADA, 4), right=(ADA, 5)))
    for cut in range(len(typed)):
        assert_refused(guard, typed[:cut], "malformed")
    assert_refused(guard, typed + b"\x00", "malformed")


def test_g14_kinds_that_byline_does_not_use() -> None:
    guard = document("Hello\n")
    place = {"origin": (ADA, 4), "right": (ADA, 5)}
    for strange in (
        item(BEN, 0, ("1",), ref=REF_JSON, **place),
        item(BEN, 0, b"bytes", ref=REF_BINARY, **place),
        item(BEN, 0, (0, None), ref=REF_TYPE, **place),
        item(BEN, 0, ("guid", {}), ref=REF_DOC, **place),
        item(BEN, 0, ({"to": 1},), ref=REF_ANY, **place),
        item(BEN, 0, "text", parent="lineage"),
        item(BEN, 0, '{"divider":true}', ref=REF_EMBED, parent="lineage"),
        item(BEN, 0, "x", parent="content", parent_sub="key"),
        Gc(BEN, 0, 1),
    ):
        assert_refused(guard, update(strange), "kind-not-allowed")
    assert_refused(guard, update(item(BEN, 0, "x", parent="quill")), "unknown-root")


def test_g10_origins_in_different_roots_or_crossed() -> None:
    guard = document("Hello\n")
    admit(guard, update(item(ADA, 6, ({"a": 1}, {"b": 2}), ref=REF_ANY)))
    entry = ({"c": 3},)
    for strange, slug in (
        (item(BEN, 0, "x", origin=(ADA, 4), right=(ADA, 6)), "other-root"),
        (item(BEN, 0, entry, ref=REF_ANY, origin=(ADA, 6), right=(ADA, 5)), "other-root"),
        (item(BEN, 0, "x", origin=(ADA, 6)), "kind-not-allowed"),
        (item(BEN, 0, "x", origin=(ADA, 4), right=(ADA, 4)), "origin-order"),
        (item(BEN, 0, "x", origin=(ADA, 4), right=(ADA, 2)), "origin-order"),
        (item(BEN, 0, entry, ref=REF_ANY, origin=(ADA, 7), right=(ADA, 6)), "origin-order"),
    ):
        assert_refused(guard, update(strange), slug)


def test_g11_origins_that_were_never_neighbours() -> None:
    guard = document("Hello\n")
    for place in (
        {"origin": (ADA, 0), "right": (ADA, 2)},
        {"right": (ADA, 1)},
    ):
        assert_refused(guard, update(item(BEN, 0, "x", **place)), "origin-order")
    before_ada_went_on = update(item(BEN, 0, "x", origin=(ADA, 0)))
    assert guard.check(before_ada_went_on).clients == (BEN,)


def test_g11_without_that_rule_replicas_would_differ() -> None:
    """What the rule prevents: in pycrdt itself the text would depend on the order of arrival."""
    randomly = random.Random(5)
    refused = 0
    for _ in range(200):
        log = [update(item(50, 0, "\n"))]
        guard, free, live = document("\n", client=50), [Id(50, 0)], Replica()
        live.apply(log[0])
        for letter in "ABCDEFGHIJKL":
            client = randomly.randrange(100, 200)
            clock = sum(place.client == client for place in free)
            spots = [None, *free, None]
            left, right = sorted(randomly.sample(range(len(spots)), 2))
            place = {"origin": spots[left], "right": spots[right]}
            data = update(item(client, clock, letter, **place))
            log.append(data)
            live.apply(data)
            free = _order_of(live.text(), log)
            try:
                admit(guard, data)
            except Refused:
                refused += 1
        reloaded = Replica()
        reloaded.apply(merge(log))
        if reloaded.text() != live.text():
            break
    else:
        pytest.fail("no two texts were found")
    assert refused > 0


def _order_of(text: str, log: list[bytes]) -> list[Id]:
    """The ids of the letters of a text, in its order."""
    items = [struct for data in log for struct in decode_update(data).structs]
    letters = {struct.content: struct for struct in items if isinstance(struct, Item)}
    return [Id(letters[letter].client, letters[letter].clock) for letter in text]


def test_g16_deletions_out_of_order_are_put_in_order() -> None:
    """pycrdt's merging would lose the ranges that do not ascend."""
    guard = document("x" * 60)
    ranges = [(ADA, 38, 3), (ADA, 28, 8), (ADA, 29, 2)]
    checked = admit(guard, update(deleted=ranges))
    assert [tuple(span) for span in decode_update(checked.update).deletions] == [
        (ADA, 28, 8),
        (ADA, 38, 3),
    ]
    replica = Replica()
    first, second = update(item(ADA, 0, "x" * 60)), update(deleted=[(ADA, 2, 5)])
    replica.apply(merge([first, second, checked.update]))
    admit(guard, second)
    assert replica.text() == guard.text() == "x" * 44


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("link", '"javascript:alert(1)"'),
        ("link", '" java\\tscript:alert(1)"'),
        ("link", '"JavaScript:alert(1)"'),
        ("link", '"data:text/html,x"'),
        ("link", '{"href":"https://a"}'),
        ("link", '["https://a"]'),
        ("link", "1"),
        ("bold", '"true"'),
        ("bold", "1"),
        ("bold", "NaN"),
        ("bold", "tru"),
        ("bold", ""),
        ("header", "0"),
        ("header", "7"),
        ("header", "true"),
        ("header", "1e999"),
        ("indent", "9"),
        ("list", '"evil"'),
        ("color", '"url(https://a)\\"onload"'),
        ("code-block", '"' + "x" * 65 + '"'),
    ],
)
def test_p1_formats_with_values_they_cannot_have(key: str, value: str) -> None:
    guard = document("Hello\n")
    data = update(format_item(BEN, 0, key, value, origin=(ADA, 4), right=(ADA, 5)))
    assert_refused(guard, data, "bad-format")


@pytest.mark.parametrize("key", ["onclick", "", "style", "__proto__", "constructor", "Bold"])
def test_p1_formats_that_do_not_exist(key: str) -> None:
    guard = document("Hello\n")
    data = update(format_item(BEN, 0, key, "true", origin=(ADA, 4), right=(ADA, 5)))
    assert_refused(guard, data, "unknown-format")


@pytest.mark.parametrize(
    "value",
    [
        '{"image":"javascript:alert(1)"}',
        '{"image":"data:image/svg+xml,x"}',
        '{"divider":true,"image":"https://a"}',
        '{"divider":false}',
        '{"iframe":"https://a"}',
        '{"__proto__":{"a":1}}',
        '{"divider":true,"divider":true}',
        "{}",
        "null",
        "[]",
        '"text"',
        "",
    ],
)
def test_p3_embeds_that_do_not_exist(value: str) -> None:
    guard = document("Hello\n")
    data = update(embed_item(BEN, 0, value, origin=(ADA, 4), right=(ADA, 5)))
    assert_refused(guard, data, "bad-embed")


@pytest.mark.parametrize(
    "value",
    [
        b"\x7f",  # undefined
        b"\x7a" + b"\x00" * 8,  # a big integer
        b"\x74\x01x",  # bytes
        b"\x7b\x7f\xf8\x00\x00\x00\x00\x00\x00",  # not a number
        b"\x76\x02\x01a\x78\x01a\x78",  # a key twice
        b"\x76\x01\x09__proto__\x76\x00",
    ],
)
def test_p4_claims_that_are_not_plain_values(value: bytes) -> None:
    assert_refused(document(), lineage_entry(value), "malformed")


@pytest.mark.parametrize(
    "value",
    [
        b"\x78",
        b"\x7e",
        b"\x77\x01a",
        b"\x75\x00",
        b"\x76\x28" + b"".join(bytes([2, 65 + i // 26, 65 + i % 26, 0x78]) for i in range(40)),
    ],
)
def test_p4_claims_that_are_not_small_maps(value: bytes) -> None:
    assert_refused(document(), lineage_entry(value), "bad-claim")


def test_sections_of_one_client_must_be_one() -> None:
    guard = document("Hello\n")
    one = update(item(BEN, 0, "a", origin=(ADA, 5)))
    twice = b"\x02" + one[1:-1] + one[1:-1] + b"\x00"
    assert len(decode_update(one).structs) == 1
    assert_refused(guard, twice, "malformed")
