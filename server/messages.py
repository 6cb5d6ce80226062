"""Shapes that go over the socket and over HTTP alike (docs/wire-protocol.md)."""

from __future__ import annotations

from typing import Any

from server.records import Person, SuggestionRow


def person_json(person: Person) -> dict[str, Any]:
    """A person as everybody may see them: id, name, initials, colour (0 to 11) and kind."""
    return {
        "id": person.id,
        "name": person.name,
        "initials": person.initials,
        "colour": person.colour,
        "kind": person.kind,
    }


def suggestion_json(row: SuggestionRow) -> dict[str, Any]:
    """A suggestion as everybody who may read the document sees it; who asked is added by the caller."""
    return {
        "id": row.id,
        "number": row.number,
        "request": row.request_id,
        "recipe": row.recipe,
        "instruction": row.instruction,
        "passage": dict(row.passage),
        "label": row.label,
        "text": row.text,
        "rules": list(row.rules),
        "model": row.model,
        "at": row.at_ms,
        "state": row.state,
        "took_ms": row.took_ms,
        "usage": None if row.usage is None else dict(row.usage),
        "cost": row.cost,
        "answered_by": row.answered_by,
    }


def foreign_suggestion_json(row: SuggestionRow) -> dict[str, Any]:
    """A suggestion that was served for another document: who made it and when, but not what it says."""
    return {
        **suggestion_json(row),
        "number": None,
        "instruction": None,
        "passage": {},
        "text": "",
        "rules": [],
        "took_ms": None,
        "usage": None,
        "cost": None,
    }
