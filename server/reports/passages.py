"""The passages of a document: its paragraphs and headings, each with the history of its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from crdt.authorship import Entry
from crdt.delta import Line, Piece
from crdt.moments import Shown
from server.numbers import whose
from server.reports.disclosure import (
    Models,
    Run,
    combined,
    disclosure_of,
    is_visible,
    lines_of,
    text_of,
)
from server.reports.report import Part, Passage

__all__ = ["passages_of"]

_LEVELS = 6


def passages_of(runs: Sequence[Run], models: Models) -> tuple[Passage, ...]:
    """The passages with something to see in them, in their order."""
    return tuple(_passages(runs, models))


def _passages(runs: Sequence[Run], models: Models) -> Iterator[Passage]:
    section = ""
    for line in lines_of(runs):
        inside = [run for run in line if run[0].insert != "\n"]
        visible = [run for run in inside if is_visible(run[0].insert)]
        if not visible:
            continue
        last = line[-1][0]
        heading = Line(format=last.attributes).number("header", _LEVELS)
        disclosure = combined(disclosure_of(entry, models) for _, entry in visible)
        parts = tuple(_part(shown, entry) for shown, entry in inside)
        passage = Passage(
            f"{last.ids.client}-{last.ids.clock}", section, heading, parts, disclosure
        )
        if heading:
            section = passage.text.strip()
        yield passage


def _part(shown: Shown, entry: Entry) -> Part:
    return Part(
        text_of(shown.insert) if isinstance(shown.insert, str) else _embed(shown),
        shown.ids.length,
        whose(entry),
        entry.origin,
        entry.placed_by,
        entry.suggestion,
        entry.undeclared,
        entry.source.document if entry.source else None,
    )


def _embed(shown: Shown) -> str:
    insert = shown.insert
    return Piece(insert).text if isinstance(insert, Mapping) else ""
