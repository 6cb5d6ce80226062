"""Integrating one update into a draft, item by item, and judging each on the way.

The items of one client come in clock order; where an item builds on an id that another client
inserts in the same update, that client's items go first (as in Yjs, `integrateStructs`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import cast

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
from crdt.ids import MAX_CLOCK, ROOT_CONTENT, ROOT_LINEAGE, Id, IdRange
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
    Skip,
    Struct,
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
    """One update on its way into the order; `draft` takes it all back."""

    def __init__(self, store: IdStore, content: Sequence, lineage: Sequence, scans: int) -> None:
        self.store = store
        self.draft = Draft(store)
        self.trusts_content = False
        self.items: list[Item] = []
        self.inserted: list[Inserted] = []
        self.deleted: list[IdRange] = []
        self.is_partly_known = False
        self._sequences = {ROOT_CONTENT: content, ROOT_LINEAGE: lineage}
        self._first_new: dict[int, int] = {}
        self._budget = ScanBudget(scans)

    def run(self, update: Update) -> None:
        """Integrate all of an update.

        Raises:
            Gap: it builds on ids that are not known.
            Refused: it breaks a rule.
        """
        sections = [
            self._new_items(list(structs))
            for _, structs in groupby(update.structs, attrgetter("client"))
        ]
        self._first_new = {items[0].client: items[0].clock for items in sections if items}
        self.items = [item for section in sections for item in section]
        for item in self._in_order([section for section in sections if section]):
            self._integrate(item)
        self._delete(update.deletions)

    # Which items are new, and in which order

    def _new_items(self, structs: list[Struct]) -> list[Item]:
        client, clock = structs[0].client, structs[0].clock
        known = self.store.next_clock(client)
        if clock > known:
            raise Gap("Earlier ids of this client are missing", client, clock)
        if structs[-1].clock + structs[-1].length >= MAX_CLOCK:
            raise Refused("clock-too-large", "The clock is too large", client, clock)
        items: list[Item] = []
        for struct in structs:
            if isinstance(struct, Skip):
                raise Gap("The update leaves ids out", client, struct.clock)
            if struct.clock + struct.length <= known:
                self.is_partly_known = True
            elif not isinstance(struct, Item):
                raise Refused("kind-not-allowed", "Collected ids", client, struct.clock)
            else:
                items.append(self._tail(struct, known))
        return items

    def _tail(self, item: Item, known: int) -> Item:
        offset = known - item.clock
        if offset <= 0:
            return item
        self.is_partly_known = True
        content = item.content
        if isinstance(content, str):
            content = content[offset:]
            if "\udc00" <= content[0] <= "\udfff":
                raise Refused("split-pair", "A surrogate pair is split", item.client, known)
        elif isinstance(content, tuple):
            content = cast("tuple[AnyValue, ...]", content[offset:])
        return item._replace(
            clock=known,
            length=item.length - offset,
            origin=Id(item.client, known - 1),
            parent=None,
            content=content,
        )

    def _in_order(self, sections: list[list[Item]]) -> Iterator[Item]:
        if len(sections) == 1:
            yield from sections[0]
            return
        waiting = {section[0].client: iter(section) for section in sections}
        heads = {client: next(items) for client, items in waiting.items()}
        for client in sorted(waiting, reverse=True):
            stack = [client] if client in heads else []
            while stack:
                item = heads[stack[-1]]
                blocker = self._blocker(item)
                if blocker is None:
                    yield item
                    _advance(heads, waiting, item.client)
                    if len(stack) > 1 or item.client not in heads:
                        stack.pop()
                elif blocker in stack:
                    raise Refused("origin-cycle", "Items wait for each other", *item[:2])
                elif blocker in heads:
                    stack.append(blocker)
                else:
                    raise Gap("An origin is missing", *item[:2])

    def _blocker(self, item: Item) -> int | None:
        for place in (item.origin, item.right_origin):
            if place and place.client != item.client and not self.store.is_known(place):
                return place.client
        return None

    # One item

    def _integrate(self, item: Item) -> None:
        client, clock = item.client, item.clock
        sequence = self._sequence_of(item)
        if item.ref not in _ALLOWED[sequence.root] or item.parent_sub is not None:
            raise Refused("kind-not-allowed", "This kind of content", client, clock)
        kind = _KINDS[item.ref]
        if not self.trusts_content:
            _check_content(item)
        left, right = self._neighbours(item, sequence)
        flags = _flags_of(item, kind[0])
        self.draft.extend(client, flags)
        self._place(item, kind[0], sequence, left, right)
        values = cast("tuple[AnyValue, ...]", item.content) if kind[0] == ANY else None
        units = cast("str", item.content) if kind[0] == TEXT else None
        self.inserted.append(
            Inserted(client, clock, item.length, sequence.root, kind[1], units, values)
        )

    def _sequence_of(self, item: Item) -> Sequence:
        parent = item.parent
        anchor = item.origin or item.right_origin
        if anchor is not None:
            if not self._is_ready(anchor, item):
                raise Gap("An origin is missing", item.client, item.clock)
            parent = self.store.find(anchor).root
        sequence = self._sequences.get(parent) if isinstance(parent, str) else None
        if sequence is None:
            raise Refused("unknown-root", "Only two roots exist", item.client, item.clock)
        return sequence

    def _is_ready(self, place: Id, item: Item) -> bool:
        if self.store.is_known(place):
            return True
        if place.client == item.client:
            raise Refused("origin-cycle", "An item waits for itself", item.client, item.clock)
        return False

    def _neighbours(self, item: Item, sequence: Sequence) -> tuple[Run, Run | None]:
        left, right = sequence.head, None
        for place in (item.origin, item.right_origin):
            if place is not None and not self._is_ready(place, item):
                raise Gap("An origin is missing", item.client, item.clock)
        if item.origin is not None:
            self._check_cut(item.origin.client, item.origin.clock + 1)
            left = self.draft.end_at(item.origin)
        if item.right_origin is not None:
            self._check_cut(*item.right_origin)
            right = self.draft.begin_at(item.right_origin)
            if right.root != sequence.root:
                raise Refused("other-root", "The origins are apart", item.client, item.clock)
            if item.origin is not None:
                left = self.store.find(item.origin)
            if right.label <= left.label:
                raise Refused("origin-order", "The origins are crossed", item.client, item.clock)
        if left.next is not right and not _were_neighbours(sequence, item, left, right):
            message = "The origins were never neighbours"
            raise Refused("origin-order", message, item.client, item.clock)
        return left, right

    def _check_cut(self, client: int, clock: int) -> None:
        if splits_pair(self.store.flags[client], clock):
            raise Refused("split-pair", "A surrogate pair is split", client, clock)

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

    def _delete(self, deletions: tuple[IdRange, ...]) -> None:
        for client, ranges in groupby(deletions, attrgetter("client")):
            flags = self.store.flags.get(client, bytearray())
            first_new = self._first_new.get(client, len(flags))
            spans: list[tuple[int, int]] = []
            for deleted in ranges:
                if deleted.end > len(flags):
                    raise Gap("A deleted id is missing", client, deleted.clock)
                self._check_cut(client, deleted.clock)
                self._check_cut(client, deleted.end)
                spans.append((deleted.clock, deleted.end))
            for start, end in _merged(spans):
                found = live_ranges(flags, start, end)
                self.deleted += [IdRange(client, a, b - a) for a, b in found]
                known = (start, min(end, first_new))
                if known[0] < known[1] and live_ranges(flags, *known) != [known]:
                    self.is_partly_known = True

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
    if before is not None and left.right_origin is not None:
        if behind is None or sequence.compare(left.right_origin, behind) < 0:
            return False
    if behind is not None and right is not None and right.origin is not None:
        return before is not None and sequence.compare(right.origin, before) <= 0
    return True


def _advance(heads: dict[int, Item], waiting: dict[int, Iterator[Item]], client: int) -> None:
    following = next(waiting[client], None)
    if following is None:
        del heads[client]
    else:
        heads[client] = following


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
