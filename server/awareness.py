"""Who is where: awareness states of one room, with the identity filled in by the server.

The rules are those of y-protocols (a state counts when its clock is higher, `null` removes it, a state that is not
renewed for 30 s is outdated), with one more: a connection speaks for one client id only, and never about itself.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple, cast

OUTDATED_AFTER_MS = 30_000
MAX_STATE_BYTES = 4096
MAX_CLOCK = 2**53 - 2
"""The removal of a state has the next clock, and browsers read integers below 2**53 only."""


class Presence(NamedTuple):
    """One client's state as it is relayed: `state` is JSON text, "null" when it has left."""

    client: int
    clock: int
    state: str


class Awareness:
    """The awareness states of a room, by client id."""

    def __init__(self) -> None:
        self._present: dict[int, Presence] = {}
        self._heard_at: dict[int, int] = {}

    def receive(
        self, client: int, clock: int, state: str, user: dict[str, object], now_ms: int
    ) -> Presence | None:
        """Take a client's own state; returns what to relay, or None when it is old or unusable.

        Args:
            client: the client id the connection speaks for.
            clock: the state's clock; not above the known one, or above MAX_CLOCK, means nothing new.
            state: JSON text as sent, at most MAX_STATE_BYTES of UTF-8.
            user: the identity that replaces whatever the client says of itself.
            now_ms: the time of receipt.
        """
        known = self._present.get(client)
        leaving = state == "null"
        if known is not None and (clock < known.clock or (clock == known.clock and not leaving)):
            return None
        if leaving:
            return self._remove(client, clock)
        relayed = _with_user(state, user) if clock <= MAX_CLOCK else None
        if relayed is None:
            return None
        presence = self._present[client] = Presence(client, clock, relayed)
        self._heard_at[client] = now_ms
        return presence

    def leave(self, client: int) -> Presence | None:
        """A connection has ended: its state is removed for everybody."""
        known = self._present.get(client)
        return None if known is None else self._remove(client, known.clock + 1)

    def expire(self, now_ms: int) -> list[Presence]:
        """Remove the states that were not renewed in time; returns the removals to relay."""
        old = [c for c, at_ms in self._heard_at.items() if now_ms - at_ms > OUTDATED_AFTER_MS]
        removals = (self.leave(client) for client in old)
        return [removal for removal in removals if removal is not None]

    def everybody(self) -> list[Presence]:
        """All present states, for somebody who joins."""
        return list(self._present.values())

    def _remove(self, client: int, clock: int) -> Presence | None:
        if self._present.pop(client, None) is None:
            return None
        del self._heard_at[client]
        return Presence(client, clock, "null")


def _with_user(state: str, user: dict[str, object]) -> str | None:
    if len(state.encode()) > MAX_STATE_BYTES:
        return None
    try:
        parsed = json.loads(state)
    except (ValueError, RecursionError):
        return None
    if not isinstance(parsed, dict):
        return None
    fields = cast("dict[str, Any]", parsed)
    fields["user"] = user
    return json.dumps(fields, separators=(",", ":"), ensure_ascii=False)
