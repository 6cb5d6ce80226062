"""The story of the product: two people write together, ask, place, see who wrote what, and survive a crash."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from tests.browser.authorship import authorship_of, text_of
from tests.browser.visitor import Visitor, Visitors, until
from tests.live import LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

SENTENCE = (
    "In order to make a decision, we need to utilize the results of the test, "
    "due to the fact that it is important to note them."
)


async def arrive(visitors: Visitors, server: LiveServer) -> tuple[Visitor, Visitor]:
    ada = await visitors.new(server, "Ada Quill")
    await ada.page.goto(server.http)
    await ada.pick_name()
    await expect(ada.page).to_have_url(f"{server.http}/d/welcome")
    await expect(ada.lines.first).to_have_text("Write together")
    await ada.is_saved()
    bo = await visitors.new(server, "Bo Nakamura")
    await bo.page.goto(ada.page.url)
    await bo.pick_name()
    await expect(bo.lines.first).to_have_text("Write together")
    await bo.is_saved()
    return ada, bo


async def write_in_one_line(ada: Visitor, bo: Visitor) -> None:
    """Both type in the second line at the same time."""
    before = (await ada.seen_lines())[1]
    await ada.caret_at_end(1)
    await bo.caret_at_start(1)
    await asyncio.gather(ada.type(" Ada adds this."), bo.type("Bo begins with this. "))
    expected = f"Bo begins with this. {before} Ada adds this."
    await expect(ada.lines.nth(1)).to_have_text(expected)
    await expect(bo.lines.nth(1)).to_have_text(expected)
    await expect(bo.page.locator('.caret-name[data-name="Ada Quill"]')).to_be_attached()
    await expect(ada.page.locator('.caret-name[data-name="Bo Nakamura"]')).to_be_attached()
    for me, other in ((ada, bo), (bo, ada)):
        here = me.page.get_by_role("list", name="People here")
        await expect(here.get_by_role("button", name=other.name)).to_be_visible()


async def ask_and_watch(ada: Visitor) -> None:
    """Select a sentence, ask, and see the suggestions come."""
    await ada.write(f"\n{SENTENCE}\nOur plan:")
    await ada.lines.nth(-2).click(click_count=3)
    await expect(ada.panel.get_by_text(re.compile(r"About \d+ words you selected"))).to_be_visible()
    await ada.page.evaluate(
        """() => {
            window.states = new Set();
            const look = () => {
                for (const card of document.querySelectorAll("article[data-state]"))
                    window.states.add(card.dataset.state);
            };
            new MutationObserver(look).observe(document.querySelector("#panel"), {
                subtree: true, childList: true, attributes: true, characterData: true,
            });
        }"""
    )
    await ada.ask("rephrase")
    assert set(await ada.page.evaluate("[...window.states]")) >= {"asking", "writing", "ready"}
    texts = [await ada.card_text(card) for card in await ada.ready_cards.all()]
    assert len(set(texts)) == 3
    assert SENTENCE not in texts
    for card in await ada.ready_cards.all():
        await expect(card.locator("ins, del").first).to_be_visible()


async def place_by_drag(ada: Visitor) -> tuple[str, str]:
    """Drag one card behind `Our plan:` and another onto the selected sentence; their texts."""
    first, second = ada.ready_cards.nth(0), ada.ready_cards.nth(1)
    at_caret, onto = await ada.card_text(first), await ada.card_text(second)
    await ada.drag(first, *await ada.end_of(ada.lines.nth(-1)))
    await expect(ada.page.locator(".drop-caret")).to_be_attached()
    await ada.drop()
    await expect(ada.lines.nth(-1)).to_have_text(f"Our plan:{at_caret}")
    await ada.lines.nth(-2).click(click_count=3)
    await ada.drag(second, *await ada.middle_of(ada.lines.nth(-2)))
    await expect(ada.page.locator(".drop-range").first).to_be_attached()
    await ada.drop()
    await expect(ada.lines.nth(-2)).to_have_text(onto)
    return at_caret, onto


async def see_authorship(bo: Visitor, adopted: tuple[str, str]) -> None:
    await bo.press("Control+Alt+a")
    await expect(bo.page.get_by_role("button", name="Authorship")).to_have_attribute(
        "aria-pressed", "true"
    )
    legend = bo.page.get_by_role("region", name="Who wrote what")
    await expect(legend).to_contain_text(re.compile(r"Ada Quill: \d+ %"))
    await expect(legend).to_contain_text(re.compile(r"Bo Nakamura \(you\): \d+ %"))
    await expect(legend).to_contain_text("Placed from suggestions")
    for text, mark in zip(adopted, ("S1", "S2"), strict=True):
        words = bo.lines.filter(has_text=text).locator(".by-adopted")
        await expect(words.first).to_be_visible()
        assert "".join(await words.all_text_contents()) == text
        await expect(bo.lines.filter(has_text=text).locator(f'[data-mark="{mark}"]')).to_have_count(
            1
        )
    shared = bo.lines.nth(1)
    colours = {
        await shared.locator(".by-author", has_text=words).get_attribute("class")
        for words in ("Ada adds this.", "Bo begins with this.")
    }
    assert len(colours) == 2
    await bo.lines.filter(has_text="Our plan:").locator(".by-adopted").first.hover()
    card = bo.page.get_by_role("note", name="Where these words come from")
    await expect(card).to_contain_text("Words of suggestion S1")
    await expect(card).to_contain_text("Placed by Ada Quill")
    await expect(card).to_contain_text("Built-in, no model")


async def test_the_story(byline: LiveServer, visitors: Visitors) -> None:
    """Two people, one line, three suggestions, two placings, one crash."""
    ada, bo = await arrive(visitors, byline)
    await write_in_one_line(ada, bo)
    await ask_and_watch(ada)
    adopted = await place_by_drag(ada)
    await expect(bo.lines.nth(-1)).to_have_text(f"Our plan:{adopted[0]}")
    await see_authorship(bo, adopted)

    await ada.is_saved()
    before = await ada.seen_lines()
    await byline.restart_after_kill()
    assert byline.check_database() == "ok"
    await asyncio.gather(ada.is_saved(), bo.is_saved())
    await ada.sees_lines(*before)
    await bo.sees_lines(*before)
    await ada.write(" Ada goes on.")
    await expect(bo.lines.nth(-1)).to_have_text(f"{before[-1]} Ada goes on.")
    await bo.write(" Bo too.")
    await expect(ada.lines.nth(-1)).to_have_text(f"{before[-1]} Ada goes on. Bo too.")
    await ada.is_saved()
    await bo.is_saved()

    after = await ada.seen_lines()
    assert text_of(byline, "welcome") == "".join(f"{line}\n" for line in after)
    words = authorship_of(byline, "welcome")
    assert [w.text for w in words if w.origin == "adopted"] == [adopted[1], adopted[0]]
    assert {w.placed_by for w in words if w.origin == "adopted"} == {"Ada Quill"}
    typed = {(w.author, w.text.strip()) for w in words if w.origin == "typed"}
    assert {
        ("Bo Nakamura", "Bo begins with this."),
        ("Ada Quill", "Ada adds this."),
        ("Ada Quill", "Ada goes on."),
        ("Bo Nakamura", "Bo too."),
    } <= typed


async def test_words_typed_at_one_spot_by_two_people_are_all_there(
    byline: LiveServer, visitors: Visitors
) -> None:
    """Both type at the end of the same line at once: every letter is there once, in its writer's order."""
    ada = await visitors.guest(byline, "Ada", "spot")
    bo = await visitors.guest(byline, "Bo", "spot")
    await ada.type("Here:")
    await expect(bo.lines.first).to_have_text("Here:")
    await ada.caret_at_end(0)
    await bo.caret_at_end(0)
    await asyncio.gather(ada.type("abcdefghijklmnopqrstuvwxyz"), bo.type("0123456789" * 2))

    async def all_there() -> bool:
        return len((await ada.seen_lines())[0]) == len("Here:") + 46

    await until(all_there, "not every letter came")
    line = (await ada.seen_lines())[0].removeprefix("Here:")
    assert "".join(c for c in line if c.isalpha()) == "abcdefghijklmnopqrstuvwxyz"
    assert "".join(c for c in line if c.isdigit()) == "0123456789" * 2
    await bo.sees_lines(f"Here:{line}")
