"""What the pages look like in use, step by step: for the checks of accessibility and for the screenshots.

Each scene takes Ada's page from where the one before left it to what its name says; Bo is somebody else there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.async_api import Locator, expect

from tests.browser.visitor import Visitor

TITLE = "Proposal for Lumen"
PASSAGE = (
    "In order to reach people who do not visit, we will utilize the routes of the book bus, "
    "due to the fact that it already stops in every village."
)
TEXT = (
    "# A library that comes to you",
    "Lumen asked for a reading programme that its libraries can run without extra staff.",
    "## What we propose",
    PASSAGE,
    "- A shelf of forty books in each village hall",
    "Readings on the first Friday of the month",
    "",
)
FROM_OUTSIDE = " Mobile libraries reach one in five villages that have no other."
BY_BO = "The timetable of the bus changes in spring, so we start in May."
ASKED_LINE = TEXT.index(PASSAGE)


@dataclass
class Play:
    """Two people at one document."""

    ada: Visitor
    bo: Visitor
    document: str = ""

    @property
    def is_phone(self) -> bool:
        """Whether Ada's window is a phone's."""
        size = self.ada.page.viewport_size
        return size is not None and size["width"] < 900


async def arrive_page(play: Play) -> None:
    """The one question for somebody new."""
    await play.ada.page.goto(play.ada.server.http)
    await expect(play.ada.page.get_by_label("Your name")).to_be_focused()


async def written_document(play: Play) -> None:
    """A text by two people; Bo's caret is in the last line."""
    ada, bo = play.ada, play.bo
    await ada.enter()
    await bo.enter()
    play.document = await new_document(ada)
    await ada.open(play.document)
    await bo.open(play.document)
    await write_text(ada)
    await expect(bo.lines).to_have_count(len(TEXT))
    await expect(bo.lines.last).to_have_class("line")
    await bo.write(BY_BO)
    await bo.press(*["ArrowLeft"] * 17)
    await expect(ada.lines.last).to_have_text(BY_BO)
    await ada.is_saved()


async def new_document(ada: Visitor) -> str:
    """A document of Ada's; its id."""
    made = await ada.context.request.post(
        f"{ada.server.http}/api/documents",
        data={"title": TITLE},
        headers={"Origin": ada.server.http},
    )
    identifier: str = (await made.json())["id"]
    return identifier


async def write_text(ada: Visitor) -> None:
    """Write the text as a person would: a Markdown sign acts when it is typed."""
    await ada.caret_at_end(-1)
    for number, line in enumerate(TEXT):
        if number:
            await ada.press("Enter")
        sign = re.match(r"(#+ |- )?", line)
        prefix = sign.group() if sign else ""
        await ada.page.keyboard.type(prefix)
        await ada.page.keyboard.insert_text(line.removeprefix(prefix))
    # Enter in the empty item ends the list.
    await ada.press("Enter")


async def asked_document(play: Play) -> None:
    """A selected passage and three suggestions in the panel; Bo's caret in the text."""
    await written_document(play)
    await select_passage(play.ada)
    if play.is_phone:
        await play.ada.page.get_by_role("button", name="Raise the panel").click()
    await play.ada.ask("plain")


async def select_passage(ada: Visitor) -> None:
    """Select the wordy paragraph."""
    await ada.lines.nth(ASKED_LINE).click(click_count=3, position={"x": 60, "y": 12})
    await expect(ada.panel).to_contain_text("words you selected")


async def editing_card(play: Play) -> None:
    """The text of a suggestion is a field, with a word of Ada's in it."""
    card = play.ada.ready_cards.nth(1)
    await card.get_by_role("button", name="Edit").click()
    await expect(card.get_by_role("textbox")).to_be_focused()
    await play.ada.type(" Really.")
    await expect(card.get_by_role("button", name="Reset")).to_be_enabled()


async def placing(play: Play) -> None:
    """*Place…* was pressed: the page shows where the words would come."""
    await play.ada.ready_cards.first.locator("[data-place]").click()
    await expect(play.ada.page.get_by_role("region", name="Placing")).to_be_visible()


