"""People who do anything a page allows, at random, with characters that each exist once.

Every character that is typed, pasted from outside or suggested is a code point of its own, so a copy, a
move or an undo cannot change who wrote it: the truth is a map from character to source.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from playwright.async_api import Locator, expect
from playwright.async_api import TimeoutError as Waited

from tests.assist.model_server import Asked, ModelServer
from tests.browser.visitor import Visitor, until
from tests.live import LiveServer

FIRST, LAST = 0x3400, 0x4DB5
"""Rare ideographs, no two of which make a word: of a word changed inside a card nothing stays suggested."""
LINES_MOST = 24

_POINT = """
([line, share]) => {
    const lines = document.querySelectorAll(".ProseMirror > *");
    const found = lines[Math.min(line, lines.length - 1)];
    found.scrollIntoView({ block: "center" });
    const range = document.createRange();
    range.selectNodeContents(found);
    const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
    const rect = rects[Math.floor(share * rects.length)] ?? found.getBoundingClientRect();
    return [rect.left + share * rect.width, rect.top + rect.height / 2];
}
"""
_SELECTED = """
() => {
    const selection = getSelection();
    if (selection.isCollapsed) return null;
    const rect = [...selection.getRangeAt(0).getClientRects()].find(({ width }) => width > 4);
    return rect ? [rect.left + rect.width / 2, rect.top + rect.height / 2] : null;
}
"""
_SELECT_IN_CARD = """
(card, [from, to]) => {
    const runs = [...card.querySelectorAll("p:first-child > [data-at]")];
    const text = runs[0].firstChild;
    const range = document.createRange();
    range.setStart(text, Math.min(from, text.length));
    range.setEnd(text, Math.min(to, text.length));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}
