"""What open rooms need over time: outdated awareness expires, and what the log says is written down beside it.

A snapshot spares the next opening the replay, shares the lists of documents, and old rows are packed. None of it is
needed for a document to be right: the log alone says what it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crdt.errors import CrdtError
from crdt.frames import write_awareness
from server.contents import SnapshotMismatch, check_snapshot, shares_of, snapshot_is_due
from server.metrics import MISMATCHES
from server.ports import Clock, Store
from server.room import Room
from server.signing import Signing

TEND_EVERY_S = 2.0
SEGMENTS_AT_ONCE = 32


@dataclass(slots=True)
class _Written:
    """Up to which log row a room's snapshot and its shares are stored, and its old rows packed."""

    snapshot_seq: int
    shares_seq: int
    packed_seq: int


class Upkeep:
    """Looks after the rooms it was told are open.

    Args:
        store: where to write.
        clock: the time, for checkpoints.
        signing: who signs them.
        snapshot_every: entries of a log after which it gets another snapshot, pause or not.
        failed: told of each room that contradicts its log; it must be thrown away.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        signing: Signing,
        *,
        snapshot_every: int,
        failed: Callable[[Room, BaseException], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._signing = signing
        self._snapshot_every = snapshot_every
        self._failed = failed
        self._written: dict[Room, _Written] = {}

    def opened(self, room: Room, snapshot_seq: int) -> None:
        """Look after a room from now on, whose stored snapshot goes up to an entry of its log (0 without one)."""
        self._written[room] = _Written(snapshot_seq, max(snapshot_seq, 1), snapshot_seq)

    def forgotten(self, room: Room) -> None:
        """Look after a room no more; what is being written of it is the last."""
        self._written.pop(room, None)

    async def tend(self, room: Room, now_ms: int) -> None:
        """Do what is due in a room that is in use, or was a moment ago."""
        written = self._written.get(room)
        if written is None:  # forgotten while we were busy with another
            return
        if outdated := room.awareness.expire(now_ms):
            room.tell(write_awareness(outdated))
        try:
            room.replica.settle()
        except CrdtError as error:
            self._failed(room, error)
            return
        unwritten = room.durable_seq - written.snapshot_seq
        is_quiet = room.quiet_ms(now_ms) > TEND_EVERY_S * 1000
        if snapshot_is_due(unwritten, self._snapshot_every, is_quiet=is_quiet):
            await self.write_down(room)
        elif is_quiet:
            room.fold_lineage(now_ms)
            await self._save_shares(room)
            await self._pack(room)

    async def finish(self, room: Room) -> None:
        """Write down everything of a room that is about to be closed."""
        await self.write_down(room)
        await self._pack(room)

    async def write_down(self, room: Room) -> None:
        """Store a snapshot of what is durable, and who has how much of it; later if nothing is at rest now."""
        written = self._written.get(room)
        if written is None:
            return
        if room.durable_seq > written.snapshot_seq:
            try:
                if (captured := room.capture()) is None:
                    return
                snapshot = check_snapshot(captured)
            except (SnapshotMismatch, CrdtError) as error:
                MISMATCHES.inc()
                self._failed(room, error)
                return
            await self._store.save_snapshot(room.document_id, snapshot)
            signer, now = await self._signing.signer(), self._clock()
            await self._store.add_checkpoint(
                signer.checkpoint(room.document_id, snapshot.seq, now, snapshot.head)
            )
            written.snapshot_seq = snapshot.seq
        await self._save_shares(room)

    async def _save_shares(self, room: Room) -> None:
        written, seq = self._written.get(room), room.durable_seq
        if written is not None and seq > written.shares_seq:
            await self._store.save_shares(room.document_id, shares_of(room))
            written.shares_seq = seq

    async def _pack(self, room: Room) -> None:
        """Pack old rows of a log, in a pause: it holds up everybody else."""
        written = self._written.get(room)
        for _ in range(SEGMENTS_AT_ONCE):
            if written is None or written.packed_seq == written.snapshot_seq:
                return
            seq = written.snapshot_seq
            if not await self._store.compact(room.document_id, seq):
                written.packed_seq = seq
