"""Reading many event streams at once no faster than people can read.

The library spends about a third of a millisecond on every event of a provider, and a
provider sends one per token. With a few answers on their way that is nothing; with a
hundred it is more than a processor. So the streams that are open share a number of
reads per second: what arrived between two reads of a stream is handed on as one event.
The first words of an answer never wait.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any, Final

import anyio
import httpx

__all__ = ["Pace", "merged", "pace_answers"]

_READS_PER_S: Final = 400
_LONGEST_PAUSE_S: Final = 0.25
_AT_ONCE: Final = 4
"""So few streams are not slowed."""
_EVENT_STREAM: Final = "text/event-stream"
_END: Final = b"\n\n"
_DATA: Final = b"data: "


class Pace:
    """How long the streams that are open wait between two reads."""

    def __init__(self) -> None:
        self.open = 0

    @property
    def pause_s(self) -> float:
        """Seconds from one read of a stream to its next."""
        if self.open <= _AT_ONCE:
            return 0.0
        return min(self.open / _READS_PER_S, _LONGEST_PAUSE_S)


def pace_answers(client: httpx.AsyncClient, pace: Pace) -> None:
    """Read all event streams that come to a client at a pace."""

    async def slow_down(response: httpx.Response) -> None:
        is_stream = response.headers.get("content-type", "").startswith(_EVENT_STREAM)
        if is_stream and isinstance(response.stream, httpx.AsyncByteStream):
            response.stream = _Paced(response.stream, pace)

    hooks = client.event_hooks
    client.event_hooks = {**hooks, "response": [*hooks["response"], slow_down]}


class _Paced(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, pace: Pace) -> None:
        self._stream = stream
        self._pace = pace

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._pace.open += 1
        try:
            begun, rest = False, b""
            async for block in self._stream:
                whole, end, rest = (rest + block).rpartition(_END)
                if not end:
                    continue
                events, has_words = merged(whole + end)
                yield events
                begun = begun or has_words
                if begun:
                    await anyio.sleep(self._pace.pause_s)
            if rest:
                yield rest
        finally:
            self._pace.open -= 1

    async def aclose(self) -> None:
        await self._stream.aclose()


def merged(events: bytes) -> tuple[bytes, bool]:
    """Join neighbouring events that only carry words; return the events, and whether any has words.

    Args:
        events: whole events of the OpenAI chat API, each with its empty line. Whatever is not
            a plain piece of text stays byte for byte what it is.
    """
    out: list[bytes] = []
    held: list[tuple[bytes, dict[str, Any], str]] = []
    has_words = False

    def let_go() -> None:
        if len(held) == 1:
            out.append(held[0][0])
        elif held:
            event = held[-1][1]
            event["choices"][0]["delta"]["content"] = "".join(text for _, _, text in held)
            out.append(_DATA + json.dumps(event, ensure_ascii=False).encode() + _END)
        held.clear()

    for raw in events.removesuffix(_END).split(_END):
        event = _words_only(raw)
        if event is None:
            let_go()
            out.append(raw + _END)
            continue
        text = event["choices"][0]["delta"]["content"]
        has_words = has_words or bool(text)
        held.append((raw + _END, event, text))
    let_go()
    return b"".join(out), has_words


def _words_only(raw: bytes) -> dict[str, Any] | None:
    """The event, if it is one piece of text of the first choice and says nothing else."""
    if not raw.startswith(_DATA) or b"\n" in raw:
        return None
    try:
        event = json.loads(raw[len(_DATA) :])
    except ValueError:
        return None
    match event:
        case {"choices": [{"index": 0, "delta": {"content": str(), **more}, **rest}], **around}:
            said = (*more.values(), around.get("usage"), around.get("error"))
            said += (rest.get("finish_reason"), rest.get("logprobs"))
            return event if all(value is None for value in said) else None
        case _:
            return None
