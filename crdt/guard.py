"""The guard in front of the CRDT library (being written: the result types come first)."""

from __future__ import annotations

from typing import Literal, NamedTuple

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
    values: tuple[object, ...] | None


class Checked(NamedTuple):
    """What an update that passed the guard would change."""

    update: bytes
    clients: tuple[int, ...]
    inserted: tuple[Inserted, ...]
    deleted: tuple[IdRange, ...]
    only_format_deletions: bool

    @property
    def is_empty(self) -> bool:
        """Whether the update holds nothing new."""
        return not self.update
