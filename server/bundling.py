"""Making a bundle of a document: what is stored, as lines that anybody can check offline (crdt.bundle)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crdt.bundle import BundleCheckpoint, BundleEntry, Head, bundle_lines
from crdt.ledger import chained
from server.chain import genesis_of, line_of
from server.ports import Clock, Store
from server.records import Document, LogRow, RowKind
from server.signing import Signing

__all__ = ["bundle_of"]


async def bundle_of(
    store: Store, signing: Signing, document: Document, clock: Clock
) -> Iterator[bytes]:
    """The lines of a document's bundle, computed as they are taken: in a thread, for it takes time.

    A checkpoint is signed at the end of the ledger, and stored. Taking lines raises `CrdtError` if the stored
    ledger is not one that the guard admits.
    """
    rows = await store.load_log(document.id)
    head = genesis_of(document).head
    for row in rows:
        head = chained(head, line_of(row))
    signer, now = await signing.signer(), clock()
    await store.add_checkpoint(signer.checkpoint(document.id, rows[-1].seq, now, head))
    checkpoints = {
        each.seq: BundleCheckpoint(each.seq, each.at_ms, each.head, each.key_id, each.signature)
        for each in await store.checkpoints(document.id)
    }
    keys = await signing.public_keys()
    used = {signer.key.id, *(each.key for each in checkpoints.values())}
    people = await store.persons(sorted(_people_in(rows)))
    start = Head(
        genesis_of(document),
        document.title,
        now,
        {id_: key.public for id_, key in keys.items() if id_ in used},
        [
            {"id": each.id, "name": each.name, "initials": each.initials, "kind": each.kind}
            for each in people.values()
        ],
    )
    return bundle_lines(start, map(_entry, rows), checkpoints, (signer.key.id, signer.sign))


def _entry(row: LogRow) -> BundleEntry:
    is_update = row.kind == RowKind.UPDATE
    body = None if is_update else json.loads(row.data)
    update = row.data if is_update else None
    return BundleEntry(row.seq, row.at_ms, row.person_id, line_of(row), update, body)


def _people_in(rows: Sequence[LogRow]) -> set[str]:
    """Everybody that a ledger names: who did what it says, and whose words excerpts quote."""
    people = {row.person_id for row in rows}
    for row in rows:
        if row.kind == RowKind.ENTRY:
            people |= _people_quoted(json.loads(row.data))
    return people


def _people_quoted(body: Mapping[str, Any]) -> set[str]:
    named = {span["author"] for span in body.get("spans", ())}
    named |= {body.get("person")}
    return {person for person in named if isinstance(person, str)}
