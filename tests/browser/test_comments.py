"""Comments in the browser: by mouse, by keys and by touch, live, and wherever their words go."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.browser.scenes import new_document
from tests.browser.test_roles import invited, with_account
from tests.browser.visitor import Visitor, Visitors
from tests.live import LiveServer, running

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

FIRST = "The pilot boat came in."
SECOND = "The harbour was empty."


@pytest.fixture(scope="module")
def closed_byline(
    front_end: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """A Byline on which an account is needed."""
    env = {"BYLINE_WEB_DIR": str(front_end)}
    yield from running(tmp_path_factory.mktemp("closed"), env, open_mode=False)


async def at_desk(visitors: Visitors, server: LiveServer, name: str, **options: bool) -> Visitor:
    """Somebody at a new document with two lines."""
    ada = await visitors.new(server, name, **options)
    await ada.enter()
    await ada.open(await new_document(ada))
    await ada.caret_at_end(-1)
    await ada.page.keyboard.insert_text(FIRST)
    await ada.press("Enter")
    await ada.page.keyboard.insert_text(SECOND)
    await ada.is_saved()
    return ada


async def beside(visitors: Visitors, ada: Visitor, name: str) -> Visitor:
    """Somebody else at the same document."""
    bo = await visitors.new(ada.server, name)
    await bo.enter()
    await bo.open(ada.page.url.rsplit("/", 1)[1])
    await bo.sees_lines(FIRST, SECOND)
    return bo


async def select_line(visitor: Visitor, line: int) -> None:
    """Select a whole line by keys, the caret at its end."""
    await visitor.caret_at_start(line)
    await visitor.press("Shift+End")


def threads(visitor: Visitor) -> Locator:
    return visitor.panel.locator("[data-thread-card]")


def marked(visitor: Visitor) -> Locator:
    return visitor.editor.locator(".commented")


async def say(visitor: Visitor, text: str) -> None:
    """Write into the box that is focused and send it."""
    await expect(visitor.panel.get_by_role("textbox", name="Your comment")).to_be_focused()
    await visitor.type(text)
    await visitor.press("Control+Enter")


async def tab(visitor: Visitor) -> Locator:
    """The tab of comments, brought to the front."""
    found = visitor.page.get_by_role("tab", name=re.compile("Comments"))
    await found.click()
    return found


async def test_by_mouse(shared_byline: LiveServer, visitors: Visitors) -> None:
    """Select, press the toolbar's button, write, send; the words are marked and lead to the card and back."""
    ada = await at_desk(visitors, shared_byline, "Ada")
    await ada.lines.first.click(click_count=3, position={"x": 60, "y": 12})
    await ada.page.get_by_role("button", name="Comment", exact=True).click()
    box = ada.panel.get_by_role("textbox", name="Your comment")
    await box.fill("Which one?")
    await ada.panel.get_by_role("button", name="Comment", exact=True).click()
    await expect(threads(ada)).to_have_count(1)
    await expect(threads(ada)).to_contain_text("Which one?")
    await expect(marked(ada)).to_have_text(FIRST)
    await ada.caret_at_end(1)
    await ada.lines.first.click(position={"x": 60, "y": 12})
    await expect(threads(ada)).to_have_attribute("data-active", "true")
    await expect(marked(ada)).to_have_class(re.compile("commented-active"))
    await threads(ada).get_by_role("button", name="Resolve").click()
    await expect(threads(ada)).to_have_count(0)
    await expect(ada.panel).to_contain_text("There are no open comments.")
    await ada.panel.get_by_text("Resolved", exact=True).click()
    await threads(ada).get_by_role("button", name="Open again").click()
    await ada.panel.get_by_text("Open", exact=True).click()
    await expect(threads(ada)).to_have_count(1)
    await ada.sees_lines(FIRST, SECOND)


