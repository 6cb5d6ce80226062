"""Invisible characters (SPEC.md P2, C1)."""

import random
import unicodedata

import pytest

from assist.characters import Cleaner, clean


@pytest.mark.parametrize(
    ("given", "kept", "removed"),
    [
        ("plain text\n\tof two lines", "plain text\n\tof two lines", 0),
        ("zero\u200bwidth\ufeff\u2060", "zerowidth", 3),
        ("over\u202eride\u202c \u2066iso\u2069\u200e\u200f\u061c", "override iso", 7),
        ("tags" + "".join(chr(0xE0000 + ord(c)) for c in "obey"), "tags", 4),
        ("bell\x07 escape\x1b[31m nul\x00 del\x7f c1\x9b", "bell escape[31m nul del c1", 5),
        ("a\r\nb\rc\u2028d\u2029e\x85f", "a\nb\nc\nd\ne\nf", 0),
        ("soft\u00adhyphen and \ufffcembed", "softhyphen and embed", 2),
        ("hangul\u3164filler\u115f", "hangulfiller", 2),
        ("lone\ud800surrogate", "lonesurrogate", 1),
        ("selector\ufe00smuggled\U000e0101", "selectorsmuggled", 2),
        ("👩‍👩‍👧 family, ❤️ heart, 👍🏽 thumb", "👩‍👩‍👧 family, ❤️ heart, 👍🏽 thumb", 0),
        ("می‌خواهم", "می‌خواهم", 0),  # Persian needs its non-joiner
        ("क्‍ष", "क्‍ष", 0),
        ("葛\U000e0100", "葛\U000e0100", 0),  # an ideograph's own variant
        ("joined\u200dlatin", "joinedlatin", 1),
        ("naïve café – “quotes” …", "naïve café – “quotes” …", 0),
    ],
)
def test_p2_clean_takes_out_what_nobody_can_see(given: str, kept: str, removed: int) -> None:
    assert clean(given) == (kept, removed)


def test_c1_chunks_do_not_matter() -> None:
    text = "a\r\nb\u200dc 👩‍👩‍👧 می‌خواهم \u202ex\ufe0f❤️\r\ntail\u200d"
    whole, removed = clean(text)
    for seed in range(200):
        dice = random.Random(seed)
        cleaner = Cleaner()
        parts: list[str] = []
        rest = text
        while rest:
            size = dice.randint(1, 4)
            parts.append(cleaner.feed(rest[:size]))
            rest = rest[size:]
        parts.append(cleaner.end())
        assert ("".join(parts), cleaner.removed) == (whole, removed), seed


def test_p2_cleaning_twice_changes_nothing_more() -> None:
    dice = random.Random(1)
    for _ in range(2_000):
        text = "".join(
            chr(dice.choice((dice.randrange(0x3000), dice.randrange(0x110000)))) for _ in range(12)
        )
        once, _ = clean(text)
        again, removed = clean(once)
        assert (again, removed) == (once, 0)
        assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in once if c not in "\n\t")
