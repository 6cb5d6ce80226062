"""Open rooms: opened from the log when somebody comes, written as a snapshot and let go when they are quiet.

Two tasks live in the task group of `running`: one makes everything durable (server.commit), one looks after what is due
with time (server.upkeep). A room whose batch cannot be made durable is thrown away and its sockets closed, so
that what people see is always what the log says.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace

import structlog

from crdt.errors import CrdtError
from crdt.frames import write_notice
from server import upkeep
from server.access import Action, Role, allows, effective_role
from server.asked import AskedByPerson
from server.commit import GroupCommit
from server.connection import NO_WIRE, CloseCode, Closing, Connection, Wire
from server.contents import OutdatedSnapshot, open_contents
from server.elsewhere import Elsewhere
from server.errors import Unavailable
from server.metrics import CONNECTIONS, ROOMS
from server.opening import UNTITLED, new_document
from server.ports import Clock, Store
from server.records import Person
from server.room import Room
from server.session import Session
from server.signing import Signing
from server.visits import Visits

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class HostingLimits:
    """How much one process takes on; each is a setting (docs/running.md)."""

    connections: int = 2_000
    connections_per_document: int = 200
    connections_per_person: int = 20
    idle_ms: int = 60_000
    snapshot_every: int = 2_000


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who opened a socket: a person with a session, or a guest of its own without one."""

    person: Person
    session_id: str | None
    anonymous: bool


@dataclass(slots=True, eq=False)
class _Arrival:
    """Somebody who is being let in: what is decided about them meanwhile counts."""

    visitor: Visitor
    document_id: str
    closing: Closing | None = None
    ask_again: bool = False

    def close(self, closing: Closing) -> None:
        """Let them in no more."""
        self.closing = closing


