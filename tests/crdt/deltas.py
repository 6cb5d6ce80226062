"""Documents for the tests of the exports: short ones by hand, and any by chance."""

from typing import Any

from hypothesis import strategies as st

Operation = dict[str, Any]


def line(text: str, **formats: object) -> list[Operation]:
    """A line of text and its formats; `code_block` stands for `code-block`."""
    attributes = {name.replace("_", "-"): value for name, value in formats.items()}
    end: Operation = {"insert": "\n"} | ({"attributes": attributes} if attributes else {})
    return [{"insert": text}, end] if text else [end]


def delta(*lines: list[Operation]) -> list[Operation]:
    """The lines as one Delta."""
    return [operation for operations in lines for operation in operations]


def inline(text: object, **attributes: object) -> Operation:
    """Text or an embed with inline attributes."""
    return {"insert": text, "attributes": attributes}


def operation(content: object, attributes: dict[str, object]) -> Operation:
    """As `inline`, with the attributes as a dict."""
    return inline(content, **attributes)


# Signs of Markdown and HTML, white space of several kinds, symbols, combining marks, two scripts.
ALPHABET = (
    "abc019  \t\xa0\u2003*_~`#>+-=.)!?:|&;<>/\\[](){}\"'^$@éßжñ🐕€₿—„“”\u0301\u200d\x01\r\x0c"
)
WORDS = st.one_of(
    st.text(ALPHABET, min_size=1, max_size=8),
    st.sampled_from(
        ["word", " two words ", "snake_case", "1986. ", "# ", "- [ ] ", "&amp;", "***"]
    ),
)
LINKS = st.sampled_from(
    ["https://example.org/a_b?c=1&copy=2", "mailto:a@b.c", "/x (y)", "#top", "javascript:alert(1)"]
)
INLINE = st.fixed_dictionaries(
    {},
    optional={
        "bold": st.just(True),
        "italic": st.just(True),
        "strike": st.just(True),
        "underline": st.just(True),
        "code": st.just(True),
        "link": LINKS,
        "script": st.sampled_from(["sub", "super"]),
    },
)
EMBEDS = st.sampled_from(
    [{"divider": True}, {"formula": "a`b"}, {"image": "https://e.org/i_i.png"}]
)
LINE_FORMATS = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"header": st.integers(1, 6)}),
    st.fixed_dictionaries(
        {"list": st.sampled_from(["bullet", "ordered", "checked", "unchecked"])},
        optional={"indent": st.integers(1, 8), "header": st.integers(1, 3)},
    ),
    st.fixed_dictionaries({"code-block": st.sampled_from([True, "plain", "python", "a`b"])}),
    st.fixed_dictionaries({"align": st.sampled_from(["center", "right"])}),
    st.fixed_dictionaries({"direction": st.just("rtl")}),
)


@st.composite
def any_line(draw: st.DrawFn, *, embeds: bool) -> list[Operation]:
    """One line: marked pieces, now and then an embed, any line format, maybe quoted."""
    content = st.one_of(WORDS, WORDS, WORDS, EMBEDS) if embeds else WORDS
    pieces = draw(st.lists(st.builds(operation, content, INLINE), max_size=5))
    formats = draw(LINE_FORMATS) | ({"blockquote": True} if draw(st.booleans()) else {})
    return [*pieces, inline("\n", **formats)]


def deltas(*, embeds: bool = True) -> st.SearchStrategy[list[Operation]]:
    """Any document."""
    return st.lists(any_line(embeds=embeds), max_size=6).map(lambda lines: delta(*lines))
