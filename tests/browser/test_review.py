"""Reviewing passages in a browser: by mouse, by keyboard alone, by touch, and what others see of it at once."""

import json
import re
import urllib.request
from collections import Counter

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.browser.scenes import new_document, paste
from tests.browser.visitor import Visitor, Visitors, until
from tests.live import LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

WORDY = "In order to decide, we need the results of all of the tests."
FIRST = "Ada begins here."
OUTSIDE = " Somebody wrote this sentence in another program."


class Pair:
    """Ada, who coordinates a document, and Bo, both in it, with a suggestion that Ada placed."""

    def __init__(self, ada: Visitor, bo: Visitor, document: str, text: str) -> None:
        self.ada = ada
        self.bo = bo
        self.document = document
        self.text = text

    def entries(self) -> Counter[str]:
        """How many entries of each kind the ledger has."""
        address = f"{self.ada.server.http}/api/documents/{self.document}/bundle"
        with urllib.request.urlopen(address, timeout=30) as answer:
            return Counter(json.loads(line)["type"] for line in answer.read().splitlines())

    async def second_person(self) -> None:
        answer = await self.ada.context.request.put(
            f"{self.ada.server.http}/api/documents/{self.document}/assistant/policy",
            data={"friction": "second-person", "version": 0},
            headers={"Origin": self.ada.server.http},
        )
        assert answer.ok, await answer.text()


@pytest_asyncio.fixture(loop_scope="session")
async def pair(shared_byline: LiveServer, visitors: Visitors) -> Pair:
    ada, bo = await visitors.new(shared_byline, "Ada"), await visitors.new(shared_byline, "Bo")
    return await with_placed(ada, bo)


async def with_placed(ada: Visitor, bo: Visitor) -> Pair:
    """Ada writes two lines and places a suggestion at the end of the first."""
    await ada.enter()
    await bo.enter()
    document = await new_document(ada)
    for visitor in (ada, bo):
        await visitor.open(document)
    await ada.caret_at_end(-1)
    await ada.page.keyboard.insert_text(FIRST)
    await ada.press("Enter")
    await ada.page.keyboard.insert_text(WORDY)
    await ada.is_saved()
    raise_panel = ada.page.get_by_role("button", name="Raise the panel")
    if await raise_panel.count():
        await raise_panel.click()
    await ada.ask("shorten")
    text = await ada.card_text(ada.ready_cards.first)
    place = ada.ready_cards.first.locator("[data-place]")
    await place.focus()
    await ada.press("Enter", "ArrowUp", "End", "Enter")
    await expect(bo.lines.first).to_contain_text(text)
    await ada.is_saved()
    return Pair(ada, bo, document, text)


async def review_of(visitor: Visitor) -> Locator:
    """The entries of the review in somebody's panel."""
    await visitor.page.get_by_role("tab", name="Review").click()
    return visitor.panel.locator("[data-open]")


async def test_a_passage_is_reviewed_with_a_note_by_mouse_and_the_other_sees_it(pair: Pair) -> None:
    """The list leads to the text and marks it there; nothing is written to the document."""
    ada, bo = pair.ada, pair.bo
    before = pair.entries()
    shown = await review_of(ada)
    await expect(shown).to_have_count(1)
    await expect(ada.panel).to_contain_text("0 of 1 AI-origin passage reviewed")
    theirs = await review_of(bo)
    await theirs.first.click()
    await expect(bo.page.locator(".review-here")).to_have_text(pair.text.strip())
    await expect(bo.page.locator(".review-here")).to_be_in_viewport()
    await bo.panel.get_by_role("button", name="With a note").click()
    dialog = bo.page.get_by_role("dialog", name="Mark as reviewed")
    await dialog.get_by_label("Note").fill("Checked with the minutes.")
    await dialog.get_by_role("button", name="Mark reviewed").click()
    await expect(dialog).to_have_count(0)
    await expect(bo.spoken).to_contain_text("1 of 1 AI-origin passage reviewed")
    await expect(ada.panel).to_contain_text("1 of 1 AI-origin passage reviewed")
    await shown.first.click()
    await expect(ada.panel).to_contain_text("Reviewed by Bo")
    await expect(ada.panel).to_contain_text("Checked with the minutes.")
    await expect(ada.page.locator(".review-reviewed")).to_have_count(1)
    after = pair.entries()
    assert after["review"] == before["review"] + 1
    assert after["update"] == before["update"]
    await bo.panel.get_by_role("button", name="Withdraw your review").click()
    await expect(ada.panel).to_contain_text("0 of 1 AI-origin passage reviewed")


