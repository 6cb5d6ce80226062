"""What every store promises of the log: durable, all or nothing, in order, never twice."""

import asyncio

import pytest

from server.errors import ClientTaken, SeqTaken, Unavailable
from server.names import SYSTEM_PERSON_ID
from server.records import LogRow, Share, Snapshot
from server.store.sql import SqlStore
from tests.server.store.examples import (
    ADA,
    BEN,
    SERVER_CLIENT,
    a_document,
    first_row,
    with_document,
    with_people,
)

BYTES = bytes(range(256))


def rows(document_id: str, *seqs: int) -> list[LogRow]:
    return [LogRow(document_id, seq, 100 + seq, ADA.id, BYTES) for seq in seqs]


async def test_an_unknown_document_loads_as_none(store: SqlStore) -> None:
    assert await store.load("nowhere") is None


async def test_a_new_document_has_its_first_row_and_the_servers_client(store: SqlStore) -> None:
    document = await with_document(store)
    stored = await store.load("doc")
    assert stored is not None
    assert stored.document == document
    assert stored.snapshot is None
    assert stored.tail == (first_row(),)
    assert stored.clients == {SERVER_CLIENT: SYSTEM_PERSON_ID}


async def test_a_document_is_created_once_by_however_many(store: SqlStore) -> None:
    answers = await asyncio.gather(*(with_document(store) for _ in range(8)))
    assert len({answer.generation for answer in answers}) == 1
    stored = await store.load("doc")
    assert stored is not None
    assert len(stored.tail) == 1


async def test_what_is_appended_is_loaded_in_order_with_its_bytes(store: SqlStore) -> None:
    await with_document(store)
    await with_document(store, "other")
    await store.append([*rows("doc", 2, 3), *rows("other", 2)], [("doc", 2**32 - 2, ADA.id)])
    stored = await store.load("doc")
    assert stored is not None
    assert stored.tail == (first_row(), *rows("doc", 2, 3))
    assert stored.clients == {SERVER_CLIENT: SYSTEM_PERSON_ID, 2**32 - 2: ADA.id}
    assert await store.load_log("doc", after=2) == tuple(rows("doc", 3))


async def test_it_is_still_there_after_closing_and_opening(database_url: str) -> None:
    first = SqlStore(database_url)
    await first.open()
    await with_document(first)
    await first.append(rows("doc", 2), [])
    await first.close()
    second = SqlStore(database_url)
    await second.open()
    assert await second.load_log("doc") == (first_row(), *rows("doc", 2))
    await second.close()


async def test_a_taken_number_stores_nothing_of_the_transaction(store: SqlStore) -> None:
    await with_document(store)
    await with_document(store, "other")
    await store.append(rows("doc", 2), [])
    with pytest.raises(SeqTaken):
        await store.append([*rows("other", 2), *rows("doc", 2)], [("other", 7, ADA.id)])
    stored = await store.load("other")
    assert stored is not None
    assert len(stored.tail) == 1
    assert 7 not in stored.clients
    await store.append(rows("doc", 3), [])
    assert len(await store.load_log("doc")) == 3


async def test_a_bound_client_id_stays_with_its_person(store: SqlStore) -> None:
    await with_document(store)
    await store.append(rows("doc", 2), [("doc", 7, ADA.id)])
    with pytest.raises(ClientTaken):
        await store.append(rows("doc", 3), [("doc", 7, BEN.id)])
    stored = await store.load("doc")
    assert stored is not None
    assert stored.clients[7] == ADA.id
    assert len(stored.tail) == 2


async def test_concurrent_appends_are_all_stored(store: SqlStore) -> None:
    await with_document(store)
    await asyncio.gather(*(store.append(rows("doc", seq), []) for seq in range(2, 42)))
    assert [row.seq for row in await store.load_log("doc")] == list(range(1, 42))


async def test_other_writes_do_not_disturb_appends(store: SqlStore) -> None:
    await with_document(store)
    titles = [store.rename("doc", f"Title {n}") for n in range(20)]
    appends = [store.append(rows("doc", seq), []) for seq in range(2, 22)]
    await asyncio.gather(*titles, *appends)
    assert len(await store.load_log("doc")) == 21


async def test_a_cancelled_append_leaves_the_store_usable(store: SqlStore) -> None:
    await with_document(store)
    appending = asyncio.create_task(store.append(rows("doc", 2), []))
    await asyncio.sleep(0)
    appending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await appending
    await store.append(rows("doc", 3), [])
    assert [row.seq for row in await store.load_log("doc")][-1] == 3


async def test_a_snapshot_stands_for_the_rows_before_it(store: SqlStore) -> None:
    await with_document(store)
    await store.append(rows("doc", 2, 3), [])
    await store.save_snapshot("doc", Snapshot(2, b"state", b"authorship", b"head", "[]"))
    stored = await store.load("doc")
    assert stored is not None
    assert stored.snapshot == Snapshot(2, b"state", b"authorship", b"head", "[]")
    assert stored.tail == tuple(rows("doc", 3))
    assert len(await store.load_log("doc")) == 3, "history is never thrown away"


async def test_an_older_snapshot_never_replaces_a_later_one(store: SqlStore) -> None:
    await with_document(store)
    await store.save_snapshot("doc", Snapshot(5, b"five", b"", b"head", "[]"))
    await store.save_snapshot("doc", Snapshot(4, b"four", b"", b"head", "[]"))
    await store.save_snapshot("doc", Snapshot(5, b"five again", b"", b"head", "[]"))
    stored = await store.load("doc")
    assert stored is not None
    assert stored.snapshot == Snapshot(5, b"five again", b"", b"head", "[]")


async def test_the_creator_becomes_coordinator(store: SqlStore) -> None:
    await with_people(store)
    await with_document(store, created_by=ADA.id)
    assert await store.role_of("doc", ADA.id) == "coordinator"
    assert await store.role_of("doc", BEN.id) is None


async def test_the_list_shows_the_last_writer_and_the_shares(store: SqlStore) -> None:
    await with_people(store)
    await with_document(store, created_by=ADA.id)
    row = await store.document_row("doc", ADA.id)
    assert row is not None
    assert (row.last_writer, row.shares, row.document.updated_at) == (None, (), 10)
    await store.append([LogRow("doc", 2, 777, BEN.id, b"x")], [])
    shares = (Share(BEN.id, "human", 0.75), Share(None, "adopted", 0.25))
    await store.save_shares("doc", shares)
    row = await store.document_row("doc", ADA.id)
    assert row is not None
    assert (row.last_writer, row.shares, row.document.updated_at) == (BEN.id, shares, 777)


async def test_a_database_that_is_gone_is_unavailable(database_url: str) -> None:
    store = SqlStore(database_url)
    with pytest.raises(Unavailable):
        await store.append([first_row()], [])  # no schema: it was never opened
    await store.open()
    await store.create_document(a_document(), first_row(), [])
    await store.append(rows("doc", 2), [])
    assert len(await store.load_log("doc")) == 2
    await store.close()
