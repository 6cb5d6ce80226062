"""Asking the assistant for a document: who may, what is kept, what is streamed.

Law 1: from here text goes to the assistant and text comes back. The only thing written is the suggestion itself, so
that it can be named as a source when a person places it, and found when somebody pastes it unnamed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing
from dataclasses import replace
from typing import Any, Final

from assist.budget import Budget, Limits
from assist.events import Delta, Done, Event, Failed, Finished, Restarted, Started
from assist.run import check, plan, suggest
from crdt.entries import suggestion_body
from server.connection import Closing
from server.errors import Unavailable
from server.hosting import Hosting
from server.names import new_request_id, new_suggestion_id
from server.ports import Clock, SuggestionStore
from server.questions import Question
from server.records import Person, SuggestionRow

NOT_ENTERED: Final = "This suggestion could not be saved with the document. Please try again."

StreamEvent = tuple[str, dict[str, object]]
"""The name of a server-sent event and its data."""


class Suggestions:
    """The assistant as the server offers it.

    Args:
        store: where suggestions are kept; one is kept before anybody can place it.
        hosting: told of each suggestion, so that its text is recognised when it arrives in the document.
        clock: milliseconds since the epoch.
        limits: time, tokens and how many requests at once.
    """

    def __init__(
        self, store: SuggestionStore, hosting: Hosting, clock: Clock, limits: Limits
    ) -> None:
        self._store = store
        self._hosting = hosting
        self._clock = clock
        self._limits = limits
        self._budget = Budget(limits)

    def check(self, person: Person, question: Question) -> None:
        """Say at once whether this person may ask this now.

        Raises:
            assist.errors.NeedsModel: only the phrasebook is there, and this asks for more.
            assist.errors.Busy: this person or this server has too many requests running.
        """
        check(question.request, question.model)
        self._budget.take(person.id)
        self._budget.give_back(person.id)

    async def ask(
        self, document_id: str, person: Person, question: Question
    ) -> AsyncGenerator[StreamEvent, None]:
        """Stream the alternatives for one request.

        Closing the generator stops all work; what was unfinished is kept as stopped.

        Raises:
            assist.errors.Busy: this person or this server has too many requests running.
        """
        async with self._budget.acquire(person.id):
            request, model = question.request, question.model
            rows = await self._rows(document_id, person, question)
            unfinished: dict[int, SuggestionRow] = {}
            try:
                async with aclosing(suggest(request, model, limits=self._limits)) as events:
                    await anext(events)  # the model is asked while the rows are stored
                    await _to_the_end(self._begin(rows, unfinished))
                    yield "started", _started(list(unfinished.values()))
                    async for event in events:
                        streamed = await self._keep(event, unfinished)
                        if streamed is not None:
                            yield streamed
            finally:
                if unfinished:
                    await _to_the_end(self._stop(list(unfinished.values())))

    async def _rows(
        self, document_id: str, person: Person, question: Question
    ) -> list[SuggestionRow]:
        asked = new_request_id()
        request, model = question.request, question.model
        passage = request.passage
        return [
            SuggestionRow(
                id=new_suggestion_id(),
                document_id=document_id,
                number=0,
                request_id=asked,
                person_id=person.id,
                at_ms=self._clock(),
                recipe=request.recipe.slug,
                instruction=request.wish() or None,
                passage={"text": passage.text, "before": passage.before, "after": passage.after},
                label=dimension.label,
                text="",
                rules=(),
                model=model.label,
                state="asking",
            )
            for dimension in await plan(request, model)
        ]

    async def _begin(self, rows: list[SuggestionRow], unfinished: dict[int, SuggestionRow]) -> None:
        unfinished.update(enumerate(await self._store.add_request(rows)))

    async def _settle(
        self, index: int, row: SuggestionRow, unfinished: dict[int, SuggestionRow]
    ) -> None:
        await self._store.add_suggestion(row)
        del unfinished[index]

    async def _serve(
        self, index: int, row: SuggestionRow, unfinished: dict[int, SuggestionRow]
    ) -> None:
        """Enter a finished suggestion into the ledger, before anybody can place it."""
        body = suggestion_body(
            row.id,
            row.text,
            number=row.number,
            model=row.model,
            label=row.label,
            recipe=row.recipe,
            instruction=row.instruction,
        )
        await self._hosting.record(row.document_id, row.person_id, body)
        await self._settle(index, row, unfinished)
        self._hosting.asked.note(row)

    async def _keep(self, event: Event, unfinished: dict[int, SuggestionRow]) -> StreamEvent | None:
        match event:
            case Delta(index, text):
                return "delta", {"id": unfinished[index].id, "text": text}
            case Restarted(index):
                return "restarted", {"id": unfinished[index].id}
            case Finished():
                return await self._finish(event, unfinished)
            case Failed():
                return await self._fail(event, unfinished)
            case Done():
                return "done", {}
            case Started():
                return None  # told in one message, with the numbers

    async def _finish(self, event: Finished, unfinished: dict[int, SuggestionRow]) -> StreamEvent:
        row = replace(
            unfinished[event.index],
            text=event.text,
            rules=event.rules,
            state="ready",
            took_ms=event.took_ms,
            model=event.model,
            usage=_usage(event),
            cost=event.cost,
        )
        try:
            await _to_the_end(self._serve(event.index, row, unfinished))
        except (Closing, Unavailable):
            failed = Failed(event.index, Unavailable.slug, NOT_ENTERED, retryable=True)
            return await self._fail(failed, unfinished)
        return "finished", {
            "id": row.id,
            "text": row.text,
            "rules": list(row.rules),
            "model": row.model,
            "took_ms": row.took_ms,
            "usage": row.usage,
            "cost": row.cost,
        }

    async def _fail(self, event: Failed, unfinished: dict[int, SuggestionRow]) -> StreamEvent:
        row = replace(unfinished[event.index], state="failed")
        await _to_the_end(self._settle(event.index, row, unfinished))
        return "failed", {
            "id": row.id,
            "slug": event.slug,
            "message": event.message,
            "retryable": event.retryable,
            "retry_after_s": event.retry_after_s,
        }

    async def _stop(self, rows: list[SuggestionRow]) -> None:
        for row in rows:
            await self._store.add_suggestion(replace(row, state="stopped"))


async def _to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """Do work that must not be left half done, also when nobody waits for it any more."""
    doing = asyncio.create_task(work)
    cancelled: asyncio.CancelledError | None = None
    while not doing.done():
        try:
            await asyncio.wait((doing,))
        except asyncio.CancelledError as error:
            cancelled = error
    doing.result()
    if cancelled is not None:
        raise cancelled


def _started(rows: list[SuggestionRow]) -> dict[str, object]:
    return {
        "request": rows[0].request_id if rows else "",
        "alternatives": [
            {"id": row.id, "number": row.number, "label": row.label, "model": row.model}
            for row in rows
        ],
    }


def _usage(event: Finished) -> dict[str, int] | None:
    if event.usage is None:
        return None
    return {"input": event.usage.input, "output": event.usage.output}
