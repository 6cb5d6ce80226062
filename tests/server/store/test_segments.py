"""What every store promises of logs that are packed: they read as if they were not. And of visits."""

from dataclasses import replace

from server.history import History
from server.records import LogRow, RowKind, Visit
from server.segments import SEGMENT_ROWS
from server.store.sql import SqlStore
from tests.server.store.examples import ADA, first_row, with_document, with_people
from tests.server.test_segments import recorded

ROWS = tuple(
    replace(row, document_id="doc", seq=number, data=b'{"kind":"export"}', kind=RowKind.ENTRY)
    if number % 100 == 0
    else replace(row, document_id="doc", seq=number)
    for number, row in enumerate(recorded(3 * SEGMENT_ROWS), start=2)
)


async def with_log(store: SqlStore) -> tuple[LogRow, ...]:
    """A document with a long log, packed as far as it can be."""
    await with_document(store)
    await store.append(ROWS, [])
    return (first_row(), *ROWS)


async def test_a_packed_log_reads_as_before(store: SqlStore) -> None:
    whole = await with_log(store)
    while await store.compact("doc", ROWS[-1].seq):
        pass
    assert len(await store.load_histories("doc")) == 2
    assert await store.load_log("doc") == whole
    for after in (0, 1, 500, SEGMENT_ROWS, SEGMENT_ROWS + 1, 2 * SEGMENT_ROWS, ROWS[-1].seq):
        assert await store.load_log("doc", after) == tuple(row for row in whole if row.seq > after)
    stored = await store.load("doc")
    assert stored is not None
    assert stored.tail == whole


async def test_histories_of_what_is_packed_go_on_with_the_rest(store: SqlStore) -> None:
    whole = await with_log(store)
    while await store.compact("doc", ROWS[-1].seq):
        pass
    joined, direct = History(), History()
    for each in await store.load_histories("doc"):
        joined.extend(History.loads(each))
    for row in await store.load_log("doc", joined.seq):
        joined.note(row)
    for row in whole:
        direct.note(row)
    assert joined.dumps() == direct.dumps()


async def test_what_a_snapshot_does_not_hold_and_the_newest_stay_rows(store: SqlStore) -> None:
    await with_log(store)
    assert not await store.compact("doc", 2 * SEGMENT_ROWS - 1)
    assert not await store.compact("other", ROWS[-1].seq)
    assert await store.compact("doc", 2 * SEGMENT_ROWS)
    assert not await store.compact("doc", 3 * SEGMENT_ROWS - 1)


async def test_visits_are_kept_the_last_one_each(store: SqlStore) -> None:
    await with_people(store)
    await with_document(store)
    assert await store.visit("doc", ADA.id) is None
    first = Visit("doc", ADA.id, 3, 1000, 3)
    await store.save_visits((first,))
    assert await store.visit("doc", ADA.id) == first
    second = Visit("doc", ADA.id, 9, 2000, 3)
    await store.save_visits((second, Visit("doc", "p_ben", 1, 5, 1)))
    assert await store.visit("doc", ADA.id) == second
