"""How long to wait for a model."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from assist.model import Model, Piece, TextPiece
from assist.prompt import Prompt

__all__ = ["timed"]


async def timed(
    model: Model, prompt: Prompt, *, first_token_s: float | None, between_tokens_s: float | None
) -> AsyncGenerator[Piece, None]:
    """Yield the model's pieces, raising ``TimeoutError`` when one takes too long.

    An empty text is a sign of life: it starts the wait anew without ending the longer
    patience there is for the first word.

    Args:
        model: who answers.
        prompt: what is asked.
        first_token_s: the patience until there is text; None: without end.
        between_tokens_s: the patience after that; None: without end.
    """
    stream = model.stream(prompt)
    patience_s = first_token_s
    try:
        while True:
            try:
                async with asyncio.timeout(patience_s):
                    piece = await anext(stream)
            except StopAsyncIteration:
                return
            if isinstance(piece, TextPiece) and piece.text:
                patience_s = between_tokens_s
            yield piece
    finally:
        if isinstance(stream, AsyncGenerator):
            await stream.aclose()
