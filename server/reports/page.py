"""A report as one HTML file: no script, nothing from elsewhere, readable offline, on paper and in the dark."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from server.reports.pictures import COLOURS, GREY
from server.reports.statement import Statement
from server.reports.view import view_of

__all__ = ["html_of"]

_TEMPLATES: Final = Path(__file__).parent / "templates"


def html_of(statement: Statement) -> str:
    """The page; everything that people wrote is escaped."""
    view = view_of(statement)
    view["picture"] = Markup(view["picture"])  # noqa: S704 - drawn here, of numbers alone
    data = b64encode(view.pop("attached").encode()).decode()
    return _template().render(view, data=data, colours=COLOURS, grey=GREY)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")
