"""The phrasebook on 200 real sentences, as somebody has read what it makes of them (SPEC.md F12)."""

import pytest

from tests.assist.phrasebook.review import SENTENCES, made, read_review

AT_LEAST = 160
"""Of 200: four of five."""


def test_f12_there_are_200_different_sentences() -> None:
    assert len(SENTENCES) == len(set(SENTENCES)) == 200


@pytest.mark.parametrize("sentence", SENTENCES, ids=range(len(SENTENCES)))
def test_f12_everything_it_makes_was_read(sentence: str) -> None:
    """Run `python -m tests.assist.phrasebook.review` and read what is new."""
    verdicts = read_review()[sentence]
    assert list(verdicts) == made(sentence)
    assert "?" not in verdicts.values()


def test_f12_four_of_five_get_two_good_wordings() -> None:
    good = [list(verdicts.values()).count("+") for verdicts in read_review().values()]
    assert sum(count >= 2 for count in good) >= AT_LEAST
