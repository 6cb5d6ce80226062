"""The text of ids, whether live or deleted, as far as it is known."""

from __future__ import annotations

from collections.abc import Iterator

from crdt.flags import GONE, TEXT
from crdt.ids import ROOT_CONTENT, Id, IdRange
from crdt.sequence import IdStore

__all__ = ["is_known", "text_segments", "units_of"]


def is_known(store: IdStore, ids: IdRange) -> bool:
    """Whether all ids were inserted."""
    return ids.end <= store.next_clock(ids.client)


def text_segments(store: IdStore, ids: IdRange) -> Iterator[tuple[IdRange, str | None]]:
    """Known ids and their text; None for what came without its text. Other ids are left out."""
    clock = ids.clock
    while clock < ids.end:
        run = store.find(Id(ids.client, clock))
        end = min(run.clock + run.length, ids.end)
        if run.root == ROOT_CONTENT and run.kind in {TEXT, GONE}:
            content = run.content
            units = (
                content[clock - run.clock : end - run.clock] if isinstance(content, str) else None
            )
            yield IdRange(ids.client, clock, end - clock), units
        clock = end


def units_of(store: IdStore, ids: IdRange) -> str | None:
    """The text of known ids; None if one of them is no text, or its text is not known."""
    parts: list[str] = []
    length = 0
    for span, units in text_segments(store, ids):
        if units is None:
            return None
        parts.append(units)
        length += span.length
    return "".join(parts) if length == ids.length else None
