"""crdt.codec against its rules C1 to C6."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crdt.codec import (
    MAX_ANY_DEPTH,
    MAX_ANY_VALUES,
    MAX_SAFE_INTEGER,
    AnyValue,
    Reader,
    Writer,
    decode_state_vector,
    encode_state_vector,
)
from crdt.errors import Malformed

whole = st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER)
text = st.text(st.characters(codec="utf-8"), max_size=8)
floats = st.floats(allow_nan=False, allow_infinity=False).map(
    lambda number: int(number) if number.is_integer() and abs(number) < 2**53 else number
)
values: st.SearchStrategy[AnyValue] = st.recursive(
    st.none() | st.booleans() | whole | floats | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
).filter(lambda value: depth_of(value) <= MAX_ANY_DEPTH)


def depth_of(value: AnyValue) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth_of, value), default=0)
    return 0


@given(st.integers(0, MAX_SAFE_INTEGER))
def test_c2_unsigned_integers_read_as_written(value: int) -> None:
    writer = Writer()
    writer.write_varuint(value)
    reader = Reader(writer.bytes())
    assert reader.read_varuint() == value
    reader.finish()


@given(whole)
def test_c2_signed_integers_read_as_written(value: int) -> None:
    writer = Writer()
    writer.write_varint(value)
    reader = Reader(writer.bytes())
    assert reader.read_varint() == value
    reader.finish()


@pytest.mark.parametrize(
    ("value", "data"),
    [(0, b"\x00"), (127, b"\x7f"), (128, b"\x80\x01"), (2**32 - 1, b"\xff\xff\xff\xff\x0f")],
)
def test_c2_unsigned_integers_look_as_in_lib0(value: int, data: bytes) -> None:
    writer = Writer()
    writer.write_varuint(value)
    assert writer.bytes() == data


@pytest.mark.parametrize(
    ("value", "data"),
    [(0, b"\x00"), (-1, b"\x41"), (63, b"\x3f"), (64, b"\x80\x01"), (-64, b"\xc0\x01")],
)
def test_c2_signed_integers_look_as_in_lib0(value: int, data: bytes) -> None:
    writer = Writer()
    writer.write_varint(value)
    assert writer.bytes() == data
    assert Reader(data).read_varint() == value


@pytest.mark.parametrize(
    "data",
    [b"", b"\x80", b"\x80\x00", b"\xff\x00", b"\xff" * 8, b"\xff" * 7 + b"\x10", b"\x80" * 30],
)
def test_c2_other_integers_are_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        Reader(data).read_varuint()


@pytest.mark.parametrize(
    "data",
    [b"", b"\x80", b"\x80\x00", b"\xff\x00", b"\xff" * 8, b"\xff" * 7 + b"\x20", b"\x80" * 30],
)
def test_c2_other_signed_integers_are_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        Reader(data).read_varint()


def test_c2_writing_what_cannot_be_read_is_a_mistake() -> None:
    for value in (-1, 2**53):
        with pytest.raises(ValueError, match="2\\*\\*53"):
            Writer().write_varuint(value)
    with pytest.raises(ValueError, match="2\\*\\*53"):
        Writer().write_varint(2**53)


@given(text, st.binary(max_size=9))
def test_c3_strings_and_bytes_read_as_written(value: str, data: bytes) -> None:
    writer = Writer()
    writer.write_varstring(value)
    writer.write_varbytes(data)
    reader = Reader(writer.bytes())
    assert (reader.read_varstring(), reader.read_varbytes()) == (value, data)
    reader.finish()


@pytest.mark.parametrize("data", [b"\x02a", b"\x01\xff", b"\x03\xed\xa0\xbd", b"\x05abcd", b"\x7f"])
def test_c3_other_strings_are_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        Reader(data).read_varstring()


@given(values)
def test_c4_values_read_as_written(value: AnyValue) -> None:
    writer = Writer()
    writer.write_any(value)
    reader = Reader(writer.bytes())
    assert reader.read_any() == value
    reader.finish()


@pytest.mark.parametrize(
    ("value", "data"),
    [
        (None, b"\x7e"),
        (True, b"\x78"),
        (False, b"\x79"),
        (5, b"\x7d\x05"),
        (2**31 - 1, b"\x7d\xbf\xff\xff\xff\x0f"),
        (2**31, b"\x7c\x4f\x00\x00\x00"),
        (0.5, b"\x7c\x3f\x00\x00\x00"),
        (0.1, b"\x7b\x3f\xb9\x99\x99\x99\x99\x99\x9a"),
        (1e300, b"\x7b\x7e\x37\xe4\x3c\x88\x00\x75\x9c"),
        ("a", b"\x77\x01a"),
        ([1], b"\x75\x01\x7d\x01"),
        ({"a": None}, b"\x76\x01\x01a\x7e"),
    ],
)
def test_c4_values_look_as_in_lib0(value: AnyValue, data: bytes) -> None:
    writer = Writer()
    writer.write_any(value)
    assert writer.bytes() == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"\x7f",
        b"\x7a" + b"\x00" * 8,
        b"\x74\x01a",
        b"\x7c\x7f\x80\x00\x00",
        b"\x7c\x00",
        b"\x76\x02\x01a\x7e\x01a\x7e",
        b"\x76\x01\x09__proto__\x7e",
        b"\x75\x09\x7e",
        b"\x75\x01" * (MAX_ANY_DEPTH + 1) + b"\x7e",
    ],
)
def test_c4_other_values_are_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        Reader(data).read_any()


def test_c5_the_parts_of_a_value_are_bounded() -> None:
    def array_of(count: int) -> bytes:
        writer = Writer()
        writer.write_any([None] * count)
        return writer.bytes()

    assert Reader(array_of(MAX_ANY_VALUES)).read_any() == [None] * MAX_ANY_VALUES
    with pytest.raises(Malformed):
        Reader(array_of(MAX_ANY_VALUES + 1)).read_any()
    half = array_of(MAX_ANY_VALUES // 2)
    with pytest.raises(Malformed):
        Reader(b"\x75\x02" + half + half).read_any()


@given(st.dictionaries(st.integers(0, 2**53 - 1), st.integers(0, 2**31 - 1)))
def test_c6_state_vectors_read_as_written(state: dict[int, int]) -> None:
    assert decode_state_vector(encode_state_vector(state)) == state


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x00", b"\x01\x05", b"\x02\x05\x01\x05\x02", b"\x01\x05\x80\x80\x80\x80\x08"],
)
def test_c6_other_state_vectors_are_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        decode_state_vector(data)


def test_c1_the_failure_says_where_and_what() -> None:
    reader = Reader(b"\x01\x02")
    reader.read_byte()
    with pytest.raises(Malformed) as caught:
        reader.finish()
    assert (caught.value.offset, caught.value.slug) == (1, "malformed")
    assert caught.value.expected == "the end of the input"
    assert str(caught.value) == "At byte 1: expected the end of the input."
