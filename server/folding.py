"""Folding: entries of `lineage` that the ledger has decided are deleted, so that documents do not grow with them."""

from __future__ import annotations

from typing import Final

from crdt.flags import any_ranges
from crdt.guard import Guard
from crdt.ids import IdRange
from crdt.update import Update, encode_update

__all__ = ["KEPT_ENTRIES", "folding_update"]

KEPT_ENTRIES: Final = 64
"""Up to so many entries stay where they are."""


def folding_update(guard: Guard) -> bytes | None:
    """The update that deletes all entries of `lineage`; None while there are few.

    Nothing depends on an entry once it came: what it claims was decided then. An update that deletes only disturbs
    no editor: it has no ids of its own, and no caret, undo or text points into `lineage`.
    """
    ranges = tuple(
        IdRange(client, start, end - start)
        for client, flags in sorted(guard.store.flags.items(), reverse=True)
        for start, end in any_ranges(flags)
    )
    if sum(ids.length for ids in ranges) <= KEPT_ENTRIES:
        return None
    return encode_update(Update((), ranges))
