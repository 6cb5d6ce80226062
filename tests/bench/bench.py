"""What every scenario shares: the invocation, connecting, waiting, open-loop sending."""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import perf_counter

from tests.bench import wire
from tests.bench.process import Server, Usage, Watch
from tests.bench.vclient import Target, Traffic, VirtualClient

QUIET_S = 0.3
"""No frame for this long after the last edit: deliveries are over."""

Due = tuple[float, Callable[[], None]]
"""(seconds from now, what to do)."""


@dataclass(slots=True)
class Bench:
    """One invocation: the arguments, the target and the server, if it is ours."""

    args: argparse.Namespace
    target: Target
    rng: random.Random
    """Draws client ids, and each client's phase: the same for the same `--seed`."""
    server: Server | None = None
    watch: Watch | None = None
    _ids: set[int] = field(default_factory=set[int])
    _rooms: int = 0

    def room(self) -> str:
        """A room name not used before."""
        self._rooms += 1
        return f"{self.args.room_prefix}-{self._rooms}"

    def client_id(self) -> int:
        """A Yjs client id not used before, as long as those Yjs draws."""
        while (new := self.rng.randrange(2**28, 2**32 - 1)) in self._ids:
            pass
        self._ids.add(new)
        return new

    def client(self, room: str, traffic: Traffic | None = None) -> VirtualClient:
        """A new virtual client, not yet connected."""
        return VirtualClient(self.target, room, self.client_id(), traffic or Traffic())

    def own_server(self) -> Server:
        """The server this run may stop and start."""
        if self.server is None:
            raise RuntimeError(f"{self.args.scenario} restarts the server: give --server-cmd")
        return self.server

    def watched(self) -> Watch:
        """The server process whose resources this run reads."""
        if self.watch is None:
            raise RuntimeError(f"{self.args.scenario} needs --server-cmd or --server-pid")
        return self.watch

    async def start_server(self) -> float:
        """Start our server; returns the seconds until its port accepted."""
        seconds = await self.own_server().start()
        self.watch = Watch(self.own_server().pid)
        return seconds

    def usage(self) -> Usage | None:
        """What the watched server has used so far."""
        return self.watch.read() if self.watch else None

    def schedule(
        self, clients: Iterable[VirtualClient], rate: float, seconds: float, cursor_rate: float = 0
    ) -> list[Due]:
        """When each client types and moves its cursor, each with a random phase."""
        due: list[Due] = []
        for client in clients:
            acts = ((rate, client.type_char), (cursor_rate, client.move_cursor))
            for per_s, action in acts:
                if per_s > 0:
                    phase = self.rng.random() / per_s
                    due.extend((phase + k / per_s, action) for k in range(int(seconds * per_s)))
        return sorted(due, key=lambda item: item[0])


async def open_all(clients: list[VirtualClient], at_once: int) -> None:
    """Connect and sync every client, at most `at_once` at a time.

    The first client of each room goes ahead of the others: some servers never answer a client
    that joins while its room is still being created.
    """
    gate = asyncio.Semaphore(at_once)

    async def one(client: VirtualClient) -> None:
        async with gate:
            await client.open()

    first = {c.room: c for c in reversed(clients)}
    await asyncio.gather(*(one(c) for c in first.values()))
    await asyncio.gather(*(one(c) for c in clients if first[c.room] is not c))


async def take_places(clients: list[VirtualClient]) -> None:
    """Everybody types one character at once; afterwards each knows what stands behind its caret.

    Until then no client's text has a place among the others', and a Yjs editor would name its right neighbour.
    """
    rooms: dict[str, list[VirtualClient]] = {}
    for client in clients:
        rooms.setdefault(client.room, []).append(client)
    for group in rooms.values():
        group.sort(key=lambda client: client.client_id)
        held = wire.read_ranges(group[0].initial or wire.EMPTY_UPDATE)
        base = wire.Id(held[0].client_id, held[0].start) if held else None
        behind = [*(wire.Id(client.client_id, 0) for client in group[1:]), base]
        for client, right in zip(group, behind, strict=True):
            client.typist.first_right, client.typist.right = base, right
    for client in clients:
        client.type_char()
    await until_quiet(clients, 10)


async def close_all(clients: list[VirtualClient]) -> None:
    """End all connections and let the close frames leave."""
    for client in clients:
        client.close()
    await asyncio.sleep(0.1)


async def until_quiet(clients: list[VirtualClient], timeout_s: float) -> None:
    """Wait until no update has come in for QUIET_S, at most `timeout_s`."""
    deadline = perf_counter() + timeout_s
    last, since = -1, perf_counter()
    while perf_counter() < deadline:
        count = sum(len(c.frames) for c in clients)
        if count != last:
            last, since = count, perf_counter()
        elif perf_counter() - since >= QUIET_S:
            return
        await asyncio.sleep(0.02)


async def until_idle(bench: Bench, timeout_s: float) -> None:
    """Wait until the watched server has worked off an overload."""
    deadline = perf_counter() + timeout_s
    while bench.watch and perf_counter() < deadline:
        before = bench.watch.read().cpu_s
        await asyncio.sleep(0.5)
        if bench.watch.read().cpu_s - before < 0.05:
            return


async def open_loop(due: list[Due]) -> list[float]:
    """Run calls at their due times; returns how late each was (s).

    Never waits for the server: a call that is late is made at once.
    """
    start = perf_counter()
    late: list[float] = []
    i, total = 0, len(due)
    while i < total:
        now = perf_counter() - start
        burst = 0
        while i < total and due[i][0] <= now and burst < 500:
            late.append(now - due[i][0])
            due[i][1]()
            i += 1
            burst += 1
        if i < total:
            await asyncio.sleep(max(0.0, due[i][0] - (perf_counter() - start)))
    return late
