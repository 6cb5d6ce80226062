"""Bringing the schema up to date, quickly when there is nothing to do.

A new database gets the tables as they are now and is stamped with the newest revision; a test
shows that the migrations lead to the same schema. Alembic (0.6 s to import) is only loaded to
migrate an older one. Several processes may start at once: one migrates, the others wait.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from server.errors import Invalid
from server.store.database import Database
from server.store.tables import metadata

__all__ = ["HEAD", "bring_up_to_date", "check_version", "upgrade"]

HEAD: Final = "0006"
"""The newest revision under `migrations/versions`."""

MIGRATIONS: Final = Path(__file__).parent / "migrations"
_LOCK_KEY: Final = 4_211_957


async def bring_up_to_date(database: Database) -> None:
    """Create or migrate the schema.

    Raises:
        Unavailable: the database does not answer.
    """
    database.make_directory()
    async with database.write() as connection:
        if not database.is_sqlite:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
        await connection.run_sync(_bring_up_to_date)


async def check_version(database: Database) -> None:
    """See that there is a schema, of this version.

    Raises:
        Invalid: there is none, or of another version.
        Unavailable: the database does not answer.
    """
    if not database.exists():
        raise Invalid(f"There is no database at {database.place}.")
    async with database.read() as connection:
        found = await connection.run_sync(_version)
    if found != HEAD:
        raise Invalid(
            f"The database at {database.place} is of another version: start its server once."
        )


def _version(connection: Connection) -> str | None:
    if "alembic_version" not in inspect(connection).get_table_names():
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


def _bring_up_to_date(connection: Connection) -> None:
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        if connection.scalar(text("SELECT version_num FROM alembic_version")) != HEAD:
            upgrade(connection)
    elif "documents" in tables:
        upgrade(connection)
    else:
        metadata.create_all(connection)
        connection.execute(
            text(
                "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
                " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
            )
        )
        connection.execute(
            text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD}
        )


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the migrations up to `revision` in the transaction of `connection`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
