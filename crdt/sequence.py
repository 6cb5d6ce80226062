"""The order of all ids of a document's roots, deleted ones included, now or at a past version.

`IdStore` knows every id: what it is (`flags`) and the run that holds it. A `Sequence` is the order of
one root's runs; `find_place` is the rule of Yjs (`Item.integrate`, YATA) that decides where
concurrent insertions at one spot go, so that the order here is the order in every browser.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from crdt.codec import Writer
from crdt.errors import Refused
from crdt.flags import ANY, DELETED, EMBED, FORMAT, GONE, TEXT, end_of_stretch
from crdt.ids import Id, IdRange, Version
from crdt.order import link_after, unlink
from crdt.runs import ClientRuns, Run

__all__ = ["CLIENT_BYTES", "IdStore", "Kind", "Piece", "ScanBudget", "Sequence"]

Kind = Literal["text", "embed", "format", "any", "deleted"]

_KIND_NAMES: dict[int, Kind] = {
    TEXT: "text",
    EMBED: "embed",
    FORMAT: "format",
    ANY: "any",
    GONE: "deleted",
}


CLIENT_BYTES: Final = 5
"""Length on the wire of nearly all client ids that Yjs picks (those from 2**28 on)."""


class Piece(NamedTuple):
    """Consecutive ids of one client that stand side by side and share their fate.

    `units` is the text of kind "text" (also when deleted), `value` the JSON text of an embed or the
    `(key, JSON text)` of a format. Kind "deleted" is content that was gone before it came here.
    """

    client: int
    clock: int
    length: int
    units: str | None
    kind: Kind
    deleted: bool
    value: str | tuple[str, str] | None

    @property
    def range(self) -> IdRange:
        """The ids of the piece."""
        return IdRange(self.client, self.clock, self.length)


class ScanBudget:
    """How many concurrent runs placing may still look at; running out is refused."""

    __slots__ = ("left",)

    def __init__(self, left: int) -> None:
        self.left = left


class IdStore:
    """Every known id: its flags, and the run that holds it.

    The number of flags of a client is its next clock.
    """

    __slots__ = ("flags", "names", "run_count", "runs")

    def __init__(self) -> None:
        self.flags: dict[int, bytearray] = {}
        self.runs: dict[int, ClientRuns] = {}
        self.names: dict[bytes, int] = {}
        """Clients by their id as it stands on the wire, for those of `CLIENT_BYTES` bytes."""
        self.run_count = 0

    def next_clock(self, client: int) -> int:
        """The number of known ids of `client`."""
        flags = self.flags.get(client)
        return 0 if flags is None else len(flags)

    def find(self, place: Id) -> Run:
        """The run that holds a known id."""
        return self.runs[place.client].find(place.clock)

    def is_known(self, place: Id) -> bool:
        """Whether the id was inserted."""
        return place.clock < self.next_clock(place.client)

    def extend(self, client: int, flags: bytearray) -> None:
        """Make the next ids of `client` known."""
        known = self.flags.get(client)
        if known is None:
            self.flags[client] = flags[:]
            self.runs[client] = ClientRuns()
            name = _wire_form(client)
            if len(name) == CLIENT_BYTES:
                self.names[name] = client
        else:
            known += flags

    def retract(self, client: int, clock: int) -> None:
        """Forget the ids of `client` from `clock` on, whose runs are unlinked already."""
        del self.flags[client][clock:]
        if clock == 0:
            del self.flags[client], self.runs[client]
            self.names.pop(_wire_form(client), None)

    def link(self, run: Run, left: Run) -> None:
        """Put a run with the client's newest ids behind `left`."""
        link_after(left, run)
        self.runs[run.client].append(run)
        self.run_count += 1

    def split(self, run: Run, offset: int) -> Run:
        """Split a run; returns the part from `offset` on."""
        tail = run.tail(offset)
        self.cut(run, tail)
        return tail

    def cut(self, run: Run, tail: Run) -> None:
        """Split a run at the beginning of `tail`, which is made already."""
        run.shorten(tail.clock - run.clock)
        link_after(run, tail)
        self.runs[run.client].insert(tail)
        self.run_count += 1

    def drop(self, run: Run) -> None:
        """Take a run out of the order and the index."""
        unlink(run)
        self.runs[run.client].remove(run)
        self.run_count -= 1

    def join(self, run: Run) -> Run:
        """Merge a run into its left neighbour if it continues it; returns the run to hold on to."""
        left = run.prev
        if left is None or not run.continues(left):
            return run
        self.drop(run)
        left.absorb(run)
        return left


