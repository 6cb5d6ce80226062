"""Words keep their author wherever somebody takes them: what the server says after real acts in a browser."""

import asyncio

import pytest
from playwright.async_api import expect

from tests.browser.authorship import Words, authorship_of
from tests.browser.visitor import Visitor, Visitors, until
from tests.live import LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]


async def ada_and_bo(
    visitors: Visitors, server: LiveServer, document: str
) -> tuple[Visitor, Visitor]:
    """Two lines, of which Ada wrote the first and Bo the second; Bo's words are saved."""
    ada = await visitors.guest(server, "Ada", document)
    await ada.type("Ada wrote this.\n")
    await ada.is_saved()
    bo = await visitors.guest(server, "Bo", document)
    await bo.type("Bo wrote that.")
    await bo.is_saved()
    await ada.sees_lines("Ada wrote this.", "Bo wrote that.")
    return ada, bo


def told(server: LiveServer, document: str, origin: str) -> list[Words]:
    """The words that got where they are in this way."""
    return [words for words in authorship_of(server, document) if words.origin == origin]


async def test_words_that_are_cut_and_pasted_stay_their_authors(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """Ada moves the sentence of Bo to the front: it was and stays the words of Bo."""
    ada, _ = await ada_and_bo(visitors, shared_byline, "cut")
    await ada.caret_at_end(1)
    await ada.press("Shift+Home", "Control+x")
    await ada.caret_at_start(0)
    await ada.press("Control+v")
    await ada.sees_lines("Bo wrote that.Ada wrote this.", "")
    await ada.is_saved()
    (moved,) = told(shared_byline, "cut", "moved")
    assert (moved.text, moved.author, moved.placed_by) == ("Bo wrote that.", "Bo", "Ada")


async def test_what_undo_and_redo_bring_back_is_restored(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """Ada deletes everything, takes that back, redoes it and takes it back again."""
    ada, _ = await ada_and_bo(visitors, shared_byline, "undone")
    await ada.press("Control+a", "Delete")
    await ada.sees_lines("")
    for keys, lines in (
        ("Control+z", ("Ada wrote this.", "Bo wrote that.")),
        ("Control+Shift+z", ("",)),
        ("Control+z", ("Ada wrote this.", "Bo wrote that.")),
    ):
        await ada.press(keys)
        await ada.sees_lines(*lines)
        await ada.is_saved()
    restored = told(shared_byline, "undone", "restored")
    assert [(words.text.strip(), words.author) for words in restored] == [
        ("Ada wrote this.", "Ada"),
        ("Bo wrote that.", "Bo"),
    ]


async def test_words_copied_from_another_document_are_its_authors(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """Ada copies Bo's sentence in one document and pastes it twice into another."""
    ada, _ = await ada_and_bo(visitors, shared_byline, "source")
    await ada.caret_at_end(1)
    await ada.press("Shift+Home", "Control+c")
    await ada.open("copies")
    await ada.caret_at_end(-1)
    await ada.press("Control+v", "Control+v")
    await ada.sees_lines("Bo wrote that.Bo wrote that.")
    await ada.is_saved()
    copied = told(shared_byline, "copies", "copied")
    assert {(words.author, words.placed_by) for words in copied} == {("Bo", "Ada")}
    assert "".join(words.text for words in copied).strip() == "Bo wrote that.Bo wrote that."


async def test_words_moved_offline_are_known_after_a_reload(
    byline: LiveServer, visitors: Visitors
) -> None:
    """What was written, cut and pasted while the server was away is claimed when it comes back."""
    ada, bo = await ada_and_bo(visitors, byline, "away")
    await asyncio.to_thread(byline.kill)
    await expect(ada.status).to_contain_text("Offline")
    await ada.caret_at_end(1)
    await ada.type(" Yes!")
    await ada.press("Shift+Home", "Control+x")
    await ada.caret_at_start(0)
    await ada.press("Control+v")
    await ada.sees_lines("Bo wrote that. Yes!Ada wrote this.", "")
    await asyncio.to_thread(byline.start)
    await ada.reopen("away")
    await ada.is_saved()
    await bo.sees_lines("Bo wrote that. Yes!Ada wrote this.", "")
    moved = told(byline, "away", "moved")
    assert [(words.text, words.author) for words in moved] == [
        ("Bo wrote that.", "Bo"),
        (" Yes!", "Ada"),
    ]


async def test_a_suggestion_edited_in_its_card_is_adopted_but_for_the_edit(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """Ada writes a word into the card and places it: that word is Ada's, the others the suggestion's."""
    ada = await visitors.guest(shared_byline, "Ada", "edited")
    await ada.type("In order to decide, we need to utilize the results.")
    await ada.press("Shift+Home")
    await ada.ask()
    card = ada.ready_cards.first
    served = await ada.card_text(card)
    await card.get_by_role("button", name="Edit").click()
    field = card.get_by_role("textbox")
    await expect(field).to_be_focused()
    await expect(field).to_have_value(served)
    await ada.type(" Promise.")
    await ada.press("Escape")
    await expect(card.locator("[data-state]")).to_have_text("Edited")
    await card.locator("[data-place]").click()
    await expect(ada.page.get_by_role("region", name="Placing")).to_be_visible()
    await ada.press("Enter")

    async def placed() -> bool:
        return served + " Promise." in "".join(await ada.seen_lines())

    await until(placed, "the edited suggestion is in the text")
    await ada.is_saved()
    found = authorship_of(shared_byline, "edited")
    (adopted,) = [words for words in found if words.origin == "adopted"]
    assert (adopted.text, adopted.author, adopted.placed_by) == (served, None, "Ada")
    (own,) = [words for words in found if "Promise" in words.text]
    assert (own.text.strip(), own.author, own.origin) == ("Promise.", "Ada", "typed")


async def test_an_edited_card_can_be_reset(shared_byline: LiveServer, visitors: Visitors) -> None:
    """Reset brings the suggestion back as it came, and the focus goes back to Edit."""
    ada = await visitors.guest(shared_byline, "Ada", "reset")
    await ada.type("In order to decide, we need to utilize the results.")
    await ada.press("Shift+Home")
    await ada.ask()
    card = ada.ready_cards.first
    served = await ada.card_text(card)
    await card.get_by_role("button", name="Edit").click()
    await expect(card.get_by_role("button", name="Reset")).to_be_disabled()
    await ada.type(" Promise.")
    await card.get_by_role("button", name="Reset").click()
    await expect(card.get_by_role("textbox")).to_have_count(0)
    await expect(card.get_by_role("button", name="Edit")).to_be_focused()
    await expect(card.locator("[data-state]")).to_have_text("Ready")
    assert await ada.card_text(card) == served