async def authorship_shown(play: Play) -> None:
    """One suggestion placed, authorship on, the legend in the panel."""
    ada = play.ada
    await ada.press("ArrowLeft", "Enter")
    await expect(ada.page.get_by_role("region", name="Placing")).to_have_count(0)
    await ada.is_saved()
    await ada.page.get_by_role("button", name="Authorship").click()
    if play.is_phone:  # placing has lowered the sheet
        await ada.page.get_by_role("button", name="Raise the panel").click()
    await expect(ada.page.get_by_role("region", name="Who wrote what")).to_contain_text(
        play.bo.name
    )
    await expect(ada.page.locator(".by-adopted").first).to_be_visible()


async def placed(play: Play) -> None:
    """The suggestion is in the place that was shown."""
    await play.ada.press("ArrowLeft", "Enter")
    await expect(play.ada.page.get_by_role("region", name="Placing")).to_have_count(0)
    await play.ada.is_saved()


async def review_shown(play: Play) -> None:
    """A placed suggestion that Bo has reviewed, words pasted from outside, and the review in Ada's panel."""
    ada, bo = play.ada, play.bo
    await paste(bo, FROM_OUTSIDE)
    await bo.is_saved()
    await bo.page.get_by_role("tab", name="Review").click()
    entries = bo.panel.locator("[data-open]")
    await expect(entries).to_have_count(2)
    await entries.first.focus()
    await bo.press("r")
    await expect(entries.first).to_contain_text("Reviewed")
    await ada.page.get_by_role("tab", name="Review").click()
    mine = ada.panel.locator("[data-open]")
    await expect(mine).to_have_count(2)
    await mine.first.click()
    await expect(ada.page.locator(".review-here").first).to_be_visible()
    await expect(ada.panel).to_contain_text("1 of 1 AI-origin passage reviewed")


async def life_shown(play: Play) -> None:
    """The life of the chosen passage."""
    await play.ada.panel.get_by_role("button", name="Life", exact=True).click()
    life = play.ada.panel.get_by_role("list", name="The life of this passage")
    await expect(life.get_by_role("listitem")).not_to_have_count(0)
    await life.get_by_role("listitem").last.scroll_into_view_if_needed()


async def paste(visitor: Visitor, text: str) -> None:
    """Paste words from another program behind the last ones."""
    await visitor.caret_at_end(-1)
    await visitor.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    await visitor.press("Control+v")
    await expect(visitor.lines.last).to_contain_text(text.strip())


async def teammate_asked(play: Play) -> None:
    """Bo is asked for a wording, and Ada's first suggestion is shared, liked and pinned."""
    ada = play.ada
    card = ada.ready_cards.first
    for name in ("Share with team", "Good", "Pin"):
        await card.get_by_role("button", name=name, exact=True).click()
    await expect(card).to_contain_text("Shared by")
    await ada.panel.get_by_role("button", name="Ask a teammate").click()
    await ada.page.get_by_role("menuitem", name=play.bo.name).click()
    await expect(ada.panel).to_contain_text("Waiting")
    await expect(play.bo.panel.get_by_role("article", name="Asked of you")).to_have_count(1)


async def commented(play: Play) -> None:
    """Ada has mentioned Bo, who replied; a second thread is about words that Bo deleted; a comment is being written."""
    ada, bo = play.ada, play.bo
    for line, text in ((1, f"Which programme do we mean, @{bo.name}?"), (4, "Forty or fifty?")):
        await ada.caret_at_start(line)
        await ada.press("Shift+End", "Control+Alt+m")
        box = ada.panel.get_by_role("textbox", name="Your comment")
        await expect(box).to_be_focused()
        await box.press_sequentially(text)
        await ada.press("Control+Enter")
        await expect(box).to_have_count(0)
    await bo.page.get_by_role("tab", name=re.compile("Comments")).click()
    first = bo.panel.locator("[data-thread-card]").first
    await first.get_by_role("button", name=re.compile("Go to")).click()
    await first.get_by_role("textbox", name="Reply").fill("The one for villages without a library.")
    await first.get_by_role("button", name="Reply").click()
    await expect(ada.panel).to_contain_text("The one for villages")
    await bo.caret_at_start(4)
    await bo.press("Shift+End", "Delete")
    await expect(ada.panel).to_contain_text("About words that are gone")
    await ada.caret_at_start(1)
    await expect(ada.panel.get_by_role("textbox", name="Reply")).to_be_visible()


