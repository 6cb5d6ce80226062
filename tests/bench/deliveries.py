"""Turns the logs of virtual clients into deliveries and latencies.

A delivery is one character held by one client that did not type it. It counts from the
moment the receiver has the update that contains it and all earlier ones of the same author.
Updates are decoded to clock ranges, so servers may merge, split, repeat or reorder them.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench import wire
from tests.bench.vclient import Traffic, VirtualClient

OwnRange = tuple[int, int, int]
"""(sender's place in the room, start, end) of a run of characters."""


def percentiles_ms(seconds: Sequence[float]) -> dict[str, float] | None:
    """p50, p95, p99 and max in milliseconds (nearest rank); None without samples."""
    if not seconds:
        return None
    ordered = sorted(seconds)
    last = len(ordered) - 1
    at = {q: ordered[min(last, int(q / 100 * len(ordered)))] for q in (50, 95, 99)}
    out = {f"p{q}": round(value * 1000, 2) for q, value in at.items()}
    out["max"] = round(ordered[-1] * 1000, 2)
    return out


@dataclass(slots=True)
class Tally:
    """What the clients of one or more rooms received, in characters per receiving client.

    A client's own characters are not deliveries.
    """

    delivered: int = 0
    duplicates: int = 0  # received again by the same client
    echoed: int = 0  # a client's own characters, sent back to it
    in_window: int = 0  # deliveries that arrived inside the window
    latencies: array[float] = field(default_factory=lambda: array("d"))  # s, sent in the window


class RoomTracker:
    """Who holds which characters of one room, and since when.

    A character counts as held once every earlier one of the same client is held too, as in a
    Yjs document. Call `consume` as often as wanted: it goes on where it stopped.
    """

    def __init__(
        self, clients: list[VirtualClient], tally: Tally, window: tuple[float, float]
    ) -> None:
        self.clients = clients
        self.tally = tally
        self.window = window
        self.index = {c.client_id: i for i, c in enumerate(clients)}
        self.held = [[0] * len(clients) for _ in clients]
        self._early: list[dict[int, list[tuple[int, int]]]] = [{} for _ in clients]
        self._consumed = [0] * len(clients)
        self._decoded: dict[bytes, list[OwnRange]] = {}
        for receiver, client in enumerate(clients):
            if client.initial:
                for sender, start, end in self._ranges(client.initial):
                    self._hold(receiver, sender, start, end, None)

    def _ranges(self, update: bytes) -> list[OwnRange]:
        index = self.index
        return [
            (index[r.client_id], r.start, r.end)
            for r in wire.read_ranges(update)
            if r.client_id in index
        ]

    def consume(self) -> None:
        """Take in every update received since the last call."""
        for receiver, client in enumerate(self.clients):
            held, early = self.held[receiver], self._early[receiver]
            for i in range(self._consumed[receiver], len(client.frames)):
                at = client.frame_times[i]
                for sender, start, end in self._decode(client, client.frames[i]):
                    expected = start == held[sender] and sender != receiver and end == start + 1
                    if expected and not early:
                        held[sender] = end  # the common case, inlined
                        self._count(sender, start, end, at)
                    else:
                        self._hold(receiver, sender, start, end, at)
            self._consumed[receiver] = len(client.frames)

    def _decode(self, client: VirtualClient, frame: bytes) -> list[OwnRange]:
        ranges = self._decoded.get(frame)
        if ranges is None:
            ranges = self._decoded[frame] = self._ranges(client.framing.read(frame)[2])
        return ranges

    def _count(self, sender: int, start: int, end: int, at: float) -> None:
        tally = self.tally
        opened, closed = self.window
        tally.delivered += end - start
        if opened <= at < closed:
            tally.in_window += end - start
        sent_at = self.clients[sender].sent_at
        for clock in range(start, end):
            sent = sent_at[clock]
            if opened <= sent < closed:
                tally.latencies.append(at - sent)

    def _hold(self, receiver: int, sender: int, start: int, end: int, at: float | None) -> None:
        held = self.held[receiver]
        if sender == receiver:
            self.tally.echoed += end - start
            held[sender] = max(held[sender], end)
            return
        if start > held[sender]:
            self._early[receiver].setdefault(sender, []).append((start, end))
            return
        self.tally.duplicates += min(end, held[sender]) - start
        if end <= held[sender]:
            return
        start, held[sender] = held[sender], end
        if at is not None:
            self._count(sender, start, end, at)
        waiting = self._early[receiver].pop(sender, None)
        for early_start, early_end in sorted(waiting or ()):
            self._hold(receiver, sender, early_start, early_end, at)

    def expected(self) -> int:
        """Deliveries due for everything sent so far."""
        return sum(len(c.sent_at) for c in self.clients) * (len(self.clients) - 1)

    def received(self) -> int:
        """Deliveries made: characters held by clients other than their author."""
        return sum(n for r, row in enumerate(self.held) for s, n in enumerate(row) if r != s)

    def converged(self) -> int:
        """How many clients hold exactly what was sent (equal state vectors)."""
        sent = [len(c.sent_at) for c in self.clients]
        return sum(
            all(n == sent[s] for s, n in enumerate(row) if s != r)
            for r, row in enumerate(self.held)
        )

    def seen_by_another(self, sender: int) -> int:
        """How many of a client's characters at least one other client holds."""
        return max((row[sender] for r, row in enumerate(self.held) if r != sender), default=0)


def count_bytes(traffic: Traffic, clients: list[VirtualClient]) -> None:
    """Add the logged update messages to the traffic counters."""
    for client in clients:
        traffic.frames_in += len(client.frames)
        traffic.bytes_in += sum(map(len, client.frames))
