"""Asking a model for several alternatives at once.

The only thing that leaves this module is a stream of events: text for people to look
at. Nothing here, or in anything it calls, knows of documents.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from assist.assemble import Assembler, same_wording
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
from assist.events import Delta, Done, Event, Failed, Finished, Started, TokenUsage
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
from assist.suggestion import Request

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
    are its ``Failed`` event and leave the others alone. Closing the generator, or
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
    for index, dimension in enumerate(dimensions):
        yield Started(index, dimension.label)
    prompts = [
        build_prompt(
            request, dimension, index=index, max_tokens=limits.max_tokens, new_nonce=new_nonce
        )
        for index, dimension in enumerate(dimensions)
    ]
    events: asyncio.Queue[Event] = asyncio.Queue(_MAX_WAITING_EVENTS)
    work = asyncio.create_task(_Run(request, model, limits, clock, events).all_of(prompts))
    try:
        while not isinstance(event := await events.get(), Done):
            yield event
    finally:
        work.cancel()
        await asyncio.wait([work])
    yield Done()


class _Run:
    """The work of one request; it reports into a bounded queue."""

    __slots__ = ("_clock", "_events", "_finished", "_limits", "_model")

    def __init__(
        self,
        request: Request,
        model: Model,
        limits: Limits,
        clock: Callable[[], float],
        events: asyncio.Queue[Event],
    ) -> None:
        self._model = model
        self._limits = limits
        self._clock = clock
        self._events = events
        self._finished = [each.text for each in request.turned_down]

    async def all_of(self, prompts: list[Prompt]) -> None:
        async with asyncio.TaskGroup() as group:
            for prompt in prompts:
                group.create_task(self._one(prompt))
        await self._events.put(Done())

    async def _one(self, prompt: Prompt) -> None:
        try:
            async with asyncio.timeout(self._limits.total_s):
                event = await self._answer(prompt)
        except AssistError as error:
            event = _failed(prompt.index, error)
        except TimeoutError:
            event = _failed(prompt.index, ModelTimeout())
        except asyncio.CancelledError:
            if _is_being_cancelled():
                raise
            event = _failed(prompt.index, ModelFailed())  # the model's own, leaked
        except Exception as error:  # noqa: BLE001  (the outermost shell: a model is a plug-in)
            # Only the type: its text may hold the passage, the provider's words or a key.
            _log.error("A model failed unexpectedly: %s", type(error).__name__)
            event = _failed(prompt.index, ModelFailed())
        await self._events.put(event)

    async def _answer(self, prompt: Prompt) -> Finished:
        started_at = self._clock()
        original = prompt.request.passage.text
        assembler = Assembler(original, rewrites=prompt.request.recipe.rewrites)
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
        self._expect_new(text, original)
        took_ms = round((self._clock() - started_at) * 1000)
        tokens = TokenUsage(usage.input, usage.output) if usage else None
        cost = usage.cost if usage else None
        return Finished(prompt.index, text, rules, tokens, cost, took_ms, answering)

    async def _show(self, index: int, text: str) -> None:
        if text:
            await self._events.put(Delta(index, text))

    def _expect_new(self, text: str, original: str) -> None:
        if text.strip() == original.strip():
            raise NothingToSuggest("The answer was the passage itself, unchanged.")
        if any(same_wording(text, other) for other in self._finished):
            raise NothingToSuggest(
                "The answer was the same as another alternative, or an earlier one."
            )
        self._finished.append(text)


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
