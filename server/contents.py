"""From the log to an open document, and back to a snapshot. No I/O.

A snapshot holds the merged updates, deleted text included, so that nothing of the history is needed to open a
document, and nothing that lineage needs is gone.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Literal

from crdt.errors import Malformed
from crdt.guard import Guard
from crdt.lineage import Lineage
from crdt.replica import Replica, merge
from server.chain import Chain, genesis_of
from server.document_ledger import DocumentLedger
from server.records import RowKind, Share, Snapshot, StoredDocument
from server.room import Captured, Contents, Room

ShareOrigin = Literal["human", "adopted", "other"]
BUSY_FACTOR = 5


class OutdatedSnapshot(Exception):  # noqa: N818 - says what is wrong
    """A snapshot was written by another version: the whole log has to be read."""


class SnapshotMismatch(Exception):  # noqa: N818 - says what is wrong
    """A document read back from its own snapshot has another text than the live one."""


def read_contents(stored: StoredDocument) -> Contents:
    """Open a document: its snapshot, then every row of the log after it, in order.

    Raises:
        OutdatedSnapshot: the snapshot cannot be read; the log can.
        CrdtError: the log is not one that a guard admitted.
    """
    return _contents(stored, *_replayed(stored))


async def open_contents(stored: StoredDocument) -> Contents:
    """`read_contents`, with what takes long in a thread: other documents go on meanwhile."""
    return _contents(stored, *await asyncio.to_thread(_replayed, stored))


def _replayed(stored: StoredDocument) -> tuple[Guard, DocumentLedger]:
    guard, ledger = _read_snapshot(stored.snapshot)
    for row in stored.entries:
        ledger.receive_entry(row)
    for row in stored.tail:
        if row.kind == RowKind.ENTRY:
            ledger.receive_entry(row)
            continue
        checked = guard.check(row.data, offline=True)
        guard.admit(checked)
        ledger.receive_update(checked, row)
    return guard, ledger


def _contents(stored: StoredDocument, guard: Guard, ledger: DocumentLedger) -> Contents:
    chain = Chain(stored.snapshot.head if stored.snapshot else genesis_of(stored.document).head)
    chain.extend(stored.tail)
    history = [row.data for row in stored.tail if row.kind == RowKind.UPDATE]
    if stored.snapshot is not None:
        history.insert(0, stored.snapshot.state)
    history = [merge(history)] if history else []
    replica = Replica()
    for update in history:
        replica.apply(update)
    return Contents(
        document_id=stored.document.id,
        generation=stored.document.generation,
        title=stored.document.title,
        seq=_last_seq(stored),
        guard=guard,
        replica=replica,
        ledger=ledger,
        chain=chain,
        clients=dict(stored.clients),
        history=history,
    )


def _read_snapshot(snapshot: Snapshot | None) -> tuple[Guard, DocumentLedger]:
    if snapshot is None:
        guard = Guard.empty()
        return guard, DocumentLedger(Lineage(guard))
    guard = Guard.from_state(snapshot.state)
    try:
        lineage = Lineage.loads(guard, snapshot.authorship)
        return guard, DocumentLedger(lineage, snapshot.refused)
    except Malformed as error:
        raise OutdatedSnapshot from error


def _last_seq(stored: StoredDocument) -> int:
    if stored.tail:
        return stored.tail[-1].seq
    return stored.snapshot.seq if stored.snapshot else 0


def check_snapshot(captured: Captured) -> Snapshot:
    """A captured state as a snapshot, checked by reading it back.

    Raises:
        SnapshotMismatch: what would be stored does not give the text that was shown.
    """
    again = Replica()
    again.apply(captured.snapshot.state)
    if again.text() != captured.text:
        raise SnapshotMismatch
    return captured.snapshot


def shares_of(room: Room) -> tuple[Share, ...]:
    """Who has which part of the live text, largest first; lone line ends are nobody's."""
    lengths: Counter[tuple[str | None, ShareOrigin]] = Counter()
    pieces = (p for p in room.guard.sequence.live() if p.units is None or p.units.strip("\n"))
    for span, entry in room.ledger.lineage.authorship.spans_of(pieces):
        if entry.author is not None:
            lengths[entry.author, "human"] += span.length
        elif entry.written == "adopted":
            lengths[entry.placed_by, "adopted"] += span.length
        else:
            lengths[None, "other"] += span.length
    total = lengths.total()
    return tuple(
        Share(person, origin, length / total) for (person, origin), length in lengths.most_common()
    )


def snapshot_is_due(unwritten: int, every: int, *, is_quiet: bool) -> bool:
    """Whether so many updates need a snapshot now.

    Taking one holds everybody in the room up, so it waits for a pause; but not for ever, because whoever opens the
    document after a crash has to wait until all that came since has been read.
    """
    return unwritten >= (every if is_quiet else BUSY_FACTOR * every)
