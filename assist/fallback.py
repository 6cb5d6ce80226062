"""Several models in a row: the next one is asked while nothing has been said yet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Final

from assist.errors import (
    AssistError,
    ModelAuth,
    ModelCut,
    ModelFailed,
    ModelNotAModel,
    ModelQuota,
    ModelRateLimited,
    ModelTimeout,
    ModelUnknown,
    ModelUnreachable,
)
from assist.model import Answering, Model, Piece, TextPiece
from assist.patience import timed
from assist.prompt import Prompt

__all__ = ["Fallback"]

_ELSEWHERE: Final = (
    *(ModelUnreachable, ModelTimeout, ModelAuth, ModelRateLimited, ModelQuota, ModelUnknown),
    *(ModelNotAModel, ModelCut, ModelFailed),
)
"""What another model may not have. A refusal is none of it: nobody is asked around a policy."""
_PASSING: Final = (ModelUnreachable, ModelCut, ModelFailed)
_LONGEST_WAIT_S: Final = 2


class Fallback:
    """Asks one model after the other until one begins to answer.

    A failure that may pass by itself is tried once more first. After the first word there is no going back:
    what fails then, fails.

    Args:
        models: at least one; the first is the one that is meant.
        first_token_s: the patience with each but the last, whose patience is the caller's.
        pause_s: seconds before the same model is asked once more.
    """

    built_in = False

    def __init__(
        self, models: Sequence[Model], *, first_token_s: float = 10.0, pause_s: float = 0.3
    ) -> None:
        self.models = tuple(models)
        self.label = self.models[0].label
        self._first_token_s = first_token_s
        self._pause_s = pause_s

    def of(self, models: Sequence[Model]) -> Fallback:
        """Return the same with these models."""
        return Fallback(models, first_token_s=self._first_token_s, pause_s=self._pause_s)

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Piece, None]:
        """Yield the answer of the first model that gives one; it is named before its text.

        Raises:
            AssistError: what the last model failed with, or any model after its first word.
        """
        failure: AssistError = ModelUnreachable()
        for model in self.models:
            for may_retry in (True, False):
                wrote = False
                try:
                    async with aclosing(self._pieces(model, prompt)) as pieces:
                        async for piece in pieces:
                            if not wrote and isinstance(piece, TextPiece) and piece.text.strip():
                                wrote = True
                                yield Answering(model.label)
                            yield piece
                except AssistError as error:
                    if wrote or not isinstance(error, _ELSEWHERE):
                        raise
                    failure = error
                else:
                    return
                yield TextPiece("")  # whoever waits knows that it goes on
                wait_s = self._wait_s(failure) if may_retry else None
                if wait_s is None:
                    break
                await asyncio.sleep(wait_s)
        raise failure

    async def _pieces(self, model: Model, prompt: Prompt) -> AsyncGenerator[Piece, None]:
        patience_s = None if model is self.models[-1] else self._first_token_s
        patient = timed(model, prompt, first_token_s=patience_s, between_tokens_s=None)
        try:
            async with aclosing(patient) as pieces:
                async for piece in pieces:
                    yield piece
        except TimeoutError:
            raise ModelTimeout from None

    def _wait_s(self, error: AssistError) -> float | None:
        """How long to wait before the same model is asked once more; None: it is not."""
        if isinstance(error, _PASSING):
            return self._pause_s
        after_s = error.retry_after_s if isinstance(error, ModelRateLimited) else None
        return float(after_s) if after_s is not None and after_s <= _LONGEST_WAIT_S else None
