"""The life of a document: its sessions of work, its named versions, and when everything in it came and went."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from crdt.codec import Reader, Writer
from crdt.errors import Malformed
from crdt.timeline import Moment, Timeline
from crdt.update import REF_STRING, Item, Update, decode_update
from server.effort import Diary
from server.records import LogRow, RowKind

__all__ = ["History", "NamedVersion", "Session", "Work", "version_body"]

IDLE_MS: Final = 15 * 60 * 1000
"""Nobody wrote for so long: what comes next is another session."""


@dataclass(slots=True)
class Work:
    """What one person did in a session; text in UTF-16 units."""

    updates: int = 0
    inserted: int = 0
    deleted: int = 0

    def add(self, other: Work) -> None:
        """Count other work in."""
        self.updates += other.updates
        self.inserted += other.inserted
        self.deleted += other.deleted


@dataclass(slots=True)
class Session:
    """Work without a long pause: from entry `first` to entry `last` of the log; times in ms since the epoch."""

    first: int
    last: int
    began: int
    ended: int
    people: dict[str, Work] = field(default_factory=dict[str, Work])

    def extend(self, later: Session) -> None:
        """Go on with the work of a session that follows without a pause."""
        self.last, self.ended = later.last, max(self.ended, later.ended)
        for person, work in later.people.items():
            self.people.setdefault(person, Work()).add(work)


@dataclass(frozen=True, slots=True)
class NamedVersion:
    """A moment that somebody gave a name: what the document was when entry `seq` was in."""

    id: str
    seq: int
    name: str
    person: str
    at: int


class History:
    """What the log of one document, or a part of it, says about time; told every row in its order."""

    def __init__(self) -> None:
        self.timeline = Timeline()
        self.sessions: list[Session] = []
        self._versions: dict[str, NamedVersion | None] = {}
        self.diary = Diary()

    @property
    def seq(self) -> int:
        """The last entry that it was told."""
        return self.timeline.seq

    @property
    def versions(self) -> list[NamedVersion]:
        """The versions with names, oldest moment first."""
        named = [version for version in self._versions.values() if version is not None]
        return sorted(named, key=lambda version: (version.seq, version.at))

    def version(self, version_id: str) -> NamedVersion | None:
        """The version with that id, if it has a name still."""
        return self._versions.get(version_id)

    def note(self, row: LogRow) -> None:
        """Take the next row of the log."""
        moment = Moment(row.seq, row.at_ms, row.person_id)
        if row.kind != RowKind.UPDATE:
            self.timeline.note(moment, None)
            self.diary.note_entry(row)
            self._note_entry(row, json.loads(row.data))
            return
        update = decode_update(row.data)
        self.timeline.note(moment, update)
        inserted, deleted = _text_inserted(update), sum(ids.length for ids in update.deletions)
        self.diary.note_change(row, inserted, deleted)
        work = Work(updates=1, inserted=inserted, deleted=deleted)

        self._work_on(Session(row.seq, row.seq, row.at_ms, row.at_ms, {row.person_id: work}))

    def extend(self, later: History) -> None:
        """Go on with the history of the rows behind those here."""
        self.timeline.extend(later.timeline)
        self.diary.extend(later.diary)
        self._versions.update(later._versions)
        for session in later.sessions:
            self._work_on(session)

    def _work_on(self, session: Session) -> None:
        last = self.sessions[-1] if self.sessions else None
        if last is None or session.began - last.ended > IDLE_MS:
            self.sessions.append(session)
        else:
            last.extend(session)

    def _note_entry(self, row: LogRow, body: dict[str, Any]) -> None:
        if body["kind"] == "version":
            id_, name = body["version"], body["name"]
            named = NamedVersion(id_, body["entry"], name, row.person_id, row.at_ms)
            self._versions[id_] = None if name is None else named

    def dumps(self) -> bytes:
        """The history as bytes; `loads` is the inverse."""
        told = {
            "sessions": [asdict(session) for session in self.sessions],
            "versions": [
                [id_, version and asdict(version)] for id_, version in self._versions.items()
            ],
            "diary": self.diary.to_json(),
        }
        writer = Writer()
        writer.write_varstring(json.dumps(told, ensure_ascii=False))
        writer.write_varbytes(self.timeline.dumps())
        return zlib.compress(writer.bytes(), 9)

    @classmethod
    def loads(cls, data: bytes) -> History:
        """Read what `dumps` wrote.

        Raises:
            Malformed: `data` is something else.
        """
        try:
            reader = Reader(zlib.decompress(data))
        except zlib.error as error:
            raise Malformed(0, "a compressed history") from error
        history = cls()
        told = json.loads(reader.read_varstring())
        history.timeline = Timeline.loads(reader.read_varbytes())
        reader.finish()
        for each in told["sessions"]:
            people = {person: Work(**work) for person, work in each.pop("people").items()}
            history.sessions.append(Session(**each, people=people))
        for id_, version in told["versions"]:
            history._versions[id_] = version and NamedVersion(**version)
        history.diary = Diary.from_json(told["diary"])
        return history


def version_body(version_id: str, seq: int, name: str | None) -> dict[str, object]:
    """The fields of a ledger entry that names a moment, or (None) takes its name away."""
    return {"kind": "version", "version": version_id, "entry": seq, "name": name}


def _text_inserted(update: Update) -> int:
    return sum(
        struct.length
        for struct in update.structs
        if isinstance(struct, Item) and struct.ref == REF_STRING
    )
