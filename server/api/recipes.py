"""A team's recipes: those that come with Byline, and those it writes itself, as versions and as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from assist.recipe import RECIPES
from assist.recipe_file import OwnRecipe, own_recipe_from, read_recipes, write_recipes
from server.access import Action
from server.api.deps import Acting, Actor, Asking, Parts, access_to
from server.api.parts import ServerParts
from server.api.schemas import In, Out, PersonOut, person_or_none
from server.errors import ChangedMeanwhile, Invalid, NotFound
from server.names import new_recipe_id
from server.policy import Policy
from server.questions import newest
from server.records import RecipeRow

__all__ = ["RecipeOut", "recipes_of", "router"]

router = APIRouter(prefix="/api/documents/{document_id}/recipes", tags=["assistant"])

MAX_RECIPES = 200


class RecipeOut(Out):
    """A recipe, and what the team thinks of it.

    `content` is what a team's own one says, `version` counts its versions from 1 (built-in: 0), `maker` is credited,
    `up` and `down` count the ratings of its suggestions here.
    """

    id: str
    name: str
    built_in: bool
    allowed: bool
    rewrites: bool
    needs_instruction: bool
    alternatives: int
    model: str | None
    maker: str
    made_by: PersonOut | None
    version: int
    up: int
    down: int
    content: dict[str, Any] | None


class RecipeIn(In):
    """What a recipe says (`assist.recipe_file.OwnRecipe`), and the version that its writer saw (new: 0)."""

    content: dict[str, Any]
    version: int = 0


class RecipeVersionOut(Out):
    """One version of a recipe; content null: it was taken away then."""

    version: int
    by: PersonOut | None
    at: int
    content: dict[str, Any] | None


class RecipeVersionsOut(Out):
    """All versions of a recipe, newest first."""

    versions: list[RecipeVersionOut]


class RecipeFileIn(In):
    """The text of a file of recipes."""

    file: Annotated[str, Field(max_length=500_000)]


class RecipesOut(Out):
    """The ids of recipes, in their order in the file."""

    ids: list[str]


async def recipes_of(parts: ServerParts, document_id: str, policy: Policy) -> list[RecipeOut]:
    """Return the recipes of a document, best rated first."""
    rows = newest(await parts.store.recipes(document_id))
    ratings = await parts.store.recipe_ratings(document_id)
    people = await parts.store.persons(sorted({row.person_id for row in rows.values()}))
    found = [_built_in(each.slug) for each in RECIPES]
    for row in rows.values():
        own = own_recipe_from(row.content)
        found.append(_own(row, own, person_or_none(row.person_id, people)))
    rated = [
        each.model_copy(
            update={
                "allowed": policy.recipes is None or each.id in policy.recipes,
                "up": ratings.get(each.id, (0, 0))[0],
                "down": ratings.get(each.id, (0, 0))[1],
            }
        )
        for each in found
    ]
    return sorted(rated, key=lambda each: each.down - each.up)


def _built_in(slug: str) -> RecipeOut:
    recipe = next(each for each in RECIPES if each.slug == slug)
    return RecipeOut(
        id=recipe.slug,
        name=recipe.name,
        built_in=True,
        allowed=True,
        rewrites=recipe.rewrites,
        needs_instruction=recipe.needs_instruction,
        alternatives=3,
        model=None,
        maker="",
        made_by=None,
        version=0,
        up=0,
        down=0,
        content=None,
    )


def _own(row: RecipeRow, own: OwnRecipe, made_by: PersonOut | None) -> RecipeOut:
    return RecipeOut(
        id=row.id,
        name=own.name,
        built_in=False,
        allowed=True,
        rewrites=own.rewrites,
        needs_instruction=False,
        alternatives=own.alternatives,
        model=own.model,
        maker=own.maker,
        made_by=made_by,
        version=row.version,
        up=0,
        down=0,
        content=own.to_json(),
    )


@router.post("", status_code=201)
async def add_recipe(document_id: str, wish: RecipeIn, parts: Parts, actor: Acting) -> RecipesOut:
    """Write a new recipe; whoever writes it is its maker, unless it names another."""
    await access_to(parts, actor, document_id, Action.EDIT_RECIPES)
    return await _add(parts, document_id, actor, [own_recipe_from(wish.content)])


@router.post("/file", status_code=201)
async def import_recipes(
    document_id: str, wish: RecipeFileIn, parts: Parts, actor: Acting
) -> RecipesOut:
    """Take in a file of recipes, all or none; their makers stay credited."""
    await access_to(parts, actor, document_id, Action.EDIT_RECIPES)
    return await _add(parts, document_id, actor, read_recipes(wish.file))


@router.get("/file", response_class=Response)
async def export_recipes(document_id: str, parts: Parts, actor: Asking) -> Response:
    """Return the team's own recipes as a file."""
    await access_to(parts, actor, document_id, Action.READ)
    rows = newest(await parts.store.recipes(document_id))
    text = write_recipes([own_recipe_from(row.content) for row in rows.values()])
    headers = {"Content-Disposition": 'attachment; filename="recipes.json"'}
    return Response(text, media_type="application/json", headers=headers)


