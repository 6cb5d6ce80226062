"""The key of this installation, with which checkpoints and bundles are signed."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from crdt.ledger import checkpoint_message
from crdt.signatures import public_of, sign
from server.ports import Clock, LogStore
from server.records import Checkpoint, SigningKey

__all__ = ["Signer", "key_id", "open_signer"]


def key_id(public: bytes) -> str:
    """The name of a key: the beginning of its digest."""
    return f"k_{hashlib.sha256(public).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with one key."""

    key: SigningKey

    def sign(self, message: bytes) -> bytes:
        """The signature of a message, 64 bytes."""
        return sign(self.key.private, message)

    def checkpoint(self, document_id: str, seq: int, at_ms: int, head: bytes) -> Checkpoint:
        """A signature under the head of a chain."""
        signature = self.sign(checkpoint_message(document_id, seq, at_ms, head))
        return Checkpoint(document_id, seq, at_ms, head, self.key.id, signature)


async def open_signer(store: LogStore, clock: Clock, given: bytes | None = None) -> Signer:
    """The signer of this installation; its key is made when it is first needed.

    Args:
        store: where keys are kept.
        clock: for the age of a new key.
        given: a private key of 32 bytes that is to be used instead of the stored one.
    """
    if given is not None:
        public = public_of(given)
        return Signer(SigningKey(key_id(public), public, given, 0))
    keys = await store.signing_keys()
    if keys:
        return Signer(keys[0])
    private = secrets.token_bytes(32)
    public = public_of(private)
    return Signer(await store.add_signing_key(SigningKey(key_id(public), public, private, clock())))
