"""Several models in a row (SPEC.md M2, M3), some of them real servers on loopback."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing

import pytest

from assist.errors import (
    AssistError,
    ModelAuth,
    ModelCut,
    ModelFailed,
    ModelNotAModel,
    ModelQuota,
    ModelRateLimited,
    ModelRefused,
    ModelTimeout,
    ModelUnknown,
    ModelUnreachable,
    TooLong,
)
from assist.events import Event, Failed, Finished
from assist.fallback import Fallback
from assist.gateway import Gateway
from assist.model import Model, TextPiece
from assist.passage import Passage
from assist.prompt import Prompt
from assist.recipe import recipe
from assist.run import suggest
from assist.scripted import Pause, ScriptedModel, Step, say
from assist.suggestion import Request
from tests.assist.model_server import ModelServer

REQUEST = Request(Passage("The original text."), recipe("rephrase"), alternatives=2)

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def always(label: str, *steps: Step) -> ScriptedModel:
    """A model that does the same whenever it is asked."""
    return ScriptedModel(lambda _: steps, label)


async def events_of(*models: Model) -> list[Event]:
    subject = Fallback(models, first_token_s=0.05, pause_s=0)
    async with aclosing(suggest(REQUEST, subject)) as events:
        return [event async for event in events]


def answered(events: list[Event]) -> set[str]:
    return {event.model for event in events if isinstance(event, Finished)}


def failed(events: list[Event]) -> set[str]:
    return {event.slug for event in events if isinstance(event, Failed)}


@pytest.mark.parametrize(
    "error",
    [
        *(ModelUnreachable(), ModelTimeout(), ModelAuth(), ModelQuota(), ModelUnknown()),
        *(ModelNotAModel(), ModelCut(), ModelFailed(), ModelRateLimited(retry_after_s=60)),
    ],
    ids=lambda error: error.slug,
)
async def test_m2_before_the_first_word_the_next_model_is_asked(error: AssistError) -> None:
    first = always("First", TextPiece(""), error)
    events = await events_of(first, ScriptedModel([say("One."), say("Two.")], "Second"))
    assert (answered(events), failed(events)) == ({"Second"}, set())


async def test_m2_a_model_that_says_nothing_hands_over() -> None:
    first = always("First", Pause(until=asyncio.Event()))
    events = await events_of(first, ScriptedModel([say("One."), say("Two.")], "Second"))
    assert answered(events) == {"Second"}
    assert first.open_streams == 0


@pytest.mark.parametrize("error", [ModelRefused(), TooLong("Too long.")])
async def test_m2_what_is_final_is_not_asked_elsewhere(error: AssistError) -> None:
    second = ScriptedModel([say("One."), say("Two.")], "Second")
    events = await events_of(always("First", error), second)
    assert failed(events) == {error.slug}
    assert second.prompts == []


async def test_m2_after_the_first_word_nobody_else_is_asked() -> None:
    second = ScriptedModel([say("One."), say("Two.")], "Second")
    events = await events_of(always("First", TextPiece("A word"), ModelCut()), second)
    assert failed(events) == {"model-cut"}
    assert second.prompts == []


@pytest.mark.parametrize("error", [ModelFailed(), ModelRateLimited(retry_after_s=0)])
async def test_m2_a_passing_failure_is_tried_once_more(error: AssistError) -> None:
    asked: list[int] = []

    def script(prompt: Prompt) -> Sequence[Step]:
        asked.append(prompt.index)
        is_first = asked.count(prompt.index) == 1
        return [error] if is_first else say(f"Words {prompt.index}.")

    events = await events_of(ScriptedModel(script, "Only"))
    assert (answered(events), sorted(asked)) == ({"Only"}, [0, 0, 1, 1])


async def test_m2_when_all_fail_the_last_one_says_why() -> None:
    events = await events_of(always("First", ModelAuth()), always("Second", ModelQuota()))
    assert failed(events) == {"model-quota"}


@pytest.mark.parametrize("mode", ["401", "404", "429", "500", "503", "html", "garbage"])
async def test_m3_real_servers_that_fail_hand_over(mode: str) -> None:
    async with ModelServer(mode=mode) as broken, ModelServer() as sound:
        models = [
            Gateway("openai/test", api_base=broken.base, api_key="k", label="Broken"),
            Gateway("openai/test", api_base=sound.base, api_key="k", label="Sound"),
        ]
        subject = Fallback(models, pause_s=0)
        async with aclosing(suggest(REQUEST, subject)) as events:
            assert answered([event async for event in events]) == {"Sound"}
        await models[0].close()


async def test_m3_stopping_closes_the_connection_to_the_fallback() -> None:
    async with ModelServer(mode="401") as broken, ModelServer(mode="endless") as sound:
        models = [
            Gateway("openai/test", api_base=each.base, api_key="k") for each in (broken, sound)
        ]
        async with aclosing(suggest(REQUEST, Fallback(models))) as events:
            async for event in events:
                if sound.streaming.is_set() and not isinstance(event, Failed):
                    break
        await sound.gone.wait()
        await models[0].close()
        await sound.unused.wait()
