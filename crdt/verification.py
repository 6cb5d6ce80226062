"""Checking a bundle with nothing but its bytes: chain, signatures, every span (SPEC.md V1 to V7)."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import Any, Final, NamedTuple

from crdt.bundle import (
    FORMAT,
    digest_before_preamble,
    refused_line,
    seal_message,
    with_hash,
)
from crdt.bundle_reader import HASHED_LENGTH, Doubt, check_hash, read_base64, read_line
from crdt.errors import CrdtError
from crdt.ledger import Genesis, canonical, checkpoint_message, client_of, entry_line
from crdt.replay import Replay
from crdt.signatures import is_signed, key_id

__all__ = ["Misfit", "Verified", "verify"]

_UPDATE: Final = re.compile(
    rb'\{"type":"update","seq":(-?\d+),"at":(\d+),"user":"([^"\\]+)","client":(null|\d+),'
    rb'"update":"([A-Za-z0-9+/]+=*)"\}'
)


class Verified(NamedTuple):
    """What a bundle that holds together says.

    Attributes:
        document: its id.
        title: when the bundle was made.
        entries: of the ledger.
        updates: how many of them changed the text.
        checkpoints: signatures under the chain, all good.
        spans: of the live text.
        refused: claims that did not hold.
        exported_at: when the bundle was made, in ms since the epoch.
        key: the public key that sealed it, 32 bytes: compare its fingerprint with the server's.
    """

    document: str
    title: str
    entries: int
    updates: int
    checkpoints: int
    spans: int
    refused: int
    exported_at: int
    key: bytes


class Misfit(CrdtError):  # noqa: N818 - named for what was found
    """The first line of a bundle that does not fit, and why.

    Attributes:
        line: counted from 1.
        seq: the entry of the ledger it is, or belongs behind; None before the first.
        detail: a full sentence.
    """

    def __init__(self, line: int, seq: int | None, detail: str) -> None:
        where = f"Line {line}" if seq is None else f"Line {line} (entry {seq})"
        super().__init__("misfit", f"{where}: {detail}")
        self.line = line
        self.seq = seq
        self.detail = detail


class _Part(IntEnum):
    """The parts of a bundle in their order."""

    DOCUMENT = 0
    KEYS = 1
    PEOPLE = 2
    LEDGER = 3
    SPANS = 4
    REFUSED = 5
    SEAL = 6


_PARTS: Final = {
    "document": _Part.DOCUMENT,
    "key": _Part.KEYS,
    "person": _Part.PEOPLE,
    "span": _Part.SPANS,
    "refused": _Part.REFUSED,
    "seal": _Part.SEAL,
}


def verify(lines: Iterable[bytes], key: bytes | None = None) -> Verified:
    """Check a bundle.

    Args:
        lines: of the bundle, each with its line feed.
        key: the public key, 32 bytes, that is to have sealed it; None for whichever did.

    Raises:
        Misfit: the first line that does not fit.
    """
    check = _Check(key)
    for line in lines:
        check.receive(line)
    return check.finish()


class _Check:
    """One pass over a bundle."""

    def __init__(self, key: bytes | None) -> None:
        self._wanted_key = key
        self._digest = hashlib.sha256()
        self._number = 0
        self._part = _Part.DOCUMENT
        self._preamble = digest_before_preamble()
        self._document: dict[str, Any] = {}
        self._genesis = Genesis("", "", 0)
        self._chain = b""
        self._keys: dict[str, bytes] = {}
        self._people: set[str] = set()
        self._seq: int | None = None
        self._replay = Replay()
        self._expected: Iterator[str] = iter(())
        self._checkpoints = self._updates = self._entries = self._spans = self._refused = 0
        self._sealed: bytes | None = None

    # Lines

    def receive(self, line: bytes) -> None:
        self._number += 1
        try:
            self._receive(line)
        except Doubt as doubt:
            raise self._misfit(str(doubt)) from None

    def finish(self) -> Verified:
        if self._sealed is None:
            self._number += 1
            raise self._misfit("The bundle ends without a seal.")
        return Verified(
            document=self._genesis.document,
            title=self._document["title"],
            entries=self._entries,
            updates=self._updates,
            checkpoints=self._checkpoints,
            spans=self._spans,
            refused=self._refused,
            exported_at=self._document["exported_at"],
            key=self._sealed,
        )

    def _misfit(self, detail: str) -> Misfit:
        return Misfit(self._number, self._seq, detail)

    def _receive(self, line: bytes) -> None:
        if self._part is _Part.LEDGER and line.startswith(b'{"type":"update"'):
            self._receive_update(line)
            self._digest.update(line)
            return
        fields = read_line(line)
        part = _PARTS.get(fields["type"], _Part.LEDGER)
        if self._number == 1 and part is not _Part.DOCUMENT:
            raise Doubt("It is not the beginning of a bundle.")
        if part is not _Part.SEAL:
            self._digest.update(line)
        self._enter_part(part)
        match part:
            case _Part.DOCUMENT | _Part.KEYS | _Part.PEOPLE:
                self._receive_preamble(fields, line)
            case _Part.LEDGER if fields["type"] == "update":
                self._receive_update(line)
            case _Part.LEDGER if fields["type"] == "checkpoint":
                self._receive_checkpoint(fields)
            case _Part.LEDGER:
                self._receive_entry(fields, line)
            case _Part.SPANS | _Part.REFUSED:
                self._receive_told(part, line)
            case _Part.SEAL:
                self._receive_seal(fields)

    def _enter_part(self, part: _Part) -> None:
        """Go on to a later part; what the parts between had to say must have been said."""
        if part < self._part or (part is _Part.DOCUMENT and self._number > 1):
            raise Doubt("It does not belong here.")
        while self._part < part:
            self._end_part()
            self._part = _Part(self._part + 1)
            self._begin_part()

    def _end_part(self) -> None:
        if self._part is _Part.LEDGER and self._seq is None:
            raise Doubt("The ledger before it is missing.")
        if next(self._expected, None) is not None:
            raise Doubt("Lines before it are missing.")

    def _begin_part(self) -> None:
        match self._part:
            case _Part.SPANS:
                spans = self._replay.span_lines()
                self._expected = (canonical({"type": "span", **span}) for span in spans)
            case _Part.REFUSED:
                self._expected = map(refused_line, self._replay.refused)
            case _:
                pass

    # Preamble

    def _receive_preamble(self, fields: dict[str, Any], line: bytes) -> None:
        self._preamble = check_hash(line, self._preamble)
        match fields["type"]:
            case "document":
                if fields.get("format") != FORMAT:
                    raise Doubt(f"Its format is not {FORMAT!r}.")
                self._document = fields
                self._genesis = Genesis(fields["id"], fields["generation"], fields["created_at"])
                self._chain = self._genesis.head
            case "key":
                public = read_base64(fields["public"])
                if key_id(public) != fields["id"]:
                    raise Doubt("The key has another name than its bytes say.")
                self._keys[fields["id"]] = public
            case _:
                self._people.add(fields["id"])

    # Ledger

    def _receive_update(self, line: bytes) -> None:
        found = _UPDATE.fullmatch(line[:-HASHED_LENGTH] + b"}")
        if found is None:
            raise Doubt("It is not a well-formed update.")
        seq, at, user = int(found[1]), int(found[2]), found[3].decode()
        self._follow(seq, user)
        self._chain = check_hash(line, self._chain)
        update = b64decode(found[5])
        said = None if found[4] == b"null" else int(found[4])
        try:
            if client_of(update) != said:
                raise Doubt("It names another client id than the update.")
            self._replay.receive_update(seq, at, user, update)
        except CrdtError as error:
            raise Doubt(f"The update is not acceptable: {error}") from error
        self._updates += 1

    def _receive_entry(self, fields: dict[str, Any], line: bytes) -> None:
        body = {"kind": fields["type"], **fields}
        for name in ("type", "seq", "at", "user", "hash"):
            if name not in body:
                raise Doubt(f"It has no {name}.")
            del body[name]
        seq, user = fields["seq"], fields["user"]
        self._follow(seq, user)
        self._chain = check_hash(line, self._chain)
        expected = with_hash(entry_line(seq, fields["at"], user, body), self._chain)
        if expected.encode() != line[:-1]:
            raise Doubt("Its fields are not in their order.")
        try:
            self._replay.receive_body(body)
        except (KeyError, TypeError, ValueError) as error:
            raise Doubt("It lacks what an entry of its kind says.") from error

    def _follow(self, seq: object, user: object) -> None:
        """The entry must be the next one, of somebody the bundle names."""
        if not isinstance(seq, int) or (self._seq is None and seq > 1):
            raise Doubt("The first entry is missing.")
        if self._seq is not None and seq != self._seq + 1:
            raise Doubt(f"It is entry {seq}, where entry {self._seq + 1} should stand.")
        self._seq = seq
        if not isinstance(user, str) or user not in self._people:
            raise Doubt("Its user is not among the people of the bundle.")
        self._entries += 1

    def _receive_checkpoint(self, fields: dict[str, Any]) -> None:
        if fields["seq"] != self._seq:
            raise Doubt("The checkpoint is of another entry than the one before it.")
        if fields["head"] != self._chain.hex():
            raise Doubt("The checkpoint is of another chain.")
        message = checkpoint_message(
            self._genesis.document, fields["seq"], fields["at"], self._chain
        )
        if not is_signed(self._key(fields), message, read_base64(fields["signature"])):
            raise Doubt("The signature is not by that key, or not of this chain.")
        self._checkpoints += 1

    def _key(self, fields: dict[str, Any]) -> bytes:
        key = self._keys.get(fields["key"])
        if key is None:
            raise Doubt("Its key is not in the bundle.")
        return key

    # What follows from the ledger

    def _receive_told(self, part: _Part, line: bytes) -> None:
        expected = next(self._expected, None)
        if expected is None:
            raise Doubt("The ledger does not say so.")
        if (expected + "\n").encode() != line:
            raise Doubt(f"The ledger says something else: {expected}")
        if part is _Part.SPANS:
            self._spans += 1
        else:
            self._refused += 1

    def _receive_seal(self, fields: dict[str, Any]) -> None:
        if self._sealed is not None:
            raise Doubt("There is a line behind the seal.")
        digest = self._digest.digest()
        if fields["lines"] != self._number - 1 or fields["sha256"] != digest.hex():
            raise Doubt("The seal is of other lines.")
        key = self._key(fields)
        if not is_signed(
            key, seal_message(self._number - 1, digest), read_base64(fields["signature"])
        ):
            raise Doubt("The seal is not by that key.")
        if self._wanted_key is not None and key != self._wanted_key:
            raise Doubt("The bundle is sealed with another key than the one given.")
        if not self._checkpoints:
            raise Doubt("There is no checkpoint.")
        self._sealed = key
