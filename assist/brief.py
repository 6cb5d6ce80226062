"""What a document is for, as its writers put it: every request carries it."""

from __future__ import annotations

from dataclasses import dataclass, fields

from assist.characters import clean
from assist.errors import TooLong

__all__ = ["MAX_BRIEF_CHARACTERS", "NO_BRIEF", "Brief"]

MAX_BRIEF_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class Brief:
    """Purpose, audience and voice of a document; each may be empty.

    Raises:
        TooLong: one of them has more than 600 characters.
    """

    purpose: str = ""
    audience: str = ""
    voice: str = ""

    def __post_init__(self) -> None:
        for each in fields(self):
            if len(getattr(self, each.name)) > MAX_BRIEF_CHARACTERS:
                raise TooLong(
                    f"The {each.name} in a brief can have at most {MAX_BRIEF_CHARACTERS} characters."
                )

    def visible(self) -> str:
        """Return the brief as a model gets it: one line for each part that is there, or ``""``."""
        parts = {each.name: clean(getattr(self, each.name))[0].strip() for each in fields(self)}
        return "\n".join(f"{name.capitalize()}: {text}" for name, text in parts.items() if text)


NO_BRIEF = Brief()
