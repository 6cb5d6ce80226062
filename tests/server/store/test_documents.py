"""What every store promises of documents, members, invitations and suggestions."""

import asyncio
from dataclasses import replace

import pytest

from server.access import Role
from server.errors import LastCoordinator
from server.records import LogRow, Member
from server.store.sql import SqlStore
from tests.server.store.examples import (
    ADA,
    BEN,
    a_suggestion,
    an_invitation,
    with_document,
    with_people,
)


async def test_a_persons_list_has_their_documents_last_changed_first(store: SqlStore) -> None:
    await with_people(store)
    for document_id, owner in (("one", ADA.id), ("two", ADA.id), ("bens", BEN.id)):
        await with_document(store, document_id, owner)
    await store.append([LogRow("one", 2, 500, ADA.id, b"x")], [])
    await store.set_role("bens", ADA.id, Role.READER, 11)
    listed = await store.list_documents(ADA.id, every=False)
    assert [row.document.id for row in listed] == ["one", "bens", "two"]
    assert [row.role for row in listed] == [Role.COORDINATOR, Role.READER, Role.COORDINATOR]
    bens = await store.list_documents(BEN.id, every=False)
    assert [row.document.id for row in bens] == ["bens"]
    assert await store.list_documents(None, every=False) == ()
    everything = await store.list_documents("a_nobody", every=True)
    assert [(row.document.id, row.role) for row in everything] == [
        ("one", None),
        ("bens", None),
        ("two", None),
    ]


async def test_a_deleted_document_leaves_the_list_and_can_come_back(store: SqlStore) -> None:
    await with_people(store)
    await with_document(store, "doc", ADA.id)
    await store.set_deleted("doc", 99)
    assert await store.list_documents(ADA.id, every=True) == ()
    document = await store.document("doc")
    assert document is not None
    assert document.deleted_at == 99
    stored = await store.load("doc")
    assert stored is not None
    assert stored.document.deleted_at == 99
    await store.set_deleted("doc", None)
    assert len(await store.list_documents(ADA.id, every=False)) == 1


async def test_a_title_can_change(store: SqlStore) -> None:
    await with_document(store)
    await store.rename("doc", "Ünïcode — 标题")
    document = await store.document("doc")
    assert document is not None
    assert document.title == "Ünïcode — 标题"


async def test_the_last_coordinator_stays(store: SqlStore) -> None:
    await with_people(store)
    await with_document(store, "doc", ADA.id)
    with pytest.raises(LastCoordinator):
        await store.set_role("doc", ADA.id, Role.WRITER, 1)
    with pytest.raises(LastCoordinator):
        await store.remove_member("doc", ADA.id)
    await store.set_role("doc", BEN.id, Role.COORDINATOR, 11)
    assert await store.remove_member("doc", ADA.id)
    assert not await store.remove_member("doc", ADA.id)
    assert await store.members("doc") == (Member(BEN.id, Role.COORDINATOR),)


async def test_of_two_coordinators_who_leave_at_once_one_stays(store: SqlStore) -> None:
    await with_people(store)
    await with_document(store, "doc", ADA.id)
    await store.set_role("doc", BEN.id, Role.COORDINATOR, 11)
    left = await asyncio.gather(
        store.remove_member("doc", ADA.id),
        store.remove_member("doc", BEN.id),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in left) == ["LastCoordinator", "bool"]
    assert len(await store.members("doc")) == 1


async def test_joining_never_takes_a_role_away(store: SqlStore) -> None:
    await with_people(store)
    await with_document(store, "doc", ADA.id)
    assert await store.join("doc", BEN.id, Role.READER, 1) is Role.READER
    assert await store.join("doc", BEN.id, Role.WRITER, 2) is Role.WRITER
    assert await store.join("doc", BEN.id, Role.REVIEWER, 3) is Role.WRITER
    assert await store.join("doc", ADA.id, Role.READER, 4) is Role.COORDINATOR


async def test_invitations_end_by_time_or_by_being_withdrawn(store: SqlStore) -> None:
    await with_people(store)
    await with_document(store, "doc", ADA.id)
    await with_document(store, "other", ADA.id)
    invitation = an_invitation("doc", "digest")
    await store.add_invitation(invitation)
    assert await store.invitation_by_digest("digest") == invitation
    assert await store.invitation_by_digest("nothing") is None
    assert await store.invitations("doc", 999) == (invitation,)
    assert await store.invitations("doc", 1000) == ()
    assert not await store.revoke_invitation("other", invitation.id, 5), "another document's"
    assert await store.revoke_invitation("doc", invitation.id, 5)
    assert not await store.revoke_invitation("doc", invitation.id, 6)
    assert await store.invitations("doc", 10) == ()
    assert await store.invitation_by_digest("digest") == replace(invitation, revoked_at=5)


async def test_suggestions_are_numbered_per_document(store: SqlStore) -> None:
    await with_people(store)
    await with_document(store, "doc")
    await with_document(store, "other")
    asked = await store.add_request([a_suggestion("s_1"), a_suggestion("s_2")])
    assert [row.number for row in asked] == [1, 2]
    (elsewhere,) = await store.add_request([a_suggestion("s_3", "other")])
    assert elsewhere.number == 1
    unannounced = await store.add_suggestion(a_suggestion("s_4", state="ready", text="Four"))
    assert unannounced.number == 3


async def test_requests_at_the_same_time_share_no_number(store: SqlStore) -> None:
    await with_people(store)
    await with_document(store)
    requests = [[a_suggestion(f"s_{n}{m}") for m in range(3)] for n in range(6)]
    answers = await asyncio.gather(*(store.add_request(request) for request in requests))
    assert sorted(row.number for rows in answers for row in rows) == list(range(1, 19))


async def test_a_finished_suggestion_keeps_its_number_and_all_it_says(store: SqlStore) -> None:
    await with_people(store)
    await with_document(store)
    first, second = await store.add_request([a_suggestion("s_1"), a_suggestion("s_2")])
    finished = replace(
        second,
        text="To — 🙂",
        rules=("wordy phrase: in order to → to",),
        state="ready",
        took_ms=12,
        usage={"input": 3, "output": 1},
        cost=0.25,
    )
    assert await store.add_suggestion(replace(finished, number=0)) == finished
    failed = await store.add_suggestion(replace(first, state="failed"))
    assert await store.list_suggestions("doc") == (finished, failed)
    assert await store.list_suggestions("other") == ()
