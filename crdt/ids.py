"""Vocabulary of ids: clients, clocks, ranges, versions, and the UTF-16 units that clocks count.

An id is `(client, clock)`. Clocks count UTF-16 code units, so text that is addressed by ids is
kept as a *units string*: one Python character per UTF-16 unit, characters beyond the Basic
Multilingual Plane spelled as two surrogates. A string without such characters is its own units
string.

The value types here are named tuples, not dataclasses: several are built for every key press,
and a frozen dataclass costs four times as much to build.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, NewType

__all__ = [
    "MAX_CLOCK",
    "ROOT_CONTENT",
    "ROOT_LINEAGE",
    "SERVER_CLIENT",
    "ClientId",
    "Clock",
    "Deletions",
    "Id",
    "IdRange",
    "StateVector",
    "Version",
    "from_units",
    "to_units",
]

ClientId = NewType("ClientId", int)
Clock = NewType("Clock", int)

StateVector = Mapping[int, int]
"""Next clock of each client: the number of its ids that are known."""

Deletions = Mapping[int, Sequence[tuple[int, int]]]
"""Deleted ids: per client, sorted and disjoint `(clock, length)` pairs."""

ROOT_CONTENT: Final = "content"
ROOT_LINEAGE: Final = "lineage"
SERVER_CLIENT: Final = 2**32 - 1
"""The client id under which the server itself writes a document's first line end."""
MAX_CLOCK: Final = 2**31
"""Clocks stay below this."""


class Id(NamedTuple):
    """One id: the `clock`-th unit that `client` inserted."""

    client: int
    clock: int


class IdRange(NamedTuple):
    """`length` consecutive ids of one client, from `clock` on."""

    client: int
    clock: int
    length: int

    @property
    def end(self) -> int:
        """The first clock behind the range."""
        return self.clock + self.length


class Version(NamedTuple):
    """A moment of a document: what was inserted and what was deleted by then."""

    state: StateVector
    deletions: Deletions


_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def _pair(match: re.Match[str]) -> str:
    value = ord(match[0]) - 0x10000
    return chr(0xD800 | value >> 10) + chr(0xDC00 | value & 0x3FF)


def to_units(text: str) -> str:
    """Spell `text` as UTF-16 units, one character each.

    `text` must not hold lone surrogates; text decoded from UTF-8 never does.
    """
    return text if text.isascii() else _ASTRAL.sub(_pair, text)


def from_units(units: str) -> str:
    """The inverse of `to_units`.

    Raises:
        UnicodeDecodeError: `units` begins or ends inside a surrogate pair.
    """
    if units.isascii():
        return units
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
