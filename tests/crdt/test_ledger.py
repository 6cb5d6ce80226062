"""The lines of a ledger and their hashes (SPEC.md H1 to H6)."""

import hashlib
import json
from base64 import b64encode

import pytest

from crdt.authorship import Entry
from crdt.entries import enter, excerpt_body, suggestion_body
from crdt.guard import Guard
from crdt.ids import IdRange
from crdt.ledger import (
    Genesis,
    canonical,
    chained,
    checkpoint_message,
    client_of,
    entry_line,
    update_line,
)
from crdt.lineage import Lineage
from crdt.replay import Replay
from crdt.update import Update, encode_update
from tests.crdt.documents import ADA, item

INSERTION = encode_update(Update((item(ADA, 0, "Hello"),), ()))
DELETION = encode_update(Update((), (IdRange(ADA, 0, 2),)))


def test_h1_lines_are_canonical_json() -> None:
    assert canonical({"b": "ü", "a": [1, None]}) == '{"b":"ü","a":[1,null]}'
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical({"a": float("nan")})


def test_h2_the_line_of_an_update_is_what_json_would_write() -> None:
    for update, client in ((INSERTION, ADA), (DELETION, None)):
        fields = {"type": "update", "seq": 4, "at": 17, "user": "p_a", "client": client}
        expected = canonical({**fields, "update": b64encode(update).decode()})
        assert update_line(4, 17, "p_a", update) == expected
        assert client_of(update) == client


def test_h3_another_entry_has_its_kind_as_type() -> None:
    line = entry_line(5, 18, "p_a", {"kind": "role", "person": "p_b", "role": "writer"})
    assert list(json.loads(line)) == ["type", "seq", "at", "user", "person", "role"]


def test_h4_each_hash_is_over_the_one_before_and_the_line() -> None:
    genesis = Genesis("d", "g", 3)
    first = hashlib.sha256(b'byline ledger 1\n{"id":"d","generation":"g","created_at":3}').digest()
    assert genesis.head == first
    assert chained(first, "{}") == hashlib.sha256(first + b"{}").digest()


def test_h5_a_checkpoint_signs_document_entry_time_and_hash() -> None:
    head = bytes(32)
    expected = f"byline checkpoint 1\nd\n7\n99\n{'00' * 32}\n"
    assert checkpoint_message("d", 7, 99, head) == expected.encode()


def test_h6_suggestions_and_excerpts_are_told_to_lineage() -> None:
    lineage = Lineage(Guard.empty())
    made = {"number": 1, "model": "m", "label": "l", "recipe": "r", "instruction": None}
    enter(lineage, suggestion_body("s_1", "It was dawn.", **made))
    assert lineage.suggestion_number("s_1") == 0
    ids = IdRange(ADA, 4, 5)
    said = [(ids, Entry("p_a", "p_b", 9, "moved", None, True, "typed"))]
    enter(lineage, json.loads(canonical(excerpt_body("d_2", ids, "Hello", said))))
    assert lineage.excerpts.find("d_2", IdRange(ADA, 5, 2)) == (
        "el",
        [(IdRange(ADA, 5, 2), Entry("p_a", None, 0, "typed", None, True, "typed"))],
    )
    enter(lineage, {"kind": "export"})


def test_h6_what_the_system_inserts_is_nobodys() -> None:
    replay = Replay()
    replay.receive_update(1, 1, "p_system", INSERTION)
    ((ids, entry),) = replay.spans()
    assert (ids, entry.author, entry.origin) == (IdRange(ADA, 0, 5), None, "imported")
