"""server.hosting and server.commit over a real database: rooms open, fail, go quiet and come back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pycrdt
import pytest
import pytest_asyncio
from pycrdt import Doc, Text

from server.access import Role
from server.api.authorship import open_room
from server.connection import CloseCode, Closing
from server.contents import read_contents, snapshot_is_due
from server.errors import Unavailable
from server.guests import anonymous_person
from server.hosting import Hosting
from server.opening import new_document
from server.records import LogRow, RowKind, Snapshot, StoredDocument
from server.room import Room
from tests.server.house import ADA, BEN, House, Tab


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest_asyncio.fixture
async def hosting(house: House) -> AsyncIterator[Hosting]:
    async with house.open() as hosting:
        yield hosting


async def test_in_open_mode_a_document_comes_into_being_once(
    hosting: Hosting, house: House
) -> None:
    tabs = [Tab(hosting) for _ in range(20)]
    await asyncio.gather(*(tab.enter("new", anonymous_person(), anonymous=True) for tab in tabs))
    assert {str(tab.text) for tab in tabs} == {"\n"}
    stored = await house.store.load("new")
    assert stored is not None
    assert len(stored.tail) == 1


async def test_without_open_mode_what_is_not_there_stays_so(house: House) -> None:
    async with house.open(open_mode=False) as hosting:
        with pytest.raises(Closing) as caught:
            await Tab(hosting).enter("new", ADA)
        assert caught.value.code is CloseCode.NO_DOCUMENT
        assert await house.store.load("new") is None


async def test_what_one_writes_the_other_sees_and_the_log_holds(
    hosting: Hosting, house: House
) -> None:
    ada, ben = await Tab(hosting).enter("d", ADA), await Tab(hosting).enter("d", BEN)
    ada.write("Hello")
    await ben.until_text("Hello\n")
    stored = await house.store.load("d")
    assert stored is not None
    assert [row.person_id for row in stored.tail] == ["p_system", "p_ada"]


async def test_a_room_comes_back_from_its_log_and_from_its_snapshot(house: House) -> None:
    async with house.open() as hosting:
        ada, ben = await Tab(hosting).enter("d", ADA), await Tab(hosting).enter("d", BEN)
        ada.write("Hello")
        await ben.until_text("Hello\n")
        for tab in (ada, ben):
            hosting.disconnect(tab.session)
    async with house.open() as hosting:
        stored = await house.store.load("d")
        assert stored is not None
        assert stored.snapshot is not None
        assert stored.tail == ()
        again = await Tab(hosting).enter("d", ADA)
        assert str(again.text) == "Hello\n"
        again.write("Oh, ")
        await again.until_text("Oh, Hello\n")


async def test_a_commit_that_fails_shows_nothing_and_throws_the_room_away(
    hosting: Hosting, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = await Tab(hosting).enter("d", ADA), await Tab(hosting).enter("d", BEN)
    append = house.store.append

    async def disk_full(*_: object) -> None:
        raise Unavailable("The disk is full.")

    monkeypatch.setattr(house.store, "append", disk_full)
    ada.write("lost?")
    async with asyncio.timeout(10):
        while ben.closing is None:
            ben.woken.clear()
            await ben.woken.wait()
    assert ben.closing.code is CloseCode.RELOADING
    ben.hear()
    assert str(ben.text) == "\n"
    assert hosting.room("d") is None
    monkeypatch.setattr(house.store, "append", append)
    back = await Tab(hosting).enter("d", ADA)
    assert str(back.text) == "\n"


@pytest.mark.parametrize("failure", [Unavailable("The disk is full."), ValueError("a mistake")])
async def test_what_came_while_a_commit_failed_is_not_stored_without_what_it_builds_on(
    hosting: Hosting, house: House, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    ada = await Tab(hosting).enter("d", ADA)
    append = house.store.append
    under_way, go_on = asyncio.Event(), asyncio.Event()

    async def fail_once(*_: object) -> None:
        monkeypatch.setattr(house.store, "append", append)
        under_way.set()
        await go_on.wait()
        raise failure

    monkeypatch.setattr(house.store, "append", fail_once)
    ada.write("first ")
    await under_way.wait()
    ada.write("second ")
    go_on.set()
    async with asyncio.timeout(10):
        while ada.closing is None:
            ada.woken.clear()
            await ada.woken.wait()
    back, ben = await Tab(hosting).enter("d", ADA), await Tab(hosting).enter("d", BEN)
    back.write("third ")
    await ben.until_text("third \n")
    assert [row.seq for row in await house.store.load_log("d")] == [1, 2]


async def test_a_failed_commit_of_one_moment_leaves_the_other_documents_running(
    hosting: Hosting, house: House
) -> None:
    ada = await Tab(hosting).enter("d", ADA)
    room = hosting.room("d")
    assert room is not None
    await house.store.append([room_row(room.durable_seq + 1)], [])  # somebody else's server wrote
    ada.write("collides")
    async with asyncio.timeout(10):
        while ada.closing is None:
            ada.woken.clear()
            await ada.woken.wait()
    other = await Tab(hosting).enter("other", BEN)
    other.write("fine")
    await other.until_text("fine\n")


def room_row(seq: int):
    """A log row of the document `d`, as a second server might have written it."""
    _, first, _ = new_document("d", "D", None, 0)
    return type(first)("d", seq, 0, ADA.id, b"\x00\x00")


@pytest.mark.parametrize(
    ("limits", "documents"), [({"connections_per_document": 2}, "d"), ({"connections": 2}, None)]
)
async def test_a_full_house_says_so(
    house: House, limits: dict[str, int], documents: str | None
) -> None:
    async with house.open(**limits) as hosting:
        for index in range(2):
            await Tab(hosting).enter(documents or f"d{index}", anonymous_person(), anonymous=True)
        with pytest.raises(Closing) as caught:
            await Tab(hosting).enter("d", BEN)
        assert caught.value.code is CloseCode.TOO_MANY


async def test_one_person_has_only_so_many_sockets(house: House) -> None:
    async with house.open(connections_per_person=2) as hosting:
        for index in range(2):
            await Tab(hosting).enter(f"d{index}", ADA)
        with pytest.raises(Closing) as caught:
            await Tab(hosting).enter("d", ADA)
        assert caught.value.code is CloseCode.TOO_MANY
        await Tab(hosting).enter("d", BEN)


async def test_access_that_is_taken_away_closes_the_open_socket(house: House) -> None:
    async with AsyncExitStack() as stack:
        hosting = await stack.enter_async_context(house.open(open_mode=False))
        document, first, clients = new_document("d", "D", ADA.id, house.clock())
        await house.store.create_document(document, first, clients)
        await house.store.join("d", BEN.id, Role.WRITER, house.clock())
        ben = await Tab(hosting).enter("d", BEN)
        await house.store.set_role("d", BEN.id, Role.READER, house.clock())
        await hosting.access_changed("d", BEN.id)
        assert ben.session.connection.role is Role.READER
        await house.store.remove_member("d", BEN.id)
        await hosting.access_changed("d", BEN.id)
        assert ben.closing is not None
        assert ben.closing.code is CloseCode.REVOKED


async def test_a_revoked_session_closes_its_sockets_and_no_other(hosting: Hosting) -> None:
    ada, ben = await Tab(hosting).enter("d", ADA), await Tab(hosting).enter("d", BEN)
    await hosting.session_revoked("e_p_ada")
    assert ada.closing is not None
    assert ada.closing.code is CloseCode.NO_SESSION
    assert ben.closing is None


async def test_a_deleted_document_closes_for_everybody_and_keeps_what_was_sent(
    hosting: Hosting, house: House
) -> None:
    ada = await Tab(hosting).enter("d", ADA)
    ada.write("last words")
    await house.store.set_deleted("d", house.clock())
    await hosting.document_deleted("d")
    assert ada.closing is not None
    assert ada.closing.code is CloseCode.NO_DOCUMENT
    assert len(await house.store.load_log("d")) == 2
    with pytest.raises(Closing):
        await Tab(hosting).enter("d", BEN)


@pytest.mark.parametrize(
    ("unwritten", "is_quiet", "due"),
    [(2_000, True, True), (1_999, True, False), (9_999, False, False), (10_000, False, True)],
)
def test_a_snapshot_waits_for_a_pause_but_not_for_ever(
    unwritten: int, is_quiet: bool, due: bool
) -> None:
    assert snapshot_is_due(unwritten, 2_000, is_quiet=is_quiet) is due


@pytest.mark.parametrize("mishap", ["deleted", "a mistake"])
async def test_rooms_are_looked_after_whatever_happens_to_one_of_them(
    house: House, monkeypatch: pytest.MonkeyPatch, mishap: str
) -> None:
    monkeypatch.setattr("server.upkeep.TEND_EVERY_S", 0.01)
    monkeypatch.setattr("server.contents.BUSY_FACTOR", 1)
    async with house.open(snapshot_every=1) as hosting:
        save = house.store.save_snapshot
        entered, happened, kept = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def save_or_fail(document_id: str, snapshot: Snapshot) -> None:
            if not entered.is_set():
                raise Unavailable("Later.")
            if not happened.is_set():
                happened.set()
                if mishap == "a mistake":
                    raise ValueError(mishap)
                for other in {"d1", "d2"} - {document_id}:
                    await house.store.set_deleted(other, house.clock())
                    await hosting.document_deleted(other)
            await save(document_id, snapshot)
            if document_id == "d3":
                kept.set()

        monkeypatch.setattr(house.store, "save_snapshot", save_or_fail)
        for document_id in ("d1", "d2"):
            await Tab(hosting).enter(document_id, ADA)
        entered.set()
        await asyncio.wait_for(happened.wait(), 10)
        ada, ben = await Tab(hosting).enter("d3", ADA), await Tab(hosting).enter("d3", BEN)
        ada.write("still looked after")
        await ben.until_text("still looked after\n")
        await asyncio.wait_for(kept.wait(), 10)


async def shared_document(house: House) -> None:
    """A document `d` that Ada coordinates and Ben writes in."""
    document, first, clients = new_document("d", "D", ADA.id, house.clock())
    await house.store.create_document(document, first, clients)
    await house.store.join("d", BEN.id, Role.WRITER, house.clock())


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        ("removed", CloseCode.NO_DOCUMENT),
        ("signed out", CloseCode.NO_SESSION),
        ("deleted", CloseCode.NO_DOCUMENT),
        ("stopping", CloseCode.GOING_AWAY),
    ],
)
async def test_what_is_decided_while_somebody_comes_in_counts(
    house: House, monkeypatch: pytest.MonkeyPatch, decision: str, code: CloseCode
) -> None:
    async with house.open(open_mode=False) as hosting:
        await shared_document(house)
        role_of = house.store.role_of

        async def decide() -> None:
            if decision == "removed":
                await house.store.remove_member("d", BEN.id)
                await hosting.access_changed("d", BEN.id)
            elif decision == "signed out":
                await hosting.session_revoked("e_p_ben")
            elif decision == "deleted":
                await house.store.set_deleted("d", house.clock())
                await hosting.document_deleted("d")
            else:
                await hosting.stop()

        async def read_before(document_id: str, person_id: str) -> Role | None:
            role = await role_of(document_id, person_id)
            monkeypatch.setattr(house.store, "role_of", role_of)
            await decide()
            return role

        monkeypatch.setattr(house.store, "role_of", read_before)
        with pytest.raises(Closing) as caught:
            await Tab(hosting).enter("d", BEN)
        assert caught.value.code is code


async def test_a_smaller_role_given_while_somebody_comes_in_counts(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.open(open_mode=False) as hosting:
        await shared_document(house)
        role_of = house.store.role_of

        async def read_before(document_id: str, person_id: str) -> Role | None:
            role = await role_of(document_id, person_id)
            monkeypatch.setattr(house.store, "role_of", role_of)
            await house.store.set_role("d", BEN.id, Role.READER, house.clock())
            await hosting.access_changed("d", BEN.id)
            return role

        monkeypatch.setattr(house.store, "role_of", read_before)
        ben = await Tab(hosting).enter("d", BEN)
        assert ben.session.connection.role is Role.READER


async def test_a_document_deleted_while_it_is_opened_is_not_open(
    hosting: Hosting, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shared_document(house)
    load = house.store.load
    loading, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(document_id: str) -> StoredDocument | None:
        found = await load(document_id)
        loading.set()
        await go_on.wait()
        return found

    monkeypatch.setattr(house.store, "load", slowly)
    entering = asyncio.create_task(Tab(hosting).enter("d", BEN))
    await loading.wait()
    await house.store.set_deleted("d", house.clock())
    deleting = asyncio.create_task(hosting.document_deleted("d"))
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(Closing) as caught:
        await entering
    assert caught.value.code is CloseCode.NO_DOCUMENT
    await deleting
    assert hosting.room("d") is None


async def test_nobody_enters_a_deleted_document_while_its_last_words_are_written(
    hosting: Hosting, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await Tab(hosting).enter("d", ADA)
    append = house.store.append
    under_way, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(*arguments: Any) -> None:
        under_way.set()
        await go_on.wait()
        await append(*arguments)

    monkeypatch.setattr(house.store, "append", slowly)
    ada.write("last words")
    await under_way.wait()
    await house.store.set_deleted("d", house.clock())
    deleting = asyncio.create_task(hosting.document_deleted("d"))
    await asyncio.sleep(0)
    with pytest.raises(Closing) as caught:
        await Tab(hosting).enter("d", BEN)
    assert caught.value.code is CloseCode.NO_DOCUMENT
    go_on.set()
    await deleting
    assert len(await house.store.load_log("d")) == 2


async def test_those_who_are_coming_in_count_as_here(house: House) -> None:
    async with house.open(connections_per_person=2) as hosting:
        entering = (Tab(hosting).enter("d", ADA) for _ in range(5))
        entered = await asyncio.gather(*entering, return_exceptions=True)
        assert sum(isinstance(each, Tab) for each in entered) == 2


async def test_shares_missed_by_a_crash_are_made_up_for(house: House) -> None:
    async with house.open() as hosting:
        await shared_document(house)
        doc = Doc(client_id=7)
        doc.get("content", type=Text).insert(0, "Hello")
        await house.store.append([LogRow("d", 2, 0, ADA.id, doc.get_update())], [("d", 7, ADA.id)])
        assert str((await Tab(hosting).enter("d", BEN)).text) == "Hello\n"
    async with house.open():
        row = await house.store.document_row("d", ADA.id)
        assert row is not None
        assert [share.person_id for share in row.shares] == [ADA.id]


async def test_a_room_opened_only_to_be_read_stays_for_a_while(
    hosting: Hosting, house: House
) -> None:
    await shared_document(house)
    room = await hosting.open_room("d")
    assert room.last_left_ms == house.clock.now


SUGGESTED = {"kind": "suggestion", "id": "s_1", "text": "Hello"}


async def test_what_is_recorded_is_durable_and_known_again(hosting: Hosting, house: House) -> None:
    await shared_document(house)
    await hosting.record("d", ADA.id, SUGGESTED)
    stored = await house.store.load("d")
    assert stored is not None
    assert [row.kind for row in stored.tail] == [RowKind.UPDATE, RowKind.ENTRY]
    room = Room(read_contents(stored), lambda _: None)
    assert room.ledger.lineage.suggestion_ids == ["s_1"]
    live = hosting.room("d")
    assert live is not None
    assert room.chain.head() == live.chain.head()


async def test_what_could_not_be_recorded_is_said(hosting: Hosting, house: House) -> None:
    await shared_document(house)
    room = await hosting.open_room("d")
    await house.store.append([room_row(room.durable_seq + 1)], [])  # somebody else's server wrote
    with pytest.raises(Unavailable):
        await hosting.record("d", ADA.id, SUGGESTED)
    assert hosting.room("d") is None


async def test_a_history_that_cannot_be_read_is_not_called_missing(
    hosting: Hosting, house: House
) -> None:
    await shared_document(house)
    await house.store.append([room_row(2), LogRow("d", 3, 0, ADA.id, b"no update")], [])
    with pytest.raises(Unavailable):
        await open_room(hosting, "d")


async def test_a_room_whose_replica_breaks_is_thrown_away_and_comes_back_from_its_log(
    hosting: Hosting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Updates are applied a little later than they are shown: should one break the replica, nobody stays in there."""
    monkeypatch.setattr("server.upkeep.TEND_EVERY_S", 0.01)
    ada = await Tab(hosting).enter("d", ADA)

    def fail(_doc: object, _update: bytes) -> None:
        raise RuntimeError("pycrdt has a fault")

    with monkeypatch.context() as patched:
        patched.setattr(pycrdt.Doc, "apply_update", fail)
        hosting.room("d").replica.apply_later(b"anything")
        async with asyncio.timeout(10):
            while ada.closing is None:
                ada.woken.clear()
                await ada.woken.wait()
    assert ada.closing.code is CloseCode.RELOADING
    back = await Tab(hosting).enter("d", ADA)
    assert str(back.text) == "\n"
