"""Roles in the browser: accounts, an invitation link, a reader, a writer who is demoted, and one who is shown out."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.browser.visitor import Visitor, Visitors
from tests.live import LiveServer, running

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

AT_ONCE_MS = 5000
"""A second is the promise, tested at the server; here is a browser on a busy machine between."""


@pytest.fixture(scope="module")
def closed_byline(
    front_end: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """A Byline on which an account is needed."""
    env = {"BYLINE_WEB_DIR": str(front_end)}
    yield from running(tmp_path_factory.mktemp("closed"), env, open_mode=False)


async def with_account(visitors: Visitors, server: LiveServer, name: str, login: str) -> Visitor:
    """Create an account by the form, then a document by the button."""
    ada = await visitors.new(server, name)
    page = ada.page
    await page.goto(server.http)
    await page.get_by_role("button", name="No account yet? Create one").click()
    await page.get_by_label("Name others see").fill(name)
    await page.get_by_label("Name or e-mail").fill(login)
    await page.get_by_role("textbox", name="Password").fill("correct horse battery staple")
    await page.get_by_role("button", name="Create account").click()
    await page.get_by_role("button", name="New document").click()
    await expect(page).to_have_url(re.compile("/d/"))
    await ada.is_saved()
    await ada.write("Ada's words.")
    await ada.is_saved()
    return ada


async def share(ada: Visitor) -> Locator:
    await ada.page.get_by_role("button", name="Share").click()
    dialog = ada.page.get_by_role("dialog", name="Share")
    await expect(dialog).to_be_visible()
    return dialog


async def invited(visitors: Visitors, ada: Visitor, name: str, role: str) -> Visitor:
    """Make a link for a role and follow it as somebody without an account."""
    dialog = await share(ada)
    await dialog.get_by_label("Role", exact=True).select_option(role)
    await dialog.get_by_role("button", name="Create link").click()
    link = dialog.get_by_label("Invitation link")
    await expect(link).to_have_value(re.compile("/join/"))
    address = await link.input_value()
    await ada.press("Escape")
    guest = await visitors.new(ada.server, name)
    await guest.page.goto(address)
    await expect(guest.page.get_by_text(f"You join as: {role}")).to_be_visible()
    await guest.pick_name()
    await expect(guest.lines.first).to_have_text("Ada's words.")
    return guest


async def cannot_write(reader: Visitor) -> None:
    await expect(reader.page.get_by_text("You can read this document.")).to_be_visible()
    await expect(reader.editor).to_have_attribute("aria-readonly", "true")
    before = await reader.seen_lines()
    await reader.lines.first.click()
    await reader.page.keyboard.type("Not these words")
    await reader.press("Enter", "Backspace", "Delete", "Control+v", "Control+b", "Control+a")
    await reader.press("Control+x", "Delete", "x", "Control+z", "Control+Shift+v")
    await reader.sees_lines(*before)
    await expect(reader.panel).to_contain_text("not ask for suggestions")
    await expect(reader.page.get_by_role("tab", name="Review")).to_have_count(0)


async def test_a_reader_reads(closed_byline: LiveServer, visitors: Visitors) -> None:
    """Somebody invited to read sees every word as it is written, and can change none."""
    ada = await with_account(visitors, closed_byline, "Ada Quill", "ada")
    reader = await invited(visitors, ada, "Rhea", "Reader")
    await cannot_write(reader)
    await ada.write(" More.")
    await reader.sees_lines("Ada's words. More.")
    await ada.sees_lines("Ada's words. More.")


async def test_a_demoted_writer_is_told_and_keeps_their_words(
    closed_byline: LiveServer, visitors: Visitors
) -> None:
    """A writer becomes a reader in the middle of it: told at once, what was saved stays, no more is taken."""
    ada = await with_account(visitors, closed_byline, "Ada Quill", "ada-2")
    bo = await invited(visitors, ada, "Bo", "Writer")
    await bo.write(" Bo's words.")
    await bo.is_saved()
    await expect(ada.lines.first).to_have_text("Ada's words. Bo's words.")
    dialog = await share(ada)
    await dialog.get_by_label("Role of Bo").select_option("Reader")
    await cannot_write(bo)
    await bo.sees_lines("Ada's words. Bo's words.")
    await ada.sees_lines("Ada's words. Bo's words.")


async def test_somebody_shown_out_is_told_at_once(
    closed_byline: LiveServer, visitors: Visitors
) -> None:
    """Access taken away while the page is open: it says so, and the address does not open any more."""
    ada = await with_account(visitors, closed_byline, "Ada Quill", "ada-3")
    bo = await invited(visitors, ada, "Bo", "Writer")
    dialog = await share(ada)
    await dialog.get_by_role("button", name="Remove Bo").click()
    told = bo.page.get_by_text(
        re.compile("no longer (have access|open)|access was taken", re.IGNORECASE)
    )
    await expect(told.first).to_be_visible(timeout=AT_ONCE_MS)
    await bo.page.reload()
    await expect(
        bo.page.get_by_role("heading", name="This document cannot be opened")
    ).to_be_visible()
    await expect(bo.editor).to_have_count(0)


async def test_without_a_link_there_is_no_document(
    closed_byline: LiveServer, visitors: Visitors
) -> None:
    """Somebody with an account but without access learns nothing about the document."""
    ada = await with_account(visitors, closed_byline, "Ada Quill", "ada-4")
    eve = await with_account(visitors, closed_byline, "Eve", "eve")
    await eve.page.goto(ada.page.url)
    await expect(
        eve.page.get_by_role("heading", name="This document cannot be opened")
    ).to_be_visible()
    await expect(eve.page.get_by_text("Ada's words.")).to_have_count(0)
