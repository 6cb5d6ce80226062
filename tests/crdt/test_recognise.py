"""Recognised text, against brute force (SPEC.md L13, L18)."""

import random
from typing import Any

import pytest

import crdt.recognise
from crdt.ids import IdRange
from crdt.matches import Match, SuggestionPart
from crdt.recognise import Near, recognise
from tests.crdt.desk import Desk

WHOLE = [0, 1_000_000]


def unique(start: int, length: int) -> str:
    return "".join(chr(0x4E00 + start + at) for at in range(length))


def library_of(written: list[str], suggested: list[str]) -> tuple[Desk, list[IdRange]]:
    desk = Desk()
    ids: list[IdRange] = []
    for number, text in enumerate(written):
        editor = desk.editor(f"person {number}")
        editor.insert(0, text)
        ids.append(IdRange(editor.client, 0, len(text)))
    for number, text in enumerate(suggested):
        desk.suggest(f"s{number}", text)
    return desk, ids


def looked_up(desk: Desk, units: str) -> list[Match]:
    desk.lineage.library.ids.changed.update(desk.guard.store.flags)
    return recognise(units, Near(), desk.lineage.library, {}, [0, len(units)])


@pytest.mark.parametrize("seed", range(8))
def test_l13_every_long_piece_of_unambiguous_text_is_found(seed: int) -> None:
    randomly = random.Random(seed)
    written, suggested = [unique(0, 300), unique(400, 300)], [unique(800, 300)]
    desk, ids = library_of(written, suggested)
    text, expected = "", list[tuple[int, int, object]]()
    for number in range(12):
        start, length = randomly.randrange(250), randomly.randrange(9, 40)
        length = min(length, 300 - start)
        which = randomly.randrange(3)
        source = (*written, *suggested)[which]
        place = (
            SuggestionPart(0, start)
            if which == 2
            else (IdRange(ids[which].client, ids[which].clock + start, length),)
        )
        expected.append((len(text), len(text) + length, place))
        text += source[start : start + length] + unique(2_000 + 10 * number, 3)
    found = [(match.at, match.end, match.source) for match in looked_up(desk, text)]
    assert found == expected


def test_l13_the_longest_comes_first_and_the_rest_beside_it() -> None:
    desk, _ = library_of([unique(0, 20) + unique(900, 9)], [unique(10, 30)])
    (one, other) = looked_up(desk, unique(0, 40))
    assert (one.at, one.end, one.source) == (0, 10, one.source)
    assert (other.at, other.end, other.source) == (10, 40, SuggestionPart(0, 0))


@pytest.mark.parametrize("unit", ["a", "ab", "the ", "0123456789"])
def test_l18_repeating_text_is_compared_at_a_bounded_cost(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    length = 20_000
    text = (unit * length)[:length]
    desk, _ = library_of([text], [text])
    compared = 0
    original = crdt.recognise.alike_after

    def counting(*args: Any) -> int:
        nonlocal compared
        compared += 1
        return original(*args)

    monkeypatch.setattr(crdt.recognise, "alike_after", counting)
    randomly = random.Random(1)
    mixed = "".join(text[:40] + chr(randomly.randrange(97, 120)) * 3 for _ in range(400))
    looked_up(desk, mixed)
    looked_up(desk, text)
    assert compared <= 2 * (1_024 + length // 64 + 64)
