"""Recipes that a team writes itself, as files that can be handed on.

A file is JSON: ``{"byline_recipes": 1, "recipes": [RECIPE, ...]}``, a recipe the fields of `OwnRecipe`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, cast

from assist.characters import clean
from assist.errors import BadRecipe
from assist.recipe import Dimension, Recipe
from assist.suggestion import MAX_ALTERNATIVES, MIN_ALTERNATIVES
from assist.template import check_template

__all__ = ["MAX_RECIPES_IN_A_FILE", "OwnRecipe", "own_recipe_from", "read_recipes", "write_recipes"]

FORMAT = 1
MAX_RECIPES_IN_A_FILE = 100
_LONGEST = {"name": 60, "instruction": 2_000, "tone": 200, "model": 200, "maker": 80}
_MAX_DIMENSIONS = 7
_MAX_LABEL = 60
_MAX_HINT = 300
_WORDING = "the rewritten passage"
_REMARK = "a short text to the writer (no rewritten passage)"


@dataclass(frozen=True, slots=True)
class OwnRecipe:
    """A recipe of a team.

    Attributes:
        name: what stands on its button.
        instruction: what a model is told, with variables (``assist.template``).
        dimensions: along which its alternatives differ, as many as alternatives or more.
        alternatives: how many there are, two to five.
        rewrites: whether the answer is another wording of the passage; otherwise it is about it.
        tone: what the variable ``{tone}`` says.
        model: the model that is asked, by its label; None: whichever comes first.
        maker: who is credited for it.

    Raises:
        BadRecipe: a part is missing, too long or out of range.
        UnknownVariable: the instruction has a variable that does not exist.
    """

    name: str
    instruction: str
    dimensions: tuple[Dimension, ...]
    alternatives: int = 3
    rewrites: bool = True
    tone: str = ""
    model: str | None = None
    maker: str = ""

    def __post_init__(self) -> None:
        for part, longest in _LONGEST.items():
            if len(getattr(self, part) or "") > longest:
                raise BadRecipe(f"The {part} of a recipe can have at most {longest:,} characters.")
        for part in ("name", "instruction"):
            if not clean(getattr(self, part))[0].strip():
                raise BadRecipe("A recipe needs a name and an instruction.")
        if not MIN_ALTERNATIVES <= self.alternatives <= MAX_ALTERNATIVES:
            raise BadRecipe("A recipe has two to five alternatives.")
        check_template(self.instruction)
        self._check_dimensions()

    def _check_dimensions(self) -> None:
        if not self.alternatives <= len(self.dimensions) <= _MAX_DIMENSIONS:
            raise BadRecipe(
                "A recipe says for each of its alternatives how it differs, "
                f"and has at most {_MAX_DIMENSIONS} such ways."
            )
        labels = {each.label.strip().casefold() for each in self.dimensions}
        if "" in labels or len(labels) < len(self.dimensions):
            raise BadRecipe(
                "The names of a recipe's ways to differ are all there, and all different."
            )
        for each in self.dimensions:
            if len(each.label) > _MAX_LABEL or len(each.hint) > _MAX_HINT:
                raise BadRecipe(
                    f"The name of a way to differ has at most {_MAX_LABEL} characters, "
                    f"its hint at most {_MAX_HINT}."
                )

    def to_recipe(self, slug: str) -> Recipe:
        """Return it as the assistant takes it."""
        return Recipe(
            slug=slug,
            name=self.name,
            instruction=clean(self.instruction)[0],
            dimensions=tuple(
                Dimension(each.label, clean(each.hint)[0].strip() or f"Make it {each.label}.")
                for each in self.dimensions
            ),
            answer=_WORDING if self.rewrites else _REMARK,
            rewrites=self.rewrites,
            tone=clean(self.tone)[0].strip(),
        )

    def to_json(self) -> dict[str, Any]:
        """Return its fields for JSON."""
        return asdict(self)


def own_recipe_from(value: object) -> OwnRecipe:
    """Return the recipe that parsed JSON holds.

    Raises:
        BadRecipe: it holds none.
    """
    given = _object(value)
    if given is None:
        raise BadRecipe("A recipe is a JSON object.")
    known = {each.name for each in fields(OwnRecipe)}
    if unknown := sorted(given.keys() - known):
        raise BadRecipe(f"A recipe has no field {unknown[0][:60]!r}.")
    values: dict[str, Any] = {
        name: _checked(name, part) for name, part in given.items() if name != "dimensions"
    }
    for name in ("name", "instruction"):
        if name not in values:
            raise BadRecipe("A recipe needs a name and an instruction.")
    return OwnRecipe(dimensions=_dimensions_from(given.get("dimensions")), **values)


def _object(value: object) -> Mapping[str, object] | None:
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else None


def _checked(name: str, value: object) -> object:
    kinds: dict[str, tuple[type, ...]] = {
        "alternatives": (int,),
        "rewrites": (bool,),
        "model": (str, type(None)),
    }
    kind = kinds.get(name, (str,))
    if not isinstance(value, kind) or (kind == (int,) and isinstance(value, bool)):
        raise BadRecipe(f"The field {name!r} of a recipe has the wrong type.")
    return value


def _dimensions_from(value: object) -> tuple[Dimension, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise BadRecipe("The field 'dimensions' of a recipe is a list.")
    found: list[Dimension] = []
    for each in cast("Sequence[object]", value):
        parts = _object(each) or {}
        label, hint = parts.get("label"), parts.get("hint", "")
        if not isinstance(label, str) or not isinstance(hint, str):
            raise BadRecipe("Each of a recipe's dimensions has a label and a hint.")
        found.append(Dimension(label, hint))
    return tuple(found)


def read_recipes(text: str) -> tuple[OwnRecipe, ...]:
    """Return the recipes of a file, all or none.

    Raises:
        BadRecipe: it is no file of recipes, or one of them is not right.
        UnknownVariable: an instruction has a variable that does not exist.
    """
    try:
        whole: object = json.loads(text)
    except ValueError as error:
        raise BadRecipe("This file is not JSON.") from error
    content = _object(whole) or {}
    if content.get("byline_recipes") != FORMAT or not isinstance(content.get("recipes"), list):
        raise BadRecipe("This file holds no recipes of Byline.")
    found = cast("list[object]", content["recipes"])
    if not 0 < len(found) <= MAX_RECIPES_IN_A_FILE:
        raise BadRecipe(f"A file holds one to {MAX_RECIPES_IN_A_FILE} recipes.")
    return tuple(own_recipe_from(each) for each in found)


def write_recipes(recipes: Sequence[OwnRecipe]) -> str:
    """Return a file that `read_recipes` reads."""
    content = {"byline_recipes": FORMAT, "recipes": [each.to_json() for each in recipes]}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
