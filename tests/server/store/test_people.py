"""What every store promises of people, accounts and sessions."""

from dataclasses import replace

import pytest

from server.errors import LoginTaken
from server.names import SYSTEM_PERSON_ID
from server.records import Account
from server.store.sql import SqlStore
from tests.server.store.examples import ADA, BEN, a_session, new_people, with_people


async def test_the_systems_person_is_there_from_the_start(store: SqlStore) -> None:
    person = await store.person(SYSTEM_PERSON_ID)
    assert person is not None
    assert person.kind == "system"


async def test_a_person_is_stored_once_and_can_change(store: SqlStore) -> None:
    await with_people(store, ADA)
    await with_people(store, replace(ADA, name="Somebody else"))
    assert await store.person(ADA.id) == ADA
    await store.change_person(replace(ADA, name="Ada L.", colour=7))
    assert await store.person(ADA.id) == replace(ADA, name="Ada L.", colour=7)


async def test_many_people_are_found_at_once(store: SqlStore) -> None:
    people = new_people(600)
    for person in people[:3]:
        await store.add_person(person, 1)
    found = await store.persons([person.id for person in people] * 2)
    assert found == {person.id: person for person in people[:3]}


async def test_a_login_is_one_persons(store: SqlStore) -> None:
    await store.add_account(BEN, Account(BEN.id, "ben", "hash"), 1)
    with pytest.raises(LoginTaken):
        await store.add_account(ADA, Account(ADA.id, "ben", "other"), 2)
    assert await store.person(ADA.id) is None, "nothing of a refused account is stored"
    assert await store.account_of("ben") == Account(BEN.id, "ben", "hash")
    assert await store.account_of("Ben") is None


async def test_a_guest_becomes_an_account_and_stays_the_same_person(store: SqlStore) -> None:
    await with_people(store, ADA)
    await store.add_account(replace(ADA, kind="account"), Account(ADA.id, "ada", "hash"), 2)
    assert await store.person(ADA.id) == replace(ADA, kind="account")


async def test_colours_of_those_who_came_last(store: SqlStore) -> None:
    people = new_people(5)
    for at, person in enumerate(people, start=1):
        await store.add_person(person, at)
    assert await store.recent_colours(3) == (4, 3, 2)


async def test_a_session_is_found_until_it_ends(store: SqlStore) -> None:
    await with_people(store, ADA)
    session = a_session(ADA, "digest", ends=1000)
    await store.add_session(session)
    assert await store.session_by_digest("digest", 999) == (session, ADA)
    assert await store.session_by_digest("digest", 1000) is None
    assert await store.session_by_digest("another", 0) is None
    await store.touch_session(session.id, 900, 2000)
    found = await store.session_by_digest("digest", 1500)
    assert found is not None
    assert (found[0].last_seen_at, found[0].expires_at) == (900, 2000)


async def test_sessions_end_one_by_one_and_only_ones_own(store: SqlStore) -> None:
    await with_people(store, ADA, BEN)
    for person, digest, at in ((ADA, "one", 1), (ADA, "two", 2), (BEN, "three", 3)):
        await store.add_session(a_session(person, digest, at=at))
    assert not await store.revoke_session("e_one", BEN.id)
    assert [row.id for row in await store.sessions_of(ADA.id, 10)] == ["e_two", "e_one"]
    assert await store.revoke_session("e_one", ADA.id)
    assert not await store.revoke_session("e_one", ADA.id)
    assert await store.session_by_digest("one", 10) is None
    assert [row.id for row in await store.sessions_of(ADA.id, 10)] == ["e_two"]


async def test_an_erased_person_keeps_nothing_but_a_stub(store: SqlStore) -> None:
    await with_people(store, BEN)
    await store.add_account(ADA, Account(ADA.id, "ada", "hash"), 1)
    await store.add_session(a_session(ADA, "digest"))
    stub = replace(ADA, name="Erased person", initials="", kind="erased")
    assert await store.erase(stub, 5) == ()
    assert await store.person(ADA.id) == stub
    assert await store.account_of("ada") is None
    assert await store.account_of_person(ADA.id) is None
    assert await store.sessions_of(ADA.id, 0) == ()
    assert await store.person(BEN.id) == BEN
