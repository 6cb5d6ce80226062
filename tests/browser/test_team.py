"""The assistant as a team's: cards shared live, teammates asked, and what the coordinator and each writer decide."""

import json
import re
import urllib.request
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.assist.model_server import ModelServer
from tests.browser.authorship import authorship_of
from tests.browser.scenes import new_document
from tests.browser.visitor import Visitor, Visitors, until
from tests.live import LiveServer, running

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

WORDY = "In order to decide, we need the results of all of the tests."
BO_WROTE = " Nobody else may read this."


@pytest_asyncio.fixture(loop_scope="session")
async def model() -> AsyncIterator[ModelServer]:
    async with ModelServer(answer="{n} {n} {n} {passage}") as server:
        yield server


@pytest.fixture
def byline(front_end: Path, tmp_path: Path, model: ModelServer) -> Iterator[LiveServer]:
    yield from running(tmp_path, {**model.settings(), "BYLINE_WEB_DIR": str(front_end)})


class Pair:
    """Ada, who coordinates a document, and Bo, both in it."""

    def __init__(self, ada: Visitor, bo: Visitor, document: str) -> None:
        self.ada = ada
        self.bo = bo
        self.document = document

    def ledger(self) -> list[dict[str, Any]]:
        """The entries of the document's bundle."""
        address = f"{self.ada.server.http}/api/documents/{self.document}/bundle"
        with urllib.request.urlopen(address, timeout=30) as answer:
            return [json.loads(line) for line in answer.read().decode().splitlines()]


@pytest_asyncio.fixture(loop_scope="session")
async def pair(byline: LiveServer, visitors: Visitors) -> Pair:
    ada, bo = await visitors.new(byline, "Ada"), await visitors.new(byline, "Bo")
    await ada.enter()
    await bo.enter()
    document = await new_document(ada)
    for visitor in (ada, bo):
        await visitor.open(document)
    await ada.caret_at_end(-1)
    await ada.write(WORDY)
    await ada.is_saved()
    await expect(bo.lines.first).to_have_text(WORDY)
    return Pair(ada, bo, document)


async def assistant_dialog(visitor: Visitor, tab: str) -> Locator:
    """The dialog in which a team agrees on the assistant, at one of its tabs."""
    await visitor.page.get_by_role("button", name="More").click()
    await visitor.page.get_by_role("menuitem", name="Brief, recipes and rules").click()
    dialog = visitor.page.get_by_role("dialog")
    await dialog.get_by_role("tab", name=tab).click()
    return dialog


async def close(dialog: Locator) -> None:
    await (
        dialog.get_by_role("button", name="Close")
        .or_(dialog.locator(".mantine-Modal-close"))
        .first.click()
    )
    await expect(dialog).to_have_count(0)


async def test_a_card_is_shared_and_rated_by_keyboard(pair: Pair) -> None:
    """The teammate sees it at once with who shared it, places it by hand, and rates it; sharing can be taken back."""
    ada, bo = pair.ada, pair.bo
    await ada.ask("shorten")
    share = ada.ready_cards.first.get_by_role("button", name="Share with team")
    await share.focus()
    await ada.press("Enter")
    await expect(bo.ready_cards).to_have_count(1)
    await expect(bo.panel).to_contain_text("Shared by Ada")
    like = bo.ready_cards.first.get_by_role("button", name="Good", exact=True)
    await like.focus()
    await bo.press("Enter")
    await expect(like).to_have_attribute("aria-pressed", "true")
    await expect(ada.ready_cards.first).to_contain_text("1 of the team like it")
    text = await bo.card_text(bo.ready_cards.first)
    await bo.ready_cards.first.locator("[data-place]").focus()
    await bo.press("Enter", "End", "Enter")
    await expect(ada.lines.first).to_contain_text(text)
    await ada.ready_cards.first.get_by_role("button", name="Stop sharing").click()
    await expect(bo.ready_cards).to_have_count(0)


async def test_a_pinned_card_and_a_dismissed_one_stay_so(pair: Pair) -> None:
    """Both survive a reload: what is pinned is there, what was dismissed is not."""
    ada = pair.ada
    await ada.ask("shorten")
    await ada.ready_cards.nth(1).get_by_role("button", name="Pin").click()
    await expect(ada.ready_cards.nth(1).get_by_role("button", name="Unpin")).to_be_visible()
    await ada.ready_cards.first.get_by_role("button", name="Dismiss").click()
    await expect(ada.ready_cards).to_have_count(2)
    await ada.page.reload()
    await expect(ada.ready_cards).to_have_count(2)
    await expect(ada.panel.get_by_role("button", name="Unpin")).to_have_count(1)


async def test_a_teammate_is_asked_and_credited(pair: Pair) -> None:
    """The question comes up beside the teammate's page; the answer is a card; placed, its words are the teammate's."""
    ada, bo = pair.ada, pair.bo
    await ada.panel.get_by_role("button", name="Ask a teammate").click()
    await ada.page.get_by_role("menuitem", name="Bo").click()
    await expect(ada.panel).to_contain_text("Waiting")
    question = bo.panel.get_by_role("article", name="Asked of you")
    await expect(question).to_contain_text("Ada would like your wording of this")
    await question.get_by_role("textbox", name="Your wording").fill("We need every result first.")
    await question.get_by_role("button", name="Send").click()
    await expect(question).to_have_count(0)
    await expect(ada.ready_cards).to_have_count(1)
    await expect(ada.ready_cards.first).to_contain_text("Bo")
    await ada.ready_cards.first.locator("[data-place]").click()
    await ada.lines.first.click()
    await ada.sees_lines("We need every result first.")
    await ada.is_saved()
    words = authorship_of(ada.server, pair.document)
    placed = [each for each in words if each.origin == "adopted"]
    assert [each.author for each in placed] == ["Bo"]


