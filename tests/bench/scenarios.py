"""The scenarios that are not about typing: joining, idling, loading, crashing, checking."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from tests.bench import deliveries, replay, seed, wire
from tests.bench.bench import Bench, close_all, open_all, open_loop, take_places, until_quiet
from tests.bench.deliveries import RoomTracker, Tally
from tests.bench.vclient import Traffic, VirtualClient

Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Planted:
    """A large document in a room: how it got there and who still holds it."""

    updates: list[bytes]
    document: replay.Document
    writer: VirtualClient


async def _plant(bench: Bench, room: str) -> Planted:
    """Send the history of a large document through one client; check that it arrived."""
    a = bench.args
    writer = await bench.client(room).open()
    base = writer.initial or wire.EMPTY_UPDATE
    updates = seed.history(a.doc_chars, a.doc_run, base=base)
    expected = replay.document(base, *updates)
    if a.doc_merged:
        updates = [expected.get_update()]
        writer.send_step2(updates[0])
    else:
        for i, update in enumerate(updates):
            writer.send(writer.framing.update(update))
            if i % 50 == 49:
                await asyncio.sleep(0.01)
    deadline = perf_counter() + 60
    while True:
        await asyncio.sleep(0.5)
        reader = await bench.client(room).open()
        complete = replay.same_document(replay.replica(reader), expected)
        reader.close()
        if complete:
            return Planted(updates, expected, writer)
        if writer.closed or perf_counter() > deadline:
            raise RuntimeError(f"the server did not take the large document ({writer.closed})")


async def storm(bench: Bench) -> Report:
    """Many clients connect at once to a room that holds a large document."""
    a = bench.args
    room = bench.room()
    planted = await _plant(bench, room)  # its writer keeps the room in memory
    traffic = Traffic()
    clients = [bench.client(room, traffic) for _ in range(a.clients)]
    times: list[tuple[float, float]] = []  # (websocket open, synced), s since its start
    gate = asyncio.Semaphore(a.connect_at_once)

    async def one(client: VirtualClient) -> None:
        async with gate:
            began = perf_counter()
            try:
                await client.connect()
                opened = perf_counter() - began
                at = await asyncio.wait_for(asyncio.shield(client.synced), a.drain + 20)
                times.append((opened, at - began))
            except (OSError, TimeoutError):
                pass  # counted below as failed

    usage0 = bench.usage()
    cpu0, began = time.process_time(), perf_counter()
    await asyncio.gather(*(one(c) for c in clients))
    wall = perf_counter() - began
    generator = (time.process_time() - cpu0) / wall
    usage1 = bench.usage()
    await until_quiet(clients, a.drain)
    initials = {c.initial for c in clients if c.initial is not None}
    good = {i for i in initials if replay.same_document(replay.document(i), planted.document)}
    equal = sum(c.initial in good for c in clients)
    report: Report = {
        "clients": a.clients,
        "at_once": a.connect_at_once,
        "doc_chars": len(replay.text_of(planted.document)),
        "doc_bytes": len(planted.document.get_update()),
        "failed": len(clients) - len(times),
        "connects_per_s": round(len(times) / wall, 1),
        "open_ms": deliveries.percentiles_ms([t[0] for t in times]),
        "synced_ms": deliveries.percentiles_ms([t[1] for t in times]),
        "bytes_in": traffic.bytes_in,
        "bytes_out": traffic.bytes_out,
        "generator": {"load": round(generator, 2)},
        "verify": {"clients": len(clients), "equal": equal, "ok": equal == len(clients)},
    }
    if usage0 and usage1 and bench.watch:
        cpu = usage1.cpu_s - usage0.cpu_s
        report["server"] = {
            "cpu_s": round(cpu, 2),
            "cpu_ms_per_connect": round(cpu * 1e3 / max(1, len(times)), 3),
            "rss_mb_before": round(usage0.rss_mb, 1),
            "rss_mb_peak": round(bench.watch.peak_rss_mb, 1),
        }
    report["ok"] = report["verify"]["ok"] and not report["failed"]
    await close_all([*clients, planted.writer])
    return report


async def idle(bench: Bench) -> Report:
    """Connected, synced clients that do nothing: server memory per connection."""
    a = bench.args
    watch = bench.watched()
    rooms: int = a.rooms
    names = [bench.room() for _ in range(rooms)]
    warm = [bench.client(names[0]) for _ in range(10)]
    await open_all(warm, 10)
    await close_all(warm)
    await asyncio.sleep(1)
    before = watch.read()
    clients = [bench.client(names[i % rooms]) for i in range(a.clients)]
    await open_all(clients, a.connect_at_once)
    await asyncio.sleep(a.settle)
    after = watch.read()
    began = perf_counter()
    await asyncio.sleep(3)
    cpu = watch.read().cpu_s - after.cpu_s
    report: Report = {
        "clients": a.clients,
        "rooms": rooms,
        "rss_mb_before": round(before.rss_mb, 1),
        "rss_mb_after": round(after.rss_mb, 1),
        "rss_kb_per_connection": round((after.rss_mb - before.rss_mb) * 1024 / a.clients, 2),
        "idle_load": round(cpu / (perf_counter() - began), 4),
        "ok": not any(c.closed for c in clients),
    }
    await close_all(clients)
    return report


async def coldload(bench: Bench) -> Report:
    """Restart the server and time the first sync of a large stored document.

    The document's author stays connected for `--settle` seconds, then leaves, and the server
    gets SIGTERM: this times loading, it does not test crashes.
    """
    a = bench.args
    room = bench.room()
    planted = await _plant(bench, room)
    wanted = replay.state_of(planted.document)
    if a.leave_first:
        planted.writer.close()
    await asyncio.sleep(a.settle)
    await close_all([planted.writer])
    await bench.own_server().stop()
    start_s = await bench.start_server()
    await asyncio.sleep(0.5)
    client = bench.client(room)
    loaded: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def look(c: VirtualClient) -> None:
        at = max([c.initial_at, *c.frame_times[-1:]])
        held = replay.held_ranges(c)
        if not loaded.done() and all(held.get(k, 0) >= v for k, v in wanted.items()):
            loaded.set_result(at)

    usage0 = bench.watched().read()
    began = perf_counter()
    await client.open(a.drain + 60)
    look(client)
    client.on_frame = look
    try:
        full = await asyncio.wait_for(loaded, a.drain) - began
    except TimeoutError:
        full = None
    usage1 = bench.watched().read()
    equal = replay.same_document(replay.replica(client), planted.document)
    warm = bench.client(room)  # while the first keeps the room in memory
    warm_began = perf_counter()
    await warm.open()
    warm_s = warm.initial_at - warm_began
    synced = client.initial_at - began
    await close_all([warm, client])
    return {
        "doc_chars": len(replay.text_of(planted.document)),
        "doc_bytes": len(planted.document.get_update()),
        "doc_updates": len(planted.updates),
        "process_start_ms": round(start_s * 1000, 1),
        "first_step2_ms": round(synced * 1000, 1),
        "loaded_ms": round(full * 1000, 1) if full else None,
        "warm_synced_ms": round(warm_s * 1000, 1),
        "server": {
            "cpu_s": round(usage1.cpu_s - usage0.cpu_s, 3),
            "rss_mb": round(usage1.rss_mb, 1),
        },
        "verify": {"ok": equal},
        "ok": equal,
    }


async def crash(bench: Bench) -> Report:
    """Type, SIGKILL the server, restart it: which edits does it still have?"""
    a = bench.args
    room = bench.room()
    clients = [bench.client(room) for _ in range(a.clients)]
    await open_all(clients, a.connect_at_once)
    await take_places(clients)
    await open_loop(bench.schedule(clients, a.rate, a.seconds))
    killed = perf_counter()
    await bench.own_server().kill()
    tracker = RoomTracker(clients, Tally(), (0, 0))
    tracker.consume()
    sent = [len(c.sent_at) for c in clients]
    seen = [tracker.seen_by_another(i) for i in range(len(clients))]
    acked = [min(c.acked, n) for c, n in zip(clients, sent, strict=True)]
    await close_all(clients)
    await bench.start_server()
    fresh = await bench.client(room).open()
    await until_quiet([fresh], 5)
    held = replay.held_ranges(fresh)
    kept = [held.get(c.client_id, 0) for c in clients]
    fresh.close()

    def missing(of: list[int]) -> int:
        return sum(max(0, n - k) for n, k in zip(of, kept, strict=True))

    lost_at = [c.sent_at[k] for c, k in zip(clients, kept, strict=True) if k < len(c.sent_at)]
    acks = clients[0].framing.acks
    return {
        "clients": a.clients,
        "rate_per_client": a.rate,
        "seconds": a.seconds,
        "sent": sum(sent),
        "seen_by_another": sum(seen),
        "acknowledged": sum(acked) if acks else None,
        "reloaded": sum(kept),
        "missing_of_sent": missing(sent),
        "missing_of_seen": missing(seen),
        "missing_of_acknowledged": missing(acked) if acks else None,
        "oldest_missing_s": round(killed - min(lost_at, default=killed), 3),
        "ok": sum(sent) > 0 and missing(seen) == 0 and missing(acked) == 0,
    }
