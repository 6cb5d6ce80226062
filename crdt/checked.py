"""What an update that passed the guard would change.

Named tuples for speed: these are built for every key press.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from crdt.codec import AnyValue
from crdt.ids import IdRange

__all__ = ["Checked", "Inserted", "InsertedKind"]

InsertedKind = Literal["text", "format", "embed", "deleted", "any"]


class Inserted(NamedTuple):
    """A run of new ids: `units` for text, decoded `values` for entries of `lineage`."""

    client: int
    clock: int
    length: int
    root: str
    kind: InsertedKind
    units: str | None
    values: tuple[AnyValue, ...] | None


class Checked(NamedTuple):
    """What an update that passed the guard would change.

    Attributes:
        update: what to store and broadcast; the input, or only its new part where some of it was
            known already; empty when nothing is new.
        clients: whose new ids it holds, ascending. Whether the sender owns them is for the caller.
        inserted: the new ids; by client in clock order.
        deleted: ids that were live, or are inserted by this very update, and will be deleted. Ids
            inserted with kind "deleted" are not repeated.
        only_format_deletions: nothing is inserted, and only format markers are deleted (the
            clean-up that Yjs may do in any client, a reader's as well).
    """

    update: bytes
    clients: tuple[int, ...]
    inserted: tuple[Inserted, ...]
    deleted: tuple[IdRange, ...]
    only_format_deletions: bool

    @property
    def is_empty(self) -> bool:
        """Whether the update holds nothing new."""
        return not self.update
