"""A passage that somebody asks about, held against the document: whose words it is, and what is left out. No I/O."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final

from assist.passage import MASK
from crdt.authorship import Entry
from crdt.ids import IdRange, to_units
from crdt.texts import is_known, units_of
from server.names import SYSTEM_PERSON_ID
from server.room import Room

__all__ = ["Piece", "masked", "pieces_of", "writers_of"]

Piece = tuple[str, Entry]
"""Text in UTF-16 units (`crdt.ids.to_units`), and whose it is."""
_WORDS: Final = re.compile(r"\S(?:[^\n]*\S)?")


def pieces_of(room: Room, text: str, ids: Sequence[IdRange]) -> list[Piece] | None:
    """Return a text piece by piece with its authorship, in its order.

    Args:
        room: of the document.
        text: as it was sent.
        ids: what it is said to consist of.

    Returns:
        The pieces; None if the ids are not known here, or hold another text.
    """
    store, authorship = room.guard.store, room.ledger.lineage.authorship
    units, at, found = to_units(text), 0, list[Piece]()
    for each in ids:
        if each.length <= 0 or each.clock < 0 or not is_known(store, each):
            return None
        held = units_of(store, each)
        if held is None or held != units[at : at + each.length]:
            return None
        for span, entry in authorship.spans_of([each]):
            start = at + span.clock - each.clock
            found.append((units[start : start + span.length], entry))
        at += each.length
    return found if at == len(units) else None


def writer_of(entry: Entry) -> str | None:
    """Whose consent a piece needs: its author's; where nobody knows the author, that of who brought it in."""
    if entry.author is not None or entry.written == "adopted":
        return entry.author
    return entry.placed_by if entry.placed_by != SYSTEM_PERSON_ID else None


def writers_of(pieces: Sequence[Piece]) -> set[str]:
    """Return everybody whose consent a passage needs."""
    return {person for _, entry in pieces if (person := writer_of(entry)) is not None}


def masked(pieces: Sequence[Piece], refusing: Container[str | None]) -> tuple[str, int]:
    """Return a text without the words of those who refuse, and how many stretches were left out.

    White space stays, so that lines and words are where they were.
    """
    parts: list[str] = []
    left_out = 0
    for hides, group in groupby(_hidden_or_not(pieces, refusing), key=itemgetter(0)):
        text = _spelled("".join(units for _, units in group))
        if hides:
            text, count = _WORDS.subn(MASK, text)
            left_out += count
        parts.append(text)
    return "".join(parts), left_out


def _hidden_or_not(
    pieces: Sequence[Piece], refusing: Container[str | None]
) -> Iterator[tuple[bool, str]]:
    """The pieces, and whether each is left out; white space goes with what stands before it."""
    hides = False
    for units, entry in pieces:
        if units.strip():
            hides = writer_of(entry) in refusing
        yield hides, units


def _spelled(units: str) -> str:
    """The inverse of `to_units`, also where an entry ends inside a surrogate pair."""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