class Sequence:
    """The order of one root."""

    __slots__ = ("head", "root", "store")

    def __init__(self, store: IdStore, root: str) -> None:
        self.store = store
        self.root = root
        self.head = Run(-1, 0, 0, -1, None, None, None, root)

    # Reading

    def runs(self, at: Version | None = None) -> Iterator[Piece]:
        """All ids in the order of the text, deleted ones included, now or at a past version."""
        run = self.head.next
        while run is not None:
            yield from self._pieces(run) if at is None else _pieces_at(run, at)
            run = run.next

    def runs_at_both(self, before: Version, after: Version) -> Iterator[tuple[Piece, bool, bool]]:
        """All ids known at one of two versions, in the order of the text, and at which they were there."""
        run = self.head.next
        while run is not None:
            yield from _pieces_at_both(run, before, after)
            run = run.next

    def live(self) -> Iterator[Piece]:
        """Text and embeds that are not deleted, in the order of the text."""
        for piece in self.runs():
            if not piece.deleted and piece.kind in {"text", "embed"}:
                yield piece

    def text_of(self, wanted: IdRange) -> str:
        """Units of a range of known ids, deleted or not; what is not text is left out."""
        parts: list[str] = []
        clock = wanted.clock
        while clock < wanted.end:
            run = self.store.find(Id(wanted.client, clock))
            start = clock - run.clock
            stop = min(run.length, wanted.end - run.clock)
            if run.kind == TEXT and isinstance(run.content, str):
                parts.append(run.content[start:stop])
            clock = run.clock + stop
        return "".join(parts)

    def compare(self, first: Id, second: Id) -> int:
        """Below 0 if `first` stands before `second`, 0 if they are one, above 0 if behind it."""
        one, other = self.store.find(first), self.store.find(second)
        if one is other:
            return first.clock - second.clock
        return one.label - other.label

    def _pieces(self, run: Run) -> Iterator[Piece]:
        flags = self.store.flags[run.client]
        start, end = run.clock, run.clock + run.length
        while start < end:
            state = flags[start]
            deleted = state >= DELETED
            stop = end_of_stretch(flags, start, end)
            yield _piece(run, start, stop, deleted=deleted)
            start = stop

    # Placing

    def find_place(
        self, client: int, left: Run, right: Run | None, item: Run, budget: ScanBudget
    ) -> Run:
        """The run behind which the new `item` belongs.

        Args:
            client: who inserts.
            left: the run that ends with the item's origin, or the head.
            right: the run that begins with its right origin, or None.
            item: the new run, not yet linked.
            budget: bounds the work at one crowded spot.

        Raises:
            Refused: `crowded`, the budget ran out.
        """
        current = left.next
        if current is right:
            return left
        origin_label = left.label
        place = left
        while current is not None and current is not right:
            budget.left -= 1
            if budget.left < 0:
                raise Refused(
                    "crowded", "Too many insertions meet at one place.", client, item.clock
                )
            if current.origin == item.origin:
                if current.client < client:
                    place = current
                elif current.right_origin == item.right_origin:
                    break
            else:
                label = self._label_of_origin(current)
                if label <= origin_label:
                    break
                if label <= place.label:
                    place = current
            current = current.next
        return place

    def _label_of_origin(self, run: Run) -> int:
        origin, before = run.origin, run.prev
        if origin is None:
            return -1
        if (
            before is not None
            and before.client == origin.client
            and 0 <= origin.clock - before.clock < before.length
        ):
            return before.label
        return self.store.find(origin).label


def _wire_form(client: int) -> bytes:
    writer = Writer()
    writer.write_varuint(client)
    return writer.bytes()


def _piece(run: Run, start: int, stop: int, *, deleted: bool) -> Piece:
    content = run.content
    units = value = None
    if run.kind == TEXT and isinstance(content, str):
        units = content[start - run.clock : stop - run.clock]
    else:
        value = content
    kind = _KIND_NAMES[run.kind]
    return Piece(run.client, start, stop - start, units, kind, deleted, value)


def _pieces_at(run: Run, at: Version) -> Iterator[Piece]:
    for start, stop, deleted in _stretches_at(run, at):
        yield _piece(run, start, stop, deleted=deleted)


def _pieces_at_both(
    run: Run, before: Version, after: Version
) -> Iterator[tuple[Piece, bool, bool]]:
    first, second = list(_stretches_at(run, before)), list(_stretches_at(run, after))
    if first == second:
        for start, stop, deleted in first:
            yield _piece(run, start, stop, deleted=deleted), not deleted, not deleted
        return
    ends = sorted({stop for _, stop, _ in (*first, *second)})
    start, one, other = run.clock, 0, 0
    for stop in ends:
        while one < len(first) and first[one][1] < stop:
            one += 1
        while other < len(second) and second[other][1] < stop:
            other += 1
        was = one < len(first) and not first[one][2]
        is_ = other < len(second) and not second[other][2]
        yield _piece(run, start, stop, deleted=not is_), was, is_
        start = stop


def _stretches_at(run: Run, at: Version) -> Iterator[tuple[int, int, bool]]:
    """From which clock to which a run was known, and whether it was deleted."""
    end = min(run.clock + run.length, at.state.get(run.client, 0))
    deletions = at.deletions.get(run.client, ())
    index = max(bisect_right(deletions, (run.clock, 1 << 62)) - 1, 0)
    start = run.clock
    while start < end:
        while index < len(deletions) and sum(deletions[index]) <= start:
            index += 1
        gone = deletions[index] if index < len(deletions) else (end, 0)
        deleted = gone[0] <= start
        stop = min(end, sum(gone) if deleted else gone[0])
        yield start, stop, deleted
        start = stop