@router.put("/{recipe_id}")
async def change_recipe(
    document_id: str, recipe_id: str, wish: RecipeIn, parts: Parts, actor: Acting
) -> RecipesOut:
    """Write another version of a recipe over the one that was seen."""
    await access_to(parts, actor, document_id, Action.EDIT_RECIPES)
    content = own_recipe_from(wish.content).to_json()
    row = RecipeRow(
        document_id, recipe_id, wish.version + 1, actor.person.id, parts.clock(), content
    )
    await _write_over(parts, row)
    return RecipesOut(ids=[recipe_id])


@router.delete("/{recipe_id}", status_code=204)
async def remove_recipe(document_id: str, recipe_id: str, parts: Parts, actor: Acting) -> None:
    """Take a recipe away; its versions stay, and an earlier one can be written again."""
    await access_to(parts, actor, document_id, Action.EDIT_RECIPES)
    last = (await _versions(parts, document_id, recipe_id))[-1]
    version, now = last.version + 1, parts.clock()
    await _store(
        parts, [RecipeRow(document_id, recipe_id, version, actor.person.id, now, content=None)]
    )


@router.get("/{recipe_id}/versions")
async def recipe_versions(
    document_id: str, recipe_id: str, parts: Parts, actor: Asking
) -> RecipeVersionsOut:
    """Return all versions of a recipe, newest first."""
    await access_to(parts, actor, document_id, Action.READ)
    rows = await _versions(parts, document_id, recipe_id)
    people = await parts.store.persons(sorted({row.person_id for row in rows}))
    return RecipeVersionsOut(
        versions=[
            RecipeVersionOut(
                version=row.version,
                by=person_or_none(row.person_id, people),
                at=row.at_ms,
                content=None if row.content is None else dict(row.content),
            )
            for row in reversed(rows)
        ]
    )


async def _versions(parts: ServerParts, document_id: str, recipe_id: str) -> list[RecipeRow]:
    rows = [row for row in await parts.store.recipes(document_id) if row.id == recipe_id]
    if not rows:
        raise NotFound("There is no such recipe.")
    return sorted(rows, key=lambda row: row.version)


async def _add(
    parts: ServerParts, document_id: str, actor: Actor, recipes: Sequence[OwnRecipe]
) -> RecipesOut:
    there = newest(await parts.store.recipes(document_id))
    if len(there) + len(recipes) > MAX_RECIPES:
        raise Invalid(f"A document has at most {MAX_RECIPES} recipes of its own.")
    now, person = parts.clock(), actor.person
    rows = [
        RecipeRow(document_id, new_recipe_id(), 1, person.id, now, content.to_json())
        for content in (
            each if each.maker else replace(each, maker=person.name) for each in recipes
        )
    ]
    await _store(parts, rows)
    return RecipesOut(ids=[row.id for row in rows])


async def _write_over(parts: ServerParts, row: RecipeRow) -> None:
    """Store a version that follows the newest one."""
    newest_version = (await _versions(parts, row.document_id, row.id))[-1].version
    if newest_version + 1 != row.version:
        raise ChangedMeanwhile("Somebody else has changed this recipe. Look at it again first.")
    await _store(parts, [row])


async def _store(parts: ServerParts, rows: Sequence[RecipeRow]) -> None:
    await parts.store.add_recipes(rows)
    for row in rows:
        body = {"kind": "recipe", "id": row.id, "version": row.version, "content": row.content}
        await parts.rooms.record(row.document_id, row.person_id, body)
    parts.rooms.notify(rows[0].document_id, "assistant")
