"""The passages of a document that ask for a reviewer's eye, and what identifies their content (SPEC.md E1 to E7).

A pure function of the text and its authorship, so the page, a report and a test say the same.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from crdt.authorship import Authorship, Entry
from crdt.ids import IdRange
from crdt.idset import IdSet
from crdt.placings import Kind, Placing, Traced, roots_by_placing, trace
from crdt.sequence import Piece
from crdt.sequence import Sequence as Order

__all__ = [
    "MAX_GAP",
    "PassageKind",
    "Reviewable",
    "Text",
    "content_hash",
    "reviewables_of",
    "selection_of",
    "text_of_document",
]

PassageKind = Literal["ai", "undeclared", "pasted", "unknown", "selected"]
MAX_GAP: Final = 2_000
"""Units between two pieces of one placing, at most, that count as written into it (as in B3)."""
_EMBED: Final = "\ufffc"
_WHITE_SPACE: Final = re.compile(
    "[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"
)


class Text(NamedTuple):
    """A stretch of live text, and what is known of it."""

    ids: IdRange
    units: str
    traced: Traced
    entry: Entry


@dataclass(frozen=True, slots=True)
class Reviewable:
    """A passage as it stands in the document.

    Attributes:
        kind: where its words come from; `selected`: a reviewer chose it.
        ids: all of it in its order, with what was written into it since.
        text: what the ids say; an embed is U+FFFC.
        hash: of its content (`content_hash`).
        suggestion: whose words it holds, for `ai` and `undeclared`.
        placed_by: who placed it; None for the server, and for `selected`.
        at: when it was placed, in ms since the epoch; 0 where that is not known.
        placed: what was placed; None for `selected`.
        placers: everybody who placed or copied a part of it.
        people: they, and everybody whose own words are in it.
        lineage: the ids by which what was said of it is found again, also after it was moved.
        placings: the acts that brought it.
        roots: the ids that these acts inserted for it, live or not.
    """

    kind: PassageKind
    ids: tuple[IdRange, ...]
    text: str
    hash: str
    suggestion: str | None
    placed_by: str | None
    at: int
    placed: str | None
    placers: frozenset[str]
    people: frozenset[str]
    lineage: IdSet
    placings: tuple[Placing, ...] = ()
    roots: tuple[IdRange, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether it says something else than what was placed."""
        return self.placed is not None and content_hash(self.placed) != self.hash

    @property
    def key(self) -> str:
        """A name for it, as long as its first id stands."""
        first = self.ids[0]
        return f"{self.kind}-{first.client}-{first.clock}"


def content_hash(text: str) -> str:
    """SHA-256 in lower-case hex of what a text says: NFC, runs of white space as one space, none at the ends."""
    normal = _WHITE_SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()


def text_of_document(authorship: Authorship, live: Iterable[Piece]) -> list[Text]:
    """The live text with what is known of each stretch of it, in its order."""
    found: list[Text] = []
    for piece in live:
        units = _EMBED * piece.length if piece.units is None else piece.units
        for ids, traced in trace(authorship, piece.range):
            start = ids.clock - piece.clock
            entry = authorship.entry_of(ids.client, ids.clock)
            found.append(Text(ids, units[start : start + ids.length], traced, entry))
    return found


def reviewables_of(text: Sequence[Text], authorship: Authorship, order: Order) -> list[Reviewable]:
    """The passages that did not come from people here typing, in the order of the document.

    Args:
        text: what `text_of_document` gave.
        authorship: of the document.
        order: of its ids, for what was placed and is gone.
    """
    groups = list(_groups(text))
    assigned = _assigned(groups, roots_by_placing(authorship)) if groups else []
    return [_reviewable(group, roots, order) for group, roots in zip(groups, assigned, strict=True)]


def selection_of(text: Sequence[Text], wanted: Iterable[IdRange]) -> Reviewable | None:
    """The passage that a reviewer chose, as it is now; None if nothing of it is left.

    Args:
        text: what `text_of_document` gave.
        wanted: the ids that were chosen; what was moved since is found where it is now.
    """
    chosen = IdSet(wanted)
    group: list[Text] = []
    gap: list[Text] = []
    for whole in text:
        for part, hit in _cut(whole, chosen):
            if hit:
                if sum(len(each.units) for each in gap) <= MAX_GAP:
                    group += gap
                group.append(part)
                gap = []
            elif group:
                gap.append(part)
    if not _says("".join(part.units for part in group)):
        return None
    content = _content(group)
    return Reviewable(
        kind="selected",
        ids=_ranges(group),
        text=content,
        hash=content_hash(content),
        suggestion=None,
        placed_by=None,
        at=0,
        placed=None,
        placers=frozenset(),
        people=_people(group),
        lineage=IdSet(part.ids for part in group),
    )


