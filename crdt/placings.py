"""Where words come from that nobody here typed: how and by whom they were placed (SPEC.md E1, E2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, NamedTuple

from crdt.authorship import UNKNOWN, Authorship, Entry
from crdt.ids import IdRange

__all__ = ["Kind", "Placing", "Traced", "kind_of", "roots_by_placing", "trace"]

Kind = Literal["ai", "undeclared", "pasted", "unknown"]
"""Words of a suggestion that was placed; of one that was not; from outside; of which nothing is known."""

_MOVES: Final = 64
"""How often text may have been moved or copied for its first place to be found."""


class Placing(NamedTuple):
    """One act by which words that nobody here typed came into the document."""

    kind: Kind
    suggestion: str | None
    client: int
    at: int
    placed_by: str | None


class Traced(NamedTuple):
    """What is known of ids that stand together.

    Attributes:
        placing: the act that brought them; None for what people typed and for what was imported.
        order: where they stand in what was placed: in the suggestion's text, else by clock.
        placers: everybody who placed or copied them.
        lineage: ranges of the same length: the ids themselves, and before them as what they were moved or restored.
    """

    placing: Placing | None
    order: int
    placers: frozenset[str]
    lineage: tuple[IdRange, ...]


def kind_of(entry: Entry) -> Kind | None:
    """What a reviewer calls words with this entry; None for what people wrote, and for imported text."""
    match entry.written:
        case "adopted" if entry.author is None:
            return "undeclared" if entry.undeclared else "ai"
        case "pasted" | "unknown":
            return entry.written
        case _:
            return None


def trace(authorship: Authorship, ids: IdRange, steps: int = 0) -> Iterator[tuple[IdRange, Traced]]:
    """The parts of a range, in clock order and without a hole, with what is known of each."""
    for span, found in authorship.slice(*ids):
        entry = found or UNKNOWN
        source = entry.source
        if source is None or source.document is not None or steps > _MOVES:
            yield span, _own(span, entry)
            continue
        shift = source.shift
        before = IdRange(source.client, span.clock + shift, span.length)
        for part, traced in trace(authorship, before, steps + 1):
            here = span._replace(clock=part.clock - shift, length=part.length)
            yield here, _moved(here, entry, traced)


def _own(ids: IdRange, entry: Entry) -> Traced:
    kind, shift = kind_of(entry), entry.suggestion_shift
    if kind is None:
        return Traced(None, ids.clock, frozenset(), (ids,))
    return Traced(
        Placing(kind, entry.suggestion, ids.client, entry.at, entry.placed_by),
        ids.clock if shift is None else ids.clock + shift,
        frozenset() if entry.placed_by is None else frozenset({entry.placed_by}),
        (ids,),
    )


def _moved(ids: IdRange, entry: Entry, before: Traced) -> Traced:
    """What is known of ids that came from others."""
    own = _own(ids, entry)
    if own.placing is None:
        return own._replace(lineage=_lineage(ids, entry, before))
    if before.placing is None:
        return own
    if entry.origin == "copied":
        return own._replace(order=before.order, placers=before.placers | own.placers)
    return before._replace(lineage=_lineage(ids, entry, before))


def _lineage(ids: IdRange, entry: Entry, before: Traced) -> tuple[IdRange, ...]:
    """A copy stands beside its original, so it is not what that was."""
    return (ids,) if entry.origin == "copied" else (ids, *before.lineage)


def roots_by_placing(authorship: Authorship) -> Mapping[Placing, list[IdRange]]:
    """All ids that each placing inserted, also those deleted since, in clock order."""
    roots: dict[Placing, list[IdRange]] = {}
    for ids, entry in _roots(authorship):
        kind = kind_of(entry)
        if kind is not None:
            placing = Placing(kind, entry.suggestion, ids.client, entry.at, entry.placed_by)
            roots.setdefault(placing, []).append(ids)
    return roots


def _roots(authorship: Authorship) -> Iterable[tuple[IdRange, Entry]]:
    for ids, entry in authorship.spans().items():
        source = entry.source
        if source is None or source.document is not None or entry.origin == "copied":
            yield ids, entry
