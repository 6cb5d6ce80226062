"""There is no other way in: a suggestion reaches the text only where a person puts it."""

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
FORBIDDEN = re.compile(r"\b(insert|accept|apply|replace|use this|auto)", re.IGNORECASE)


async def asked(visitors: Visitors, server: LiveServer, document: str) -> Visitor:
    ada = await visitors.guest(server, "Ada", document)
    await ada.type(WORDY)
    await ada.press("Shift+Home")
    await expect(ada.panel).to_contain_text("words you selected")
    await ada.ask()
    return ada


async def test_no_control_inserts_accepts_or_applies(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """Neither a button nor a menu nor the list of shortcuts offers to put a suggestion in by itself."""
    ada = await asked(visitors, shared_byline, "controls")
    await ada.page.get_by_role("button", name="More").click()
    await expect(ada.page.get_by_role("menu")).to_be_visible()
    names: list[str] = await ada.page.evaluate(
        """() => [...document.querySelectorAll("button, a, [role=menuitem], [role=button]")]
            .map((one) => `${one.textContent} ${one.getAttribute("aria-label") ?? ""}`)"""
    )
    assert any("Place…" in name for name in names)
    assert [name for name in names if FORBIDDEN.search(name)] == []
    await ada.press("Escape", "Control+/")
    shortcuts = await ada.page.get_by_role("dialog", name="Keyboard shortcuts").inner_text()
    assert not FORBIDDEN.search(shortcuts)


async def test_a_drop_beside_the_page_places_nothing(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """A card let go over the panel, or cancelled with Escape, leaves the text as it was."""
    ada = await asked(visitors, shared_byline, "beside")
    box = await ada.panel.bounding_box()
    assert box is not None
    await ada.drag(ada.ready_cards.first, *await ada.end_of(ada.lines.first))
    await expect(ada.page.locator(".drop-caret, .drop-range").first).to_be_attached()
    await ada.page.mouse.move(box["x"] + 80, box["y"] + 20, steps=4)
    await ada.drop()
    await expect(ada.page.locator(".drop-caret, .drop-range")).to_have_count(0)
    await ada.sees_lines(WORDY)
    await ada.is_saved()
    assert text_of(shared_byline, "beside") == f"{WORDY}\n"


async def test_a_forged_drop_places_nothing(shared_byline: LiveServer, visitors: Visitors) -> None:
    """A drop that no drag of a card on this page began is not taken, whatever it claims to carry."""
    ada = await asked(visitors, shared_byline, "forged")
    await ada.lines.first.evaluate(
        """(line) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.setData("application/x-byline-suggestion", "s_forged");
            const { left, top } = line.getBoundingClientRect();
            for (const type of ["dragenter", "dragover", "drop"])
                line.dispatchEvent(new DragEvent(type, {
                    bubbles: true, cancelable: true, dataTransfer, clientX: left + 20, clientY: top + 10,
                }));
        }"""
    )
    await ada.sees_lines(WORDY)
    await ada.write(" Still here.")
    await ada.sees_lines(f"{WORDY} Still here.")


async def test_words_copied_out_of_a_card_are_not_counted_as_the_persons_own(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """Whoever takes a suggestion through the clipboard can, but is not written down as its author."""
    ada = await asked(visitors, shared_byline, "copied")
    card = ada.ready_cards.first
    text = await ada.card_text(card)
    await ada.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    await ada.write("\n")
    await ada.press("Control+v")
    await ada.sees_lines(WORDY, text)
    await ada.is_saved()
    found = [words for words in authorship_of(shared_byline, "copied") if text in words.text]
    assert [words.author for words in found] == [None]
    assert found[0].origin in {"pasted", "adopted"}
    assert found[0].placed_by == "Ada"
