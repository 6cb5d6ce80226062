"""server.policy: the rules of a coordinator, and what is said when they forbid something."""

from __future__ import annotations

import pytest

from crdt.authorship import Entry
from server.errors import AssistantOff, DraftFirst, LimitReached, RecipeNotAllowed
from server.policy import (
    DAY_MS,
    DEFAULT_POLICY,
    Policy,
    Used,
    check_draft,
    check_limits,
    check_recipe,
    policy_from,
    resets_at,
)

MIDNIGHT = 1_700_006_400_000


def test_what_is_stored_comes_back_and_what_is_missing_is_as_by_default() -> None:
    policy = Policy(recipes=("shorten",), models=("One",), friction="reason", draft_first=True)
    stored = policy.to_json() | {"recipes": ["shorten"], "models": ["One"], "of_tomorrow": 1}
    assert policy_from(stored) == policy
    assert policy_from({}) == DEFAULT_POLICY


def test_recipes() -> None:
    check_recipe(DEFAULT_POLICY, "shorten")
    with pytest.raises(AssistantOff):
        check_recipe(Policy(assistant=False), "shorten")
    with pytest.raises(RecipeNotAllowed):
        check_recipe(Policy(recipes=("formal",)), "shorten")


def test_a_day_ends_at_midnight_utc() -> None:
    assert MIDNIGHT % DAY_MS == 0
    assert resets_at(MIDNIGHT) == MIDNIGHT + DAY_MS
    assert resets_at(MIDNIGHT - 1) == MIDNIGHT


@pytest.mark.parametrize(
    ("before_ms", "used", "sentence"),
    [
        (1, Used(3, 3), "You have asked 3 times today.*in 1 min"),
        (59 * 60_000, Used(1, 5), "All together you have asked 5 times today.*in 59 min"),
        (3_600_000, Used(0, 5), "in 1 h,"),
        (5 * 3_600_000 + 120_000, Used(0, 5), "in 5 h 2 min"),
    ],
)
def test_the_limit_and_its_end_are_said(before_ms: int, used: Used, sentence: str) -> None:
    policy = Policy(requests_per_person=3, requests_per_document=5)
    with pytest.raises(LimitReached, match=sentence) as refused:
        check_limits(policy, used, MIDNIGHT - before_ms)
    assert refused.value.retry_after_s == (before_ms + 999) // 1000
    check_limits(policy, Used(2, 4), MIDNIGHT)
    check_limits(DEFAULT_POLICY, Used(10**6, 10**6), MIDNIGHT)


def test_half_of_a_passage_must_have_been_typed() -> None:
    typed, pasted = (
        Entry("ada", "ada", 0, "typed"),
        Entry(None, "ada", 0, "pasted", written="pasted"),
    )
    rules = Policy(draft_first=True)
    check_draft(rules, [("abcd   ", typed), ("efgh", pasted)])
    with pytest.raises(DraftFirst):
        check_draft(rules, [("abc   ", typed), ("efgh", pasted)])
    check_draft(DEFAULT_POLICY, [("efgh", pasted)])
