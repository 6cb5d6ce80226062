"""Lines as blocks, and marks as a tree (SPEC.md D3, D4)."""

from crdt.delta import Piece, read_lines
from crdt.delta_blocks import Block, CodeBlock, List, Quote, Rule, TextBlock, blocks
from crdt.delta_inline import Inline, inline_tree
from tests.crdt.deltas import Operation, delta, inline, line


def shape(block: Block) -> object:
    """A block as nested lists of words, for comparison."""
    match block:
        case TextBlock():
            return "".join(piece.text for piece in block.pieces)
        case Rule():
            return "—"
        case CodeBlock():
            return (block.language, block.text)
        case Quote():
            return {"quote": [shape(inner) for inner in block.blocks]}
        case List():
            return {block.kind: [[shape(inner) for inner in item.blocks] for item in block.items]}


def shapes(*lines: list[Operation]) -> list[object]:
    return [shape(block) for block in blocks(read_lines(delta(*lines)))]


def item(text: str, indent: int = 0, kind: str = "bullet") -> list[Operation]:
    return line(text, list=kind, **({"indent": indent} if indent else {}))


def test_d3_deeper_items_lie_under_the_one_before() -> None:
    assert shapes(item("a"), item("b", 1), item("c", 2), item("d", 1), item("e")) == [
        {"bullet": [["a", {"bullet": [["b", {"bullet": [["c"]]}], ["d"]]}], ["e"]]}
    ]


def test_d3_how_much_deeper_does_not_matter() -> None:
    assert shapes(item("a"), item("b", 5), item("c", 3), item("d", 1)) == [
        {"bullet": [["a", {"bullet": [["b"], ["c"], ["d"]]}]]}
    ]
    assert shapes(item("a", 4), item("b", 2), item("c")) == [{"bullet": [["a"], ["b"], ["c"]]}]


def test_d3_kinds_make_lists_of_their_own() -> None:
    mixed = [item("a"), item("b", kind="ordered"), item("c", 1, "checked"), item("d")]
    assert shapes(*mixed) == [
        {"bullet": [["a"]]},
        {"ordered": [["b", {"check": [["c"]]}]]},
        {"bullet": [["d"]]},
    ]


def test_d3_other_lines_end_a_list() -> None:
    assert shapes(item("a"), line("b"), item("c", 1)) == [
        {"bullet": [["a"]]},
        "b",
        {"bullet": [["c"]]},
    ]


def test_d3_dividers_split_their_line() -> None:
    rule = [inline({"divider": True})]
    assert shapes(rule, rule, line("")) == ["—", "—"]
    assert shapes([inline("a")], rule, line("b")) == ["a", "—", "b"]
    assert shapes(rule, item("b")) == [{"bullet": [["—", "b"]]}]


def test_d3_quotes_hold_any_block_and_code_is_grouped_by_language() -> None:
    quoted = [line("q", blockquote=True), line("x", blockquote=True, code_block="c")]
    code = [line("y", code_block="c"), line("z", code_block="plain"), line("", code_block=True)]
    assert shapes(*quoted, *code) == [
        {"quote": ["q", ("c", "x\n")]},
        ("c", "y\n"),
        ("", "z\n\n"),
    ]


def marks(node: Inline) -> object:
    if isinstance(node, Piece):
        return node.text
    return (node.mark, node.value, *(marks(inner) for inner in node.content))


def tree(*operations: Operation) -> list[object]:
    (found,) = read_lines([*operations, {"insert": "\n"}])
    return [marks(node) for node in inline_tree(found.pieces)]


def test_d4_marks_nest_in_a_fixed_order() -> None:
    found = tree(
        inline("a", italic=True),
        inline("b", italic=True, bold=True, link="/x"),
        inline("c", bold=True, link="/x"),
        inline("d", bold=True),
    )
    assert found == [
        ("italic", "", "a"),
        ("link", "/x", ("bold", "", ("italic", "", "b"), "c")),
        ("bold", "", "d"),
    ]


def test_d4_marks_neither_begin_nor_end_at_white_space() -> None:
    assert tree(inline(" a ", bold=True), inline("\u2003", bold=True)) == [
        " ",
        ("bold", "", "a"),
        " ",
        "\u2003",
    ]
    assert tree(inline("  ", bold=True, italic=True, link="/x")) == ["  "]


def test_d4_code_keeps_its_white_space() -> None:
    assert tree(inline(" a ", code=True, bold=True)) == [("bold", "", ("code", "", " a "))]


def test_d4_what_cannot_be_shown_is_left_out() -> None:
    hidden = [inline("\x01\x02"), inline({"unknown": 1}), inline({"image": "javascript:x"})]
    assert tree(*hidden, inline("a\x00b", strike=True)) == [("strike", "", "ab")]
    assert tree(*hidden) == []


def test_d4_links_lead_to_allowed_places_only() -> None:
    assert tree(inline("a", link="javascript:x")) == ["a"]
    assert tree(inline("a", link="/x"), inline("b", link="/y")) == [
        ("link", "/x", "a"),
        ("link", "/y", "b"),
    ]
