"""Mutations of real updates and messages: by structure (an update that says something else) and by
bytes (an update that is no longer quite one)."""

import random
from collections.abc import Callable, Mapping, Sequence

from crdt.codec import AnyValue
from crdt.content import Content
from crdt.errors import CrdtError
from crdt.ids import Id, IdRange
from crdt.update import Gc, Item, Skip, Struct, Update, decode_update, encode_update

CLOCKS = (0, 1, 2, 5, 2**31 - 2, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53 - 1)
TEXTS = ("a", "bc", "😀", "x😀y", "\n", "\x00", "\ufffc", "", "word " * 500)
FORMATS = (
    ("bold", "true"),
    ("bold", "null"),
    ("header", "1"),
    ("header", "7"),
    ("link", '"https://example.org"'),
    ("link", '"javascript:alert(1)"'),
    ("link", '{"a":1}'),
    ("evil", "true"),
    ("bold", "[" * 3000),
    ("bold", "NaN"),
    ("", ""),
)
EMBEDS = ('{"divider":true}', '{"divider":true,"image":"x"}', '{"script":"x"}', "null", "{", "[[]]")


def nested(depth: int) -> AnyValue:
    """A list in a list in a list."""
    value: AnyValue = []
    for _ in range(depth):
        value = [value]
    return value


