"""Runs: what happens in which order, and what stops what (SPEC.md R1 to R7, C5)."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing

import pytest

from assist.budget import Limits
from assist.errors import ModelCut, ModelUnreachable
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
from assist.model import Finish, FinishReason, Piece, RulesPiece, TextPiece, Usage
from assist.passage import Passage
from assist.prompt import Prompt
from assist.recipe import recipe
from assist.run import plan, suggest
from assist.scripted import Pause, ScriptedModel, Step, say
from assist.suggestion import Request, TurnedDown

REQUEST = Request(Passage("The original text."), recipe("rephrase"))
QUICK = Limits(total_s=5, first_token_s=0.1, between_tokens_s=0.1)


async def events_of(
    steps: Sequence[Sequence[Step]] | Callable[[Prompt], Sequence[Step]],
    request: Request = REQUEST,
    limits: Limits | None = None,
) -> list[Event]:
    async with aclosing(suggest(request, ScriptedModel(steps), limits=limits)) as events:
        return [event async for event in events]


def ends(events: list[Event]) -> dict[int, str]:
    found: dict[int, str] = {}
    for event in events:
        if isinstance(event, Finished):
            found[event.index] = event.text
        if isinstance(event, Failed):
            found[event.index] = event.slug
    return found


async def test_r1_events_come_in_their_order() -> None:
    events = await events_of([say("One way."), [ModelCut()], say("Another way.")])
    assert [type(event) for event in events[:3]] == [Started] * 3
    assert [event.label for event in events[:3] if isinstance(event, Started)] == [
        dimension.label for dimension in REQUEST.recipe.dimensions[:3]
    ]
    assert events[-1] == Done()
    assert events.count(Done()) == 1
    for index in range(3):
        own = [event for event in events[:-1] if event.index == index]  # type: ignore[union-attr]
        assert isinstance(own[0], Started)
        assert isinstance(own[-1], Finished | Failed)
        assert all(isinstance(event, Delta) for event in own[1:-1])
    assert ends(events) == {0: "One way.", 1: "model-cut", 2: "Another way."}


async def test_r8_what_was_turned_down_is_not_suggested_again_nor_its_dimensions_first() -> None:
    labels = [dimension.label for dimension in REQUEST.recipe.dimensions]
    turned_down = tuple(TurnedDown(label, f"Way {label}.") for label in labels[:3])
    request = Request(REQUEST.passage, REQUEST.recipe, turned_down=turned_down)
    events = await events_of([say(f"way {labels[0]}!"), say("New."), say("Newer.")], request)
    started = [event.label for event in events if isinstance(event, Started)]
    assert started == labels[3:6]
    assert ends(events) == {0: "nothing-to-suggest", 1: "New.", 2: "Newer."}


async def test_c4_text_about_the_passage_has_no_whitespace_of_it() -> None:
    request = Request(Passage("  The original text.\n"), recipe("explain"), alternatives=2)
    events = await events_of([say("It says that."), say("Another way to say it.")], request)
    assert ends(events)[0] == "It says that."


async def test_r1_finished_holds_what_the_model_told() -> None:
    ticks = iter(range(100))
    steps: list[Step] = [
        TextPiece("Better."),
        RulesPiece(("a rule",)),
        Usage(12, 3, 0.004),
        Finish(),
    ]
    model = ScriptedModel([steps, [ModelCut()]])
    request = Request(REQUEST.passage, REQUEST.recipe, alternatives=2)
    events = [event async for event in suggest(request, model, clock=lambda: next(ticks) / 4)]
    finished = next(event for event in events if isinstance(event, Finished))
    assert finished.rules == ("a rule",)
    assert finished.usage == TokenUsage(12, 3)
    assert finished.cost == 0.004
    assert finished.took_ms > 0


async def test_r1_there_are_as_many_alternatives_as_asked_for() -> None:
    for number in (2, 5):
        request = Request(REQUEST.passage, REQUEST.recipe, alternatives=number)
        model = ScriptedModel(lambda prompt: say(f"Way {prompt.index}."))
        events = [event async for event in suggest(request, model)]
        assert len(ends(events)) == number
        assert [each.label for each in await plan(request, model)] == [
            event.label for event in events if isinstance(event, Started)
        ]


async def test_r2_alternatives_are_written_at_the_same_time() -> None:
    first_waits = asyncio.Event()
    steps: list[list[Step]] = [
        [TextPiece("A "), Pause(until=first_waits), TextPiece("way."), Finish()],
        say("Another one."),
        say("A third."),
    ]
    finished: list[int] = []
    async for event in suggest(REQUEST, ScriptedModel(steps)):
        if isinstance(event, Finished):
            finished.append(event.index)
        if len(finished) == 2:
            first_waits.set()
    assert finished[-1] == 0
    assert sorted(finished) == [0, 1, 2]


@pytest.mark.parametrize(
    "steps",
    [
        [Pause(until=asyncio.Event())],
        [TextPiece("Some "), Pause(until=asyncio.Event())],
        [TimeoutError("of the model's own")],
    ],
    ids=["no first word", "no next word", "its own"],
)
async def test_r3_waiting_ends(steps: list[Step]) -> None:
    events = await events_of([steps, say("Another."), say("A third.")], limits=QUICK)
    assert ends(events) == {0: "model-timeout", 1: "Another.", 2: "A third."}


async def test_r3_an_answer_ends_in_time_however_lively() -> None:
    model = ScriptedModel(
        lambda prompt: [step for _ in range(999) for step in (TextPiece(""), Pause(0.01))]
    )
    limits = Limits(total_s=0.2, first_token_s=9, between_tokens_s=9)
    events = [event async for event in suggest(REQUEST, model, limits=limits)]
    assert set(ends(events).values()) == {"model-timeout"}
    assert model.open_streams == 0


async def test_r3_signs_of_life_start_the_wait_anew() -> None:
    alive: list[Step] = [step for _ in range(8) for step in (TextPiece(""), Pause(0.05))]
    limits = Limits(total_s=9, first_token_s=0.3, between_tokens_s=0.01)
    events = await events_of([[*alive, *say("Late.")], say("B."), say("C.")], limits=limits)
    assert ends(events)[0] == "Late."


async def test_r4_closing_the_events_stops_all_streams() -> None:
    model = ScriptedModel([[TextPiece("word "), Pause(until=asyncio.Event())]] * 3)
    async with aclosing(suggest(REQUEST, model)) as events:
        async for event in events:
            if isinstance(event, Delta):
                assert model.open_streams == 3
                break
    assert model.open_streams == 0


async def test_r4_cancelling_the_reader_stops_all_streams() -> None:
    model = ScriptedModel([[TextPiece("word "), Pause(until=asyncio.Event())]] * 3)
    running = asyncio.Event()

    async def read() -> None:
        async with aclosing(suggest(REQUEST, model)) as events:
            async for event in events:
                if isinstance(event, Delta):
                    running.set()

    reader = asyncio.create_task(read())
    await running.wait()
    reader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reader
    assert model.open_streams == 0
    assert len(asyncio.all_tasks()) == 1


@pytest.mark.parametrize(
    ("steps", "slug"),
    [
        ([TextPiece("Half an ans")], "model-cut"),
        ([], "model-cut"),
        ([TextPiece("Long"), Finish(FinishReason.LENGTH)], "model-overrun"),
        ([TextPiece("Bad"), Finish(FinishReason.REFUSED)], "model-refused"),
        ([Finish()], "model-empty"),
        ([TextPiece(" \u200b\n"), Finish()], "model-empty"),
        ([TextPiece("x" * 9_999), Finish()], "model-overrun"),
        ([ModelUnreachable()], "model-unreachable"),
        ([TextPiece("The original text."), Finish()], "nothing-to-suggest"),
        ([TextPiece("“The original text.”"), Finish()], "nothing-to-suggest"),
    ],
)
async def test_r5_what_is_no_whole_answer_fails(steps: list[Step], slug: str) -> None:
    events = await events_of([steps, say("Another."), say("A third.")])
    assert ends(events) == {0: slug, 1: "Another.", 2: "A third."}


async def test_c5_two_alternatives_with_the_same_words_are_one() -> None:
    events = await events_of([say("The same."), say("the  SAME!"), say("Different.")])
    assert sorted(ends(events).values()) == [
        "Different.",
        "The same.",
        "nothing-to-suggest",
    ] or sorted(ends(events).values()) == ["Different.", "nothing-to-suggest", "the  SAME!"]


async def test_c5_what_is_nearly_another_alternative_is_asked_for_once_more() -> None:
    one = "The team will send the plan to all of the partners early next week."
    asked: list[Prompt] = []

    def script(prompt: Prompt) -> Sequence[Step]:
        asked.append(prompt)
        if prompt.request.turned_down:
            return [TextPiece("Partners get the plan from us soon."), Usage(7, 3, 0.5), Finish()]
        if prompt.index == 2:
            return say("Something else entirely.")
        return [TextPiece(one if prompt.index else f"{one} OK"), Usage(5, 2, 0.25), Finish()]

    events = await events_of(script)
    texts = ends(events)
    again = [event.index for event in events if isinstance(event, Restarted)]
    assert len(again) == 1
    assert texts[again[0]] == "Partners get the plan from us soon."
    finished = next(e for e in events if isinstance(e, Finished) and e.index == again[0])
    assert (finished.usage, finished.cost) == (TokenUsage(12, 5), 0.75)
    second = next(prompt for prompt in asked if prompt.request.turned_down)
    assert one in second.user
    assert "turned these answers down" in second.user


async def test_r6_a_broken_model_fails_one_alternative_and_leaks_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = RuntimeError("secret sk-canary and the passage")
    events = await events_of([[broken], say("Another."), [asyncio.CancelledError()]])
    assert ends(events) == {0: "model-failed", 1: "Another.", 2: "model-failed"}
    assert "RuntimeError" in caplog.text
    assert "sk-canary" not in caplog.text
    assert not any(record.exc_info for record in caplog.records)
    assert caplog.records[0].levelno == logging.ERROR


async def test_r7_a_slow_reader_makes_the_model_wait() -> None:
    written = 0

    class Fast:
        label = "Fast"
        built_in = False

        async def stream(self, prompt: Prompt) -> AsyncIterator[Piece]:
            nonlocal written
            for number in range(400):
                written += 1
                yield TextPiece(f"{number} ")
            yield Finish()

    request = Request(Passage("x " * 2_000), recipe("rephrase"), alternatives=2)
    async with aclosing(suggest(request, Fast())) as events:
        async for event in events:
            if isinstance(event, Delta):
                break
        for _ in range(50):
            await asyncio.sleep(0)
        assert written < 300


async def test_a3_a_model_gets_the_prompt_and_nothing_else() -> None:
    model = ScriptedModel(lambda prompt: say(f"Way {prompt.index}."))
    _ = [event async for event in suggest(REQUEST, model)]
    assert {prompt.index for prompt in model.prompts} == {0, 1, 2}
    assert all(prompt.max_tokens == Limits().max_tokens for prompt in model.prompts)
    assert len({prompt.system for prompt in model.prompts}) == 3  # a word of its own for each
