"""Sessions whose true authors are known: with claims exactly, without nearly (SPEC.md L13, L18, L19)."""

import random

import pytest

from crdt.lineage import Lineage
from tests.crdt.authored_sessions import AuthoredSession, Score

STEPS = 110


def scored(*, unique: bool, claims: bool, people: tuple[int, ...]) -> Score:
    total = Score(0, 0, 0, 0)
    for seed in range(4):
        session = AuthoredSession(seed, people[seed % len(people)], unique=unique, claims=claims)
        total += session.run(STEPS)
        assert min(session.steps[kind] for kind in ("type", "paste", "undo", "place")) > 0
    assert total.total > 2_000
    return total


@pytest.mark.parametrize("people", [(1,), (2, 3, 5)], ids=["alone", "together"])
@pytest.mark.parametrize("unique", [True, False], ids=["unique", "natural"])
def test_l5_with_claims_every_character_has_its_source(
    people: tuple[int, ...], *, unique: bool
) -> None:
    score = scored(unique=unique, claims=True, people=people)
    assert score.accuracy >= (1 if unique else 0.997)
    assert score.misjudged <= (0 if unique else 0.0005)


@pytest.mark.parametrize("unique", [True, False], ids=["unique", "natural"])
def test_l13_without_claims_nearly_every_character_has_its_source(*, unique: bool) -> None:
    score = scored(unique=unique, claims=False, people=(2, 3, 5))
    assert score.accuracy >= (0.985 if unique else 0.965)
    assert score.misjudged <= (0.001 if unique else 0.005)


def test_l19_stored_at_any_moment_it_goes_on_the_same() -> None:
    session = AuthoredSession(7, 3, unique=False, claims=True)
    randomly = random.Random(7)
    straight = session.desk.lineage
    receive = session.desk.receive
    stored = 0

    def receive_and_store(*args: object, **options: object) -> object:
        nonlocal stored
        lineage = session.desk.lineage
        if randomly.random() < 0.2:
            again = Lineage.loads(session.desk.guard, lineage.dumps())
            for name, text in session.suggestions.items():
                again.add_suggestion(name, text)
            session.desk.lineage = again
            stored += 1
        return receive(*args, **options)  # type: ignore[arg-type]

    session.desk.receive = receive_and_store  # type: ignore[method-assign,assignment]
    session.run(STEPS)
    assert stored > 20
    other = AuthoredSession(7, 3, unique=False, claims=True)
    other.run(STEPS)
    assert session.desk.lineage is not straight
    assert session.desk.lineage.authorship.spans() == other.desk.lineage.authorship.spans()
    assert session.desk.lineage.dumps() == other.desk.lineage.dumps()
    assert session.desk.refused == other.desk.refused
