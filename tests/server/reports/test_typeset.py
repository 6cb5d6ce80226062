"""server.reports.typeset: signs without a font, text that looks like markup, and an installation without Typst."""

import sys
from typing import Any

import pypdfium2
import pytest

from server.errors import Unavailable
from server.opening import new_document
from server.reports import typeset
from server.reports.gather import report_of
from server.reports.statement import Statement, signed
from server.reports.taking import check_can_make
from server.signing import Signing
from server.store.sql import SqlStore

MADE_MS = 1_764_000_000_000


async def stated(folder: Any, text: str) -> Statement:
    """The statement of a report on a document that begins with this text."""
    store = SqlStore(f"sqlite:///{folder / 'byline.db'}")
    await store.open()
    try:
        made = new_document("d", f"About {text}", None, MADE_MS, [(f"{text}\n", {})])
        document = await store.create_document(*made)
        report = await report_of(store, document, lambda: MADE_MS)
        return signed(report, await Signing(store, lambda: MADE_MS).signer())
    finally:
        await store.close()


def text_of(data: bytes) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))


@pytest.mark.parametrize(
    "text",
    [
        "Ελληνικά, Кириллица, Ünïcödé, עברית",
        "#panic(1) = _x_ *y* $z$ @ref <label> \\ // /* `raw` https://e.org",
        "one 🌅 two",
        "漢字かな",
        "\u202eright-to-left\u202c \u200f x",
        "a" * 3_000,
    ],
)
async def test_any_text_is_set(tmp_path: Any, text: str) -> None:
    data = typeset.pdf_of(await stated(tmp_path, text))
    pdf = pypdfium2.PdfDocument(data)
    assert pdf.is_tagged()
    assert "How “About" in text_of(data)
    if text.isascii() and len(text) < 100:
        assert text in text_of(data).replace("\r\n", " ")


async def test_the_same_report_gives_the_same_pages(tmp_path: Any) -> None:
    statement = await stated(tmp_path, "Text")
    assert typeset.pdf_of(statement) == typeset.pdf_of(statement)


async def test_without_typst_the_other_formats_are_offered(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    statement = await stated(tmp_path, "Text")
    monkeypatch.setattr(typeset, "find_spec", lambda name: None)
    with pytest.raises(Unavailable, match="Take the HTML report"):
        typeset.pdf_of(statement)
    with pytest.raises(Unavailable):
        check_can_make("pdf")
    check_can_make("html")
    assert "typst" in sys.modules  # it is installed for all other tests
