"""Passages for a reviewer, and what identifies their content (SPEC.md E1 to E7)."""

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crdt.ids import IdRange, to_units
from crdt.placings import kind_of
from crdt.reviewable import (
    MAX_GAP,
    Reviewable,
    Text,
    content_hash,
    reviewables_of,
    selection_of,
    text_of_document,
)
from tests.crdt.authored_sessions import AuthoredSession
from tests.crdt.desk import Desk, Editor, letters_of

SUGGESTED = "The harbour was empty at dawn, and nobody had seen the boat."
OTHER = "Somebody must have rowed away before the first light came."


def told(desk: Desk) -> list[Text]:
    return text_of_document(desk.lineage.authorship, desk.guard.sequence.live())


def passages(desk: Desk) -> list[Reviewable]:
    return reviewables_of(told(desk), desk.lineage.authorship, desk.guard.sequence)


def place(editor: Editor, at: int, suggestion: str, text: str, start: int = 0) -> None:
    editor.insert(at, text, editor.placed(suggestion, len(to_units(text)), start))


def paste(editor: Editor, at: int, text: str) -> None:
    editor.insert(at, text, {"to": editor.to(len(text)), "origin": "pasted"})


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.suggest("s1", SUGGESTED)
    desk.suggest("s2", OTHER)
    return desk


@pytest.fixture
def ada(desk: Desk) -> Editor:
    return desk.editor("ada")


@pytest.fixture
def ben(desk: Desk) -> Editor:
    return desk.editor("ben")


def test_e1_kinds_of_words_that_nobody_typed(desk: Desk, ada: Editor, ben: Editor) -> None:
    """Placed, smuggled in and pasted text are passages of their own; what people type is none."""
    desk.suggest("s3", "A teammate wrote this sentence when Ada asked for it.", "cy")
    ada.type(0, "We begin. ")
    place(ada, 10, "s1", SUGGESTED)
    at = 10 + len(SUGGESTED)
    ada.type(at, " Then ")
    ben.insert(at + 6, OTHER)
    ben.type(at + 6 + len(OTHER), " but ")
    paste(ben, at + 11 + len(OTHER), "it was written elsewhere.")
    place(ada, 0, "s3", "A teammate wrote this sentence when Ada asked for it.")
    found = passages(desk)
    assert [(each.kind, each.text, each.suggestion, each.placed_by) for each in found] == [
        ("ai", SUGGESTED, "s1", "ada"),
        ("undeclared", OTHER, "s2", "ben"),
        ("pasted", "it was written elsewhere.", None, "ben"),
    ]
    assert not any(each.changed for each in found)


def test_e2_moving_keeps_a_placing_and_copying_is_another(
    desk: Desk, ada: Editor, ben: Editor
) -> None:
    ada.type(0, "First. Last.")
    place(ada, 7, "s1", SUGGESTED)
    (before,) = passages(desk)
    start, end = ben.find(SUGGESTED)
    ids = ben.ids(start, end)
    ben.insert(0, SUGGESTED, *ben.copied(ids), cut=(start, end))
    (moved,) = passages(desk)
    assert (moved.placed_by, moved.placers, moved.hash) == ("ada", {"ada"}, before.hash)
    assert moved.lineage & before.lineage
    assert not moved.changed
    start, end = ben.find(SUGGESTED)
    ben.insert(len(ben.units()) - 1, SUGGESTED, *ben.copied(ben.ids(start, end)))
    _, copy = passages(desk)
    assert (copy.placed_by, copy.placers) == ("ben", {"ada", "ben"})
    assert not copy.lineage & moved.lineage
    assert not copy.changed


def test_e3_words_typed_inside_belong_to_the_passage(desk: Desk, ada: Editor, ben: Editor) -> None:
    place(ada, 0, "s1", SUGGESTED)
    ben.type(4, "old ")
    (passage,) = passages(desk)
    assert passage.text == SUGGESTED.replace("harbour", "old harbour")
    assert (passage.changed, passage.people, passage.placers) == (True, {"ada", "ben"}, {"ada"})
    assert passage.placed == SUGGESTED


def test_e3_two_placings_and_another_inside_are_three_passages(desk: Desk, ada: Editor) -> None:
    place(ada, 0, "s1", SUGGESTED)
    place(ada, 30, "s2", OTHER)
    found = passages(desk)
    assert [each.text for each in found] == [SUGGESTED[:30], OTHER, SUGGESTED[30:]]
    place(ada, len(ada.units()) - 1, "s1", SUGGESTED)
    assert len(passages(desk)) == 4


def test_e3_far_apart_pieces_are_two_passages(desk: Desk, ada: Editor) -> None:
    place(ada, 0, "s1", SUGGESTED)
    ada.insert(30, "x" * MAX_GAP)
    assert len(passages(desk)) == 1
    ada.insert(30, "x")
    first, second = passages(desk)
    assert (first.text, second.text) == (SUGGESTED[:30], SUGGESTED[30:])


def test_e4_placed_is_what_came_and_changed_is_another_content(
    desk: Desk, ada: Editor, ben: Editor
) -> None:
    """A deleted end counts, typing it back makes the passage as it was, an undone placing is not part of it."""
    place(ada, 0, "s1", SUGGESTED)
    ada.undo()
    place(ada, 0, "s1", SUGGESTED)
    (passage,) = passages(desk)
    assert not passage.changed
    ben.delete(len(SUGGESTED) - 5, len(SUGGESTED))
    (passage,) = passages(desk)
    assert (passage.changed, passage.placed) == (True, SUGGESTED)
    ben.type(len(SUGGESTED) - 5, SUGGESTED[-5:])
    whole = passages(desk)[0]
    assert whole.placed == SUGGESTED


