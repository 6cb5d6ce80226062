"""Bundles made from traces, for tests of verification."""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from crdt.authorship import Entry
from crdt.bundle import (
    BundleCheckpoint,
    BundleEntry,
    Head,
    bundle_lines,
    digest_before_preamble,
    seal_message,
    with_hash,
)
from crdt.entries import excerpt_body, suggestion_body
from crdt.ids import IdRange, to_units
from crdt.ledger import Genesis, canonical, chained, checkpoint_message, entry_line, update_line
from crdt.signatures import key_id, public_of, sign
from crdt.update import REF_ANY, Item, Update, encode_update
from tests.crdt.documents import ADA, BEN, item

TRACES = Path(__file__).parent / "traces"
GENESIS = Genesis("d_1", "g_1", 1_700_000_000_000)
PRIVATE = bytes(range(32))
PUBLIC = public_of(PRIVATE)
OTHER = bytes(range(1, 33))


def trace(name: str, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """The lines of a trace, or its first ones."""
    with (TRACES / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            yield json.loads(line)


def entries_of(trace: Iterator[dict[str, Any]]) -> Iterator[BundleEntry]:
    """What a server's ledger would hold after the trace."""
    numbers = count(1)
    for line in trace:
        seq, at, user = next(numbers), int(line["at"]), line["user"]
        if line["type"] == "update":
            update = b64decode(line["update"])
            yield BundleEntry(seq, at, user, update_line(seq, at, user, update), update, None)
            continue
        body = suggestion_body(
            line["id"],
            line["text"],
            number=seq,
            model="Phrasebook",
            label="shorter",
            recipe="shorten",
            instruction=None,
        )
        yield BundleEntry(seq, at, user, entry_line(seq, at, user, body), None, body)


def small_ledger() -> list[BundleEntry]:
    """A ledger with something of each kind: words of two people, a suggestion placed, a claim refused."""
    at = 1_700_000_001_000
    harbour, offer = "The harbour was empty. ", "It was dawn 🌅."
    end, offered = len(harbour), len(to_units(offer))
    served = suggestion_body(
        "s_1",
        offer,
        number=1,
        model="Phrasebook",
        label="shorter",
        recipe="shorten",
        instruction=None,
    )
    other = IdRange(77, 5, 9)
    quoted = excerpt_body("d_2", other, "Elsewhere", [(other, Entry("u3", "u3", 1, "typed"))])
    placed = {"to": ids(BEN, 0, offered), "suggestion": "s_1", "at": 0}
    copied = {"to": ids(ADA, end, 9), "from": {"client": 77, "clock": 5}, "document": "d_2"}
    untrue = {"to": ids(BEN, offered + 1, 3), "from": {"client": ADA, "clock": 0}}
    entries: list[tuple[str, dict[str, object] | list[Item]]] = [
        ("u1", [item(ADA, 0, harbour)]),
        ("u2", served),
        ("u2", [item(BEN, 0, offer, origin=(ADA, end - 1)), claim(BEN, offered, placed)]),
        ("u1", quoted),
        ("u1", [item(ADA, end, "Elsewhere", right=(ADA, 0)), claim(ADA, end + 9, copied)]),
        ("u2", [item(BEN, offered + 1, "Hm.", right=(ADA, 0)), claim(BEN, offered + 4, untrue)]),
        ("u1", {"kind": "export"}),
    ]
    found: list[BundleEntry] = []
    for seq, (user, said) in enumerate(entries, 1):
        at += 1_500
        if isinstance(said, dict):
            line = entry_line(seq, at, user, said)
            found.append(BundleEntry(seq, at, user, line, None, said))
        else:
            update = encode_update(Update(tuple(said), ()))
            line = update_line(seq, at, user, update)
            found.append(BundleEntry(seq, at, user, line, update, None))
    return found


def ids(client: int, clock: int, length: int) -> dict[str, int]:
    """A range of ids as a claim has it."""
    return {"client": client, "clock": clock, "length": length}


def claim(client: int, clock: int, value: Mapping[str, object]) -> Item:
    """An entry of `lineage`."""
    return item(client, clock, (value,), ref=REF_ANY)  # type: ignore[arg-type]


def signed(seq: int, at: int, head: bytes, private: bytes) -> BundleCheckpoint:
    """A checkpoint by a key."""
    signature = sign(private, checkpoint_message(GENESIS.document, seq, at, head))
    return BundleCheckpoint(seq, at, head, key_id(public_of(private)), signature)


def made(
    entries: list[BundleEntry],
    *,
    private: bytes = PRIVATE,
    every: int = 10,
    genesis: Genesis = GENESIS,
) -> list[bytes]:
    """The lines of a bundle of these entries, with a checkpoint after every so many."""
    checkpoints: dict[int, BundleCheckpoint] = {}
    head = genesis.head
    for entry in entries:
        head = chained(head, entry.line)
        if entry.seq % every == 0 or entry is entries[-1]:
            checkpoints[entry.seq] = signed(entry.seq, entry.at, head, private)
    users = sorted({entry.user for entry in entries})
    public = public_of(private)
    people = [
        {"id": user, "name": f"Ms {user}", "initials": "M", "kind": "account"} for user in users
    ]
    start = Head(genesis, "Harbour", 1_700_000_009_000, {key_id(public): public}, people)
    seal = (key_id(public), lambda message: sign(private, message))
    return list(bundle_lines(start, entries, checkpoints, seal))


def remade(lines: list[bytes], private: bytes = PRIVATE) -> list[bytes]:
    """Changed lines with every hash, checkpoint and the seal made anew, as somebody with the key could."""
    public = key_id(public_of(private))
    preamble, head = digest_before_preamble(), GENESIS.head
    found: list[bytes] = []
    for line in lines[:-1]:
        fields = json.loads(line)
        if "hash" in fields:
            del fields["hash"]
            bare = canonical(fields)
            if fields["type"] in {"document", "key", "person"}:
                preamble = chained(preamble, bare)
                found.append(f"{with_hash(bare, preamble)}\n".encode())
            else:
                head = chained(head, bare)
                found.append(f"{with_hash(bare, head)}\n".encode())
        elif fields["type"] == "checkpoint":
            one = signed(fields["seq"], fields["at"], head, private)
            fields |= {"head": head.hex(), "signature": b64encode(one.signature).decode()}
            found.append(f"{canonical(fields)}\n".encode())
        else:
            found.append(line)
    digest = hashlib.sha256(b"".join(found)).digest()
    signature = b64encode(sign(private, seal_message(len(found), digest))).decode()
    seal = {"lines": len(found), "sha256": digest.hex(), "key": public, "signature": signature}
    found.append(f"{canonical({'type': 'seal', **seal})}\n".encode())
    return found
