"""A slow, obvious model of the order of ids: one list, the rule of Yjs read off its source.

Each editor is one list of letters, each with origin, right origin and whether it is deleted; integrating
walks over single letters with the sets that `Item.integrate` uses.
"""

from dataclasses import dataclass, field

from crdt.ids import Id


@dataclass
class Letter:
    """One id."""

    id: Id
    unit: str
    origin: Id | None
    right_origin: Id | None
    deleted: bool = False


@dataclass
class NaiveText:
    """One editor's text."""

    letters: list[Letter] = field(default_factory=list)

    def index(self, place: Id | None, default: int) -> int:
        """Where an id stands."""
        if place is None:
            return default
        return next(i for i, letter in enumerate(self.letters) if letter.id == place)

    def write(self, client: int, clock: int, at: int, text: str) -> list[Letter]:
        """Insert between the letters at `at - 1` and `at`, deleted ones counting."""
        new: list[Letter] = []
        origin = self.letters[at - 1].id if at > 0 else None
        right = self.letters[at].id if at < len(self.letters) else None
        for offset, unit in enumerate(text):
            new.append(Letter(Id(client, clock + offset), unit, origin, right))
            origin = new[-1].id
        self.letters[at:at] = [
            Letter(one.id, one.unit, one.origin, one.right_origin) for one in new
        ]
        return new

    def integrate(self, new: Letter) -> None:
        """Put another editor's letter in its place (Yjs, `Item.integrate`)."""
        left = self.index(new.origin, -1)
        right = self.index(new.right_origin, len(self.letters))
        place = left
        before_origin: set[Id] = set()
        conflicting: set[Id] = set()
        for position in range(left + 1, right):
            other = self.letters[position]
            before_origin.add(other.id)
            conflicting.add(other.id)
            if other.origin == new.origin:
                if other.id.client < new.id.client:
                    place = position
                    conflicting.clear()
                elif other.right_origin == new.right_origin:
                    break
            elif other.origin is not None and other.origin in before_origin:
                if other.origin not in conflicting:
                    place = position
                    conflicting.clear()
            else:
                break
        copy = Letter(new.id, new.unit, new.origin, new.right_origin)
        self.letters.insert(place + 1, copy)