async def test_by_keys_alone(shared_byline: LiveServer, visitors: Visitors) -> None:
    """Ctrl+Alt+M begins, `@` mentions, Ctrl+Enter sends; editing and deleting too."""
    ada = await at_desk(visitors, shared_byline, "Ada")
    bo = await beside(visitors, ada, "Bo Nakamura")
    await select_line(ada, 1)
    await ada.press("Control+Alt+m")
    await expect(ada.panel.get_by_role("textbox", name="Your comment")).to_be_focused()
    await ada.type("Was it, @nak")
    await expect(ada.panel.get_by_role("option", name="Bo Nakamura")).to_be_visible()
    await ada.press("Enter")
    await ada.type("or not?")
    await ada.press("Control+Enter")
    await expect(threads(ada)).to_contain_text("Was it, @Bo Nakamura or not?")
    edit = threads(ada).get_by_role("button", name="Edit your comment")
    await edit.focus()
    await ada.press("Enter")
    await expect(threads(ada).get_by_role("textbox", name="Edit your comment")).to_have_value(
        "Was it, @Bo Nakamura or not?"
    )
    await ada.press("Control+a")
    await ada.type("Surely, @Bo Nakamura!")
    await ada.press("Control+Enter")
    await tab(bo)
    await expect(threads(bo)).to_contain_text("Surely, @Bo Nakamura!")
    await expect(threads(bo)).to_contain_text("edited")
    await threads(ada).get_by_role("button", name="Delete your comment").focus()
    await ada.press("Enter")
    await expect(threads(ada)).to_have_count(0)
    await expect(threads(bo)).to_have_count(0)


async def test_by_touch_on_a_phone(shared_byline: LiveServer, visitors: Visitors) -> None:
    """Select, raise the sheet, write, send: by touch at 360 px."""
    ada = await at_desk(visitors, shared_byline, "Ada", phone=True)
    await select_line(ada, 0)
    await ada.page.get_by_role("tab", name="Comments").tap()
    await ada.panel.get_by_role("button", name="Comment on the selection").tap()
    await ada.panel.get_by_role("textbox", name="Your comment").fill("Which one?")
    await ada.panel.get_by_role("button", name="Comment", exact=True).tap()
    await expect(threads(ada)).to_contain_text("Which one?")
    await expect(marked(ada)).to_have_text(FIRST)


