"""The keys of this installation, with which checkpoints and bundles are signed."""

from __future__ import annotations

import binascii
import secrets
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from crdt.ledger import checkpoint_message
from crdt.signatures import key_id, public_of, sign
from server.errors import Invalid
from server.ports import Clock, LogStore
from server.records import Checkpoint, SigningKey

__all__ = ["Signer", "Signing", "private_key_of"]

_KEY_BYTES: Final = 32


def private_key_of(text: str) -> bytes | None:
    """The private key that a setting gives in base64; None if it is empty.

    Raises:
        Invalid: it is not 32 bytes in base64.
    """
    if not text:
        return None
    try:
        key = b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != _KEY_BYTES:
        raise Invalid("BYLINE_SIGNING_KEY must be 32 bytes in base64.")
    return key


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


class Signing:
    """Who signs, and which keys ever did.

    Args:
        store: where keys are kept.
        clock: for the age of a new key.
        given: a private key of 32 bytes that signs in place of the stored one, of which only the public part is kept.
    """

    def __init__(self, store: LogStore, clock: Clock, given: bytes | None = None) -> None:
        self._store = store
        self._clock = clock
        self._given = given
        self._signer: Signer | None = None

    async def signer(self) -> Signer:
        """The signer of this installation; its key is made when it is first needed."""
        if self._signer is None:
            self._signer = await self._open()
        return self._signer

    async def public_keys(self) -> Mapping[str, SigningKey]:
        """Every key of this installation by its id, newest first."""
        await self.signer()
        return {key.id: key for key in await self._store.signing_keys()}

    async def _open(self) -> Signer:
        private = self._given
        if private is None:
            own = [key for key in await self._store.signing_keys() if key.private]
            if own:
                return Signer(own[0])
            private = secrets.token_bytes(_KEY_BYTES)
        public = public_of(private)
        key = SigningKey(key_id(public), public, private, self._clock())
        if self._given is None:
            return Signer(await self._store.add_own_key(key))
        await self._store.add_public_key(key)
        return Signer(key)
