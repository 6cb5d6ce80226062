"""What the lineage decides of updates that real editors send (SPEC.md L2 to L20)."""

from typing import Any

import pytest

from crdt.authorship import Entry
from crdt.excerpts import Excerpt
from crdt.guard import Guard
from crdt.ids import Id, IdRange
from crdt.lineage import Lineage
from tests.crdt.desk import START_MS, Desk, Editor, Told, letters_of
from tests.crdt.documents import ADA, admit, embed_item, format_item, gone_item, item, update

BENS = "The harbour was empty when the pilot boat came in."
SUGGESTED = "Nobody waited at the pier, so the mail went back to the mainland 🐕 again."
UNITS = len(SUGGESTED) + 1


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
    desk.suggest("s1", SUGGESTED)
    return desk.editor("anna")


def end(editor: Editor) -> int:
    return len(editor.units()) - 1


def entry_at(desk: Desk, at: int) -> Entry:
    return desk.lineage.authorship.entry_of(*letters_of(desk.guard)[at].id)


# --- claims ---


def test_l2_a_claim_is_about_what_this_update_inserted(desk: Desk, anna: Editor) -> None:
    bens = anna.ids(0, 5)[0]
    anna.insert(end(anna), "word", {"to": {**bens._asdict(), "length": 5}, "origin": "pasted"})
    anna.insert(end(anna), "word", {"to": anna.to(5), "origin": "pasted"})
    anna.insert(end(anna), "word", {"to": anna.to(4, 40), "origin": "pasted"})
    assert desk.refused == ["not-inserted-here"] * 3
    assert desk.told()[1] == Told("word" * 3, "anna", "typed")


@pytest.mark.parametrize(("offset", "length"), [(0, 3), (3, 2), (3, 1), (2, 1)])
def test_l2_a_claim_cuts_no_surrogate_pair(
    desk: Desk, anna: Editor, offset: int, length: int
) -> None:
    anna.insert(end(anna), "ab🐕c", {"to": anna.to(length, offset), "origin": "pasted"})
    assert desk.refused == ["splits-pair"]
    assert desk.told()[-1] == Told("ab🐕c", "anna", "typed")


def test_l2_of_claims_that_share_ids_the_first_holds(desk: Desk, anna: Editor) -> None:
    start, stop = anna.find("pilot boat")
    pasted = {"to": anna.to(4), "origin": "pasted"}
    anna.insert(end(anna), "pilot boat", *anna.copied(anna.ids(start, stop)), pasted)
    assert desk.refused == ["overlaps"]
    assert desk.told()[-1] == Told("pilot boat", "ben", "copied")


def test_l3_undo_is_claimed_in_the_next_transaction(desk: Desk, anna: Editor) -> None:
    start, stop = anna.find("boat")
    anna.delete(start, stop)
    anna.delete(start - 1, start)
    ((place, original, length),) = anna.undo()
    anna.claim({"to": {**place._asdict(), "length": length}, "from": original._asdict()})
    assert (desk.refused, entry_at(desk, start - 1).origin) == ([], "restored")
    assert [ids.length for ids, _ in desk.decided[-1].spans] == [1, 1]


def test_l3_of_older_or_live_text_it_is_too_late(desk: Desk, anna: Editor) -> None:
    start, stop = anna.find("boat")
    claims = anna.copied(anna.ids(start, stop))
    anna.insert(end(anna), "boat")
    anna.claim(*claims)
    anna.insert(end(anna), " and")
    anna.delete(start, stop)
    anna.claim(*claims)
    assert desk.refused == ["too-late"] * 2


def test_l4_what_is_refused_is_judged_as_if_nothing_were_said(desk: Desk, anna: Editor) -> None:
    claim: dict[str, Any] = {"to": anna.to(UNITS), "from": anna.ids(0, 1)[0]._asdict()}
    anna.insert(end(anna), SUGGESTED, claim, {"nonsense": True})
    assert desk.told()[-1] == Told(SUGGESTED, None, "adopted", "s1", undeclared=True)
    assert desk.refused == ["malformed", "no-such-source"]
    assert desk.decided[-1].refused[1].value == claim


