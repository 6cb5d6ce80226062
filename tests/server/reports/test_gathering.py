"""Reports on stored documents: reviews and sign-offs, whoever wrote their entries; names of people who are erased."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from crdt.ids import IdRange
from server.opening import new_document
from server.records import Document, LogRow, Person, RowKind
from server.reports.gather import report_of
from server.reports.report import Report
from server.reports.sentences import sentences_of
from server.reports.words import counted, joined, minutes, percent
from server.store.sql import SqlStore
from server.verdict_entries import contest_body, contest_end_body, review_body, withdrawal_body
from server.verdicts import Said


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    subject = SqlStore(f"sqlite:///{tmp_path / 'byline.db'}")
    await subject.open()
    yield subject
    await subject.close()


SAID = Said((IdRange(1, 2, 3),), "x", "selected", None, "abc")


async def reported(store: SqlStore, *bodies: dict[str, object]) -> Report:
    """The report on a document with these entries, by a coordinator."""
    await store.add_person(Person("p_eva", "Eva Stern", "ES", 1, "account"), 1)
    document, first, clients = new_document("d", "Title", "p_eva", 1, [("Words.\n", {})])
    document = await store.create_document(document, first, clients)
    rows = [
        LogRow("d", first.seq + at, 1_764_000_000_000, "p_eva", data, RowKind.ENTRY)
        for at, data in enumerate((json.dumps(body).encode() for body in bodies), 1)
    ]
    await store.append(rows, [])
    return await report_of(store, document, lambda: 1_764_000_001_000)


async def test_reviews_and_sign_off_are_reported_with_who_and_when(store: SqlStore) -> None:
    report = await reported(
        store,
        review_body("v_1", SAID, ""),
        contest_body("k_1", SAID, "I wrote this."),
        review_body("v_2", SAID, "Too early"),
        contest_end_body("k_1", "settled", "Agreed"),
        withdrawal_body("review", "v_2"),
        {"kind": "sign-off", "id": "o_1", "verdict": "signed", "note": "For the board"},
        {"kind": "policy", "note": "not a review"},
    )
    assert [(each.kind, each.note) for each in report.reviews] == [
        ("review", ""),
        ("contest", "I wrote this. Settled. Agreed"),
        ("sign-off", "For the board"),
    ]
    (eva,) = report.contributors
    bases = {each.role: each.basis for each in eva.roles}
    assert bases == {
        "Writing – review & editing": "entered 1 review and entered 1 objection",
        "Supervision": "coordinates the document and signed off 1 time",
    }
    editorial = sentences_of(report)[-1].text
    assert "1 review in the log, by Eva Stern." in editorial
    assert "Eva Stern signed the document off on 2025-11-24." in editorial


async def test_without_reviews_the_record_says_so(store: SqlStore) -> None:
    editorial = sentences_of(await reported(store))[-1].text
    assert "No review was entered in the log. The document was not signed off." in editorial


async def test_an_erased_person_is_named_as_their_stub(store: SqlStore) -> None:
    await reported(store, review_body("v_1", SAID, ""))
    await store.erase(Person("p_eva", "Erased person", "?", 1, "erased"), 2)
    document = await store.document("d")
    assert isinstance(document, Document)
    report = await report_of(store, document, lambda: 3)
    assert report.name("p_eva") == "Erased person"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (counted(1, "word"), "1 word"),
        (counted(1200, "word"), "1,200 words"),
        (joined([]), ""),
        (joined(["a", "b", "c"]), "a, b and c"),
        (percent(0, 5), "0 %"),
        (percent(1, 1000), "less than 1 %"),
        (percent(999, 1000), "more than 99 %"),
        (minutes(0), "less than a minute"),
        (minutes(60_000), "1 minute"),
        (minutes(3_900_000), "1 h 5 min"),
    ],
)
def test_numbers_are_said_as_english_does(said: str, expected: str) -> None:
    assert said == expected
