"""Three people do anything at random in one document: the server knows who wrote every character.

Replay a failure with its seed: `pytest tests/browser/test_true_authors.py -k "[11]"`.
"""

import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.browser.authorship import text_of
from tests.browser.true_authors import ACTS, FIRST, LAST, Alphabet, Session, UniqueModel
from tests.browser.visitor import Visitors
from tests.live import LiveServer, running

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

NAMES = ("Ada", "Ben", "Cleo")
LEAST_ACTS = 300
LEAST_LEFT = 30
"""Fewer different characters would leave too little to be judged: the acts go on."""
MOST_NOT_BELIEVED = LEAST_ACTS * 3 // 100


@pytest_asyncio.fixture(loop_scope="session")
async def model() -> AsyncIterator[UniqueModel]:
    async with UniqueModel() as server:
        server.alphabet = Alphabet()
        yield server


@pytest.fixture
def byline(front_end: Path, tmp_path: Path, model: UniqueModel) -> Iterator[LiveServer]:
    yield from running(tmp_path, {**model.settings(), "BYLINE_WEB_DIR": str(front_end)})


def different_characters(server: LiveServer, document: str) -> set[str]:
    return set(text_of(server, document)) - {"\n"}


def not_believed(server: LiveServer, document: str) -> set[str]:
    """The characters of the few copies that the server says it does not believe.

    In a text of scraps an honest copy of up to three characters can be one of eight such near each other, as in a
    sentence that was pieced together (crdt/SPEC.md, L8): then it is shown as written by whoever put it there.
    """
    answer: dict[str, Any] = server.get(f"/api/documents/{document}/authorship/refused")
    pieced = {each["seq"] for each in answer["refused"] if each["reason"] == "pieced-together"}
    assert len(pieced) <= MOST_NOT_BELIEVED
    updates = [data for seq, data in server.stored_updates(document) if seq in pieced]
    return {
        char
        for data in updates
        for char in data.decode(errors="ignore")
        if FIRST <= ord(char) <= LAST
    }


def wrongly_told(server: LiveServer, document: str, truth: dict[str, str]) -> list[str]:
    """What the server says of each live character that is not so."""
    answer: dict[str, Any] = server.get(f"/api/documents/{document}/authorship")
    names = {key: person["name"] for key, person in answer["people"].items()}
    text = text_of(server, document)
    passed_over = not_believed(server, document)
    wrong: list[str] = []
    at = 0
    for span in answer["spans"]:
        for char in text[at : at + span["length"]]:
            said = names.get(span["author"]) if span["suggestion"] is None else "suggested"
            if span["suggestion"] is None and span["written"] == "pasted":
                said = "outside"
            true = truth.get(char, "suggested")
            if true == "suggested" and said == "suggested":
                right = char in answer["suggestions"][span["suggestion"]]["text"]
            else:
                right = said == true
            # What is not the session's is a line end, or was on the clipboard before.
            is_the_sessions = FIRST <= ord(char) <= LAST
            if is_the_sessions and char not in passed_over and not right:
                wrong.append(f"{char}: {true}, but said {said} ({span})")
        at += span["length"]
    assert at == len(text)
    return wrong


@pytest.mark.parametrize("seed", [11, 12, 13])
async def test_the_server_knows_who_wrote_every_character(
    byline: LiveServer, model: UniqueModel, visitors: Visitors, seed: int
) -> None:
    """At least 300 random real acts of three people, among them offline ones: not one author is wrong."""
    people = [await visitors.guest(byline, name, "anything") for name in NAMES]
    session = Session(byline, people, random.Random(seed), model.alphabet)
    for person in people:
        session.done.append(f"{person.name} begins")
        await session.type(person)
        await person.press("Enter")
    try:
        while sum(session.counts.values()) < LEAST_ACTS or len(session.counts) < len(ACTS):
            await session.act()
        await session.agreed()
        while len(different_characters(byline, "anything")) < LEAST_LEFT:
            await session.act()
            await session.agreed()
        wrong = wrongly_told(byline, "anything", session.truth)
    except BaseException:
        print("\n".join(session.done))
        raise
    assert not wrong, "\n".join([*session.done, *map(str, wrong)])
