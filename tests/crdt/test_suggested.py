"""Which suggestions a text holds a good part of."""

import random

from hypothesis import given
from hypothesis import strategies as st

from crdt.grams import TextIndex
from crdt.suggested import LEAST_UNITS, suggestions_in

TEXTS = [
    "The harbour was empty when the pilot boat came in.",
    "Nobody had been waiting for it, least of all the harbour master.",
    "Short.",
]


def index(texts: list[str]) -> TextIndex:
    found = TextIndex()
    for text in texts:
        found.add(text)
    return found


def longest_common(one: str, other: str) -> int:
    return max(
        (
            length
            for start in range(len(one))
            for length in range(1, len(one) - start + 1)
            if one[start : start + length] in other
        ),
        default=0,
    )


def test_whole_parts_and_mixtures_are_found() -> None:
    known = index(TEXTS)
    assert suggestions_in(TEXTS[0], known) == {0}
    assert suggestions_in(f"I say {TEXTS[0][5:33]} and {TEXTS[1][8:40]}!", known) == {0, 1}
    assert suggestions_in(TEXTS[0][: LEAST_UNITS - 1], known) == set()
    assert suggestions_in(TEXTS[2], known) == set()
    assert suggestions_in("", known) == set()


@given(st.integers(0, 10_000))
def test_what_is_found_is_what_a_dumb_comparison_finds(seed: int) -> None:
    rng = random.Random(seed)
    texts = ["".join(rng.choices("abcdef", k=60)) for _ in range(3)]
    parts: list[str] = []
    for _ in range(4):
        text = rng.choice(texts)
        start = rng.randrange(50)
        parts.append(text[start : start + rng.randrange(10, 50)])
    units = "".join(parts)
    expected = {at for at, text in enumerate(texts) if longest_common(text, units) >= LEAST_UNITS}
    assert suggestions_in(units, index(texts)) == expected


def test_repeating_text_ends() -> None:
    known = index(["a" * 2_000] * 20)
    assert suggestions_in("a" * 20_000, known) <= set(range(20))
