"""What a model is: something that answers a prompt with a stream of pieces."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from assist.prompt import Prompt
from assist.recipe import Dimension
from assist.suggestion import Request

__all__ = [
    "Answering",
    "Finish",
    "FinishReason",
    "Model",
    "Piece",
    "Planner",
    "RulesPiece",
    "TextPiece",
    "Usage",
]


class FinishReason(StrEnum):
    """Why an answer ended."""

    COMPLETE = "complete"
    LENGTH = "length"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class TextPiece:
    """More text of the answer, as the model sent it; empty as a mere sign of life."""

    text: str


@dataclass(frozen=True, slots=True)
class RulesPiece:
    """The rules that were applied, in words for people."""

    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens read and written, and the cost in US dollars where it is known."""

    input: int
    output: int
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Finish:
    """The answer is complete; nothing but usage may follow. Without it, it broke off."""

    reason: FinishReason = FinishReason.COMPLETE


@dataclass(frozen=True, slots=True)
class Answering:
    """Which model's text comes now, where several may answer: its label."""

    label: str


Piece = TextPiece | RulesPiece | Usage | Finish | Answering


class Model(Protocol):
    """Anything that can answer a prompt.

    ``label`` is what people see; ``built_in`` is true when no text leaves the server.
    """

    @property
    def label(self) -> str:
        """The name shown on cards and kept with the suggestion."""
        ...

    @property
    def built_in(self) -> bool:
        """Whether answers are made on this server, without a language model."""
        ...

    def stream(self, prompt: Prompt) -> AsyncIterator[Piece]:
        """Answer the prompt piece by piece.

        Closing or cancelling the iterator stops the work. Failures are raised as
        ``assist.errors.AssistError``.
        """
        ...


@runtime_checkable
class Planner(Protocol):
    """A model that knows beforehand which dimensions it can serve for a request."""

    async def plan(self, request: Request) -> tuple[Dimension, ...]:
        """Return as many dimensions as the request asks for, the best first."""
        ...
