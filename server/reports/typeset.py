"""A report as PDF: tagged, with fonts embedded, and the signed JSON attached.

Typst sets it (the extra `pdf`); it brings its fonts, for Latin, Greek, Cyrillic and Hebrew script. Other scripts use
what fonts the machine has. The template gets the report as data, so nothing that people wrote is ever markup.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from server.errors import Unavailable
from server.reports.statement import Statement
from server.reports.view import view_of

__all__ = ["check_installed", "pdf_of"]

_TEMPLATE: Final = Path(__file__).parent / "templates" / "report.typ"


def check_installed() -> None:
    """Return if PDF can be made here.

    Raises:
        Unavailable: the extra `pdf` is not installed.
    """
    if find_spec("typst") is None:
        raise Unavailable(
            "This server cannot make PDF: its extra “pdf” is not installed. Take the HTML report and print it."
        )


def pdf_of(statement: Statement) -> bytes:
    """The pages; the work of a thread.

    It is PDF/UA-1 where every sign of the text has a font, else tagged PDF.

    Raises:
        Unavailable: the extra `pdf` is not installed.
    """
    check_installed()
    import typst

    inputs = {"report": json.dumps(view_of(statement), ensure_ascii=False)}
    made_s = statement["made_at"] // 1000
    source = _TEMPLATE.read_bytes()
    try:
        return typst.compile(source, sys_inputs=inputs, timestamp=made_s, pdf_standards=["ua-1"])
    except typst.TypstError:
        return typst.compile(source, sys_inputs=inputs, timestamp=made_s)
