"""People, documents and suggestions for the tests of the stores."""

from typing import Any

from server.access import Role
from server.names import SYSTEM_PERSON_ID, new_generation, new_person_id
from server.ports import Store
from server.records import Document, Invitation, LogRow, Person, SessionRow, SuggestionRow

SERVER_CLIENT = 4294967295
ADA = Person("p_ada", "Ada King", "AK", 3, "guest")
BEN = Person("p_ben", "Ben", "B", 4, "account")


def a_document(document_id: str = "doc", **changes: Any) -> Document:
    values = {
        "id": document_id,
        "title": "Untitled",
        "generation": new_generation(),
        "created_by": None,
        "created_at": 10,
        "updated_at": 10,
    }
    return Document(**{**values, **changes})


def first_row(document_id: str = "doc") -> LogRow:
    return LogRow(document_id, 1, 10, SYSTEM_PERSON_ID, b"\x00\x00")


async def with_people(store: Store, *people: Person) -> None:
    for at, person in enumerate(people or (ADA, BEN), start=1):
        await store.add_person(person, at)


async def with_document(
    store: Store, document_id: str = "doc", created_by: str | None = None
) -> Document:
    return await store.create_document(
        a_document(document_id, created_by=created_by),
        first_row(document_id),
        [(SERVER_CLIENT, SYSTEM_PERSON_ID)],
    )


def a_session(person: Person, digest: str, *, ends: int = 1000, at: int = 0) -> SessionRow:
    return SessionRow(f"e_{digest}", person.id, digest, at, ends, at, "a browser")


def an_invitation(document_id: str, digest: str, **changes: Any) -> Invitation:
    values = {
        "id": f"inv_{digest}",
        "document_id": document_id,
        "token_digest": digest,
        "role": Role.READER,
        "created_by": ADA.id,
        "created_at": 0,
        "expires_at": 1000,
    }
    return Invitation(**{**values, **changes})


def a_suggestion(suggestion_id: str, document_id: str = "doc", **changes: Any) -> SuggestionRow:
    values = {
        "id": suggestion_id,
        "document_id": document_id,
        "number": 0,
        "request_id": "q_1",
        "person_id": ADA.id,
        "at_ms": 20,
        "recipe": "rephrase",
        "instruction": None,
        "passage": {"text": "In order to", "before": "", "after": ""},
        "label": "Shorter",
        "text": "",
        "rules": (),
        "model": "Built-in, no model",
        "state": "asking",
    }
    return SuggestionRow(**{**values, **changes})


def new_people(count: int) -> list[Person]:
    return [Person(new_person_id(), f"Guest {n}", "G", n % 12, "guest") for n in range(count)]
