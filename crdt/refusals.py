"""Claims that did not hold, as they are kept, served and exported: bounded, and always valid JSON (SPEC.md V5)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple, cast

from crdt.checked import Checked
from crdt.lineage import Decided

__all__ = ["CLAIM_CHARACTERS", "Refusal", "refusals_of"]

CLAIM_CHARACTERS: Final = 1_000
"""A claim that is longer as JSON is kept as that many characters of it."""


class Refusal(NamedTuple):
    """A claim that did not hold.

    Attributes:
        seq: the entry of the ledger that made it.
        at: when the server received it, in ms since the epoch.
        person: who was signed in on the connection.
        client: under which client id.
        reason: why it did not hold (`claims.RefusalReason`).
        claim: as it came, as far as JSON can say it; a string if it was long.
    """

    seq: int
    at: int
    person: str
    client: int
    reason: str
    claim: object


def refusals_of(
    decided: Decided, checked: Checked, seq: int, at: int, person: str
) -> Iterator[Refusal]:
    """The claims of one update that did not hold."""
    for refused in decided.refused:
        client = checked.clients[0]
        yield Refusal(seq, at, person, client, refused.reason, _bounded(refused.value))


def _bounded(claim: object) -> object:
    plain = _plain(claim)
    text = json.dumps(plain, ensure_ascii=False)
    return plain if len(text) <= CLAIM_CHARACTERS else text[:CLAIM_CHARACTERS]


def _plain(value: object) -> object:
    """A value of an update as JSON can say it."""
    match value:
        case None | bool() | int():
            return value
        case float():
            if value.is_integer() and abs(value) < 2**53:
                return int(value)
            return value if math.isfinite(value) else str(value)
        case str():
            return value.encode("utf-8", "replace").decode()
        case Mapping():
            fields = cast("Mapping[object, object]", value)
            return {str(_plain(name)): _plain(each) for name, each in fields.items()}
        case bytes():
            return f"{len(value)} bytes"
        case Sequence():
            return [_plain(each) for each in cast("Sequence[object]", value)]
        case _:
            return str(value)
