"""What only PostgreSQL can do to us: end our connections, one at a time or all."""

import pytest
from sqlalchemy import text

from server.errors import Unavailable
from server.store.database import Database
from server.store.sql import SqlStore
from tests.server.store.examples import with_document
from tests.server.store.test_log import rows

pytestmark = pytest.mark.postgres


async def end_all_connections(url: str) -> None:
    database = Database(url)
    async with database.read() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    await database.engine.dispose()


async def test_a_lost_connection_costs_one_append_and_no_reads(postgres_url: str) -> None:
    store = SqlStore(postgres_url)
    await store.open()
    await with_document(store)
    await store.append(rows("doc", 2), [])
    await end_all_connections(postgres_url)
    with pytest.raises(Unavailable):
        await store.append(rows("doc", 3), [])
    assert [row.seq for row in await store.load_log("doc")] == [1, 2]
    await store.append(rows("doc", 3), [])
    await end_all_connections(postgres_url)
    assert [row.seq for row in await store.load_log("doc")] == [1, 2, 3]
    await store.rename("doc", "Still here")
    await store.close()


async def test_a_server_that_is_not_there_is_unavailable(loopback_port: int) -> None:
    store = SqlStore(f"postgresql://nobody@127.0.0.1:{loopback_port}/nothing")
    with pytest.raises(Unavailable):
        await store.open()
    with pytest.raises(Unavailable):
        await store.append(rows("doc", 1), [])
    await store.close()
