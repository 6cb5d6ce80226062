"""What is hardest to decide: updates that make lineage compare as much as they can.

Each case takes a size in bytes or items and gives the updates that come first, and the one that is measured.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final, NamedTuple

from crdt.codec import AnyValue
from crdt.ids import ROOT_LINEAGE, SERVER_CLIENT, Id, IdRange
from crdt.update import REF_ANY, REF_STRING, Item, Update, encode_update
from server.opening import opening_update

ADA, BEN = 3_000_000_001, 3_000_000_002
START: Final = Id(SERVER_CLIENT, 0)
"""Behind the line end that every document begins with."""
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_WORD: Final = 9


class Case(NamedTuple):
    """What a document holds, and what comes then."""

    before: list[bytes]
    update: bytes
    suggestion: str = ""


def text(client: int, clock: int, units: str, left: Id, right: Id | None = None) -> Item:
    """An item of text between two ids."""
    return Item(client, clock, len(units), REF_STRING, left, right, None, None, units)


def claim_item(client: int, clock: int, source: Id, left: Id | None) -> Item:
    """An entry of `lineage`: the unit in front of it was copied."""
    to: dict[str, AnyValue] = {"client": client, "clock": clock - 1, "length": 1}
    origin: dict[str, AnyValue] = {"client": source.client, "clock": source.clock}
    value: AnyValue = {"to": to, "from": origin}
    parent = None if left else ROOT_LINEAGE
    return Item(client, clock, 1, REF_ANY, left, None, parent, None, (value,))


def of(*items: Item) -> bytes:
    """The update of these items."""
    return encode_update(Update(items, ()))


def one_letter(size: int) -> Case:
    """The same letter throughout, in the document and in the paste."""
    return _pasted(LETTERS[0] * size, LETTERS[0] * size)


def repeating_words(size: int) -> Case:
    """The same sentence throughout."""
    words = ("the harbour was empty and so were the boats; " * (size // 45 + 1))[:size]
    return _pasted(words, words)


def suggested_letter(size: int) -> Case:
    """The same letter throughout, as a suggestion has it."""
    return _pasted("", LETTERS[0] * size)._replace(suggestion=LETTERS[0] * 8_000)


def shuffled_words(size: int) -> Case:
    """Words that each stand at sixteen places, in yet another order."""
    words = _words(size // _WORD // 16)
    document, paste = words * 16, words * 16
    randomly = random.Random(5)
    randomly.shuffle(document)
    randomly.shuffle(paste)
    return _pasted("".join(document), "".join(paste))


def shuffled_deleted_words(size: int) -> Case:
    """Words that were put in one before the other and deleted, in another order."""
    words = _words(size // _WORD)
    before = [opening_update(), _backwards(words)]
    before.append(encode_update(Update((), (IdRange(ADA, 0, len(words) * _WORD),))))
    random.Random(6).shuffle(words)
    return Case(before, of(text(BEN, 0, "".join(words), START)))


def merged_offline(items: int) -> Case:
    """Letters that were put in one before the other by somebody without a connection."""
    return Case([opening_update()], _backwards([LETTERS[n % 26] for n in range(items)]))


def merged_copies(items: int) -> Case:
    """Words of the document in another order, each an insertion of its own."""
    words = _words(items, 16)
    document = of(text(BEN, 0, "".join(words), START))
    random.Random(7).shuffle(words)
    return Case([opening_update(), document], _backwards(words))


def merged_with_claims(items: int) -> Case:
    """Letters, each with a claim of its own that it was copied."""
    source = "x" * items
    parts: list[Item] = []
    for n in range(items // 2):
        left = START if n == 0 else Id(BEN, 2 * n - 2)
        parts.append(text(BEN, 2 * n, "x", left))
        after = None if n == 0 else Id(BEN, 2 * n - 1)
        parts.append(claim_item(BEN, 2 * n + 1, Id(ADA, n), after))
    before = [opening_update(), of(text(ADA, 0, source, START))]
    return Case(before, of(*parts))


def _pasted(document: str, paste: str) -> Case:
    before = [opening_update()]
    if document:
        before.append(of(text(ADA, 0, document, START)))
    return Case(before, of(text(BEN, 0, paste, START)))


def _words(count: int, length: int = _WORD) -> list[str]:
    randomly = random.Random(4)
    return ["".join(randomly.choices(LETTERS, k=length)) for _ in range(count)]


def _backwards(words: list[str]) -> bytes:
    """Each word in front of the one before."""
    first, clock, items = START, 0, list[Item]()
    right: Id | None = None
    for word in words:
        items.append(text(ADA, clock, word, first, right))
        right = Id(ADA, clock)
        clock += len(word)
    return of(*items)


CASES: Final[dict[str, tuple[int, Callable[[int], Case]]]] = {
    "one letter": (64_000, one_letter),
    "repeating words": (256_000, repeating_words),
    "suggested letter": (64_000, suggested_letter),
    "shuffled words": (64_000, shuffled_words),
    "deleted words": (64_000, shuffled_deleted_words),
    "offline, 50,000 items": (50_000, merged_offline),
    "offline, copied words": (50_000, merged_copies),
    "offline, with claims": (50_000, merged_with_claims),
}
"""By name: the size, and what makes the case of a size."""