async def test_a_review_with_the_keyboard_alone(pair: Pair) -> None:
    """Tabs, list, text and back; R marks, Enter goes into the text, the caret chooses the entry."""
    ada, bo = pair.ada, pair.bo
    await paste(bo, OUTSIDE)
    await bo.is_saved()
    await ada.page.get_by_role("tab", name="Suggest").focus()
    await ada.press("ArrowRight", "ArrowRight")
    shown = ada.panel.locator("[data-open]")
    await expect(shown).to_have_count(2)

    async def at_the_list() -> bool:
        await ada.press("Tab")
        is_there: bool = await ada.page.evaluate("!!document.activeElement.dataset.open")
        return is_there

    await until(at_the_list, "Tab does not reach the list")
    await ada.press("ArrowDown")
    await expect(shown.nth(1)).to_be_focused()
    await expect(ada.page.locator(".review-here")).to_have_text(OUTSIDE.strip())
    await ada.press("r")
    await expect(shown.nth(1)).to_contain_text("Reviewed")
    await expect(shown.nth(1)).to_be_focused()
    await ada.press("Home")
    await expect(shown.first).to_be_focused()
    await ada.press("Enter")
    await expect(ada.editor).to_be_focused()
    await ada.type("!")
    await expect(ada.lines.first).to_have_text(re.compile(re.escape("!" + pair.text.strip())))
    await ada.press("Backspace", "Control+End")
    await expect(shown.nth(1)).to_have_attribute("aria-expanded", "true")
    await ada.press("ArrowUp", "ArrowUp", "End")
    await expect(shown.first).to_have_attribute("aria-expanded", "true")


async def test_nobody_reviews_their_own_placing_where_a_second_person_has_to(pair: Pair) -> None:
    ada, bo = pair.ada, pair.bo
    await pair.second_person()
    shown = await review_of(ada)
    await shown.first.click()
    await expect(ada.panel).to_contain_text("a second person has to review it")
    await expect(ada.panel.get_by_role("button", name="Mark reviewed")).to_have_count(0)
    await shown.first.focus()
    await ada.press("r")
    await expect(ada.spoken).to_contain_text("a second person has to review it")
    theirs = await review_of(bo)
    await theirs.first.focus()
    await bo.press("r")
    await expect(shown.first).to_contain_text("Reviewed")


async def test_a_change_makes_a_review_stale_at_once(pair: Pair) -> None:
    """What was reviewed is shown beside what the passage says now; it can be reviewed again."""
    ada, bo = pair.ada, pair.bo
    theirs = await review_of(bo)
    await theirs.first.focus()
    await bo.press("r")
    shown = await review_of(ada)
    await expect(shown.first).to_contain_text("Reviewed")
    await bo.press("Enter")
    await expect(bo.editor).to_be_focused()
    await bo.press("ArrowRight", "ArrowRight")
    await bo.type("x")
    await expect(shown.first).to_contain_text("Changed after the review")
    await expect(shown.first).to_contain_text("Changed since placing")
    await shown.first.click()
    await expect(ada.panel).to_contain_text("Bo reviewed it as it was before")
    await expect(ada.panel).to_contain_text("It said then")
    await ada.panel.get_by_role("button", name="Review again").click()
    await expect(theirs.first).to_contain_text("Reviewed")
    await ada.panel.get_by_role("button", name="Life", exact=True).click()
    life = ada.panel.get_by_role("list", name="The life of this passage")
    await expect(life).to_contain_text("Ada (you) placed it from S1")
    await expect(life).to_contain_text("Bo wrote")
    await expect(life).to_contain_text("Bo reviewed it")
    links = life.get_by_role("link")
    await expect(links.first).to_have_attribute("href", re.compile(r"/d/\w+\?at=\d+$"))


