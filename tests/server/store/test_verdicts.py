"""What every store promises of what people said in review."""

from dataclasses import replace

from crdt.ids import IdRange
from server.store.sql import SqlStore
from server.verdicts import Contest, MarkedReviewed, Said, SignOff
from tests.server.store.examples import ADA, BEN, with_document, with_people

SAID = Said((IdRange(2**32 - 1, 3, 5), IdRange(7, 0, 12)), "a" * 64, "ai", "s_1", "The harbour")
REVIEW = MarkedReviewed("v_1", "doc", ADA.id, 50, 2, SAID, "Checked against the source.")
CONTEST = Contest("c_1", "doc", BEN.id, 60, 3, replace(SAID, suggestion=None), "Not our words.")
SIGNED = SignOff("o_1", "doc", ADA.id, 70, 4, 3, "b" * 64, "Version for print", 5, 3, 1, 2)


async def test_reviews_are_kept_also_withdrawn_ones(store: SqlStore) -> None:
    await with_people(store)
    await with_document(store)
    later = replace(REVIEW, id="v_2", seq=9, person_id=BEN.id)
    await store.add_review(later)
    await store.add_review(REVIEW)
    assert await store.reviews("doc") == (REVIEW, later)
    assert await store.reviews("other") == ()
    await store.withdraw_review("v_1", 90)
    await store.withdraw_review("v_1", 99)
    assert await store.reviews("doc") == (replace(REVIEW, withdrawn_at=90), later)


async def test_a_contest_ends_once(store: SqlStore) -> None:
    await with_people(store)
    await with_document(store)
    await store.add_contest(CONTEST)
    assert await store.contests("doc") == (CONTEST,)
    await store.end_contest("c_1", "settled", ADA.id, 80, "Agreed with Ben.")
    await store.end_contest("c_1", "withdrawn", BEN.id, 90, "")
    ended = replace(
        CONTEST, end="settled", ended_by=ADA.id, ended_at=80, ended_note="Agreed with Ben."
    )
    assert await store.contests("doc") == (ended,)
    assert await store.contests("other") == ()


async def test_sign_offs_are_kept_in_their_order(store: SqlStore) -> None:
    await with_people(store)
    await with_document(store)
    again = replace(SIGNED, id="o_2", seq=8)
    for row in (again, SIGNED):
        await store.add_sign_off(row)
    assert await store.sign_offs("doc") == (SIGNED, again)
    assert SIGNED.unreviewed == 2
    await store.withdraw_sign_off("o_2", 90)
    assert await store.sign_offs("doc") == (SIGNED, replace(again, withdrawn_at=90))
