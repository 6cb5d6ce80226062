"""The frozen text a suggestion is asked for.

A passage is a copy: it has no way back to the document it was taken from.
"""

from __future__ import annotations

from dataclasses import dataclass

from assist.characters import clean
from assist.errors import EmptyPassage, TooLong

__all__ = ["MASK", "MAX_CONTEXT_CHARACTERS", "MAX_TEXT_CHARACTERS", "Passage", "VisiblePassage"]

MAX_TEXT_CHARACTERS = 20_000
MAX_CONTEXT_CHARACTERS = 4_000
MASK = "[…]"
"""Stands in a passage for words that their writer does not want sent to a model."""


@dataclass(frozen=True, slots=True)
class VisiblePassage:
    """A passage as a model gets it: without invisible characters.

    ``hidden`` counts the characters that were taken out.
    """

    text: str
    before: str
    after: str
    hidden: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The selected text, and what stands directly before and after it.

    Raises:
        EmptyPassage: nothing visible is selected.
        TooLong: more than 20,000 characters of text, or 4,000 on one side.
    """

    text: str
    before: str = ""
    after: str = ""

    def __post_init__(self) -> None:
        if len(self.text) > MAX_TEXT_CHARACTERS:
            raise TooLong(
                f"This passage has {len(self.text):,} characters; "
                f"at most {MAX_TEXT_CHARACTERS:,} can be asked about at once."
            )
        if max(len(self.before), len(self.after)) > MAX_CONTEXT_CHARACTERS:
            raise TooLong(
                f"At most {MAX_CONTEXT_CHARACTERS:,} characters before and after "
                "the passage can be sent with it."
            )
        if not clean(self.text)[0].strip():
            raise EmptyPassage

    def visible(self) -> VisiblePassage:
        """Return the passage without invisible characters, and how many there were."""
        text, in_text = clean(self.text)
        before, in_before = clean(self.before)
        after, in_after = clean(self.after)
        return VisiblePassage(text, before, after, in_text + in_before + in_after)