def _cut(whole: Text, chosen: IdSet) -> Iterator[tuple[Text, bool]]:
    """The parts of a stretch that were chosen, or once were, and those that were not."""
    count = len(whole.units)
    hits: set[int] = set()
    for ids in whole.traced.lineage:
        if chosen.covers(ids):
            yield whole, True
            return
        if chosen.meets(ids):
            hits.update(
                found.clock - ids.clock + offset
                for found in IdSet([ids]) & chosen
                for offset in range(found.length)
            )
    start = 0
    for end in range(1, count + 1):
        if end == count or (end in hits) != (start in hits):
            yield _part(whole, start, end), start in hits
            start = end


def _part(whole: Text, start: int, end: int) -> Text:
    ids = whole.ids._replace(clock=whole.ids.clock + start, length=end - start)
    return whole._replace(ids=ids, units=whole.units[start:end])


@dataclass(slots=True)
class _Group:
    """The stretches of one passage."""

    parts: list[Text]
    last: Traced
    first: Placing
    kept: list[Text] = field(default_factory=list[Text])

    def takes(self, traced: Traced, *, beside: bool) -> bool:
        """Whether a stretch goes on with this passage; `beside`: only white space lies between."""
        placing, before = traced.placing, self.last.placing
        if placing is None or before is None:
            return False
        same = (placing.kind, placing.suggestion, placing.placed_by) == (
            before.kind,
            before.suggestion,
            before.placed_by,
        )
        goes_on = placing.suggestion is None or traced.order > self.last.order
        return same and goes_on and (beside or placing == before)


def _groups(text: Sequence[Text]) -> Iterator[_Group]:
    group: _Group | None = None
    gap: list[Text] = []
    between, beside = 0, True
    for part in text:
        placing = part.traced.placing
        if group is not None and group.takes(part.traced, beside=beside):
            group.parts += (*gap, part)
            group.kept.append(part)
            group.last, gap, between, beside = part.traced, [], 0, True
        elif placing is not None and _says(part.units):
            if group is not None:
                yield group
            group = _Group([part], part.traced, placing, [part])
            gap, between, beside = [], 0, True
        elif group is not None:
            gap.append(part)
            between += len(part.units)
            beside = beside and not _says(part.units)
            if between > MAX_GAP:
                yield group
                group = None
    if group is not None:
        yield group


def _says(units: str) -> bool:
    """Whether there is more than white space."""
    return bool(_WHITE_SPACE.sub("", units))


def _assigned(
    groups: Sequence[_Group], roots: Mapping[Placing, Sequence[IdRange]]
) -> list[list[IdRange]]:
    """For each passage what its placings inserted: what it keeps, and what is gone from behind that."""
    kept: dict[Placing, list[tuple[IdRange, int]]] = {}
    for number, group in enumerate(groups):
        for part in group.kept:
            if part.traced.placing is not None:
                kept.setdefault(part.traced.placing, []).append((part.traced.lineage[-1], number))
    assigned: list[dict[Placing, list[IdRange]]] = [{} for _ in groups]
    for placing, pieces in kept.items():
        pieces.sort()
        gone = IdSet(roots.get(placing, ())) - IdSet(ids for ids, _ in pieces)
        ranges = sorted([*pieces, *((ids, -1) for ids in gone)])
        current = pieces[0][1]
        for ids, number in ranges:
            current = current if number < 0 else number
            assigned[current].setdefault(placing, []).append(ids)
    return [
        [ids for placing in _placings_of(group) for ids in parts.get(placing, ())]
        for group, parts in zip(groups, assigned, strict=True)
    ]


def _placings_of(group: _Group) -> tuple[Placing, ...]:
    """The placings of a passage, in the order in which they stand in it."""
    found = (part.traced.placing for part in group.kept)
    return tuple(dict.fromkeys(placing for placing in found if placing is not None))


def _reviewable(group: _Group, roots: Sequence[IdRange], order: Order) -> Reviewable:
    content = _content(group.parts)
    placers = frozenset[str]().union(*(part.traced.placers for part in group.kept))
    kind: Kind = group.first.kind
    return Reviewable(
        kind=kind,
        ids=_ranges(group.parts),
        text=content,
        hash=content_hash(content),
        suggestion=group.first.suggestion,
        placed_by=group.first.placed_by,
        at=group.first.at,
        placed=_from_units("".join(order.text_of(ids) for ids in roots)),
        placers=placers,
        people=placers | _people(group.parts),
        lineage=IdSet(ids for part in group.kept for ids in part.traced.lineage),
        placings=_placings_of(group),
        roots=tuple(roots),
    )


def _people(parts: Iterable[Text]) -> frozenset[str]:
    return frozenset(part.entry.author for part in parts if part.entry.author and _says(part.units))


def _content(parts: Iterable[Text]) -> str:
    return _from_units("".join(part.units for part in parts))


def _from_units(units: str) -> str:
    """Units as text; a person may have taken half of a sign out."""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _ranges(parts: Iterable[Text]) -> tuple[IdRange, ...]:
    """The ids in their order; what continues is one range."""
    found: list[IdRange] = []
    for part in parts:
        last = found[-1] if found else None
        if last is not None and (last.client, last.end) == (part.ids.client, part.ids.clock):
            found[-1] = last._replace(length=last.length + part.ids.length)
        else:
            found.append(part.ids)
    return tuple(found)
