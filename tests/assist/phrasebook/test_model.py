"""The phrasebook as a model (SPEC.md F2, F3, F10)."""

import asyncio
import gc
import time

import pytest

from assist.errors import NeedsModel
from assist.events import Delta, Failed, Finished, Started
from assist.passage import Passage
from assist.phrasebook import Phrasebook
from assist.recipe import recipe
from assist.run import plan, suggest
from assist.suggestion import Request

TEXT = (
    "In order to make a decision, we do not require a lot of assistance, but we'd like it now, and we can't wait. "
    "Please do not hesitate to contact us."
)


async def ends(
    text: str, slug: str, wish: str | None = None, number: int = 3
) -> list[Finished | Failed]:
    request = Request(Passage(text), recipe(slug), wish, number)
    found: dict[int, Finished | Failed] = {}
    shown = dict.fromkeys(range(number), "")
    async for event in suggest(request, Phrasebook(pause_s=0)):
        if isinstance(event, Delta):
            shown[event.index] += event.text
        if isinstance(event, Finished | Failed):
            found[event.index] = event
    for index, event in found.items():
        if isinstance(event, Finished):
            assert event.text.strip() == shown[index].strip()
    return [found[index] for index in range(number)]


@pytest.mark.parametrize("slug", ["rephrase", "shorten", "plain", "formal", "friendlier"])
async def test_f2_three_alternatives_and_the_rules_that_fired(slug: str) -> None:
    for event in await ends(TEXT, slug):
        assert isinstance(event, Finished), event
        assert event.rules
        assert (event.usage, event.cost) == (None, None)


async def test_text_arrives_in_pieces() -> None:
    request = Request(Passage(TEXT), recipe("rephrase"))
    deltas = [
        event async for event in suggest(request, Phrasebook(pause_s=0)) if isinstance(event, Delta)
    ]
    assert sum(delta.index == 0 for delta in deltas) > 3
    assert {delta.index for delta in deltas[:3]} == {0, 1, 2}  # side by side


async def test_a_person_sees_it_stream() -> None:
    started = time.perf_counter()
    request = Request(Passage(TEXT), recipe("rephrase"))
    _ = [event async for event in suggest(request, Phrasebook(pause_s=0.02))]
    assert time.perf_counter() - started > 0.06


async def test_whitespace_at_the_edges_is_the_passages_own() -> None:
    for event in await ends(f"  {TEXT}\n", "rephrase"):
        assert isinstance(event, Finished)
        assert event.text.startswith("  ")
        assert event.text.endswith(".\n")


async def test_f2_what_cannot_be_made_is_said() -> None:
    first, second, third = await ends("Somebody sang.", "rephrase")
    assert isinstance(first, Finished)
    assert isinstance(second, Failed)
    assert isinstance(third, Failed)
    assert second.slug == third.slug == "nothing-to-suggest"
    assert "no further different phrasing" in second.message
    assert not second.retryable


async def test_f2_nothing_at_all_is_said_helpfully() -> None:
    for event in await ends("Zebra.", "shorten"):
        assert isinstance(event, Failed)
        assert "longer selection" in event.message


@pytest.mark.parametrize(
    ("wish", "slug"),
    [
        ("make it shorter please", "shorten"),
        ("more formal", "formal"),
        ("less formal", "friendlier"),
        ("in simple words", "plain"),
        ("say it in other words", "rephrase"),
        ("Make this sound friendlier", "friendlier"),
    ],
)
async def test_f10_an_own_instruction_that_it_knows(wish: str, slug: str) -> None:
    request = Request(Passage(TEXT), recipe("custom"), wish)
    assert set(await plan(request, Phrasebook())) <= set(recipe(slug).dimensions)
    assert all(isinstance(event, Finished) for event in await ends(TEXT, "custom", wish))


async def test_p7_what_is_no_wording_needs_a_model() -> None:
    with pytest.raises(NeedsModel):
        await plan(Request(Passage("We utilise it."), recipe("summarise")), Phrasebook())


async def test_f10_an_own_instruction_that_it_does_not_know() -> None:
    for event in await ends(TEXT, "custom", "translate it into Latin verse"):
        assert isinstance(event, Failed)
        assert "language model has to be set up" in event.message


async def test_plan_and_started_agree() -> None:
    request = Request(Passage(TEXT), recipe("shorten"), alternatives=5)
    model = Phrasebook(pause_s=0)
    labels = [event.label async for event in suggest(request, model) if isinstance(event, Started)]
    assert labels == [dimension.label for dimension in await plan(request, model)]
    assert len(labels) == 5


async def test_nothing_is_kept_of_a_passage() -> None:
    model = Phrasebook(pause_s=0)
    request = Request(Passage(TEXT), recipe("shorten"))
    await plan(request, model)
    assert len(model._made) == 1  # pyright: ignore[reportPrivateUsage]
    del request
    await asyncio.to_thread(gc.collect)  # the thread lets go of its last task
    assert len(model._made) == 0  # pyright: ignore[reportPrivateUsage]


async def test_the_loop_is_not_held_up() -> None:
    request = Request(Passage((TEXT + " ") * 120), recipe("rephrase"))
    work = asyncio.create_task(plan(request, Phrasebook()))
    longest = 0.0
    while not work.done():
        before = time.perf_counter()
        await asyncio.sleep(0.001)
        longest = max(longest, time.perf_counter() - before)
    assert longest < 0.5
