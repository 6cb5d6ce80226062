"""Who wrote what as people see it: in the text, on the card, in the legend, by pointer, finger and keyboard."""

from __future__ import annotations

import re
from typing import Any, Literal

import pytest
from playwright.async_api import Locator, expect

from tests.browser.scenes import new_document
from tests.browser.test_accessibility import LOOKS, serious_violations
from tests.browser.told import HOUR_MS, Json, Told, person, suggestion, tell
from tests.browser.visitor import Visitor, Visitors, until
from tests.live import LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

LINES = (
    "Bo begins with this sentence.",
    "A shelf of forty books in each village hall, with readings on the first Friday.",
    "People can be reached by the book bus, which stops in every village.",
    "These words turn up without being placed.",
    "Readings on the first of the month. Words from last year.",
    "Cy wrote this and Dee wrote that.",
)
PLACED = "People can be reached by the bus, which stops in every village."
NOW = 1_700_000_000_000


def history(ada: str, bo: str) -> Told:
    """A text in which everything has happened."""

    def by(author: str | None, **fields: Any) -> Json:
        return {"author": author, "placed_by": author, "at": NOW, **fields}

    typed = {"origin": "typed", "written": "typed"}
    placed = {"origin": "adopted", "written": "adopted", "placed_by": ada}
    words: dict[str, Json] = {
        LINES[0]: by(bo, **typed),
        LINES[1]: by(ada, **typed),
        "People can be reached by the ": by(None, **placed, suggestion="s_1"),
        "book ": by(bo, **typed),
        "bus, which": by(None, **placed, suggestion="s_1", suggestion_at=29),
        "These words turn up": by(None, **placed, suggestion="s_2", undeclared=True),
        "Readings on the first": by(bo, origin="copied", written="typed"),
        "of the month": by(ada, origin="moved", written="typed"),
        "Words from last year.": by(bo, origin="copied", written="typed", from_document="d_old"),
        "Cy wrote this": by("p_cy", **typed),
        "Dee wrote that.": by("p_dee", **typed),
    }
    words["Readings on the first"]["placed_by"] = ada
    changed = {"placed": 63, "kept": 39, "by": [{"person": bo, "deleted": 24, "inserted": 5}]}
    return Told(
        words=words,
        sources={"Readings on the first": "readings on the first"},
        gone=["of the month"],
        people=[person("p_cy", "Cy", "CY", 6), person("p_dee", "Dee", "DE", 6)],
        suggestions=[
            suggestion(
                "s_1", 12, PLACED, instruction="Say it plainly", asked_by=bo, changed=changed
            ),
            suggestion("s_2", 13, "These words turn up"),
        ],
        documents=[{"id": "d_old", "title": "Last year’s report"}],
        refused=[
            {
                "seq": 3,
                "at": NOW,
                "person": bo,
                "client": 1,
                "reason": "text-differs",
                "claim": {"from": {}},
            },
            {
                "seq": 9,
                "at": NOW + HOUR_MS,
                "person": ada,
                "client": 2,
                "reason": "odd",
                "claim": None,
            },
        ],
    )


async def person_id(visitor: Visitor) -> str:
    answer = await visitor.context.request.get(f"{visitor.server.http}/api/me")
    identifier: str = (await answer.json())["person"]["id"]
    return identifier


async def open_history(
    visitors: Visitors, server: LiveServer, *, shown: bool = True, **options: Any
) -> Visitor:
    """Ada, looking at a text that Bo has typed, of which another history is told."""
    ada = await visitors.new(server, "Ada Quill", **options)
    bo = await visitors.new(server, "Bo Nakamura")
    await ada.enter()
    await bo.enter()
    document = await new_document(bo)
    await bo.open(document)
    await bo.caret_at_end(-1)
    for number, line in enumerate(LINES):
        if number:
            await bo.press("Enter")
        await bo.page.keyboard.insert_text(line)
    await bo.is_saved()
    await tell(ada.page, server, document, history(await person_id(ada), await person_id(bo)))
    await ada.open(document)
    await expect(ada.lines).to_have_text(list(LINES))
    if shown:
        await ada.page.get_by_role("button", name="Authorship", exact=True).click()
        await expect(ada.page.locator(".by-adopted").first).to_be_attached()
    return ada


