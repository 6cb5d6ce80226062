"""Bundles: a document's ledger with all that is needed to check it, as JSON Lines (SPEC.md V1 to V4).

Lines, each canonical JSON and a line feed: `document`; `key` and `person`, which with it are a hash chain of
their own; the entries of the ledger in their order, `update` and others, with `checkpoint` lines where they were
made; `span`, the authorship of the live text; `refused`, the claims that did not hold; last a `seal` over every byte.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from crdt.ledger import Genesis, canonical, chained
from crdt.refusals import Refusal
from crdt.replay import Replay

__all__ = [
    "FORMAT",
    "BundleCheckpoint",
    "BundleEntry",
    "Head",
    "bundle_lines",
    "digest_before_preamble",
    "refused_line",
    "seal_message",
    "with_hash",
]

FORMAT: Final = "byline bundle 1"
_HASH: Final = ',"hash":"'


class Head(NamedTuple):
    """What a bundle begins with.

    Attributes:
        genesis: what the chain begins with.
        title: of the document when the bundle was made.
        exported_at: when that was, in ms since the epoch.
        keys: public keys by id, 32 bytes each: of every checkpoint, and of the seal.
        people: id, name, initials and kind of everybody that the ledger names.
    """

    genesis: Genesis
    title: str
    exported_at: int
    keys: Mapping[str, bytes]
    people: Iterable[Mapping[str, object]]


class BundleEntry(NamedTuple):
    """An entry of the ledger: its line without hash, and for an update what it stores."""

    seq: int
    at: int
    user: str
    line: str
    update: bytes | None
    body: Mapping[str, Any] | None


class BundleCheckpoint(NamedTuple):
    """A signature under the head after the entry `seq`."""

    seq: int
    at: int
    head: bytes
    key: str
    signature: bytes


def bundle_lines(
    head: Head,
    entries: Iterable[BundleEntry],
    checkpoints: Mapping[int, BundleCheckpoint],
    seal: tuple[str, Callable[[bytes], bytes]],
) -> Iterator[bytes]:
    """The lines of a bundle, each with its line feed.

    Args:
        head: what it begins with.
        entries: the ledger from its beginning.
        checkpoints: by the entry that they follow.
        seal: the id of the key that seals, and what signs with it.

    Raises:
        CrdtError: the ledger is not one that a guard admitted.
    """
    digest = hashlib.sha256()
    count = 0
    for line in _lines(head, entries, checkpoints):
        data = (line + "\n").encode()
        digest.update(data)
        count += 1
        yield data
    key, sign = seal
    total = digest.digest()
    signature = b64encode(sign(seal_message(count, total))).decode()
    fields = {"lines": count, "sha256": total.hex(), "key": key, "signature": signature}
    yield (canonical({"type": "seal", **fields}) + "\n").encode()


def _lines(
    head: Head, entries: Iterable[BundleEntry], checkpoints: Mapping[int, BundleCheckpoint]
) -> Iterator[str]:
    yield from _preamble(head)
    replay, chain = Replay(), head.genesis.head
    for entry in entries:
        chain = chained(chain, entry.line)
        yield with_hash(entry.line, chain)
        if entry.update is not None:
            replay.receive_update(entry.seq, entry.at, entry.user, entry.update)
        elif entry.body is not None:
            replay.receive_body(entry.body)
        if entry.seq in checkpoints:
            yield _checkpoint_line(checkpoints[entry.seq])
    for span in replay.span_lines():
        yield canonical({"type": "span", **span})
    for refusal in replay.refused:
        yield refused_line(refusal)


def _preamble(head: Head) -> Iterator[str]:
    genesis = head.genesis
    lines: list[Mapping[str, object]] = [
        {
            "type": "document",
            "format": FORMAT,
            "id": genesis.document,
            "generation": genesis.generation,
            "created_at": genesis.created_at,
            "title": head.title,
            "exported_at": head.exported_at,
        }
    ]
    lines += [
        {"type": "key", "id": key, "public": b64encode(public).decode()}
        for key, public in head.keys.items()
    ]
    lines += [{"type": "person", **person} for person in head.people]
    chain = digest_before_preamble()
    for line in map(canonical, lines):
        chain = chained(chain, line)
        yield with_hash(line, chain)


def digest_before_preamble() -> bytes:
    """The hash that the first line of a bundle is chained to."""
    return hashlib.sha256(FORMAT.encode()).digest()


def with_hash(line: str, digest: bytes) -> str:
    """A line with its hash as the last field."""
    return f'{line[:-1]}{_HASH}{digest.hex()}"}}'


def _checkpoint_line(checkpoint: BundleCheckpoint) -> str:
    return canonical(
        {
            "type": "checkpoint",
            "seq": checkpoint.seq,
            "at": checkpoint.at,
            "head": checkpoint.head.hex(),
            "key": checkpoint.key,
            "signature": b64encode(checkpoint.signature).decode(),
        }
    )


def refused_line(refusal: Refusal) -> str:
    """The line of a claim that did not hold."""
    return canonical({"type": "refused", **refusal._asdict()})


def seal_message(lines: int, digest: bytes) -> bytes:
    """What a seal's signature is over."""
    return f"byline seal 1\n{lines}\n{digest.hex()}\n".encode()
