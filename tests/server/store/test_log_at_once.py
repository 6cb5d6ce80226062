"""The SQLite log on a fast disk: written from the event loop, with the same promises."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from server.errors import SeqTaken
from server.records import LogRow
from server.store.database import Database
from server.store.log import Disk, SqliteLogWriter
from server.store.sql import SqlStore
from tests.server.store.examples import ADA, with_document, with_people


class AlwaysFast(Disk):
    """A disk that may be waited for at any time."""

    @property
    def is_fast(self) -> bool:
        return True


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[SqlStore]:
    subject = SqlStore(f"sqlite:///{tmp_path / 'byline.db'}")
    await subject.open()
    await with_people(subject)
    await with_document(subject)
    yield subject
    await subject.close()


@pytest.fixture
async def writer(store: SqlStore, tmp_path: Path) -> AsyncGenerator[SqliteLogWriter]:
    subject = SqliteLogWriter(Database(f"sqlite:///{tmp_path / 'byline.db'}"))
    subject._disk = AlwaysFast()
    yield subject
    await subject.close()


def row(seq: int) -> LogRow:
    return LogRow("doc", seq, seq, ADA.id, b"x")


async def test_rows_are_there_in_order_and_no_thread_was_needed(
    store: SqlStore, writer: SqliteLogWriter
) -> None:
    for seq in range(2, 60, 2):
        await writer.append([row(seq), row(seq + 1)], [])
    assert [each.seq for each in await store.load_log("doc")] == list(range(1, 60))
    assert writer._thread is None


async def test_a_number_that_is_taken_stores_nothing(
    store: SqlStore, writer: SqliteLogWriter
) -> None:
    await writer.append([row(2)], [])
    with pytest.raises(SeqTaken):
        await writer.append([row(3), row(2)], [])
    assert [each.seq for each in await store.load_log("doc")] == [1, 2]


async def test_new_clients_and_rows_alternate(store: SqlStore, writer: SqliteLogWriter) -> None:
    for seq in range(2, 20):
        await writer.append([row(seq)], [("doc", seq, ADA.id)] if seq % 3 == 0 else [])
    assert [each.seq for each in await store.load_log("doc")] == list(range(1, 20))


async def test_a_locked_file_is_waited_for_in_the_thread_and_the_loop_goes_on(
    store: SqlStore, writer: SqliteLogWriter, tmp_path: Path
) -> None:
    await writer.append([row(2)], [])
    other = sqlite3.connect(tmp_path / "byline.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.ensure_future(writer.append([row(3)], []))
    for _ in range(100):
        await asyncio.sleep(0)
    assert not waiting.done()
    other.execute("ROLLBACK")
    other.close()
    await waiting
    assert [each.seq for each in await store.load_log("doc")] == [1, 2, 3]


def after(*rounds: tuple[int, tuple[float, ...]]) -> Disk:
    """A disk after so many times these commits (seconds)."""
    disk = Disk()
    for count, times in rounds:
        for seconds in times * count:
            disk.took(seconds)
    return disk


FAST = (0.0002,)


def test_a_disk_is_not_waited_for_before_it_is_known() -> None:
    assert not after((0, FAST)).is_fast
    assert not after((50, FAST)).is_fast
    assert after((150, FAST)).is_fast


def test_a_fast_disk_is_waited_for_though_the_processor_is_busy_at_times() -> None:
    assert after((100, (0.0003, 0.0003, 0.0003, 0.0003, 0.004))).is_fast


def test_a_disk_that_stalls_often_is_not_waited_for() -> None:
    assert not after((150, FAST), (3, (*FAST * 5, 0.04))).is_fast


def test_a_disk_that_is_slow_on_the_whole_is_not_waited_for() -> None:
    assert not after((300, (0.001,))).is_fast


def test_a_disk_that_becomes_slow_is_soon_not_waited_for() -> None:
    assert not after((150, FAST), (40, (0.001,))).is_fast


def test_a_disk_that_was_slow_is_waited_for_again_when_it_is_not() -> None:
    assert after((300, (0.02,)), (400, FAST)).is_fast


async def test_what_can_be_stored_without_waiting_is(
    store: SqlStore, writer: SqliteLogWriter
) -> None:
    assert writer.append_at_once([row(2), row(3)])
    assert [each.seq for each in await store.load_log("doc")] == [1, 2, 3]
    with pytest.raises(SeqTaken):
        writer.append_at_once([row(4), row(3)])
    assert [each.seq for each in await store.load_log("doc")] == [1, 2, 3]


@pytest.mark.parametrize(
    "why", ["somebody here writes", "somebody else writes", "a slow disk", "much"]
)
async def test_what_would_have_to_be_waited_for_is_not_stored_at_once(
    store: SqlStore, writer: SqliteLogWriter, tmp_path: Path, why: str
) -> None:
    rows = [row(seq) for seq in range(2, 100)] if why == "much" else [row(2)]
    if why == "a slow disk":
        writer._disk = Disk()
    other = sqlite3.connect(tmp_path / "byline.db", isolation_level=None)
    if why == "somebody else writes":
        other.execute("BEGIN IMMEDIATE")
    if why == "somebody here writes":
        await writer._writing.acquire()
    assert not writer.append_at_once(rows)
    other.close()
    assert [each.seq for each in await store.load_log("doc")] == [1]