def card_of(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("note", name="Where these words come from")


def legend_of(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("region", name="Who wrote what")


def words_in(visitor: Visitor, words: str) -> Locator:
    """The marked stretch that holds some words."""
    return visitor.lines.locator(".by, .by-dim").filter(has_text=re.compile(re.escape(words))).first


async def look_at(visitor: Visitor, words: str) -> Locator:
    """Rest the pointer on some words, coming from elsewhere; their card."""
    card = card_of(visitor)
    await visitor.page.mouse.move(5, 5)
    await expect(card).to_have_count(0)
    for _ in range(5):
        await words_in(visitor, words).hover()
        try:
            await expect(card).to_be_visible(timeout=4_000)
        except AssertionError:  # the page scrolled under the pointer: it has to move again
            await visitor.page.mouse.move(5, 5)
        else:
            return card
    await expect(card).to_be_visible()
    return card


async def test_the_card_tells_the_history_of_words(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """Placed, changed since, undeclared, copied, moved, from another document: each said plainly."""
    ada = await open_history(visitors, shared_byline)
    card = await look_at(ada, "People can be")
    await expect(card).to_contain_text("Words of suggestion S12")
    await expect(card).to_contain_text("Placed by Ada Quill (you)")
    await expect(card).to_contain_text(PLACED)
    await expect(card).to_contain_text("Say it plainly")
    await expect(card).to_contain_text("Built-in, no model")
    share = round(100 * (63 - 39 + 5) / (63 + 5))
    since = f"{share} % changed since: Bo Nakamura took out 24 characters and put in 5"
    await expect(card).to_contain_text(since)

    card = await look_at(ada, "These words")
    await expect(card).to_contain_text("The same words as suggestion S13")
    await expect(card).to_contain_text("They were not placed from the panel")

    card = await look_at(ada, "Readings on")
    await expect(card).to_contain_text("Words by Bo Nakamura")
    await expect(card).to_contain_text("Copied from line 2 by Ada Quill (you)")

    card = await look_at(ada, "of the month")
    await expect(card).to_contain_text("The words are no longer where they came from.")

    card = await look_at(ada, "Words from")
    link = card.get_by_role("link", name="Open “Last year’s report”")
    await expect(link).to_have_attribute("href", "/d/d_old")


async def test_the_card_can_be_reached_with_the_pointer_and_leads_to_the_source(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """The pointer may take its time in the card; its button selects what the words came from."""
    ada = await open_history(visitors, shared_byline)
    card = await look_at(ada, "Readings on")
    await card.get_by_role("button", name="Show where it came from").click()
    await expect(card).to_have_count(0)
    selected = "getSelection().toString()"
    assert await ada.page.evaluate(selected) == "readings on the first"
    await expect(ada.spoken).to_have_text("The words came from line 2. They are selected.")
    card = await look_at(ada, "These words")
    await expect(card).to_contain_text("suggestion S13")
    await ada.press("Escape")
    await expect(card).to_have_count(0)


async def test_from_author_to_author_by_keyboard(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """F8 goes on and says whose words follow; Tab leads into the card, Escape back to the text."""
    ada = await open_history(visitors, shared_byline, shown=False)
    await ada.editor.focus()
    await ada.press("Control+Home", "F8")
    await expect(card_of(ada)).to_have_count(0)
    await ada.press("Control+Alt+a")
    await expect(ada.spoken).to_have_text("Authorship is shown.")
    await expect(ada.page.locator(".by-adopted").first).to_be_attached()
    await ada.press("F8")
    await expect(ada.spoken).to_contain_text("Words by Ada Quill (you); 15 words")
    await ada.press("F8")
    await expect(ada.spoken).to_contain_text("Words of suggestion S12, placed by Ada Quill (you)")
    await ada.press("Shift+F8", "Shift+F8")
    await expect(ada.spoken).to_contain_text("Words by Bo Nakamura; 5 words")
    for _ in range(20):
        await ada.press("F8")
        if "copied from line 2" in (await ada.spoken.text_content() or ""):
            break
    await expect(ada.spoken).to_contain_text(
        "Words by Bo Nakamura, copied from line 2 by Ada Quill"
    )
    await ada.press("Tab")
    close = card_of(ada).get_by_role("button", name="Close")
    await expect(close).to_be_focused()
    await ada.press("Tab", "Enter")
    await expect(card_of(ada)).to_have_count(0)
    await expect(ada.editor).to_be_focused()
    assert await ada.page.evaluate("getSelection().toString()") == "readings on the first"
    await ada.press("F8", "Tab", "Escape")
    await expect(card_of(ada)).to_have_count(0)
    await expect(ada.editor).to_be_focused()
    await ada.sees_lines(*LINES)
    await ada.press("Control+/")
    dialog = ada.page.get_by_role("dialog", name="Keyboard shortcuts")
    await expect(dialog).to_contain_text("Next, previous change of author")


async def test_a_filter_dims_the_rest_and_is_remembered(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """By person and by origin, together; said, shown on the page, and cleared from there."""
    ada = await open_history(visitors, shared_byline)
    legend = legend_of(ada)
    await legend.get_by_role("button", name=re.compile("^..Bo Nakamura|Bo Nakamura")).click()
    await expect(ada.spoken).to_have_text("Only Bo Nakamura. Everything else is dimmed.")
    await expect(words_in(ada, "Bo begins")).to_have_class(re.compile("by-author"))
    await expect(words_in(ada, "A shelf")).to_have_class("by-dim")
    await expect(words_in(ada, "People can")).to_have_class("by-dim")
    await legend.get_by_role("button", name="Changed since placing").click()
    await expect(words_in(ada, "People can")).to_have_class(re.compile("by-adopted"))
    await expect(words_in(ada, "These words")).to_have_class("by-dim")
    bar = ada.page.get_by_role("region", name="Look only at")
    await expect(bar).to_contain_text("Only Bo Nakamura, Changed since placing")

    await ada.press("Control+Alt+a")
    await expect(bar).to_have_count(0)
    await expect(ada.page.locator(".by-dim")).to_have_count(0)
    await ada.press("Control+Alt+a")
    await expect(words_in(ada, "A shelf")).to_have_class("by-dim")
    await bar.get_by_role("button", name="Show all").click()
    await expect(ada.page.locator(".by-dim")).to_have_count(0)
    await expect(ada.spoken).to_have_text("Everything is shown.")


async def test_the_legend_says_it_in_words(shared_byline: LiveServer, visitors: Visitors) -> None:
    """Shares by person and origin, what was changed, moved and copied, the limits, and what did not hold."""
    ada = await open_history(visitors, shared_byline)
    legend = legend_of(ada)
    await expect(legend).to_contain_text(re.compile(r"Ada Quill \(you\): \d+ %"))
    await expect(legend).to_contain_text(re.compile(r"Placed from suggestions: \d+ %"))
    await expect(legend).to_contain_text("33 % of it changed since")
    await expect(legend).to_contain_text(re.compile(r"From suggestions, not placed openly: \d+ %"))
    await expect(legend).to_contain_text("10 characters moved, 36 characters copied")
    await expect(legend).to_contain_text("a likeness is a hint, not proof")
    await expect(legend).to_contain_text("2 claims about where text came from did not hold")
    await legend.get_by_role("button", name="Show them").click()
    dialog = ada.page.get_by_role("dialog", name="Claims that did not hold")
    await expect(dialog).to_contain_text("Bo Nakamura put in text that was said to be moved")
    await expect(dialog).to_contain_text("The text is not the same.")
    await expect(dialog).to_contain_text("Ada Quill (you) sent a claim that cannot be read.")
    await ada.press("Escape")
    await expect(dialog).to_have_count(0)


async def test_the_legend_follows_who_writes(byline: LiveServer, visitors: Visitors) -> None:
    """Shares change while people type, without anybody asking."""
    ada = await visitors.guest(byline, "Ada", "live")
    bo = await visitors.guest(byline, "Bo", "live")
    await ada.type("Ten letter")
    await expect(bo.lines).to_have_text(["Ten letter"])
    await bo.press("Control+Alt+a")
    await expect(legend_of(bo)).to_contain_text("Ada: 100 %")
    await bo.caret_at_end(0)
    await bo.type(" and more")
    await expect(legend_of(bo)).to_contain_text(re.compile(r"Bo \(you\): 4\d %"))
    await ada.type(" until it is twice as much as before")
    await expect(legend_of(bo)).to_contain_text(re.compile(r"Bo \(you\): 1\d %"))
    await bo.sees_lines("Ten letter until it is twice as much as before and more")
    await expect(bo.lines.locator(".by-author")).to_have_count(2)


ROWS = """() => [...document.querySelectorAll(".ProseMirror > *")].map((line) => {
    const range = document.createRange();
    range.selectNodeContents(line);
    const rows = [];
    for (const { right, top, bottom } of range.getClientRects()) {
        const row = rows.find((row) => row.top < (top + bottom) / 2 && (top + bottom) / 2 < row.bottom);
        if (row) row.right = Math.max(row.right, right);
        else rows.push({ top, bottom, right });
    }
    return [line.getBoundingClientRect().height, ...rows.map((row) => row.right)];
})"""


async def test_nothing_moves_the_text(shared_byline: LiveServer, visitors: Visitors) -> None:
    """Lines stay as high, and rows end where they did to a pixel, on a wide page and on a narrow one."""
    for phone in (False, True):
        ada = await open_history(visitors, shared_byline, shown=False, phone=phone)
        await ada.page.evaluate(
            "Promise.all([...document.fonts].map((font) => font.load())).then(() => true)"
        )
        before = await ada.page.evaluate(ROWS)
        await ada.page.get_by_role("button", name="Authorship", exact=True).click()
        await expect(ada.page.locator(".by-adopted").first).to_be_attached()
        await expect(ada.page.locator(".by-mark").first).to_be_attached()
        after = await ada.page.evaluate(ROWS)
        assert [height for height, *_ in after] == [height for height, *_ in before]
        for (_, *ends), (_, *ends_before) in zip(after, before, strict=True):
            assert ends == pytest.approx(ends_before, abs=1)


async def test_two_people_in_one_colour_look_different(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """The server says the same colour for Cy and Dee; their words, and everybody's, look different."""
    ada = await open_history(visitors, shared_byline)
    looks = {
        who: await words_in(ada, words).get_attribute("class")
        for who, words in {"cy": "Cy wrote", "dee": "Dee wrote", "bo": "Bo begins"}.items()
    }
    assert len(set(looks.values())) == 3


async def test_by_touch_at_phone_width(shared_byline: LiveServer, visitors: Visitors) -> None:
    """A tap shows the card within the screen, the legend filters, and the page shows how to get back."""
    ada = await open_history(visitors, shared_byline, phone=True)
    await words_in(ada, "These words").tap()
    card = card_of(ada)
    await expect(card).to_contain_text("The same words as suggestion S13")
    box = await card.bounding_box()
    size = ada.page.viewport_size
    assert box is not None
    assert size is not None
    assert 0 <= box["x"] <= size["width"] - box["width"]
    assert 0 <= box["y"] <= size["height"] - box["height"]
    await card.get_by_role("button", name="Close").tap()
    await expect(card).to_have_count(0)
    await ada.page.get_by_role("button", name="Raise the panel").tap()
    await legend_of(ada).get_by_role("button", name=re.compile("Bo Nakamura")).tap()
    await ada.page.get_by_role("button", name="Lower the panel").tap()
    bar = ada.page.get_by_role("region", name="Look only at")
    await expect(bar).to_be_in_viewport()
    await bar.get_by_role("button", name="Show all").tap()
    await expect(ada.page.locator(".by-dim")).to_have_count(0)

    async def fits() -> bool:
        fitting: bool = await ada.page.evaluate(
            "document.documentElement.scrollWidth <= window.innerWidth"
        )
        return fitting

    await until(fits, "the page scrolls sideways")


@pytest.mark.parametrize(("scheme", "phone"), LOOKS)
async def test_no_serious_violation(
    shared_byline: LiveServer,
    visitors: Visitors,
    scheme: Literal["light", "dark"],
    phone: bool,
) -> None:
    """axe on the card, the filter and the dialog."""
    ada = await open_history(visitors, shared_byline, scheme=scheme, phone=phone)
    found: dict[str, list[str]] = {}
    for name, words in {"placed": "People can", "undeclared": "These words"}.items():
        if phone:
            await words_in(ada, words).tap()
            await expect(card_of(ada)).to_be_visible()
        else:
            await look_at(ada, words)
        found[name] = await serious_violations(ada)
        await ada.press("Escape")
    if phone:
        await ada.page.get_by_role("button", name="Raise the panel").tap()
    await legend_of(ada).get_by_role("button", name=re.compile("Bo Nakamura")).click()
    await expect(ada.page.locator(".by-dim").first).to_be_attached()
    found["filter"] = await serious_violations(ada)
    await legend_of(ada).get_by_role("button", name="Show them").click()
    await expect(ada.page.get_by_role("dialog", name="Claims that did not hold")).to_be_visible()
    found["refused"] = await serious_violations(ada)
    assert {name: each for name, each in found.items() if each} == {}
