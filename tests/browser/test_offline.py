"""Saving is told truly, and words typed without the server are there once when it is back."""

import pytest
from playwright.async_api import expect

from tests.browser.authorship import text_of
from tests.browser.visitor import Visitors, until
from tests.live import LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

_NO_SERVER = "window.WebSocket = class extends EventTarget { send() {} close() {} };"


async def test_the_page_says_truly_what_is_saved(byline: LiveServer, visitors: Visitors) -> None:
    """Saving, Saved, Offline with the number of changes, and Saved again, which the disk confirms."""
    ada = await visitors.guest(byline, "Ada", "saving")
    await ada.page.evaluate(
        """() => {
            window.said = [];
            const status = document.querySelector("header [data-status]");
            new MutationObserver(() => window.said.push(status.textContent))
                .observe(status, { subtree: true, childList: true, characterData: true });
        }"""
    )
    await ada.type("One.")
    await ada.is_saved()
    assert "Saving…" in await ada.page.evaluate("window.said")
    assert text_of(byline, "saving") == "One.\n"

    byline.kill()
    await expect(ada.status).to_have_text("Offline, nothing unsaved")
    await ada.type(" T")
    await expect(ada.status).to_have_text("Offline, 2 changes kept on this device")
    await ada.type("wo.")
    await expect(ada.status).to_have_text("Offline, 5 changes kept on this device")
    await ada.sees_lines("One. Two.")

    byline.start()
    await ada.is_saved()
    assert text_of(byline, "saving") == "One. Two.\n"


async def test_one_change_is_said_in_the_singular(byline: LiveServer, visitors: Visitors) -> None:
    ada = await visitors.guest(byline, "Ada", "singular")
    byline.kill()
    await expect(ada.status).to_have_text("Offline, nothing unsaved")
    await ada.type("x")
    await expect(ada.status).to_have_text("Offline, 1 change kept on this device")


async def test_words_typed_offline_outlive_the_page(byline: LiveServer, visitors: Visitors) -> None:
    """Typed without a server, the page closed, the server back: on reopening the words are there once."""
    ada = await visitors.guest(byline, "Ada", "kept")
    await ada.type("Before.")
    await ada.is_saved()
    generation = byline.get("/api/documents/kept")["generation"]
    byline.kill()
    await expect(ada.status).to_have_text("Offline, nothing unsaved")
    await ada.type(" While away.\nA second line.")
    await expect(ada.status).to_have_text("Offline, 27 changes kept on this device")
    await ada.page.close()

    byline.start()
    await ada.reopen("kept")
    await ada.is_saved()
    await ada.sees_lines("Before. While away.", "A second line.")
    assert text_of(byline, "kept") == "Before. While away.\nA second line.\n"
    assert byline.get("/api/documents/kept")["generation"] == generation

    await ada.reopen("kept")
    await ada.is_saved()
    await ada.sees_lines("Before. While away.", "A second line.")


async def test_both_sides_of_an_absence_come_together(
    byline: LiveServer, visitors: Visitors
) -> None:
    """Both write while the server is away, in the same line; afterwards both have all of it, once."""
    ada = await visitors.guest(byline, "Ada", "apart")
    bo = await visitors.guest(byline, "Bo", "apart")
    await ada.type("middle")
    await expect(bo.lines.first).to_have_text("middle")
    byline.kill()
    await expect(ada.status).to_have_text("Offline, nothing unsaved")
    await expect(bo.status).to_have_text("Offline, nothing unsaved")
    await ada.caret_at_start(0)
    await ada.type("Ada ")
    await bo.caret_at_end(0)
    await bo.type(" Bo\nBo's line")
    byline.start()
    await ada.is_saved()
    await bo.is_saved()
    await ada.sees_lines("Ada middle Bo", "Bo's line")
    await bo.sees_lines("Ada middle Bo", "Bo's line")
    assert text_of(byline, "apart") == "Ada middle Bo\nBo's line\n"


async def test_a_reload_while_saving_loses_nothing(byline: LiveServer, visitors: Visitors) -> None:
    """The page is closed right after the last key, before anything can have been confirmed."""
    ada = await visitors.guest(byline, "Ada", "hasty")
    await ada.type("Every letter of this is kept")
    await ada.page.keyboard.press("!")
    await ada.reopen("hasty")
    await ada.sees_lines("Every letter of this is kept!")
    await ada.is_saved()
    assert text_of(byline, "hasty") == "Every letter of this is kept!\n"


async def test_a_key_right_before_closing_is_kept(byline: LiveServer, visitors: Visitors) -> None:
    """Nothing but this device can have it: ten pages without a connection are closed behind one key each."""
    ada = await visitors.guest(byline, "Ada", "abrupt")
    await ada.type("0")
    await ada.is_saved()
    await ada.context.add_init_script(_NO_SERVER)
    for digit in range(1, 11):
        await ada.reopen("abrupt")
        await ada.sees_lines("".join(str(number % 10) for number in range(digit)))
        await ada.editor.focus()
        await ada.press("Control+End")
        await ada.page.keyboard.press(str(digit % 10))
    await expect(ada.status).to_have_text("Offline, 10 changes kept on this device")


async def test_a_page_without_server_and_copy_says_so(
    byline: LiveServer, visitors: Visitors
) -> None:
    """A document that cannot be loaded is never shown as an empty page; it comes when the server is back."""
    ada = await visitors.guest(byline, "Ada", "known")
    byline.kill()
    await ada.page.evaluate("history.pushState({}, '', '/d/unknown-here')")
    await expect(
        ada.page.get_by_role("heading", name="The document cannot be loaded")
    ).to_be_visible()
    await expect(ada.editor).to_have_count(0)
    byline.start()
    await expect(ada.editor).to_be_visible()
    await ada.write("Here it is.")

    async def is_there() -> bool:
        return text_of(byline, "unknown-here") == "Here it is.\n"

    await until(is_there, "the server never got the words")
