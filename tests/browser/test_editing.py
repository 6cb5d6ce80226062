"""The editor in a real browser: keys, Markdown, lists, the divider, undo per person, the clipboard."""

import json
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.authorship import delta_of, text_of
from tests.browser.visitor import Visitor, Visitors, until
from tests.live import LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]


def lines_of(server: LiveServer, document: str) -> list[tuple[str, dict[str, Any]]]:
    """Each line of the document as the server has it, with the format of its end."""
    found: list[tuple[str, dict[str, Any]]] = []
    line = ""
    for operation in delta_of(server, document):
        insert = operation["insert"]
        if not isinstance(insert, str):
            line += f"<{next(iter(insert))}>"
            continue
        *ended, rest = insert.split("\n")
        for part in ended:
            found.append((line + part, operation.get("attributes", {})))
            line = ""
        line += rest
    assert line == ""
    return found


async def is_stored(
    ada: Visitor, server: LiveServer, document: str, *lines: tuple[str, dict[str, Any]]
) -> None:
    """Wait until the server has exactly these lines and formats."""

    async def same() -> bool:
        return lines_of(server, document) == list(lines)

    await ada.is_saved()
    try:
        await until(same, "other lines", within_s=5)
    except AssertionError:
        assert lines_of(server, document) == list(lines)


async def test_markdown_makes_blocks(shared_byline: LiveServer, visitors: Visitors) -> None:
    """Signs at the start of a line become its format, and are not in the text."""
    ada = await visitors.guest(shared_byline, "Ada", "blocks")
    await ada.type("# Title\nText\n## Part\n- one\ntwo\n\n1. first\n\n[] to do\n\n> said\n")
    await expect(ada.page.locator("h1.line")).to_have_text("Title")
    await expect(ada.page.locator(".list-bullet")).to_have_text(["one", "two"])
    await ada.page.locator(".list-unchecked [role=checkbox]").click()
    await expect(ada.page.locator(".list-checked")).to_have_text("to do")
    lines = lines_of(shared_byline, "blocks")
    await ada.is_saved()
    lines = lines_of(shared_byline, "blocks")
    assert lines[:5] == [
        ("Title", {"header": 1}),
        ("Text", {}),
        ("Part", {"header": 2}),
        ("one", {"list": "bullet"}),
        ("two", {"list": "bullet"}),
    ]
    assert ("first", {"list": "ordered"}) in lines
    assert ("to do", {"list": "checked"}) in lines
    assert ("said", {"blockquote": True}) in lines


