"""server.store.database: what one transaction sees."""

from sqlalchemy import text

from server.store.database import Database
from server.store.sql import SqlStore
from tests.server.store.examples import with_document

TITLE = text("SELECT title FROM documents")


async def test_all_reads_of_one_transaction_see_the_same_moment(
    store: SqlStore, database_url: str
) -> None:
    await with_document(store)
    database = Database(database_url)
    async with database.read() as connection:
        before = await connection.scalar(TITLE)
        await store.rename("doc", "Renamed meanwhile")
        assert await connection.scalar(TITLE) == before
    async with database.read() as connection:
        assert await connection.scalar(TITLE) == "Renamed meanwhile"
    await database.engine.dispose()
