"""A ledger read from its beginning: each entry decided again, as the server decided it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crdt.authorship import Entry, SpanJson, span_json
from crdt.entries import decide_update, enter
from crdt.errors import Refused
from crdt.guard import Guard
from crdt.ids import SERVER_CLIENT, IdRange
from crdt.ledger import SYSTEM_USER
from crdt.lineage import Lineage
from crdt.refusals import Refusal, refusals_of

__all__ = ["Replay"]


class Replay:
    """The document as its ledger tells it, entry by entry."""

    def __init__(self) -> None:
        self.guard = Guard.empty()
        self.lineage = Lineage(self.guard)
        self.refused: list[Refusal] = []
        self._clients: dict[int, str] = {SERVER_CLIENT: SYSTEM_USER}

    def receive_update(self, seq: int, at: int, user: str, update: bytes) -> None:
        """Take an update.

        Raises:
            CrdtError: the guard does not admit it, or it inserts under somebody else's client id.
        """
        checked = self.guard.check(update, offline=True)
        for client in checked.clients:
            if self._clients.setdefault(client, user) != user:
                detail = "It inserts under a client id that belongs to somebody else."
                raise Refused("foreign-client", detail, client)
        self.guard.admit(checked)
        decided = decide_update(self.lineage, checked, user, at)
        self.refused += refusals_of(decided, checked, seq, at, user)

    def receive_body(self, body: Mapping[str, Any]) -> None:
        """Take an entry that is no update: its `kind` and its own fields."""
        enter(self.lineage, body)

    def spans(self) -> Iterator[tuple[IdRange, Entry]]:
        """The authorship of the live text, in its order."""
        live = (piece.range for piece in self.guard.sequence.live())
        return self.lineage.authorship.spans_of(live)

    def span_lines(self) -> Iterator[SpanJson]:
        """The same, as a bundle and the wire have it."""
        return (span_json(ids, entry) for ids, entry in self.spans())
