"""Where an anchor's words are now, and what it quotes (SPEC.md N1 to N5)."""

import random

import pytest

from crdt.anchors import MAX_QUOTE_UNITS, followed, holds, live_part, quoted
from crdt.ids import SERVER_CLIENT, Id, IdRange
from crdt.idset import IdSet
from tests.crdt.desk import Desk, Editor, letters_of, runs_of

BENS = "The harbour was empty when the pilot boat came in."


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def ben(desk: Desk) -> Editor:
    editor = desk.editor("ben")
    editor.insert(0, BENS)
    return editor


@pytest.fixture
def anna(desk: Desk, ben: Editor) -> Editor:
    assert ben.online
    return desk.editor("anna")


def ranges_of(ids: list[Id]) -> list[IdRange]:
    return [IdRange(*first, length) for _, first, length in runs_of(ids)]


def anchor(editor: Editor, text: str) -> list[IdRange]:
    return ranges_of(editor.ids(*editor.find(text)))


def now(desk: Desk, ids: list[IdRange]) -> str:
    """The words of an anchor that are on the page, in its order."""
    store = desk.guard.store
    found = live_part(store, followed(store, desk.lineage.authorship, ids))
    return "".join(unit for place, unit in letters_of(desk.guard) if place in found)


def move(editor: Editor, text: str, to: int) -> None:
    """Cut and paste in two transactions, as the clipboard does."""
    start, stop = editor.find(text)
    ids = editor.ids(start, stop)
    editor.delete(start, stop)
    editor.insert(to, text, *editor.copied(ids))


def test_n1_only_ids_of_the_text_are_an_anchor(desk: Desk, anna: Editor) -> None:
    anna.insert(0, "word", {"to": anna.to(4), "origin": "pasted"})
    store = desk.guard.store
    assert all(holds(store, ids) for ids in anchor(anna, BENS))
    assert holds(store, IdRange(SERVER_CLIENT, 0, 1))
    assert not holds(store, IdRange(SERVER_CLIENT, 0, 2)), "nobody inserted the second"
    assert not holds(store, IdRange(anna.client, 0, 5)), "the fifth is a claim"
    assert not holds(store, IdRange(77, 0, 1))


def test_n2_what_others_write_split_and_format_leaves_it_alone(desk: Desk, anna: Editor) -> None:
    ids = anchor(anna, "empty when")
    start, stop = anna.find("empty when")
    anna.format(start - 4, start + 5, {"bold": True})
    anna.insert(start + 5, "\n")
    anna.insert(stop + 1, "ever")
    anna.insert(0, "Once. ")
    assert now(desk, ids) == "empty when"
    anna.delete(*anna.find("empty"))
    assert now(desk, ids) == " when"


def test_n2_formatting_alone_does_not_keep_it_alive(desk: Desk, anna: Editor) -> None:
    ids = [IdRange(anna.client, 0, 6)]
    anna.insert(0, "bold")
    anna.format(0, 4, {"bold": True})
    anna.delete(0, 4)
    assert holds(desk.guard.store, ids[0])
    assert not live_part(desk.guard.store, ids)


def test_n3_it_follows_words_that_are_cut_and_pasted(desk: Desk, anna: Editor) -> None:
    ids = anchor(anna, "the pilot boat")
    move(anna, "pilot boat ", 0)
    assert now(desk, ids) == "pilot boatthe "
    move(anna, "pilot boat ", 9)
    assert now(desk, ids) == "pilot boatthe ", "twice moved"
    assert anna.units().startswith("The harbopilot boat ur")


def test_n3_it_follows_words_that_undo_brings_back(desk: Desk, anna: Editor) -> None:
    ids = anchor(anna, "pilot")
    anna.delete(*anna.find("pilot boat"))
    assert now(desk, ids) == ""
    anna.undo()
    assert now(desk, ids) == "pilot"


def test_n3_it_does_not_follow_copies(desk: Desk, anna: Editor) -> None:
    ids = anchor(anna, "pilot boat")
    anna.insert(0, "pilot boat ", *anna.copied(anna.ids(*anna.find("pilot boat "))))
    start, stop = anna.find("the pilot boat")
    assert now(desk, ids) == "pilot boat"
    anna.delete(start, stop)
    assert now(desk, ids) == ""


def test_n4_it_quotes_what_the_page_shows_in_its_order(desk: Desk, anna: Editor) -> None:
    quotes = [
        (anchor(anna, "pilot boat"), "pilot boat"),
        ([*anchor(anna, "boat"), *anchor(anna, "empty")], "empty … boat"),
        (anchor(anna, "harbour") * 2, "harbour"),
    ]
    for ids, quote in quotes:
        assert quoted(desk.guard.sequence, ids) == quote
    ids = anchor(anna, "was empty")
    anna.insert(anna.find("empty")[0], "\n\n")
    assert quoted(desk.guard.sequence, ids) == "was … empty"
    anna.delete(anna.find("\n\n")[0], anna.find("\n\n")[1])
    anna.delete(*anna.find("empty"))
    assert quoted(desk.guard.sequence, ids) == "was"
    anna.delete(*anna.find("was "))
    assert quoted(desk.guard.sequence, ids) == "was … empty", "what it was, once all of it is gone"


def test_n4_line_ends_read_as_spaces_and_long_quotes_are_cut(desk: Desk, anna: Editor) -> None:
    anna.insert(0, "One\nTwo\n")
    assert quoted(desk.guard.sequence, anchor(anna, "One\nTwo")) == "One Two"
    long = "🐕" * MAX_QUOTE_UNITS
    anna.insert(0, "x" + long)
    quote = quoted(desk.guard.sequence, anchor(anna, "x" + long))
    assert quote == "x" + "🐕" * (MAX_QUOTE_UNITS // 2 - 1) + " …"


@pytest.mark.parametrize("seed", range(20))
def test_n5_every_word_that_is_moved_about_is_found_again(seed: int) -> None:
    """However often words are moved by whomever, an anchor of some of them is those words."""
    chance = random.Random(seed)
    desk = Desk()
    editors = [desk.editor(name) for name in ("anna", "ben")]
    words = [f"word{number:02}." for number in range(12)]
    editors[0].insert(0, "".join(words))
    chosen = chance.sample(words, 4)
    anchors = [each for word in chosen for each in anchor(editors[0], word)]
    gone: set[str] = set()
    for _ in range(30):
        editor, word = chance.choice(editors), chance.choice(words)
        if word in gone:
            continue
        if chance.random() < 0.06:
            editor.delete(*editor.find(word))
            gone.add(word)
            continue
        standing = [each for each in words if each not in gone and each != word]
        move(editor, word, 0 if not standing else _before(editor, chance.choice(standing), word))
    units = "".join(unit for _, unit in letters_of(desk.guard))
    expected = "".join(units[at : at + 7] for at in range(0, len(units) - 1, 7))
    left = [expected[at : at + 7] for at in range(0, len(expected), 7)]
    assert sorted(left) == sorted(set(words) - gone)
    assert now(desk, anchors) == "".join(word for word in left if word in chosen)


def _before(editor: Editor, other: str, word: str) -> int:
    """Where `other` begins once `word` is cut."""
    at = editor.find(other)[0]
    return at - 7 if editor.find(word)[0] < at else at


def test_n5_a_set_that_is_all_alive_is_itself(desk: Desk, anna: Editor) -> None:
    ids = anchor(anna, BENS)
    assert followed(desk.guard.store, desk.lineage.authorship, ids) == IdSet(ids)
