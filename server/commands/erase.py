"""`byline erase`: take a person's name, account and sessions out of a database."""

from __future__ import annotations

from server.commands.stored import now_ms, with_store
from server.config import Settings
from server.erasure import erase_person
from server.store.sql import SqlStore

__all__ = ["erase"]


def erase(settings: Settings, person_id: str) -> int:
    """Leave an opaque stub of a person; return the exit status.

    Raises:
        NotFound: there is no such person.
        Invalid: it is the server itself.
    """

    async def run(store: SqlStore) -> None:
        await erase_person(store, person_id, now_ms())

    with_store(settings.database_url, run)
    print(f"{person_id} is erased. What they wrote stays, under an opaque stub.")
    return 0
