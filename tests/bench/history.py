"""What the history costs: `python -m tests.bench.history [--updates N]`.

A recorded session of 26,078 updates is put into a server's database as it was written: how much of the disk it takes
once old updates are packed, and how soon any moment of it is answered over HTTP. Then a log of 1,000,000 key presses by
five people: how soon its history opens, read from what is packed.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from httpx2 import ASGITransport, AsyncClient

from crdt.ids import SERVER_CLIENT
from crdt.ledger import SYSTEM_USER
from crdt.update import decode_update
from server.app import build
from server.config import Settings
from server.histories import Histories
from server.names import new_generation
from server.ports import Store
from server.records import Document, LogRow
from server.segments import SEGMENT_ROWS, segment_of
from server.store.sql import SqlStore
from server.store.tables import segments
from tests.bench.writing import START_MS, Writing

TRACE: Final = Path(__file__).parents[1] / "crdt" / "traces" / "real-friendsforever.jsonl"
MOMENTS: Final = 60
MOMENT_LIMIT_MS: Final = 300.0
BYTES_LIMIT: Final = 12.0
OPEN_LIMIT_S: Final = 2.0


def told(line: str, *, passed: bool) -> bool:
    """Print a line with its verdict, and pass that on."""
    print(f"{line}   {'PASS' if passed else 'SHORT'}", flush=True)
    return passed


def recorded() -> list[LogRow]:
    """The recorded session as rows of a log."""
    lines = (json.loads(line) for line in TRACE.read_text().splitlines())
    return [
        LogRow("doc", each["seq"], START_MS + each["seq"] * 100, f"p_{each['user']}", data)
        for each in lines
        if each["type"] == "update"
        for data in [base64.b64decode(each["update"])]
    ]


async def with_log(store: Store, rows: Iterable[LogRow]) -> None:
    """Make a document with a log."""
    rows = iter(rows)
    first = next(rows)
    document = Document("doc", "Bench", new_generation(), None, first.at_ms, first.at_ms)
    bound = {SERVER_CLIENT: SYSTEM_USER} | clients_in([first])
    await store.create_document(document, first, list(bound.items()))
    while portion := list(islice(rows, 5_000)):
        new = clients_in(portion).items() - bound.items()
        bound.update(new)
        await store.append(portion, [("doc", client, person) for client, person in new])


def clients_in(rows: Iterable[LogRow]) -> dict[int, str]:
    """Whose client ids the updates use."""
    return {
        struct.client: row.person_id
        for row in rows
        for struct in decode_update(row.data).structs
        if struct.client != SERVER_CLIENT
    }


async def recorded_session(folder: Path) -> bool:
    """Disk and answers of the recorded session."""
    settings = Settings(data=str(folder))
    rows = recorded()
    empty = await size_of(folder, settings, [])
    full = await size_of(folder / "full", Settings(data=str(folder / "full")), rows)
    per_update = (full - empty) / len(rows)
    line = f"history   {len(rows):,} updates on disk   {per_update:5.2f} bytes an update"
    small = told(line, passed=per_update < BYTES_LIMIT)
    return await moments(folder / "full", len(rows)) and small


async def size_of(folder: Path, settings: Settings, rows: list[LogRow]) -> int:
    """Bytes of a database once a document with these rows was opened, written down and let go."""
    folder.mkdir(exist_ok=True)  # noqa: ASYNC240 - nobody waits
    application = build(settings, {})
    async with application.api.router.lifespan_context(application.api):
        parts = application.parts
        if rows:
            await with_log(parts.store, rows)
            await parts.hosting.open_room("doc")
    async with application.api.router.lifespan_context(build(settings, {}).api):
        pass
    database = folder / "byline.db"
    with sqlite3.connect(database) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return database.stat().st_size


async def moments(folder: Path, count: int) -> bool:
    """How soon moments and comparisons are answered, in a document that is open."""
    application = build(Settings(data=str(folder), open_mode=True), {})
    times: dict[str, list[float]] = {"moment": [], "comparison": []}
    async with application.api.router.lifespan_context(application.api):
        transport = ASGITransport(app=application.api)
        async with AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            began = time.perf_counter()
            (await client.get("/api/documents/doc/authorship")).raise_for_status()
            document = time.perf_counter() - began
            began = time.perf_counter()
            (await client.get("/api/documents/doc/history")).raise_for_status()
            opened = time.perf_counter() - began
            random.seed(1)
            for seq in random.sample(range(1, count), MOMENTS):
                paths = {"moment": f"{seq}", "comparison": f"{count}/since/{seq}"}
                for name, path in paths.items():
                    began = time.perf_counter()
                    answer = await client.get(f"/api/documents/doc/history/{path}")
                    times[name].append(time.perf_counter() - began)
                    answer.raise_for_status()
    print(f"history   {count:,} updates: document opens in {document * 1e3:.0f} ms,", end="")
    print(f" history in {opened * 1e3:.0f} ms")
    passed = True
    for name, each in times.items():
        worst, median = max(each) * 1e3, statistics.median(each) * 1e3
        line = f"history   a {name}: median {median:6.1f} ms, worst of {MOMENTS} {worst:6.1f} ms"
        passed &= told(line, passed=worst < MOMENT_LIMIT_MS)
    return passed


def pressed(updates: int) -> Iterator[LogRow]:
    """A log of key presses."""
    writing = Writing()
    presses = [writing.opening()], writing.presses(updates - 1)
    for seq, press in enumerate((press for part in presses for press in part), 1):
        yield LogRow("doc", seq, press.at, press.person, press.update)


async def long_log(folder: Path, updates: int) -> bool:
    """How soon the history of a long log opens that was packed on the way."""
    folder.mkdir(exist_ok=True)  # noqa: ASYNC240 - nobody waits
    store = SqlStore(f"sqlite:///{folder / 'byline.db'}")
    await store.open()
    rows = pressed(updates)
    packed = updates // SEGMENT_ROWS - 1
    for _ in range(packed):
        await put_segment(store, list(islice(rows, SEGMENT_ROWS)))
    await with_log(store, rows)
    began = time.perf_counter()
    history = await Histories(store).of("doc")
    took = time.perf_counter() - began
    began = time.perf_counter()
    history.timeline.version_at(updates // 2)
    version = time.perf_counter() - began
    await store.close()
    line = (
        f"history   {updates:,} updates open in {took:5.2f} s, a version in {version * 1e3:.0f} ms"
    )
    return told(line, passed=took < OPEN_LIMIT_S and history.seq == updates)


async def put_segment(store: SqlStore, rows: list[LogRow]) -> None:
    """Store rows packed."""
    segment = segment_of(rows)
    async with store._database.write() as connection:
        await connection.execute(
            segments.insert().values(
                document_id=segment.document_id,
                first=segment.first,
                last=segment.last,
                history=segment.history,
                updates=segment.updates,
            )
        )


async def measure(updates: int) -> bool:
    """All of it; whether every promise holds."""
    with tempfile.TemporaryDirectory() as place:
        passed = await recorded_session(Path(place))
        return await long_log(Path(place) / "long", updates) and passed


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=1_000_000)
    return 0 if asyncio.run(measure(parser.parse_args().updates)) else 1


if __name__ == "__main__":
    sys.exit(main())
