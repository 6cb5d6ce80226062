"""All that the phrasebook can make of a passage, one variant per dimension."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assist.assemble import same_wording
from assist.phrasebook.profiles import PROFILES, Profile, recipe_for_wish
from assist.recipe import Dimension, Recipe, recipe
from assist.suggestion import Request

__all__ = ["Variant", "variants"]

_FENCE = re.compile(r"\s*(?:```|~~~)")
_MAX_NOTES = 24


@dataclass(frozen=True, slots=True)
class Variant:
    """What came of one dimension; no text where no rule of it fired."""

    dimension: Dimension
    text: str | None
    rules: tuple[str, ...]


def variants(request: Request) -> tuple[Variant, ...]:
    """Return a variant for every dimension of the recipe, those with a text first.

    All texts differ in their words from the passage and from each other.
    """
    text = request.passage.visible().text
    chosen = _recipe(request)
    found: list[Variant] = []
    for dimension in chosen.dimensions:
        others = [text, *(each.text for each in found if each.text is not None)]
        found.append(_variant(text, others, chosen, dimension))
    return tuple(sorted(found, key=lambda each: each.text is None))


def _recipe(request: Request) -> Recipe:
    if not request.recipe.needs_instruction:
        return request.recipe
    slug = recipe_for_wish(request.wish())
    return recipe(slug) if slug else request.recipe


def _variant(text: str, others: list[str], chosen: Recipe, dimension: Dimension) -> Variant:
    for profile in PROFILES.get((chosen.slug, dimension.label), ()):
        rewritten, notes = _rewrite(text, profile)
        if not any(same_wording(rewritten, other) for other in others):
            return Variant(dimension, rewritten, _listed(notes))
    return Variant(dimension, None, ())


def _rewrite(text: str, profile: Profile) -> tuple[str, list[str]]:
    notes: list[str] = []
    lines = text.split("\n")
    in_code = False
    for index, line in enumerate(lines):
        if _FENCE.match(line):
            in_code = not in_code
        elif not in_code and line.strip():
            for step in profile:
                outcome = step(lines[index])
                lines[index] = outcome.text
                notes.extend(outcome.notes)
    return "\n".join(lines), notes


def _listed(notes: list[str]) -> tuple[str, ...]:
    unique = tuple(dict.fromkeys(notes))
    if len(unique) <= _MAX_NOTES:
        return unique
    return (*unique[:_MAX_NOTES], f"and {len(unique) - _MAX_NOTES} more")
