"""What people did to a document and when, as its log tells it: a diary that is kept up with the log."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Final

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
    """Who sent each entry of a log and when, and what that adds up to; told every row in its order."""

    def __init__(self) -> None:
        self.efforts: dict[str, Effort] = {}
        self.days: dict[tuple[int, str], Day] = {}
        """By day (whole days since the epoch, UTC) and person."""
        self.changes: array[int] = array("Q")
        """The entries that changed the document."""
        self._first = 0
        self._at: array[int] = array("q")
        self._who: array[int] = array("L")
        self._people: list[str] = []
        self._numbers: dict[str, int] = {}

    def note_row(self, row: LogRow) -> None:
        """Take the next row of the log."""
        if not self._at:
            self._first = row.seq
        self._at.append(row.at_ms)
        number = self._numbers.get(row.person_id)
        if number is None:
            number = self._numbers[row.person_id] = len(self._people)
            self._people.append(row.person_id)
        self._who.append(number)

    def note_change(self, row: LogRow, inserted: int, deleted: int) -> None:
        """Take what the row just noted did to the document, in units of text."""
        self.changes.append(row.seq)
        if row.person_id == SYSTEM_PERSON_ID:
            return
        effort = self.efforts.get(row.person_id)
        if effort is None:
            effort = self.efforts[row.person_id] = Effort(row.at_ms, row.at_ms)
        since = row.at_ms - effort.ended
        if 0 <= since <= PAUSE_MS:
            effort.active_ms += since
        effort.ended = max(effort.ended, row.at_ms)
        effort.updates += 1
        effort.keystrokes += 0 < inserted + deleted <= KEYSTROKE_UNITS
        day = self.days.setdefault((row.at_ms // DAY_MS, row.person_id), Day())
        day.updates += 1
        day.inserted += inserted
        day.deleted += deleted

    def at(self, seq: int) -> int:
        """When an entry was received."""
        return self._at[seq - self._first]

    def who(self, seq: int) -> str:
        """Who sent an entry."""
        return self._people[self._who[seq - self._first]]
