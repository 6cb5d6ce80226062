"""What the phrasebook makes of whole passages (SPEC.md F1 to F7, F11)."""

import random
import re
import time
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from assist.assemble import same_wording
from assist.passage import Passage
from assist.phrasebook.variants import Variant, variants
from assist.phrasebook.word_classes import CLASSES
from assist.recipe import RECIPES, recipe
from assist.suggestion import Request
from tests.assist.phrasebook.test_rules import TABLES

HERE = Path(__file__).parent
SENTENCES = [
    line for line in (HERE / "sentences.txt").read_text().splitlines() if not line.startswith("#")
]
PASSAGES = [line.replace("\\n", "\n") for line in (HERE / "passages.txt").read_text().splitlines()]
ALL = [*PASSAGES, *SENTENCES]
REWRITING = [each for each in RECIPES if each.rewrites]
SLUGS = [each.slug for each in REWRITING if not each.needs_instruction]
PROTECTED = re.compile(
    r"https?://\S+|www\.\S+|`[^`]+`|“[^”]*”|\d[\d.,:]*|\b(?:NASA|US|Maria|John|Chen|Leeds|York|Thursday|Friday)\b"
)
NEVER = re.compile(
    r"[^\S\n]{2,}\S|\s[,.;:!?](?:\s|$)|,,|;,|,\.|\(\s|\s\)|\b(a|an|the|to|is|are|of|and|we|be|in|for|not) \1\b"
    r"|\ba (?:[aeio]|u(?!n?i|s|t[ie]))|\ban [bcdfgjklmnpqrstvwxyz]|[.!?] [a-z]",
    re.IGNORECASE,
)


def made(text: str, slug: str) -> list[Variant]:
    return [
        each for each in variants(Request(Passage(text), recipe(slug))) if each.text is not None
    ]


def oddities(text: str) -> Counter[str]:
    """Return what no sound text has; capitals only matter after a full stop."""
    found = Counter(
        match.group().casefold() for match in NEVER.finditer(text) if not _is_fine(match)
    )
    for left, right in ("()", "“”", "[]", "«»"):
        if text.count(left) != text.count(right):
            found[left + right] += 1
    for sign in '"`':
        if text.count(sign) % 2:
            found[sign] += 1
    return found


def _is_fine(match: re.Match[str]) -> bool:
    text = match.group()
    if re.fullmatch(r"[.!?] [A-Za-z]", text):
        # a capital, or an abbreviation before it ("e.g. in")
        before = match.string[: match.start()].rpartition(" ")[2]
        return text[-1].isupper() or before.lower() in ("e.g", "i.e", "a.m", "p.m", "dr")
    return (
        re.match(r"an [bcdfgjklmnpqrstvwxyz]", text) is not None
        and re.match(r"an (?:hour|honest|honou?r|heir)", match.string[match.start() :]) is not None
    )


def protected(text: str) -> Counter[str]:
    return Counter(match.group().rstrip(".,") for match in PROTECTED.finditer(text))


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("text", ALL, ids=range(len(ALL)))
def test_f7_variants_are_sound(text: str, slug: str) -> None:
    for variant in made(text, slug):
        new = variant.text or ""
        where = f"{variant.dimension.label}: {new}"
        assert not oddities(new) - oddities(text), where
        assert new.count("\n") == text.count("\n"), where
        for old_line, new_line in zip(text.split("\n"), new.split("\n"), strict=True):
            assert re.match(r"\s*", old_line) == re.match(r"\s*", new_line) or (
                re.match(r"\s*", old_line)[0] == re.match(r"\s*", new_line)[0]  # type: ignore[index]
            ), where
            assert old_line.rstrip()[-1:] == new_line.rstrip()[-1:], where
            first = re.search(r"[^\W\d_]", new_line)
            if first and re.search(r"[^\W\d_]", old_line)[0].isupper():  # type: ignore[index]
                assert first[0].isupper(), where
        lost = protected(text) - protected(new)
        asides = "".join(rule for rule in variant.rules if rule.startswith("aside left out"))
        assert all(word in asides for word in lost), (where, lost)


@pytest.mark.parametrize("slug", SLUGS)
def test_f2_variants_differ_from_the_passage_and_each_other(slug: str) -> None:
    for text in ALL:
        texts = [text, *(each.text or "" for each in made(text, slug))]
        for one, other in combinations(texts, 2):
            assert not same_wording(one, other)


@pytest.mark.parametrize("slug", SLUGS)
def test_f3_rules_are_named_and_left_their_mark(slug: str) -> None:
    for text in ALL:
        for variant in made(text, slug):
            assert variant.rules, variant
            assert len(set(variant.rules)) == len(variant.rules)
            for rule in variant.rules:
                kind, _, change = rule.partition(": ")
                assert kind
                if " → " in change and kind not in ("another order", "active voice", "connection"):
                    old, _, new = change.partition(" → ")
                    assert old != new
    variant = next(each for each in made(ALL[0], "shorten"))
    assert "wordy phrase: In order to → To" in variant.rules