def test_l5_a_copy_inherits_number_by_number(desk: Desk, anna: Editor) -> None:
    anna.type(4, "old ")
    ids = anna.ids(0, 15)
    anna.insert(end(anna), "The old harbour", *anna.copied(ids))
    assert [told.author for told in desk.told()] == ["ben", "anna", "ben", "ben", "anna", "ben"]
    copies = [entry_at(desk, len(BENS) + 4 + at) for at in range(15)]
    places = [letters_of(desk.guard)[len(BENS) + 4 + at].id for at in range(15)]
    found = [
        Id(copy.source.client, place.clock + copy.source.shift)
        for copy, place in zip(copies, places, strict=True)
        if copy.source is not None
    ]
    assert found == ids
    assert desk.refused == []


def test_l5_a_source_may_be_of_the_same_update_in_any_order(desk: Desk, anna: Editor) -> None:
    start, stop = anna.find("pilot boat")
    anna.online = False
    first = anna.to(10)
    anna.insert(0, "pilot boat", *anna.copied(anna.ids(start, stop)))
    second = {"client": anna.client, "clock": first["clock"]}
    anna.insert(0, "pilot boat", {"to": anna.to(10), "from": second})
    anna.sync()
    assert desk.told()[0] == Told("pilot boat" * 2, "ben", "copied")
    assert desk.refused == []


@pytest.mark.parametrize("shift", [0, 1])
def test_l5_nothing_is_its_own_source(desk: Desk, anna: Editor, shift: int) -> None:
    to = anna.to(8)
    source = {"client": to["client"], "clock": to["clock"] + shift}
    anna.insert(end(anna), "aaaaaaaa", {"to": to, "from": source})
    assert desk.refused == ["no-such-source"]


def test_l5_text_that_differs_is_no_copy(desk: Desk, anna: Editor) -> None:
    anna.insert(end(anna), "The house", *anna.copied(anna.ids(0, 9)))
    assert desk.refused == ["text-differs"]
    assert desk.told()[-1] == Told("The house", "anna", "typed")


def test_l5_text_of_another_document_is_what_an_excerpt_holds(desk: Desk, anna: Editor) -> None:
    ids = IdRange(77, 10, 20)
    whose = ((IdRange(77, 10, 8), Entry("cleo", None, 0, "typed")),)
    rest = ((IdRange(77, 18, 12), Entry(None, None, 0, "adopted", "s9", written="adopted")),)
    desk.lineage.add_excerpt(Excerpt("d2", ids, "Quite another text. ", whose + rest))
    claim = {"from": {"client": 77, "clock": 12}, "document": "d2"}
    anna.insert(0, "ite another text", {"to": anna.to(16), **claim})
    words, suggested = Told("ite an", "cleo", "copied"), Told("other text", None, "copied", "s9")
    assert desk.told()[:2] == [words, suggested]
    anna.insert(0, "ite another test", {"to": anna.to(16), **claim})
    anna.insert(0, "ite another text", {"to": anna.to(16), **claim, "document": "d3"})
    assert desk.refused == ["text-differs", "no-such-source"]


@pytest.mark.parametrize(
    ("at", "suggestion", "reason"),
    [(1, "s1", "text-differs"), (70, "s1", "out-of-range"), (0, "s2", "no-such-suggestion")],
)
def test_l6_a_placed_suggestion_says_so_there(
    desk: Desk, anna: Editor, at: int, suggestion: str, reason: str
) -> None:
    anna.insert(0, SUGGESTED[:12], anna.placed(suggestion, 12, at))
    assert desk.refused == [reason]


def test_l6_a_part_is_placed_counted_in_utf16_units(desk: Desk, anna: Editor) -> None:
    at = SUGGESTED.index("🐕")
    anna.insert(0, "🐕 again.", anna.placed("s1", 9, at))
    assert desk.told()[0] == Told("🐕 again.", None, "adopted", "s1")
    assert entry_at(desk, 0).suggestion_shift == at - letters_of(desk.guard)[0].id.clock


def judged(*structs: Any, suggestion: str = "") -> tuple[Lineage, list[str]]:
    guard = Guard.empty()
    lineage = Lineage(guard)
    lineage.add_suggestion("s1", suggestion)
    decided = lineage.receive(admit(guard, update(*structs), offline=True), "anna", START_MS)
    assert decided.failure is None
    return lineage, [refused.reason for refused in decided.refused]


def test_l7_text_that_came_deleted_goes_with_the_claim_around_it() -> None:
    claim = {"to": {"client": ADA, "clock": 0, "length": 15}, "suggestion": "s1", "at": 0}
    lineage, refused = judged(
        item(ADA, 0, "The "),
        gone_item(ADA, 4, 4, origin=(ADA, 3)),
        item(ADA, 8, "ran far", origin=(ADA, 7)),
        item(ADA, 15, (claim,), ref=8),
        suggestion="The dog ran far",
    )
    assert refused == []
    assert {lineage.authorship.entry_of(ADA, clock).origin for clock in range(15)} == {"adopted"}


