"""A document of 100,000 characters in headless Chromium: how soon it is there, how soon a key press is painted.

    python -m tests.bench.browser [--rounds N] [--characters N] [--keys N]

Opening counts from the start of the navigation, in a browser that has never seen the page, until a frame with the
whole text has been painted. A key press counts from its event's own timestamp until the frame with its change has
been painted. The front end has to be built (`make web/dist/index.html`).
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from pycrdt import merge_updates

from tests.bench import seed
from tests.bench.deliveries import percentiles_ms
from tests.bench.framing import BylineFraming
from tests.components import find_chromium
from tests.live import LiveServer, running
from tests.live_client import LiveClient

OPEN_LIMIT_MS = 1000.0
KEY_LIMIT_MS = 50.0
DOCUMENT = "large"
WAIT_S = 60.0
KEY_PAUSE_MS = 60.0
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

OPENED_SCRIPT = """
(() => {
  const look = () => {
    const editor = document.querySelector(".ProseMirror");
    if (!editor || editor.textContent.length < %d) return requestAnimationFrame(look);
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { window.openedAfterMs = performance.now(); };
    requestAnimationFrame(() => channel.port2.postMessage(null));
  };
  requestAnimationFrame(look);
})();
"""

KEYS_SCRIPT = """
() => {
  const editor = document.querySelector(".ProseMirror");
  window.paintedAfterMs = [];
  let pressed = null;
  window.addEventListener("keydown", (event) => { pressed = event.timeStamp; }, true);
  new MutationObserver(() => {
    if (pressed === null) return;
    const since = pressed;
    pressed = null;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.paintedAfterMs.push(performance.now() - since);
    requestAnimationFrame(() => channel.port2.postMessage(null));
  }).observe(editor, { subtree: true, childList: true, characterData: true });
}
"""

MIDDLE_SCRIPT = """
() => {
  const lines = document.querySelector(".ProseMirror").children;
  const line = lines[Math.floor(lines.length / 2)];
  line.scrollIntoView({ block: "center" });
  const { left, top, width, height } = line.getBoundingClientRect();
  return { x: left + Math.min(width, 200) / 2, y: top + Math.min(height, 20) / 2 };
}
"""


async def plant(sync: str, characters: int) -> int:
    """Put a document of about this many characters on the server; returns its length as text."""
    client = await LiveClient(sync, DOCUMENT).connect()
    updates = seed.history(characters, line=80, base=client.doc.get_update())
    history = merge_updates(*updates)
    client.send_raw(BylineFraming(DOCUMENT).step2(history))
    client.doc.apply_update(history)
    async with LiveClient(sync, DOCUMENT) as reader:
        await reader.until(lambda: reader.state_vector == client.state_vector)
    await client.disconnect()
    return len(client.text.replace("\n", ""))


@contextmanager
def opened(browser: Browser, server: LiveServer, length: int) -> Generator[tuple[Page, float]]:
    """The document in a fresh browser profile, and how long it took (ms)."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    origin = {"Origin": server.http}
    guest = context.request.post(
        f"{server.http}/api/session/guest", data={"name": "Bench"}, headers=origin
    )
    if not guest.ok:
        raise SystemExit(f"no guest session: {guest.status} {guest.text()}")
    page = context.new_page()
    page.add_init_script(OPENED_SCRIPT % length)
    page.goto(f"{server.http}/d/{DOCUMENT}", wait_until="commit")
    until(page, "window.openedAfterMs !== undefined", "the whole text was never shown")
    try:
        yield page, float(page.evaluate("window.openedAfterMs"))
    finally:
        context.close()


def until(page: Page, condition: str, otherwise: str) -> None:
    """Ask the page again and again; its policy forbids the evaluation that Playwright's own waiting uses."""
    deadline = time.monotonic() + WAIT_S
    while not page.evaluate(condition):
        if time.monotonic() > deadline:
            raise SystemExit(otherwise)
        page.wait_for_timeout(20)


def press_keys(page: Page, keys: int) -> list[float]:
    """Type in the middle of the document; milliseconds until each key press was painted."""
    spot = page.evaluate(MIDDLE_SCRIPT)
    page.mouse.click(spot["x"], spot["y"])
    until(page, "!!document.activeElement?.closest('.ProseMirror')", "the editor has no focus")
    page.evaluate(KEYS_SCRIPT)
    text = ("the quick brown fox " * (keys // 20 + 1))[:keys]
    page.keyboard.type(text, delay=KEY_PAUSE_MS)
    until(page, f"window.paintedAfterMs.length >= {keys}", "a key press was never painted")
    return [float(ms) for ms in page.evaluate("window.paintedAfterMs")][:keys]


def measure(server: LiveServer, args: argparse.Namespace) -> bool:
    """Open and type `--rounds` times; prints two lines and returns whether both promises hold."""
    length = asyncio.run(plant(server.sync, args.characters))
    openings: list[float] = []
    presses: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        for _ in range(args.rounds):
            with opened(browser, server, length) as (page, took_ms):
                openings.append(took_ms)
                presses += press_keys(page, args.keys)
        browser.close()
    middle = statistics.median(openings)
    painted = percentiles_ms([ms / 1000 for ms in presses])
    assert painted is not None
    fast, smooth = middle < OPEN_LIMIT_MS, painted["p95"] <= KEY_LIMIT_MS
    print(
        f"open          {length} characters painted after {middle:.0f} ms "
        f"(median of {len(openings)}, first visit)   {'PASS' if fast else 'SHORT'}"
    )
    print(
        f"key press     painted after p50 {painted['p50']:.0f} ms, p95 {painted['p95']:.0f} ms "
        f"({len(presses)} keys)   {'PASS' if smooth else 'SHORT'}"
    )
    return fast and smooth


def main() -> int:
    """Measure; 1 if a promise falls short, also when there is no Chromium or no front end."""
    p = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--characters", type=int, default=100_000)
    p.add_argument("--keys", type=int, default=100, help="key presses each round")
    args = p.parse_args()
    if find_chromium() is None:
        print("browser       not measured: no Chromium found   SHORT")
        return 1
    with tempfile.TemporaryDirectory(prefix="byline-browser-") as directory:
        for server in running(Path(directory)):
            return 0 if measure(server, args) else 1
    return 1


if __name__ == "__main__":
    sys.exit(main())
