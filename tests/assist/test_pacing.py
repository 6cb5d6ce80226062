"""Joining the events of answers that stream at once (SPEC.md G7)."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.pacing import Pace, merged, pace_answers

# The library that reads the answers leaves some to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def event(delta: dict[str, Any], **more: Any) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": None, **more}
    return b"data: " + json.dumps({"id": "c", "choices": [choice]}).encode() + b"\n\n"


PLAIN = st.text(max_size=5).map(lambda text: event({"content": text}))
OTHER = st.sampled_from(
    [
        event({"role": "assistant", "content": ""}),
        event({"content": "x"}, finish_reason="stop"),
        event({"content": None}),
        event({"content": "y", "tool_calls": [{"index": 0}]}),
        event({"content": "z"}, logprobs={"content": []}),
        b'data: {"choices":[],"usage":{"prompt_tokens":1}}\n\n',
        b'data: {"choices":[{"index":0,"delta":{"content":"u"}}],"usage":{"prompt_tokens":1}}\n\n',
        b'data: {"choices":[{"index":1,"delta":{"content":"second"}}]}\n\n',
        b'data: {"error":{"message":"no"}}\n\n',
        b"data: [DONE]\n\n",
        b"data: {not json\n\n",
        b"event: ping\ndata: {}\n\n",
        b": comment\n\n",
    ]
)


def words(events: bytes) -> list[object]:
    """What a reader sees: text runs joined, everything else as it is."""
    seen: list[object] = []
    for raw in events.split(b"\n\n")[:-1]:
        try:
            choice = json.loads(raw.removeprefix(b"data: "))["choices"][0]
            plain = set(choice["delta"]) == {"content"} and isinstance(
                choice["delta"]["content"], str
            )
        except (ValueError, LookupError, TypeError):
            plain = False
        if not plain or raw + b"\n\n" in _NOT_PLAIN:
            seen.append(raw)
        elif seen and isinstance(seen[-1], str):
            seen[-1] += choice["delta"]["content"]
        else:
            seen.append(choice["delta"]["content"])
    return seen


_NOT_PLAIN = {
    event({"content": "x"}, finish_reason="stop"),
    event({"content": "z"}, logprobs={"content": []}),
    b'data: {"choices":[{"index":0,"delta":{"content":"u"}}],"usage":{"prompt_tokens":1}}\n\n',
    b'data: {"choices":[{"index":1,"delta":{"content":"second"}}]}\n\n',
}


@given(st.lists(PLAIN | OTHER, min_size=1))
def test_g7_joined_events_say_the_same(events: list[bytes]) -> None:
    whole = b"".join(events)
    joined, has_words = merged(whole)
    assert words(joined) == words(whole)
    assert has_words == any(isinstance(each, str) and each for each in words(whole))
    kept = joined.split(b"\n\n")
    assert all(each.removesuffix(b"\n\n") in kept for each in events if each in _NOT_PLAIN)
    assert len(kept) <= len(whole.split(b"\n\n"))


def test_g7_neighbours_become_one() -> None:
    joined, _ = merged(event({"content": "a"}) + event({"content": "ß"}) + event({"content": "c"}))
    assert joined.count(b"\n\n") == 1
    assert "aßc" in joined.decode()


def test_g7_a_few_answers_are_not_slowed() -> None:
    pace = Pace()
    pace.open = 3
    assert pace.pause_s == 0
    pace.open = 60
    assert 0.1 < pace.pause_s < 0.2
    pace.open = 10_000
    assert pace.pause_s <= 0.25


class Slowly(httpx.AsyncByteStream):
    """Pieces that come one by one, cut anywhere."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            await asyncio.sleep(0)
            yield piece


async def test_g7_events_that_are_cut_anywhere_arrive_whole() -> None:
    whole = (
        event({"content": "naïve "}) + event({"content": "café"}) + b"data: [DONE]\n\n" + b"rest"
    )
    pace = Pace()

    def answer(_request: httpx.Request) -> httpx.Response:
        pieces = [whole[at : at + 7] for at in range(0, len(whole), 7)]
        return httpx.Response(
            200, headers={"content-type": "text/event-stream"}, stream=Slowly(pieces)
        )

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        pace_answers(client, pace)
        async with client.stream("GET", "http://model.test/") as response:
            read = [block async for block in response.aiter_raw()]
            assert pace.open == 0
    assert words(b"".join(read).removesuffix(b"rest")) == words(whole.removesuffix(b"rest"))
    assert b"".join(read).endswith(b"rest")
