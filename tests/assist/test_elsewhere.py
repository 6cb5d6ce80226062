"""Models that are asked by a process of their own (SPEC.md W1 to W7)."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import aclosing

import psutil
import pytest

from assist import elsewhere
from assist.budget import Limits
from assist.elsewhere import Endpoint, ModelElsewhere, ModelProcess
from assist.errors import ModelOverrun
from assist.events import Delta, Event, Failed, Finished
from assist.gateway import Gateway
from assist.passage import Passage
from assist.pipe import line
from assist.prompt import build_prompt
from assist.recipe import recipe
from assist.run import suggest
from assist.suggestion import Request
from assist.worker import Turns, Worker
from tests.assist.model_server import ModelServer

KEY = "sk-canary-7d793037a0760186"
PASSAGE = "hello there my good friend of mine"
REQUEST = Request(Passage(PASSAGE), recipe("rephrase"), alternatives=2)
LIMITS = Limits(total_s=60, first_token_s=30, between_tokens_s=20)


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer() as running:
        yield running


@pytest.fixture
async def model(server: ModelServer) -> AsyncIterator[ModelElsewhere]:
    asked = ModelElsewhere(Endpoint("openai/test", server.base, KEY), ModelProcess())
    yield asked
    await asked.close()


async def ask(model: ModelElsewhere) -> list[Event]:
    async with aclosing(suggest(REQUEST, model, limits=LIMITS)) as events:
        return [event async for event in events]


def worker() -> psutil.Process:
    (process,) = [
        child for child in psutil.Process().children() if "assist.worker" in child.cmdline()
    ]
    return process


def has_loaded(process: psutil.Process, library: str) -> bool:
    return any(library in each.path for each in process.memory_maps())


async def test_w1_answers_and_troubles_come_over(
    server: ModelServer, model: ModelElsewhere
) -> None:
    events = await ask(model)
    finished = [event for event in events if isinstance(event, Finished)]
    assert {event.text for event in finished} == {f"Wording {n}: {PASSAGE}" for n in (1, 2)}
    assert all(event.usage is not None for event in finished)
    assert sum(isinstance(event, Delta) for event in events) >= 2
    for mode, slug in {
        "401": "model-auth",
        "429": "model-rate-limited",
        "500": "model-failed",
        "400-context": "too-long",
        "html": "model-not-a-model",
        "cut": "model-cut",
        "length": "model-overrun",
    }.items():
        server.mode = mode
        failed = [event for event in await ask(model) if isinstance(event, Failed)]
        assert {event.slug for event in failed} == {slug}
        assert KEY not in repr(failed)
        if mode == "429":
            assert {event.retry_after_s for event in failed} == {7}
        if mode == "400-context":
            assert all("too long for the configured model" in event.message for event in failed)


async def test_w2_the_process_knows_no_settings_and_no_key(
    model: ModelElsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BYLINE_DATABASE_URL", "postgresql://secret")
    monkeypatch.setenv("SOME_PROVIDERS_KEY", "its own variable")
    await ask(model)
    process = worker()
    environment = process.environ()
    assert not [name for name in environment if name.startswith("BYLINE_")]
    assert environment["SOME_PROVIDERS_KEY"] == "its own variable"
    assert KEY not in " ".join([*process.cmdline(), *environment.values()])
    await model.close()
    assert not process.is_running()


async def test_w3_a_lost_process_is_started_again(
    server: ModelServer, model: ModelElsewhere
) -> None:
    server.mode = "stall"
    asking = asyncio.create_task(ask(model))
    await asyncio.wait_for(server.streaming.wait(), 30)
    worker().kill()
    assert {event.slug for event in await asking if isinstance(event, Failed)} == {"model-failed"}
    server.mode = "normal"
    assert sum(isinstance(event, Finished) for event in await ask(model)) == 2


async def test_w4_stopping_reaches_the_provider(server: ModelServer, model: ModelElsewhere) -> None:
    server.mode = "endless"
    server.pause_s = 0.01
    asking = asyncio.create_task(ask(model))
    await asyncio.wait_for(server.streaming.wait(), 30)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await asyncio.wait_for(server.unused.wait(), 10)


async def test_w5_what_nobody_takes_is_stopped(
    server: ModelServer, model: ModelElsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "_MAX_WAITING", 10_000)
    server.mode = "endless"
    prompt = build_prompt(
        REQUEST, REQUEST.recipe.dimensions[0], index=0, max_tokens=8_000, new_nonce=lambda: "0" * 16
    )
    async with aclosing(model.stream(prompt)) as pieces:
        await anext(pieces)
        await asyncio.wait_for(server.streaming.wait(), 30)
        await asyncio.wait_for(server.unused.wait(), 30)  # nobody reads on
        with pytest.raises(ModelOverrun):
            async for _ in pieces:
                pass


async def test_w6_the_library_is_loaded_before_the_first_question(model: ModelElsewhere) -> None:
    await model.prepare()
    process = worker()
    async with asyncio.timeout(60):
        while not await asyncio.to_thread(has_loaded, process, "pydantic_core"):
            pass
    await model.prepare()
    assert worker() == process
    assert sum(isinstance(event, Finished) for event in await ask(model)) == 2
    assert worker() == process


async def test_w6_what_cannot_be_started_is_told_when_it_is_asked(
    model: ModelElsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere.sys, "executable", "/nowhere/python")
    await model.prepare()
    failed = [event for event in await ask(model) if isinstance(event, Failed)]
    assert {event.slug for event in failed} == {"model-failed"}


async def test_w7_every_question_takes_its_turn(server: ModelServer) -> None:
    waits: list[float] = []

    class Noted(Turns):
        def wait_s(self, now: float) -> float:
            waits.append(super().wait_s(now))
            return waits[-1]

    ours, theirs = [await asyncio.open_connection(sock=end) for end in socket.socketpair()]
    asked = Worker(theirs[1], Noted())
    serving = asyncio.create_task(asked.serve(theirs[0]))
    endpoint = {"name": "openai/test", "api_base": server.base, "api_key": KEY}
    for id_ in (1, 2):
        question = {"id": id_, "endpoint": endpoint, "system": "", "user": PASSAGE}
        ours[1].write(line({**question, "max_tokens": 100}))
    ended: set[int] = set()
    while len(ended) < 2:
        said = json.loads(await ours[0].readline())
        ended |= {said["id"]} if "end" in said else set()
    ours[1].close()
    await serving
    theirs[1].close()
    await asyncio.gather(*(end.wait_closed() for _, end in (ours, theirs)))
    await Gateway(**endpoint).close()  # what this process has open now
    assert len(waits) == 2
    assert waits[0] < waits[1]


def test_w7_questions_that_come_together_begin_one_after_the_other() -> None:
    turns = Turns()
    assert turns.wait_s(10.0) == 0
    assert turns.wait_s(10.0) == pytest.approx(0.005)
    assert turns.wait_s(10.001) == pytest.approx(0.009)
    assert turns.wait_s(11.0) == 0