def test_l9_comparing_is_bounded_by_what_was_inserted(desk: Desk, anna: Editor) -> None:
    anna.insert(end(anna), "word" * 10)
    late = {**anna.to(40), "clock": anna.to(40)["clock"] - 40}
    claims = [{"to": late, "from": anna.ids(0, 1)[0]._asdict()} for _ in range(8)]
    anna.claim(*claims)
    assert desk.refused == ["text-differs"] * 5 + ["too-much-to-compare"] * 3


def test_l9_undo_of_a_long_deletion_is_claimed_piece_by_piece(desk: Desk, anna: Editor) -> None:
    """The update with the claims inserts no text itself: what they are about counts."""
    anna.insert(end(anna), "word" * 200)
    length = end(anna)
    anna.delete(0, length)
    back = anna.undo()
    assert sum(size for _, _, size in back) == length
    anna.claim(
        *(
            {"to": {**first._asdict(), "length": size}, "from": source._asdict()}
            for first, source, size in back
        )
    )
    assert desk.refused == []


# --- what is decided ---


def test_l10_cut_and_pasted_is_moved_by_whoever_pasted(desk: Desk, anna: Editor) -> None:
    start, stop = anna.find("pilot boat")
    claims = anna.ids(start, stop)
    anna.delete(start, stop)
    anna.insert(0, "pilot boat", *anna.copied(claims))
    entry = entry_at(desk, 0)
    assert (entry.author, entry.placed_by, entry.origin) == ("ben", "anna", "moved")
    assert (entry.written, entry.at) == ("typed", desk.at)


def test_l10_dragged_is_moved(desk: Desk, anna: Editor) -> None:
    start, stop = anna.find("pilot boat")
    anna.insert(0, "pilot boat", *anna.copied(anna.ids(start, stop)), cut=(start, stop))
    assert desk.told()[0] == Told("pilot boat", "ben", "moved")


def test_l10_deleted_by_somebody_else_is_copied(desk: Desk, ben: Editor, anna: Editor) -> None:
    start, stop = anna.find("pilot boat")
    claims = anna.ids(start, stop)
    ben.delete(start, stop)
    anna.insert(0, "pilot boat", *anna.copied(claims))
    assert desk.told()[0] == Told("pilot boat", "ben", "copied")


def test_l10_deleted_and_brought_back_in_one_update_is_restored(desk: Desk, anna: Editor) -> None:
    start, stop = anna.find("pilot boat")
    anna.online = False
    anna.delete(start, stop)
    ((place, original, length),) = anna.undo()
    anna.claim({"to": {**place._asdict(), "length": length}, "from": original._asdict()})
    anna.sync()
    assert (desk.refused, entry_at(desk, start).origin) == ([], "restored")


@pytest.mark.parametrize("text", ["pilot", " "])
def test_l11_undo_without_a_claim_restores(desk: Desk, anna: Editor, text: str) -> None:
    start, stop = anna.find(text)
    before = desk.told()
    anna.delete(start, stop)
    anna.undo()
    assert entry_at(desk, start).origin == "restored"
    assert "".join(told.text for told in desk.told()) == before[0].text
    assert {told.author for told in desk.told()} == {"ben"}


def test_l11_a_key_that_happens_to_be_the_deleted_one_is_typed(
    desk: Desk, ben: Editor, anna: Editor
) -> None:
    start, stop = anna.find("pilot")
    ben.delete(start, stop)
    anna.insert(start, "p")
    assert entry_at(desk, start) == Entry("anna", "anna", desk.at, "typed")


def test_l11_undo_of_an_undo_offline_restores(desk: Desk, anna: Editor) -> None:
    anna.online = False
    anna.insert(0, SUGGESTED)
    anna.undo()
    anna.undo(redo=True)
    anna.sync()
    assert desk.told()[0] == Told(SUGGESTED, None, "restored", "s1", undeclared=True)


@pytest.mark.parametrize("length", [1, 2, 5, 11])
def test_l12_replaced_by_the_same_text_it_is_moved(desk: Desk, anna: Editor, length: int) -> None:
    text = BENS[:length]
    anna.insert(end(anna), text, cut=(0, length))
    moved = [entry_at(desk, end(anna) - 1 - at) for at in range(length)]
    assert {(entry.author, entry.origin) for entry in moved} == {("ben", "moved")}


