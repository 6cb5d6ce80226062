"""Erasing a person: an opaque stub stays where their name was, and every ledger still verifies."""

from __future__ import annotations

from typing import Final

from server.errors import Invalid, NotFound
from server.names import SYSTEM_PERSON_ID
from server.ports import PeopleStore
from server.records import Person

__all__ = ["erase_person", "stub_of"]

_NAME: Final = "Erased person"
_INITIALS: Final = "–"


def stub_of(person: Person) -> Person:
    """What is left of a person: the id, which ledgers name, and nothing that tells who it was."""
    return Person(person.id, _NAME, _INITIALS, person.colour, "erased")


async def erase_person(store: PeopleStore, person_id: str, now: int) -> tuple[str, ...]:
    """Replace a person by a stub; account, sessions and memberships go, in one transaction.

    Where they were the last coordinator, whoever has most rights becomes coordinator.

    Args:
        store: where people are kept.
        person_id: who.
        now: ms since the epoch.

    Returns:
        The documents that they were a member of.

    Raises:
        NotFound: there is no such person.
        Invalid: it is the server itself.
    """
    person = await store.person(person_id)
    if person is None:
        raise NotFound(f"There is no person {person_id!r}.")
    if person_id == SYSTEM_PERSON_ID:
        raise Invalid("The server itself cannot be erased.")
    return await store.erase(stub_of(person), now)
