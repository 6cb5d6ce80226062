"""Refused claims are kept as bounded, valid JSON, whatever came (SPEC.md V5)."""

import json

import pytest

from crdt.checked import Checked
from crdt.claims import RefusedClaim
from crdt.guard import Guard
from crdt.judgement import Decided
from crdt.refusals import CLAIM_CHARACTERS, refusals_of
from tests.crdt.test_ledger import INSERTION


def kept(claim: object) -> object:
    checked: Checked = Guard.empty().check(INSERTION)
    decided = Decided((), [RefusedClaim(claim, "malformed")])
    (refusal,) = refusals_of(decided, checked, 3, 17, "p_a")
    assert refusal[:5] == (3, 17, "p_a", checked.clients[0], "malformed")
    json.dumps(refusal.claim, allow_nan=False, ensure_ascii=False).encode()
    return refusal.claim


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ({"to": {"client": 3.0, "clock": 1}}, {"to": {"client": 3, "clock": 1}}),
        ([None, True, 1.5, "ü"], [None, True, 1.5, "ü"]),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        ("half \ud83c a pair", "half ? a pair"),
        (b"\x00\xff", "2 bytes"),
        ({"\ud83c": 2**70}, {"?": 2**70}),
    ],
)
def test_v5_whatever_came_is_kept_as_json(claim: object, expected: object) -> None:
    assert kept(claim) == expected


def test_v5_a_long_claim_is_cut() -> None:
    found = kept({"to": ["x" * 10] * 10_000})
    assert isinstance(found, str)
    assert len(found) == CLAIM_CHARACTERS
