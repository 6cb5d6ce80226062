"""What became of placed suggestions: what is kept, who deleted of it, who wrote into it (SPEC.md B1 to B3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from crdt.authorship import Authorship, Entry
from crdt.ids import IdRange
from crdt.idset import IdSet
from crdt.sequence import Piece
from crdt.spans import SpanWriter

__all__ = ["Changed", "changes_of"]

MAX_GAP: Final = 2_000
"""Units between two kept pieces of a suggestion, at most, that count as written into it."""
_MOVES: Final = 64
"""How often text may have been moved for its first place to be found."""


@dataclass(slots=True)
class Changed:
    """What became of one suggestion. All numbers are UTF-16 units.

    Attributes:
        placed: ever placed, or pasted without being placed.
        kept: of these still in the document, moved or not.
        deleted: by person, of those that are not.
        inserted: by person, others' words between what is kept of one placing.
    """

    placed: int = 0
    kept: int = 0
    deleted: Counter[str] = field(default_factory=Counter[str])
    inserted: Counter[str] = field(default_factory=Counter[str])


def changes_of(
    authorship: Authorship, taken_out: SpanWriter[str], live: Iterable[Piece]
) -> dict[str, Changed]:
    """What became of each suggestion that was ever placed, by its id.

    Args:
        authorship: of the document.
        taken_out: who deleted ids of suggestions' words.
        live: what is not deleted, in the order of the document.
    """
    changes: dict[str, Changed] = {}
    for ids, entry in authorship.spans().items():
        if _is_root(entry):
            changes.setdefault(entry.suggestion or "", Changed()).placed += ids.length
    if not changes:
        return changes
    shown = [piece for piece in live if piece.units is not None]
    kept = IdSet(root for piece in shown for root in _roots_of(authorship, piece.range))
    for entry, units in _entries_in(authorship, kept):
        changes[entry.suggestion or ""].kept += units
    for person, roots in _deletions(authorship, taken_out).items():
        for entry, units in _entries_in(authorship, roots - kept):
            changes[entry.suggestion or ""].deleted[person] += units
    _count_inserted(authorship, shown, changes)
    return changes


class _Kept(NamedTuple):
    """A kept piece of one placing."""

    suggestion: str | None
    client: int
    shift: int | None
    root: IdRange

    def goes_on_with(self, other: _Kept) -> bool:
        return self[:3] == other[:3] and self.root.end <= other.root.clock


def _is_root(entry: Entry) -> bool:
    return entry.origin == "adopted" and entry.suggestion is not None


def _roots_of(authorship: Authorship, ids: IdRange) -> Iterator[IdRange]:
    """The ids as which words were placed that now, perhaps after moves, have these ids."""
    for _, root in _with_roots(authorship, ids):
        if root is not None:
            yield root


def _with_roots(
    authorship: Authorship, ids: IdRange, moves: int = 0
) -> Iterator[tuple[IdRange, IdRange | None]]:
    """Parts of a range, each with the ids as which a suggestion's words were placed, if they are such."""
    for span, entry in authorship.slice(*ids):
        if entry is None or entry.suggestion is None or moves > _MOVES:
            yield span, None
        elif _is_root(entry):
            yield span, span
        elif entry.source is None or entry.source.document or entry.origin == "copied":
            yield span, None
        else:
            client, shift = entry.source.client, entry.source.shift
            source = IdRange(client, span.clock + shift, span.length)
            for part, root in _with_roots(authorship, source, moves + 1):
                yield span._replace(clock=part.clock - shift, length=part.length), root


def _entries_in(authorship: Authorship, ids: Iterable[IdRange]) -> Iterator[tuple[Entry, int]]:
    for wanted in ids:
        for span, entry in authorship.slice(*wanted):
            if entry is not None:
                yield entry, span.length


def _deletions(authorship: Authorship, taken_out: SpanWriter[str]) -> dict[str, IdSet]:
    """By person: the ids as which the words were placed that they deleted, wherever these were last."""
    found: list[tuple[int, str, IdRange]] = []
    for ids, person in taken_out.items():
        for span, entry in authorship.slice(*ids):
            at = entry.at if entry is not None and entry.source is not None else 0
            found += [(at, person, root) for root in _roots_of(authorship, span)]
    last: SpanWriter[str] = SpanWriter()
    for _, person, root in sorted(found):
        last.replace(*root, value=person)
    roots: dict[str, list[IdRange]] = {}
    for root, person in last.items():
        roots.setdefault(person, []).append(root)
    return {person: IdSet(ids) for person, ids in roots.items()}


def _count_inserted(
    authorship: Authorship, shown: Iterable[Piece], changes: Mapping[str, Changed]
) -> None:
    """Count what others wrote between two kept pieces of one placing."""
    last: _Kept | None = None
    gap: Counter[str] = Counter()
    for piece in shown:
        for span, entry in authorship.slice(*piece.range):
            for part, root in _with_roots(authorship, span):
                if root is None:
                    if entry is not None and entry.placed_by is not None:
                        gap[entry.placed_by] += part.length
                    continue
                placing = authorship.entry_of(root.client, root.clock)
                kept = _Kept(placing.suggestion, root.client, placing.suggestion_shift, root)
                if last is not None and last.goes_on_with(kept) and gap.total() <= MAX_GAP:
                    changes[placing.suggestion or ""].inserted.update(gap)
                last, gap = kept, Counter()
