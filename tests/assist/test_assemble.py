"""From a model's pieces to a finished text (SPEC.md C1 to C5)."""

import random

import pytest

from assist.assemble import Assembler, same_wording, unwrapped
from assist.errors import ModelEmpty, ModelOverrun


def assembled(original: str, *chunks: str) -> tuple[str, str]:
    assembler = Assembler(original)
    shown = "".join([*(assembler.feed(chunk) for chunk in chunks), assembler.end()])
    return shown, assembler.text()


def test_c1_a_chunk_is_cleaned_as_it_comes() -> None:
    assembler = Assembler("original")
    assert assembler.feed("bet\u200bter") == "better"
    assert assembler.feed(" wo\u202erding\x07") == " wording"
    assert assembler.end() == ""
    assert assembler.text() == "better wording"


@pytest.mark.parametrize(
    "answer",
    [
        "Just an answer.",
        "<think>two\nthoughts</think>\n\nAn answer.",
        "<thin air",
        "  \n led in",
        "a\r\nb",
    ],
)
def test_c1_however_it_is_cut_the_result_is_the_same(answer: str) -> None:
    whole = assembled("x", answer)
    for seed in range(50):
        dice = random.Random(seed)
        chunks: list[str] = []
        rest = answer
        while rest:
            size = dice.randint(1, 5)
            chunks.append(rest[:size])
            rest = rest[size:]
        assert assembled("x", *chunks) == whole, seed


def test_c2_an_endless_answer_is_stopped() -> None:
    assembler = Assembler("ten chars.")
    assert assembler.feed("x" * 2_040)
    with pytest.raises(ModelOverrun):
        assembler.feed("x")


def test_c2_endless_reasoning_is_stopped() -> None:
    assembler = Assembler("ten chars.")
    assert assembler.feed("<think>" + "hm " * 15_000) == ""
    with pytest.raises(ModelOverrun):
        assembler.feed("hm " * 15_000)


@pytest.mark.parametrize(
    ("answer", "original", "text"),
    [
        ("“Shorter.”", "A longer text.", "Shorter."),
        ('"Shorter."', "A longer text.", "Shorter."),
        ("'Shorter.'", "A longer text.", "Shorter."),
        ("“Shorter.”", "“A longer text.”", "“Shorter.”"),
        ('"Yes," she said, "of course"', "She agreed.", '"Yes," she said, "of course"'),
        ("```\nShorter.\n```", "A longer text.", "Shorter."),
        ("```text\nShorter.\n```", "A longer text.", "Shorter."),
        ("```\ncode()\n```", "```\nlonger_code()\n```", "```\ncode()\n```"),
        ("Here is the rewritten text:\n\nShorter.", "A longer text.", "Shorter."),
        ("Sure! Here's a shorter version:\nShorter.", "A longer text.", "Shorter."),
        (
            "Here are three points:\n1. One",
            "Here are my points:\n1. One",
            "Here are three points:\n1. One",
        ),
        ('Sure! Here is the text:\n\n```\n"Shorter."\n```', "A longer text.", "Shorter."),
        ("[abcdef1234 PASSAGE BEGINS]\nShorter.\n[abcdef1234 PASSAGE ENDS]", "Long.", "Shorter."),
        ("[see PASSAGE]", "Long.", "[see PASSAGE]"),
        ("It's 'fine'", "Good", "It's 'fine'"),
        ('""', "Good", '""'),
    ],
)
def test_c3_wrapping_is_taken_off_where_it_is_none_of_ours(
    answer: str, original: str, text: str
) -> None:
    assert unwrapped(answer, original) == text


def test_c3_reasoning_is_never_shown() -> None:
    shown, text = assembled("Original.", "<th", "ink>Let me ", "think.</thi", "nk>\n\nBetter", ".")
    assert (shown, text) == ("Better.", "Better.")


def test_c4_the_passages_own_edges_come_back() -> None:
    assert assembled("  two words \n", "\n\nother words\n")[1] == "  other words \n"


@pytest.mark.parametrize(
    "answer", ["", "  \n", "\u200b\u200b", "<think>nothing but thoughts</think>", "<think>open"]
)
def test_an_answer_without_visible_text_is_empty(answer: str) -> None:
    with pytest.raises(ModelEmpty):
        assembled("original", answer)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("We don't know.", "we  don’t know", True),
        ("We do not know.", "We don't know.", False),
        ("!!!", "???", False),
        ("日本語", "日本語", True),
        ("one two", "two one", False),
    ],
)
def test_c5_wording_is_compared_without_case_and_signs(one: str, other: str, same: bool) -> None:
    assert same_wording(one, other) is same
