"""The short way through the guard for what people do most: type a few characters, or delete some.

It takes only updates that can be judged without looking around: one piece of text between two ids that
are neighbours, or one deleted range; all ids known. Everything else, and everything doubtful, gets
None and goes the general way (`crdt.integrate`), which gives the same answers (tested).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from crdt.checked import Checked, Inserted
from crdt.flags import DELETED, FORMAT, KIND, LOW, TEXT, count_units, flags_of_text, live_ranges
from crdt.ids import MAX_CLOCK, ROOT_CONTENT, Id, IdRange, to_units
from crdt.runs import MAX_RUN_UNITS, Run
from crdt.sequence import CLIENT_BYTES, IdStore
from crdt.update import HAS_ORIGIN, HAS_RIGHT_ORIGIN, REF_STRING

__all__ = ["MAX_STROKE_BYTES", "Stroke", "read_stroke"]

MAX_STROKE_BYTES: Final = 1024
_TEXT_BETWEEN = HAS_ORIGIN | HAS_RIGHT_ORIGIN | REF_STRING
_TEXT_ITEMS = frozenset({HAS_ORIGIN | REF_STRING, _TEXT_BETWEEN})


class Stroke(NamedTuple):
    """What admitting a key press does: lengthen `left`, or put `run` into it or behind it.

    For a deletion, `run` and `left` are None.
    """

    checked: Checked
    left: Run | None
    run: Run | None
    offset: int
    """Where `run` goes in `left`."""
    flags: bytearray
    """Flags of the inserted text."""

    def admit(self, store: IdStore) -> int:
        """Change the order for good; returns by how much the live text grows."""
        left, run = self.left, self.run
        if left is None:
            ((client, clock, length),) = self.checked.deleted
            flags = store.flags[client]
            if length == 1:
                units = 1 if flags[clock] < FORMAT else 0
                flags[clock] |= DELETED
            else:
                units = count_units(flags, clock, clock + length)
                flags[clock : clock + length] = bytes(
                    flag | DELETED for flag in flags[clock : clock + length]
                )
            return -units
        flags = self.flags
        store.flags[self.checked.clients[0]] += flags
        if run is None:
            left.content += self.checked.inserted[0].units  # type: ignore[operator]
            left.length += len(flags)
        else:
            if self.offset < left.length:
                store.split(left, self.offset)
            store.link(run, left)
        return len(flags)


def _varuint(data: bytes, position: int) -> tuple[int, int]:
    byte = data[position]
    if byte < 0x80:
        return byte, position + 1
    value = byte & 0x7F
    shift = 7
    while True:
        position += 1
        byte = data[position]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            if byte == 0 or shift > 42:
                raise IndexError
            return value, position + 1
        shift += 7


def _client(names: dict[bytes, int], data: bytes, position: int) -> tuple[int, int]:
    client = names.get(data[position : position + CLIENT_BYTES])
    if client is not None:
        return client, position + CLIENT_BYTES
    return _varuint(data, position)


def read_stroke(store: IdStore, update: bytes) -> Stroke | None:
    """Judge an update that is one key press; None if it is anything else, or refused."""
    if len(update) > MAX_STROKE_BYTES:
        return None
    try:
        if update[0] == 0:
            return _read_deletion(store, update)
        if update[0] == 1 and update[1] == 1:
            return _read_typing(store, update)
    except (IndexError, UnicodeDecodeError):
        pass
    return None


def _read_typing(store: IdStore, update: bytes) -> Stroke | None:
    names = store.names
    client, position = _client(names, update, 2)
    known = store.flags.get(client)
    if known is None:
        return None
    clock, position = _varuint(update, position)
    info = update[position]
    if clock != len(known) or info not in _TEXT_ITEMS:
        return None
    left_client, position = _client(names, update, position + 1)
    left_clock, position = _varuint(update, position)
    right = None
    if info == _TEXT_BETWEEN:
        right_client, position = _client(names, update, position)
        right_clock, position = _varuint(update, position)
        right = Id(right_client, right_clock)
    size, position = _varuint(update, position)
    end = position + size
    if end + 1 != len(update) or update[end] != 0 or size == 0:
        return None
    units = to_units(update[position:end].decode())
    left = _left_neighbour(store, left_client, left_clock, right)
    length = len(units)
    if left is None or length > MAX_RUN_UNITS or clock + length >= MAX_CLOCK:
        return None
    run = None
    if not (
        left_client == client
        and left_clock + 1 == clock
        and left.kind == TEXT
        and left.right_origin == right
        and left.length + length <= MAX_RUN_UNITS
    ):
        origin = Id(left_client, left_clock)
        run = Run(client, clock, length, TEXT, units, origin, right, ROOT_CONTENT)
    inserted = Inserted(client, clock, length, ROOT_CONTENT, "text", units, None)
    checked = Checked(update, (client,), (inserted,), (), False)
    return Stroke(checked, left, run, left_clock + 1 - left.clock, flags_of_text(units))


def _left_neighbour(store: IdStore, client: int, clock: int, right: Id | None) -> Run | None:
    """The run that holds the origin, if `right` follows it directly and no surrogate pair is cut."""
    flags = store.flags.get(client)
    if flags is None or clock >= len(flags):
        return None
    left = store.runs[client].find(clock)
    if left.root != ROOT_CONTENT:
        return None
    if clock + 1 < left.clock + left.length:
        return left if right == (client, clock + 1) and flags[clock + 1] & KIND != LOW else None
    following = left.next
    if following is None:
        return left if right is None else None
    return left if right == (following.client, following.clock) else None


def _read_deletion(store: IdStore, update: bytes) -> Stroke | None:
    if update[1] != 1:
        return None
    client, position = _client(store.names, update, 2)
    if update[position] != 1:
        return None
    clock, position = _varuint(update, position + 1)
    length, position = _varuint(update, position)
    flags = store.flags.get(client)
    end = clock + length
    if flags is None or position != len(update) or end > len(flags) or length == 0:
        return None
    if flags[clock] & KIND == LOW or (end < len(flags) and flags[end] & KIND == LOW):
        return None
    if length == 1:
        if flags[clock] >= DELETED:
            return None
    elif live_ranges(flags, clock, end) != [(clock, end)]:
        return None
    only_formats = flags.count(FORMAT, clock, end) == length
    checked = Checked(update, (), (), (IdRange(client, clock, length),), only_formats)
    return Stroke(checked, None, None, 0, flags)