"""


class Alphabet:
    """Characters that nobody has used yet."""

    def __init__(self) -> None:
        self._next = FIRST

    def take(self, count: int) -> str:
        """The next ones."""
        self._next += count
        assert self._next <= LAST
        return "".join(map(chr, range(self._next - count, self._next)))


class UniqueModel(ModelServer):
    """A model whose every answer consists of characters of its own."""

    alphabet: Alphabet

    def _text(self, mode: str, asked: Asked, number: int) -> str:
        return self.alphabet.take(14)


@dataclass(slots=True)
class Session:
    """Three people in one document, what they do, and what is true of every character.

    Attributes:
        truth: by character the name of who typed it; "outside" for what was pasted. What is in neither
            was suggested.
        done: what was done, in order, for replaying by eye.
    """

    server: LiveServer
    people: Sequence[Visitor]
    chance: random.Random
    alphabet: Alphabet
    truth: dict[str, str] = field(default_factory=dict[str, str])
    done: list[str] = field(default_factory=list[str])
    counts: Counter[str] = field(default_factory=Counter[str])

    # --- one act ---

    async def act(self) -> None:
        """Somebody does something."""
        person = self.chance.choice(self.people)
        names, weights = zip(*WEIGHTS.items(), strict=True)
        name = self.chance.choices(names, weights)[0]
        self.done.append(f"{person.name} {name}")
        await ACTS[name](self, person)
        self.counts[name] += 1

    async def write(self, person: Visitor, count: int) -> None:
        """Type characters that nobody has used."""
        text = self.alphabet.take(count)
        self.truth |= dict.fromkeys(text, person.name)
        self.done[-1] += f" {text}"
        for char in text:
            await person.page.keyboard.insert_text(char)

    async def point(self, person: Visitor) -> tuple[float, float]:
        """Somewhere in the text."""
        line = self.chance.randrange(max(1, await person.lines.count()))
        x, y = await person.page.evaluate(_POINT, [line, self.chance.random()])
        return x, y

    async def go(self, person: Visitor) -> None:
        """Click somewhere into the text."""
        await person.page.mouse.click(*await self.point(person))

    async def select(self, person: Visitor) -> None:
        """Select a few characters, sometimes across lines."""
        await self.go(person)
        for _ in range(self.chance.randint(1, 8)):
            await person.press(self.chance.choice(("Shift+ArrowRight", "Shift+ArrowLeft")))
        if self.chance.random() < 0.25:
            await person.press("Shift+ArrowDown")

    # --- acts ---

    async def type(self, person: Visitor) -> None:
        await self.go(person)
        await self.write(person, self.chance.randint(1, 6))

    async def enter(self, person: Visitor) -> None:
        await self.go(person)
        if await person.lines.count() < LINES_MOST:
            await person.press("Enter")

    async def join(self, person: Visitor) -> None:
        await self.go(person)
        await person.press("Home", "Backspace")

    async def erase(self, person: Visitor) -> None:
        await self.go(person)
        for _ in range(self.chance.randint(1, 4)):
            await person.press(self.chance.choice(("Backspace", "Delete")))

    async def replace(self, person: Visitor) -> None:
        await self.select(person)
        await self.write(person, 2)

    async def mark(self, person: Visitor) -> None:
        await self.select(person)
        if self.chance.random() < 0.5:
            await person.press(self.chance.choice(("Control+b", "Control+i", "Control+u")))
            return
        bold = person.page.get_by_role("toolbar").get_by_role("button", name="Bold")

        async def decided() -> bool:
            """Another's join can take the line end away that was all that was selected."""
            return await bold.is_visible() or await person.page.evaluate(_SELECTED) is None

        await until(decided, "something is selected, and there is no toolbar")
        try:
            if await bold.is_visible():
                await bold.click(timeout=5_000)
        except Waited:
            if await person.page.evaluate(_SELECTED) is not None:
                raise

    async def line_format(self, person: Visitor) -> None:
        await self.go(person)
        keys = ("Control+Alt+1", "Control+Alt+2", "Control+Shift+8", "Control+Shift+7")
        await person.press(self.chance.choice((*keys, "Control+Shift+9")))

    async def cut_and_paste(self, person: Visitor) -> None:
        await self.select(person)
        await person.press("Control+x")
        await self.go(person)
        await person.press("Control+v")

    async def copy_and_paste(self, person: Visitor) -> None:
        await self.select(person)
        await person.press("Control+c")
        await self.go(person)
        await person.press("Control+v")

    async def drag(self, person: Visitor) -> None:
        await self.select(person)
        grip = await person.page.evaluate(_SELECTED)
        if grip is None:
            return
        mouse = person.page.mouse
        await mouse.move(*grip)
        await mouse.down()
        await mouse.move(grip[0] + 12, grip[1] + 4, steps=3)
        await mouse.move(*await self.point(person), steps=6)
        await mouse.up()

    async def move_line(self, person: Visitor) -> None:
        await self.go(person)
        await person.press(self.chance.choice(("Alt+Shift+ArrowUp", "Alt+Shift+ArrowDown")))

    async def undo(self, person: Visitor) -> None:
        for _ in range(self.chance.randint(1, 3)):
            await person.press("Control+z")

    async def redo(self, person: Visitor) -> None:
        for _ in range(self.chance.randint(1, 3)):
            await person.press("Control+Shift+z")

    async def paste_from_outside(self, person: Visitor) -> None:
        text = self.alphabet.take(self.chance.randint(2, 8))
        self.truth |= dict.fromkeys(text, "outside")
        await self.go(person)
        await person.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
        await person.press("Control+v")

    async def ask(self, person: Visitor) -> Locator:
        """Ask about the paragraph at the caret; one of the three suggestions."""
        await self.dismiss(person)
        await self.go(person)
        await self.write(person, 3)
        await person.panel.locator("[data-recipe=rephrase]").click()
        newest = person.panel.locator("section:has(> header)").first
        cards = newest.locator("article[data-state=ready]")
        await expect(cards).to_have_count(3)
        return cards.nth(self.chance.randrange(3))

    async def place(self, person: Visitor) -> None:
        card = await self.ask(person)
        await card.locator("[data-place]").click()
        await self.confirm(person)

    async def place_a_part(self, person: Visitor) -> None:
        card = await self.ask(person)
        start = self.chance.randrange(8)
        await card.evaluate(_SELECT_IN_CARD, [start, start + self.chance.randint(2, 5)])
        button = card.locator("[data-place]")
        await expect(button).to_have_text("Place the selected part…")
        await button.click()
        await self.confirm(person)

    async def place_edited(self, person: Visitor) -> None:
        """Put a suggestion whose words were edited in the card."""
        card = await self.ask(person)
        await card.get_by_role("button", name="Edit").click()
        await expect(card.get_by_role("textbox")).to_be_focused()
        if self.chance.random() < 0.5:
            await person.press("Backspace", "Backspace")
        await person.press("Space")
        await self.write(person, 2)
        await person.press("Home")
        await self.write(person, 2)
        await person.press("Space", "Escape")
        await card.locator("[data-place]").click()
        await self.confirm(person)

    async def type_over_a_copy(self, person: Visitor) -> None:
        """Copy a lot and paste it onto a selection."""
        await self.go(person)
        await person.press("Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowRight", "Control+c")
        await self.select(person)
        await person.press("Control+v")

    async def erase_all_and_undo(self, person: Visitor) -> None:
        await self.go(person)
        await person.press("Control+a", "Control+x", "Control+z")
        if self.chance.random() < 0.5:
            await person.press("Control+Shift+z", "Control+z")

    async def copy_plain(self, person: Visitor) -> None:
        """Paste as plain text what was just copied; what somebody else has copied would be from outside."""
        await self.select(person)
        selected: str = await person.page.evaluate("getSelection().toString()")
        await person.press("Control+c")
        copied: str = await person.page.evaluate("navigator.clipboard.readText()")
        if not selected or selected.split() != copied.split():
            return  # another's change took the selection away
        await self.go(person)
        await person.press("Control+Shift+v")

    async def drag_a_card(self, person: Visitor) -> None:
        card = await self.ask(person)
        x, y = await self.point(person)
        await person.drag(card, x, y)
        await person.drop()
        await self.dismiss(person)

    async def confirm(self, person: Visitor) -> None:
        """Choose a place with the keyboard, and put the suggestion there."""
        await expect(person.page.get_by_role("region", name="Placing")).to_be_visible()
        for _ in range(self.chance.randint(0, 4)):
            await person.press(self.chance.choice(("ArrowLeft", "ArrowRight", "ArrowUp")))
        await person.press("Enter")
        await self.dismiss(person)

    async def dismiss(self, person: Visitor) -> None:
        """Put all suggestions away; after a reload earlier ones come back a little later."""
        groups = person.panel.get_by_role("button", name="Dismiss these")

        async def none_left() -> bool:
            while await groups.count():
                await groups.first.click()
            return await person.cards.count() == 0

        await until(none_left, "suggestions stay")

    async def reload(self, person: Visitor) -> None:
        await person.page.reload()
        await expect(person.editor).to_be_visible()

    async def offline(self, _: Visitor) -> None:
        """Nobody reaches the server for a while, and everybody goes on."""
        for person in self.people:
            await person.is_saved()
        await asyncio.to_thread(self.server.kill)
        for _ in range(self.chance.randint(3, 8)):
            person = self.chance.choice(self.people)
            name = self.chance.choice(OFFLINE)
            self.done.append(f"{person.name} {name} offline")
            await ACTS[name](self, person)
            self.counts[name] += 1
        await asyncio.to_thread(self.server.start)
        for person in self.people:
            await person.is_saved()

    # --- the end ---

    async def agreed(self) -> None:
        """Wait until everything is saved and everybody sees the same."""
        for person in self.people:
            await person.is_saved()

        async def alike() -> bool:
            seen = [await person.seen_lines() for person in self.people]
            return all(lines == seen[0] for lines in seen)

        await until(alike, "they see different texts")


