"""Delta → Markdown, read back with markdown-it (SPEC.md D6 to D8)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import example, given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from crdt.delta import read_lines, to_markdown
from crdt.delta_lines import printable
from tests.crdt.deltas import delta, deltas, inline, line

READER = MarkdownIt("commonmark").enable("strikethrough")
OPENING = {
    "strong_open": "bold",
    "em_open": "italic",
    "s_open": "strike",
    "link_open": "link",
}
TAGS = {
    "strong": "bold",
    "em": "italic",
    "s": "strike",
    "u": "underline",
    "sub": "sub",
    "sup": "super",
    "code": "code",
}
BOXES: dict[object, str] = {"checked": "[x] ", "unchecked": "[ ] "}
"""Plain CommonMark reads the boxes of check lists as text."""
FLAGS = ("bold", "italic", "strike", "underline", "code")
Character = tuple[str, frozenset[str]]


@pytest.mark.parametrize(
    ("document", "markdown"),
    [
        (delta(line("Title", header=1), line("Text.")), "# Title\n\nText.\n"),
        (delta(line("a"), line(""), line("b")), "a\n\nb\n"),
        (delta(line("a", list="bullet"), line("b", list="bullet")), "- a\n- b\n"),
        (delta(line("a", list="ordered"), line("b", list="ordered")), "1. a\n2. b\n"),
        (
            delta(
                line("a", list="bullet"),
                line("b", list="ordered", indent=1),
                line("c", list="ordered", indent=1),
                line("d", list="bullet", indent=2),
                line("e", list="bullet"),
            ),
            "- a\n  1. b\n  2. c\n     - d\n- e\n",
        ),
        (
            delta(line("done", list="checked"), line("open", list="unchecked")),
            "- [x] done\n- [ ] open\n",
        ),
        (delta(line("h", list="checked", header=2)), "- [x] h\n"),
        (delta(line("a", list="bullet"), line(""), line("b", list="bullet")), "- a\n\n+ b\n"),
        (delta(line("a", list="ordered"), line(""), line("b", list="ordered")), "1. a\n\n1) b\n"),
        (delta(line("a", list="bullet"), line("", list="bullet", indent=1)), "- a\n\n  -\n"),
        (delta(line("deep", list="bullet", indent=3), line("a", list="bullet")), "- deep\n- a\n"),
        (delta(line("a", blockquote=True), line("b", blockquote=True)), "> a\n>\n> b\n"),
        (
            delta(line("x = '```'", code_block="python"), line("", code_block="python")),
            "````python\nx = '```'\n\n````\n",
        ),
        (delta(line("a", code_block=True), line("b", code_block="plain")), "```\na\nb\n```\n"),
        (delta([inline({"divider": True})], line("")), "***\n"),
        (delta([inline("a"), inline({"divider": True})], line("b")), "a\n\n***\n\nb\n"),
        (delta([inline("bold", bold=True)], line("")), "**bold**\n"),
        (delta([inline("both", bold=True, italic=True)], line("")), "**_both_**\n"),
        (delta([inline("a "), inline("b ", bold=True)], line("c")), "a **b** c\n"),
        (delta([inline("un"), inline("believ", italic=True)], line("able")), "un<em>believ</em>able\n"),
        (delta([inline("in"), inline("side", bold=True)], line("r")), "in**side**r\n"),
        (delta([inline("a"), inline('"b"', bold=True)], line("c")), 'a<strong>"b"</strong>c\n'),
        (delta([inline("gone", strike=True)], line(".")), "~~gone~~.\n"),
        (delta([inline("low", script="sub"), inline("u", underline=True)], line("")), "<sub>low</sub><u>u</u>\n"),
        (delta([inline("a`b", code=True)], line("")), "``a`b``\n"),
        (delta([inline("`", code=True)], line("")), "`` ` ``\n"),
        (delta([inline("here", link="https://e.org/a (b)")], line("")), "[here](https://e.org/a%20%28b%29)\n"),
        (delta([inline("a[0]:", code=True, link="/a")], line("")), "[<code>a\\[0\\]:</code>](/a)\n"),
        (delta([inline("a[0]:", code=True)], line("")), "`a[0]:`\n"),
        (delta([inline("here", link="javascript:alert(1)")], line("")), "here\n"),
        (delta([inline("Look!"), inline("here", link="/a")], line("")), "Look\\![here](/a)\n"),
        (delta([inline({"image": "https://e.org/i.png"})], line("")), "![](https://e.org/i.png)\n"),
        (delta([inline({"video": "https://e.org/v_1"})], line("")), "[https://e.org/v_1](https://e.org/v_1)\n"),
        (delta([inline({"formula": "E=mc^2"})], line("")), "`E=mc^2`\n"),
        (delta(line("1986. A year")), "1986\\. A year\n"),
        (delta(line("- no list"), line("-5 °C"), line("---")), "\\- no list\n\n-5 °C\n\n\\---\n"),
        (delta(line("# no heading"), line("#tag"), line("> no quote")), "\\# no heading\n\n#tag\n\n\\> no quote\n"),
        (delta(line("C ##", header=2)), "## C \\##\n"),
        (delta(line("snake_case and _this_")), "snake_case and \\_this\\_\n"),
        (delta(line("a *b* <i> [c] \\ `d` ~e~")), "a \\*b\\* \\<i> \\[c\\] \\\\ \\`d\\` \\~e\\~\n"),
        (delta(line("AT&T &amp; so")), "AT&T \\&amp; so\n"),
        (delta([{"insert": "no line end"}]), "no line end\n"),
        ([], ""),
    ],
)  # fmt: skip
def test_d6_d7_d8_as_written(document: Any, markdown: str) -> None:
    assert to_markdown(document) == markdown


def expected(document: Any) -> Iterator[list[Character]]:
    """The characters of each line that Markdown can show, with their marks."""
    for found in read_lines(document):
        if found.format.get("code-block"):
            continue
        shown = [
            (character, marks_of(piece.attributes, piece.link))
            for piece in found.pieces
            for character in printable(piece.text)
        ]
        box = BOXES.get(found.format.get("list"), "") if printable(found.text).strip() else ""
        yield [*((character, frozenset[str]()) for character in box), *shown]


def marks_of(attributes: Mapping[str, object], link: str | None) -> frozenset[str]:
    marks: set[str] = {name for name in FLAGS if attributes.get(name)}
    if link:
        marks.add("link")
    if "script" in attributes:
        marks.add(str(attributes["script"]))
    return frozenset(marks)


def read_back(markdown: str) -> Iterator[list[Character]]:
    """The characters of each inline token with their marks, as markdown-it understands them."""
    for token in READER.parse(markdown):
        if token.type == "inline":
            yield list(characters(token.children or []))


def characters(tokens: Sequence[Token]) -> Iterator[Character]:
    marks: set[str] = set()
    for token in tokens:
        if token.type in OPENING:
            marks.add(OPENING[token.type])
        elif token.type.endswith("_close"):
            marks.discard(OPENING[token.type.replace("_close", "_open")])
        elif token.type == "html_inline":
            name = token.content.strip("<>/")
            if name in TAGS:
                (marks.discard if token.content.startswith("</") else marks.add)(TAGS[name])
        else:
            own = frozenset(marks | {"code"} if token.type == "code_inline" else marks)
            yield from ((character, own) for character in token.content)


def visible(lines: Iterator[list[Character]]) -> list[list[Character]]:
    """Without white space, whose marks nobody sees, and without lines that hold nothing else."""
    shown = [[pair for pair in found if not pair[0].isspace()] for found in lines]
    return [found for found in shown if found]


def words(lines: Iterator[list[Character]]) -> list[str]:
    texts = ("".join(character for character, _ in found).split() for found in lines)
    return [" ".join(text) for text in texts if text]


@settings(max_examples=400, deadline=None)
@given(deltas(embeds=False))
@example(delta([inline("0", code=True), inline("`")], line("")))
@example(delta([inline("a", bold=True), inline("b", bold=True, italic=True)], line("c")))
@example(delta([inline("x]: *y*_`z", code=True, link="/a")], line("")))
@example(delta([inline("]:", code=True, bold=True, italic=True, link="/a")], line("")))
@example(delta([inline("]:", code=True)], line("")))
def test_d7_text_and_marks_survive_reading_back(document: Any) -> None:
    markdown = to_markdown(document)
    assert words(read_back(markdown)) == words(expected(document)), markdown
    assert visible(read_back(markdown)) == visible(expected(document)), markdown


@settings(max_examples=200, deadline=None)
@given(deltas())
def test_d8_code_blocks_survive_reading_back(document: Any) -> None:
    fences = [
        token.content
        for token in READER.parse(to_markdown(document))
        if token.tag == "code" and token.block
    ]
    lines = [found for found in read_lines(document) if found.format.get("code-block")]
    assert "".join(fences) == "".join(f"{printable(found.text)}\n" for found in lines)


@settings(max_examples=200, deadline=None)
@given(deltas())
def test_d6_lists_nest_as_deep_as_they_say(document: Any) -> None:
    """As many items as there are list lines, none deeper than its indent."""
    tokens = READER.parse(to_markdown(document))
    items = sum(token.type == "list_item_open" for token in tokens)
    lists = [
        found
        for found in read_lines(document)
        if found.format.get("list") and not found.format.get("code-block")
    ]
    assert items == len(lists), to_markdown(document)
