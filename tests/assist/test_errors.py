"""The error tree (SPEC.md E1)."""

import re
from collections.abc import Iterator

from assist import errors
from assist.errors import AssistError


def leaves(kind: type[AssistError]) -> Iterator[type[AssistError]]:
    below = kind.__subclasses__()
    if not below:
        yield kind
    for each in below:
        yield from leaves(each)


def test_e1_every_error_has_a_slug_a_sentence_and_a_place_in_the_picture() -> None:
    kinds = list(leaves(AssistError))
    assert len({kind.slug for kind in kinds}) == len(kinds)
    for kind in kinds:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+|busy", kind.slug)
        assert re.fullmatch(r"[A-Z].*\.", kind().message)
        assert kind.slug in (errors.__doc__ or "")
        assert kind.__name__ in errors.__all__
        assert isinstance(kind.retryable, bool)


def test_e1_a_message_can_be_more_precise() -> None:
    error = errors.TooLong("This is 3 characters too long.", retry_after_s=4)
    assert (error.message, str(error), error.retry_after_s) == (
        "This is 3 characters too long.",
        "This is 3 characters too long.",
        4,
    )
