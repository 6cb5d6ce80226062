"""Somebody at a browser: what a person does with Byline and sees of it, in the words of the product."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Literal, Self

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.live import LiveServer

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""How Chromium is started: nothing asked of the network but what the pages ask."""

PATIENCE_S = 30.0
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 360, "height": 740}

_LINES = """
() => [...document.querySelectorAll(".ProseMirror > *")].map((line) => line.textContent)
"""


async def until(
    holds: Callable[[], Awaitable[object]], what: str, within_s: float = PATIENCE_S
) -> None:
    """Ask again and again until it holds; fails with `what` and the last answer."""
    deadline = time.monotonic() + within_s
    while not (answer := await holds()):
        assert time.monotonic() < deadline, f"{what}; last seen: {answer!r}"
        await asyncio.sleep(0.05)


class Visitor:
    """A person with a browser profile of their own, at one page."""

    def __init__(self, context: BrowserContext, page: Page, server: LiveServer, name: str) -> None:
        self.context = context
        self.page = page
        self.server = server
        self.name = name
        self.troubles: list[str] = []
        self._watch(page)

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.troubles.append(str(error)))

    @property
    def editor(self) -> Locator:
        """The page of text."""
        return self.page.locator(".ProseMirror")

    @property
    def lines(self) -> Locator:
        """Each line of the text."""
        return self.page.locator(".ProseMirror > *")

    @property
    def status(self) -> Locator:
        """What the page says about saving."""
        return self.page.locator("header [data-status]")

    @property
    def panel(self) -> Locator:
        """The side panel, on narrow screens the sheet."""
        return self.page.locator("#panel")

    @property
    def cards(self) -> Locator:
        """The suggestions in the panel."""
        return self.panel.locator("article[data-state]")

    @property
    def ready_cards(self) -> Locator:
        """The suggestions that are complete."""
        return self.panel.locator("article[data-state=ready]")

    @property
    def spoken(self) -> Locator:
        """The live region that screen readers read out."""
        return self.page.locator("[aria-live=polite][role=status]")

    # ---- coming and going ----

    async def pick_name(self) -> None:
        """Answer the one question that Byline asks somebody new."""
        field = self.page.get_by_label("Your name")
        await expect(field).to_be_focused()
        await self.page.keyboard.type(self.name)
        await self.page.keyboard.press("Enter")

    async def enter(self) -> None:
        """Have a guest's session without going through the form."""
        answer = await self.context.request.post(
            f"{self.server.http}/api/session/guest",
            data={"name": self.name},
            headers={"Origin": self.server.http},
        )
        assert answer.ok, await answer.text()

    async def open(self, document: str) -> None:
        """Go to a document and wait until it can be written in."""
        await self.page.goto(f"{self.server.http}/d/{document}")
        await expect(self.editor).to_be_visible()
        await self.is_saved()

    async def reopen(self, document: str) -> None:
        """Close the page and open the document in a new one of the same profile."""
        await self.page.close()
        self.page = await self.context.new_page()
        self._watch(self.page)
        await self.page.goto(f"{self.server.http}/d/{document}")
        await expect(self.editor).to_be_visible()

    async def is_saved(self) -> None:
        """Wait until the page says that everything is saved."""
        await expect(self.status).to_have_text("Saved")

    # ---- writing ----

    async def type(self, text: str) -> None:
        """Press one key after the other; `\\n` is Enter."""
        await self.page.keyboard.type(text, delay=8)

    async def press(self, *keys: str) -> None:
        """Press keys (or chords such as `Control+b`) one after the other."""
        for key in keys:
            await self.page.keyboard.press(key)

    async def write(self, text: str) -> None:
        """Click the end of the text and type."""
        await self.caret_at_end(-1)
        await self.type(text)

    async def caret_at_end(self, line: int) -> None:
        """Click behind the last word of a line."""

        async def click() -> None:
            await self.page.mouse.click(*await self.end_of(self.lines.nth(line)))
            await self.press("End")

        await self._caret_in(line, click)

    async def caret_at_start(self, line: int) -> None:
        """Click into the first row of a line and go to its start."""

        async def click() -> None:
            await self.lines.nth(line).click(position={"x": 40, "y": 12})
            await self.press("Home")

        await self._caret_in(line, click)

    async def _caret_in(self, line: int, click: Callable[[], Awaitable[None]]) -> None:
        """Click again where the page has moved under the pointer, as while fonts load."""

        async def is_there() -> bool:
            await click()
            there: bool = await self.lines.nth(line).evaluate(
                "line => document.hasFocus() && line.contains(getSelection().focusNode)"
            )
            return there

        await until(is_there, f"the caret is not in line {line}")

    async def seen_lines(self) -> list[str]:
        """The text as this person sees it, line by line."""
        lines: list[str] = await self.page.evaluate(_LINES)
        return lines

    async def sees_lines(self, *lines: str) -> None:
        """Wait until the text is exactly these lines."""
        await expect(self.lines).to_have_text(list(lines))

    # ---- suggestions ----

    async def ask(self, recipe: str = "rephrase") -> None:
        """Ask about the selection, and wait for three finished suggestions."""
        await self.panel.locator(f"[data-recipe={recipe}]").click()
        await expect(self.ready_cards).to_have_count(3)

    async def card_text(self, card: Locator) -> str:
        """The suggestion's own text: what the difference adds and keeps."""
        text: str = await card.evaluate(
            """card => [...card.querySelectorAll("p:first-child > [data-at]")]
                .map((part) => part.textContent).join("")"""
        )
        return text

    async def drag(self, card: Locator, x: float, y: float) -> None:
        """Drag a card by its handle with the mouse to a point, and hold it there."""
        handle = card.locator("[data-drag-handle]")
        await handle.evaluate("(handle) => handle.scrollIntoView({ block: 'nearest' })")
        box = await handle.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        await mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await mouse.down()
        await mouse.move(box["x"] - 30, box["y"] + 10, steps=4)
        await mouse.move(x, y, steps=8)

    async def drop(self) -> None:
        """Let go of what is dragged."""
        await self.page.mouse.up()

    async def end_of(self, line: Locator) -> tuple[float, float]:
        """The point just behind the last character of a line."""
        box: dict[str, float] = await line.evaluate(
            """line => {
                line.scrollIntoView({ block: "nearest" });
                const range = document.createRange();
                range.selectNodeContents(line);
                const last = [...range.getClientRects()].at(-1);
                const { right, bottom } = last ?? line.getBoundingClientRect();
                return { x: right, y: bottom - 6 };
            }"""
        )
        return box["x"], box["y"]

    async def middle_of(self, line: Locator) -> tuple[float, float]:
        """The point in the middle of a line's text."""
        box: dict[str, float] = await line.evaluate(
            """line => {
                line.scrollIntoView({ block: "nearest" });
                const range = document.createRange();
                range.selectNodeContents(line);
                const { left, right, top, bottom } = range.getClientRects()[0];
                return { x: (left + right) / 2, y: (top + bottom) / 2 };
            }"""
        )
        return box["x"], box["y"]


class Visitors:
    """Makes visitors and closes their browsers' profiles at the end; a page's error fails the test."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._made: list[Visitor] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        for visitor in self._made:
            await visitor.context.close()
        if error is None:
            troubles = [visitor.troubles for visitor in self._made if visitor.troubles]
            assert troubles == [], troubles

    async def new(
        self,
        server: LiveServer,
        name: str,
        *,
        phone: bool = False,
        scheme: Literal["light", "dark"] = "light",
        **options: Any,
    ) -> Visitor:
        """Somebody who has never been here before."""
        context = await self._browser.new_context(
            viewport=PHONE if phone else WIDE,  # type: ignore[arg-type]
            has_touch=phone,
            is_mobile=phone,
            color_scheme=scheme,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE_S * 1000)
        await context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.http)
        visitor = Visitor(context, await context.new_page(), server, name)
        self._made.append(visitor)
        return visitor

    async def guest(self, server: LiveServer, name: str, document: str, **options: Any) -> Visitor:
        """Somebody with a name, at a document, the caret behind its last word."""
        visitor = await self.new(server, name, **options)
        await visitor.enter()
        await visitor.open(document)
        await visitor.caret_at_end(-1)
        return visitor
