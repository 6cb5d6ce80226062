"""A request for suggestions: one frozen passage, one recipe, several alternatives."""

from __future__ import annotations

from dataclasses import dataclass

from assist.brief import NO_BRIEF, Brief
from assist.characters import clean
from assist.errors import BadAlternatives, NoInstruction, TooLong
from assist.passage import Passage
from assist.recipe import Recipe

__all__ = [
    "MAX_ALTERNATIVES",
    "MAX_INSTRUCTION_CHARACTERS",
    "MAX_TURNED_DOWN",
    "MAX_TURNED_DOWN_CHARACTERS",
    "MIN_ALTERNATIVES",
    "Request",
    "TurnedDown",
]

MIN_ALTERNATIVES = 2
MAX_ALTERNATIVES = 5
MAX_INSTRUCTION_CHARACTERS = 1_000
MAX_TURNED_DOWN = 15
MAX_TURNED_DOWN_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class TurnedDown:
    """An earlier suggestion that the person does not want: its dimension's label, and its text."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Request:
    """What a person asks for.

    There are always at least two alternatives: a single one would pose as the best.

    Raises:
        BadAlternatives: fewer than two or more than five alternatives.
        NoInstruction: the recipe needs an instruction and none was given.
        TooLong: the instruction has more than 1,000 characters, or what was turned down is more than
            15 suggestions or 20,000 characters.
    """

    passage: Passage
    recipe: Recipe
    instruction: str | None = None
    alternatives: int = 3
    turned_down: tuple[TurnedDown, ...] = ()
    brief: Brief = NO_BRIEF

    def __post_init__(self) -> None:
        if not MIN_ALTERNATIVES <= self.alternatives <= MAX_ALTERNATIVES:
            raise BadAlternatives
        if self.recipe.needs_instruction and not self.wish():
            raise NoInstruction
        if len(self.instruction or "") > MAX_INSTRUCTION_CHARACTERS:
            raise TooLong(
                f"An instruction can have at most {MAX_INSTRUCTION_CHARACTERS:,} characters."
            )
        characters = sum(len(each.text) for each in self.turned_down)
        if len(self.turned_down) > MAX_TURNED_DOWN or characters > MAX_TURNED_DOWN_CHARACTERS:
            raise TooLong(
                "You have turned down many suggestions already. Ask anew, or in other words."
            )

    def wish(self) -> str:
        """Return the person's instruction without invisible characters, or ``""``."""
        return clean(self.instruction or "")[0].strip()
