"""The numbers of a document and its report, in browsers: by keyboard, offline, for every role."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.scenes import (
    TITLE,
    Play,
    asked_document,
    authorship_shown,
    numbers_page,
    placing,
    report_preview,
)
from tests.browser.visitor import Visitors, until
from tests.live import ROOT, LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

FORMATS = {
    "Web page (HTML)": "report.html",
    "PDF": "report.pdf",
    "JSON, signed": "report.json",
    "W3C PROV-JSON": "prov.json",
    "Verifiable bundle": "bundle.jsonl",
}


async def staged(server: LiveServer, visitors: Visitors) -> Play:
    """Ada placed a suggestion in a text that Bo wrote in too, and looks at the numbers."""
    play = Play(await visitors.new(server, "Ada Quill"), await visitors.new(server, "Bo Nakamura"))
    for scene in (asked_document, placing, authorship_shown, numbers_page):
        await scene(play)
    return play


async def save(page: Page, what: str, folder: Path) -> Path:
    """Save a report in a format."""
    async with page.expect_download() as waiting:
        await page.get_by_role("button", name=f"Save as {what}").click()
    download = await waiting.value
    path = folder / download.suggested_filename
    await download.save_as(path)
    return path


async def test_charts_have_tables_and_every_format_can_be_taken(
    shared_byline: LiveServer, visitors: Visitors, browser: Browser, tmp_path: Path
) -> None:
    play = await staged(shared_byline, visitors)
    page = play.ada.page
    shares = page.get_by_role("table", name="Whose words, over time")
    await expect(shares.get_by_role("columnheader")).to_have_text(
        ["When", "Ada Quill", "Bo Nakamura", "The assistant"]
    )
    served = await (
        await page.request.get(f"{shared_byline.http}/api/documents/{play.document}/numbers")
    ).json()
    now = [f"{units:,}" for units in served["shares"]["moments"][-1]["units"]]
    await expect(shares.get_by_role("row").last.get_by_role("cell")).to_have_text(now)
    for name in ("People’s work", "Days of work", "Suggestions of the assistant"):
        await expect(page.get_by_role("table", name=name)).to_have_count(1)

    files = {name: await save(page, name, tmp_path) for name in FORMATS}
    assert {name: file.name for name, file in files.items()} == {
        name: f"{play.document}.{suffix}" for name, suffix in FORMATS.items()
    }
    for name in ("JSON, signed", "Verifiable bundle"):
        command = [sys.executable, "-m", "server", "verify", str(files[name])]
        held = await asyncio.to_thread(
            subprocess.run, command, cwd=ROOT, capture_output=True, check=False
        )
        assert held.returncode == 0, held.stderr
    kinds = [body["kind"] for _, body in shared_byline.entries(play.document)]
    assert kinds.count("report") == len(FORMATS)
    await opens_offline(browser, files["Web page (HTML)"])
    assert play.ada.troubles == []


async def opens_offline(browser: Browser, file: Path) -> None:
    """The page shows all of itself without a network, a script, or a complaint."""
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        context = await browser.new_context(offline=True, color_scheme=scheme)
        page = await context.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("console", lambda message, heard=complaints: heard.append(message.text))
        await page.goto(file.as_uri())
        await expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
        await expect(page.get_by_role("table").first).to_contain_text("The assistant")
        await expect(page.locator("svg polygon")).to_have_count(3)
        assert asked == [file.as_uri()]
        assert complaints == []
        width = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0
        await context.close()


async def test_by_keyboard_alone(shared_byline: LiveServer, visitors: Visitors) -> None:
    """From the menu to a table and a preview, and back into the text."""
    play = Play(
        await visitors.new(shared_byline, "Ada Quill"),
        await visitors.new(shared_byline, "Bo Nakamura"),
    )
    for scene in (asked_document, placing, authorship_shown):
        await scene(play)
    ada, page = play.ada, play.ada.page
    await page.get_by_role("button", name="More").focus()
    await ada.press("Enter")
    item = page.get_by_role("menuitem", name="Numbers and report")
    await until(lambda: pressed_until(page, "ArrowDown", item), "the menu has no such item")
    await ada.press("Enter")
    table = page.get_by_role("button", name="As table: Whose words, over time")
    await expect(table).to_be_visible()
    await until(lambda: pressed_until(page, "Tab", table), "the button is not reached")
    await ada.press("Enter")
    await expect(table).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_role("region", name="Whose words, over time").first).to_be_visible()
    await ada.press("Tab")
    preview = page.get_by_role("button", name="Preview")
    await until(lambda: pressed_until(page, "Tab", preview), "the preview is not reached")
    await ada.press("Enter")
    await expect(page.get_by_role("dialog", name="Preview of the report")).to_be_visible()
    await ada.press("Escape")
    await expect(preview).to_be_focused()
    back = page.get_by_role("link", name="Back to the document")
    await until(lambda: pressed_until(page, "Shift+Tab", back), "the way back is not reached")
    await ada.press("Enter")
    await expect(ada.lines.first).to_be_visible()


async def pressed_until(page: Page, key: str, wanted: object) -> bool:
    """Press a key; whether the focus is there then."""
    await page.keyboard.press(key)
    return await wanted.evaluate("(element) => element === document.activeElement")  # type: ignore[attr-defined]


async def test_the_preview_shows_the_report_and_runs_nothing(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    play = await staged(shared_byline, visitors)
    complaints: list[str] = []
    play.ada.page.on("console", lambda message: complaints.append(message.text))
    await report_preview(play)
    inside = play.ada.page.frame_locator("iframe")
    await expect(inside.get_by_role("heading", name="What cannot be known")).to_be_attached()
    assert await play.ada.page.locator("iframe").get_attribute("sandbox") == ""
    assert [each for each in complaints if "Content Security" in each] == []


async def test_before_anybody_writes_and_when_the_server_fails(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    ada = await visitors.guest(shared_byline, "Ada", "empty-numbers")
    numbers = f"{shared_byline.http}/d/empty-numbers/numbers"
    await ada.page.goto(numbers)
    await expect(
        ada.page.get_by_role("heading", name="Nobody has written here yet")
    ).to_be_visible()
    await expect(ada.page.get_by_role("button", name="Preview")).to_be_visible()
    body = json.dumps({"error": {"slug": "unavailable", "message": "The disk is full."}})
    await ada.page.route(
        "**/numbers",
        lambda route: (
            route.fulfill(status=422, body=body, content_type="application/json")
            if "/api/" in route.request.url
            else route.continue_()
        ),
    )
    await ada.page.reload()
    await expect(
        ada.page.get_by_role("heading", name="The numbers could not be loaded.")
    ).to_be_visible()
    await expect(ada.page.get_by_text("The disk is full.")).to_be_visible()
    await ada.page.unroute("**/numbers")
    await ada.page.get_by_role("button", name="Try again").click()
    await expect(ada.page.get_by_role("heading", name="Numbers and report")).to_be_visible()
