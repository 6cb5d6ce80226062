"""A request for suggestions: one frozen passage, one recipe, several alternatives."""

from __future__ import annotations

from dataclasses import dataclass

from assist.characters import clean
from assist.errors import BadAlternatives, NoInstruction, TooLong
from assist.passage import Passage
from assist.recipe import Recipe

__all__ = ["MAX_ALTERNATIVES", "MAX_INSTRUCTION_CHARACTERS", "MIN_ALTERNATIVES", "Request"]

MIN_ALTERNATIVES = 2
MAX_ALTERNATIVES = 5
MAX_INSTRUCTION_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Request:
    """What a person asks for.

    There are always at least two alternatives: a single one would pose as the best.

    Raises:
        BadAlternatives: fewer than two or more than five alternatives.
        NoInstruction: the recipe needs an instruction and none was given.
        TooLong: the instruction has more than 1,000 characters.
    """

    passage: Passage
    recipe: Recipe
    instruction: str | None = None
    alternatives: int = 3

    def __post_init__(self) -> None:
        if not MIN_ALTERNATIVES <= self.alternatives <= MAX_ALTERNATIVES:
            raise BadAlternatives
        if self.recipe.needs_instruction and not self.wish():
            raise NoInstruction
        if len(self.instruction or "") > MAX_INSTRUCTION_CHARACTERS:
            raise TooLong(
                f"An instruction can have at most {MAX_INSTRUCTION_CHARACTERS:,} characters."
            )

    def wish(self) -> str:
        """Return the person's instruction without invisible characters, or ``""``."""
        return clean(self.instruction or "")[0].strip()