def test_l12_key_presses_are_typed(desk: Desk, anna: Editor) -> None:
    anna.type(end(anna), BENS[:12])
    assert desk.told()[-1] == Told(BENS[:12], "anna", "typed")


def test_l13_a_long_paste_is_recognised_in_edited_text(desk: Desk, anna: Editor) -> None:
    anna.type(12, "s, all")
    anna.delete(20, 24)
    copied = "".join(letter.unit for letter in anna.letters()[:40])
    whose = [entry_at(desk, at).author for at in range(40)]
    anna.insert(end(anna), copied)
    stop = end(anna)
    assert [entry_at(desk, stop - 40 + at).author for at in range(40)] == whose
    assert {entry_at(desk, stop - 40 + at).origin for at in range(40)} == {"copied"}


def test_l13_what_was_cut_out_since_is_found_beside_it(desk: Desk, anna: Editor) -> None:
    copied = BENS[4:40]
    anna.delete(20, 22)
    anna.insert(end(anna), copied)
    assert {entry_at(desk, end(anna) - 36 + at).author for at in range(36)} == {"ben"}


@pytest.mark.parametrize("text", ["the boat", "harbour", "aaaaaaaaaaaaaaaa", "👩‍👩‍👧"])
def test_l13_what_may_be_chance_is_typed(desk: Desk, ben: Editor, anna: Editor, text: str) -> None:
    ben.insert(0, "aaaaaaaaaaaaaaaaaaaa 👩‍👩‍👧 the boat ")
    anna.insert(end(anna), f"So {text} it is")
    assert desk.told()[-1] == Told(f"So {text} it is", "anna", "typed")


def test_l13_smuggled_offline_amid_own_words(desk: Desk, anna: Editor) -> None:
    anna.online = False
    anna.insert(end(anna), "I think that ")
    anna.insert(end(anna), SUGGESTED)
    anna.type(end(anna), " is all there is to say")
    anna.sync()
    assert Told(SUGGESTED, None, "adopted", "s1", undeclared=True) in desk.told()


def test_l15_a_teammates_suggestion_is_the_teammates_words(desk: Desk, anna: Editor) -> None:
    desk.suggest("s7", "What the other would rather say here.", "ben")
    anna.insert(0, "What the other would rather", anna.placed("s7", 27))
    assert desk.told()[0] == Told("What the other would rather", "ben", "adopted", "s7")
    assert entry_at(desk, 0).placed_by == "anna"


def test_l15_pasted_from_outside(desk: Desk, anna: Editor) -> None:
    anna.insert(end(anna), "from elsewhere", {"to": anna.to(14), "origin": "pasted"})
    assert desk.told()[-1] == Told("from elsewhere", None, "pasted")
    anna.insert(end(anna), SUGGESTED, {"to": anna.to(UNITS), "origin": "pasted"})
    assert desk.told()[-1] == Told(SUGGESTED, None, "adopted", "s1", undeclared=True)


def test_l16_what_is_no_text_is_typed_too() -> None:
    lineage, refused = judged(
        item(ADA, 0, "Hello\n"),
        format_item(ADA, 6, "bold", "true", origin=(ADA, 5)),
        embed_item(ADA, 7, '{"divider":true}', origin=(ADA, 6)),
        gone_item(ADA, 8, 3, origin=(ADA, 7)),
        item(ADA, 11, ({},), ref=8),
    )
    typed = Entry("anna", "anna", START_MS, "typed")
    assert {lineage.authorship.entry_of(ADA, clock) for clock in range(12)} == {typed}
    assert refused == ["malformed"]


def test_l20_a_mistake_in_deciding_leaves_the_ids_unknown(
    desk: Desk, anna: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr("crdt.judgement.Judgement.decide", fail)
        last = anna.ids(end(anna), end(anna) + 1)[0]
        checked = desk.guard.check(update(item(9, 0, "some words", origin=last)))
        desk.guard.admit(checked)
        decided = desk.lineage.receive(checked, "anna", desk.at)
    assert isinstance(decided.failure, ZeroDivisionError)
    assert desk.told()[1] == Told("some words", None, "unknown")
    checked = desk.guard.check(update(item(9, 10, "more words", origin=(9, 9))))
    desk.guard.admit(checked)
    assert desk.lineage.receive(checked, "ben", desk.at).failure is None