async def test_a_placing_is_contested_settled_and_the_document_signed_off(pair: Pair) -> None:
    ada, bo = pair.ada, pair.bo
    theirs = await review_of(bo)
    await theirs.first.click()
    await bo.panel.get_by_role("button", name="Contest").click()
    dialog = bo.page.get_by_role("dialog", name="Contest this placing")
    send = dialog.get_by_role("button", name="Contest")
    await expect(send).to_be_disabled()
    await dialog.get_by_label("Reason").fill("We agreed on other words.")
    await send.click()
    shown = await review_of(ada)
    await expect(shown.first).to_contain_text("Contested")
    await expect(bo.panel.get_by_role("button", name="Sign off")).to_have_count(0)
    await shown.first.click()
    await expect(ada.panel).to_contain_text("We agreed on other words.")
    await bo.page.get_by_role("button", name="Authorship").click()
    await bo.page.locator(".by-adopted").first.hover()
    card = bo.page.get_by_role("note", name="Where these words come from")
    await expect(card).to_contain_text("Contested by Bo (you): We agreed on other words.")
    await bo.page.get_by_role("button", name="Authorship").click()
    await bo.page.get_by_role("tab", name="Review").click()
    await theirs.first.click()
    await ada.panel.get_by_role("button", name="Settle").click()
    dialog = ada.page.get_by_role("dialog", name="Settle the contest")
    await dialog.get_by_label("How it was settled").fill("We keep these.")
    await dialog.get_by_role("button", name="Settle").click()
    await expect(bo.panel).to_contain_text("Settled by Ada: We keep these.")
    await ada.panel.get_by_role("button", name="Sign off").click()
    dialog = ada.page.get_by_role("dialog", name="Sign off this document")
    await expect(dialog).to_contain_text("1 passage is not reviewed.")
    await dialog.get_by_label("Note").fill("For print")
    await dialog.get_by_role("button", name="Sign off").click()
    signed = bo.panel.get_by_role("region", name="Sign-off")
    await expect(signed).to_contain_text("Signed off by Ada")
    await expect(signed).to_contain_text("Unchanged since")
    await bo.write(" More.")
    await expect(signed).to_contain_text("Changed since it was signed off")


async def test_filters_leave_only_some_and_selected_words_can_be_reviewed(pair: Pair) -> None:
    ada, bo = pair.ada, pair.bo
    await paste(bo, OUTSIDE)
    await bo.is_saved()
    shown = await review_of(ada)
    await expect(shown).to_have_count(2)
    chips = ada.panel.get_by_role("group", name="Show only")
    await chips.get_by_role("button", name="Outside paste").click()
    await expect(shown).to_have_count(1)
    await expect(shown.first).to_contain_text(OUTSIDE.strip())
    await expect(ada.page.locator(".review")).to_have_text([OUTSIDE.strip()])
    await chips.get_by_role("button", name="Show all").click()
    await chips.get_by_label("Person").select_option("Bo")
    await expect(shown).to_have_count(1)
    await chips.get_by_label("Person").select_option("Everybody")
    await ada.lines.first.dblclick(position={"x": 20, "y": 12})
    await ada.panel.get_by_role("button", name="Review the selection").click()
    dialog = ada.page.get_by_role("dialog", name="Mark as reviewed")
    await expect(dialog).to_contain_text("Ada")
    await dialog.get_by_role("button", name="Mark reviewed").click()
    await expect(shown).to_have_count(3)
    await expect(shown.first).to_contain_text("Chosen by a reviewer")
    await expect(ada.panel).to_contain_text("0 of 1 AI-origin passage reviewed")


async def test_a_review_by_touch_on_a_phone(shared_byline: LiveServer, visitors: Visitors) -> None:
    """A tap on an entry shows the passage above the sheet; another marks it; nothing is wider than the screen."""
    ada = await visitors.new(shared_byline, "Ada")
    bo = await visitors.new(shared_byline, "Bo", phone=True)
    await with_placed(ada, bo)
    await bo.page.get_by_role("tab", name="Review").tap()
    entry = bo.panel.locator("[data-open]").first
    await entry.tap()
    here = bo.page.locator(".review-here").first
    await expect(here).to_be_in_viewport()
    box, sheet = await here.bounding_box(), await bo.panel.bounding_box()
    assert box is not None
    assert sheet is not None
    assert box["y"] + box["height"] < sheet["y"]
    await bo.panel.get_by_role("button", name="Mark reviewed").tap()
    await expect(entry).to_contain_text("Reviewed")
    wide: bool = await bo.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide


async def test_where_nothing_came_from_elsewhere_the_review_says_so(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """And where the server cannot be asked, that too, with a way to try again."""
    ada = await visitors.guest(shared_byline, "Ada", "nothing-to-review")
    await ada.page.route("**/review", lambda route: route.fulfill(status=404, body="{}"))
    await ada.page.get_by_role("tab", name="Review").click()
    await expect(ada.panel.get_by_role("alert")).to_contain_text("could not be loaded")
    await ada.page.unroute("**/review")
    await ada.panel.get_by_role("button", name="Try again").click()
    await expect(ada.panel).to_contain_text("Nothing here came from AI or from outside.")
