"""Shapes that go over the socket and over HTTP alike (docs/wire-protocol.md)."""

from __future__ import annotations

from server.ports import Person


def person_json(person: Person) -> dict[str, object]:
    """A person as everybody may see them: id, name, initials, colour (0 to 11) and kind."""
    return {
        "id": person.id,
        "name": person.name,
        "initials": person.initials,
        "colour": person.colour,
        "kind": person.kind,
    }
