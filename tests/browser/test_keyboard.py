"""Everything with the keyboard alone: a name, words, suggestions, a place, and back out again."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.authorship import authorship_of, text_of
from tests.browser.visitor import Visitor, Visitors
from tests.live import LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

WORDY = "In order to decide, we need to utilize the results."


async def ask_about_the_last_line(ada: Visitor) -> None:
    await ada.press("Shift+Home", "Control+j")
    await expect(ada.ready_cards).to_have_count(3)


async def tab_to(ada: Visitor, name: str) -> None:
    """Press Tab until the button of this name has the focus."""
    for _ in range(40):
        await ada.press("Tab")
        focused: str = await ada.page.evaluate("document.activeElement.textContent")
        if focused == name:
            return
    pytest.fail(f"Tab never reached {name}")


async def test_a_suggestion_is_placed_with_the_keyboard(
    byline: LiveServer, visitors: Visitors
) -> None:
    """From the first page to a placed suggestion, and one Ctrl+Z to take it out, without a pointer."""
    ada = await visitors.new(byline, "Ada")
    await ada.page.goto(f"{byline.http}/d/keys")
    await ada.pick_name()
    await expect(ada.editor).to_be_visible()
    await tab_into_text(ada)
    await ada.type(f"First line\n{WORDY}")
    await ask_about_the_last_line(ada)
    await expect(ada.spoken).to_have_text("3 suggestions ready")

    await ada.press("F6")
    await expect(ada.ready_cards.first.locator("[data-place]")).to_be_focused()
    await tab_to(ada, "Place…")
    card = ada.ready_cards.nth(1)
    await expect(card.locator("[data-place]")).to_be_focused()
    placed = await ada.card_text(card)
    await ada.press("Enter")
    await expect(ada.page.get_by_role("region", name="Placing")).to_be_visible()
    await expect(ada.spoken).to_contain_text("Arrow keys move the mark")
    await ada.press("ArrowUp", "Home")
    await expect(ada.lines.first.locator(".drop-caret")).to_be_attached()
    await ada.press("Enter")
    await ada.sees_lines(f"{placed}First line", WORDY)
    words = len(re.findall(r"\S+", placed))
    await expect(ada.spoken).to_have_text(f"Placed {words} words from suggestion S2")
    await expect(ada.editor).to_be_focused()
    await ada.type("!")
    await ada.sees_lines(f"{placed}!First line", WORDY)
    await ada.press("Control+z")
    await ada.sees_lines(f"{placed}First line", WORDY)
    await ada.press("Control+z")
    await ada.sees_lines("First line", WORDY)
    await ada.press("Control+Shift+z")
    await ada.sees_lines(f"{placed}First line", WORDY)
    await ada.is_saved()


async def tab_into_text(ada: Visitor) -> None:
    for _ in range(30):
        if await ada.page.evaluate("document.activeElement.matches('.ProseMirror')"):
            return
        await ada.press("Tab")
    pytest.fail("Tab never reached the text")


async def test_escape_cancels_placing(byline: LiveServer, visitors: Visitors) -> None:
    """Escape leaves the document as it was, and says so; the card stays for another time."""
    ada = await visitors.guest(byline, "Ada", "escape")
    await ada.write(WORDY)
    await ask_about_the_last_line(ada)
    await ada.press("F6", "Enter")
    await expect(ada.page.get_by_role("region", name="Placing")).to_be_visible()
    await ada.press("ArrowLeft", "x", "Backspace", "Escape")
    await expect(ada.page.get_by_role("region", name="Placing")).to_have_count(0)
    await expect(ada.page.locator(".drop-caret")).to_have_count(0)
    await expect(ada.spoken).to_have_text("Placing cancelled. The document is untouched.")
    await ada.sees_lines(WORDY)
    await expect(ada.ready_cards).to_have_count(3)
    await ada.is_saved()
    assert text_of(byline, "escape") == f"{WORDY}\n"


async def test_the_passage_is_replaced_with_the_keyboard(
    byline: LiveServer, visitors: Visitors
) -> None:
    """One step back from behind the passage the mark covers it; Enter puts the suggestion in its place."""
    ada = await visitors.guest(byline, "Ada", "onto")
    await ada.write(f"Before\n{WORDY}\nAfter")
    await ada.press("ArrowUp", "End")
    await ask_about_the_last_line(ada)
    chosen = await ada.card_text(ada.ready_cards.first)
    await ada.press("F6", "Enter", "ArrowLeft")
    await expect(ada.page.locator(".drop-range").first).to_be_attached()
    await expect(ada.page.get_by_role("region", name="Placing")).to_contain_text("Replaces the")
    await ada.press("Enter")
    await ada.sees_lines("Before", chosen, "After")
    await ada.is_saved()
    words = authorship_of(byline, "onto")
    assert [w.text for w in words if w.origin == "adopted"] == [chosen]
    await ada.press("Control+z")
    await ada.sees_lines("Before", WORDY, "After")


async def test_the_shortcuts_are_listed(byline: LiveServer, visitors: Visitors) -> None:
    ada = await visitors.guest(byline, "Ada", "shortcuts")
    await ada.editor.click()
    await ada.press("Control+/")
    dialog = ada.page.get_by_role("dialog", name="Keyboard shortcuts")
    await expect(dialog).to_be_visible()
    await expect(dialog).to_contain_text("Ask about the selection")
    await ada.press("Escape")
    await expect(dialog).to_have_count(0)
