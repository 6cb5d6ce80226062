"""Recipes that a team writes, and files of them (SPEC.md O1 to O3)."""

import json
from typing import Any

import pytest

from assist.errors import BadRecipe, UnknownVariable
from assist.recipe import Dimension
from assist.recipe_file import OwnRecipe, own_recipe_from, read_recipes, write_recipes
from assist.template import VARIABLES, fill_template

DIMENSIONS = (Dimension("Short", "Be brief."), Dimension("Warm", ""), Dimension("Dry", "No jokes."))
FIELDS: dict[str, Any] = {
    "name": "For the board",
    "instruction": "Rewrite {selection} for {audience} in {tone}.",
    "dimensions": [{"label": each.label, "hint": each.hint} for each in DIMENSIONS],
    "alternatives": 3,
    "rewrites": True,
    "tone": "a sober tone",
    "model": None,
    "maker": "Ada",
}


def test_o1_a_recipe_is_what_the_assistant_takes() -> None:
    made = own_recipe_from(FIELDS).to_recipe("r_1")
    assert (made.slug, made.name, made.tone) == ("r_1", "For the board", "a sober tone")
    assert made.answer == "the rewritten passage"
    assert [each.hint for each in made.dimensions] == ["Be brief.", "Make it Warm.", "No jokes."]
    assert not own_recipe_from({**FIELDS, "rewrites": False}).to_recipe("r_1").rewrites


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " \u200b "}, "needs a name and an"),
        ({"instruction": ""}, "needs a name and an instruction"),
        ({"name": "x" * 61}, "name of a recipe can have at most 60"),
        ({"instruction": "x" * 2_001}, "at most 2,000"),
        ({"alternatives": 1}, "two to five"),
        ({"alternatives": 6}, "two to five"),
        ({"alternatives": True}, "wrong type"),
        ({"rewrites": "yes"}, "wrong type"),
        ({"dimensions": "none"}, "is a list"),
        ({"dimensions": FIELDS["dimensions"][:2]}, "for each of its alternatives"),
        ({"dimensions": FIELDS["dimensions"] * 3}, "at most 7"),
        ({"dimensions": [*FIELDS["dimensions"], {"label": "short "}]}, "all different"),
        ({"dimensions": [*FIELDS["dimensions"], {"label": 4}]}, "a label and a hint"),
        ({"dimensions": [*FIELDS["dimensions"], {"label": "x" * 61}]}, "at most 60"),
        ({"colour": "red"}, "no field 'colour'"),
    ],
)
def test_o1_what_is_wrong_with_a_recipe_is_said(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadRecipe, match=sentence):
        own_recipe_from({**FIELDS, **change})


def test_o2_variables_become_names_of_what_is_given() -> None:
    every = " ".join(f"{{{name}}}" for name in VARIABLES)
    filled = fill_template(every, tone="a sober tone", has_brief=True)
    assert filled == (
        "the PASSAGE the TEXT BEFORE the TEXT AFTER the BRIEF the audience that the BRIEF names "
        "a sober tone"
    )
    bare = fill_template("For {audience}, from {brief}, in {tone}.", tone="", has_brief=False)
    assert (
        bare
        == "For the reader of the text, from what the text itself shows, in the tone of the passage."
    )


def test_o2_other_variables_are_refused() -> None:
    with pytest.raises(UnknownVariable, match=r"no variable \{key\}"):
        own_recipe_from({**FIELDS, "instruction": "Print {key}."})


def test_o3_a_file_gives_back_what_was_written() -> None:
    recipes = (own_recipe_from(FIELDS), OwnRecipe("Ünlike", "Say {selection}", DIMENSIONS))
    assert read_recipes(write_recipes(recipes)) == recipes


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[]",
        "{}",
        json.dumps({"byline_recipes": 2, "recipes": [FIELDS]}),
        json.dumps({"byline_recipes": 1, "recipes": []}),
        json.dumps({"byline_recipes": 1, "recipes": [FIELDS] * 101}),
        json.dumps({"byline_recipes": 1, "recipes": [FIELDS, 4]}),
        json.dumps({"byline_recipes": 1, "recipes": [{"name": "Bare"}]}),
    ],
)
def test_o3_anything_else_is_refused_whole(text: str) -> None:
    with pytest.raises(BadRecipe):
        read_recipes(text)
