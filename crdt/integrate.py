"""Integrating one update into a draft, item by item, and judging each on the way."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import cast

from crdt.arrival import Arrival
from crdt.checked import Inserted, InsertedKind
from crdt.codec import AnyValue
from crdt.draft import Draft
from crdt.errors import Gap, Refused
from crdt.flags import (
    ANY,
    DELETED,
    EMBED,
    FORMAT,
    GONE,
    TEXT,
    count_units,
    flags_of_text,
    live_ranges,
    splits_pair,
)
from crdt.ids import ROOT_CONTENT, ROOT_LINEAGE, Id, IdRange
from crdt.limits import UpdateLimits
from crdt.policy import check_claim, check_embed, check_format
from crdt.runs import MAX_RUN_UNITS, Run, RunContent
from crdt.sequence import IdStore, ScanBudget, Sequence
from crdt.update import (
    REF_ANY,
    REF_DELETED,
    REF_EMBED,
    REF_FORMAT,
    REF_STRING,
    Item,
    Update,
)

__all__ = ["Integration"]

_KINDS: dict[int, tuple[int, InsertedKind]] = {
    REF_STRING: (TEXT, "text"),
    REF_EMBED: (EMBED, "embed"),
    REF_FORMAT: (FORMAT, "format"),
    REF_ANY: (ANY, "any"),
    REF_DELETED: (GONE, "deleted"),
}
_ALLOWED = {
    ROOT_CONTENT: frozenset({REF_STRING, REF_EMBED, REF_FORMAT, REF_DELETED}),
    ROOT_LINEAGE: frozenset({REF_ANY, REF_DELETED}),
}


class Integration:
    """One update on its way into the order; `draft` takes it all back.

    Attributes:
        items: what is new in the update, as it should be stored.
        inserted: the same, as results.
        deleted: ids that it newly deletes.
        needs_rewriting: whether something was known already or stood in an order that merging
            cannot take, so that the update cannot be stored as it came.
    """

    def __init__(
        self, store: IdStore, content: Sequence, lineage: Sequence, limits: UpdateLimits
    ) -> None:
        self.store = store
        self.draft = Draft(store)
        self.trusts_content = False
        """Whether contents are taken as they are: those of a history that passed a guard."""
        self.items: list[Item] = []
        self.inserted: list[Inserted] = []
        self.deleted: list[IdRange] = []
        self.needs_rewriting = False
        self._sequences = {ROOT_CONTENT: content, ROOT_LINEAGE: lineage}
        self._limits = limits
        self._budget = ScanBudget(limits.max_scans)

    def run(self, update: Update) -> None:
        """Integrate all of an update.

        Raises:
            Gap: it builds on ids that are not known.
            Refused: it breaks a rule.
        """
        arrival = Arrival(self.store, update.structs)
        self.items = arrival.items
        self.needs_rewriting = arrival.is_partly_known or not arrival.is_sorted
        if len(arrival.sections) > self._limits.max_clients:
            raise Refused("many-clients", "The update has new ids of too many clients.")
        if sum(item.length for item in self.items) > self._limits.max_new_ids:
            raise Refused("too-large", "The update has too many new ids.")
        for item in arrival.in_order():
            self._integrate(item)
        self._delete(update.deletions, arrival.first_clocks)

    # One item

    def _integrate(self, item: Item) -> None:
        for place in (item.origin, item.right_origin):
            if place is not None:
                self._require(place, item)
        sequence = self._sequence_of(item)
        if item.ref not in _ALLOWED[sequence.root] or item.parent_sub is not None:
            message = "Documents do not hold this kind of content."
            raise Refused("kind-not-allowed", message, item.client, item.clock)
        if not self.trusts_content:
            _check_content(item)
        kind, name = _KINDS[item.ref]
        left, right = self._neighbours(item, sequence)
        self.draft.extend(item.client, _flags_of(item, kind))
        self._place(item, kind, sequence, left, right)
        values = cast("tuple[AnyValue, ...]", item.content) if kind == ANY else None
        units = cast("str", item.content) if kind == TEXT else None
        self.inserted.append(
            Inserted(item.client, item.clock, item.length, sequence.root, name, units, values)
        )

    def _require(self, place: Id, item: Item) -> None:
        if self.store.is_known(place):
            return
        if place.client == item.client:
            message = "An item of the update waits for itself."
            raise Refused("origin-cycle", message, item.client, item.clock)
        raise Gap("The update builds on a change that is not known.", item.client, item.clock)

    def _sequence_of(self, item: Item) -> Sequence:
        anchor = item.origin or item.right_origin
        root = item.parent if anchor is None else self.store.find(anchor).root
        sequence = self._sequences.get(root) if isinstance(root, str) else None
        if sequence is None:
            message = "A document has only the roots content and lineage."
            raise Refused("unknown-root", message, item.client, item.clock)
        return sequence

    def _neighbours(self, item: Item, sequence: Sequence) -> tuple[Run, Run | None]:
        """The run that ends with the origin and the one that begins with the right origin."""
        left, right = sequence.head, None
        if item.origin is not None:
            self._check_cut(item.origin.client, item.origin.clock + 1)
            left = self.draft.end_at(item.origin)
        if item.right_origin is not None:
            self._check_cut(*item.right_origin)
            right = self.draft.begin_at(item.right_origin)
            if right.root != sequence.root:
                message = "The two origins of an item are in different roots."
                raise Refused("other-root", message, item.client, item.clock)
            if item.origin is not None:
                left = self.store.find(item.origin)  # the right origin may have cut it
            if right.label <= left.label:
                message = "The two origins of an item are crossed."
                raise Refused("origin-order", message, item.client, item.clock)
        if left.next is not right and not _were_neighbours(sequence, item, left, right):
            message = "The two origins of an item were never neighbours."
            raise Refused("origin-order", message, item.client, item.clock)
        return left, right

    def _check_cut(self, client: int, clock: int) -> None:
        if splits_pair(self.store.flags[client], clock):
            raise Refused("split-pair", "The update would split a character.", client, clock)

    def _place(
        self, item: Item, kind: int, sequence: Sequence, left: Run, right: Run | None
    ) -> None:
        contents: list[tuple[int, RunContent]] = [(item.length, cast("RunContent", item.content))]
        if kind in {ANY, GONE}:
            contents = [(item.length, None)]
        elif kind == TEXT and item.length > MAX_RUN_UNITS:
            contents = _portions(cast("str", item.content))
        origin, clock = item.origin, item.clock
        for index, (length, content) in enumerate(contents):
            run = Run(
                item.client, clock, length, kind, content, origin, item.right_origin, sequence.root
            )
            if index == 0:
                left = sequence.find_place(item.client, left, right, run, self._budget)
            self.draft.link(run, left)
            left = run
            clock += length
            origin = Id(item.client, clock - 1)

    # Deletions

    def _delete(self, deletions: tuple[IdRange, ...], first_clocks: dict[int, int]) -> None:
        for client, ranges in groupby(deletions, attrgetter("client")):
            flags = self.store.flags.get(client, bytearray())
            first_new = first_clocks.get(client, len(flags))
            spans: list[tuple[int, int]] = []
            last = 0
            for _, clock, length in ranges:
                end = clock + length
                if end > len(flags):
                    raise Gap("The update deletes something that is not known.", client, clock)
                if splits_pair(flags, clock) or splits_pair(flags, end):
                    raise Refused(
                        "split-pair", "The update would split a character.", client, clock
                    )
                if clock < last:
                    self.needs_rewriting = True  # merging in pycrdt loses ranges out of order
                spans.append((clock, end))
                last = end
            for span in _merged(spans):
                found = live_ranges(flags, *span)
                self.deleted += [IdRange(client, start, end - start) for start, end in found]
                if found != [span] and not _is_new(flags, *span, first_new):
                    self.needs_rewriting = True

    @property
    def units_added(self) -> int:
        """By how much the insertions lengthen the live text."""
        return sum(item.length for item in self.inserted if item.kind in {"text", "embed"})

    @property
    def units_deleted(self) -> int:
        """By how much the deletions shorten the live text."""
        flags = self.store.flags
        return sum(count_units(flags[item.client], item.clock, item.end) for item in self.deleted)

    def deletes_only_formats(self) -> bool:
        """Whether every deleted id is a format marker."""
        flags = self.store.flags
        return all(
            flags[item.client].count(FORMAT, item.clock, item.end) == item.length
            for item in self.deleted
        )


def _were_neighbours(sequence: Sequence, item: Item, left: Run, right: Run | None) -> bool:
    """Whether the two origins can have stood side by side where the item was written.

    They can exactly if nothing that either of them was written next to stands between them (SPEC.md
    G11). Otherwise the item's place would depend on the order in which items arrive, and replicas
    would differ.
    """
    before, behind = item.origin, item.right_origin
    limit = None if before is None else left.right_origin
    if limit is not None and (behind is None or sequence.compare(limit, behind) < 0):
        return False
    limit = None if right is None else right.origin
    return limit is None or (before is not None and sequence.compare(limit, before) <= 0)


def _check_content(item: Item) -> None:
    content = item.content
    if item.ref == REF_FORMAT:
        check_format(*cast("tuple[str, str]", content))
    elif item.ref == REF_EMBED:
        check_embed(cast("str", content))
    elif item.ref == REF_ANY:
        for value in cast("tuple[AnyValue, ...]", content):
            check_claim(value)


def _flags_of(item: Item, kind: int) -> bytearray:
    if kind == TEXT:
        return flags_of_text(cast("str", item.content))
    return bytearray([kind | DELETED if kind == GONE else kind]) * item.length


def _portions(units: str) -> list[tuple[int, RunContent]]:
    portions: list[tuple[int, RunContent]] = []
    start = 0
    while start < len(units):
        end = start + MAX_RUN_UNITS
        if "\udc00" <= units[end : end + 1] <= "\udfff":
            end -= 1
        portion = units[start:end]
        portions.append((len(portion), portion))
        start = end
    return portions


def _is_new(flags: bytearray, start: int, end: int, first_new: int) -> bool:
    """Whether what is dead in a range came in dead with this very update."""
    if end <= first_new:
        return False
    return start >= first_new or live_ranges(flags, start, first_new) == [(start, first_new)]


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(spans) == 1:
        return spans
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
