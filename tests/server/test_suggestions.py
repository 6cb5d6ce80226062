"""server.suggestions: what becomes of a request that ends before its answers do."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from assist.budget import Limits
from assist.model import TextPiece
from assist.passage import Passage
from assist.recipe import recipe
from assist.scripted import Pause, ScriptedModel, say
from assist.suggestion import Request
from server.errors import Unavailable
from server.hosting import Hosting, HostingLimits
from server.opening import new_document
from server.questions import Question
from server.records import Person, SuggestionRow
from server.store.sql import SqlStore
from server.suggestions import Suggestions

ADA = Person("p_ada", "Ada", "A", 0, "account")
REQUEST = Request(Passage("It rained.", "", ""), recipe("rephrase"), None, 2)
FOR_EVER = [TextPiece("It"), Pause(until=asyncio.Event())]


class Desk:
    """Ada asks the assistant about the document `d`."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store

    def ask(
        self, model: ScriptedModel, request: Request = REQUEST
    ) -> AsyncGenerator[tuple[str, dict[str, Any]], None]:
        hosting = Hosting(self.store, lambda: 0, open_mode=False, limits=HostingLimits())
        subject = Suggestions(self.store, hosting, lambda: 0, Limits())
        return subject.ask("d", ADA, Question(request, model))

    async def listen(self, model: ScriptedModel, heard: list[str]) -> None:
        async with aclosing(self.ask(model)) as events:
            async for name, _ in events:
                heard.append(name)

    async def states(self) -> list[str]:
        return sorted(row.state for row in await self.store.list_suggestions("d"))


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncGenerator[Desk]:
    store = SqlStore(f"sqlite:///{tmp_path / 'byline.db'}")
    await store.open()
    await store.add_person(ADA, 0)
    await store.create_document(*new_document("d", "D", ADA.id, 0))
    yield Desk(store)
    await store.close()


def cancel_after(
    method: Callable[..., Awaitable[Any]], listening: list[asyncio.Task[None]]
) -> Callable[..., Awaitable[Any]]:
    """The method, but whoever listens goes away at the moment that it is done."""

    async def wrapped(*arguments: Any) -> Any:
        result = await method(*arguments)
        if listening:
            listening.pop().cancel()
            await asyncio.sleep(0)
        return result

    return wrapped


async def test_alternatives_nobody_waits_for_any_more_are_stopped(desk: Desk) -> None:
    async with aclosing(desk.ask(ScriptedModel([say("Rain fell."), FOR_EVER]))) as events:
        async for name, _ in events:
            if name == "finished":
                break
    assert await desk.states() == ["ready", "stopped"]


@pytest.mark.parametrize(
    ("method", "left"),
    [("add_request", ["stopped", "stopped"]), ("add_suggestion", ["ready", "stopped"])],
)
async def test_nobody_listening_at_the_moment_something_is_stored_leaves_nothing_asking(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, method: str, left: Sequence[str]
) -> None:
    listening: list[asyncio.Task[None]] = []
    monkeypatch.setattr(desk.store, method, cancel_after(getattr(desk.store, method), listening))
    model = ScriptedModel([say("Rain fell."), FOR_EVER])
    task = asyncio.create_task(desk.listen(model, []))
    listening.append(task)
    await asyncio.wait([task])
    assert task.cancelled()
    async with asyncio.timeout(10):
        while await desk.states() != left:  # noqa: ASYNC110 - the store tells nobody
            await asyncio.sleep(0)


async def test_a_failure_that_could_not_be_stored_is_not_asking_for_ever(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = desk.store.add_suggestion

    async def fail_once(row: SuggestionRow) -> SuggestionRow:
        monkeypatch.setattr(desk.store, "add_suggestion", add)
        raise Unavailable("Not now.")

    monkeypatch.setattr(desk.store, "add_suggestion", fail_once)
    with pytest.raises(Unavailable):
        await desk.listen(ScriptedModel([[ValueError("a mistake")], FOR_EVER]), [])
    assert await desk.states() == ["stopped", "stopped"]


async def test_what_a_crash_left_asking_is_stopped_at_the_next_start(
    desk: Desk, tmp_path: Path
) -> None:
    events = desk.ask(ScriptedModel([FOR_EVER, FOR_EVER]))
    assert (await anext(events))[0] == "started"
    assert await desk.states() == ["asking", "asking"]
    again = SqlStore(f"sqlite:///{tmp_path / 'byline.db'}")
    await again.open()
    assert await Desk(again).states() == ["stopped", "stopped"]
    await again.close()
    await events.aclose()


async def test_an_instruction_is_kept_as_the_model_gets_it(desk: Desk) -> None:
    """PostgreSQL cannot store U+0000: it would look like a database that does not answer."""
    request = Request(REQUEST.passage, recipe("custom"), " be\0 kind\u202e ", 2)
    events = desk.ask(ScriptedModel([say("Rain fell."), say("It poured.")]), request)
    async with aclosing(events):
        await anext(events)
    rows = await desk.store.list_suggestions("d")
    assert {row.instruction for row in rows} == {"be kind"}


async def test_a_suggestion_of_a_document_deleted_meanwhile_fails_on_its_card(desk: Desk) -> None:
    heard: list[str] = []
    async with aclosing(desk.ask(ScriptedModel([say("Rain fell."), say("Wet.")]))) as events:
        async for name, said in events:
            heard.append(name)
            if name == "started":
                await desk.store.set_deleted("d", 1)
            if name == "failed":
                assert "could not be saved" in said["message"]
    assert heard.count("failed") == 2
    assert await desk.states() == ["failed", "failed"]
