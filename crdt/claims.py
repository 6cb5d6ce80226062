"""Lineage claims: what an insertion says about where its characters come from.

A claim is an entry of the root `lineage`, pushed in the same transaction as the text it speaks of; for undo
and redo in the next one. Here claims are read; `crdt.lineage` decides which of them hold (SPEC.md L1 to L6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple, cast

from crdt.checked import Inserted
from crdt.ids import MAX_CLOCK, ROOT_LINEAGE, Id, IdRange

__all__ = [
    "AdoptedClaim",
    "Claim",
    "PastedClaim",
    "RefusalReason",
    "RefusedClaim",
    "SourceClaim",
    "claims_in",
    "parse_claim",
]

MAX_CLIENT: Final = 2**53 - 1
MAX_SUGGESTION_ID: Final = 64
MAX_DOCUMENT_ID: Final = 64


class AdoptedClaim(NamedTuple):
    """`to` is the suggestion's text from the UTF-16 offset `at` on."""

    to: IdRange
    suggestion: str
    at: int


class PastedClaim(NamedTuple):
    """`to` was pasted from outside the document."""

    to: IdRange


class SourceClaim(NamedTuple):
    """`to` was moved, copied or restored from the text that begins at `source`, here or in `document`."""

    to: IdRange
    source: Id
    document: str | None = None


Claim = AdoptedClaim | PastedClaim | SourceClaim

RefusalReason = Literal[
    "malformed",
    "not-inserted-here",
    "splits-pair",
    "overlaps",
    "no-such-suggestion",
    "no-such-source",
    "out-of-range",
    "text-differs",
    "pieced-together",
    "too-late",
    "too-much-to-compare",
]


class RefusedClaim(NamedTuple):
    """A claim that changed nothing, as it came, and why."""

    value: object
    reason: RefusalReason


def parse_claim(value: object) -> Claim | None:
    """Read a claim; None unless it has exactly the fields of one kind, with values in bounds."""
    if not isinstance(value, Mapping):
        return None
    fields = cast("Mapping[object, object]", value)
    to = _read_range(fields.get("to"))
    if to is None:
        return None
    match set(fields):
        case names if names == {"to", "suggestion", "at"}:
            suggestion, at = fields["suggestion"], _whole(fields["at"], MAX_CLOCK)
            if isinstance(suggestion, str) and 0 < len(suggestion) <= MAX_SUGGESTION_ID:
                return None if at is None else AdoptedClaim(to, suggestion, at)
        case names if names == {"to", "origin"}:
            return PastedClaim(to) if fields["origin"] == "pasted" else None
        case names if names in ({"to", "from"}, {"to", "from", "document"}):
            source, document = _read_source(fields["from"]), fields.get("document")
            if source is not None and (document is None or _is_document(document)):
                return SourceClaim(to, source, cast("str | None", document))
        case _:
            pass
    return None


def _read_range(value: object) -> IdRange | None:
    numbers = _read_numbers(value, {"client": MAX_CLIENT, "clock": MAX_CLOCK, "length": MAX_CLOCK})
    if numbers is None or numbers["length"] == 0:
        return None
    found = IdRange(**numbers)
    return found if found.end <= MAX_CLOCK else None


def _is_document(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_DOCUMENT_ID


def _read_source(value: object) -> Id | None:
    numbers = _read_numbers(value, {"client": MAX_CLIENT, "clock": MAX_CLOCK})
    return None if numbers is None else Id(**numbers)


def _read_numbers(value: object, bounds: Mapping[str, int]) -> dict[str, int] | None:
    if not isinstance(value, Mapping):
        return None
    fields = cast("Mapping[str, object]", value)
    if fields.keys() != bounds.keys():
        return None
    numbers = {name: _whole(fields[name], highest) for name, highest in bounds.items()}
    found = {name: number for name, number in numbers.items() if number is not None}
    return found if len(found) == len(bounds) else None


def _whole(value: object, highest: int) -> int | None:
    """A whole number from 0 to `highest`; clients may spell it as a float."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value <= highest and value == int(value) else None


def claims_in(inserted: Iterable[Inserted]) -> list[object]:
    """The lineage claims of an update, as they came."""
    return [value for run in inserted if run.root == ROOT_LINEAGE for value in run.values or ()]
