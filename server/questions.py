"""From what somebody wants to ask to a question that may be asked: rules, recipe, model, consent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from assist.brief import Brief
from assist.errors import UnknownModel, UnknownRecipe
from assist.model import Model
from assist.models import Models
from assist.passage import MASK, Passage
from assist.recipe import Recipe
from assist.recipe import recipe as built_in_recipe
from assist.recipe_file import OwnRecipe, own_recipe_from
from assist.suggestion import Request, TurnedDown
from crdt.ids import IdRange
from server.errors import AssistantOff, NoConsent, PassageUnknown
from server.hosting import Hosting
from server.policy import (
    DAY_MS,
    Policy,
    check_draft,
    check_limits,
    check_recipe,
    policy_from,
    resets_at,
)
from server.ports import Clock, DeskStore
from server.records import Person, RecipeRow
from server.wording import Piece, masked, pieces_of, writers_of

__all__ = ["PassageWish", "Question", "Questions", "Wish", "newest"]

_UNKNOWN: Final = (
    "These words could not be found in the document as the server has it. "
    "Wait until your changes are saved, then ask again."
)
_NO_CONSENT: Final = (
    "The people who wrote this do not want their words sent to a language model. "
    "Ask about another passage."
)


@dataclass(frozen=True, slots=True)
class PassageWish:
    """A passage and what surrounds it, as they were sent; each with the ids it is said to consist of."""

    text: str
    before: str = ""
    after: str = ""
    text_ids: tuple[IdRange, ...] = ()
    before_ids: tuple[IdRange, ...] = ()
    after_ids: tuple[IdRange, ...] = ()

    @property
    def parts(self) -> tuple[tuple[str, tuple[IdRange, ...]], ...]:
        """Text, before and after, each with its ids."""
        return (
            (self.text, self.text_ids),
            (self.before, self.before_ids),
            (self.after, self.after_ids),
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for; `model` is a label, `alternatives` None as many as the recipe has."""

    passage: PassageWish
    recipe: str
    instruction: str | None = None
    alternatives: int | None = None
    model: str | None = None
    turned_down: tuple[TurnedDown, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What may be asked, and whom."""

    request: Request
    model: Model


def newest(rows: Collection[RecipeRow]) -> dict[str, RecipeRow]:
    """Return the newest version of each recipe that was not taken away, by id."""
    last = {row.id: row for row in sorted(rows, key=lambda row: row.version)}
    return {id_: row for id_, row in last.items() if row.content is not None}


class Questions:
    """Holds what people want to ask against what their team has agreed on.

    Args:
        store: what the team has agreed on.
        hosting: the documents, to find passages in.
        models: whom may be asked.
        clock: milliseconds since the epoch.
        enabled: whether there is an assistant on this server.
        consent: whether words may be sent to a model where their writer has not said.
    """

    def __init__(
        self,
        store: DeskStore,
        hosting: Hosting,
        models: Models,
        clock: Clock,
        *,
        enabled: bool,
        consent: bool,
    ) -> None:
        self.models = models
        self.enabled = enabled
        self._store = store
        self._hosting = hosting
        self._clock = clock
        self._consent = consent

    async def refusing(self, document_id: str) -> tuple[str, ...]:
        """Return those who have written in a document and do not want their words sent to a model."""
        return await self._store.refusing_writers(document_id, by_default=self._consent)

    async def question(self, document_id: str, person: Person, wish: Wish) -> Question:
        """Return the question that a wish comes to.

        Raises:
            AssistantOff, RecipeNotAllowed, LimitReached, DraftFirst, NoConsent: it may not be asked.
            PassageUnknown: whether it may be asked depends on where the passage is, and it is not in the document.
            assist.errors.RequestError: it cannot be asked like this.
        """
        if not self.enabled:
            raise AssistantOff("There is no assistant on this server.")
        desk = await self._store.desk(document_id)
        policy, now = policy_from(desk.policy), self._clock()
        check_recipe(policy, wish.recipe)
        recipe, own = await self._recipe(document_id, wish.recipe)
        model = self._model(policy, wish.model, own)
        if policy.requests_per_person is not None or policy.requests_per_document is not None:
            since = resets_at(now) - DAY_MS
            used = await self._store.used_since(document_id, person.id, since)
            check_limits(policy, used, now)
        passage, _ = await self._passage(document_id, wish.passage, model, policy)
        alternatives = wish.alternatives or (own.alternatives if own else 3)
        request = Request(
            passage,
            recipe,
            wish.instruction,
            alternatives,
            wish.turned_down,
            Brief(**desk.brief),
        )
        return Question(request, model)

    async def preview(
        self, document_id: str, wish: PassageWish, model: str | None
    ) -> tuple[Passage, int]:
        """Return a passage as a model would get it, and how many stretches of it are left out.

        Raises:
            DraftFirst, NoConsent, PassageUnknown: as `question` does.
            assist.errors.RequestError: it is empty or too long, or there is no such model.
        """
        policy = policy_from((await self._store.desk(document_id)).policy)
        return await self._passage(document_id, wish, self._model(policy, model, None), policy)

    async def _passage(
        self, document_id: str, wish: PassageWish, model: Model, policy: Policy
    ) -> tuple[Passage, int]:
        refusing = () if model.built_in else await self.refusing(document_id)
        plain = Passage(wish.text, wish.before, wish.after)
        if not refusing and not policy.draft_first:
            return plain, 0
        text, before, after = await self._pieces(document_id, wish)
        check_draft(policy, text)
        if not writers_of([*text, *before, *after]).intersection(refusing):
            return plain, 0
        parts = [masked(pieces, refusing) for pieces in (text, before, after)]
        if not parts[0][0].replace(MASK, "").strip():
            raise NoConsent(_NO_CONSENT)
        return Passage(*(part for part, _ in parts)), sum(count for _, count in parts)

    async def _pieces(self, document_id: str, wish: PassageWish) -> list[list[Piece]]:
        room = await self._hosting.open_room(document_id)
        found = [pieces_of(room, text, ids) for text, ids in wish.parts]
        known = [pieces for pieces in found if pieces is not None]
        if len(known) < len(found):
            raise PassageUnknown(_UNKNOWN)
        return known

    async def _recipe(self, document_id: str, slug: str) -> tuple[Recipe, OwnRecipe | None]:
        try:
            return built_in_recipe(slug), None
        except UnknownRecipe:
            row = newest(await self._store.recipes(document_id)).get(slug)
            if row is None:
                raise
            own = own_recipe_from(row.content)
            return own.to_recipe(slug), own

    def _model(self, policy: Policy, wanted: str | None, own: OwnRecipe | None) -> Model:
        """The model that is asked; a recipe's own where nobody chose, if it is here and allowed."""
        if wanted is None and own is not None and own.model is not None:
            try:
                return self.models.chosen(own.model, policy.models)
            except UnknownModel:
                pass
        return self.models.chosen(wanted, policy.models)
