"""crdt.update and crdt.content against rules U1 to U7."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text

from crdt.content import (
    REF_ANY,
    REF_BINARY,
    REF_DELETED,
    REF_DOC,
    REF_EMBED,
    REF_FORMAT,
    REF_JSON,
    REF_STRING,
    REF_TYPE,
    Content,
)
from crdt.errors import Malformed, Refused
from crdt.ids import Id, IdRange, to_units
from crdt.update import EMPTY_UPDATE, Gc, Item, Skip, Struct, Update, decode_update, encode_update
from tests.crdt.yjs import sessions

clients = st.integers(0, 2**53 - 1)
clocks = st.integers(0, 2**40)
ids = st.builds(Id, clients, clocks)
texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)
contents: st.SearchStrategy[tuple[int, int, Content]] = st.one_of(
    st.integers(1, 99).map(lambda length: (REF_DELETED, length, None)),
    texts.map(lambda text: (REF_STRING, len(to_units(text)), to_units(text))),
    texts.map(lambda text: (REF_EMBED, 1, text)),
    st.tuples(texts, texts).map(lambda pair: (REF_FORMAT, 1, pair)),
    st.binary(max_size=5).map(lambda data: (REF_BINARY, 1, data)),
    st.lists(texts, min_size=1, max_size=3).map(lambda all_: (REF_JSON, len(all_), tuple(all_))),
    st.lists(texts | st.integers(-9, 9), min_size=1, max_size=3).map(
        lambda all_: (REF_ANY, len(all_), tuple(all_))
    ),
    st.sampled_from([0, 1, 2, 4, 6]).map(lambda kind: (REF_TYPE, 1, (kind, None))),
    st.sampled_from([3, 5]).map(lambda kind: (REF_TYPE, 1, (kind, "p"))),
    texts.map(lambda guid: (REF_DOC, 1, (guid, {"autoLoad": True}))),
)


@st.composite
def sections(draw: st.DrawFn, client: int) -> list[Struct]:
    clock = draw(clocks)
    structs: list[Struct] = []
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.integers(0, 9)) == 0:
            length = draw(st.integers(1, 99))
            structs.append(draw(st.sampled_from([Gc, Skip]))(client, clock, length))
        else:
            ref, length, content = draw(contents)
            origin, right = draw(st.none() | ids), draw(st.none() | ids)
            parent, parent_sub = None, draw(st.none() | st.just(""))
            if origin is None and right is None:
                parent, parent_sub = draw(texts | ids), draw(st.none() | texts)
            structs.append(
                Item(client, clock, length, ref, origin, right, parent, parent_sub, content)
            )
        clock += structs[-1].length
    return structs


@st.composite
def updates(draw: st.DrawFn) -> Update:
    structs: list[Struct] = []
    for client in draw(st.lists(clients, unique=True, max_size=3)):
        structs += draw(sections(client))
    deletions: list[IdRange] = []
    for client in draw(st.lists(clients, unique=True, max_size=3)):
        for clock, length in draw(
            st.lists(st.tuples(clocks, st.integers(1, 99)), min_size=1, max_size=3)
        ):
            deletions.append(IdRange(client, clock, length))
    return Update(tuple(structs), tuple(deletions))


@given(updates())
def test_u1_updates_read_as_written(update: Update) -> None:
    assert decode_update(encode_update(update)) == update


@given(updates(), st.data())
def test_u2_the_whole_input_is_read(update: Update, data: st.DataObject) -> None:
    encoded = encode_update(update)
    with pytest.raises(Malformed):
        decode_update(encoded + b"\x00")
    with pytest.raises(Malformed):
        decode_update(encoded[: data.draw(st.integers(0, len(encoded) - 1))])


@pytest.mark.node
def test_u1_updates_of_yjs_are_written_to_the_byte(node: str) -> None:
    count = 0
    for session in list(sessions(node, 1, 40, 300))[:15]:
        for message in session.messages:
            assert encode_update(decode_update(message.update)) == message.update
            count += 1
    assert count > 3_000


def test_u1_updates_of_pycrdt_are_written_to_the_byte() -> None:
    doc = Doc(client_id=5)
    text, array, table = doc.get("t", type=Text), doc.get("a", type=Array), doc.get("m", type=Map)
    text.insert(0, "Hello 😀\n", {"bold": True})
    text.insert_embed(0, {"divider": True})
    del text[3:5]
    array.append({"a": [2.5, None, True, "x", 0.1]})
    array.append(Map({"k": "v"}))
    table["key"] = Text("inner")
    table["key"] = "again"
    update = doc.get_update()
    assert encode_update(decode_update(update)) == update


def test_u3_zero_lengths_are_malformed() -> None:
    empty_text = b"\x01\x01\x05\x00\x04\x01\x01c\x00\x00"
    empty_gc = b"\x01\x01\x05\x00\x00\x00\x00"
    empty_deletion = b"\x00\x01\x05\x01\x00\x00"
    no_structs = b"\x01\x00\x05\x00\x00"
    for data in (empty_text, empty_gc, empty_deletion, no_structs):
        with pytest.raises(Malformed):
            decode_update(data)
    assert decode_update(b"\x00\x01\x05\x00").deletions == ()


@pytest.mark.parametrize("info", [0x0B, 0x1F, 0x80, 0x40, 0x20, 0x8A])
def test_u4_unknown_kinds_and_impossible_bits_are_malformed(info: int) -> None:
    with pytest.raises(Malformed):
        decode_update(bytes([1, 1, 5, 0, info, 5, 0, 1, 97, 0]))


def test_u5_a_client_has_one_section() -> None:
    one = encode_update(Update((Gc(5, 0, 1),), ()))
    assert decode_update(one)
    with pytest.raises(Malformed):
        decode_update(b"\x02" + one[1:-1] * 2 + b"\x00")
    with pytest.raises(Malformed):
        decode_update(b"\x00\x02\x05\x01\x00\x01\x05\x01\x00\x01")


@pytest.mark.parametrize(
    "update",
    [
        Update(tuple(Gc(5, clock, 1) for clock in range(11)), ()),
        Update((), tuple(IdRange(5, 2 * clock, 1) for clock in range(11))),
        Update((Item(5, 0, 11, REF_ANY, None, None, "a", None, (1,) * 11),), ()),
        Update((Item(5, 0, 11, REF_JSON, None, None, "a", None, ("1",) * 11),), ()),
    ],
)
def test_u6_parts_are_bounded(update: Update) -> None:
    data = encode_update(update)
    assert decode_update(data, 12) == update
    with pytest.raises(Refused) as caught:
        decode_update(data, 10)
    assert caught.value.slug == "too-many-parts"


def test_u6_counts_are_not_believed() -> None:
    for data in (
        b"\xff\xff\xff\xff\x0f",
        b"\x01\xff\xff\xff\x0f\x05\x00",
        b"\x00\x01\x05\xff\xff\x0f",
    ):
        with pytest.raises((Malformed, Refused)):
            decode_update(data)


def test_u7_lengths_count_utf_16_units() -> None:
    data = encode_update(
        Update((Item(5, 0, 3, REF_STRING, None, None, "c", None, to_units("a😀")),), ())
    )
    (item,) = decode_update(data).structs
    assert item.length == 3
    assert "a😀".encode() in data


def test_the_empty_update() -> None:
    assert decode_update(EMPTY_UPDATE) == Update((), ())
