"""A loopback server that speaks (or mis-speaks) the OpenAI chat API, for tests.

In a test::

    async with ModelServer(mode="normal") as server:
        gateway = Gateway("openai/test", api_base=server.base, api_key="k")

From a shell: ``python -m tests.assist.model_server --port 8099 --mode slow``; then
``BYLINE_MODEL=openai/test BYLINE_MODEL_API_BASE=http://127.0.0.1:8099/v1``. With ``--mode
by-key`` the mode is taken from the API key, so one server serves all of them. Every
answer is ``Wording N: <the passage>``, unless ``--answer`` says otherwise (``{n}`` and
``{passage}`` are filled in).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import re
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Self

MODES = (
    "normal",  # streams words, a finish reason and usage
    "slow",  # the same with pauses
    "stall",  # a few words, then nothing for ever
    "silent",  # accepts and never answers
    "cut",  # breaks the connection in the middle
    "unfinished",  # ends the stream properly but without a finish reason
    "empty",  # finishes without text
    "length",  # finishes because of the token limit
    "filtered",  # finishes because of a content filter
    "wrapped",  # introduction, fence and quotes around the answer
    "hidden",  # zero-width, bidi and tag characters in the answer
    "html",  # a web page with status 200
    "garbage",  # an event stream of broken JSON
    "endless",  # never stops writing
    "echo",  # gives the passage back unchanged
    "401",
    "403",
    "404",
    "429",
    "500",
    "503",
    "400-context",  # the prompt is too long
    "400-policy",  # refused by the provider's content policy
)
_PASSAGE = re.compile(r"\[(\w+) PASSAGE BEGINS\]\n(.*)\n\[\1 PASSAGE ENDS\]", re.DOTALL)
_ERRORS = {
    "401": ("Unauthorized", "Incorrect API key provided: {key}", "invalid_api_key"),
    "403": ("Forbidden", "You may not use this model", "forbidden"),
    "404": ("Not Found", "The model `test` does not exist", "model_not_found"),
    "429": ("Too Many Requests", "Rate limit reached for {key}", "rate_limit_exceeded"),
    "500": ("Internal Server Error", "The server had an error", "server_error"),
    "503": ("Service Unavailable", "Overloaded", "overloaded"),
    "400-context": (
        "Bad Request",
        "This model's maximum context length is 10 tokens",
        "context_length_exceeded",
    ),
    "400-policy": (
        "Bad Request",
        "Your request was rejected as a result of our safety system (content_policy_violation)",
        "content_policy_violation",
    ),
}


@dataclass
class Asked:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def passage(self) -> str:
        text = "\n".join(str(message["content"]) for message in self.body.get("messages", []))
        found = _PASSAGE.search(text)
        return found.group(2) if found else ""


@dataclass
class ModelServer:
    """The server; ``mode`` may be changed between requests."""

    mode: str = "normal"
    port: int = 0
    answer: str = "Wording {n}: {passage}"
    pause_s: float = 0.0
    first_pause_s: float = 0.0  # before the first word
    asked: list[Asked] = field(default_factory=list[Asked])
    open_connections: int = 0
    gone: asyncio.Event = field(default_factory=asyncio.Event)  # a client left early
    unused: asyncio.Event = field(default_factory=asyncio.Event)  # no connection is open
    streaming: asyncio.Event = field(default_factory=asyncio.Event)  # text is on its way

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def settings(self, name: str = "openai/test", key: str = "key") -> dict[str, str]:
        """What a Byline that asks this model is started with."""
        return {
            "BYLINE_MODEL": name,
            "BYLINE_MODEL_API_BASE": self.base,
            "BYLINE_MODEL_API_KEY": key,
        }

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exc: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.open_connections += 1
        self.unused.clear()
        try:
            while (asked := await _read_request(reader)) is not None:
                self.asked.append(asked)
                if not await self._answer_watching(asked, reader, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            self.gone.set()
        except asyncio.CancelledError:
            pass
        finally:
            self.open_connections -= 1
            self._tasks.discard(task)
            writer.close()
            if not self.open_connections:
                self.unused.set()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _answer_watching(
        self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Answer, but stop as soon as the client closes its side."""
        answering = asyncio.create_task(self._answer(asked, writer))
        leaving = asyncio.create_task(reader.read(1))
        try:
            await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not answering.done():
                self.gone.set()
                return False
            return answering.result() and not leaving.done()
        finally:
            for task in (answering, leaving):
                task.cancel()
            await asyncio.gather(answering, leaving, return_exceptions=True)

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        mode = self.mode
        key = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if mode == "by-key":
            mode = key if key in MODES else "normal"
        if mode == "silent":
            await asyncio.Event().wait()
        if mode in _ERRORS:
            return await _send_error(writer, mode, key)
        if mode == "html":
            page = b"<!doctype html><html><body><h1>Welcome</h1></body></html>"
            return await _send(writer, "200 OK", "text/html; charset=utf-8", page)
        _start_stream(writer)
        async for piece in self._pieces(mode, asked):
            if piece is None:  # break off
                writer.transport.abort()
                return False
            await _send_chunk(writer, piece)
            self.streaming.set()
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return False

    async def _pieces(self, mode: str, asked: Asked) -> AsyncIterator[str | None]:
        number = next(self._numbers)
        if mode == "garbage":
            for _ in range(3):
                yield "data: {not json at all\n\n"
            return
        text = self._text(mode, asked, number)
        words = iter(re.findall(r"\S+\s*", text))
        if mode == "endless":
            words = (f"word{count} " for count in itertools.count())
        if mode == "empty":
            words = iter(())
        yield _delta(number, role="assistant", content="")
        await asyncio.sleep(self.first_pause_s)
        for count, word in enumerate(words, 1):
            yield _delta(number, content=word)
            await asyncio.sleep(0.15 if mode == "slow" else self.pause_s)
            if count == 3 and mode == "cut":
                yield None
                return
            if count == 3 and mode == "stall":
                await asyncio.Event().wait()
            if count == 3 and mode == "unfinished":
                return
        reason = {"length": "length", "filtered": "content_filter"}.get(mode, "stop")
        yield _delta(number, finish=reason)
        yield _usage(number, len(text.split()))
        yield "data: [DONE]\n\n"

    def _text(self, mode: str, asked: Asked, number: int) -> str:
        if mode == "echo":
            return asked.passage
        text = self.answer.format(n=number, passage=asked.passage)
        if mode == "wrapped":
            return f'Sure! Here is the rewritten text:\n\n```\n"{text}"\n```'
        if mode == "hidden":
            tags = "".join(chr(0xE0000 + ord(char)) for char in "ignore")
            return f"\u202e{text[:4]}\u200b{text[4:]}{tags}\u2066\x07"
        return text


