"""At phone width, by touch: read, write, ask, and place by a tap or by a drag of a finger."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.authorship import authorship_of
from tests.browser.scenes import new_document
from tests.browser.visitor import Visitor, Visitors, until
from tests.live import LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

WORDY = "In order to decide, we need to utilize the results."


async def asked(visitors: Visitors, server: LiveServer, document: str) -> Visitor:
    """Two lines written and three suggestions for the second."""
    ada = await visitors.new(server, "Ada", phone=True)
    await ada.page.goto(f"{server.http}/d/{document}")
    await ada.page.get_by_label("Your name").fill("Ada")
    await ada.page.get_by_role("button", name="Start writing").tap()
    await expect(ada.editor).to_be_visible()
    await ada.is_saved()
    await ada.lines.last.tap()
    await ada.type(f"First line\n{WORDY}")
    await ada.page.get_by_role("button", name="Raise the panel").tap()
    await ada.panel.locator("[data-recipe=shorten]").tap()
    await expect(ada.ready_cards).to_have_count(3)
    return ada


async def test_a_suggestion_is_placed_by_a_tap(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """*Place…* clears the way to the page; a tap shows the spot and places there."""
    ada = await asked(visitors, shared_byline, "tap")
    card = ada.ready_cards.first
    text = await ada.card_text(card)
    await card.locator("[data-place]").tap()
    await expect(ada.page.get_by_role("region", name="Placing")).to_contain_text("Tap the spot")
    await ada.page.touchscreen.tap(*await ada.end_of(ada.lines.first))
    await ada.sees_lines(f"First line{text}", WORDY)
    await ada.is_saved()
    words = authorship_of(shared_byline, "tap")
    assert [each.text for each in words if each.origin == "adopted"] == [text]


async def test_a_suggestion_is_dragged_with_a_finger(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """A long press on the handle lifts the card; it lands where the finger leaves the page."""
    ada = await asked(visitors, shared_byline, "finger")
    card = ada.ready_cards.first
    text = await ada.card_text(card)
    handle = card.locator("[data-drag-handle]")
    await handle.scroll_into_view_if_needed()
    box = await handle.bounding_box()
    assert box is not None
    finger: Any = await ada.context.new_cdp_session(ada.page)

    async def touch(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        await finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    await touch("touchStart", box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await touch("touchMove", box["x"] + 30, box["y"] - 20)
    await touch("touchMove", box["x"] + 60, box["y"] - 40)
    x, y = await ada.end_of(ada.lines.first)
    await touch("touchMove", x, y + 2)
    await touch("touchMove", x, y)
    await expect(ada.page.locator(".drop-caret")).to_be_attached()
    await touch("touchEnd")
    await ada.sees_lines(f"First line{text}", WORDY)


async def test_nothing_is_wider_than_the_screen(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """No page scrolls sideways at 360 px, and the text is not hidden behind the sheet."""
    ada = await asked(visitors, shared_byline, "narrow")

    async def fits() -> bool:
        fitting: bool = await ada.page.evaluate(
            "document.documentElement.scrollWidth <= window.innerWidth"
        )
        return fitting

    await until(fits, "the page scrolls sideways")
    await ada.page.get_by_role("button", name="Lower the panel").tap()
    await expect(ada.lines.first).to_be_in_viewport()
    await ada.page.goto(ada.server.http)
    await expect(ada.page.get_by_role("heading", name="Documents")).to_be_visible()
    await until(fits, "the list scrolls sideways")


async def test_a_suggestion_is_rated_shared_placed_and_taken_back_by_touch(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """What a team does with a card, with a finger; the toolbar's Undo is within reach behind placing."""
    ada = await asked(visitors, shared_byline, "verbs")
    bo = await visitors.guest(shared_byline, "Bo", "verbs")
    card = ada.ready_cards.first
    text = await ada.card_text(card)
    for name in ("Good", "Share with team"):
        await card.get_by_role("button", name=name, exact=True).tap()
    await expect(card).to_contain_text("Shared by")
    await expect(bo.panel).to_contain_text("Shared by Ada")
    await card.locator("[data-place]").tap()
    await ada.page.touchscreen.tap(*await ada.end_of(ada.lines.first))
    await ada.sees_lines(f"First line{text}", WORDY)
    await ada.page.get_by_role("button", name="Undo").tap()
    await ada.sees_lines("First line", WORDY)
    await ada.page.get_by_role("button", name="Redo").tap()
    await ada.sees_lines(f"First line{text}", WORDY)


async def test_the_coordinator_switches_the_assistant_off_by_touch(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    ada = await visitors.new(shared_byline, "Ada", phone=True)
    await ada.enter()
    await ada.open(await new_document(ada))
    page = ada.page
    await expect(ada.panel.get_by_role("tab", name="Suggest")).to_be_visible()
    await page.get_by_role("button", name="More").tap()
    await page.get_by_role("menuitem", name="Brief, recipes and rules").tap()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("tab", name="Rules").tap()
    await dialog.get_by_role("switch", name="There is an assistant").tap()
    await dialog.get_by_role("button", name="Save").tap()
    await dialog.get_by_role("button", name="Close").tap()
    await expect(ada.panel.get_by_role("tab", name="Suggest")).to_have_count(0)
