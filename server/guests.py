"""Guests without a session: in open mode every socket that brings none is a person of its own.

Such a guest has no secret. Its id begins with `a_`, so that everybody can see that nothing vouches for it but the
client ids it wrote under.
"""

from __future__ import annotations

import hashlib

from server.names import PALETTE_SIZE, new_person_id
from server.records import Person

PREFIX = "a_"


def is_anonymous(person_id: str) -> bool:
    """Say whether the id is that of a guest without a session."""
    return person_id.startswith(PREFIX)


def anonymous_person(person_id: str | None = None) -> Person:
    """A guest without a session: a new one, or the one with that id; the id alone decides name and colour."""
    known = person_id or PREFIX + new_person_id().removeprefix("p_")
    digest = hashlib.sha256(known.encode()).digest()
    number = int.from_bytes(digest[:2]) % 9000 + 1000
    return Person(known, f"Guest {number}", f"G{number % 10}", digest[2] % PALETTE_SIZE, "guest")
