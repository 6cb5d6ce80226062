"""The pictures under docs/screenshots, made from the running product.

    python -m tests.browser.screenshots [--only NAME …]

Uses the front end in web/dist, or the one that BYLINE_WEB_DIR names.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.async_api import async_playwright, expect

from tests.browser.scenes import (
    Play,
    arrive_page,
    asked_document,
    authorship_shown,
    commented,
    comparing,
    document_list,
    history_open,
    life_shown,
    numbers_page,
    placed,
    placing,
    recipe_form,
    report_preview,
    review_shown,
    rules,
    share_dialog,
    teammate_asked,
    written_document,
)
from tests.browser.visitor import ARGUMENTS, PATIENCE_S, Visitors, until
from tests.components import find_chromium
from tests.live import LiveServer, running

PLACE = Path(__file__).parents[2] / "docs" / "screenshots"
MAX_BYTES = 300_000
TALL = 1080
"""Three suggestions fit in a window of this height."""


async def other_documents(play: Play) -> None:
    """A list with more than one row, the documents by different people."""
    titles = ("Minutes, 14 November", "Letter to the villages", "Budget for the first year")
    for title, writer in zip(titles, (play.bo, play.ada, play.bo), strict=True):
        origin = {"Origin": writer.server.http}
        address = f"{writer.server.http}/api/documents"
        made = await writer.context.request.post(address, data={"title": title}, headers=origin)
        await writer.open((await made.json())["id"])
        await writer.write(f"{title}: this is what we agreed on.")
        await writer.is_saved()
    await until(lambda: all_have_shares(play), "the list does not show who wrote")


async def all_have_shares(play: Play) -> bool:
    """Whether the server has counted who wrote how much of each of our documents."""
    answer = await play.ada.context.request.get(f"{play.ada.server.http}/api/documents")
    documents = (await answer.json())["documents"]
    return all(each["shares"] for each in documents if each["id"] != "welcome")


async def source_card(play: Play) -> None:
    """The card that says where the placed words come from."""
    page = play.ada.page
    await page.locator(".by-adopted").first.hover(position={"x": 300, "y": 10})
    await expect(page.get_by_role("note", name="Where these words come from")).to_be_visible()


@dataclass(frozen=True)
class Picture:
    """How one picture comes about."""

    name: str
    scenes: tuple[Callable[[Play], Awaitable[None]], ...]
    scheme: Literal["light", "dark"] = "light"
    phone: bool = False
    height: int | None = None


NUMBERS = (asked_document, placing, authorship_shown, numbers_page)

PICTURES = (
    Picture("wide-light", (asked_document,), height=TALL),
    Picture("wide-dark", (asked_document,), scheme="dark", height=TALL),
    Picture("authorship-light", (asked_document, placing, authorship_shown, source_card)),
    Picture(
        "authorship-dark", (asked_document, placing, authorship_shown, source_card), scheme="dark"
    ),
    Picture("phone-light", (asked_document,), phone=True),
    Picture("phone-dark", (written_document,), scheme="dark", phone=True),
    Picture("list-light", (written_document, other_documents, document_list)),
    Picture("arrive-light", (arrive_page,)),
    Picture("team-light", (asked_document, teammate_asked), height=TALL),
    Picture("team-phone-dark", (asked_document, teammate_asked), scheme="dark", phone=True),
    Picture("comments-light", (written_document, commented)),
    Picture("comments-dark", (written_document, commented), scheme="dark"),
    Picture("comments-phone", (written_document, commented), phone=True),
    Picture("recipe-light", (written_document, recipe_form)),
    Picture("rules-dark", (written_document, recipe_form, rules), scheme="dark"),
    Picture("history-light", (asked_document, placing, authorship_shown, history_open)),
    Picture("comparison-dark", (written_document, history_open, comparing), scheme="dark"),
    Picture("history-phone", (written_document, history_open), phone=True),
    Picture("review-light", (asked_document, placing, placed, review_shown)),
    Picture(
        "review-dark", (asked_document, placing, placed, review_shown, life_shown), scheme="dark"
    ),
    Picture("review-phone-light", (asked_document, placing, placed, review_shown), phone=True),
    Picture("numbers-light", NUMBERS, height=2400),
    Picture("numbers-dark", NUMBERS, scheme="dark", height=TALL),
    Picture("numbers-phone-light", NUMBERS, phone=True),
    Picture("report-light", (*NUMBERS, report_preview)),
    Picture("share-dark", (written_document, share_dialog), scheme="dark"),
)


async def take(picture: Picture, server: LiveServer, visitors: Visitors) -> int:
    """Play the scenes and write the picture; its size in bytes."""
    ada = await visitors.new(
        server,
        "Ada Quill",
        scheme=picture.scheme,
        phone=picture.phone,
        device_scale_factor=2 if picture.phone else 1,
    )
    play = Play(ada, await visitors.new(server, "Bo Nakamura"))
    if picture.height is not None:
        await ada.page.set_viewport_size({"width": 1280, "height": picture.height})
    for scene in picture.scenes:
        await scene(play)
    await ada.page.evaluate("document.fonts.ready.then(() => true)")
    data = await ada.page.screenshot(path=PLACE / f"{picture.name}.png", caret="initial")
    return len(data)


async def take_all(pictures: list[Picture]) -> int:
    """Take the pictures, each with a server of its own; 1 if one is too large."""
    PLACE.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE_S * 1000)
    too_large = 0
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=list(ARGUMENTS)
        )
        for picture in pictures:
            with tempfile.TemporaryDirectory(prefix="byline-pictures-") as directory:
                for server in running(Path(directory)):
                    async with Visitors(browser) as visitors:
                        size = await take(picture, server, visitors)
                    too_large += size > MAX_BYTES
                    print(f"{picture.name}.png  {size / 1000:.0f} kB")
        await browser.close()
    return 1 if too_large else 0


def main() -> int:
    """Take all pictures, or those named."""
    names = [picture.name for picture in PICTURES]
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    wanted = parser.parse_args().only
    return asyncio.run(take_all([picture for picture in PICTURES if picture.name in wanted]))


if __name__ == "__main__":
    sys.exit(main())
