"""Which items of an update are new, and in which order they can be integrated.

The items of one client come in clock order; where an item builds on an id that another client
inserts in the same update, that client's items go first (as in Yjs, `integrateStructs`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import cast

from crdt.codec import AnyValue
from crdt.errors import Gap, Refused
from crdt.ids import MAX_CLOCK, Id
from crdt.sequence import IdStore
from crdt.update import Item, Skip, Struct

__all__ = ["Arrival"]


class Arrival:
    """The structs of one update, with what is known already left out.

    Raises:
        Gap: ids between the known ones and these are missing.
        Refused: `clock-too-large`, `split-pair`, or `kind-not-allowed` for collected ids.
    """

    def __init__(self, store: IdStore, structs: tuple[Struct, ...]) -> None:
        self._store = store
        self.is_partly_known = False
        sections = [
            self._new_items(list(group)) for _, group in groupby(structs, attrgetter("client"))
        ]
        self.sections = [section for section in sections if section]
        clients = [section[0].client for section in self.sections]
        self.is_sorted = clients == sorted(clients, reverse=True)

    @property
    def items(self) -> list[Item]:
        """The new items, higher clients first as Yjs writes (and its merging expects) them."""
        if self.is_sorted:
            return [item for section in self.sections for item in section]
        ordered = sorted(self.sections, key=lambda section: section[0].client, reverse=True)
        return [item for section in ordered for item in section]

    @property
    def first_clocks(self) -> dict[int, int]:
        """By client with something new: the clock at which that begins."""
        return {section[0].client: section[0].clock for section in self.sections}

    def _new_items(self, structs: list[Struct]) -> list[Item]:
        client, clock = structs[0].client, structs[0].clock
        known = self._store.next_clock(client)
        if clock > known:
            raise Gap("Earlier changes of this client are missing.", client, clock)
        if structs[-1].clock + structs[-1].length >= MAX_CLOCK:
            raise Refused("clock-too-large", "The clock of the update is too large.", client, clock)
        items: list[Item] = []
        for struct in structs:
            if struct.clock + struct.length <= known:
                self.is_partly_known = True
            elif isinstance(struct, Skip):
                raise Gap("The update leaves changes out.", client, struct.clock)
            elif not isinstance(struct, Item):
                raise Refused(
                    "kind-not-allowed",
                    "Documents do not hold this kind of content.",
                    client,
                    struct.clock,
                )
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
                raise Refused(
                    "split-pair", "The update would split a character.", item.client, known
                )
        elif isinstance(content, tuple):
            content = cast("tuple[AnyValue, ...]", content[offset:])
        return item._replace(
            clock=known,
            length=item.length - offset,
            origin=Id(item.client, known - 1),
            parent=None,
            content=content,
        )

    def in_order(self) -> Iterator[Item]:
        """The new items in an order that can be integrated; each must be before the next is taken.

        Raises:
            Gap: an origin is missing.
            Refused: `origin-cycle`.
        """
        sections = self.sections
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
                    raise Refused(
                        "origin-cycle", "Items of the update wait for each other.", *item[:2]
                    )
                elif blocker in heads:
                    stack.append(blocker)
                else:
                    raise Gap("The update builds on a change that is not known.", *item[:2])

    def _blocker(self, item: Item) -> int | None:
        for place in (item.origin, item.right_origin):
            if place and place.client != item.client and not self._store.is_known(place):
                return place.client
        return None


def _advance(heads: dict[int, Item], waiting: dict[int, Iterator[Item]], client: int) -> None:
    following = next(waiting[client], None)
    if following is None:
        del heads[client]
    else:
        heads[client] = following