async def test_the_coordinator_switches_the_assistant_off(pair: Pair) -> None:
    """Nothing of it is left on anybody's page, and it comes back where it was switched off."""
    ada, bo = pair.ada, pair.bo
    rules = await assistant_dialog(bo, "Rules")
    await expect(rules).to_contain_text("Only the coordinator of this document can change these.")
    await expect(rules.get_by_role("switch").first).to_be_disabled()
    await close(rules)
    for shown in (False, True):
        rules = await assistant_dialog(ada, "Rules")
        await rules.get_by_role("switch", name="There is an assistant").set_checked(shown)
        await rules.get_by_role("button", name="Save").click()
        for visitor in (ada, bo):
            await expect(visitor.page.locator("[data-recipe]").first).to_be_visible(visible=shown)
            tab = visitor.page.get_by_role("tab", name="Suggest")
            await expect(tab).to_have_count(int(shown))
        await close(rules)
    kinds = [entry["type"] for entry in pair.ledger()]
    assert kinds.count("policy") == 2


async def test_words_of_somebody_who_refuses_are_masked(pair: Pair, model: ModelServer) -> None:
    """Bo says no once; what will be sent shows the mask, and nothing of it reaches the model."""
    ada, bo = pair.ada, pair.bo
    await bo.write(BO_WROTE)
    await bo.is_saved()
    await bo.page.get_by_role("button", name="More").click()
    await bo.page.get_by_role("menuitem", name="Your name and colour").click()
    await bo.page.get_by_role("switch", name="My words may be sent").uncheck()
    await until(lambda: consent_of(bo), "the refusal was not saved")
    await ada.page.reload()
    await ada.caret_at_end(0)
    await expect(ada.panel).to_contain_text("1 stretch left out")
    await ada.panel.get_by_role("button", name=re.compile("What will be sent")).click()
    await expect(ada.panel.get_by_text(f"{WORDY} […]")).to_be_visible()
    await ada.ask("shorten")
    assert model.asked
    assert "Nobody else" not in str([asked.body for asked in model.asked])
    assert "[…]" in model.asked[-1].passage


async def consent_of(visitor: Visitor) -> bool:
    answer = await visitor.context.request.get(f"{visitor.server.http}/api/me/consent")
    return (await answer.json())["holds"] is False


async def test_a_brief_and_a_recipe_of_ones_own(pair: Pair, model: ModelServer) -> None:
    """Bo writes both; Ada sees the recipe at once, asks by it, and the model is told the brief."""
    ada, bo = pair.ada, pair.bo
    dialog = await assistant_dialog(bo, "Brief")
    await dialog.get_by_label("Who reads it").fill("The board of Lumen")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_role("button", name="Save")).to_be_disabled()
    await dialog.get_by_role("tab", name="Recipes").click()
    await dialog.get_by_role("button", name="New recipe").click()
    await dialog.get_by_role("textbox", name="Name", exact=True).fill("For the board")
    await dialog.get_by_role("textbox", name="Instruction").fill(
        "Rewrite {selection} for {audience}."
    )
    await dialog.get_by_role("textbox", name="Alternatives").fill("2")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_text("By Bo")).to_be_visible()
    await ada.panel.get_by_role("button", name="For the board").click()
    await expect(ada.ready_cards).to_have_count(2)
    prompt = str(model.asked[-1].body["messages"][-1]["content"])
    assert "Audience: The board of Lumen" in prompt
    assert "Rewrite the PASSAGE for the audience that the BRIEF names." in prompt
    await dialog.get_by_role("button", name="Remove").click()
    await expect(ada.panel.get_by_role("button", name="For the board", exact=True)).to_have_count(0)


async def test_placing_takes_a_reason_where_the_coordinator_asks_for_one(pair: Pair) -> None:
    """Without a line of reason there is nothing to place or drag; with one, it is entered in the ledger."""
    ada, bo = pair.ada, pair.bo
    rules = await assistant_dialog(ada, "Rules")
    await rules.get_by_role("radio", name="takes a reason in a line").check()
    await rules.get_by_role("button", name="Save").click()
    await bo.caret_at_end(0)
    await bo.ask("shorten")
    card = bo.ready_cards.first
    reason = card.get_by_label("Why you place it, in a line")
    await expect(reason).to_be_visible()
    await expect(card.locator("[data-place]")).to_have_count(0)
    await expect(card.locator("[data-drag-handle]")).to_have_count(0)
    await reason.fill("It is easier to read.")
    await card.locator("[data-place]").click()
    await bo.press("Enter")

    async def entered() -> bool:
        return any(entry.get("reason") == "It is easier to read." for entry in pair.ledger())

    await until(entered, "the reason is not in the ledger")
