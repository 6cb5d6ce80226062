"""What every store promises of signatures and keys; server.signing over it."""

import asyncio
from base64 import b64encode
from dataclasses import replace

import pytest

from crdt.ledger import checkpoint_message
from crdt.signatures import is_signed, public_of
from server.errors import Invalid
from server.signing import Signing, private_key_of
from server.store.sql import SqlStore

PRIVATE = bytes(range(32))


async def test_the_key_is_made_once_for_all_processes(store: SqlStore) -> None:
    signings = [Signing(store, lambda: 7) for _ in range(4)]
    signers = await asyncio.gather(*(each.signer() for each in signings))
    assert len({signer.key for signer in signers}) == 1
    assert list(await signings[0].public_keys()) == [signers[0].key.id]
    assert (await Signing(store, lambda: 9).signer()).key == signers[0].key


async def test_a_given_key_signs_and_only_its_public_part_is_kept(store: SqlStore) -> None:
    own = await Signing(store, lambda: 7).signer()
    given = Signing(store, lambda: 8, PRIVATE)
    signer = await given.signer()
    assert signer.key.public == public_of(PRIVATE)
    kept = await given.public_keys()
    assert kept == {
        signer.key.id: replace(signer.key, private=b""),
        own.key.id: own.key,
    }
    assert (await Signing(store, lambda: 9).signer()).key == own.key


async def test_a_checkpoint_is_kept_as_it_was_signed(store: SqlStore) -> None:
    signer = await Signing(store, lambda: 7).signer()
    first = signer.checkpoint("d", 4, 9, bytes(32))
    await store.add_checkpoint(first)
    await store.add_checkpoint(signer.checkpoint("d", 4, 10, bytes(32)))
    await store.add_checkpoint(signer.checkpoint("d", 2, 10, bytes(32)))
    second, kept = await store.checkpoints("d")
    assert (second.seq, kept) == (2, first)
    message = checkpoint_message("d", 4, 9, bytes(32))
    assert is_signed(signer.key.public, message, kept.signature)
    assert not is_signed(signer.key.public, message + b"x", kept.signature)


def test_a_key_in_the_settings_is_32_bytes_in_base64() -> None:
    assert private_key_of("") is None
    assert private_key_of(b64encode(PRIVATE).decode()) == PRIVATE
    for wrong in ("abc", "not base64!", b64encode(PRIVATE[:31]).decode()):
        with pytest.raises(Invalid, match="BYLINE_SIGNING_KEY"):
            private_key_of(wrong)
