"""From the log to an open document, and back to a snapshot. No I/O.

A snapshot holds the merged updates, deleted text included, so that nothing of the history is needed to open a
document, and nothing that lineage needs is gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from crdt.guard import Guard, Inserted
from crdt.ledger import Authorship, Entry
from crdt.lineage import claims_in, classify
from crdt.replica import Replica, merge
from crdt.spans import IdRangeLike
from server.names import SYSTEM_PERSON_ID
from server.ports import LogRow, Share, Snapshot, StoredDocument
from server.room import Contents, Room

ShareOrigin = Literal["human", "adopted", "other"]


class SnapshotMismatch(Exception):  # noqa: N818 - says what is wrong
    """A document read back from its own snapshot has another text than the live one."""


def read_contents(stored: StoredDocument, suggestions: Mapping[str, str]) -> Contents:
    """Open a document: its snapshot, then every update of the log after it, in order."""
    snapshot = stored.snapshot
    guard = Guard.empty() if snapshot is None else Guard.from_state(snapshot.state)
    authorship = Authorship() if snapshot is None else Authorship.loads(snapshot.authorship)
    for row in stored.tail:
        checked = guard.check(row.update, offline=True)
        guard.admit(checked)
        authorship.record_all(_entries(checked.inserted, row, suggestions))
    history = [row.update for row in stored.tail]
    if snapshot is not None:
        history.insert(0, snapshot.state)
    history = [merge(history)] if history else []
    replica = Replica()
    for update in history:
        replica.apply(update)
    seq = stored.tail[-1].seq if stored.tail else (snapshot.seq if snapshot else 0)
    return Contents(
        document_id=stored.document.id,
        generation=stored.document.generation,
        title=stored.document.title,
        seq=seq,
        guard=guard,
        replica=replica,
        authorship=authorship,
        clients=dict(stored.clients),
        suggestions=dict(suggestions),
        history=history,
    )


def _entries(
    inserted: Sequence[Inserted], row: LogRow, suggestions: Mapping[str, str]
) -> Sequence[tuple[IdRangeLike, Entry]]:
    if row.person_id == SYSTEM_PERSON_ID:  # what a document begins with is nobody's words
        imported = Entry(None, SYSTEM_PERSON_ID, row.at_ms, "imported")
        return [(run, imported) for run in inserted]
    claims = claims_in(inserted)
    return classify(inserted, claims, row.person_id, row.at_ms, suggestions.get).entries


def write_snapshot(room: Room) -> Snapshot:
    """The durable state of a room, checked by reading it back.

    Raises:
        SnapshotMismatch: what would be stored does not give the text that is shown.
    """
    room.history[:] = [merge(room.history)]
    state = room.history[0]
    again = Replica()
    again.apply(state)
    if again.text() != room.replica.text():
        raise SnapshotMismatch(room.document_id)
    return Snapshot(room.durable_seq, state, room.authorship.dumps())


def shares_of(room: Room) -> tuple[Share, ...]:
    """Who has which part of the live text, largest first; lone line ends are nobody's."""
    lengths: Counter[tuple[str | None, ShareOrigin]] = Counter()
    pieces = (p for p in room.guard.sequence.live() if p.units is None or p.units.strip("\n"))
    for span, entry in room.authorship.spans_of(pieces):
        if entry.author is not None:
            lengths[entry.author, "human"] += span.length
        elif entry.origin == "adopted":
            lengths[entry.placed_by, "adopted"] += span.length
        else:
            lengths[None, "other"] += span.length
    total = lengths.total()
    return tuple(
        Share(person, origin, length / total) for (person, origin), length in lengths.most_common()
    )
