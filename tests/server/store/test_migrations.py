"""The schema: made at once for a new database, reached by migrations for an older one."""

import asyncio
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, text

from server.errors import Invalid, Unavailable
from server.records import Snapshot
from server.store.database import Database, parse_url
from server.store.migrate import HEAD, MIGRATIONS, bring_up_to_date, upgrade
from server.store.sql import SqlStore
from server.store.tables import documents, metadata, snapshots
from tests.server.store.examples import a_document, with_document

BYTES = bytes(range(256))


def differences(connection: Connection) -> list[object]:
    return compare_metadata(MigrationContext.configure(connection), metadata)


def version(connection: Connection) -> str | None:
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


def test_head_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]


async def test_a_new_database_gets_the_schema_of_the_tables(database_url: str) -> None:
    database = Database(database_url)
    await bring_up_to_date(database)
    async with database.read() as connection:
        assert await connection.run_sync(differences) == []
        assert await connection.run_sync(version) == HEAD
    await database.engine.dispose()


async def test_the_migrations_lead_to_the_same_schema(database_url: str) -> None:
    database = Database(database_url)
    database.make_directory()
    async with database.write() as connection:
        await connection.run_sync(upgrade)
    async with database.read() as connection:
        assert await connection.run_sync(differences) == []
        assert await connection.run_sync(version) == HEAD
    await bring_up_to_date(database)  # nothing to do
    await database.engine.dispose()
    store = SqlStore(database_url)
    await store.open()
    await with_document(store)
    await store.close()


async def test_snapshots_of_an_older_schema_are_read(database_url: str) -> None:
    """They were stored as they are; since 0004 they are compressed."""
    database = Database(database_url)
    database.make_directory()
    async with database.write() as connection:
        await connection.run_sync(upgrade, "0003")
        row = a_document()
        await connection.execute(
            insert(documents).values(
                id=row.id,
                title=row.title,
                generation=row.generation,
                created_at=1,
                updated_at=1,
                shares=[],
            )
        )
        old = {
            "seq": 7,
            "state": BYTES,
            "authorship": BYTES[:9],
            "head": BYTES[:32],
            "refused": "[]",
        }
        await connection.execute(insert(snapshots).values(document_id=row.id, **old))
    await database.engine.dispose()
    store = SqlStore(database_url)
    await store.open()
    stored = await store.load(row.id)
    assert stored is not None
    assert stored.snapshot == Snapshot(**old)
    await store.close()


async def test_several_processes_may_start_at_once(database_url: str) -> None:
    stores = [SqlStore(database_url) for _ in range(4)]
    await asyncio.gather(*(store.open() for store in stores))
    for store in stores:
        await store.ping()
        await store.close()


async def test_sqlite_is_durable_and_strict(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'byline.db'}")
    await bring_up_to_date(database)
    async with database.read() as connection:
        wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
        for pragma, value in wanted.items():
            assert await connection.scalar(text(f"PRAGMA {pragma}")) == value
    await database.engine.dispose()


async def test_the_directory_is_made_for_its_owner_only(tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path / 'new' / 'byline.db'}")
    await store.open()
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    await store.close()


async def test_a_database_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "byline.db").write_bytes(b"this is no database, whatever its name says" * 99)
    store = SqlStore(f"sqlite:///{tmp_path / 'byline.db'}")
    with pytest.raises(Unavailable):
        await store.open()
    await store.close()


@pytest.mark.parametrize(
    "url", ["", "mysql://host/db", "sqlite://", "sqlite:///:memory:", "redis://localhost", "x"]
)
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(Invalid):
        parse_url(url)


@pytest.mark.parametrize("url", ["postgres://u@h/db", "postgresql://u@h/db", "sqlite:///x.db"])
def test_the_usual_addresses_are_understood(url: str) -> None:
    assert parse_url(url).drivername in {"postgresql+asyncpg", "sqlite+aiosqlite"}
