"""Asking a model for several alternatives at once.

The only thing that leaves this module is a stream of events: text for people to look
at. Nothing here, or in anything it calls, knows of documents.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace

from assist.assemble import Assembler, nearly_same_wording, same_wording
from assist.budget import Limits
from assist.errors import (
    AssistError,
    ModelCut,
    ModelFailed,
    ModelOverrun,
    ModelRefused,
    ModelTimeout,
    NeedsModel,
    NothingToSuggest,
)
from assist.events import (
    Delta,
    Done,
    Event,
    Failed,
    Finished,
    Restarted,
    Started,
    TokenUsage,
)
from assist.model import (
    Answering,
    Finish,
    FinishReason,
    Model,
    Planner,
    RulesPiece,
    TextPiece,
    Usage,
)
from assist.patience import timed
from assist.prompt import Prompt, build_prompt
from assist.recipe import Dimension
from assist.suggestion import (
    MAX_TURNED_DOWN,
    MAX_TURNED_DOWN_CHARACTERS,
    Request,
    TurnedDown,
)

__all__ = ["check", "plan", "suggest"]

_log = logging.getLogger("assist.run")
_MAX_WAITING_EVENTS = 256


def check(request: Request, model: Model) -> None:
    """Say whether a model can be asked this at all.

    Raises:
        NeedsModel: the phrasebook is asked for more than another wording.
    """
    if model.built_in and not request.recipe.rewrites:
        raise NeedsModel


async def plan(request: Request, model: Model) -> tuple[Dimension, ...]:
    """Return the dimensions of the alternatives that ``suggest`` will make, in order.

    Those of suggestions that were turned down come last.

    Raises:
        NeedsModel: see ``check``.
    """
    check(request, model)
    if isinstance(model, Planner):
        chosen = await model.plan(request)
    else:
        chosen = request.recipe.dimensions
    known = {each.label for each in request.turned_down}
    ordered = sorted(chosen, key=lambda dimension: dimension.label in known)
    return tuple(ordered[: request.alternatives])


async def suggest(
    request: Request,
    model: Model,
    *,
    limits: Limits | None = None,
    clock: Callable[[], float] = time.monotonic,
    new_nonce: Callable[[], str] = lambda: secrets.token_hex(8),
) -> AsyncGenerator[Event, None]:
    """Ask for all alternatives concurrently and yield events as they come.

    The order of events is described in ``assist.events``. Failures of one alternative
    are its ``Failed`` event and leave the others alone. The work has begun when the first
    event comes. Closing the generator, or
    cancelling the task that reads it, stops all work before it returns: use
    ``contextlib.aclosing`` around it.

    Args:
        request: what the person asks for.
        model: who answers.
        limits: time and token limits.
        clock: seconds from a monotonic clock, for ``took_ms``.
        new_nonce: gives a random word for the fences of a prompt.
    """
    limits = limits if limits is not None else Limits()
    dimensions = await plan(request, model)
    events: asyncio.Queue[Event] = asyncio.Queue(_MAX_WAITING_EVENTS)
    run = _Run(request, model, events, limits=limits, clock=clock, new_nonce=new_nonce)
    work = asyncio.create_task(run.all_of(dimensions))
    try:
        for index, dimension in enumerate(dimensions):
            yield Started(index, dimension.label)
        while not isinstance(event := await events.get(), Done):
            yield event
    finally:
        work.cancel()
        await asyncio.wait([work])
    yield Done()


class _Run:
    """The work of one request; it reports into a bounded queue."""

    __slots__ = ("_clock", "_events", "_finished", "_limits", "_model", "_new_nonce", "_request")

    def __init__(
        self,
        request: Request,
        model: Model,
        events: asyncio.Queue[Event],
        *,
        limits: Limits,
        clock: Callable[[], float],
        new_nonce: Callable[[], str],
    ) -> None:
        self._request = request
        self._model = model
        self._limits = limits
        self._clock = clock
        self._new_nonce = new_nonce
        self._events = events
        self._finished = [each.text for each in request.turned_down]

    async def all_of(self, dimensions: Sequence[Dimension]) -> None:
        async with asyncio.TaskGroup() as group:
            for index, dimension in enumerate(dimensions):
                group.create_task(self._one(index, dimension))
        await self._events.put(Done())

    async def _one(self, index: int, dimension: Dimension) -> None:
        try:
            async with asyncio.timeout(self._limits.total_s):
                event = await self._different(index, dimension)
        except AssistError as error:
            event = _failed(index, error)
        except TimeoutError:
            event = _failed(index, ModelTimeout())
        except asyncio.CancelledError:
            if _is_being_cancelled():
                raise
            event = _failed(index, ModelFailed())  # the model's own, leaked
        except Exception as error:  # noqa: BLE001  (the outermost shell: a model is a plug-in)
            # Only the type: its text may hold the passage, the provider's words or a key.
            _log.error("A model failed unexpectedly: %s", type(error).__name__)
            event = _failed(index, ModelFailed())
        await self._events.put(event)

    async def _different(self, index: int, dimension: Dimension) -> Finished:
        """The alternative; a language model that says what another said is asked once more."""
        first = await self._answer(self._prompt(self._request, index, dimension))
        if self._model.built_in or not self._is_like_another(first.text):
            return self._new(first)
        await self._events.put(Restarted(index))
        known = [TurnedDown(dimension.label, text) for text in (*self._finished, first.text)]
        others = replace(self._request, turned_down=_fitting(known))
        return self._new(await self._answer(self._prompt(others, index, dimension)), first)

    def _prompt(self, request: Request, index: int, dimension: Dimension) -> Prompt:
        return build_prompt(
            request,
            dimension,
            index=index,
            max_tokens=self._limits.max_tokens,
            new_nonce=self._new_nonce,
        )

    def _is_like_another(self, text: str) -> bool:
        others = (self._request.passage.text.strip(), *self._finished)
        return text.strip() == others[0] or any(
            nearly_same_wording(text, other) for other in others[1:]
        )

    def _new(self, answer: Finished, before: Finished | None = None) -> Finished:
        """Count an answer as given, with what it took to get it."""
        self._expect_new(answer.text)
        self._finished.append(answer.text)
        return answer if before is None else _together(before, answer)

    async def _answer(self, prompt: Prompt) -> Finished:
        started_at = self._clock()
        recipe = self._request.recipe
        assembler = Assembler(self._request.passage.text, rewrites=recipe.rewrites)
        rules: tuple[str, ...] = ()
        usage: Usage | None = None
        finish: Finish | None = None
        answering = self._model.label
        stream = timed(
            self._model,
            prompt,
            first_token_s=self._limits.first_token_s,
            between_tokens_s=self._limits.between_tokens_s,
        )
        async with aclosing(stream) as pieces:
            async for piece in pieces:
                match piece:
                    case TextPiece(text):
                        await self._show(prompt.index, assembler.feed(text))
                    case RulesPiece():
                        rules = piece.rules
                    case Usage():
                        usage = piece
                    case Finish():
                        finish = piece
                    case Answering(label):
                        answering = label
        await self._show(prompt.index, assembler.end())
        _expect_complete(finish)
        text = assembler.text()
        took_ms = round((self._clock() - started_at) * 1000)
        tokens = TokenUsage(usage.input, usage.output) if usage else None
        cost = usage.cost if usage else None
        return Finished(prompt.index, text, rules, tokens, cost, took_ms, answering)

    async def _show(self, index: int, text: str) -> None:
        if text:
            await self._events.put(Delta(index, text))

    def _expect_new(self, text: str) -> None:
        if text.strip() == self._request.passage.text.strip():
            raise NothingToSuggest("The answer was the passage itself, unchanged.")
        if any(same_wording(text, other) for other in self._finished):
            raise NothingToSuggest(
                "The answer was the same as another alternative, or an earlier one."
            )


def _fitting(known: list[TurnedDown]) -> tuple[TurnedDown, ...]:
    """The latest of them, as many as a request may turn down."""
    left, kept = MAX_TURNED_DOWN_CHARACTERS, list[TurnedDown]()
    for each in reversed(known[-MAX_TURNED_DOWN:]):
        left -= len(each.text)
        if left < 0:
            break
        kept.insert(0, each)
    return tuple(kept)


def _together(before: Finished, answer: Finished) -> Finished:
    """An answer with the tokens, cost and time of the one before it added."""
    tokens = [each.usage for each in (before, answer) if each.usage is not None]
    costs = [each.cost for each in (before, answer) if each.cost is not None]
    return replace(
        answer,
        usage=TokenUsage(sum(t.input for t in tokens), sum(t.output for t in tokens))
        if tokens
        else None,
        cost=sum(costs) if costs else None,
        took_ms=before.took_ms + answer.took_ms,
    )


def _expect_complete(finish: Finish | None) -> None:
    if finish is None:
        raise ModelCut
    match finish.reason:
        case FinishReason.LENGTH:
            raise ModelOverrun
        case FinishReason.REFUSED:
            raise ModelRefused
        case FinishReason.COMPLETE:
            return


def _is_being_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _failed(index: int, error: AssistError) -> Failed:
    return Failed(index, error.slug, error.message, error.retryable, error.retry_after_s)