async def test_two_people_live_with_mentions_and_what_is_unread(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """A mention is counted on the tab until it is read; a reply comes back to who began."""
    ada = await at_desk(visitors, shared_byline, "Ada")
    bo = await beside(visitors, ada, "Bo")
    await select_line(ada, 0)
    await ada.press("Control+Alt+m")
    await say(ada, "Is that so, @Bo?")
    bos = bo.page.get_by_role("tab", name=re.compile("Comments"))
    await expect(bos).to_have_accessible_name("Comments , 1 unread")
    await bos.click()
    await expect(threads(bo)).to_contain_text("New")
    await bo.panel.get_by_text("Mentions me").click()
    await threads(bo).get_by_role("button", name=re.compile("Go to")).click()
    await expect(bos).to_have_accessible_name("Comments")
    await threads(bo).get_by_role("textbox", name="Reply").fill("It is.")
    await threads(bo).get_by_role("button", name="Reply").click()
    await expect(threads(ada)).to_contain_text("It is.")


async def test_words_that_go_leave_their_quotation(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """Deleted by somebody else: the thread goes below the divider with the words; undo brings it back."""
    ada = await at_desk(visitors, shared_byline, "Ada")
    bo = await beside(visitors, ada, "Bo")
    await select_line(ada, 1)
    await ada.press("Control+Alt+m")
    await say(ada, "Was it?")
    await expect(threads(ada)).to_have_count(1)
    await select_line(bo, 1)
    await bo.press("Delete")
    gone = ada.panel.get_by_role("region", name="About words that are gone")
    await expect(gone.locator("[data-thread-card]")).to_contain_text(SECOND)
    await expect(marked(ada)).to_have_count(0)
    await bo.press("Control+z")
    await expect(marked(ada)).to_have_text(SECOND)
    await expect(gone).to_have_count(0)


async def test_a_thread_follows_words_that_are_cut_and_pasted(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """For who moved them and for who looks on."""
    ada = await at_desk(visitors, shared_byline, "Ada")
    bo = await beside(visitors, ada, "Bo")
    await select_line(ada, 1)
    await ada.press("Control+Alt+m")
    await say(ada, "Was it?")
    await expect(threads(ada)).to_have_count(1)
    await tab(bo)
    await expect(marked(bo)).to_have_text(SECOND)
    await select_line(bo, 1)
    await bo.press("Control+x")
    await bo.caret_at_start(0)
    await bo.press("Control+v")
    for visitor in (ada, bo):
        await visitor.sees_lines(SECOND + FIRST, "")
        await expect(marked(visitor)).to_have_text(SECOND)
        await expect(visitor.panel.get_by_text("About words that are gone")).to_have_count(0)


async def test_a_comment_that_fails_is_kept(shared_byline: LiveServer, visitors: Visitors) -> None:
    """What was written stays in the box, also when one looks elsewhere meanwhile, and can be sent again."""
    ada = await at_desk(visitors, shared_byline, "Ada")
    await select_line(ada, 0)
    await ada.press("Control+Alt+m")
    await ada.page.route("**/threads", lambda route: route.abort())
    await say(ada, "Which one?")
    await expect(ada.panel.get_by_role("alert")).to_contain_text("Your comment is kept here.")
    await ada.page.get_by_role("tab", name="Suggest").click()
    await tab(ada)
    box = ada.panel.get_by_role("textbox", name="Your comment")
    await expect(box).to_have_value("Which one?")
    await ada.page.unroute("**/threads")
    await ada.panel.get_by_role("button", name="Comment", exact=True).click()
    await expect(threads(ada)).to_contain_text("Which one?")


async def test_a_reviewer_comments_and_changes_nothing(
    closed_byline: LiveServer, visitors: Visitors
) -> None:
    """Whoever may not write can select text, comment and resolve; a reader sees no comments at all."""
    ada = await with_account(visitors, closed_byline, "Ada Quill", "ada@example.org")
    rae = await invited(visitors, ada, "Rae", "Reviewer")
    rob = await invited(visitors, ada, "Rob", "Reader")
    await rae.lines.first.click(click_count=3, position={"x": 30, "y": 12})
    await rae.page.get_by_role("button", name="Comment", exact=True).click()
    await say(rae, "Whose?")
    await expect(threads(rae)).to_contain_text("Whose?")
    await tab(ada)
    await expect(threads(ada)).to_contain_text("Rae")
    await threads(ada).get_by_role("button", name="Resolve").click()
    await expect(threads(rae)).to_have_count(0)
    await expect(rob.page.get_by_role("tab", name="Comments")).to_have_count(0)
    await rob.lines.first.click(click_count=3, position={"x": 30, "y": 12})
    await expect(rob.page.get_by_role("button", name="Comment", exact=True)).to_have_count(0)
    for visitor in (ada, rae, rob):
        await visitor.sees_lines("Ada's words.")


async def test_a_reviewer_comments_by_keys_alone(
    closed_byline: LiveServer, visitors: Visitors
) -> None:
    """The caret goes where whoever may not write wants it, and what they select there is what they comment on."""
    ada = await with_account(visitors, closed_byline, "Ada Quill", "keys@example.org")
    rae = await invited(visitors, ada, "Rae", "Reviewer")
    await rae.editor.focus()
    await rae.press("Control+Home", *["ArrowRight"] * 6, *["Shift+ArrowRight"] * 5)
    await rae.press("x", "Control+Alt+m")
    await say(rae, "Which?")
    await expect(threads(rae).get_by_text("words", exact=True)).to_be_visible()
    await tab(ada)
    await expect(threads(ada)).to_contain_text("Which?")
    await ada.sees_lines("Ada's words.")
    await rae.sees_lines("Ada's words.")


NOTICES = """
window.told = [];
window.Notification = class {
  static permission = "default";
  static async requestPermission() {
    window.asked = (window.asked ?? 0) + 1;
    return (Notification.permission = "granted");
  }
  constructor(title, { body }) { window.told.push([title, body]); }
  close() {}
};
let hidden = false;
Object.defineProperty(document, "hidden", { get: () => hidden });
window.lookAway = () => { hidden = true; };
"""
"""The browser's notices, and a page that nobody looks at: headless browsers have neither."""


async def test_the_browser_tells_who_asked_for_it_and_looks_elsewhere(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """Never unasked: only once the switch is on, only while the page is hidden, only what is new."""
    ada = await at_desk(visitors, shared_byline, "Ada")
    bo = await visitors.new(shared_byline, "Bo")
    await bo.context.add_init_script(NOTICES)
    await bo.enter()
    await bo.open(ada.page.url.rsplit("/", 1)[1])
    await tab(bo)
    await select_line(ada, 0)
    await ada.press("Control+Alt+m")
    await say(ada, "First, @Bo?")
    await expect(threads(bo)).to_have_count(1)
    assert await bo.page.evaluate("[window.told, window.asked ?? 0]") == [[], 0]
    await bo.panel.get_by_role("switch").check()
    await bo.page.evaluate("window.lookAway()")
    await select_line(ada, 1)
    await ada.press("Control+Alt+m")
    await say(ada, "Second, @Bo?")
    await expect(threads(bo)).to_have_count(2)
    told = await bo.page.evaluate("window.told")
    assert told == [["Ada mentioned you", "Second, @Bo?"]]
