"""What a claim says of its source, held against what is known of the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Protocol

from crdt.authorship import Authorship, Entry
from crdt.claims import AdoptedClaim, RefusalReason, SourceClaim
from crdt.excerpts import Excerpts
from crdt.ids import IdRange
from crdt.idset import IdSet
from crdt.memory import Memory
from crdt.recognise import Library
from crdt.spans import SpanWriter
from crdt.texts import is_known, text_segments, units_of

__all__ = ["Known", "Sources"]

COMPARED_PER_UNIT: Final = 4
"""Units compared for all claims of an update, at most, for each unit they may be about."""


class Known(Protocol):
    """What is known of a document before the update."""

    library: Library
    authorship: Authorship
    memory: Memory
    excerpts: Excerpts
    suggestion_ids: list[str]
    """Ids of the suggestions in the library, in its order."""

    def suggestion_number(self, suggestion: str) -> int | None:
        """The place of a suggestion in the library."""
        ...

    def suggestion_author(self, suggestion: str) -> str | None:
        """The person who wrote a suggestion; None: a machine did."""
        ...


class Sources:
    """The sources that the claims of one update name.

    Args:
        known: the document before the update, with the texts that the update inserted.
        person: who sent the update.
        new: the text that the update inserted.
        here: its entries, as far as they are decided.
        late: how much text of the update before its claims may be about.
    """

    def __init__(
        self, known: Known, person: str, new: IdSet, here: SpanWriter[Entry], late: int = 0
    ) -> None:
        self._known = known
        self._store = known.library.store
        self._person = person
        self._new = new
        self._here = here
        self._left = COMPARED_PER_UNIT * (len(new) + late) + 64

    def doubt_text(self, claim: AdoptedClaim, text: str | None) -> RefusalReason | None:
        """Why inserted text is not what a suggestion says at the place claimed, or None."""
        if text is None:
            return "no-such-suggestion"
        if claim.at + claim.to.length > len(text):
            return "out-of-range"
        self._left -= claim.to.length
        if self._left < 0:
            return "too-much-to-compare"
        expected = text[claim.at : claim.at + claim.to.length]
        return None if self._holds(claim.to, expected) else "text-differs"

    def _holds(self, to: IdRange, expected: str) -> bool:
        """Whether inserted ids have this text, where their text is known."""
        return all(
            units is None or units == expected[ids.clock - to.clock : ids.end - to.clock]
            for ids, units in text_segments(self._store, to)
        )

    def of(self, claim: SourceClaim) -> Sequence[tuple[IdRange, Entry]] | RefusalReason | None:
        """The ids a claim names with their entries; why it does not hold; None if undecided yet."""
        source = IdRange(claim.source.client, claim.source.clock, claim.to.length)
        self._left -= claim.to.length
        if self._left < 0:
            return "too-much-to-compare"
        if claim.document is not None:
            return self._source_elsewhere(claim, source)
        later = source.client == claim.to.client and source.end > claim.to.clock
        if later or not is_known(self._store, source):
            return "no-such-source"
        entries = self.entries_of(source)
        if entries is None:
            return None
        expected = self._source_units(source, entries)
        if expected is None:
            return "no-such-source"
        return entries if self._equals(claim.to, expected) else "text-differs"

    def _source_elsewhere(
        self, claim: SourceClaim, source: IdRange
    ) -> Sequence[tuple[IdRange, Entry]] | RefusalReason:
        found = self._known.excerpts.find(claim.document or "", source)
        if found is None:
            return "no-such-source"
        units, entries = found
        return entries if self._holds(claim.to, units) else "text-differs"

    def _equals(self, to: IdRange, expected: Sequence[str | None]) -> bool:
        """Compare unit by unit; None is a unit that is not known, and is the person's own."""
        if isinstance(expected, str):
            return self._holds(to, expected)
        return all(
            units is None
            or all(
                want is None or unit == want
                for unit, want in zip(
                    units, expected[ids.clock - to.clock : ids.end - to.clock], strict=True
                )
            )
            for ids, units in text_segments(self._store, to)
        )

    def _source_units(
        self, source: IdRange, entries: Sequence[tuple[IdRange, Entry]]
    ) -> Sequence[str | None] | None:
        """The text of a source, where it is known; None if it cannot be believed at all.

        Text that came already deleted is not known. If it was adopted, the suggestion tells it; if it was
        the person's own, believing the claim says no more than that they typed it.
        """
        units = units_of(self._store, source)
        if units is not None:
            return units
        found: list[str | None] = []
        segments = list(text_segments(self._store, source))
        if sum(ids.length for ids, _ in segments) != source.length:
            return None
        for ids, text in segments:
            if text is not None:
                found.extend(text)
                continue
            for part, entry in _within(entries, ids):
                told = self._told(part, entry)
                if told is None:
                    return None
                found.extend(told)
        return found

    def _told(self, ids: IdRange, entry: Entry) -> Sequence[str | None] | None:
        if entry.suggestion is not None and entry.suggestion_shift is not None:
            number = self._known.suggestion_number(entry.suggestion)
            if number is not None:
                at = ids.clock + entry.suggestion_shift
                return self._known.library.suggestions.texts[number][at : at + ids.length]
        own = entry.author == self._person and entry.written == "typed"
        return [None] * ids.length if own else None

    def entries_of(self, ids: IdRange) -> list[tuple[IdRange, Entry]] | None:
        """The entries of known ids; None if one of them is inserted by this update and undecided."""
        found: list[tuple[IdRange, Entry]] = []
        for span, entry in self._here.slice(*ids):
            if entry is not None:
                found.append((span, entry))
            elif self._new.meets(span):
                return None
            else:
                found.extend(self._known.authorship.spans_of([span]))
        return found


def _within(
    entries: Iterable[tuple[IdRange, Entry]], wanted: IdRange
) -> Iterator[tuple[IdRange, Entry]]:
    for ids, entry in entries:
        first, end = max(ids.clock, wanted.clock), min(ids.end, wanted.end)
        if first < end:
            yield IdRange(wanted.client, first, end - first), entry