def test_e4_what_is_gone_belongs_to_what_stood_before_it(desk: Desk, ada: Editor) -> None:
    place(ada, 0, "s1", SUGGESTED)
    place(ada, 30, "s2", OTHER)
    ada.delete(20, 30)
    first, _, last = passages(desk)
    assert (first.placed, first.changed) == (SUGGESTED[:30], True)
    assert (last.placed, last.changed) == (SUGGESTED[30:], False)


def test_e5_a_hash_is_of_words_only() -> None:
    assert content_hash(" One\ntwo\u2009 three ") == content_hash("One two three")
    assert content_hash("cafe\u0301") == content_hash("café")
    assert content_hash("one two") != content_hash("onetwo")
    assert content_hash("One") != content_hash("one")
    assert content_hash("a\u200bb") != content_hash("a b")  # no white space of Unicode
    assert content_hash("") == content_hash("\n")
    assert content_hash("Byline\n") == hashlib.sha256(b"Byline").hexdigest()


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Zs", "Cc"]), min_size=1)))
def test_e5_white_space_between_words_does_not_matter(words: list[str]) -> None:
    words = ["".join(unicodedata.normalize("NFC", word).split()) or "x" for word in words]
    assert content_hash(" ".join(words)) == content_hash("\n\t" + " \n".join(words))
    assert content_hash(" ".join(words)) != content_hash(" ".join([*words, "more"]))


def test_e5_formatting_and_splitting_keep_the_hash_and_typing_does_not(
    desk: Desk, ada: Editor, ben: Editor
) -> None:
    place(ada, 0, "s1", SUGGESTED)
    (before,) = passages(desk)
    ben.format(3, 20, {"bold": True})
    ben.insert(SUGGESTED.index("nobody"), "\n")
    (split,) = passages(desk)
    assert split.hash == before.hash
    assert not split.changed
    ben.type(0, "x")
    ben.type(10, "x")
    (typed,) = passages(desk)
    assert typed.hash != before.hash


def test_e6_a_selection_is_found_again_where_it_was_moved(
    desk: Desk, ada: Editor, ben: Editor
) -> None:
    ada.type(0, "One two three four five. Six.")
    start, end = ada.find("two three four")
    chosen = [IdRange(*place, 1) for place in ada.ids(start, end)]
    before = selection_of(told(desk), chosen)
    assert before is not None
    assert (before.text, before.kind, before.people) == ("two three four", "selected", {"ada"})
    ben.type(start + 3, " and a half")
    inside = selection_of(told(desk), chosen)
    assert inside is not None
    assert (inside.text, inside.people) == ("two and a half three four", {"ada", "ben"})
    ben.undo_manager.clear()
    start, end = ada.find("two and a half three four")
    ada.insert(
        len(ada.units()) - 1,
        "two and a half three four",
        *ada.copied(ada.ids(start, end)),
        cut=(start, end),
    )
    moved = selection_of(told(desk), chosen)
    assert moved is not None
    assert moved.hash == inside.hash
    assert moved.ids != inside.ids
    ada.delete(*ada.find("two and a half three four"))
    assert selection_of(told(desk), chosen) is None
    assert selection_of(told(desk), [IdRange(77, 0, 3)]) is None


@pytest.mark.parametrize("claims", [True, False])
@pytest.mark.parametrize("seed", range(6))
def test_e7_each_character_is_in_one_passage_and_only_changed_words_change_a_hash(
    seed: int, claims: bool
) -> None:
    """In random sessions passages cover what nobody typed; a key press changes what holds it and no other."""
    session = AuthoredSession(seed, 3, unique=True, claims=claims)
    seen = 0
    for _ in range(6):
        session.run(25)
        desk = session.desk
        found = passages(desk)
        order = [letter.id for letter in letters_of(desk.guard)]
        place_of = {each: index for index, each in enumerate(order)}
        covered = [
            place_of[ids.client, clock]
            for each in found
            for ids in each.ids
            for clock in range(ids.clock, ids.end)
        ]
        assert covered == sorted(set(covered))
        inside = set(covered)
        for (client, clock), unit in letters_of(desk.guard):
            entry = desk.lineage.authorship.entry_of(client, clock)
            if kind_of(entry) is not None and unit.strip():
                assert place_of[client, clock] in inside
        for each in found:
            assert selection_of(told(desk), each.ids) is not None
        if found:
            seen += 1
            check_key_press(session, found)
    assert seen > 3


def check_key_press(session: AuthoredSession, found: list[Reviewable]) -> None:
    desk, editor = session.desk, session.editors[0]
    target = session.random.choice([each for each in found if len(each.text) > 1] or found)
    ids = editor.letters()
    first = next(
        index
        for index, letter in enumerate(ids)
        if letter.id == (target.ids[0].client, target.ids[0].clock)
    )
    if len(target.text) < 2 or "\ud800" <= ids[first].unit <= "\udfff":
        return
    session.insert(editor, first + 1, "ߐ", [str(editor.person)])
    after = passages(desk)
    assert target.hash not in {
        each.hash for each in after if each.lineage & target.lineage and "ߐ" in each.text
    }
    others = {each.key: each.hash for each in found if each is not target}
    kept = {each.key: each.hash for each in after}
    assert {key: kept.get(key) for key in others} == others
