"""People at one document: pycrdt editors whose updates a guard and a lineage receive.

Places and lengths count UTF-16 units. Each editor has a guard of its own as its view of the document, which
tells the ids behind places, as the web editor knows them from Yjs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from pycrdt import Array, Doc, Text, TransactionEvent, UndoManager

from crdt.codec import encode_state_vector
from crdt.guard import Checked, Guard
from crdt.ids import SERVER_CLIENT, Id, from_units, to_units
from crdt.lineage import Decided, Lineage
from crdt.replica import Replica
from tests.crdt.documents import item, update

START_MS = 1_700_000_000_000
Claim = dict[str, Any]


class Told(NamedTuple):
    """What is said of a stretch of the live text."""

    text: str
    author: str | None
    origin: str
    suggestion: str | None = None
    undeclared: bool = False


class Letter(NamedTuple):
    """One live unit."""

    id: Id
    unit: str


def letters_of(guard: Guard) -> list[Letter]:
    """The live units, embeds as U+FFFC."""
    return [
        Letter(Id(piece.client, piece.clock + offset), unit)
        for piece in guard.sequence.live()
        for offset, unit in enumerate(piece.units or "\ufffc")
    ]


class Desk:
    """One document at the server."""

    def __init__(self) -> None:
        self.guard = Guard.empty()
        self.lineage = Lineage(self.guard)
        self.replica = Replica()
        self.editors: list[Editor] = []
        self.log: list[tuple[str, bytes]] = []
        self.decided: list[Decided] = []
        self.at = START_MS
        self._clients = iter(range(3_000_000_001, 4_000_000_000, 7))
        opening = update(item(SERVER_CLIENT, 0, "\n"))
        checked = self.guard.check(opening)
        self.guard.admit(checked)
        self.replica.apply(opening)
        self.decided.append(self.lineage.receive_opening(checked, "server", self.at))

    def editor(self, person: str) -> Editor:
        """Somebody opens the document."""
        editor = Editor(self, person, next(self._clients))
        self.editors.append(editor)
        return editor

    def suggest(self, suggestion: str, text: str, author: str | None = None) -> None:
        """A suggestion is served."""
        self.lineage.add_suggestion(suggestion, text, author)

    def receive(self, sender: Editor, data: bytes, *, offline: bool = False) -> Decided:
        """What an editor sent reaches the server, and goes on to everybody else."""
        checked = self.guard.check(data, offline=offline)
        self.guard.admit(checked)
        self.at += 700
        decided = self.lineage.receive(checked, sender.person, self.at)
        if decided.failure is not None:
            raise decided.failure
        self.decided.append(decided)
        if checked.update:
            self.log.append((sender.person, checked.update))
            self.replica.apply(checked.update)
            for editor in self.editors:
                if editor is not sender:
                    editor.inbox.append(checked.update)
                    if editor.hears:
                        editor.deliver()
        return decided

    @property
    def refused(self) -> list[str]:
        """The reasons of all claims refused so far."""
        return [refused.reason for decided in self.decided for refused in decided.refused]

    def told(self) -> list[Told]:
        """What is said of the live text but line ends, stretch by stretch."""
        found: list[Told] = []
        for (client, clock), unit in letters_of(self.guard):
            if unit == "\n":
                continue
            entry = self.lineage.authorship.entry_of(client, clock)
            new = Told(unit, entry.author, entry.origin, entry.suggestion, entry.undeclared)
            if found and found[-1][1:] == new[1:]:
                found[-1] = new._replace(text=found[-1].text + unit)
            else:
                found.append(new)
        return [each._replace(text=from_units(each.text)) for each in found]


class Editor:
    """One editor of one person. `hears` says whether what others do arrives at once."""

    def __init__(self, desk: Desk, person: str, client: int) -> None:
        self.desk = desk
        self.person = person
        self.inbox: list[bytes] = []
        self.hears = self.online = True
        self.pending: list[Claim] = []
        self.last: Checked | None = None
        self.open(client, [desk.replica.diff_since(None)])

    def open(self, client: int, history: Iterable[bytes]) -> None:
        """Load the document under a client id, as after a reload."""
        self.doc = Doc(client_id=client)
        self.text = self.doc.get("content", type=Text)
        self.claims = self.doc.get("lineage", type=Array)
        self.view = Guard.empty()
        self._hearing = False
        for data in history:
            self._hear(data)
        self.undo_manager = UndoManager(scopes=[self.text], capture_timeout_millis=0)
        self.undo_manager.include_origin("me")
        self._subscription = self.doc.observe(self._emit)

    def _emit(self, event: TransactionEvent) -> None:
        data = bytes(event.update)
        if self._hearing or data == b"\x00\x00":
            return
        self.last = self.view.check(data, offline=True)
        self.view.admit(self.last)
        if self.online:
            self.desk.receive(self, data)

    def _hear(self, data: bytes) -> None:
        self._hearing = True
        self.doc.apply_update(data)
        self._hearing = False
        self.view.admit(self.view.check(data, offline=True))

    def deliver(self, count: int | None = None) -> None:
        """What others did arrives."""
        arriving = self.inbox[:count]
        del self.inbox[:count]
        for data in arriving:
            self._hear(data)

    def sync(self) -> None:
        """Come back online: send all that the server lacks as one update, and hear what it has."""
        self.online = True
        known = encode_state_vector(self.desk.guard.state_vector)
        self.desk.receive(self, self.doc.get_update(known), offline=True)
        self.deliver()

    # Reading

    @property
    def client(self) -> int:
        """The client id."""
        return self.doc.client_id

    def letters(self) -> list[Letter]:
        """The live units as this editor sees them."""
        return letters_of(self.view)

    def units(self) -> str:
        """The live text as this editor sees it."""
        return "".join(letter.unit for letter in self.letters())

    def ids(self, start: int, end: int) -> list[Id]:
        """The ids behind `units()[start:end]`."""
        return [letter.id for letter in self.letters()[start:end]]

    def find(self, text: str) -> tuple[int, int]:
        """Where a text stands."""
        start = self.units().index(to_units(text))
        return start, start + len(to_units(text))

    # Writing

    def insert(
        self, at: int, text: str, *claims: Claim, cut: tuple[int, int] | None = None
    ) -> None:
        """Insert in one transaction, with claims; first delete a range, for moving by hand."""
        with self.doc.transaction(origin="me"):
            self._push_pending()
            if cut is not None:
                self._delete(*cut)
                at -= min(max(at - cut[0], 0), cut[1] - cut[0])
            self.text.insert(self._index(at), text)
            for claim in claims:
                self.claims.append(claim)

    def type(self, at: int, text: str) -> None:
        """Type key by key."""
        for character in text:
            self.insert(at, character)
            at += len(to_units(character))

    def delete(self, start: int, end: int) -> None:
        """Delete in one transaction."""
        with self.doc.transaction(origin="me"):
            self._push_pending()
            self._delete(start, end)

    def claim(self, *claims: Claim) -> None:
        """Push claims in a transaction of their own."""
        with self.doc.transaction(origin="claims"):
            for claim in claims:
                self.claims.append(claim)

    def format(self, start: int, end: int, marks: dict[str, Any]) -> None:
        """Format in one transaction."""
        with self.doc.transaction(origin="me"):
            self._push_pending()
            self.text.format(self._index(start), self._index(end), marks)

    def claim_pending(self) -> None:
        """Push the claims that wait, in a transaction of their own."""
        pending, self.pending = self.pending, []
        self.claim(*pending)

    def undo(self, *, redo: bool = False) -> list[tuple[Id, Id, int]]:
        """Undo or redo; returns first ids and lengths of what came back, with its deleted originals."""
        self.last = None
        done = self.undo_manager.redo() if redo else self.undo_manager.undo()
        return list(self._put_back(self.last)) if done and self.last is not None else []

    def _put_back(self, checked: Checked) -> Iterator[tuple[Id, Id, int]]:
        for run in checked.inserted:
            place = Id(run.client, run.clock)
            original = self.view.store.find(place).right_origin
            if run.kind == "text" and original is not None:
                yield place, original, run.length

    def _push_pending(self) -> None:
        for claim in self.pending:
            self.claims.append(claim)
        self.pending = []

    def _delete(self, start: int, end: int) -> None:
        del self.text[self._index(start) : self._index(end)]

    def _index(self, at: int) -> int:
        units = to_units(str(self.text))
        return len(from_units(units[:at]).encode())

    # Claims

    def to(self, length: int, offset: int = 0) -> dict[str, int]:
        """The next ids of this client, from `offset` of them on."""
        pending = len(self.pending)
        clock = self.view.store.next_clock(self.client) + pending + offset
        return {"client": self.client, "clock": clock, "length": length}

    def copied(self, sources: Sequence[Id]) -> list[Claim]:
        """Claims that the next insertion is a copy of these ids."""
        return [
            {"to": self.to(length, offset), "from": {"client": first.client, "clock": first.clock}}
            for offset, first, length in runs_of(sources)
        ]

    def placed(self, suggestion: str, length: int, at: int = 0) -> Claim:
        """A claim that the next insertion is a part of a suggestion."""
        return {"to": self.to(length), "suggestion": suggestion, "at": at}


def runs_of(ids: Sequence[Id]) -> Iterator[tuple[int, Id, int]]:
    """Offset, first id and length of each run of consecutive ids."""
    start = 0
    for offset in range(1, len(ids) + 1):
        last = ids[offset - 1]
        if offset == len(ids) or ids[offset] != (last.client, last.clock + 1):
            yield start, ids[start], offset - start
            start = offset
