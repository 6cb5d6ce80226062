"""From the log to an open document, and back to a snapshot. No I/O.

A snapshot holds the merged updates, deleted text included, so that nothing of the history is needed to open a
document, and nothing that lineage needs is gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from crdt.ledger import Authorship
from crdt.lineage import classify
from crdt.replica import Replica, merge

from crdt.guard import Guard
from server.ports import Share, Snapshot, StoredDocument
from server.room import Contents, Room


class SnapshotMismatch(Exception):  # noqa: N818 - says what is wrong
    """A document read back from its own snapshot has another text than the live one."""


def read_contents(stored: StoredDocument, suggestions: Mapping[str, str]) -> Contents:
    """Open a document: its snapshot, then every update of the log after it, in order."""
    snapshot = stored.snapshot
    guard = Guard.empty() if snapshot is None else Guard.from_state(snapshot.state)
    authorship = Authorship() if snapshot is None else Authorship.loads(snapshot.authorship)
    for row in stored.tail:
        checked = guard.check(row.update, offline=True)
        spans, _ = classify(checked.inserted, row.person_id, row.at_ms, suggestions.get)
        guard.admit(checked)
        for ids, entry in spans:
            authorship.record(ids, entry)
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
    """Who has which part of the live text, largest first; line ends and embeds count like letters."""
    lengths: Counter[tuple[str | None, str]] = Counter()
    for ids in room.guard.sequence.live():
        for span, entry in room.authorship.spans_of(ids.range):
            human = entry.author is not None
            origin = "human" if human else ("adopted" if entry.origin == "adopted" else "other")
            lengths[entry.author or (entry.placed_by if origin == "adopted" else None), origin] += (
                span.length
            )
    total = sum(lengths.values())
    return tuple(
        Share(person, origin, length / total)  # type: ignore[arg-type]
        for (person, origin), length in lengths.most_common()
    )
