"""Where inserted text came from: reading lineage claims and believing those that hold.

A claim is an entry of the root `lineage`, pushed in the same transaction as the text it speaks of.
This first level verifies adopted text (a suggestion was placed) and takes the writer's word that
text was pasted from outside, which gives nobody authorship. Claims that name a source in the
document are read, but not believed yet: their text counts as typed (SPEC.md L1 to L9).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple, cast

from crdt.checked import Inserted
from crdt.ids import MAX_CLOCK, ROOT_CONTENT, ROOT_LINEAGE, Id, IdRange, to_units
from crdt.idset import IdSet
from crdt.ledger import Entry
from crdt.spans import IdRangeLike, SpanWriter

__all__ = [
    "AdoptedClaim",
    "Claim",
    "Classified",
    "PastedClaim",
    "RefusalReason",
    "RefusedClaim",
    "SourceClaim",
    "claims_in",
    "classify",
    "parse_claim",
]

MAX_CLIENT: Final = 2**53 - 1
MAX_SUGGESTION_ID: Final = 64
COMPARED_PER_UNIT: Final = 4
"""Units compared for all claims of an update, at most, for each inserted unit."""


class AdoptedClaim(NamedTuple):
    """`to` is the suggestion's text from the UTF-16 offset `at` on."""

    to: IdRange
    suggestion: str
    at: int


class PastedClaim(NamedTuple):
    """`to` was pasted from outside the document."""

    to: IdRange


class SourceClaim(NamedTuple):
    """`to` was moved, copied or restored from the text that begins at `source`."""

    to: IdRange
    source: Id


Claim = AdoptedClaim | PastedClaim | SourceClaim

RefusalReason = Literal[
    "malformed",
    "not-inserted-here",
    "splits-pair",
    "overlaps",
    "no-such-suggestion",
    "out-of-range",
    "text-differs",
    "too-much-to-compare",
]


class RefusedClaim(NamedTuple):
    """A claim that changed nothing, as it came, and why."""

    value: object
    reason: RefusalReason


class Classified(NamedTuple):
    """The entry of every inserted id, and the claims that were not believed."""

    entries: Sequence[tuple[IdRangeLike, Entry]]
    refused: Sequence[RefusedClaim]


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
        case names if names == {"to", "from"}:
            source = _read_source(fields["from"])
            return None if source is None else SourceClaim(to, source)
        case _:
            pass
    return None


def _read_range(value: object) -> IdRange | None:
    numbers = _read_numbers(value, {"client": MAX_CLIENT, "clock": MAX_CLOCK, "length": MAX_CLOCK})
    if numbers is None or numbers["length"] == 0:
        return None
    found = IdRange(**numbers)
    return found if found.end <= MAX_CLOCK else None


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


def classify(
    inserted: Sequence[Inserted],
    claims: Sequence[object],
    person: str,
    at: int,
    suggestions: Callable[[str], str | None],
) -> Classified:
    """Decide the authorship of what one person's connection just inserted.

    Args:
        inserted: the new ids of an update, or of a batch of updates of this connection.
        claims: the values of `claims_in(inserted)`.
        person: who is signed in on the connection.
        at: when the server received it, in ms since the epoch.
        suggestions: the text of a suggestion served for this document, by its id.

    Returns:
        an entry for every inserted id, line ends, formats and lineage entries included; and every
        claim that was refused, which leaves its text as typed by the person.
    """
    typed = Entry(person, person, at, "typed")
    if not claims:
        return Classified([(run, typed) for run in inserted], ())
    judge = _Judge(inserted, suggestions)
    believed: list[tuple[IdRange, Entry]] = []
    for value in claims:
        claim = parse_claim(value)
        if claim is None:
            judge.refuse(value, "malformed")
        elif isinstance(claim, SourceClaim):
            continue
        elif judge.holds(claim, value):
            believed.append((claim.to, _entry_of(claim, person, at)))
    return Classified(_with_rest(inserted, believed, typed), judge.refused)


def _entry_of(claim: AdoptedClaim | PastedClaim, person: str, at: int) -> Entry:
    match claim:
        case AdoptedClaim():
            return Entry(None, person, at, "adopted", claim.suggestion)
        case PastedClaim():
            return Entry(None, person, at, "pasted")