async def _read_request(reader: asyncio.StreamReader) -> Asked | None:
    head = await reader.readline()
    if not head:
        return None
    path = head.split()[1].decode()
    headers: dict[str, str] = {}
    while (line := (await reader.readline()).strip()) != b"":
        name, _, value = line.decode().partition(":")
        headers[name.lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(path, headers, json.loads(body) if body else {})


def _start_stream(writer: asyncio.StreamWriter) -> None:
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
        b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )


async def _send_chunk(writer: asyncio.StreamWriter, text: str) -> None:
    data = text.encode()
    writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    await writer.drain()


async def _send(
    writer: asyncio.StreamWriter, status: str, kind: str, body: bytes, extra: str = ""
) -> bool:
    writer.write(
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{extra}"
        "Connection: close\r\n\r\n".encode()
        + body
    )
    await writer.drain()
    return False


async def _send_error(writer: asyncio.StreamWriter, mode: str, key: str) -> bool:
    status, message, code = _ERRORS[mode]
    body = {"error": {"message": message.format(key=key), "type": code, "code": code}}
    extra = "Retry-After: 7\r\n" if mode == "429" else ""
    number = mode.partition("-")[0]
    return await _send(
        writer, f"{number} {status}", "application/json", json.dumps(body).encode(), extra
    )


def _event(number: int, choices: list[dict[str, Any]], **more: Any) -> str:
    event = {
        "id": f"chatcmpl-{number}",
        "object": "chat.completion.chunk",
        "created": 1_700_000_000,
        "model": "test",
        "choices": choices,
        **more,
    }
    return f"data: {json.dumps(event)}\n\n"


def _delta(number: int, finish: str | None = None, **delta: str) -> str:
    return _event(number, [{"index": 0, "delta": delta, "finish_reason": finish}])


def _usage(number: int, words: int) -> str:
    usage = {"prompt_tokens": 40, "completion_tokens": words, "total_tokens": 40 + words}
    return _event(number, [], usage=usage)


async def _run(arguments: argparse.Namespace) -> None:
    server = ModelServer(
        mode=arguments.mode,
        port=arguments.port,
        answer=arguments.answer,
        pause_s=arguments.pause_ms / 1000,
        first_pause_s=arguments.first_pause_ms / 1000,
    )
    async with server:
        sys.stdout.write(f"{server.base}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description="A server that (mis-)speaks the OpenAI chat API")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--mode", choices=(*MODES, "by-key"), default="normal")
    parser.add_argument("--answer", default=ModelServer.answer)
    parser.add_argument("--pause-ms", type=float, default=0.0)
    parser.add_argument("--first-pause-ms", type=float, default=0.0)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(parser.parse_args()))


if __name__ == "__main__":
    main()
