"""Pieces that go on with a suggestion are the suggestion's once that is no chance any more (SPEC.md L14)."""

import pytest

from tests.crdt.desk import Desk, Editor

TEXT = "Nobody waited at the pier, so the mail went back to the mainland 🐕 with the evening boat."
UNITS = len(TEXT) + 1


def scene() -> tuple[Desk, Editor]:
    desk = Desk()
    desk.suggest("s1", TEXT)
    return desk, desk.editor("mallory")


def suggested(desk: Desk) -> str:
    """What counts as the suggestion's, in document order."""
    found = [told for told in desk.told() if told.suggestion == "s1"]
    assert all(told.undeclared and told.origin == "adopted" for told in found)
    return "".join(told.text for told in found)


def pieces(size: int) -> list[str]:
    return [TEXT[at : at + size] for at in range(0, len(TEXT), size)]


@pytest.mark.parametrize("size", [4, 5, 7])
@pytest.mark.parametrize("backwards", [False, True])
def test_l14_short_pieces_do_not_launder_for_long(size: int, *, backwards: bool) -> None:
    desk, mallory = scene()
    for piece in reversed(pieces(size)) if backwards else pieces(size):
        mallory.insert(0 if backwards else len(mallory.units()) - 1, piece)
    assert mallory.units() == desk.guard.text().replace("🐕", "\ud83d\udc15")
    found = suggested(desk)
    assert len(found) >= len(TEXT) - 36
    assert found in TEXT


def test_l14_key_presses_are_typing_whatever_they_spell() -> None:
    desk, mallory = scene()
    mallory.type(0, TEXT)
    for piece in pieces(2):
        mallory.insert(len(mallory.units()) - 1, piece)
    assert suggested(desk) == ""
    assert {told.author for told in desk.told()} == {"mallory"}


def test_l14_own_words_that_are_deleted_again_are_no_excuse() -> None:
    desk, mallory = scene()
    for piece in pieces(6):
        at = len(mallory.units()) - 1
        mallory.insert(at, piece + "!")
        end = len(mallory.units()) - 1
        mallory.delete(end - 1, end)
    assert len(suggested(desk)) >= len(TEXT) - 36


def test_l14_pasted_from_outside_is_no_excuse() -> None:
    desk, mallory = scene()
    for piece in pieces(5):
        at = len(mallory.units()) - 1
        length = len(piece) + piece.count("🐕")
        mallory.insert(at, piece, {"to": mallory.to(length), "origin": "pasted"})
    assert len(suggested(desk)) >= len(TEXT) - 36
    assert desk.refused == []


def test_l14_what_somebody_else_wrote_before_it_does_not_count() -> None:
    desk, mallory = scene()
    desk.editor("ben").type(0, TEXT[:60])
    mallory.insert(60, TEXT[60:65])
    assert suggested(desk) == ""


def test_l14_a_placed_suggestion_does_not_claim_the_word_that_is_typed_behind_it() -> None:
    desk, mallory = scene()
    mallory.insert(0, TEXT[:60], mallory.placed("s1", 60))
    mallory.insert(60, TEXT[60:65])
    assert [told.origin for told in desk.told()] == ["adopted", "typed"]


def test_l14_a_suggestion_served_again_and_again_is_recognised_still() -> None:
    desk, mallory = scene()
    for number in range(2, 40):
        desk.suggest(f"s{number}", TEXT if number % 2 else f"{TEXT} {number}")
    mallory.insert(0, TEXT)
    assert suggested(desk) == TEXT


def test_l14_of_several_suggestions_it_is_the_one_that_says_most_of_it() -> None:
    desk = Desk()
    mallory = desk.editor("mallory")
    desk.suggest("s0", f"Since {TEXT[7:]}")
    desk.suggest("s1", TEXT)
    for piece in pieces(5):
        mallory.insert(len(mallory.units()) - 1, piece)
    assert len(suggested(desk)) >= len(TEXT) - 36
    assert "s0" not in {told.suggestion for told in desk.told()}
