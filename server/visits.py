"""What people had seen of a document when they were last here.

Who comes back within a while has not been away: a page that is loaded again, or a train that went through a
tunnel, must not make everything seem seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from server.records import Visit

__all__ = ["VisitStore", "Visits"]

AWAY_MS: Final = 15 * 60 * 1000
"""Who came back sooner had not been away."""


class VisitStore(Protocol):
    """Where visits are kept."""

    async def visit(self, document_id: str, person_id: str) -> Visit | None:
        """Return what a person had seen when they last left a document, or None."""
        ...

    async def save_visits(self, left: tuple[Visit, ...]) -> None:
        """Keep what people had seen when they left."""
        ...


@dataclass(frozen=True, slots=True)
class _Leaving:
    came_ms: int
    seq: int
    at_ms: int


class Visits:
    """Who left which document when, written down from time to time.

    Args:
        store: where they are kept.
    """

    def __init__(self, store: VisitStore) -> None:
        self._store = store
        self._left: dict[tuple[str, str], _Leaving] = {}

    def leave(
        self, document_id: str, person_id: str, *, came_ms: int, seq: int, at_ms: int
    ) -> None:
        """Somebody left who had come at `came_ms`; entry `seq` was the last they could see."""
        earlier = self._left.get((document_id, person_id))
        if earlier is not None and came_ms - earlier.at_ms <= AWAY_MS:
            came_ms = earlier.came_ms
        self._left[document_id, person_id] = _Leaving(came_ms, seq, at_ms)

    async def write_down(self) -> None:
        """Keep what was noted; it is lost if the store does not answer."""
        left, self._left = self._left, {}
        if not left:
            return
        written: list[Visit] = []
        for (document_id, person_id), leaving in left.items():
            before = await self._seen_before(document_id, person_id, leaving.came_ms)
            written.append(
                Visit(document_id, person_id, leaving.seq, leaving.at_ms, before or leaving.seq)
            )
        await self._store.save_visits(tuple(written))

    async def seen_before(self, document_id: str, person_id: str, came_ms: int) -> int | None:
        """Return the last entry that somebody who came at `came_ms` had seen the time before, or None."""
        leaving = self._left.get((document_id, person_id))
        if leaving is not None:
            if came_ms - leaving.at_ms > AWAY_MS:
                return leaving.seq
            came_ms = leaving.came_ms
        return await self._seen_before(document_id, person_id, came_ms)

    async def _seen_before(self, document_id: str, person_id: str, came_ms: int) -> int | None:
        visit = await self._store.visit(document_id, person_id)
        if visit is None:
            return None
        return visit.seq if came_ms - visit.at_ms > AWAY_MS else visit.before
