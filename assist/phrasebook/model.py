"""The phrasebook as a model: it answers prompts without any network or key."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator
from weakref import WeakKeyDictionary

from assist.errors import NothingToSuggest
from assist.model import Finish, Piece, RulesPiece, TextPiece
from assist.phrasebook.profiles import recipe_for_wish
from assist.phrasebook.variants import Variant, variants
from assist.prompt import Prompt
from assist.recipe import Dimension
from assist.suggestion import Request

__all__ = ["Phrasebook"]

_FEW_WORDS = re.compile(r"(?:\s*\S+){1,3}\s*")


class Phrasebook:
    """Rule-based alternatives for English text.

    Args:
        pause_s: seconds between a few words and the next, so that a person sees the
            text arrive; 0 in tests.
    """

    label = "Built-in, no model"
    built_in = True

    def __init__(self, pause_s: float = 0.015) -> None:
        self._pause_s = pause_s
        self._made: WeakKeyDictionary[Request, tuple[Variant, ...]] = WeakKeyDictionary()

    async def plan(self, request: Request) -> tuple[Dimension, ...]:
        """Return the dimensions for which rules fire first, then the others."""
        found = await self._variants(request)
        return tuple(variant.dimension for variant in found)

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Piece, None]:
        """Yield the variant of the prompt's dimension, a few words at a time.

        Raises:
            NothingToSuggest: no rule makes another text for it.
        """
        found = await self._variants(prompt.request)
        made = next((each for each in found if each.dimension == prompt.dimension), None)
        if made is None or made.text is None:
            raise NothingToSuggest(_why_nothing(prompt.request, found))
        for chunk in _FEW_WORDS.findall(made.text):
            yield TextPiece(chunk)
            await asyncio.sleep(self._pause_s)
        yield RulesPiece(made.rules)
        yield Finish()

    async def _variants(self, request: Request) -> tuple[Variant, ...]:
        made = self._made.get(request)
        if made is None:
            made = await asyncio.to_thread(variants, request)
            self._made[request] = made
        return made


def _why_nothing(request: Request, found: tuple[Variant, ...]) -> str:
    if request.recipe.needs_instruction and recipe_for_wish(request.wish()) is None:
        return (
            "The built-in phrasebook can make text shorter, plainer, more formal or "
            "friendlier; for other wishes a language model has to be set up."
        )
    if any(variant.text is not None for variant in found):
        return "The built-in phrasebook has no further different phrasing for this passage."
    return (
        "The built-in phrasebook found nothing to change in this way. It knows English "
        "phrases; a longer selection gives it more to work with."
    )
