"""Deltas as lines and as plain text (SPEC.md D1, D2)."""

import pytest

from crdt.delta import Line, Piece, read_lines, to_text
from tests.crdt.deltas import delta, inline, line


def test_d1_a_line_has_the_format_of_its_line_end() -> None:
    document = [
        {"insert": "a\nb"},
        {"insert": "c", "attributes": {"bold": True}},
        {"insert": "\n\n", "attributes": {"list": "bullet"}},
    ]
    assert read_lines(document) == [
        Line((Piece("a"),)),
        Line((Piece("b"), Piece("c", {"bold": True})), {"list": "bullet"}),
        Line((), {"list": "bullet"}),
    ]


def test_d1_text_behind_the_last_line_end_is_a_line() -> None:
    assert read_lines([{"insert": "a\nb"}]) == [Line((Piece("a"),)), Line((Piece("b"),))]
    assert read_lines([]) == []


def test_d1_operations_that_insert_nothing_known_are_left_out() -> None:
    assert read_lines([{"retain": 3}, {"insert": 5}, {"delete": 1}]) == []


@pytest.mark.parametrize(
    ("value", "number"),
    [(2, 2), (2.0, 2), ("3", 3), (True, 0), (0, 0), (7, 0), ("x", 0), ("²", 0), (None, 0)],
)
def test_d1_numbers_may_be_spelled_in_several_ways(value: object, number: int) -> None:
    assert Line((), {"header": value}).number("header", 6) == number


def test_d2_plain_text_is_the_lines_without_formats() -> None:
    document = delta(
        line("Title", header=1),
        line("item", list="bullet", indent=2),
        [inline("bold", bold=True)],
        line(" 🐕"),
        line(""),
    )
    assert to_text(document) == "Title\nitem\nbold 🐕\n\n"


def test_d2_embeds_have_words() -> None:
    document = delta(
        [inline({"divider": True})],
        line(""),
        [inline({"formula": "E=mc^2"}), inline({"image": "https://e.org/i.png"})],
        [inline({"video": "javascript:x"}), inline({"unknown": 1})],
        line(""),
    )
    assert to_text(document) == "* * *\nE=mc^2https://e.org/i.png\n"