class Hosting:
    """All open rooms of this process."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        open_mode: bool,
        limits: HostingLimits,
        signing: Signing | None = None,
    ) -> None:
        self.asked = AskedByPerson(store)
        self.elsewhere = Elsewhere(self.open_room, self._role)
        self.visits = Visits(store)
        self._store = store
        self._clock = clock
        self._open_mode = open_mode
        self._limits = limits
        self._rooms: dict[str, Room] = {}
        self._opening: dict[str, asyncio.Task[Room]] = {}
        self._arrivals: set[_Arrival] = set()
        self._roles = asyncio.Lock()
        self._numbers = itertools.count(1)
        self._stopping = False
        self._commit = GroupCommit(store, clock, self._fail)
        self._upkeep = upkeep.Upkeep(
            store,
            clock,
            signing or Signing(store, clock),
            snapshot_every=limits.snapshot_every,
            failed=self._fail,
        )

    # -- life ----------------------------------------------------------------------------

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Run the two tasks; on the way out everything is made durable and every room written."""
        async with asyncio.TaskGroup() as tasks:
            running = [
                tasks.create_task(self._commit.run(), name="commit"),
                tasks.create_task(self._tend_for_ever(), name="tend"),
            ]
            try:
                yield
            finally:
                await self.stop()
                for task in running:
                    task.cancel()

    async def stop(self) -> None:
        """Close every socket, make durable what waits, write every room as a snapshot."""
        self._stopping = True
        closing = Closing(CloseCode.GOING_AWAY, "The server is restarting.")
        for someone in (*self._connections(), *self._arrivals):
            someone.close(closing)
        await self._commit.flush()
        for room in list(self._rooms.values()):
            await self._upkeep.finish(room)
        await self.visits.write_down()

    # -- connections ---------------------------------------------------------------------

    async def connect(
        self,
        visitor: Visitor,
        document_id: str,
        wake: Callable[[], None],
        wire: Wire = NO_WIRE,
    ) -> Session:
        """Let somebody into a document; it is opened if it is not.

        Raises:
            Closing: there is no place for another connection, or the visitor may not read here.
        """
        self._check_crowd(visitor, document_id)
        arrival = _Arrival(visitor, document_id)
        self._arrivals.add(arrival)
        try:
            asked = None if visitor.anonymous else await self.asked.of(visitor.person.id)
            room, role = await self._let_in(arrival)
        finally:
            self._arrivals.discard(arrival)
        connection = Connection(
            next(self._numbers),
            arrival.visitor.person,
            role,
            wake,
            wire=wire,
            anonymous=visitor.anonymous,
            session_id=visitor.session_id,
            asked=asked,
            came_ms=self._clock(),
        )
        room.join(connection)
        CONNECTIONS.inc()
        return Session(connection, room)

    async def _let_in(self, arrival: _Arrival) -> tuple[Room, Role]:
        """The room as it is open now, and the role as it is now."""
        document_id, person = arrival.document_id, arrival.visitor.person
        while True:
            room = await self._open(document_id, person)
            arrival.ask_again = False
            role = await self._role(document_id, person.id)
            if arrival.closing is not None:
                raise arrival.closing
            if arrival.ask_again or self._rooms.get(document_id) is not room:
                continue
            if role is None or not allows(role, Action.READ):
                raise Closing(CloseCode.NO_DOCUMENT, "There is no such document.")
            return room, role

    def disconnect(self, session: Session) -> None:
        """A socket has ended, for whatever reason."""
        room, connection, now = session.room, session.connection, self._clock()
        room.leave(connection, now)
        CONNECTIONS.dec()
        person_id = connection.person.id
        if not connection.anonymous and room.present_since(person_id) is None:
            self.visits.leave(
                room.document_id,
                person_id,
                came_ms=connection.came_ms,
                seq=room.durable_seq,
                at_ms=now,
            )

    async def seen_before(self, document_id: str, person_id: str) -> int | None:
        """The last entry of a log that somebody had seen when they were last here, or None if they never were."""
        room, now = self._rooms.get(document_id), self._clock()
        came = room.present_since(person_id) if room else None
        return await self.visits.seen_before(document_id, person_id, now if came is None else came)

    async def _role(self, document_id: str, person_id: str) -> Role | None:
        stored = await self._store.role_of(document_id, person_id)
        return effective_role(stored, open_mode=self._open_mode)

    def _connections(self) -> list[Connection]:
        return [c for room in self._rooms.values() for c in room.connections.values()]

    def _check_crowd(self, visitor: Visitor, document_id: str) -> None:
        if self._stopping:
            raise Closing(CloseCode.GOING_AWAY, "The server is restarting.")
        limits, room = self._limits, self._rooms.get(document_id)
        here = len(room.connections) if room else 0
        here += sum(arrival.document_id == document_id for arrival in self._arrivals)
        everywhere = len(self._connections()) + len(self._arrivals)
        if here >= limits.connections_per_document or everywhere >= limits.connections:
            raise Closing(CloseCode.TOO_MANY, "Too many people are here; try again in a minute.")
        if visitor.anonymous:
            return
        mine = sum(c.person.id == visitor.person.id for c in self._connections())
        mine += sum(arrival.visitor.person.id == visitor.person.id for arrival in self._arrivals)
        if mine >= limits.connections_per_person:
            raise Closing(CloseCode.TOO_MANY, "You have too many documents open at once.")

    # -- opening rooms -------------------------------------------------------------------

    def room(self, document_id: str) -> Room | None:
        """The room of a document, if it is open."""
        return self._rooms.get(document_id)

    async def _opened(self, document_id: str) -> Room | None:
        """The room of a document if it is open, after the end of an opening that is under way."""
        opening = self._opening.get(document_id)
        if opening is not None:
            await asyncio.wait((opening,))
        return self._rooms.get(document_id)

    async def open_room(self, document_id: str) -> Room:
        """The room of a document, opened if it is not; for readers of its text and authorship.

        Raises:
            Closing: there is no such document.
        """
        return await self._open(document_id, None)

    async def settled_room(self, document_id: str) -> Room:
        """The room of a document as `open_room` gives it, once what it has accepted is durable.

        Raises:
            Closing: there is no such document.
        """
        room = await self.open_room(document_id)
        await self._commit.flush()
        return room

    async def _open(self, document_id: str, visitor: Person | None) -> Room:
        room = self._rooms.get(document_id)
        if room is not None:
            return room
        opening = self._opening.get(document_id)
        if opening is None:
            opening = asyncio.create_task(self._load(document_id, visitor))
            self._opening[document_id] = opening
            opening.add_done_callback(lambda _: self._opening.pop(document_id, None))
        return await asyncio.shield(opening)

    async def _load(self, document_id: str, visitor: Person | None) -> Room:
        stored = await self._store.load(document_id)
        if stored is None and self._open_mode and visitor is not None:
            document, first, clients = new_document(document_id, UNTITLED, None, self._clock())
            await self._store.create_document(document, first, clients)
            stored = await self._store.load(document_id)
        if stored is None or stored.document.deleted_at is not None:
            raise Closing(CloseCode.NO_DOCUMENT, "There is no such document.")
        try:
            try:
                contents = await open_contents(stored)
            except OutdatedSnapshot:
                tail = await self._store.load_log(document_id)
                stored = replace(stored, snapshot=None, entries=(), tail=tail)
                contents = await open_contents(stored)
        except CrdtError as error:
            log.critical("log cannot be replayed", document=document_id, error=str(error))
            message = "This document cannot be opened; its history is kept and untouched."
            raise Closing(CloseCode.INTERNAL, message) from error
        room = Room(contents, self._commit.schedule)
        room.last_left_ms = self._clock()  # whoever opened it may come back soon
        self._rooms[document_id] = room
        self._upkeep.opened(room, stored.snapshot.seq if stored.snapshot else 0)
        ROOMS.set(len(self._rooms))
        return room

    # -- closing rooms -------------------------------------------------------------------

    def _fail(self, room: Room, error: BaseException) -> None:
        """What this room shows cannot be trusted: everybody reconnects to what the log says."""
        log.error("room thrown away", document=room.document_id, error=str(error))
        self._forget(room)
        for connection in room.connections.values():
            connection.close(Closing(CloseCode.RELOADING, "This document is being reloaded."))

    def _forget(self, room: Room) -> None:
        if self._rooms.get(room.document_id) is room:
            del self._rooms[room.document_id]
            self._upkeep.forgotten(room)
            ROOMS.set(len(self._rooms))

    async def _tend_for_ever(self) -> None:
        while True:
            await asyncio.sleep(upkeep.TEND_EVERY_S)
            now = self._clock()
            for room in list(self._rooms.values()):
                try:
                    await self._tend(room, now)
                except Exception:  # the other rooms need looking after all the same
                    log.exception("room not looked after", document=room.document_id)
            with suppress(Unavailable):
                await self.visits.write_down()

    async def _tend(self, room: Room, now_ms: int) -> None:
        if not (room.idle and room.quiet_ms(now_ms) > self._limits.idle_ms):
            await self._upkeep.tend(room, now_ms)
            return
        await self._upkeep.finish(room)
        if room.idle:
            self._forget(room)

    # -- what the rest of the server tells us -----------------------------------------------

    async def person_changed(self, person_id: str) -> None:
        """A person has another name or colour: their carets show it from the next move."""
        person = await self._store.person(person_id)
        for arrival in self._arrivals:
            if person is not None and arrival.visitor.person.id == person_id:
                arrival.visitor = replace(arrival.visitor, person=person)
        for room in list(self._rooms.values()):
            for connection in room.connections.values():
                if person is not None and connection.person.id == person_id:
                    connection.person = person
            room.tell(write_notice({"kind": "people"}), greeted_only=True)

    async def access_changed(self, document_id: str, person_id: str | None) -> None:
        """A role is another: it counts from the next message, and without one the socket closes."""
        for arrival in self._arrivals:
            arrival.ask_again |= arrival.document_id == document_id
        room = self._rooms.get(document_id)
        if room is None:
            return
        async with self._roles:  # one after the other: what was read last is what counts
            for connection in list(room.connections.values()):
                if person_id is None or connection.person.id == person_id:
                    self._set_role(connection, await self._role(document_id, connection.person.id))
        room.tell(write_notice({"kind": "people"}), greeted_only=True)

    def _set_role(self, connection: Connection, role: Role | None) -> None:
        if role is None or not allows(role, Action.READ):
            connection.close(
                Closing(CloseCode.REVOKED, "You have no access to this document any more.")
            )
        elif role is not connection.role:
            connection.role = role
            if connection.greeted:
                connection.push(write_notice({"kind": "role", "role": role.value}))

    async def role_given(
        self, document_id: str, by: str, person_id: str, role: Role | None
    ) -> None:
        """Somebody gave a person a role, or took it (None)."""
        given = None if role is None else role.value
        await self.record(document_id, by, {"kind": "role", "person": person_id, "role": given})

    async def document_deleted(self, document_id: str) -> None:
        """A document is gone: its sockets close, what they sent stays in the log."""
        closing = Closing(CloseCode.NO_DOCUMENT, "This document was deleted.")
        for arrival in self._arrivals:
            if arrival.document_id == document_id:
                arrival.close(closing)
        if (room := await self._opened(document_id)) is None:
            return
        room.tell(write_notice({"kind": "deleted"}), greeted_only=True)
        for connection in room.connections.values():
            connection.close(closing)
        self._forget(room)
        await self._commit.flush()

    async def title_changed(self, document_id: str, title: str) -> None:
        """A document has another title."""
        if (room := self._rooms.get(document_id)) is not None:
            room.title = title
            room.tell(write_notice({"kind": "title", "title": title}), greeted_only=True)

    async def session_revoked(self, session_id: str) -> None:
        """A session has ended: its sockets close."""
        closing = Closing(CloseCode.NO_SESSION, "This session was ended.")
        for connection in self._connections():
            if connection.session_id == session_id:
                connection.close(closing)
        for arrival in self._arrivals:
            if arrival.visitor.session_id == session_id:
                arrival.close(closing)

    def notify(self, document_id: str, kind: str) -> None:
        """Tell everybody in a document that something of it is to be read again."""
        if (room := self._rooms.get(document_id)) is not None:
            room.tell(write_notice({"kind": kind}), greeted_only=True)

    # -- the ledger ------------------------------------------------------------------------

    async def record(self, document_id: str, person_id: str, body: Mapping[str, object]) -> int:
        """Enter something that is no update into a document's ledger; it is durable on return.

        Returns:
            The number of the entry.

        Raises:
            Closing: there is no such document.
            Unavailable: it could not be made durable.
        """
        room = await self.open_room(document_id)
        seq = room.record(person_id, body, self._clock())
        await self._commit.flush()
        if room.durable_seq < seq:
            raise Unavailable("This could not be saved; please try again.", retry_after_s=5)
        return seq
