"""Checkpoints and the keys that sign them, in SQL."""

from __future__ import annotations

from typing import Final

from sqlalchemy import insert, select, text

from server.records import Checkpoint, SigningKey
from server.store.database import Database
from server.store.tables import checkpoints, signing_keys

__all__ = ["SqlCheckpoints"]

_LOCK_KEY: Final = 4_211_958


class SqlCheckpoints:
    """The part of `LogStore` about signatures."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint; one at the same seq stays as it is."""
        values = {
            "document_id": checkpoint.document_id,
            "seq": checkpoint.seq,
            "at_ms": checkpoint.at_ms,
            "head": checkpoint.head,
            "key_id": checkpoint.key_id,
            "signature": checkpoint.signature,
        }
        async with self._database.write() as connection:
            await connection.execute(self._database.insert_if_absent(checkpoints).values(values))

    async def checkpoints(self, document_id: str) -> tuple[Checkpoint, ...]:
        """Return the checkpoints of a document in their order."""
        columns = checkpoints.c
        query = (
            select(
                columns.document_id,
                columns.seq,
                columns.at_ms,
                columns.head,
                columns.key_id,
                columns.signature,
            )
            .where(columns.document_id == document_id)
            .order_by(columns.seq)
        )
        async with self._database.read() as connection:
            return tuple(Checkpoint(*row) for row in await connection.execute(query))

    async def signing_keys(self) -> tuple[SigningKey, ...]:
        """Return the keys of this installation, newest first."""
        columns = signing_keys.c
        query = select(columns.id, columns.public, columns.private, columns.created_at)
        async with self._database.read() as connection:
            rows = await connection.execute(query.order_by(columns.created_at.desc(), columns.id))
            return tuple(SigningKey(*row) for row in rows)

    async def add_own_key(self, key: SigningKey) -> SigningKey:
        """Keep the first key that this installation makes; return the one that is there then."""
        async with self._database.write() as connection:
            if not self._database.is_sqlite:  # SQLite has one writer at a time anyway
                lock = text("SELECT pg_advisory_xact_lock(:key)")
                await connection.execute(lock, {"key": _LOCK_KEY})
            columns = signing_keys.c
            query = select(columns.id, columns.public, columns.private, columns.created_at)
            found = (await connection.execute(query.where(columns.private != b""))).first()
            if found is not None:
                return SigningKey(*found)
            await connection.execute(insert(signing_keys).values(_values(key, key.private)))
        return key

    async def add_public_key(self, key: SigningKey) -> None:
        """Keep the public part of a key, unless it is there."""
        absent = self._database.insert_if_absent(signing_keys)
        async with self._database.write() as connection:
            await connection.execute(absent.values(_values(key, b"")))


def _values(key: SigningKey, private: bytes) -> dict[str, object]:
    return {
        "id": key.id,
        "public": key.public,
        "private": private,
        "created_at": key.created_at,
    }
