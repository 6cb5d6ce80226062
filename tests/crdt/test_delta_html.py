"""Delta → HTML: semantic, escaped, and such that a sanitiser changes nothing (SPEC.md D5)."""

from html.parser import HTMLParser
from typing import Any

import nh3
import pytest
from hypothesis import given, settings

from crdt.delta import DISCLOSURE, Disclosure, read_lines, to_html
from crdt.delta_lines import printable
from tests.crdt.deltas import delta, deltas, inline, line

BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6")
ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    **{block: {"style", "dir"} for block in BLOCKS},
    "input": {"type", "disabled", "checked"},
    "ul": {"class"},
    "code": {"class"},
    "span": {"class"},
}
VOID = {"br", "hr", "img", "input"}


def sanitised(html: str) -> str:
    return nh3.clean(
        html,
        tags=nh3.ALLOWED_TAGS | {"input"},
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        filter_style_properties={"text-align"},
    )


@pytest.mark.parametrize(
    ("document", "html"),
    [
        (delta(line("Title", header=1), line("Text.")), "<h1>Title</h1>\n<p>Text.</p>\n"),
        (delta(line("")), "<p><br></p>\n"),
        (
            delta(
                line("a", list="bullet"),
                line("b", list="ordered", indent=1),
                line("c", list="bullet", indent=2),
                line("d", list="bullet"),
            ),
            "<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li><li>d</li></ul>\n",
        ),
        (
            delta(line("a", list="checked"), line("b", list="unchecked")),
            '<ul class="checklist"><li><input type="checkbox" disabled="" checked=""> a</li>'  # noqa: ISC004
            '<li><input type="checkbox" disabled=""> b</li></ul>\n',
        ),
        (delta(line("h", list="bullet", header=2)), "<ul><li><h2>h</h2></li></ul>\n"),
        (
            delta(line("a", blockquote=True), line("b", blockquote=True, header=3)),
            "<blockquote><p>a</p><h3>b</h3></blockquote>\n",
        ),
        (
            delta(line("if a < b:", code_block="python"), line("  go()", code_block="python")),
            '<pre><code class="language-python">if a &lt; b:\n  go()\n</code></pre>\n',
        ),
        (delta(line("x", code_block='"><b>')), "<pre><code>x\n</code></pre>\n"),
        (delta([inline("a"), inline({"divider": True})], line("")), "<p>a</p>\n<hr>\n"),
        (delta([inline("b", bold=True, italic=True)], line("")), "<p><strong><em>b</em></strong></p>\n"),
        (delta([inline("s", strike=True), inline("u", underline=True)], line("")), "<p><s>s</s><u>u</u></p>\n"),
        (delta([inline("2", script="super"), inline("c", code=True)], line("")), "<p><sup>2</sup><code>c</code></p>\n"),
        (delta(line("c", align="center")), '<p style="text-align:center">c</p>\n'),
        (delta(line("c", align="x;color:red")), "<p>c</p>\n"),
        (delta(line("شعر", direction="rtl")), '<p dir="rtl">شعر</p>\n'),
        (delta(line('a <b> & "c"\xa0d')), '<p>a &lt;b&gt; &amp; "c"&nbsp;d</p>\n'),
        (
            delta([inline("here", link='https://e.org/?a=1&b="')], line("")),
            '<p><a href="https://e.org/?a=1&amp;b=&quot;" rel="noopener noreferrer">here</a></p>\n',
        ),
        (delta([inline("no", link="javascript:alert(1)")], line("")), "<p>no</p>\n"),
        (delta([inline("no", link={"href": "https://e.org"})], line("")), "<p>no</p>\n"),
        (delta([inline({"image": "https://e.org/i"})], line("")), '<p><img src="https://e.org/i" alt=""></p>\n'),
        (delta([inline({"image": "data:image/svg+xml,x"})], line("")), "<p><br></p>\n"),
        (
            delta([inline({"video": "https://e.org/v"})], line("")),
            '<p><a href="https://e.org/v" rel="noopener noreferrer">https://e.org/v</a></p>\n',
        ),
        (delta([inline({"formula": "a<b"})], line("")), '<p><span class="formula">a&lt;b</span></p>\n'),
        (delta([inline({"unknown": "x"})], line("t")), "<p>t</p>\n"),
    ],
)  # fmt: skip
def test_d5_as_written(document: Any, html: str) -> None:
    assert to_html(document) == html
    assert sanitised(html) == html


@settings(max_examples=300, deadline=None)
@given(deltas())
def test_d5_a_sanitiser_changes_nothing(document: Any) -> None:
    assert sanitised(to_html(document)) == to_html(document)


SAID = {DISCLOSURE: Disclosure("ai-generated", "a <model>")}
MARK = ' ai-disclosure="ai-generated" ai-model="a &lt;model&gt;"'
NOBODY = {DISCLOSURE: Disclosure("none")}


@pytest.mark.parametrize(
    ("document", "html"),
    [
        ([inline("a", **SAID), {"insert": "\n", "attributes": SAID}], f"<p{MARK}>a</p>\n"),
        ([inline("a"), {"insert": "\n", "attributes": SAID}], f"<p{MARK}>a</p>\n"),
        ([inline("a", **SAID), {"insert": "\n"}], f"<p><span{MARK}>a</span></p>\n"),
        (
            [inline("a", **NOBODY), inline("b", bold=True, **SAID), {"insert": "\n", "attributes": NOBODY}],
            f'<p ai-disclosure="none">a<span{MARK}><strong>b</strong></span></p>\n',
        ),
        (
            [inline("a"), {"insert": "\n", "attributes": {"list": "bullet", **SAID}}],
            f"<ul><li><span{MARK}>a</span></li></ul>\n",
        ),
        (
            [inline("a"), {"insert": "\n", "attributes": {"code-block": "true", **SAID}}],
            f"<pre{MARK}><code>a\n</code></pre>\n",
        ),
        ([inline("a", **{DISCLOSURE: "none"}), {"insert": "\n", "attributes": {DISCLOSURE: ["none"]}}], "<p>a</p>\n"),
    ],
)  # fmt: skip
def test_d9_disclosures_stand_on_blocks_and_on_parts_that_differ(document: Any, html: str) -> None:
    assert to_html(document) == html


class Checker(HTMLParser):
    """Gathers the text and insists that every tag is closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@settings(max_examples=300, deadline=None)
@given(deltas(embeds=False))
def test_d5_the_whole_text_is_there_and_tags_nest(document: Any) -> None:
    checker = Checker()
    checker.feed(to_html(document))
    checker.close()
    assert checker.open == []
    words = "".join(printable(found.text) for found in read_lines(document))
    assert "".join(checker.text.split()) == "".join(words.split())
