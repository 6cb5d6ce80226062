"""What people did to a document and when, as its log tells it: a diary that is kept up with the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass
from typing import Any, Final

from server.names import SYSTEM_PERSON_ID
from server.records import LogRow

__all__ = ["KEYSTROKE_UNITS", "PAUSE_MS", "Day", "Diary", "Effort"]

PAUSE_MS: Final = 2 * 60 * 1000
"""Two changes of one person that are further apart have a pause between them, which is no work."""
KEYSTROKE_UNITS: Final = 2
"""A change of at most so many units is a key press."""
DAY_MS: Final = 24 * 60 * 60 * 1000


@dataclass(slots=True)
class Effort:
    """What one person did to a document; text in UTF-16 units, times in ms since the epoch."""

    began: int
    ended: int
    active_ms: int = 0
    updates: int = 0
    keystrokes: int = 0


@dataclass(slots=True)
class Day:
    """What one person did on one day; text in UTF-16 units."""

    updates: int = 0
    inserted: int = 0
    deleted: int = 0


class Diary:
    """Who changed a document when, and what that adds up to; told every row of its log, or of a part, in order."""

    def __init__(self) -> None:
        self.efforts: dict[str, Effort] = {}
        self.days: dict[tuple[int, str], Day] = {}
        """By day (whole days since the epoch, UTC) and person."""
        self.entries: set[int] = set()
        """The entries that changed nothing of the document."""

    def note_entry(self, row: LogRow) -> None:
        """Take a row of the log that is no update."""
        self.entries.add(row.seq)

    def note_change(self, row: LogRow, inserted: int, deleted: int) -> None:
        """Take what an update did to the document, in units of text."""
        if row.person_id == SYSTEM_PERSON_ID:
            return
        keystrokes = int(0 < inserted + deleted <= KEYSTROKE_UNITS)
        self._add_effort(
            row.person_id, Effort(row.at_ms, row.at_ms, updates=1, keystrokes=keystrokes)
        )
        self._add_day((row.at_ms // DAY_MS, row.person_id), Day(1, inserted, deleted))

    def extend(self, later: Diary) -> None:
        """Go on with the diary of the rows behind those here."""
        self.entries |= later.entries
        for person, effort in later.efforts.items():
            self._add_effort(person, effort)
        for key, day in later.days.items():
            self._add_day(key, day)

    def _add_effort(self, person: str, later: Effort) -> None:
        effort = self.efforts.get(person)
        if effort is None:
            self.efforts[person] = later
            return
        since = later.began - effort.ended
        if 0 <= since <= PAUSE_MS:
            effort.active_ms += since
        effort.active_ms += later.active_ms
        effort.ended = max(effort.ended, later.ended)
        effort.updates += later.updates
        effort.keystrokes += later.keystrokes

    def _add_day(self, key: tuple[int, str], later: Day) -> None:
        day = self.days.setdefault(key, Day())
        day.updates += later.updates
        day.inserted += later.inserted
        day.deleted += later.deleted

    def to_json(self) -> dict[str, Any]:
        """The diary as JSON; `from_json` is the inverse."""
        return {
            "efforts": {person: asdict(effort) for person, effort in self.efforts.items()},
            "days": [[*key, *astuple(day)] for key, day in self.days.items()],
            "entries": sorted(self.entries),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Diary:
        """Read what `to_json` gave."""
        diary = cls()
        diary.efforts = {person: Effort(**effort) for person, effort in told["efforts"].items()}
        diary.days = {(day, person): Day(*rest) for day, person, *rest in told["days"]}
        diary.entries = set(told["entries"])
        return diary
