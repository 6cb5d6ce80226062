"""Taking a report away: in which format, as which file."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from server.ports import Clock, Store
from server.records import Document
from server.reports.gather import report_of
from server.reports.page import html_of
from server.reports.prov import prov_of
from server.reports.statement import Statement, signed, statement_bytes
from server.reports.typeset import check_installed, pdf_of
from server.signing import Signing

__all__ = [
    "FORMATS",
    "PageFormat",
    "ReportFormat",
    "TakenFile",
    "check_can_make",
    "file_name",
    "report_body",
    "take",
]

PageFormat = Literal["html", "pdf", "json", "prov"]
ReportFormat = Literal["html", "pdf", "json", "prov", "bundle"]
FORMATS: Final[tuple[ReportFormat, ...]] = get_args(ReportFormat)

_SUFFIXES: Final[Mapping[ReportFormat, str]] = {
    "html": "report.html",
    "pdf": "report.pdf",
    "json": "report.json",
    "prov": "prov.json",
    "bundle": "bundle.jsonl",
}
_TYPES: Final[Mapping[PageFormat, str]] = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "json": "application/json",
    "prov": "application/json",
}


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A report as a file."""

    name: str
    media_type: str
    data: bytes


def file_name(document_id: str, kind: ReportFormat) -> str:
    """The name of a report's file."""
    return f"{document_id}.{_SUFFIXES[kind]}"


def check_can_make(kind: ReportFormat) -> None:
    """Return if this installation can make that format.

    Raises:
        Unavailable: it cannot.
    """
    if kind == "pdf":
        check_installed()


def report_body(kind: ReportFormat) -> dict[str, object]:
    """The entry of the ledger that says that somebody took a report away."""
    return {"kind": "report", "format": kind}


async def take(
    store: Store, signing: Signing, document: Document, clock: Clock, kind: PageFormat
) -> TakenFile:
    """Return the report on a document in a format.

    Raises:
        Unavailable: this installation cannot make that format.
        CrdtError: the stored log is not one that a guard admitted.
    """
    report = await report_of(store, document, clock)
    statement = await asyncio.to_thread(signed, report, await signing.signer())
    data = await asyncio.to_thread(_WRITERS[kind], statement)
    return TakenFile(file_name(document.id, kind), _TYPES[kind], data)


def _html(statement: Statement) -> bytes:
    return html_of(statement).encode()


def _prov(statement: Statement) -> bytes:
    return (json.dumps(prov_of(statement), ensure_ascii=False, indent=1) + "\n").encode()


_WRITERS: Final[Mapping[PageFormat, Callable[[Statement], bytes]]] = {
    "html": _html,
    "pdf": pdf_of,
    "json": statement_bytes,
    "prov": _prov,
}
