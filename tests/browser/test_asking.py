"""Asking: about how much of the text, for what, and again when none of it will do."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.assist.model_server import ModelServer
from tests.browser.visitor import Visitor, Visitors
from tests.live import LiveServer, running

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]


@pytest_asyncio.fixture(loop_scope="session")
async def model() -> AsyncIterator[ModelServer]:
    async with ModelServer() as server:
        yield server


@pytest.fixture
def byline(front_end: Path, tmp_path: Path, model: ModelServer) -> Iterator[LiveServer]:
    settings = model.settings("openai/gpt-4o-mini")
    yield from running(tmp_path, {**settings, "BYLINE_WEB_DIR": str(front_end)})


async def with_sections(visitors: Visitors, server: LiveServer, document: str) -> Visitor:
    """Two sections; the caret is in the second."""
    ada = await visitors.guest(server, "Ada", document)
    await ada.type("# One\nThe first.\n# Two\nThe second.\nThe third.")
    await ada.is_saved()
    return ada


def newest(ada: Visitor) -> Locator:
    """The latest request."""
    return ada.panel.locator("section:has(> header)").first


async def test_about_a_section_or_all_of_it_by_keyboard(
    byline: LiveServer, model: ModelServer, visitors: Visitors
) -> None:
    """The scope is a choice by arrow keys; what is asked about is marked, shown, and sent; a selection takes over."""
    ada = await with_sections(visitors, byline, "scopes")
    await expect(ada.panel).to_contain_text("About the paragraph at the caret, 2 words")
    await ada.panel.get_by_role("radio", name="Paragraph").focus()
    await ada.press("ArrowRight")
    await expect(ada.panel).to_contain_text("About the section at the caret, 5 words")
    await expect(ada.lines.locator(".byline-passage")).to_have_text(
        ["Two", "The second.", "The third."]
    )
    await ada.press("ArrowRight")
    await expect(ada.panel).to_contain_text("About the whole document, 8 words")
    await ada.panel.locator("[data-recipe=shorten]").click()
    await expect(ada.ready_cards).to_have_count(3)
    assert model.asked[-1].passage == "One\nThe first.\nTwo\nThe second.\nThe third."
    await ada.caret_at_end(-1)
    await ada.press("Shift+Home")
    await expect(ada.panel).to_contain_text("About 2 words you selected")
    await expect(ada.panel.get_by_role("radio", name="Selection")).to_be_checked()


async def test_remarks_are_text_of_their_own(
    byline: LiveServer, model: ModelServer, visitors: Visitors
) -> None:
    """A challenge is shown without a difference to the passage, with what it cost, and placed where one likes."""
    ada = await with_sections(visitors, byline, "remarks")
    model.answer = "Remark {n}: who says so?"
    await ada.panel.locator("[data-recipe=challenge]").click()
    await expect(ada.ready_cards).to_have_count(3)
    card = ada.ready_cards.first
    await expect(card).to_contain_text("The strongest objection")
    await expect(card.locator("ins, del")).to_have_count(0)
    await expect(card).to_contain_text(
        re.compile(r"openai/gpt-4o-mini · \d+\.\d s · \d+ tokens · ")
    )
    remark = await ada.card_text(card)
    await card.locator("[data-place]").click()
    await ada.lines.nth(1).click(position={"x": 4, "y": 12})
    await expect(ada.lines.nth(1)).to_contain_text(remark)
    await expect(ada.lines.nth(1)).to_contain_text("The first.")
    await expect(ada.lines.last).to_have_text("The third.")


async def test_none_of_these_asks_differently(
    byline: LiveServer, model: ModelServer, visitors: Visitors
) -> None:
    """What was turned down is sent along, said so, and comes neither again nor in the same directions."""
    ada = await with_sections(visitors, byline, "none")
    await ada.panel.locator("[data-recipe=rephrase]").click()
    await expect(ada.ready_cards).to_have_count(3)
    turned_down = [await ada.card_text(card) for card in await ada.ready_cards.all()]
    labels = await ada.ready_cards.get_by_role("heading").all_text_contents()
    await ada.panel.get_by_role("button", name="None of these").click()
    await expect(ada.panel).to_contain_text("2 of 2")
    await expect(ada.ready_cards).to_have_count(3)
    again = newest(ada).locator("article[data-state=ready]")
    texts = [await ada.card_text(card) for card in await again.all()]
    assert not set(texts) & set(turned_down)
    new_labels = await again.get_by_role("heading").all_text_contents()
    assert not {re.sub(r"^S\d+", "", label) for label in new_labels} & {
        re.sub(r"^S\d+", "", label) for label in labels
    }
    prompt = str(model.asked[-1].body["messages"][-1]["content"])
    assert all(text in prompt for text in turned_down)
    await newest(ada).get_by_role("button", name=re.compile("What was sent")).click()
    await expect(newest(ada)).to_contain_text("Turned down before")
    await expect(newest(ada)).to_contain_text(turned_down[0])
    await newest(ada).get_by_role("button", name="Earlier answers").click()
    await expect(ada.panel).to_contain_text("1 of 2")
    assert [await ada.card_text(card) for card in await ada.ready_cards.all()] == turned_down


async def test_without_a_model_only_wordings_are_offered(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """The phrasebook cannot challenge or summarise, and does not pretend to."""
    ada = await visitors.guest(shared_byline, "Ada", "wordings")
    await expect(ada.panel.locator("[data-recipe]")).to_have_count(5)


async def test_earlier_requests_are_kept_and_found(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """After a reload the latest are there, older ones one press away, and all of them are searched."""
    ada = await visitors.guest(shared_byline, "Ada", "earlier")
    animals = ("horse", "heron", "otter", "lynx", "newt")
    groups = ada.panel.locator("section:has(> header)")
    for number, animal in enumerate(animals, 1):
        await ada.caret_at_end(-1)
        if number > 1:
            await ada.press("Enter")
        await ada.type(f"In order to see the {animal}, we utilise the boat.")
        await ada.panel.locator("[data-recipe=shorten]").click()
        await expect(groups).to_have_count(number)
        await expect(groups.first.locator("article[data-state=ready]").first).to_be_visible()
        await expect(ada.panel.get_by_role("button", name="Stop all")).to_have_count(0)
    await ada.is_saved()
    await ada.page.reload()
    await expect(groups).to_have_count(4)
    await ada.panel.get_by_role("searchbox", name="Search your requests").fill("HORSE boat")
    await expect(groups).to_have_count(1)
    await expect(groups).to_contain_text("horse")
    await ada.panel.get_by_role("searchbox").fill("whale")
    await expect(ada.panel).to_contain_text("Nothing you asked has “whale” in it.")
    await ada.panel.get_by_role("searchbox").fill("")
    await ada.panel.get_by_role("button", name="Show earlier requests (1)").click()
    await expect(groups).to_have_count(5)
