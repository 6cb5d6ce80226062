"""Short pieces are believed only where their sources stand together (SPEC.md L8)."""

import random

import pytest

from crdt.authorship import Entry
from crdt.excerpts import Excerpt
from crdt.ids import Id, IdRange
from crdt.piecing import MANY_PIECES
from tests.crdt.desk import Desk, Editor, Told

BENS = "The harbour was empty when the pilot boat came in."


def scene() -> tuple[Desk, Editor, Editor]:
    """Ben has written; Mallory has the same document open."""
    desk = Desk()
    ben, mallory = desk.editor("ben"), desk.editor("mallory")
    ben.insert(0, BENS)
    return desk, ben, mallory


def letter_claims(mallory: Editor, words: str, offset: int = 0) -> list[dict[str, object]]:
    claims: list[dict[str, object]] = []
    for at, letter in enumerate(words):
        if letter in BENS:
            (source,) = mallory.ids(BENS.index(letter), BENS.index(letter) + 1)
            claims.append({"to": mallory.to(1, at + offset), "from": source._asdict()})
    return claims


def words_of(desk: Desk, person: str) -> list[str]:
    return [told.text for told in desk.told() if told.author == person]


def test_l8_a_sentence_is_not_pieced_together_from_letters() -> None:
    desk, _, mallory = scene()
    words = "tell him no lies"
    mallory.insert(len(BENS), words, *letter_claims(mallory, words))
    assert desk.told() == [Told(BENS, "ben", "typed"), Told(words, "mallory", "typed")]
    assert set(desk.refused) == {"pieced-together"}


@pytest.mark.parametrize("backwards", [False, True])
def test_l8_nor_letter_by_letter_in_updates_of_their_own(*, backwards: bool) -> None:
    desk, _, mallory = scene()
    words = "tell him no lies"
    for letter in reversed(words) if backwards else words:
        at = len(BENS) if backwards else len(mallory.units()) - 1
        mallory.insert(at, letter, *letter_claims(mallory, letter))
    pieces = [text for text in words_of(desk, "ben") if text != BENS]
    assert sum(map(len, pieces)) == MANY_PIECES - 1
    assert set(desk.refused) == {"pieced-together"}


def test_l8_nor_with_words_between_that_are_deleted_at_once() -> None:
    desk, _, mallory = scene()
    at = len(BENS)
    with mallory.doc.transaction(origin="me"):
        claims = letter_claims(mallory, "tXeXlXlX XhXiXmX")
        mallory.text.insert(at, "tXeXlXlX XhXiXmX")
        for index in range(at + 15, at, -2):
            del mallory.text[index : index + 1]
        for claim in claims:
            mallory.claims.append(claim)
    assert words_of(desk, "ben") == [BENS]
    assert words_of(desk, "mallory") == ["tell him"]


def test_l8_nor_by_late_claims_of_deleted_letters() -> None:
    desk, _, mallory = scene()
    sources = {letter: mallory.ids(at, at + 1)[0] for at, letter in enumerate(BENS)}
    mallory.delete(0, len(BENS))
    words = "tell him no lies"
    to = mallory.to(1)
    mallory.insert(0, words)
    mallory.claim(
        *(
            {"to": to | {"clock": to["clock"] + at}, "from": sources[letter]._asdict()}
            for at, letter in enumerate(words)
        )
    )
    assert desk.told() == [Told(words, "mallory", "typed")]
    assert set(desk.refused) == {"pieced-together"}


def test_l8_nor_from_the_letters_of_a_suggestion() -> None:
    desk, _, mallory = scene()
    desk.suggest("s1", BENS)
    words = "we rot in here"
    claims = [
        {"to": mallory.to(1, at), "suggestion": "s1", "at": BENS.index(letter)}
        for at, letter in enumerate(words)
    ]
    mallory.insert(0, words, *claims)
    assert desk.told()[0] == Told(words, "mallory", "typed")


