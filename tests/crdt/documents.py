"""Small documents in the words of updates, for tests of the guard."""

from collections.abc import Sequence

from crdt.content import Content
from crdt.guard import Checked, Guard
from crdt.ids import ROOT_CONTENT, ROOT_LINEAGE, Id, IdRange, to_units
from crdt.update import (
    REF_ANY,
    REF_DELETED,
    REF_EMBED,
    REF_FORMAT,
    REF_STRING,
    Item,
    Struct,
    Update,
    encode_update,
)

ADA, BEN, CLEO = 3_000_000_001, 3_000_000_002, 7
"""Client ids; Cleo's is short on the wire."""


def item(
    client: int,
    clock: int,
    content: Content,
    *,
    ref: int = REF_STRING,
    length: int | None = None,
    origin: tuple[int, int] | None = None,
    right: tuple[int, int] | None = None,
    parent: str | Id | None = None,
    parent_sub: str | None = None,
) -> Item:
    """An item; text is given as a string, the parent defaults to `content` where it is needed."""
    if ref == REF_STRING and isinstance(content, str):
        content = to_units(content)
        length = len(content)
    if ref == REF_ANY and isinstance(content, tuple):
        length = len(content)
    if origin is None and right is None and parent is None:
        parent = ROOT_LINEAGE if ref == REF_ANY else ROOT_CONTENT
    return Item(
        client,
        clock,
        1 if length is None else length,
        ref,
        None if origin is None else Id(*origin),
        None if right is None else Id(*right),
        parent,
        parent_sub,
        content,
    )


def format_item(client: int, clock: int, key: str, value: str, **place: tuple[int, int]) -> Item:
    """A format marker; `value` is JSON."""
    return item(client, clock, (key, value), ref=REF_FORMAT, **place)  # type: ignore[arg-type]


def embed_item(client: int, clock: int, value: str, **place: tuple[int, int]) -> Item:
    """An embed; `value` is JSON."""
    return item(client, clock, value, ref=REF_EMBED, **place)  # type: ignore[arg-type]


def gone_item(client: int, clock: int, length: int, **place: tuple[int, int]) -> Item:
    """Ids whose content was deleted before it was sent."""
    return item(client, clock, None, ref=REF_DELETED, length=length, **place)  # type: ignore[arg-type]


def update(*structs: Struct, deleted: Sequence[tuple[int, int, int]] = ()) -> bytes:
    """An update of these structs and deleted `(client, clock, length)`."""
    return encode_update(Update(structs, tuple(IdRange(*span) for span in deleted)))


def admit(guard: Guard, data: bytes, *, offline: bool = False) -> Checked:
    """Check and admit."""
    checked = guard.check(data, offline=offline)
    guard.admit(checked)
    return checked


def document(text: str = "Hello world\n", client: int = ADA) -> Guard:
    """A guard of a document with this text, all typed by one client."""
    guard = Guard.empty()
    admit(guard, update(item(client, 0, text)), offline=True)
    return guard
