"""server.reports.disclosure: what a page discloses of each passage, and in its head."""

import re

import pytest

from crdt.authorship import Entry
from crdt.delta import Disclosure
from crdt.ids import IdRange
from crdt.moments import Shown
from server.reports.disclosure import BUILT_IN, combined, disclosed_page, disclosure_of

TYPED = Entry("p_a", "p_a", 1, "typed")
PASTED = Entry(None, "p_a", 1, "pasted", written="pasted")
MODEL = Entry(None, "p_a", 1, "adopted", "s_model", written="adopted")
OTHER = Entry(None, "p_a", 1, "adopted", "s_other", written="adopted")
RULES = Entry(None, "p_a", 1, "adopted", "s_rules", written="adopted")
MATE = Entry("p_b", "p_a", 1, "adopted", "s_mate", written="adopted")
MOVED = Entry(None, "p_a", 1, "moved", "s_model", written="adopted")
MODELS = {"s_model": "provider/model-1", "s_other": '"><script>', "s_rules": BUILT_IN}

NONE = Disclosure("none")
GENERATED = Disclosure("ai-generated", "provider/model-1")


def page_of(*parts: tuple[str, Entry], **line: object) -> str:
    runs, clock = [], 0
    for text, entry in parts:
        attributes = line if text == "\n" else {}
        runs.append((Shown(IdRange(1, clock, len(text)), text, attributes), entry))
        clock += len(text)
    return disclosed_page(runs, MODELS, "T", "Byline")


def body(html: str) -> str:
    return html.split("<body>\n")[1].split("</body>", maxsplit=1)[0]


def head(html: str) -> list[str]:
    return re.findall(r'<meta name="ai-disclosure" content="([^"]+)">', html)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (TYPED, NONE),
        (MATE, NONE),
        (PASTED, None),
        (MODEL, GENERATED),
        (MOVED, GENERATED),
        (RULES, Disclosure("ai-assisted", BUILT_IN)),
    ],
)
def test_words_are_disclosed_by_where_they_are_from(entry: Entry, said: Disclosure | None) -> None:
    assert disclosure_of(entry, MODELS) == said


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([NONE, NONE], NONE),
        ([NONE, None], None),
        ([None], None),
        ([NONE, GENERATED], Disclosure("ai-assisted", "provider/model-1")),
        ([None, GENERATED], Disclosure("ai-assisted", "provider/model-1")),
        ([GENERATED, GENERATED], GENERATED),
        ([GENERATED, Disclosure("ai-generated", "b")], Disclosure("ai-generated")),
    ],
)
def test_a_passage_is_disclosed_by_its_parts(
    parts: list[Disclosure | None], said: Disclosure | None
) -> None:
    assert combined(parts) == said


def test_a_passage_of_one_origin_says_so_once() -> None:
    html = page_of(("Mine.", TYPED), ("\n", TYPED), ("Its.", MODEL), ("\n", TYPED))
    assert body(html) == (
        '<p ai-disclosure="none">Mine.</p>\n'
        '<p ai-disclosure="ai-generated" ai-model="provider/model-1">Its.</p>\n'
    )
    assert head(html) == ["mixed"]


def test_words_of_another_origin_in_a_passage_are_marked() -> None:
    html = page_of(("Mine ", TYPED), ("its", MODEL), (" mine.", TYPED), ("\n", TYPED))
    assert body(html) == (
        '<p ai-disclosure="ai-assisted" ai-model="provider/model-1">'
        '<span ai-disclosure="none">Mine </span>'
        '<span ai-disclosure="ai-generated" ai-model="provider/model-1">its</span>'
        '<span ai-disclosure="none"> mine.</span></p>\n'
    )
    assert head(html) == ["ai-assisted"]


def test_what_an_item_says_is_not_said_of_those_under_it() -> None:
    html = page_of(("Its.", MODEL), ("\n", TYPED), ("Pasted", PASTED), ("\n", TYPED), list="bullet")
    assert body(html) == (
        '<ul><li><span ai-disclosure="ai-generated" ai-model="provider/model-1">Its.</span></li>'
        "<li>Pasted</li></ul>\n"
    )
    assert head(html) == ["mixed"]


def test_nothing_is_said_where_nothing_is_known() -> None:
    assert head(page_of(("Pasted", PASTED), ("\n", TYPED))) == []
    assert head(page_of(("\n", TYPED))) == []
    assert head(page_of(("Typed", TYPED), ("\n", TYPED))) == ["none"]


def test_names_of_models_are_escaped_and_no_document_can_disclose_by_itself() -> None:
    html = page_of(("x", OTHER), ("\n", TYPED), **{"ai-disclosure": "none"})
    assert "<script>" not in html
    assert 'ai-model="&quot;&gt;&lt;script&gt;"' in html
    pasted = page_of(("x", PASTED), ("\n", TYPED), **{"ai-disclosure": ["none", ""]})
    assert body(pasted) == "<p>x</p>\n"