def _with_rest(
    inserted: Sequence[Inserted], believed: list[tuple[IdRange, Entry]], typed: Entry
) -> list[tuple[IdRangeLike, Entry]]:
    everything = IdSet(IdRange(run.client, run.clock, run.length) for run in inserted)
    rest = everything - IdSet(to for to, _ in believed)
    spans: list[tuple[IdRangeLike, Entry]] = [*believed, *((span, typed) for span in rest)]
    return sorted(spans, key=lambda span: (span[0].client, span[0].clock))


class _Judge:
    """Compares claims with what was inserted; work is bounded by what was inserted."""

    def __init__(
        self, inserted: Sequence[Inserted], suggestions: Callable[[str], str | None]
    ) -> None:
        self.refused: list[RefusedClaim] = []
        self._suggestions = suggestions
        self._texts: dict[str, str | None] = {}
        # Text that came already deleted has no units; it goes with the claim around it.
        runs = [run for run in inserted if run.root == ROOT_CONTENT and _is_text(run)]
        self._runs = sorted(runs, key=lambda run: (run.client, run.clock))
        self._starts = [(run.client, run.clock) for run in self._runs]
        self._ids = IdSet(IdRange(run.client, run.clock, run.length) for run in runs)
        self._left = COMPARED_PER_UNIT * len(self._ids)
        self._taken: SpanWriter[bool] = SpanWriter()

    def refuse(self, value: object, reason: RefusalReason) -> bool:
        self.refused.append(RefusedClaim(value, reason))
        return False

    def holds(self, claim: AdoptedClaim | PastedClaim, value: object) -> bool:
        """Whether a claim is believed; if not, it is noted as refused."""
        if not self._ids.covers(claim.to):
            return self.refuse(value, "not-inserted-here")
        if self._splits_pair(claim.to):
            return self.refuse(value, "splits-pair")
        if any(taken for _, taken in self._taken.slice(*claim.to)):
            return self.refuse(value, "overlaps")
        if isinstance(claim, AdoptedClaim):
            reason = self._doubt(claim)
            if reason is not None:
                return self.refuse(value, reason)
        self._taken.put(*claim.to, value=True)
        return True

    def _doubt(self, claim: AdoptedClaim) -> RefusalReason | None:
        self._left -= claim.to.length
        if self._left < 0:
            return "too-much-to-compare"
        text = self._text_of(claim.suggestion)
        if text is None:
            return "no-such-suggestion"
        if claim.at + claim.to.length > len(text):
            return "out-of-range"
        return None if self._equals(claim, text) else "text-differs"

    def _text_of(self, suggestion: str) -> str | None:
        if suggestion not in self._texts:
            text = self._suggestions(suggestion)
            self._texts[suggestion] = None if text is None else to_units(text)
        return self._texts[suggestion]

    def _equals(self, claim: AdoptedClaim, text: str) -> bool:
        """Compare what text there is; at least some must be there."""
        shift = claim.at - claim.to.clock
        compared = False
        for start, units in self._texts_in(claim.to):
            if units != text[start + shift : start + shift + len(units)]:
                return False
            compared = True
        return compared

    def _texts_in(self, to: IdRange) -> Iterator[tuple[int, str]]:
        """`(clock, units)` of the texts in an inserted range, in clock order."""
        first = bisect_right(self._starts, (to.client, to.clock)) - 1
        for index in range(first, len(self._runs)):
            run = self._runs[index]
            start, end = max(run.clock, to.clock), min(run.clock + run.length, to.end)
            if run.client != to.client or start >= end:
                return
            if run.units is not None:
                yield start, run.units[start - run.clock : end - run.clock]

    def _splits_pair(self, to: IdRange) -> bool:
        """Whether one half of a surrogate pair is in the range and the other is not."""
        edges = (IdRange(to.client, to.clock, 1), IdRange(to.client, to.end - 1, 1))
        first, last = ("".join(units for _, units in self._texts_in(edge)) for edge in edges)
        return "\udc00" <= first <= "\udfff" or "\ud800" <= last <= "\udbff"


def _is_text(run: Inserted) -> bool:
    return run.kind in {"text", "deleted"}
