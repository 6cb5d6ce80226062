"""The choice among a server's models (SPEC.md M4)."""

import pytest

from assist.errors import UnknownModel
from assist.fallback import Fallback
from assist.models import Models
from assist.phrasebook import Phrasebook
from assist.scripted import ScriptedModel, say

BUILT_IN = Phrasebook().label


def models(*labels: str) -> Models:
    return Models(Fallback([ScriptedModel([say("x")], label) for label in labels]))


def order(models: Models, wanted: str | None, allowed: set[str] | None = None) -> tuple[str, ...]:
    chosen = models.chosen(wanted, allowed)
    return (
        tuple(each.label for each in chosen.models)
        if isinstance(chosen, Fallback)
        else (chosen.label,)
    )


def test_m4_the_chosen_model_comes_first_and_the_others_stay_behind_it() -> None:
    subject = models("One", "Two", "Three")
    assert subject.labels == ("One", "Two", "Three", BUILT_IN)
    assert order(subject, None) == ("One", "Two", "Three")
    assert order(subject, "Two") == ("Two", "One", "Three")
    assert order(subject, BUILT_IN) == (BUILT_IN,)


def test_m4_only_what_may_be_asked_is_asked() -> None:
    subject = models("One", "Two", "Three")
    assert order(subject, None, {"Three", "Two"}) == ("Two", "Three")
    assert order(subject, None, {BUILT_IN}) == (BUILT_IN,)
    for wanted, allowed in (("One", {"Two"}), (None, {"Four"}), ("Four", None)):
        with pytest.raises(UnknownModel):
            subject.chosen(wanted, allowed)


def test_m4_without_a_model_there_is_the_phrasebook() -> None:
    subject = Models(Phrasebook())
    assert subject.labels == (BUILT_IN,)
    assert order(subject, BUILT_IN) == order(subject, None) == (BUILT_IN,)
