"""How soon a step of scrubbing shows: `python -m tests.bench.scrubbing [--steps N]`.

The recorded session of 26,078 updates is in a server's database; a reader in headless Chromium has its history open and
goes to random moments, and from there one entry back. A step counts from the key press until the page of that moment
is painted.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Page, async_playwright, expect

from server.store.sql import SqlStore
from tests.bench.deliveries import percentiles_ms
from tests.bench.history import recorded, told, with_log
from tests.browser.visitor import ARGUMENTS, Visitor, Visitors
from tests.components import find_chromium
from tests.live import LiveServer, running

LIMIT_MS: Final = 100.0
DIST: Final = Path(__file__).parents[2] / "web" / "dist"

WATCH: Final = """
() => {
  window.steps = [];
  let since = null;
  const page = document.getElementById("past");
  const painted = new MessageChannel();
  painted.port1.onmessage = () => {
    if (since !== null) window.steps.push(performance.now() - since);
    since = null;
  };
  // What is posted in a frame comes when it is painted.
  const shown = () => requestAnimationFrame(() => painted.port2.postMessage(null));
  window.addEventListener("keydown", () => { since = performance.now(); }, { capture: true });
  new MutationObserver(() => {
    if (page.getAttribute("aria-busy") === "false") shown();
  }).observe(page, { attributes: true, attributeFilter: ["aria-busy"] });
}
"""


async def filled(folder: Path) -> int:
    """Put the recorded session into the database of a server that is to start there; its last entry."""
    store = SqlStore(f"sqlite:///{folder / 'byline.db'}")
    await store.open()
    rows = recorded()
    await with_log(store, rows)
    await store.close()
    return rows[-1].seq


async def steps_of(page: Page, last: int, steps: int) -> list[float]:
    """Milliseconds that steps to random moments, and one entry back from each, took."""
    chance = random.Random(1)
    field = page.get_by_role("textbox", name="Entry", exact=True)
    slider = page.get_by_role("region", name="Timeline").get_by_role("slider")
    await page.evaluate(WATCH)
    for number in range(steps):
        await field.fill(str(chance.randrange(2, last)))
        await shown(page)
        await slider.focus()
        await page.evaluate("window.steps.length = 0") if number == 0 else None
        await page.keyboard.press("ArrowLeft")
        await shown(page)
    measured: list[float] = await page.evaluate("window.steps")
    return measured


async def shown(page: Page) -> None:
    """Wait until the moment that was asked for is there, and painted."""
    await expect(page.locator("#past")).to_have_attribute("aria-busy", "false")
    await page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


async def measure(server: LiveServer, last: int, steps: int) -> list[float]:
    """Open the history as a guest and scrub."""
    async with async_playwright() as playwright:
        path: Any = find_chromium()
        browser = await playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        async with Visitors(browser) as visitors:
            reader: Visitor = await visitors.new(server, "Reader")
            await reader.enter()
            await reader.page.goto(f"{server.http}/d/doc?at=last")
            await expect(reader.page.locator("#past .ProseMirror")).to_be_visible()
            measured = await steps_of(reader.page, last, steps)
        await browser.close()
    return measured


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=60)
    steps: int = parser.parse_args().steps
    measured: list[float] = []
    with tempfile.TemporaryDirectory() as place:
        last = asyncio.run(filled(Path(place)))
        for server in running(Path(place), {"BYLINE_WEB_DIR": str(DIST)}):
            measured = asyncio.run(measure(server, last, steps))
    figures = percentiles_ms([each / 1000 for each in measured]) or {}
    p50, p95 = figures["p50"], figures["p95"]
    line = f"scrubbing {len(measured)} steps through {last:,} entries: median {p50:.0f} ms, p95 {p95:.0f} ms"
    return 0 if told(line, passed=p95 < LIMIT_MS) else 1


if __name__ == "__main__":
    sys.exit(main())