def test_f2_the_ones_with_a_text_come_first() -> None:
    for text in ALL:
        found = variants(Request(Passage(text), recipe("rephrase")))
        assert [each.dimension for each in sorted(found, key=lambda each: each.text is None)] == [
            each.dimension for each in found
        ]
        assert {each.dimension for each in found} == set(recipe("rephrase").dimensions)


def test_rephrasing_finds_three_ways_for_most_sentences() -> None:
    enough = sum(len(made(text, "rephrase")) >= 3 for text in PASSAGES)
    some = sum(len(made(text, "rephrase")) >= 1 for text in PASSAGES)
    assert enough >= 0.7 * len(PASSAGES), enough
    assert some >= 0.9 * len(PASSAGES), some


@pytest.mark.parametrize("slug", SLUGS)
def test_every_recipe_finds_something_for_half_of_the_sentences(slug: str) -> None:
    assert sum(bool(made(text, slug)) for text in PASSAGES) >= 0.5 * len(PASSAGES)


def test_every_dimension_is_used() -> None:
    used = {
        (slug, each.dimension.label) for slug in SLUGS for text in ALL for each in made(text, slug)
    }
    assert used == {
        (each.slug, dimension.label)
        for each in REWRITING
        if not each.needs_instruction
        for dimension in each.dimensions
    }


def test_f1_the_same_request_gives_the_same() -> None:
    for text in ALL:
        request = Request(Passage(text), recipe("plain"))
        assert variants(request) == variants(request)


def test_f5_lines_and_code_stay() -> None:
    text = "1. In order to go.\n\n   - Basically, we agree.\n```\nin order to\n```\n> In order to stay."
    texts = [each.text for each in made(text, "shorten")]
    assert "1. To go.\n\n   - We agree.\n```\nin order to\n```\n> To stay." in texts


def test_f4_a_quotation_is_left_alone_and_so_is_another_language() -> None:
    for text in (
        "“In order to win, we need to utilise it.”",
        "Wir müssen das Projekt rechtzeitig abschließen.",
        "私たちは計画を立てました。",
        "utilise_it(); in_order_to = utilise.it",
        "12.5 + 30 = 42.5",
    ):
        for slug in SLUGS:
            assert made(text, slug) == [], text


_ODD_WORDS = ("“quoted", "text”", "(aside)", "x;", "and,", "12", "a_b", "—", "NASA", "👍🏽", "\n")
_UNITS = (
    *("in order to ", "it is ", "very ", "We left because it rained. ", "a, but we are b. "),
    *("(", "“", ". ", "x", "a - b – c "),
)


def sentence_of(dice: random.Random) -> str:
    phrases = [phrase for table in TABLES.values() for phrase in table]
    words: list[str] = []
    for _ in range(dice.randint(2, 9)):
        choice = dice.random()
        if choice < 0.6:
            words += dice.choice(phrases).words
        elif choice < 0.9:
            words.append(dice.choice(sorted(CLASSES[dice.choice(sorted(CLASSES))])))
        else:
            words.append(
                dice.choice(
                    [
                        "“quoted",
                        "text”",
                        "(aside)",
                        "x;",
                        "and,",
                        "12",
                        "a_b",
                        "—",
                        "NASA",
                        "👍🏽",
                        "\n",
                    ]
                )
            )
    text = " ".join(words)
    return text[:1].upper() + text[1:] + dice.choice([".", "!", "?", "", "…"])


def test_random_text_is_survived() -> None:
    fired = Counter[str]()
    for seed in range(150):
        dice = random.Random(seed)
        text = " ".join(sentence_of(dice) for _ in range(dice.randint(1, 3)))
        for slug in SLUGS:
            found = made(text, slug)
            fired[slug] += len(found)
            for one, other in combinations([text, *(each.text or "" for each in found)], 2):
                assert not same_wording(one, other), seed
            assert all((each.text or "").count("\n") == text.count("\n") for each in found), seed
    assert all(fired[slug] > 100 for slug in SLUGS), fired


@pytest.mark.parametrize(
    "unit",
    [
        "in order to ",
        "it is ",
        "very ",
        "We left because it rained. ",
        "a, but we are b. ",
        "(",
        "“",
        ". ",
        "x",
        "a - b – c ",
    ],
)
def test_f11_long_passages_are_quick(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    started = time.process_time()
    made(text, "rephrase")
    assert time.process_time() - started < 4  # of seven dimensions, on a busy machine
