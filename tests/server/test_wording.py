"""server.wording: whose words a passage is, and what of it is left out."""

from __future__ import annotations

import pytest

from crdt.authorship import Entry
from server.names import SYSTEM_PERSON_ID
from server.wording import masked, writers_of


def by(author: str | None, placed_by: str | None = None, written: str = "typed") -> Entry:
    return Entry(author, placed_by or author, 0, "typed", written=written)  # type: ignore[arg-type]


ADA, BEN = by("ada"), by("ben")


@pytest.mark.parametrize(
    ("pieces", "text", "left_out"),
    [
        ([("Hers. ", ADA), ("His.", BEN)], "Hers. […]", 1),
        ([("His ", BEN), ("own", BEN), (" words", BEN), (" and hers", ADA)], "[…] and hers", 1),
        ([("His", BEN), (" ", ADA), ("too", BEN)], "[…]", 1),
        ([("His\n", BEN), ("and his.\n", BEN), ("Hers.", ADA)], "[…]\n[…]\nHers.", 2),
        ([("  His  ", BEN), ("hers", ADA)], "  […]  hers", 1),
        ([("\n", BEN), ("Hers.", ADA)], "\nHers.", 0),
        ([("His \ud83d", BEN), ("\udc15", BEN), (" hers", ADA)], "[…] hers", 1),
        ([("\ud83d\udc15 hers ", ADA), ("his", BEN)], "🐕 hers […]", 1),
    ],
)
def test_words_of_those_who_refuse_are_left_out_and_white_space_stays(
    pieces: list[tuple[str, Entry]], text: str, left_out: int
) -> None:
    assert masked(pieces, {"ben"}) == (text, left_out)


def test_what_nobody_here_wrote_needs_the_consent_of_who_brought_it_in() -> None:
    pieces = [
        ("pasted", by(None, "ben", "pasted")),
        ("suggested", by(None, "ada", "adopted")),
        ("a teammate’s", by("cleo", "ada", "adopted")),
        ("first line", by(None, SYSTEM_PERSON_ID, "imported")),
        ("unknown", by(None)),
    ]
    assert writers_of(pieces) == {"ben", "cleo"}
    assert masked(pieces, {"ada", SYSTEM_PERSON_ID}) == (
        "pastedsuggesteda teammate’sfirst lineunknown",
        0,
    )
