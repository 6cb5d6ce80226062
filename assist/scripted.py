"""A model that plays a script: deterministic, without network, shipped and supported.

For tests, demonstrations and screenshots. The script is a function of the prompt, or
one fixed list of steps per alternative::

    ScriptedModel([[TextPiece("One."), Finish()], [ModelTimeout()]])

plays ``One.`` for the first alternative and fails the second. A step is a piece to be
yielded, an exception to be raised, or a ``Pause``.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass

from assist.model import Finish, Piece, TextPiece
from assist.prompt import Prompt

__all__ = ["Pause", "Script", "ScriptedModel", "Step", "say"]


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait this long, or until ``until`` is set when it is given."""

    seconds: float = 0.0
    until: asyncio.Event | None = None

    async def over(self) -> None:
        """Return when the pause is over."""
        if self.until is not None:
            await self.until.wait()
        else:
            await asyncio.sleep(self.seconds)


Step = Piece | Pause | BaseException
Script = Callable[[Prompt], Sequence[Step]]


def say(text: str) -> list[Step]:
    """Return the steps that stream a text word by word and finish."""
    words = text.split(" ")
    pieces = [TextPiece(word if index == 0 else f" {word}") for index, word in enumerate(words)]
    return [*pieces, Finish()]


class ScriptedModel:
    """Plays a script for every prompt and remembers what it was asked.

    Args:
        script: the steps for each alternative by its index, or a function of the prompt.
        label: the name shown on cards.
    """

    built_in = False

    def __init__(self, script: Script | Sequence[Sequence[Step]], label: str = "Scripted") -> None:
        self.label = label
        self.prompts: list[Prompt] = []
        self.open_streams = 0
        self._script: Script = script if callable(script) else _by_index(script)

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Piece, None]:
        """Play the steps of this prompt's alternative."""
        self.prompts.append(prompt)
        self.open_streams += 1
        try:
            for step in self._script(prompt):
                match step:
                    case BaseException():
                        raise step
                    case Pause():
                        await step.over()
                    case _:
                        yield step
        finally:
            self.open_streams -= 1


def _by_index(steps: Sequence[Sequence[Step]]) -> Script:
    def script(prompt: Prompt) -> Sequence[Step]:
        return steps[prompt.index]

    return script
