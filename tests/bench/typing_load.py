"""The scenarios in which clients type: `fanout`, `rooms` and `saturate`."""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from tests.bench import deliveries, process, replay, wire
from tests.bench.bench import (
    QUIET_S,
    Bench,
    close_all,
    open_all,
    open_loop,
    take_places,
    until_idle,
    until_quiet,
)
from tests.bench.deliveries import RoomTracker, Tally
from tests.bench.vclient import Traffic, VirtualClient

Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Load:
    """How many type how fast for how long."""

    rooms: int
    per_room: int
    rate: float  # edits/s of each client
    seconds: float  # measured
    warmup_s: float  # typed before that, not measured


@contextmanager
def _no_collector() -> Generator[None]:
    """Keeps the garbage collector out of the measured time."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


@dataclass(slots=True)
class Clock:
    """Times and CPU readings of one load."""

    began: float
    busy_s: float
    own_cpu_s: float
    typed_for_s: float = 0.0
    own_cpu_typing_s: float = 0.0
    drained: float = 0.0

    @classmethod
    def start(cls) -> Clock:
        """All readings now."""
        return cls(perf_counter(), process.machine_busy_s(), time.process_time())

    def typed(self) -> None:
        """The last edit has been sent."""
        self.own_cpu_typing_s = time.process_time() - self.own_cpu_s
        self.typed_for_s = perf_counter() - self.began

    def stop(self) -> None:
        """The last delivery has come; own and machine readings become differences."""
        self.drained = perf_counter()
        self.own_cpu_s = time.process_time() - self.own_cpu_s
        self.busy_s = process.machine_busy_s() - self.busy_s

    @property
    def lasted_s(self) -> float:
        """From the first edit to the last delivery."""
        return self.drained - self.began


async def run_typing(bench: Bench, load: Load) -> Report:
    """Clients type; measure, then check that all copies agree."""
    args = bench.args
    traffic = Traffic()
    names = [bench.room() for _ in range(load.rooms)]
    groups = [[bench.client(name, traffic) for _ in range(load.per_room)] for name in names]
    clients = [c for group in groups for c in group]
    await open_all(clients, args.connect_at_once)
    await take_places(clients)
    due = bench.schedule(clients, load.rate, load.warmup_s + load.seconds, args.awareness_rate)
    with _no_collector():
        usage0, clock = bench.usage(), Clock.start()
        sampler = asyncio.create_task(_sample(bench))
        late = await open_loop(due)
        clock.typed()
        await until_quiet(clients, args.drain)
        clock.stop()
        usage1 = bench.usage()
        sampler.cancel()
    opened = clock.began + load.warmup_s
    tally = Tally()
    trackers = [RoomTracker(group, tally, (opened, opened + load.seconds)) for group in groups]
    await _consume_all(trackers, clients, clock.drained + args.drain)
    deliveries.count_bytes(traffic, clients)
    report = _describe(load, clients, trackers, tally) | _describe_traffic(traffic, tally)
    report["drain_s"] = round(max(0.0, clock.lasted_s - clock.typed_for_s - QUIET_S), 2)
    report["generator"] = _describe_generator(clock, late)
    if usage0 and usage1 and bench.watch:
        cpu = usage1.cpu_s - usage0.cpu_s
        report["server"] = {
            "cpu_s": round(cpu, 2),
            "load": round(cpu / clock.lasted_s, 2),
            "cpu_us_per_delivery": round(cpu * 1e6 / max(1, tally.delivered), 2),
            "rss_mb_before": round(usage0.rss_mb, 1),
            "rss_mb_peak": round(bench.watch.peak_rss_mb, 1),
        }
        others = (clock.busy_s - cpu - clock.own_cpu_s) / clock.lasted_s
        report["others_load"] = round(max(0.0, others), 2)
    report["verify"] = await verify(bench, groups, trackers)
    report["ok"] = report["lost"] == 0 and report["verify"]["ok"]
    await close_all(clients)
    return report


def _describe(
    load: Load, clients: list[VirtualClient], trackers: list[RoomTracker], tally: Tally
) -> Report:
    expected = sum(t.expected() for t in trackers)
    offered = len(clients) * load.rate
    closed = [c.closed for c in clients if c.closed is not None]
    return {
        "rooms": load.rooms,
        "clients": len(clients),
        "rate_per_client": load.rate,
        "seconds": load.seconds,
        "sent": sum(len(c.sent_at) for c in clients),
        "expected": expected,
        "delivered": tally.delivered,
        "lost": expected - sum(t.received() for t in trackers),
        "duplicates": tally.duplicates,
        "echoed": tally.echoed,
        "offered_edits_per_s": round(offered, 1),
        "offered_deliveries_per_s": round(offered * (load.per_room - 1), 1),
        "delivered_per_s": round(tally.in_window / load.seconds, 1),
        "latency_ms": deliveries.percentiles_ms(tally.latencies),
        "disconnected": len(closed),
        "why_disconnected": sorted(set(closed))[:3],
    }


def _describe_traffic(traffic: Traffic, tally: Tally) -> Report:
    arrived = tally.delivered + tally.echoed
    return {
        "bytes_in": traffic.bytes_in,
        "bytes_out": traffic.bytes_out,
        "update_messages_in": traffic.frames_in,
        "other_messages_in": traffic.other_in,
        "edits_per_message": round(arrived / max(1, traffic.frames_in), 2),
    }


def _describe_generator(clock: Clock, late: list[float]) -> Report:
    late_ms = deliveries.percentiles_ms(late)
    return {
        "cpu_s": round(clock.own_cpu_s, 2),
        "load": round(clock.own_cpu_typing_s / max(clock.typed_for_s, 1e-9), 2),
        "send_late_ms_p99": late_ms["p99"] if late_ms else None,
    }


async def _consume_all(
    trackers: list[RoomTracker], clients: list[VirtualClient], deadline: float
) -> None:
    """Decode the logs; while something is missing, wait for what still comes."""
    while True:
        for tracker in trackers:
            tracker.consume()
        if all(t.received() == t.expected() for t in trackers):
            return
        left = deadline - perf_counter()
        if left <= 0 or all(c.closed is not None for c in clients):
            return
        await until_quiet(clients, min(left, 2.0))


async def _sample(bench: Bench) -> None:
    """Keep the peak memory of the server up to date."""
    while bench.watch:
        bench.watch.read()
        await asyncio.sleep(0.5)


async def verify(
    bench: Bench, groups: list[list[VirtualClient]], trackers: list[RoomTracker]
) -> Report:
    """All clients hold everything sent; some are replayed as real documents.

    State vectors are checked for every client. In up to `--verify-rooms` rooms,
    `--verify-clients` clients and one fresh client (which gets the server's copy) are compared
    with the reference document, text and all.
    """
    out: Report = {
        "clients": sum(len(g) for g in groups),
        "converged": sum(t.converged() for t in trackers),
        "replayed": 0,
        "replayed_equal": 0,
        "fresh": 0,
        "fresh_equal": 0,
    }
    for group in bench.rng.sample(groups, min(len(groups), bench.args.verify_rooms)):
        expected = replay.reference(group)
        for client in bench.rng.sample(group, min(len(group), bench.args.verify_clients)):
            out["replayed"] += 1
            out["replayed_equal"] += replay.same_document(replay.replica(client), expected)
        if not bench.args.no_fresh:
            out["fresh"] += 1
            try:
                out["fresh_equal"] += await _fresh_equals(bench, group[0].room, expected)
            except (OSError, TimeoutError, wire.WireError) as error:
                out["error"] = repr(error)
    out["ok"] = (
        out["converged"] == out["clients"]
        and out["replayed_equal"] == out["replayed"]
        and out["fresh_equal"] == out["fresh"]
    )
    return out


async def _fresh_equals(bench: Bench, room: str, expected: replay.Document) -> bool:
    """Whether the server's copy, given to a new client, is the expected document."""
    fresh = await bench.client(room).open()
    await until_quiet([fresh], 2)
    equal = replay.same_document(replay.replica(fresh), expected)
    fresh.close()
    return equal


# --- scenarios ------------------------------------------------------------------------


async def fanout(bench: Bench) -> Report:
    """One room; every client types and receives what the others type."""
    a = bench.args
    return await run_typing(bench, Load(1, a.clients, a.rate, a.seconds, a.warmup))


async def rooms(bench: Bench) -> Report:
    """Many rooms with a few clients each, all typing."""
    a = bench.args
    return await run_typing(bench, Load(a.rooms, a.per_room, a.rate, a.seconds, a.warmup))


async def saturate(bench: Bench) -> Report:
    """Raise the offered rate until p99, loss or throughput says stop, then bisect."""
    a = bench.args
    best: Report | None = None
    failed: Report | None = None
    low, high, rate = 0.0, None, a.start_rate
    for _ in range(a.max_steps):
        good, note = await _step(bench, rate)
        if not good and a.retry:  # a noisy machine gets a second chance
            await until_idle(bench, 30)
            good, note = await _step(bench, rate)
        if good:
            best, low = note, rate
        else:
            failed, high = note, rate
            await until_idle(bench, 30)
        if high is None:
            rate *= a.growth
        elif high / max(low, 1e-9) <= 1 + a.precision or high < 1:
            break
        else:
            rate = (low * high) ** 0.5 if low else high / 2
    bound = any(s and s.get("generator", {}).get("load", 0) > 0.9 for s in (best, failed))
    return {
        "rooms": a.rooms,
        "clients": a.rooms * a.per_room,
        "max_p99_ms": a.max_p99,
        "max_edits_per_s": best["offered_edits_per_s"] if best else 0,
        "max_delivered_per_s": best["delivered_per_s"] if best else 0,
        "generator_bound": bound,
        "at_best": best,
        "at_failure": failed,
        "ok": best is not None,
    }


async def _step(bench: Bench, edits_per_s: float) -> tuple[bool, Report]:
    """One offered rate: whether it held, and its figures."""
    a = bench.args
    rate = edits_per_s / (a.rooms * a.per_room)
    try:
        r = await run_typing(bench, Load(a.rooms, a.per_room, rate, a.step, a.warmup))
    except (OSError, TimeoutError) as error:
        return False, {"offered_edits_per_s": round(edits_per_s, 1), "error": repr(error)}
    latency = r["latency_ms"]
    good = (
        r["ok"]
        and latency is not None
        and latency["p99"] <= a.max_p99
        and r["delivered_per_s"] >= 0.95 * r["offered_deliveries_per_s"]
    )
    keep = ("offered_edits_per_s", "delivered_per_s", "latency_ms", "lost", "generator")
    note: Report = {k: r[k] for k in keep} | {"server": r.get("server"), "good": good}
    note |= {k: r.get(k) for k in ("edits_per_message", "others_load")}
    if a.verbose:
        print(json.dumps(note), file=sys.stderr)
    return good, note
