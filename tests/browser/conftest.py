"""One Chromium for all browser tests, a fresh profile for each visitor, and a front end that is up to date."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.browser.visitor import ARGUMENTS, PATIENCE_S, Visitors
from tests.live import LiveServer, running

WEB = Path(__file__).parents[2] / "web"
expect.set_options(timeout=PATIENCE_S * 1000)


@pytest.fixture(scope="session")
def front_end(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built front end: the one BYLINE_WEB_DIR names, else web/dist, else one built for this run."""
    if given := os.environ.get("BYLINE_WEB_DIR"):
        return Path(given)
    built = WEB / "dist"
    if _is_current(built):
        return built
    npx = shutil.which("npx")
    if npx is None or not (WEB / "node_modules").is_dir():
        pytest.fail("web/dist is missing or older than web/src: run `make web/dist/index.html`")
    place = tmp_path_factory.mktemp("front-end")
    command = [npx, "vite", "build", "--outDir", str(place), "--logLevel", "error"]
    done = subprocess.run(command, cwd=WEB, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.fail(f"the front end does not build:\n{done.stdout}{done.stderr}", pytrace=False)
    return place


def _is_current(built: Path) -> bool:
    index = built / "index.html"
    if not index.is_file():
        return False
    sources = [path for path in (WEB / "src").rglob("*") if path.is_file()]
    return max(path.stat().st_mtime for path in sources) <= index.stat().st_mtime


@pytest.fixture
def byline(front_end: Path, tmp_path: Path) -> Iterator[LiveServer]:
    """A Byline of this test alone, in open mode, with its front end."""
    yield from running(tmp_path, {"BYLINE_WEB_DIR": str(front_end)})


@pytest.fixture(scope="module")
def shared_byline(
    front_end: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """A Byline for the tests of one file; each uses documents of its own."""
    yield from running(tmp_path_factory.mktemp("byline"), {"BYLINE_WEB_DIR": str(front_end)})


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """The one Chromium of the session."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visitors(browser: Browser) -> AsyncIterator[Visitors]:
    """Makes visitors, each with a browser profile of their own; closes them after the test."""
    async with Visitors(browser) as made:
        yield made