async def test_code_blocks_hold_what_is_typed(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """Three backquotes open a code block, in which Markdown signs are only signs."""
    ada = await visitors.guest(shared_byline, "Ada", "code")
    await ada.type("```")
    await expect(ada.page.locator("pre.code-line")).to_have_count(1)
    await ada.type("# not a heading\nx = **y**")
    await expect(ada.page.locator("pre.code-line")).to_have_text(["# not a heading", "x = **y**"])
    await ada.is_saved()
    assert text_of(shared_byline, "code") == "# not a heading\nx = **y**\n"


async def test_formats_of_words(shared_byline: LiveServer, visitors: Visitors) -> None:
    """Ctrl+B before typing, Markdown around words, Ctrl+B on a selection, a link by Ctrl+K."""
    ada = await visitors.guest(shared_byline, "Ada", "words")
    await ada.type("plain ")
    await ada.press("Control+b")
    await ada.type("bold")
    await ada.press("Control+b")
    await ada.type(" and *slanted* and `code` link")
    await ada.press("Control+Shift+ArrowLeft", "Control+k")
    await expect(ada.page.get_by_label("Address")).to_be_focused()
    await ada.type("https://example.org/")
    await ada.press("Enter")
    await expect(ada.editor.locator("a[href='https://example.org/']")).to_have_text("link")
    await ada.is_saved()
    assert delta_of(shared_byline, "words") == [
        {"insert": "plain "},
        {"insert": "bold", "attributes": {"bold": True}},
        {"insert": " and "},
        {"insert": "slanted", "attributes": {"italic": True}},
        {"insert": " and "},
        {"insert": "code", "attributes": {"code": True}},
        {"insert": " "},
        {"insert": "link", "attributes": {"link": "https://example.org/"}},
        {"insert": "\n"},
    ]


async def test_enter_and_backspace_at_a_line_start(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """Enter splits; Backspace at a start first takes the format, then joins; no word is lost."""
    ada = await visitors.guest(shared_byline, "Ada", "split")
    await ada.type("## onetwo")
    await ada.press("ArrowLeft", "ArrowLeft", "ArrowLeft", "Enter")
    await ada.sees_lines("one", "two")
    await ada.press("Home", "Control+Alt+2")
    await expect(ada.lines.nth(1)).to_have_class("line")
    await ada.press("Control+Alt+2")
    await ada.press("Backspace")
    await ada.sees_lines("one", "two")
    await expect(ada.page.locator("h2.line")).to_have_text(["one"])
    await ada.press("Backspace")
    await ada.sees_lines("onetwo")
    await ada.type("-")
    await ada.sees_lines("one-two")
    await is_stored(ada, shared_byline, "split", ("one-two", {"header": 2}))


async def test_lists_indent_and_end(shared_byline: LiveServer, visitors: Visitors) -> None:
    """Tab indents an item, Shift+Tab takes it back, Enter in an empty item ends the list."""
    ada = await visitors.guest(shared_byline, "Ada", "lists")
    await ada.type("- one\n")
    await ada.press("Tab")
    await ada.type("inner\n")
    await ada.press("Shift+Tab")
    await ada.type("two\n")
    await ada.press("Enter")
    await ada.type("after")
    await is_stored(
        ada,
        shared_byline,
        "lists",
        ("one", {"list": "bullet"}),
        ("inner", {"list": "bullet", "indent": 1}),
        ("two", {"list": "bullet"}),
        ("after", {}),
    )


async def test_a_divider_and_the_arrows_around_it(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """Three hyphens make a divider; the caret goes over it and words land where they are typed."""
    ada = await visitors.guest(shared_byline, "Ada", "divider")
    await ada.type("above\n---")
    await expect(ada.editor.locator("[role=separator]")).to_have_count(1)
    await ada.type("below")
    await ada.press("Home", "ArrowUp", "ArrowUp", "End")
    await ada.type("!")
    await ada.press("ArrowDown", "ArrowDown", "End")
    await ada.type("?")
    await is_stored(
        ada,
        shared_byline,
        "divider",
        ("above!", {}),
        ("<divider>", {}),
        ("below?", {}),
    )


async def test_undo_takes_back_only_ones_own(shared_byline: LiveServer, visitors: Visitors) -> None:
    """Ada's Ctrl+Z takes out Ada's words and leaves Bo's, in the same line; redo brings them back."""
    ada = await visitors.guest(shared_byline, "Ada", "undo")
    await ada.type("Start.")
    bo = await visitors.guest(shared_byline, "Bo", "undo")
    await expect(bo.lines.first).to_have_text("Start.")
    await bo.type(" Bo wrote.")
    await expect(ada.lines.first).to_have_text("Start. Bo wrote.")
    await ada.press("Home")
    await ada.type("Ada wrote. ")
    await expect(bo.lines.first).to_have_text("Ada wrote. Start. Bo wrote.")
    await ada.press("Control+z")
    await ada.sees_lines("Start. Bo wrote.")
    await bo.sees_lines("Start. Bo wrote.")
    await ada.press("Control+y")
    await bo.sees_lines("Ada wrote. Start. Bo wrote.")
    await bo.press("Control+z")
    await ada.sees_lines("Ada wrote. Start.")


async def test_undo_with_the_focus_elsewhere_is_undo(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """The browser would take out of the page what it put there itself, and the lines around it."""
    ada = await visitors.guest(shared_byline, "Ada", "undo-elsewhere")
    await ada.type("kept\n")
    await ada.press("Control+Alt+1")
    await ada.type("last")
    question = ada.panel.get_by_placeholder("Ask for something else")
    await question.click()
    await ada.type("why")
    await ada.press("Control+z", "Control+z", "Control+z")
    await expect(question).to_have_value("")
    await ada.sees_lines("kept", "last")
    box = await ada.panel.bounding_box()
    assert box is not None
    await ada.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 20)
    await expect(question).not_to_be_focused()
    await ada.press("Control+z")
    await ada.sees_lines("kept", "")
    await expect(ada.editor).to_be_focused()
    await ada.press("Control+Shift+z")
    await ada.sees_lines("kept", "last")


async def test_pressing_beside_a_button_of_the_toolbar_keeps_the_selection(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    ada = await visitors.guest(shared_byline, "Ada", "beside")
    await ada.type("some words")
    await ada.press("Control+Shift+ArrowLeft")
    toolbar = ada.page.locator(".toolbar-floating")
    await toolbar.click(position={"x": 2, "y": 2})
    await expect(ada.editor).to_be_focused()
    await toolbar.get_by_role("button", name="Bold").click()
    await expect(ada.editor.locator("strong")).to_have_text("words")


async def put_on_clipboard(ada: Visitor, html: str, text: str) -> None:
    """Put a rich text on the real clipboard, as another application would."""
    await ada.page.evaluate(
        """async ([html, text]) => navigator.clipboard.write([new ClipboardItem({
            "text/html": new Blob([html], { type: "text/html" }),
            "text/plain": new Blob([text], { type: "text/plain" }),
        })])""",
        [html, text],
    )


async def test_what_is_pasted_is_cleaned(shared_byline: LiveServer, visitors: Visitors) -> None:
    """Rich text keeps its structure; scripts, images, handlers and wild addresses do not come in."""
    ada = await visitors.guest(shared_byline, "Ada", "paste")
    await put_on_clipboard(
        ada,
        """<h2>From <i>elsewhere</i></h2><script>window.owned = 1</script>
        <p onclick="window.owned = 1">A <b>bold</b> <a href="javascript:owned=1">bad</a>
        <a href="https://example.org/">good</a><img src="x" onerror="window.owned=1"></p>
        <ul><li>one<ul><li>inner</li></ul></li></ul>""",
        "plain",
    )
    await ada.press("Control+v")
    await expect(ada.page.locator("h2.line")).to_have_text("From elsewhere")
    await expect(ada.editor.locator("img, script, [onclick]")).to_have_count(0)
    await ada.is_saved()
    operations = delta_of(shared_byline, "paste")
    assert "owned" not in json.dumps(operations)
    assert {"insert": "bold", "attributes": {"bold": True}} in operations
    assert {"insert": "good", "attributes": {"link": "https://example.org/"}} in operations
    lines = lines_of(shared_byline, "paste")
    assert ("From elsewhere", {"header": 2}) in lines
    assert ("one", {"list": "bullet"}) in lines
    assert ("inner", {"list": "bullet", "indent": 1}) in lines
    assert await ada.page.evaluate("window.owned") is None


async def test_what_is_copied_is_semantic(shared_byline: LiveServer, visitors: Visitors) -> None:
    """The clipboard gets nested lists and headings, and plain text for plain editors."""
    ada = await visitors.guest(shared_byline, "Ada", "copy")
    await ada.type("# Title\n- one\n")
    await ada.press("Tab")
    await ada.type("inner")
    await ada.press("Control+a", "Control+c")
    html: str
    text: str
    html, text = await ada.page.evaluate(
        """async () => {
            const [item] = await navigator.clipboard.read();
            return Promise.all(["text/html", "text/plain"].map(
                async (type) => (await item.getType(type)).text()));
        }"""
    )
    nested = await ada.page.evaluate(
        """(html) => {
            const page = new DOMParser().parseFromString(html, "text/html");
            return [page.querySelector("h1").textContent,
                page.querySelector("ul > li > ul > li, ul > ul > li").textContent];
        }""",
        html,
    )
    assert nested == ["Title", "inner"]
    assert "Title" in text
    assert "inner" in text


async def test_cut_and_paste_within_the_page(shared_byline: LiveServer, visitors: Visitors) -> None:
    """A word cut and pasted elsewhere is there once, with its format."""
    ada = await visitors.guest(shared_byline, "Ada", "cut")
    await ada.type("one **two** three")
    await ada.press("Home", "Control+ArrowRight", "Control+Shift+ArrowRight", "Control+x", "End")
    await ada.press("Control+v")
    await ada.is_saved()
    assert sorted(text_of(shared_byline, "cut").split()) == ["one", "three", "two"]
    assert any(
        "two" in operation["insert"] and operation.get("attributes") == {"bold": True}
        for operation in delta_of(shared_byline, "cut")
    )


async def test_composition_survives_what_others_write(
    shared_byline: LiveServer, visitors: Visitors
) -> None:
    """An input method composes while somebody writes in another line, and then in the same line."""
    ada = await visitors.guest(shared_byline, "Ada", "ime")
    await ada.type("first\nsecond ")
    bo = await visitors.guest(shared_byline, "Bo", "ime")
    await expect(bo.lines.nth(1)).to_have_text("second ")
    keyboard: Any = await ada.context.new_cdp_session(ada.page)

    async def compose(text: str) -> None:
        await keyboard.send(
            "Input.imeSetComposition",
            {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
        )

    await compose("に")
    await bo.caret_at_end(0)
    await bo.type(" Bo")
    await expect(ada.lines.first).to_have_text("first Bo")
    await compose("にほ")
    await expect(ada.lines.nth(1)).to_have_text("second にほ")
    await bo.caret_at_start(1)
    await bo.type("Bo ")
    await compose("にほん")
    await keyboard.send("Input.insertText", {"text": "日本"})
    for person in (ada, bo):
        await person.sees_lines("first Bo", "Bo second 日本")
    await ada.type("!")
    await bo.sees_lines("first Bo", "Bo second 日本!")
    await ada.is_saved()
    assert text_of(shared_byline, "ime") == "first Bo\nBo second 日本!\n"
