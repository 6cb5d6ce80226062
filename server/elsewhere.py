"""Claims that name another document as their source: what they name is looked up before the update is taken.

A document's authorship follows from its own ledger alone, so the words, and whose they are, go into it as an excerpt
entry, if whoever pastes them may read them where they come from (SPEC.md H6, L15).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Final

from crdt.claims import SourceClaim, parse_claim
from crdt.entries import excerpt_body
from crdt.errors import CrdtError
from crdt.frames import SyncStep2, SyncUpdate, read_frame
from crdt.ids import Id, IdRange, from_units
from crdt.neighbours import unit_before
from crdt.texts import units_of
from crdt.update import REF_ANY, Item, decode_update
from server.access import Action, Role, allows
from server.connection import Closing
from server.room import Room
from server.session import Session

__all__ = ["Elsewhere", "Sources", "sources_elsewhere"]

_FIELD: Final = b"\x08document"
"""How the name of the field stands in a message."""
DOCUMENTS_PER_MESSAGE: Final = 8
UNITS_PER_MESSAGE: Final = 256 * 1024

Sources = dict[str, list[IdRange]]
"""By document, what claims name there."""


def sources_elsewhere(message: bytes) -> Sources:
    """What the claims of a message name in other documents; empty for nearly every message."""
    if _FIELD not in message:
        return {}
    try:
        frame = read_frame(message)
        if not isinstance(frame, SyncUpdate | SyncStep2):
            return {}
        structs = decode_update(frame.update).structs
    except CrdtError:
        return {}  # the guard says so in its own words
    found: Sources = {}
    left = UNITS_PER_MESSAGE
    for claim in _claims(structs):
        if claim.document is None:
            continue
        left -= claim.to.length
        if left < 0 or (claim.document not in found and len(found) == DOCUMENTS_PER_MESSAGE):
            break
        source = IdRange(claim.source.client, claim.source.clock, claim.to.length)
        found.setdefault(claim.document, []).append(source)
    return found


def _claims(structs: Sequence[object]) -> Iterator[SourceClaim]:
    for struct in structs:
        if isinstance(struct, Item) and struct.ref == REF_ANY and isinstance(struct.content, tuple):
            for value in struct.content:
                claim = parse_claim(value)
                if isinstance(claim, SourceClaim):
                    yield claim


class Elsewhere:
    """Looks into other documents on behalf of a connection.

    Args:
        open_room: opens the room of a document.
        role_in: the role of a person in a document as it is now.
    """

    def __init__(
        self,
        open_room: Callable[[str], Awaitable[Room]],
        role_in: Callable[[str, str], Awaitable[Role | None]],
    ) -> None:
        self._open_room = open_room
        self._role_in = role_in

    async def look_up(self, session: Session, sources: Sources, now_ms: int) -> None:
        """Enter into the session's document what is named and may be read; the rest stays unknown there."""
        connection, room = session.connection, session.room
        person = connection.person.id
        for document_id, wanted in sources.items():
            if document_id == room.document_id:
                continue
            role = await self._role_in(document_id, person)
            if role is None or not allows(role, Action.READ):
                continue
            try:
                other = await self._open_room(document_id)
            except Closing:
                continue
            for ids in wanted:
                self._enter(room, other, ids, person, now_ms)

    def _enter(self, room: Room, other: Room, ids: IdRange, person: str, now_ms: int) -> None:
        if other.durable_part(ids) != ids:
            return
        units = units_of(other.guard.store, ids)
        if units is None:
            return
        known = room.ledger.lineage.excerpts.find(other.document_id, ids)
        if known is not None and known[0] == units:
            return
        try:
            text = from_units(units)
        except UnicodeError:  # half of a pair
            return
        entries = list(other.ledger.lineage.authorship.spans_of([ids]))
        behind = unit_before(other.guard.store, Id(ids.client, ids.clock))
        room.record(person, excerpt_body(other.document_id, ids, text, entries, behind), now_ms)
