"""crdt.frames against its rules F1 to F5."""

import json
from collections.abc import Callable

import pytest

from crdt.codec import Writer, encode_state_vector
from crdt.errors import Malformed
from crdt.frames import (
    Ack,
    Auth,
    AuthorshipEvent,
    AwarenessEntry,
    AwarenessUpdate,
    Digest,
    Frame,
    Hello,
    Notice,
    QueryAwareness,
    SyncStep1,
    SyncStep2,
    SyncUpdate,
    read_frame,
    write_ack,
    write_auth_denied,
    write_authorship,
    write_awareness,
    write_digest,
    write_hello,
    write_notice,
    write_query_awareness,
    write_sync_step1,
    write_sync_step2,
    write_sync_update,
)

STATE = encode_state_vector({5: 7, 2**32 - 1: 1})
DIGEST = "0123456789abcdef" * 4
SIZES = (0, 1, 127, 128, 129, 131, 300)
"""Lengths on both sides of where they take a second byte."""
FRAMES: list[tuple[bytes, Frame]] = [
    (write_sync_step1(STATE), SyncStep1(STATE)),
    (write_sync_step2(b"\x00\x00"), SyncStep2(b"\x00\x00")),
    (write_sync_update(b"anything"), SyncUpdate(b"anything")),
    *[(write_sync_update(b"\x05" * size), SyncUpdate(b"\x05" * size)) for size in SIZES],
    (
        write_awareness([(5, 1, '{"cursor":null}'), (6, 2, "null")]),
        AwarenessUpdate((AwarenessEntry(5, 1, '{"cursor":null}'), AwarenessEntry(6, 2, "null"))),
    ),
    (write_awareness([]), AwarenessUpdate(())),
    (write_auth_denied("Not yours. 😀"), Auth("Not yours. 😀")),
    (write_query_awareness(), QueryAwareness()),
    (write_hello({"version": 1, "want": ["ack"]}), Hello({"version": 1, "want": ["ack"]})),
    (write_ack(12, STATE), Ack(12, STATE)),
    (write_authorship('{"spans":[]}'), AuthorshipEvent({"spans": []})),
    (write_notice({"kind": "title", "title": "Ω"}), Notice({"kind": "title", "title": "Ω"})),
    (write_digest(STATE, DIGEST), Digest(STATE, DIGEST)),
]


@pytest.mark.parametrize(("data", "frame"), FRAMES, ids=lambda value: type(value).__name__)
def test_f1_messages_read_as_written(data: bytes, frame: Frame) -> None:
    assert read_frame(data) == frame


@pytest.mark.parametrize(("data", "frame"), FRAMES, ids=lambda value: type(value).__name__)
def test_f2_nothing_stands_behind_a_message_and_nothing_is_missing(
    data: bytes, frame: Frame
) -> None:
    with pytest.raises(Malformed):
        read_frame(data + b"\x00")
    for end in range(len(data)):
        with pytest.raises(Malformed):
            read_frame(data[:end])


@pytest.mark.parametrize("size", SIZES)
def test_f1_an_update_is_its_kind_its_length_and_itself(size: int) -> None:
    writer = Writer()
    for number in (0, 2, size):
        writer.write_varuint(number)
    assert write_sync_update(b"u" * size) == writer.bytes() + b"u" * size


@pytest.mark.parametrize("data", [b"\x00\x02\x81\x00u", b"\x00\x82\x00\x01u", b"\x80\x00\x02\x01u"])
def test_f2_an_update_whose_integers_are_longer_than_they_need_be_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_frame(data)


@pytest.mark.parametrize("kind", [4, 5, 99, 105, 2**40])
def test_f3_unknown_types_are_malformed(kind: int) -> None:
    writer = Writer()
    writer.write_varuint(kind)
    with pytest.raises(Malformed):
        read_frame(writer.bytes())
    writer.write_varstring("{}")
    with pytest.raises(Malformed):
        read_frame(writer.bytes())


def test_f3_unknown_kinds_of_sync_and_auth_are_malformed() -> None:
    for data in (b"\x00\x03\x00", b"\x02\x01\x00"):
        with pytest.raises(Malformed):
            read_frame(data)


def test_f4_state_vectors_in_messages_are_checked() -> None:
    for write in (write_sync_step1, lambda data: write_ack(0, data)):
        with pytest.raises(Malformed):
            read_frame(write(b"\x01\x05"))
    with pytest.raises(Malformed):
        read_frame(write_digest(STATE, DIGEST.upper()))
    with pytest.raises(Malformed):
        read_frame(write_digest(STATE, DIGEST[1:]))


def presence(text: str) -> bytes:
    return write_awareness([(5, 1, text)])


@pytest.mark.parametrize("write", [presence, write_hello, write_notice, write_authorship])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "1",
        '"text"',
        "NaN",
        '{"a":NaN}',
        '{"a":1e999}',
        '{"a":"\\ud800"}',
        '{"\\udfff":1}',
        '{"a":1,"a":2}',
        '{"a":' * 17 + "1" + "}" * 17,
        "[" * 100_000,
        '{"a":' * 100_000,
        "{} ,",
    ],
)
def test_f5_json_is_a_plain_map_that_everybody_can_read(
    write: Callable[[str], bytes], text: str
) -> None:
    with pytest.raises(Malformed):
        read_frame(write(text))


def test_f5_json_sixteen_deep_is_read() -> None:
    text = '{"a":' * 16 + "1" + "}" * 16
    assert read_frame(write_notice(text)) == Notice(json.loads(text))


def test_hello_says_what_the_client_wants() -> None:
    hello = read_frame(
        write_hello({"version": 1, "generation": "g_1", "want": ["ack", "authorship"]})
    )
    assert isinstance(hello, Hello)
    assert (hello.generation, hello.want) == ("g_1", ("ack", "authorship"))
    bare = Hello({"generation": 5, "want": "ack"})
    assert (bare.generation, bare.want) == (None, ())


def test_an_awareness_count_must_fit() -> None:
    inner = Writer()
    inner.write_varuint(2**40)
    writer = Writer()
    writer.write_varuint(1)
    writer.write_varbytes(inner.bytes())
    with pytest.raises(Malformed):
        read_frame(writer.bytes())
