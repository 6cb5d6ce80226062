"""A document that is open: the core that decides what becomes of each update, without any I/O.

Every update goes one way:

    receive   guard → who owns the ids → classified → waiting
    take      what waits becomes one batch, for the one transaction that makes it durable
    commit    the batch is durable: authorship, one merged frame to everybody, acknowledgements; the replica follows

Between `take` and `commit` nothing of the batch can be seen by anybody. If the transaction fails the room is
thrown away as a whole (server.hosting) and opened again from the log, so the two can never disagree.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from crdt.authorship import span_json
from crdt.codec import encode_state_vector
from crdt.errors import Gap, Malformed, Refused
from crdt.frames import (
    write_ack,
    write_auth_denied,
    write_authorship,
    write_awareness,
    write_notice,
    write_sync_step1,
    write_sync_update,
)
from crdt.guard import Checked, Guard
from crdt.ids import SERVER_CLIENT, IdRange
from crdt.ledger import canonical
from crdt.lineage import Decided
from crdt.replica import Replica, merge
from crdt.suggested import LEAST_UNITS
from server.access import Action, allows
from server.asked import Asked
from server.awareness import Awareness
from server.chain import Chain
from server.connection import CloseCode, Closing, Connection, broadcast
from server.document_ledger import DocumentLedger
from server.folding import folding_update
from server.guests import is_anonymous
from server.names import SYSTEM_PERSON_ID
from server.records import LogRow, Person, RowKind, Snapshot

MAX_CLIENTS_PER_CONNECTION = 64
DIGEST_QUIET_MS = 1_500
MERGE_EVERY = 512


class Schedule(Protocol):
    """What a room tells its host."""

    def __call__(self, room: Room) -> None:
        """There is something to make durable."""
        ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """One accepted update on its way to the log, with what it means for authorship."""

    row: LogRow
    decided: Decided
    sender: int | None
    """The number of the connection it came from, which has it already."""


@dataclass(slots=True)
class Batch:
    """What one transaction makes durable for one room.

    `rows` are all entries of the log in their order, `updates` those of them that are updates;
    `acknowledge` is by connection number how many of its sync messages that covers, `reached` by
    client id the clock up to which it goes.
    """

    rows: list[LogRow] = field(default_factory=list[LogRow])
    updates: list[Waiting] = field(default_factory=list[Waiting])
    bindings: list[tuple[str, int, str]] = field(default_factory=list[tuple[str, int, str]])
    people: list[Person] = field(default_factory=list[Person])
    acknowledge: dict[int, int] = field(default_factory=dict[int, int])
    reached: dict[int, int] = field(default_factory=dict[int, int])
    decided: tuple[bytes, str] | None = None
    """What was decided and refused up to this batch, where a snapshot is wanted."""

    @property
    def empty(self) -> bool:
        """Nothing is waiting, not even an acknowledgement."""
        return not (self.rows or self.acknowledge)


@dataclass(frozen=True, slots=True)
class Captured:
    """The durable state at one entry of the log, and the text that it must give when it is read."""

    snapshot: Snapshot
    text: str


@dataclass(slots=True)
class Contents:
    """What a room is opened with: the document as the log tells it."""

    document_id: str
    generation: str
    title: str
    seq: int
    guard: Guard
    replica: Replica
    ledger: DocumentLedger
    chain: Chain
    clients: dict[int, str]
    history: list[bytes]


class Room:
    """One open document and the connections in it."""

    def __init__(self, contents: Contents, schedule: Schedule) -> None:
        self.document_id = contents.document_id
        self.generation = contents.generation
        self.title = contents.title
        self.guard = contents.guard
        self.replica = contents.replica
        self.ledger = contents.ledger
        self.chain = contents.chain
        self.clients = contents.clients
        self.history = contents.history
        self.awareness = Awareness()
        self.connections: dict[int, Connection] = {}
        self._audiences: tuple[list[Connection], list[Connection]] | None = None
        """Who is here, without and with the authorship of what is shown; None: to be seen anew."""
        self.durable_seq = contents.seq
        self._durable = dict(contents.guard.state_vector)
        self.last_change_ms = 0
        self.last_left_ms = 0
        self._seq = contents.seq
        self._folded_seq = contents.seq
        self._schedule = schedule
        self._waiting = Batch()
        self._in_flight = False
        self._state: bytes | None = None
        self._digest: str | None = None
        self._wants_capture = False
        self.captured: Captured | None = None

    # -- joining and leaving -------------------------------------------------------------

    def join(self, connection: Connection) -> None:
        """Take a connection in: it is told what the server has, and who is here."""
        self.connections[connection.number] = connection
        self._audiences = None
        connection.push(write_sync_step1(encode_state_vector(self.replica.state_vector())))
        present = self.awareness.everybody()
        if present:
            connection.push(write_awareness(present))

    def leave(self, connection: Connection, now_ms: int) -> None:
        """Let a connection go; the others see its caret disappear at once."""
        if self.connections.pop(connection.number, None) is None:
            return
        self._audiences = None
        self.last_left_ms = now_ms
        if connection.awareness_client is not None:
            gone = self.awareness.leave(connection.awareness_client)
            if gone is not None:
                self.tell(write_awareness([gone]))

    def greet(self, connection: Connection, want: Container[str]) -> None:
        """A connection has said what it wants to be told besides the document: `ack`, `authorship`."""
        connection.greeted = True
        connection.wants_acks = "ack" in want
        connection.wants_authorship = "authorship" in want
        self._audiences = None

    def present_since(self, person_id: str) -> int | None:
        """When somebody who is here came, or None: they are not here."""
        came = [c.came_ms for c in self.connections.values() if c.person.id == person_id]
        return min(came, default=None)

    def tell(self, frame: bytes, *, greeted_only: bool = False) -> None:
        """Queue one message for everybody here."""
        told = [c for c in self.connections.values() if c.greeted or not greeted_only]
        broadcast(told, (frame,))

    def state(self, state_vector: bytes | None = None) -> bytes:
        """What somebody who has `state_vector` lacks; the whole document is encoded once per change."""
        if state_vector is not None and state_vector != b"\x00":
            return self.replica.diff_since(state_vector)
        if self._state is None:
            self._state = self.replica.diff_since(None)
        return self._state

    def catch_up(self, connection: Connection) -> None:
        """Answer an overfull queue with everything in one message."""
        connection.catch_up_with(write_sync_update(self.state()))
        if connection.wants_acks:
            connection.push(self._ack(connection))

    # -- receiving -----------------------------------------------------------------------

    def receive_update(
        self, connection: Connection, update: bytes, now_ms: int, *, offline: bool
    ) -> None:
        """Take one update from a connection; it is durable when it is acknowledged, not before.

        Raises:
            Closing: the update cannot be accepted and the connection has to end; nothing of it was kept.
        """
        connection.sync_messages += 1
        try:
            checked = self.guard.check(update, offline=offline)
        except Gap:
            self._ask_again(connection)
            return
        except Malformed as error:
            raise Closing(CloseCode.MALFORMED, str(error), error.slug) from error
        except Refused as error:
            if error.slug == "many-clients" and not offline:
                self._ask_again(connection)  # edits kept on a device, sent as if they were live
                return
            raise Closing(CloseCode.REFUSED, str(error), error.slug) from error
        if offline:
            connection.owes_state = False
        if not checked.is_empty:
            if not allows(connection.role, Action.WRITE):
                self._turn_away(connection, checked)
            else:
                self._accept(connection, checked, now_ms)
        self._acknowledge_later(connection)

    def _accept(self, connection: Connection, checked: Checked, now_ms: int) -> None:
        bound = self._claim_clients(connection, checked)
        if connection.asked:
            self._enter_suggested_elsewhere(connection, connection.asked, checked, now_ms)
        self.guard.admit(checked)
        if connection.anonymous and not (connection.clients or connection.resumed):
            self._waiting.people.append(connection.person)  # a guest exists from its first word on
        for client in bound:
            self.clients[client] = connection.person.id
            self._waiting.bindings.append((self.document_id, client, connection.person.id))
        connection.clients.update(checked.clients)
        self._enter_update(checked, connection.person.id, now_ms, connection.number)
        self.last_change_ms = now_ms

    def _enter_suggested_elsewhere(
        self, connection: Connection, asked: Asked, checked: Checked, now_ms: int
    ) -> None:
        """Suggestions that this person asked for in other documents can be recognised here, once they arrive."""
        for run in checked.inserted:
            if run.units is None or run.length < LEAST_UNITS:
                continue
            for body in asked.bodies_in(run.units, self.document_id):
                if self.ledger.lineage.suggestion_number(str(body["id"])) is None:
                    self.record(connection.person.id, body, now_ms)

    def record(self, person_id: str, body: Mapping[str, object], now_ms: int) -> int:
        """Enter something that is no update into the ledger; returns its number, durable after a commit.

        Args:
            person_id: who did it.
            body: its `kind` first, then its fields (crdt.ledger.entry_line).
            now_ms: when.
        """
        self._seq += 1
        data = canonical(body).encode()
        row = LogRow(self.document_id, self._seq, now_ms, person_id, data, RowKind.ENTRY)
        self.ledger.receive_entry(row)
        self._waiting.rows.append(row)
        self._schedule(self)
        return row.seq

    def fold_lineage(self, now_ms: int) -> None:
        """Delete the entries of `lineage` if there are many: their claims are decided (server.folding)."""
        if self._seq == self._folded_seq:
            return
        update = folding_update(self.guard)
        if update is not None:
            checked = self.guard.check(update, offline=True)
            self.guard.admit(checked)
            self._enter_update(checked, SYSTEM_PERSON_ID, now_ms)
            self._schedule(self)
        self._folded_seq = self._seq

    def _enter_update(
        self, checked: Checked, person_id: str, now_ms: int, sender: int | None = None
    ) -> None:
        """Give an admitted update its place in the log."""
        self._seq += 1
        row = LogRow(self.document_id, self._seq, now_ms, person_id, checked.update)
        self._waiting.rows.append(row)
        decided = self.ledger.receive_update(checked, row)
        self._waiting.updates.append(Waiting(row, decided, sender))
        for client in checked.clients:
            self._waiting.reached[client] = self.guard.state_vector[client]

    def _claim_clients(self, connection: Connection, checked: Checked) -> list[int]:
        """The client ids this update uses for the first time; every other one must be this person's."""
        fresh: list[int] = []
        for client in checked.clients:
            owner = self.clients.get(client)
            if owner is None and client != SERVER_CLIENT:
                fresh.append(client)
            elif owner != connection.person.id:
                raise Closing(
                    CloseCode.FOREIGN_CLIENT,
                    "The update inserts under a client id that belongs to somebody else.",
                    "foreign-client",
                )
        if len(connection.clients) + len(fresh) > MAX_CLIENTS_PER_CONNECTION:
            raise Closing(CloseCode.TOO_MANY, "Too many new client ids on one connection.")
        return fresh

    def resumes(self, connection: Connection, client: int) -> str | None:
        """The guest that a client id belongs to, if a connection without a session may go on as it.

        Guests without a session have no secret, so their client id is all that tells them apart; nobody can go
        on as a guest who is still here.
        """
        owner = self.clients.get(client)
        if owner is None or not is_anonymous(owner):
            return None
        here = (c.person.id for c in self.connections.values() if c is not connection)
        return owner if owner not in here else None

    def _ask_again(self, connection: Connection) -> None:
        """Something between is missing: nothing is kept pending, the client is asked for all it has."""
        if connection.greeted:
            connection.push(write_notice({"kind": "resync"}))
        connection.push(write_sync_step1(encode_state_vector(self.guard.state_vector)))
        connection.owes_state = True

    def _turn_away(self, connection: Connection, checked: Checked) -> None:
        if checked.only_format_deletions:  # a reader's editor tidying up: no change of the text
            return
        message = f"As a {connection.role.value} you may not change this document."
        connection.push(write_auth_denied(message))
        if connection.greeted:
            notice = {"kind": "refused", "slug": "not-allowed", "message": message}
            connection.push(write_notice(notice))
        raise Closing(CloseCode.NOT_ALLOWED, message)

    def _acknowledge_later(self, connection: Connection) -> None:
        """Acknowledge up to this message once everything before it is durable, or now if it is.

        After a gap nothing is acknowledged until the client has sent what was missing.
        """
        if connection.owes_state:
            return
        if self._in_flight or self._waiting.updates:
            self._waiting.acknowledge[connection.number] = connection.sync_messages
            self._schedule(self)
        elif frames := self._acknowledged(connection, connection.sync_messages):
            connection.push_all(frames)

    def receive_digest(self, state_vector: dict[int, int], digest: str, now_ms: int) -> None:
        """Compare a quiet client's text with ours, when nothing is on its way.

        Raises:
            Closing: the client's text differs although its state is the same; it has to reload.
        """
        busy = self._in_flight or not self._waiting.empty
        if busy or now_ms - self.last_change_ms < DIGEST_QUIET_MS:
            return
        if state_vector != self.guard.state_vector:
            return
        if self._digest is None:
            text = self.replica.text().encode("utf-8", "surrogatepass")
            self._digest = hashlib.sha256(text).hexdigest()
        if self._digest != digest:
            raise Closing(
                CloseCode.RELOADING, "This copy differs from the server's; reloading.", "mismatch"
            )

    # -- making durable ------------------------------------------------------------------

    def take(self) -> Batch:
        """Everything that waits, to be made durable in one transaction; `commit` must follow."""
        batch, self._waiting = self._waiting, Batch()
        self._in_flight = True
        if self._wants_capture:
            batch.decided = self._decided()
            self._wants_capture = False
        return batch

    def commit(self, batch: Batch) -> None:
        """The batch is on disk: show it, acknowledge it; the replica takes it before it is next read."""
        self._in_flight = False
        merged: bytes | None = None
        if batch.rows:
            self.durable_seq = batch.rows[-1].seq
            self.chain.extend(batch.rows)
        if batch.updates:
            merged = merge([waiting.row.data for waiting in batch.updates])
            self.replica.apply_later(merged)
            self._keep(merged)
            self._state = self._digest = None
            self._durable.update(batch.reached)
        if batch.decided is not None:
            self.captured = self._capture(*batch.decided)
        self._show(merged, batch)
        if not self._waiting.empty:
            self._schedule(self)

    def capture(self) -> Captured | None:
        """The durable state for a snapshot, if there is a moment at which everything is durable.

        Where edits come without a pause, it is taken between two batches: ask again a little later.
        """
        captured, self.captured = self.captured, None
        if captured is not None:
            return captured
        if self._in_flight or self._waiting.rows:
            self._wants_capture = True
            return None
        return self._capture(*self._decided())

    def _decided(self) -> tuple[bytes, str]:
        return self.ledger.lineage.dumps(), self.ledger.dumps_refused()

    def _capture(self, lineage: bytes, refused: str) -> Captured:
        self.history[:] = [merge(self.history)]
        head = self.chain.head()
        snapshot = Snapshot(self.durable_seq, self.history[0], lineage, head, refused)
        return Captured(snapshot, self.replica.text())

    def durable_part(self, ids: IdRange) -> IdRange:
        """Those of the ids that are on disk, so that others may hear of them; the length may be 0."""
        length = self._durable.get(ids.client, 0) - ids.clock
        return ids._replace(length=max(0, min(ids.length, length)))

    def _show(self, update: bytes | None, batch: Batch) -> None:
        """Send everybody what is theirs in one piece: the update, its authorship, the acknowledgement."""
        senders = {waiting.sender for waiting in batch.updates}
        only_sender = senders.pop() if len(senders) == 1 else None
        apart = set(batch.acknowledge)
        if only_sender is not None:
            apart.add(only_sender)
        plain, explained = self._audiences or self._see_audiences()
        words: tuple[bytes, ...] = ()
        authorship: tuple[bytes, ...] = ()
        if update is not None:
            words = (write_sync_update(update),)
            if explained:
                authorship = (_authorship_frame(batch.updates),)
            broadcast(plain, words, without=apart)
            broadcast(explained, words + authorship, without=apart)
        for connection in filter(None, map(self.connections.get, apart)):
            frames = () if connection.number == only_sender else words
            if connection.wants_authorship:
                frames += authorship
            if connection.number in batch.acknowledge:
                count = batch.acknowledge[connection.number]
                frames += self._acknowledged(connection, count)
            if frames:
                connection.push_all(frames)

    def _see_audiences(self) -> tuple[list[Connection], list[Connection]]:
        plain = [c for c in self.connections.values() if not c.wants_authorship]
        explained = [c for c in self.connections.values() if c.wants_authorship]
        self._audiences = plain, explained
        return self._audiences

    def _keep(self, merged: bytes) -> None:
        """Keep the history for the next snapshot, merged now and then so that it stays one piece."""
        self.history.append(merged)
        if len(self.history) >= MERGE_EVERY:
            self.history[:] = [self.history[0], merge(self.history[1:])]
        if len(self.history) == 2 and len(self.history[1]) > len(self.history[0]):
            self.history[:] = [merge(self.history)]

    def _acknowledged(self, connection: Connection, count: int) -> tuple[bytes, ...]:
        """Note that a connection's messages up to `count` are durable; what it is to be told."""
        connection.acknowledged = max(connection.acknowledged, count)
        return (self._ack(connection),) if connection.wants_acks else ()

    def _ack(self, connection: Connection) -> bytes:
        own = {client: self._durable.get(client, 0) for client in connection.clients}
        return write_ack(connection.acknowledged, encode_state_vector(own))

    def quiet_ms(self, now_ms: int) -> int:
        """For how long nothing has changed and nobody has left."""
        return now_ms - max(self.last_change_ms, self.last_left_ms)

    @property
    def idle(self) -> bool:
        """Nobody is here and nothing waits: the room may be written as a snapshot and closed."""
        return not self.connections and self._waiting.empty and not self._in_flight


def _authorship_frame(updates: list[Waiting]) -> bytes:
    spans = [span_json(ids, entry) for waiting in updates for ids, entry in waiting.decided.spans]
    return write_authorship({"spans": spans})
