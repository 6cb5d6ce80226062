"""Yjs v1 updates as values: what an update says, without applying it.

`encode_update` is the inverse of `decode_update`; both follow the v1 format of Yjs to the byte.
"""

from __future__ import annotations

from typing import NamedTuple

from crdt.ids import Id, IdRange

__all__ = [
    "Content",
    "Gc",
    "Item",
    "Skip",
    "Struct",
    "Update",
]

REF_GC = 0
REF_DELETED = 1
REF_JSON = 2
REF_BINARY = 3
REF_STRING = 4
REF_EMBED = 5
REF_FORMAT = 6
REF_TYPE = 7
REF_ANY = 8
REF_DOC = 9
REF_SKIP = 10

Content = object
"""By kind of item: units string (String), None (Deleted), JSON text (Embed), `(key, JSON text)`
(Format), tuple of values (Any), tuple of JSON texts (JSON), bytes (Binary),
`(type number, name or None)` (Type), `(guid, options)` (Doc)."""


class Item(NamedTuple):
    """An inserted run of ids with its place: behind `origin`, in front of `right_origin`.

    `parent` is a root's name, the id of a parent item, or None where it follows from an origin.
    """

    client: int
    clock: int
    length: int
    ref: int
    origin: Id | None
    right_origin: Id | None
    parent: str | Id | None
    parent_sub: str | None
    content: Content


class Gc(NamedTuple):
    """Ids whose content and place were thrown away."""

    client: int
    clock: int
    length: int


class Skip(NamedTuple):
    """A hole: ids that this update leaves out."""

    client: int
    clock: int
    length: int


Struct = Item | Gc | Skip


class Update(NamedTuple):
    """The structs of an update in wire order, and the ids it deletes."""

    structs: tuple[Struct, ...]
    deletions: tuple[IdRange, ...]