Act = Callable[[Session, Visitor], Awaitable[None]]
ACTS: dict[str, Act] = {
    name: getattr(Session, name)
    for name in (
        *("type", "enter", "join", "erase", "replace", "mark", "line_format", "cut_and_paste"),
        *("copy_and_paste", "drag", "move_line", "undo", "redo", "paste_from_outside", "place"),
        *("place_edited", "type_over_a_copy", "erase_all_and_undo", "copy_plain"),
        *("place_a_part", "drag_a_card", "reload", "offline"),
    )
}
WEIGHTS: dict[str, float] = {
    "type": 20,
    "enter": 6,
    "join": 4,
    "erase": 5,
    "replace": 4,
    "mark": 6,
    "line_format": 4,
    "cut_and_paste": 9,
    "copy_and_paste": 7,
    "drag": 6,
    "move_line": 3,
    "undo": 9,
    "redo": 5,
    "paste_from_outside": 3,
    "place": 3,
    "place_a_part": 3,
    "drag_a_card": 2,
    "place_edited": 4,
    "type_over_a_copy": 3,
    "erase_all_and_undo": 3,
    "copy_plain": 4,
    "reload": 2,
    "offline": 1.5,
}
OFFLINE = ("type", "enter", "erase", "cut_and_paste", "copy_and_paste", "undo", "redo", "drag")
