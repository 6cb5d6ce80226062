"""Lines, words and sentences (SPEC.md F4, F5, F11)."""

import time

import pytest

from assist.phrasebook.line import read_line, sentence_spans


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        (
            "Dr. Smith met Mr. J. Doe at 5.30 p.m. He left.",
            ["Dr. Smith met Mr. J. Doe at 5.30 p.m.", "He left."],
        ),
        (
            "See fig. 3 (cf. Smith et al. 2020). Then go on.",
            ["See fig. 3 (cf. Smith et al. 2020).", "Then go on."],
        ),
        (
            "It costs 3.50 euros. Cheap, e.g. for us.",
            ["It costs 3.50 euros.", "Cheap, e.g. for us."],
        ),
        ("Wait… what? “Yes.” He left.", ["Wait… what?", "“Yes.”", "He left."]),
        ("- A point. Another", ["A point.", "Another"]),
        ("  1. [ ] > ## All marks.", ["All marks."]),
        ("So did I. Then we left.", ["So did I.", "Then we left."]),
        ("", []),
        ("   ", []),
        ("...", ["..."]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("say “in order to” now", ["say", "now"]),
        ('say "in order to" now', ["say", "now"]),
        ("say 'in order to' now", ["say", "now"]),
        ("say ‘it’s in order to’ now", ["say", "now"]),
        ("say «in order to» now", ["say", "now"]),
        ("the teams' own, it's John's", ["the", "teams", "own", "it's", "john's"]),
        ("run `in order to` now", ["run", "now"]),
        ("see https://a.org/in-order-to?x=utilise now", ["see", "now"]),
        ("see www.utilise.org now", ["see", "now"]),
        ("ask utilise@example.org now", ["ask", "now"]),
        ("call utilise_this and a/utilise now", ["call", "and", "now"]),
        ("a [utilise](https://a.org) now ![utilise](b.png)", ["a", "now"]),
        ("an open “quotation to utilise", ["an", "open"]),
        ("@utilise #utilise <b>utilise</b> done", ["done"]),
        ("well-known café", ["well-known", "café"]),
    ],
)
def test_f4_protected_places_hold_no_words(text: str, words: list[str]) -> None:
    assert [word.lower for word in read_line(text).words] == words


def test_what_stands_around_a_word() -> None:
    line = read_line("We met 12 people, (some) left. They agreed")
    assert [line.before(index) for index in range(8)] == [
        "^",
        "we",
        "met",
        "#",
        "(",
        ")",
        "^",
        "they",
    ]
    assert [line.after(index) for index in range(8)] == [
        "met",
        "#",
        "people",
        ",",
        ")",
        "$",
        "agreed",
        "$",
    ]


@pytest.mark.parametrize(
    "unit",
    [*"x“'\"`[(._!…‘", ". ", "a_", "a@", "- ", "http://", "in order ", "(a", "– a "],
)
def test_f11_no_text_makes_it_slow(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    started = time.perf_counter()
    read_line(text)
    assert time.perf_counter() - started < 2
