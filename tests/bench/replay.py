"""Real documents from the logs of virtual clients, to compare text and state with."""

from __future__ import annotations

from pycrdt import Doc, Text

from tests.bench import wire
from tests.bench.vclient import VirtualClient

Document = Doc[Text]


def document(*updates: bytes) -> Document:
    """A pycrdt document with these updates applied."""
    doc = Document({wire.ROOT: Text()})
    for update in updates:
        if update != wire.EMPTY_UPDATE:
            doc.apply_update(update)
    return doc


def text(doc: Document) -> Text:
    """The text everybody types into."""
    return doc.get(wire.ROOT, type=Text)


def text_of(doc: Document) -> str:
    """What that text says."""
    return str(text(doc))


def state_of(doc: Document) -> dict[int, int]:
    """Number of clocks by client id."""
    return wire.read_state_vector(doc.get_state())


def same_document(a: Document, b: Document) -> bool:
    """Equal state vectors and equal text."""
    return state_of(a) == state_of(b) and text_of(a) == text_of(b)


def reference(clients: list[VirtualClient]) -> Document:
    """What a room must hold: what its first client found there, and all that was typed."""
    return document(
        clients[0].initial or wire.EMPTY_UPDATE,
        *(c.typist.run(len(c.sent_at)) for c in clients if c.sent_at),
    )


def replica(client: VirtualClient) -> Document:
    """The document of a client: initial sync, received updates, own typing."""
    updates = [client.framing.read(frame)[2] for frame in client.frames]
    own = client.typist.run(len(client.sent_at))
    return document(client.initial or wire.EMPTY_UPDATE, *updates, own)


def held_ranges(client: VirtualClient) -> dict[int, int]:
    """Client id to number of clocks this client has received, without gaps."""
    return state_of(replica(client))