class Mutator:
    """Changes updates; `ids` and `state` are what the receiver knows, `others` other real updates."""

    def __init__(self, randomly: random.Random) -> None:
        self.random = randomly
        self.ids: Sequence[Id] = (Id(0, 0),)
        self.others: Sequence[bytes] = (b"\x00\x00",)
        self.state: Mapping[int, int] = {}

    def update(self, update: bytes) -> bytes:
        """One to three mutations of an update."""
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            by_structure = self.random.random() < 0.8
            update = self._by_structure(update) if by_structure else self.bytes(update)
        return update

    def _by_structure(self, update: bytes) -> bytes:
        try:
            decoded = decode_update(update)
        except CrdtError:
            return self.bytes(update)
        structs, deletions = list(decoded.structs), list(decoded.deletions)
        change = self.random.choice(
            (self._one_struct, self._one_struct, self._one_struct, self._sections, self._deletions)
        )
        change(structs, deletions)
        if self.random.random() < 0.7:
            structs = self._rebased(structs)
        try:
            return encode_update(Update(tuple(structs), tuple(deletions)))
        except (ValueError, RecursionError):
            return self.bytes(update)

    def _rebased(self, structs: list[Struct]) -> list[Struct]:
        """The same structs where the receiver expects them, with unknown origins made known."""
        known = dict(self.state)
        rebased: list[Struct] = []
        for struct in structs:
            clock = known.get(struct.client, 0)
            known[struct.client] = clock + struct.length
            moved: Struct = struct._replace(clock=clock)
            if isinstance(moved, Item):
                origin, right = (
                    self._known(moved.origin, known),
                    self._known(moved.right_origin, known),
                )
                moved = moved._replace(origin=origin, right_origin=right)
            rebased.append(moved)
        return rebased

    def _known(self, place: Id | None, known: Mapping[int, int]) -> Id | None:
        if place is None or place.clock < known.get(place.client, 0) or self.random.random() < 0.1:
            return place
        return self.random.choice(self.ids)

    def _one_struct(self, structs: list[Struct], deletions: list[IdRange]) -> None:
        if not structs:
            self._deletions(structs, deletions)
            return
        index = self.random.randrange(len(structs))
        struct = structs[index]
        if not isinstance(struct, Item):
            structs[index] = struct._replace(length=self.number())
            return
        changes: tuple[Callable[[Item], Struct], ...] = (
            lambda item: item._replace(client=self.client()),
            lambda item: item._replace(clock=self.clock(item.clock)),
            lambda item: item._replace(origin=self.place(item)),
            lambda item: item._replace(right_origin=self.place(item)),
            lambda item: item._replace(origin=self.place(item), right_origin=self.place(item)),
            lambda item: item._replace(origin=item.right_origin, right_origin=item.origin),
            self._content,
            self._content,
            lambda item: item._replace(parent_sub=self.random.choice(("key", ""))),
            lambda item: Gc(item.client, item.clock, self.number()),
            lambda item: Skip(item.client, item.clock, self.number()),
        )
        changed = self.random.choice(changes)(struct)
        if isinstance(changed, Item) and not (changed.origin or changed.right_origin):
            parent = self.random.choice(
                ("content", "content", "lineage", "other", self.place(changed))
            )
            changed = changed._replace(parent=parent or "content")
        structs[index] = changed

    def _content(self, item: Item) -> Item:
        choice = self.random.choice
        ref = choice((1, 2, 3, 4, 4, 4, 5, 6, 7, 8, 9))
        contents: dict[int, tuple[int, Content]] = {
            1: (self.number(), None),
            2: (1, ("1",)),
            3: (1, b"binary"),
            4: (1, choice(TEXTS)),
            5: (1, choice(EMBEDS)),
            6: (1, choice(FORMATS)),
            7: (1, (self.random.randrange(3), None)),
            8: (
                1,
                (choice(({"to": 1}, nested(3), nested(12), "text", None, {"a": {"b": [1, 2.5]}})),),
            ),
            9: (1, ("guid", {})),
        }
        length, content = contents[ref]
        return item._replace(ref=ref, length=length, content=content)

    def _sections(self, structs: list[Struct], deletions: list[IdRange]) -> None:
        if not structs:
            self._deletions(structs, deletions)
            return
        index = self.random.randrange(len(structs))
        match self.random.randrange(4):
            case 0:
                structs.append(structs[index]._replace(client=self.client()))
            case 1:
                structs.insert(index, structs[index])
            case 2:
                del structs[index]
            case _:
                client = self.client()
                structs[:] = [struct._replace(client=client) for struct in structs]

    def _deletions(self, structs: list[Struct], deletions: list[IdRange]) -> None:
        place = self.random.choice(self.ids)
        clock = self.clock(place.clock)
        length = self.random.choice((1, 1, 1, 2, 3, 0, 20, 2**31, 2**53 - 1))
        deletions.append(IdRange(place.client, clock, length))
        if structs and self.random.random() < 0.3:
            item = self.random.choice(structs)
            deletions.append(IdRange(item.client, item.clock, item.length))
        deletions.sort()

    def client(self) -> int:
        """A known client, or a new one."""
        if self.random.random() < 0.6:
            return self.random.choice(self.ids).client
        return self.random.choice((0, 1, 2**31, 2**32 - 1, 2**53 - 1, self.random.randrange(2**32)))

    def clock(self, near: int) -> int:
        """A clock close to a given one, or a special one."""
        if self.random.random() < 0.6:
            return max(0, near + self.random.choice((-2, -1, 0, 1, 2, 7)))
        return self.random.choice(CLOCKS)

    def number(self) -> int:
        """A length."""
        return self.random.choice((1, 1, 2, 3, 100, 2**31, 2**40))

    def place(self, item: Item) -> Id | None:
        """An origin: known, of the item's own client, unknown, or none."""
        chance = self.random.random()
        if chance < 0.6:
            return self.random.choice(self.ids)
        if chance < 0.75:
            return Id(item.client, self.clock(item.clock))
        if chance < 0.85:
            return Id(self.client(), self.clock(0))
        return None

    def bytes(self, data: bytes) -> bytes:
        """Flip, cut, insert, repeat, splice."""
        random = self.random
        at = random.randrange(len(data) + 1)
        end = min(len(data), at + random.randrange(1, 9))
        match random.randrange(7):
            case 0:
                return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]
            case 1:
                return data[:at]
            case 2:
                return data[:at] + random.randbytes(random.randrange(1, 5)) + data[at:]
            case 3:
                return data[:at] + data[end:]
            case 4:
                return data[:at] + data[at:end] * 2 + data[end:]
            case 5:
                other = random.choice(self.others)
                return data[:at] + other[random.randrange(len(other) + 1) :]
            case _:
                return data[:at] + b"\xff" * random.randrange(1, 10) + data[at:]
