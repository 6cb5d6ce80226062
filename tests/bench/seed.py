"""Builds the large document of the `storm`, `coldload` and browser scenarios."""

from __future__ import annotations

import random

from pycrdt import Doc, Text, TransactionEvent

from tests.bench import wire


def history(
    chars: int,
    run: int = 20,
    authors: int = 20,
    seed: int = 1,
    *,
    base: bytes = wire.EMPTY_UPDATE,
    line: int = 0,
) -> list[bytes]:
    """Updates that lead to a document of about `chars` characters, all authors' in one list; see `by_author`."""
    written = by_author(chars, run, authors, seed, base=base, line=line)
    return [update for updates in written for update in updates]


def by_author(
    chars: int,
    run: int = 20,
    authors: int = 20,
    seed: int = 1,
    *,
    base: bytes = wire.EMPTY_UPDATE,
    line: int = 0,
) -> list[list[bytes]]:
    """Updates that lead to a document of about `chars` characters, one list per author.

    `authors` Yjs clients write one after the other on top of `base`. Each edit inserts a run
    of about `run` characters at a random place; one edit in ten deletes up to `run` characters
    somewhere. With `line`, about every `line`-th character ends a line. Deterministic for a
    given seed.
    """
    rng = random.Random(seed)
    letters = "abcdefghij klmnop qrstuvwxyz" * max(1, line // 28) + ("\n" if line else "")
    written: list[list[bytes]] = []
    state = base
    length = 0
    for author in range(authors):
        doc: Doc[Text] = Doc({wire.ROOT: Text()}, client_id=rng.randrange(2**28, 2**32 - 1))
        if state != wire.EMPTY_UPDATE:
            doc.apply_update(state)
        text = doc.get(wire.ROOT, type=Text)

        updates: list[bytes] = []

        def keep(event: TransactionEvent, kept: list[bytes] = updates) -> None:
            kept.append(event.update)

        subscription = doc.observe(keep)
        while length < chars * (author + 1) // authors:
            size = rng.randint(1, 2 * run - 1)
            text.insert(rng.randrange(length + 1), "".join(rng.choices(letters, k=size)))
            length += size
            if rng.random() < 0.1:
                at = rng.randrange(length)
                end = min(length, at + rng.randint(1, run))
                del text[at:end]
                length -= end - at
        doc.unobserve(subscription)
        state = doc.get_update()
        written.append(updates)
    return written
