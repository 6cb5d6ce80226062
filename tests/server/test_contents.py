"""server.contents: from the log to an open document."""

import asyncio
from contextlib import suppress

from server.contents import open_contents, read_contents
from server.records import Document, StoredDocument
from tests.server.test_segments import recorded


async def test_a_long_log_is_read_while_others_go_on() -> None:
    rows = tuple(recorded(4_000))
    document = Document("d", "Long", "g", None, created_at=0, updated_at=0)
    stored = StoredDocument(document, None, (), rows, {})
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    going_on = asyncio.create_task(others())
    contents = await open_contents(stored)
    going_on.cancel()
    with suppress(asyncio.CancelledError):
        await going_on
    assert turns > 3
    assert contents.guard.text() == read_contents(stored).guard.text() != ""
    assert contents.seq == rows[-1].seq
