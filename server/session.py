"""The protocol of one connection: which message means what, in which order, for whom. No I/O.

`Session.receive` takes one binary message and either changes the room, queues answers on the connection, or raises
`Closing`. What it accepts from whom is one table: message type × what the role allows (server.access).
"""

from __future__ import annotations

from typing import assert_never

from crdt.codec import decode_state_vector
from crdt.errors import Malformed
from crdt.frames import (
    Ack,
    Auth,
    AuthorshipEvent,
    AwarenessUpdate,
    Digest,
    Frame,
    Hello,
    Notice,
    QueryAwareness,
    SyncStep1,
    SyncStep2,
    SyncUpdate,
    read_frame,
    write_awareness,
    write_hello,
    write_sync_step2,
)
from crdt.update import decode_update
from server.access import Action, allows
from server.awareness import Presence
from server.connection import CloseCode, Closing, Connection
from server.guests import anonymous_person
from server.messages import person_json
from server.room import Room

AWARENESS_PER_SECOND = 10


class Session:
    """What one connection has said so far, and what that allows it to say next."""

    def __init__(self, connection: Connection, room: Room) -> None:
        self.connection = connection
        self.room = room
        self._first = True
        self._awareness_second = 0
        self._awareness_count = 0

    def receive(self, message: bytes, now_ms: int) -> None:
        """Take one message.

        Raises:
            Closing: the connection has to end; the reason is in it.
        """
        try:
            frame = read_frame(message)
        except Malformed as error:
            raise Closing(CloseCode.MALFORMED, str(error), error.slug) from error
        self._dispatch(frame, now_ms)
        self._first = False

    def _dispatch(self, frame: Frame, now_ms: int) -> None:
        match frame:
            case SyncUpdate(update):
                self._receive_update(update, now_ms, offline=False)
            case AwarenessUpdate():
                self._receive_awareness(frame, now_ms)
            case SyncStep1(state_vector):
                self.connection.push(write_sync_step2(self.room.state(state_vector)))
            case SyncStep2(update):
                self._receive_update(update, now_ms, offline=True)
            case QueryAwareness():
                self.connection.push(write_awareness(self.room.awareness.everybody()))
            case Hello():
                self._receive_hello(frame)
            case Digest(state_vector, sha256):
                self.room.receive_digest(decode_state_vector(state_vector), sha256, now_ms)
            case Ack() | Notice() | AuthorshipEvent() | Auth():
                raise Closing(CloseCode.MALFORMED, "Only the server sends this message.")
            case _:
                assert_never(frame)

    def _receive_update(self, update: bytes, now_ms: int, *, offline: bool) -> None:
        self._resume_guest(update)
        self.room.receive_update(self.connection, update, now_ms, offline=offline)

    def _resume_guest(self, update: bytes) -> None:
        """A guest without a session that comes back is known by its client id alone."""
        if not self.connection.anonymous or self.connection.clients:
            return
        try:
            structs = decode_update(update).structs
        except Malformed:
            return  # the guard says so in its own words
        owners = (self.room.resumes(self.connection, struct.client) for struct in structs)
        owner = next((owner for owner in owners if owner is not None), None)
        if owner is not None:
            self.connection.person = anonymous_person(owner)
            self.connection.resumed = True

    def _receive_hello(self, hello: Hello) -> None:
        if not self._first:
            raise Closing(CloseCode.MALFORMED, "Hello has to be the first message.")
        if hello.generation not in {None, self.room.generation}:
            raise Closing(
                CloseCode.OTHER_GENERATION,
                "This document has begun anew since; what you have is kept as a draft.",
            )
        connection, room = self.connection, self.room
        room.greet(connection, hello.want)
        answer = {
            "version": 1,
            "generation": room.generation,
            "person": person_json(connection.person),
            "role": connection.role.value,
            "title": room.title,
            "seq": room.durable_seq,
        }
        connection.push(write_hello(answer))

    def _receive_awareness(self, frame: AwarenessUpdate, now_ms: int) -> None:
        connection = self.connection
        if not allows(connection.role, Action.AWARENESS) or self._awareness_limited(now_ms):
            return
        relayed: list[Presence] = []
        for client, clock, state in frame.entries:
            if connection.awareness_client is None and state != "null":
                self._claim_awareness(client)
            if client != connection.awareness_client:
                continue  # stock providers echo what they hear of others
            user = person_json(connection.person)
            presence = self.room.awareness.receive(client, clock, state, user, now_ms)
            if presence is not None:
                relayed.append(presence)
        if relayed:
            self.room.tell(write_awareness(relayed))

    def _claim_awareness(self, client: int) -> None:
        """The first state names the client id this connection speaks for; somebody else's is not given.

        One's own is, when a socket that is dead but not known to be still has it.
        """
        room, connection = self.room, self.connection
        if room.clients.get(client, connection.person.id) != connection.person.id:
            return
        for other in room.connections.values():
            if other.awareness_client == client:
                if other.person.id != connection.person.id:
                    return
                other.awareness_client = None
        connection.awareness_client = client

    def _awareness_limited(self, now_ms: int) -> bool:
        second = now_ms // 1000
        if second != self._awareness_second:
            self._awareness_second, self._awareness_count = second, 0
        self._awareness_count += 1
        return self._awareness_count > AWARENESS_PER_SECOND
