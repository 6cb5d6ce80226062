"""A model that is down, slow, answers a web page or breaks off: said on the card, and nothing else happens."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.assist.model_server import ModelServer
from tests.browser.authorship import authorship_of, text_of
from tests.browser.visitor import Visitor, Visitors
from tests.live import LiveServer, running

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

SENTENCE = "The results are not known yet."
KEY = "sk-secret-of-this-test"
LASTING = {"401", "html", "garbage"}
"""What asking the same again does not heal: somebody has to change the settings first."""


@pytest_asyncio.fixture(loop_scope="session")
async def model() -> AsyncIterator[ModelServer]:
    """A model on the loopback that does as its mode says."""
    async with ModelServer() as server:
        yield server


@pytest.fixture
def byline_with_model(front_end: Path, tmp_path: Path, model: ModelServer) -> Iterator[LiveServer]:
    """A Byline that asks that model."""
    settings = model.settings(key=KEY)
    yield from running(tmp_path, {**settings, "BYLINE_WEB_DIR": str(front_end)})


async def at_a_sentence(visitors: Visitors, server: LiveServer, document: str) -> Visitor:
    ada = await visitors.guest(server, "Ada", document)
    await ada.type(SENTENCE)
    await ada.press("Shift+Home")
    await expect(ada.panel).to_contain_text("About 6 words you selected")
    await ada.is_saved()
    return ada


@pytest.mark.parametrize("mode", ["500", "401", "429", "html", "cut", "garbage", "empty"])
async def test_a_failure_is_said_on_the_card_and_can_be_tried_again(
    byline_with_model: LiveServer, model: ModelServer, visitors: Visitors, mode: str
) -> None:
    """Each way to fail is said in a sentence; *Try again* or *Ask again* works once the model does."""
    ada = await at_a_sentence(visitors, byline_with_model, "failing")
    model.mode = mode
    await ada.panel.locator("[data-recipe=rephrase]").click()
    failed = ada.panel.locator("article[data-state=failed]")
    await expect(failed).to_have_count(3)
    # What all cards have in common is said once.
    for alert in await ada.panel.get_by_role("alert").all():
        said = await alert.locator("p").first.inner_text()
        assert said.endswith(".")
        assert len(said) > 20
        assert KEY not in said
    await expect(ada.panel.get_by_role("alert").first).to_be_visible()
    await expect(ada.panel.locator("[data-place], [data-drag-handle]")).to_have_count(0)
    assert await ada.seen_lines() == [SENTENCE]

    model.mode = "normal"
    again = ada.panel.get_by_role("button", name="Try again")
    if mode in LASTING:
        await expect(again).to_have_count(0)
        again = ada.panel.get_by_role("button", name="Ask again")
    await again.first.click()
    await expect(ada.ready_cards).to_have_count(3)
    texts = [await ada.card_text(card) for card in await ada.ready_cards.all()]
    assert [text for text in texts if not text.endswith(SENTENCE)] == []
    assert text_of(byline_with_model, "failing") == f"{SENTENCE}\n"
    assert {words.origin for words in authorship_of(byline_with_model, "failing")} <= {
        "typed",
        "imported",
    }
    assert KEY not in byline_with_model.log


async def test_a_model_that_is_not_there(
    front_end: Path, tmp_path: Path, visitors: Visitors, loopback_port: int
) -> None:
    """Nobody listens at the model's address: every card says so, and writing goes on."""
    env = {
        "BYLINE_WEB_DIR": str(front_end),
        "BYLINE_MODEL": "openai/test",
        "BYLINE_MODEL_API_BASE": f"http://127.0.0.1:{loopback_port}/v1",
        "BYLINE_MODEL_API_KEY": KEY,
    }
    for server in running(tmp_path, env):
        ada = await at_a_sentence(visitors, server, "alone")
        await ada.panel.locator("[data-recipe=rephrase]").click()
        failed = ada.panel.locator("article[data-state=failed]")
        await expect(failed).to_have_count(3)
        await expect(ada.panel.get_by_role("button", name="Try again").first).to_be_visible()
        await ada.write(" Nor needed.")
        await ada.is_saved()
        assert text_of(server, "alone") == f"{SENTENCE} Nor needed.\n"


async def test_a_slow_model_can_be_stopped_and_cannot_be_placed_before_it_is_done(
    byline_with_model: LiveServer, model: ModelServer, visitors: Visitors
) -> None:
    """While a card is being written it has no handle and no *Place…*; Stop ends the work at the model too."""
    ada = await at_a_sentence(visitors, byline_with_model, "slow")
    model.mode = "stall"
    await ada.panel.locator("[data-recipe=rephrase]").click()
    writing = ada.panel.locator("article[data-state=writing]")
    await expect(writing).to_have_count(3)
    await expect(writing.first).to_contain_text("Wording")
    await expect(ada.panel.locator("[data-place], [data-drag-handle]")).to_have_count(0)
    await ada.press("Escape")
    await expect(ada.panel.locator("article[data-state=stopped]")).to_have_count(3)
    await model.unused.wait()
    assert await ada.seen_lines() == [SENTENCE]

    model.mode = "slow"
    await ada.panel.get_by_role("button", name="Try again").first.click()
    await expect(ada.ready_cards).to_have_count(3)
    assert text_of(byline_with_model, "slow") == f"{SENTENCE}\n"
