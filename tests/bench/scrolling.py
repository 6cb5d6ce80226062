"""Who wrote what, over a document of 100,000 characters in 20,000 spans: how smoothly it scrolls and takes key presses.

    python -m tests.bench.scrolling [--rounds N] [--characters N] [--spans N] [--seconds N] [--keys N]

Several people, each with a Yjs client and a connection of their own, write at random places of one document, so that
each line has many authors. A reader scrolls through it with wheel events, in turn with authorship off and on; each
animation frame is a frame time. A key press counts as in `tests.bench.browser`.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from pycrdt import merge_updates

from tests.bench import seed
from tests.bench.browser import ARGUMENTS, opened, press_keys, until
from tests.bench.deliveries import percentiles_ms
from tests.bench.framing import BylineFraming
from tests.components import find_chromium
from tests.live import LiveServer, running
from tests.live_client import LiveClient

DOCUMENT = "large"
WRITERS = 6
RUN = 9
"""Characters an author writes in one go, on average; others then write into them."""

FRAME_MS = 1000 / 60
LATE_MS = 1.5 * FRAME_MS
"""A frame this long has missed its turn; below it, the clock only wavers."""
KEY_LIMIT_MS = 50.0
NOTCH_PX = 100
WHEEL_PAUSE_MS = 33

WATCH_SCRIPT = """
() => {
  window.frames = [];
  window.longTasksMs = [];
  window.watching = true;
  let before = null;
  const look = (now) => {
    if (!window.watching) return;
    if (before !== null) window.frames.push(now - before);
    before = now;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  const tasks = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.longTasksMs.push(entry.duration);
  });
  tasks.observe({ type: "longtask" });
  window.stopWatching = () => { window.watching = false; tasks.disconnect(); };
}
"""


@dataclass(frozen=True, slots=True)
class Scroll:
    """The frames of one stretch of scrolling, in milliseconds."""

    frames: list[float]
    long_tasks: list[float]

    @property
    def late(self) -> float:
        """The share of frames that came too late, from 0 to 1."""
        return sum(frame > LATE_MS for frame in self.frames) / max(1, len(self.frames))


async def plant(sync: str, characters: int) -> int:
    """Have several people write a document of this size; returns its length as text."""
    reader = await LiveClient(sync, DOCUMENT).connect()
    written = seed.by_author(
        characters, run=RUN, authors=WRITERS, line=80, base=reader.doc.get_update()
    )
    for updates in written:
        async with LiveClient(sync, DOCUMENT) as writer:
            mine = merge_updates(*updates)
            writer.send_raw(BylineFraming(DOCUMENT).step2(mine))
            writer.doc.apply_update(mine)
            await reader.until(lambda known=writer: reader.state_vector == known.state_vector)
    length = len(reader.text.replace("\n", ""))
    await reader.disconnect()
    return length


def set_authorship(page: Page, *, shown: bool) -> None:
    """Switch authorship on or off with its button, and wait until it is so."""
    button = page.get_by_role("button", name="Authorship", exact=True)
    if (button.get_attribute("aria-pressed") == "true") is not shown:
        button.click()
    marks = "document.querySelectorAll('.ProseMirror .by').length"
    until(page, f"{marks} {'> 20' if shown else '=== 0'}", "authorship never changed")
    page.wait_for_timeout(1000)


def scroll(page: Page, seconds: float, down: bool) -> Scroll:
    """Turn the wheel over the page without a pause and time every frame."""
    page.mouse.move(500, 500)
    page.evaluate(WATCH_SCRIPT)
    for _ in range(int(seconds * 1000 / WHEEL_PAUSE_MS)):
        page.mouse.wheel(0, NOTCH_PX if down else -NOTCH_PX)
        page.wait_for_timeout(WHEEL_PAUSE_MS)
    page.evaluate("window.stopWatching()")
    return Scroll(page.evaluate("window.frames"), page.evaluate("window.longTasksMs"))


def report(name: str, scrolls: list[Scroll]) -> dict[str, float]:
    """Print one line about some stretches of scrolling."""
    frames = [ms for each in scrolls for ms in each.frames]
    tasks = [ms for each in scrolls for ms in each.long_tasks]
    at = percentiles_ms([ms / 1000 for ms in frames])
    assert at is not None
    late = sum(ms > LATE_MS for ms in frames) / len(frames)
    over = sum(ms > FRAME_MS + 0.1 for ms in frames) / len(frames)
    print(
        f"scroll {name:<4} p50 {at['p50']:.1f} ms, p95 {at['p95']:.1f} ms, max {at['max']:.0f}, "
        f"over 16.7 ms {over:.1%}, late {late:.2%}, long tasks {len(tasks)} ({max(tasks, default=0):.0f} ms)"
        f"  {len(frames)} frames"
    )
    return at


def measure(server: LiveServer, args: argparse.Namespace) -> bool:
    length = asyncio.run(plant(server.sync, args.characters))
    spans = len(server.get(f"/api/documents/{DOCUMENT}/authorship")["spans"])
    print(f"{length} characters, {spans} spans")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        off: list[Scroll] = []
        on: list[Scroll] = []
        keys: dict[bool, list[float]] = {False: [], True: []}
        for _ in range(args.rounds):
            with opened(browser, server, length) as (page, _):
                for shown, taken in ((False, off), (True, on)):
                    set_authorship(page, shown=shown)
                    taken.append(scroll(page, args.seconds, True))
                    taken.append(scroll(page, args.seconds, False))
                    keys[shown] += press_keys(page, args.keys)
        browser.close()
    report("off", off)
    report("on", on)
    for shown, taken in keys.items():
        at = percentiles_ms([ms / 1000 for ms in taken])
        print(f"keys {shown}", at)
    return True


def main() -> int:
    p = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--characters", type=int, default=100_000)
    p.add_argument("--seconds", type=float, default=5)
    p.add_argument("--keys", type=int, default=100, help="key presses each round")
    args = p.parse_args()
    with tempfile.TemporaryDirectory(prefix="byline-scrolling-") as directory:
        for server in running(Path(directory)):
            return 0 if measure(server, args) else 1
    return 1


if __name__ == "__main__":
    sys.exit(main())