def test_l8_a_copy_of_a_passage_in_many_pieces_is_believed() -> None:
    desk, ben, mallory = scene()
    anna = desk.editor("anna")
    randomly = random.Random(4)
    for _ in range(60):
        writer = randomly.choice([anna, ben])
        writer.insert(randomly.randrange(12), randomly.choice("abcdef"))
    for _ in range(12):
        at = randomly.randrange(20)
        anna.delete(at, at + 1)
    text = mallory.units()[:50]
    before = [entry.author for entry in entries(desk, mallory, 0, 50)]
    mallory.insert(len(mallory.units()) - 1, text, *mallory.copied(mallory.ids(0, 50)))
    end = len(mallory.units()) - 1
    copies = entries(desk, mallory, end - 50, end)
    assert [entry.author for entry in copies] == before
    assert {entry.origin for entry in copies} == {"copied"}
    assert desk.refused == []


def entries(desk: Desk, editor: Editor, start: int, end: int) -> list[Entry]:
    return [desk.lineage.authorship.entry_of(*place) for place in editor.ids(start, end)]


def test_l8_a_copy_of_a_passage_that_was_deleted_and_brought_back_since_is_believed() -> None:
    """Between the deleted originals stand the words that undo brought back."""
    desk, ben, mallory = scene()
    anna = desk.editor("anna")
    for at in range(1, 40, 3):
        (anna if at % 2 else ben).insert(at, "-")
    text, sources = mallory.units()[:40], mallory.ids(0, 40)
    ben.delete(0, 60)
    ben.undo()
    mallory.insert(len(mallory.units()) - 1, text, *mallory.copied(sources))
    assert "pieced-together" not in desk.refused


def test_l8_a_passage_pasted_into_itself_is_believed() -> None:
    desk, ben, mallory = scene()
    desk.editor("anna").insert(2, "b")
    mallory.insert(2, mallory.units()[1:4], *mallory.copied(mallory.ids(1, 4)))
    assert ben.units().startswith("Thhbebe harb")
    assert desk.refused == []


def test_l8_a_few_short_pieces_are_believed() -> None:
    desk, _, mallory = scene()
    for letter in "won"[::-1]:
        at = BENS.index(letter)
        mallory.insert(len(BENS), letter, *mallory.copied(mallory.ids(at, at + 1)))
    assert desk.told()[-1] == Told("won", "ben", "copied")
    assert desk.refused == []


def test_l8_one_character_is_believed() -> None:
    desk, _, mallory = scene()
    mallory.insert(len(BENS), "w", *mallory.copied(mallory.ids(12, 13)))
    assert desk.told()[-1] == Told("w", "ben", "copied")


def test_l8_own_letters_are_ones_own() -> None:
    desk, ben, _ = scene()
    words = "tell him no lies"
    ben.insert(len(BENS), words, *letter_claims(ben, words))
    assert desk.refused == []
    assert {told.author for told in desk.told()} == {"ben"}


def test_l8_pieces_of_another_document_need_to_be_known_to_stand_together() -> None:
    entry = Entry("ben", None, 0, "typed")
    apart, beside = Desk(), Desk()
    words = "nobody at all"
    for desk, is_behind in ((apart, False), (beside, True)):
        mallory = desk.editor("mallory")
        for at, letter in enumerate(words):
            ids = IdRange(9, 4 * at, 1)
            before = Id(9, 4 * at - 4) if is_behind and at else None
            desk.lineage.add_excerpt(Excerpt("other", ids, letter, ((ids, entry),), before))
        sources = [Id(9, 4 * at) for at in range(len(words))]
        claims = [claim | {"document": "other"} for claim in mallory.copied(sources)]
        mallory.insert(0, words, *claims)
    assert (apart.told(), apart.refused) == (
        [Told(words, "mallory", "typed")],
        ["pieced-together"] * len(words),
    )
    assert (beside.told(), beside.refused) == ([Told(words, "ben", "copied")], [])
