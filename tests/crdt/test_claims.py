"""Claims are read strictly (SPEC.md L1)."""

import pytest

from crdt.claims import AdoptedClaim, PastedClaim, SourceClaim, parse_claim
from crdt.ids import MAX_CLOCK, Id, IdRange


def to(clock: int, length: int, client: int = 7) -> dict[str, int]:
    return {"client": client, "clock": clock, "length": length}


def placed(clock: int, length: int, suggestion: str = "s_1", at: int = 0) -> dict[str, object]:
    return {"to": to(clock, length), "suggestion": suggestion, "at": at}


def pasted(clock: int, length: int) -> dict[str, object]:
    return {"to": to(clock, length), "origin": "pasted"}


def test_l1_a_claim_of_each_kind_is_read() -> None:
    assert parse_claim(placed(4, 9, at=3)) == AdoptedClaim(IdRange(7, 4, 9), "s_1", 3)
    assert parse_claim(pasted(4, 9)) == PastedClaim(IdRange(7, 4, 9))
    source = {"client": 3, "clock": 41}
    assert parse_claim({"to": to(4, 9), "from": source}) == SourceClaim(IdRange(7, 4, 9), Id(3, 41))
    elsewhere = parse_claim({"to": to(4, 9), "from": source, "document": "d2"})
    assert elsewhere == SourceClaim(IdRange(7, 4, 9), Id(3, 41), "d2")


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
        {"to": to(0, 1), "from": {"client": 3, "clock": 0}, "document": ""},
        {"to": to(0, 1), "from": {"client": 3, "clock": 0}, "document": 5},
        {"to": to(0, 1), "origin": "pasted", "document": "d2"},
        {"to": to(0, 1), "from": {"client": 3, "clock": 0}, "origin": "pasted"},
    ],
)
def test_l1_anything_else_is_no_claim_and_refused(value: object) -> None:
    assert parse_claim(value) is None
