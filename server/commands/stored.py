"""Commands that look into a database, which a server may be running on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from server.store.sql import SqlStore

__all__ = ["now_ms", "with_store"]

T = TypeVar("T")


def now_ms() -> int:
    """Milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


def with_store(url: str, action: Callable[[SqlStore], Awaitable[T]]) -> T:
    """Do something with a database as it is.

    Raises:
        Invalid: there is none at that address, or of another version.
    """

    async def run() -> T:
        store = SqlStore(url)
        try:
            await store.open_existing()
            return await action(store)
        finally:
            await store.close()

    return asyncio.run(run())
