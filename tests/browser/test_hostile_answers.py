"""What a hostile model answers is shown and placed as text: nothing is fetched, run or put in by itself."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Dialog, Request, expect

from tests.assist.hostile_answers import SHORT, HostileModel
from tests.browser.authorship import text_of
from tests.browser.visitor import Visitor, Visitors, until
from tests.live import LiveServer, running

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

SENTENCE = "The results are not known yet."
FOREIGN = (
    "img:not(.ProseMirror-separator), iframe, script, link, style, object, embed, svg[onload], "
    "a[href^='javascript']"
)
"""Elements that no answer may become."""


@pytest_asyncio.fixture(loop_scope="session")
async def model() -> AsyncIterator[HostileModel]:
    async with HostileModel() as server:
        yield server


@pytest.fixture
def byline(front_end: Path, tmp_path: Path, model: HostileModel) -> Iterator[LiveServer]:
    yield from running(tmp_path, {**model.settings(), "BYLINE_WEB_DIR": str(front_end)})


class Watch:
    """What a page asks for from elsewhere, and what pops up in it."""

    def __init__(self, visitor: Visitor) -> None:
        self.suspicious: list[str] = []
        self._home = visitor.server.http
        visitor.page.on("request", self._on_request)
        visitor.page.on("dialog", self._on_dialog)

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self._home}/", "data:", "blob:")):
            self.suspicious.append(request.url)

    async def _on_dialog(self, dialog: Dialog) -> None:
        self.suspicious.append(dialog.message)
        await dialog.dismiss()


async def test_hostile_answers_are_text(
    byline: LiveServer, model: HostileModel, visitors: Visitors
) -> None:
    """Markup, scripts, images, orders, tool calls: read word for word on the card, and nothing comes of them."""
    ada = await visitors.guest(byline, "Ada", "hostile")
    watch = Watch(ada)
    await ada.type(SENTENCE)
    await ada.press("Shift+Home")
    await ada.is_saved()
    log = byline.stored_updates("hostile")
    title = await ada.page.title()
    for answer in SHORT.values():
        model.hostile = answer
        await ada.panel.locator("[data-recipe=rephrase]").click()
        # All alternatives have the same words: one of them is a suggestion.
        card = ada.ready_cards.first
        await expect(card).to_be_visible()

        async def reads(card=card, answer=answer) -> bool:
            return " ".join((await ada.card_text(card)).split()) == " ".join(answer.split())

        await until(reads, f"the card does not read {answer!r}")
        assert await ada.panel.locator(FOREIGN).count() == 0
        await ada.panel.get_by_role("button", name="Dismiss these").first.click()
        await expect(ada.cards).to_have_count(0)
    assert watch.suspicious == []
    assert await ada.page.title() == title
    assert byline.stored_updates("hostile") == log
    assert text_of(byline, "hostile") == f"{SENTENCE}\n"


async def test_a_hostile_answer_that_is_placed_is_words(
    byline: LiveServer, model: HostileModel, visitors: Visitors
) -> None:
    """A person places an image and a script: the document says so in letters, on both screens."""
    ada = await visitors.guest(byline, "Ada", "placed")
    bo = await visitors.guest(byline, "Bo", "placed")
    watches = [Watch(ada), Watch(bo)]
    await ada.type(SENTENCE)
    for kind in ("handler", "markdown image"):
        model.hostile = SHORT[kind]
        await ada.press("End", "Shift+Home")
        await ada.panel.locator("[data-recipe=rephrase]").click()
        await ada.ready_cards.first.locator("[data-place]").click()
        await expect(ada.page.get_by_role("region", name="Placing")).to_be_visible()
        await ada.press("Enter")

        async def shown(answer: str = model.hostile) -> bool:
            seen = ["\n".join(await who.seen_lines()) for who in (ada, bo)]
            return all(answer in text for text in seen)

        await until(shown, "the placed words are not in the text")
        await ada.panel.get_by_role("button", name="Dismiss these").first.click()
        assert await ada.lines.locator(FOREIGN).count() == 0
        assert await bo.lines.locator(FOREIGN).count() == 0
    assert [watch.suspicious for watch in watches] == [[], []]
