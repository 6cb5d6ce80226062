"""The history in the browser: every moment as it was, compared, restored, named; by mouse, by keys alone, by touch."""

import asyncio
import re
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.authorship import authorship_of
from tests.browser.scenes import past_page
from tests.browser.test_roles import closed_byline, invited, with_account
from tests.browser.visitor import Visitor, Visitors, until
from tests.live import LiveServer

__all__ = ["closed_byline"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

ADA_WROTE = "The house is big."
BO_WROTE = " And old."


async def two_writers(visitors: Visitors, server: LiveServer, document: str) -> Visitor:
    """Ada wrote a sentence, Bo another one behind it, Ada deleted her first words; Ada's page."""
    ada = await visitors.guest(server, "Ada", document)
    await ada.type(ADA_WROTE)
    await ada.is_saved()
    bo = await visitors.guest(server, "Bo", document)
    await bo.type(BO_WROTE)
    await bo.is_saved()
    await ada.sees_lines(ADA_WROTE + BO_WROTE)

    async def is_selected() -> bool:
        await ada.press("Control+Home", *["Shift+ArrowRight"] * 4)
        return await ada.page.evaluate("getSelection().toString()") == ADA_WROTE[:4]

    await until(is_selected, "the first word is not selected")
    await ada.press("Delete")
    await ada.is_saved()
    await ada.sees_lines((ADA_WROTE + BO_WROTE)[4:])
    return ada


async def open_history(ada: Visitor) -> Page:
    await ada.page.get_by_role("button", name="History", exact=True).click()
    await expect(timeline(ada)).to_be_visible()
    return ada.page


def timeline(ada: Visitor) -> Locator:
    return ada.page.get_by_role("region", name="Timeline")


def entry(ada: Visitor) -> Locator:
    return ada.page.get_by_role("textbox", name="Entry", exact=True)


async def go_to(ada: Visitor, seq: int) -> None:
    await entry(ada).fill(str(seq))
    await expect(ada.page).to_have_url(re.compile(rf"at={seq}\b"))


async def entry_with(ada: Visitor, text: str) -> int:
    """Step back until the page was this."""

    async def is_shown() -> bool:
        await timeline(ada).get_by_role("button", name="Back one entry").click()
        await expect(ada.page.locator("#past")).to_have_attribute("aria-busy", "false")
        return await past_page(ada).inner_text() == text

    await until(is_shown, f"the page never was {text!r}")
    return int((await entry(ada).input_value()).replace(",", ""))


def told_by(server: LiveServer, document: str) -> list[tuple[str, str]]:
    """The text with its authors, as the server has them; without the line end that was always there."""
    told: list[tuple[str, str]] = []
    for each in authorship_of(server, document):
        if each.author is None:
            assert each.text == "\n"
        elif told and told[-1][1] == each.author:
            told[-1] = (told[-1][0] + each.text, each.author)
        else:
            told.append((each.text, each.author))
    return told


async def test_every_moment_is_shown_as_it_was_with_its_authors(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """Steps, number field and address lead to moments; a link opens the same one; Escape goes back to the page."""
    ada = await two_writers(visitors, shared_byline, "moments")
    page = await open_history(ada)
    await expect(past_page(ada)).to_have_text((ADA_WROTE + BO_WROTE)[4:])
    await expect(past_page(ada).locator(".by-author")).to_have_count(2)
    whole = await entry_with(ada, ADA_WROTE + BO_WROTE)
    first = await entry_with(ada, ADA_WROTE)
    assert first < whole
    await expect(past_page(ada).locator(".by-author")).to_have_count(1)
    link = page.url
    await timeline(ada).get_by_role("switch").click()
    await expect(past_page(ada).locator(".by-author")).to_have_count(0)
    other = await visitors.new(shared_byline, "Cy")
    await other.enter()
    await other.page.goto(link)
    await expect(past_page(other)).to_have_text(ADA_WROTE)
    await go_to(ada, 1)
    await expect(past_page(ada)).to_have_text("")
    await ada.press("Escape")
    await ada.sees_lines((ADA_WROTE + BO_WROTE)[4:])
    await expect(timeline(ada)).to_have_count(0)


async def test_playing_goes_on_to_the_end(shared_byline: LiveServer, visitors: Visitors) -> None:
    ada = await two_writers(visitors, shared_byline, "playing")
    await open_history(ada)
    last = await entry(ada).input_value()
    await timeline(ada).get_by_role("button", name="First entry").click()
    await expect(entry(ada)).to_have_value("1")
    await timeline(ada).get_by_text("1×", exact=True).click()
    await past_page(ada).evaluate(
        """page => {
            window.shown = new Set();
            const note = () => window.shown.add(page.textContent);
            new MutationObserver(note).observe(page, { childList: true, subtree: true, characterData: true });
        }"""
    )
    await timeline(ada).get_by_role("button", name="Play").click()
    await expect(entry(ada)).to_have_value(last)
    shown = set(await ada.page.evaluate("[...window.shown]"))
    assert {ADA_WROTE, ADA_WROTE + BO_WROTE} <= shown
    assert len(shown) > 4
    await expect(timeline(ada).get_by_role("button", name="Play")).to_be_visible()


async def test_a_version_comes_back_with_its_authors_and_undo_takes_it_away(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    ada = await two_writers(visitors, shared_byline, "restored")
    before = told_by(shared_byline, "restored")
    page = await open_history(ada)
    await entry_with(ada, ADA_WROTE)
    await page.get_by_role("button", name="Restore this version").click()
    await ada.sees_lines(ADA_WROTE)
    await ada.is_saved()
    ((text, author),) = told_by(shared_byline, "restored")
    assert (text, author) == (ADA_WROTE, before[0][1])
    await ada.press("Control+z")
    await ada.sees_lines((ADA_WROTE + BO_WROTE)[4:])
    await ada.is_saved()
    assert told_by(shared_byline, "restored") == before


async def test_only_the_selected_passage_comes_back(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    ada = await two_writers(visitors, shared_byline, "passage")
    page = await open_history(ada)
    await entry_with(ada, ADA_WROTE)
    await past_page(ada).locator(".line").click(position={"x": 10, "y": 12})
    await ada.press("x", "Home", *["Shift+ArrowRight"] * 9)
    await page.get_by_role("button", name="Restore the selected passage").click()
    await ada.sees_lines(ADA_WROTE + BO_WROTE)
    await ada.is_saved()
    authors = [author for _, author in told_by(shared_byline, "passage")]
    assert len(authors) == len(set(authors)) == 2


async def test_two_moments_are_compared_and_the_list_leads_to_the_text(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    ada = await two_writers(visitors, shared_byline, "compared")
    page = await open_history(ada)
    seq = await entry_with(ada, ADA_WROTE)
    await page.get_by_role("button", name="Compare").click()
    await page.get_by_role("menuitem", name="With the page now").click()
    await expect(page).to_have_url(re.compile(rf"since={seq}"))
    await expect(past_page(ada)).to_have_text(ADA_WROTE + BO_WROTE)
    await expect(page.locator(".past-deleted")).to_have_text("The ")
    await expect(page.locator(".past-inserted")).to_have_text(BO_WROTE)
    changes = page.get_by_role("region", name="Changes")
    await expect(changes.get_by_role("listitem")).to_have_text(
        [re.compile("Ada \\(you\\) deleted.*The"), re.compile("Bo inserted.*And old")]
    )
    await changes.get_by_role("button", name=re.compile("Bo inserted")).click()
    selected = await page.evaluate("getSelection().toString()")
    assert selected == BO_WROTE
    await page.reload()
    await expect(page.locator(".past-deleted")).to_have_text("The ")
    await page.get_by_role("button", name="Stop comparing").click()
    await expect(page.locator(".past-deleted")).to_have_count(0)


async def test_who_comes_back_is_shown_what_changed_since(
    byline: LiveServer, visitors: Visitors
) -> None:
    """Bo reads and leaves, Ada goes on; an hour later one button shows Bo what is new, and by whom."""
    ada = await visitors.guest(byline, "Ada", "away")
    await ada.type(ADA_WROTE)
    await ada.is_saved()
    bo = await visitors.guest(byline, "Bo", "away")
    await bo.sees_lines(ADA_WROTE)
    await bo.page.close()
    await asyncio.to_thread(byline.stop)
    with closing(sqlite3.connect(byline.database)) as database, database:
        database.execute("UPDATE visits SET at_ms = at_ms - 3600000")
    await asyncio.to_thread(byline.start)
    await ada.is_saved()
    await ada.type(" And new.")
    await ada.is_saved()

    await bo.reopen("away")
    page = await open_history(bo)
    await page.get_by_role("button", name="What changed since I was last here").click()
    await expect(page.locator(".past-inserted")).to_have_text(" And new.")
    await expect(page.get_by_role("region", name="Changes").get_by_role("listitem")).to_have_text(
        [re.compile("Ada inserted.*And new")]
    )


async def test_a_moment_gets_a_name_that_everybody_sees(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """Named, renamed, gone to, and forgotten; a teammate's list follows live."""
    ada = await two_writers(visitors, shared_byline, "named")
    bo = await visitors.guest(shared_byline, "Bo again", "named")
    await open_history(bo)
    page = await open_history(ada)
    await entry_with(ada, ADA_WROTE)
    await page.get_by_role("button", name="Name this version").click()
    await page.get_by_role("textbox", name="Name of the version").fill("To the client")
    await ada.press("Enter")
    await expect(page.get_by_role("heading", name="To the client")).to_be_visible()
    theirs = bo.page.get_by_role("region", name="Versions")
    await theirs.get_by_role("button", name=re.compile("^To the client")).click()
    await expect(past_page(bo)).to_have_text(ADA_WROTE)
    await theirs.get_by_role("button", name="Actions for To the client").click()
    await bo.page.get_by_role("menuitem", name="Rename").click()
    await theirs.get_by_role("textbox").fill("Delivered")
    await bo.press("Enter")
    mine = page.get_by_role("region", name="Versions")
    await expect(mine).to_contain_text("Delivered")
    await mine.get_by_role("button", name="Actions for Delivered").click()
    await page.get_by_role("menuitem", name="Remove the name").click()
    await expect(theirs).not_to_contain_text("Delivered")


async def test_all_of_it_with_the_keyboard_alone(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """Ctrl+Alt+H opens; arrows scrub; Tab and Enter compare, name and restore; Escape leaves."""
    ada = await two_writers(visitors, shared_byline, "keys")
    page = ada.page
    await ada.press("Control+Alt+h")
    await expect(timeline(ada)).to_be_visible()
    slider = timeline(ada).get_by_role("slider")
    last = int(str(await slider.get_attribute("aria-valuenow")))
    await tab_to(ada, slider)
    await ada.press("Home")
    await expect(slider).to_have_attribute("aria-valuenow", "1")
    await expect(past_page(ada)).to_have_text("")
    await ada.press("End", "ArrowLeft")
    await expect(slider).to_have_attribute("aria-valuenow", str(last - 1))
    await expect(past_page(ada)).to_have_text(ADA_WROTE + BO_WROTE)
    await expect(ada.spoken).to_contain_text(f"Entry {last - 1} of {last}")
    await tab_to(ada, page.get_by_role("button", name="Compare"), back=True)
    await ada.press("Enter")
    await into_the_menu(ada)
    await ada.press("Enter")
    await expect(page.locator(".past-deleted")).to_have_text("The ")
    await tab_to(ada, page.get_by_role("button", name="Stop comparing"), back=True)
    await ada.press("Enter")
    await tab_to(ada, slider)
    await ada.press("ArrowLeft")
    await expect(past_page(ada)).to_have_text(ADA_WROTE + BO_WROTE)
    await tab_to(ada, page.get_by_role("button", name="Restore this version"), back=True)
    await ada.press("Enter")
    await ada.sees_lines(ADA_WROTE + BO_WROTE)
    await expect(ada.editor).to_be_focused()
    await ada.press("Control+Alt+h")
    await expect(timeline(ada)).to_be_visible()
    await ada.press("Escape")
    await expect(timeline(ada)).to_have_count(0)
    await expect(ada.editor).to_be_focused()


async def into_the_menu(ada: Visitor) -> None:
    """Go to the first entry of the menu that is opening."""

    async def is_there() -> Any:
        await ada.press("ArrowDown")
        return await ada.page.evaluate("document.activeElement.getAttribute('role') === 'menuitem'")

    await until(is_there, "the arrow keys do not reach the menu")
    await ada.press("Home")
    await expect(ada.page.get_by_role("menuitem").first).to_be_focused()


async def tab_to(ada: Visitor, wanted: Locator, *, back: bool = False) -> None:
    """Press Tab (or Shift+Tab) until it has the focus."""

    async def is_focused() -> Any:
        if await wanted.evaluate("element => element === document.activeElement"):
            return True
        await ada.press("Shift+Tab" if back else "Tab")
        return False

    await until(is_focused, f"Tab does not reach {wanted}")


async def test_on_a_phone_by_touch(shared_byline: LiveServer, visitors: Visitors) -> None:
    ada = await visitors.guest(shared_byline, "Ada", "touch", phone=True)
    await ada.type(ADA_WROTE)
    await ada.is_saved()
    await ada.press(*["Backspace"] * 5)
    await ada.is_saved()
    page = ada.page
    await page.get_by_role("button", name="More").tap()
    await page.get_by_role("menuitem", name="History").tap()
    await expect(past_page(ada)).to_have_text(ADA_WROTE[:-5])
    back = timeline(ada).get_by_role("button", name="Back one entry")

    async def is_whole() -> bool:
        await back.tap()
        await expect(page.locator("#past")).to_have_attribute("aria-busy", "false")
        return await past_page(ada).inner_text() == ADA_WROTE

    await until(is_whole, "the whole sentence is never shown")
    await page.get_by_role("button", name="Raise the panel").tap()
    await ada.panel.get_by_role("button", name=re.compile("^What changed in the session")).tap()
    await expect(page.locator(".past-inserted")).to_have_text(ADA_WROTE[:-5])
    await page.get_by_role("button", name="Lower the panel").tap()
    await page.get_by_role("button", name="Stop comparing").tap()
    await page.get_by_role("button", name="Back to the page").tap()
    await ada.sees_lines(ADA_WROTE[:-5])


async def test_a_reader_sees_no_history_and_a_reviewer_restores_nothing(
    closed_byline: LiveServer, visitors: Visitors
) -> None:
    ada = await with_account(visitors, closed_byline, "Ada", "ada-history@example.org")
    document = ada.page.url.split("/d/")[1]
    reader = await invited(visitors, ada, "Rea", "reader")
    await expect(reader.editor).to_be_visible()
    await expect(reader.page.get_by_role("button", name="History")).to_have_count(0)
    await reader.page.goto(f"{closed_byline.http}/d/{document}?at=1")
    await expect(reader.editor).to_be_visible()
    await reader.press("Control+Alt+h")
    await expect(timeline(reader)).to_have_count(0)
    await ada.press("Escape")
    reviewer = await invited(visitors, ada, "Rob", "reviewer")
    await expect(reviewer.editor).to_be_visible()
    await open_history(reviewer)
    await timeline(reviewer).get_by_role("button", name="First entry").click()
    await expect(past_page(reviewer)).to_have_text("")
    await expect(reviewer.page.get_by_role("button", name=re.compile("Restore"))).to_have_count(0)
    await expect(reviewer.page.get_by_role("button", name="Name this version")).to_be_visible()


async def test_what_cannot_be_loaded_says_so_and_can_be_tried_again(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    ada = await two_writers(visitors, shared_byline, "failing")
    moments = "**/history/*"
    await ada.page.route(moments, lambda route: route.abort())
    await open_history(ada)
    alert = ada.page.get_by_role("alert").filter(has_text="This moment could not be loaded")
    await expect(alert).to_be_visible()
    await ada.page.unroute(moments)
    await alert.get_by_role("button", name="Try again").click()
    await expect(past_page(ada)).to_have_text((ADA_WROTE + BO_WROTE)[4:])