async def recipe_form(play: Play) -> None:
    """The form in which a team writes a recipe of its own."""
    page = play.ada.page
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Brief, recipes and rules").click()
    await page.get_by_role("tab", name="Recipes").click()
    await page.get_by_role("button", name="New recipe").click()
    await page.get_by_role("textbox", name="Name", exact=True).fill("For the board")


async def rules(play: Play) -> None:
    """The coordinator's rules for the assistant."""
    await play.ada.page.get_by_role("tab", name="Rules").click()
    await expect(play.ada.page.get_by_role("switch", name="People draft first")).to_be_visible()


async def rules_closed(play: Play) -> None:
    """The dialog of recipes and rules is closed again."""
    await play.ada.press("Escape")
    await expect(play.ada.page.get_by_role("dialog")).to_have_count(0)


async def share_dialog(play: Play) -> None:
    """The dialog in which people are invited, with a fresh link."""
    page = play.ada.page
    if play.is_phone:
        await page.get_by_role("button", name="More").click()
        await page.get_by_role("menuitem", name="Share").click()
    else:
        await page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog", name="Share")
    await dialog.get_by_role("button", name="Create link").click()
    await expect(dialog.get_by_label("Invitation link")).to_have_value(re.compile("/join/"))
    await expect(dialog.get_by_role("button", name="Revoke")).to_be_visible()


async def document_list(play: Play) -> None:
    """All documents."""
    page = play.ada.page
    await page.goto(play.ada.server.http)
    await expect(page.get_by_role("heading", name="Documents")).to_be_visible()
    await expect(page.locator(f'a[href="/d/{play.document}"]').first).to_be_visible()


async def history_open(play: Play) -> None:
    """The history, in the place of the page, at its last entry; on a phone by the menu."""
    page = play.ada.page
    if play.is_phone:
        await page.get_by_role("button", name="More").click()
        await page.get_by_role("menuitem", name="History").click()
    else:
        await page.get_by_role("button", name="History", exact=True).click()
    await expect(page.get_by_role("region", name="Timeline")).to_be_visible()
    await expect(past_page(play.ada)).to_contain_text(BY_BO)


def past_page(visitor: Visitor) -> Locator:
    """The page as it was."""
    return visitor.page.locator("#past .ProseMirror")


async def comparing(play: Play) -> None:
    """What changed in the session, from the empty page on; then from the middle."""
    page = play.ada.page
    await page.get_by_role("button", name="Compare").click()
    await page.get_by_role("menuitem", name="With the session before").click()
    await expect(page.locator(".past-inserted").first).to_be_visible()
    last = await page.get_by_label("Later moment", exact=True).last.input_value()
    earlier = page.get_by_role("textbox", name="Earlier moment")
    await earlier.fill(str(int(last.replace(",", "")) // 2))
    await earlier.press("Enter")
    await expect(page).to_have_url(re.compile(r"since=[1-9]"))


async def past_closed(play: Play) -> None:
    """Back at the page."""
    await play.ada.page.get_by_role("button", name="Back to the page").click()
    await expect(play.ada.editor).to_be_visible()


async def numbers_page(play: Play) -> None:
    """The document in numbers, with its charts."""
    page = play.ada.page
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Numbers and report").click()
    await expect(page.get_by_role("heading", name="Numbers and report")).to_be_visible()
    await expect(page.locator(".recharts-area-area").first).to_be_visible()
    await expect(page.locator(".recharts-bar-rectangle").first).to_be_visible()


async def numbers_as_tables(play: Play) -> None:
    """Every chart of it as a table."""
    for button in await play.ada.page.get_by_role("button", name="As table").all():
        await button.click()
        await expect(button).to_have_attribute("aria-pressed", "true")


async def report_preview(play: Play) -> None:
    """A look at the report before it is saved."""
    page = play.ada.page
    await page.get_by_role("button", name="Preview").click()
    dialog = page.get_by_role("dialog", name="Preview of the report")
    inside = dialog.frame_locator("iframe")
    await expect(inside.get_by_role("heading", level=1)).to_contain_text(TITLE)


async def document_again(play: Play) -> None:
    """The document, opened anew."""
    await play.ada.open(play.document)
