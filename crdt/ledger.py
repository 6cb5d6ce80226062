"""The ledger: what a document's log says, one line an entry, and the hash chain over these lines.

An entry is an update of the text or something else that happened: a suggestion was served, a role changed.
Its line is canonical JSON: fields in a fixed order, no spaces, UTF-8. Entry n's hash is SHA-256 over the hash of
entry n-1 (32 bytes) and the line of entry n; entry 0 is the line that names the document (SPEC.md H1 to H6).
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Final, NamedTuple

from crdt.codec import Reader

__all__ = [
    "SYSTEM_USER",
    "Genesis",
    "canonical",
    "chained",
    "checkpoint_message",
    "client_of",
    "entry_line",
    "update_line",
]

SYSTEM_USER: Final = "p_system"
"""Who makes a document and what it begins with: nobody."""

_PURPOSE: Final = b"byline ledger 1\n"
_CHECKPOINT: Final = "byline checkpoint 1"


class Genesis(NamedTuple):
    """What a chain begins with."""

    document: str
    generation: str
    created_at: int

    @property
    def head(self) -> bytes:
        """The hash before the first entry."""
        line = canonical(
            {"id": self.document, "generation": self.generation, "created_at": self.created_at}
        )
        return hashlib.sha256(_PURPOSE + line.encode()).digest()


def canonical(value: Mapping[str, object]) -> str:
    """JSON without spaces, in the order of the mapping.

    Raises:
        ValueError: a number is not finite.
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def chained(head: bytes, line: str) -> bytes:
    """The hash of an entry behind the hash of the one before."""
    return hashlib.sha256(head + line.encode()).digest()


def update_line(seq: int, at: int, user: str, update: bytes) -> str:
    """The line of an update, without its hash.

    Args:
        seq: its number in the document's ledger.
        at: when the server received it, in ms since the epoch.
        user: who was signed in on the connection; an id without quotes, backslashes or control characters.
        update: what was stored, a Yjs v1 update.
    """
    client = client_of(update)
    said = "null" if client is None else str(client)
    data = b64encode(update).decode()
    return f'{{"type":"update","seq":{seq},"at":{at},"user":"{user}","client":{said},"update":"{data}"}}'


def client_of(update: bytes) -> int | None:
    """The client id of the first new ids of an update; None if it only deletes.

    Raises:
        Malformed: it does not begin like an update.
    """
    reader = Reader(update)
    if reader.read_varuint() == 0:
        return None
    reader.read_varuint()
    return reader.read_varuint()


def entry_line(seq: int, at: int, user: str, body: Mapping[str, object]) -> str:
    """The line of an entry that is no update, without its hash.

    Args:
        seq: its number in the document's ledger.
        at: when it happened, in ms since the epoch.
        user: who did it.
        body: its `kind` first, then its own fields; none of them is named type, seq, at, user or hash.
    """
    fields = dict(body)
    kind = fields.pop("kind")
    return canonical({"type": kind, "seq": seq, "at": at, "user": user, **fields})


def checkpoint_message(document: str, seq: int, at: int, head: bytes) -> bytes:
    """What a checkpoint's signature is over."""
    return f"{_CHECKPOINT}\n{document}\n{seq}\n{at}\n{head.hex()}\n".encode()
