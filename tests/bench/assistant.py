"""What the assistant costs: `python -m tests.bench.assistant [--only first-token|streams|memory]`.

`first-token`: how much later the first words of a request come through Byline (litellm, budget, store) than from the
bare model endpoint, asked with as many streams at once; the two in turn, median of the differences.
`streams`: 100 answers of 50 tokens/s written at once by one process, 20 people typing in one room: the p99 of their
keys beside the same room without answers, and whether every answer came whole.
`memory`: the memory of the server and of its process that asks models, after 200 and 1,000 requests, each about a
document that is put away again.

The endpoint is a process of its own that speaks the OpenAI chat API (`tests.assist.model_server`).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import Any, Final

import psutil
from httpx2 import AsyncClient

from tests.bench.servers import ROOMY, ROOT
from tests.live import LiveServer, running

ALTERNATIVES: Final = 3
PASSAGE: Final = "The committee will look at the plan again before the end of the month."
WORDS: Final = 100
FIRST_PAUSE_MS: Final = 50.0
TOKEN_PAUSE_MS: Final = 20.0
LIMIT_FIRST_MS: Final = 15.0
PAIRS: Final = 40
REQUESTS_AT_ONCE: Final = 34
"""Of three answers each: a little over 100 streams."""
WRITERS: Final = 20
SECONDS: Final = 15
LIMIT_P99_MS: Final = 25.0
REQUESTS: Final = (200, 1_000)
LIMIT_GROWTH_MB: Final = 8.0


@contextmanager
def endpoint(first_ms: float, token_ms: float) -> Generator[str]:
    """A model in a process of its own; its base address. Answers have the same number of words, all different."""
    answer = " ".join(f"{{n}}w{word}" for word in range(WORDS))
    command = [sys.executable, "-m", "tests.assist.model_server", "--answer", answer]
    command += ["--first-pause-ms", str(first_ms), "--pause-ms", str(token_ms)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.kill()


@contextmanager
def byline(base: str, **env: str) -> Generator[LiveServer]:
    """A Byline that asks the endpoint, with room for all requests at once."""
    settings = {
        **ROOMY,
        "BYLINE_MODEL": "openai/test",
        "BYLINE_MODEL_API_BASE": base,
        "BYLINE_MODEL_API_KEY": "key",
        "BYLINE_REQUESTS_AT_ONCE": "1000",
        "BYLINE_REQUESTS_AT_ONCE_PER_PERSON": "1000",
        "BYLINE_GUESTS_PER_MINUTE": "0",
        **env,
    }
    with tempfile.TemporaryDirectory(prefix="byline-bench-") as directory:
        started = running(Path(directory), settings)
        yield next(started)
        next(started, None)


async def events_of(
    http: AsyncClient, document_id: str
) -> AsyncGenerator[tuple[str, dict[str, Any]]]:
    """Ask for suggestions; the events as they come."""
    body = {"passage": {"text": PASSAGE}, "recipe": "rephrase", "alternatives": ALTERNATIVES}
    name = ""
    async with http.stream("POST", f"/api/documents/{document_id}/suggestions", json=body) as sent:
        async for line in sent.aiter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                yield name, json.loads(line.removeprefix("data: "))


async def document_of(http: AsyncClient) -> str:
    """A new document of whoever asks."""
    return (await http.post("/api/documents", json={})).json()["id"]


# --- the first token -------------------------------------------------------------------


async def bare_first_ms(http: AsyncClient, base: str) -> float:
    """How long the endpoint takes to its first words, asked with as many streams at once as Byline asks."""
    began = time.perf_counter()

    async def first() -> None:
        body = {"model": "test", "stream": True, "messages": [{"role": "user", "content": PASSAGE}]}
        async with http.stream("POST", f"{base}/chat/completions", json=body) as answer:
            async for line in answer.aiter_lines():
                if line.startswith("data: {") and json.loads(line[6:])["choices"][0]["delta"].get(
                    "content"
                ):
                    return

    asked = [asyncio.create_task(first()) for _ in range(ALTERNATIVES)]
    await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
    took = (time.perf_counter() - began) * 1000
    for task in asked:
        task.cancel()
    await asyncio.gather(*asked, return_exceptions=True)
    return took


async def byline_first_ms(http: AsyncClient, document_id: str) -> float:
    """How long Byline takes to the first words of a request."""
    began = time.perf_counter()
    async with aclosing(events_of(http, document_id)) as events:
        async for name, data in events:
            if name == "delta" and data["text"].strip():
                return (time.perf_counter() - began) * 1000
    raise RuntimeError("the request ended without a word")


async def first_token() -> bool:
    """Byline adds under 15 ms to the provider's time to first token."""
    with endpoint(FIRST_PAUSE_MS, TOKEN_PAUSE_MS) as base, byline(base) as server:
        headers = {"Origin": server.http}
        async with (
            AsyncClient(base_url=server.http, headers=headers, timeout=60) as ours,
            AsyncClient(timeout=60) as theirs,
        ):
            document_id = await document_of(ours)
            await byline_first_ms(ours, document_id)  # litellm is loaded by the first question
            bare: list[float] = []
            through: list[float] = []
            for _ in range(PAIRS):
                bare.append(await bare_first_ms(theirs, base))
                through.append(await byline_first_ms(ours, document_id))
    added = statistics.median(b - a for a, b in zip(bare, through, strict=True))
    passed = added < LIMIT_FIRST_MS
    print(
        f"first token   endpoint {statistics.median(bare):.1f} ms, through Byline "
        f"{statistics.median(through):.1f} ms, added {added:.1f} ms (median of {PAIRS} pairs)"
        f"   {'PASS' if passed else 'SHORT'}"
    )
    return passed


# --- many streams beside people who type -------------------------------------------------


async def asking_on_and_on(server: LiveServer, stop: asyncio.Event) -> tuple[int, int, int]:
    """One person asks again and again; how many answers ended, how many came whole, how many words."""
    ended = whole = words = 0
    headers = {"Origin": server.http}
    async with AsyncClient(base_url=server.http, headers=headers, timeout=120) as http:
        document_id = await document_of(http)
        while not stop.is_set():
            async for name, data in events_of(http, document_id):
                if name in {"finished", "failed"}:
                    ended += 1
                    count = len(data.get("text", "").split())
                    whole += count == WORDS
                    words += count
    return ended, whole, words


def typing(server: LiveServer) -> dict[str, Any]:
    """Twenty people type in one room; what the load generator measured."""
    command = [sys.executable, "-m", "tests.bench.loadgen", "fanout"]
    command += ["--url", f"{server.sync}/{{room}}", "--protocol", "byline"]
    command += ["--clients", str(WRITERS), "--rate", "5", "--seconds", str(SECONDS)]
    command += ["--warmup", "3", "--server-pid", str(server.pid)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return json.loads(done.stdout.splitlines()[-1])


async def streams() -> bool:
    """100 streams of 50 tokens/s at once, and typing in a room of 20 under 25 ms (p99)."""
    with endpoint(0, TOKEN_PAUSE_MS) as base, byline(base) as server:
        alone = await asyncio.to_thread(typing, server)
        stop = asyncio.Event()
        asking = [
            asyncio.create_task(asking_on_and_on(server, stop)) for _ in range(REQUESTS_AT_ONCE)
        ]
        await asyncio.sleep(5)  # litellm is loaded, and the requests do not begin all at once
        beside = await asyncio.to_thread(typing, server)
        stop.set()
        told = await asyncio.gather(*asking)
    ended, whole, words = (sum(each[part] for each in told) for part in range(3))
    p99 = float(beside["latency_ms"]["p99"])
    passed = p99 < LIMIT_P99_MS and ended == whole and not beside["lost"]
    print(
        f"streams       {REQUESTS_AT_ONCE * ALTERNATIVES} at once, {ended} answers, {whole} of them whole, "
        f"{words} tokens; keys of {WRITERS} people p99 {alone['latency_ms']['p99']:.1f} ms alone, "
        f"{p99:.1f} ms beside them, lost {beside['lost']}   {'PASS' if passed else 'SHORT'}"
    )
    return passed


# --- memory ----------------------------------------------------------------------------------


async def memory() -> bool:
    """Memory stays flat over 1,000 requests."""
    with endpoint(0, 0) as base, byline(base, BYLINE_IDLE_MS="1000") as server:
        process, sizes, done = psutil.Process(server.pid), list[float](), 0
        headers = {"Origin": server.http}
        async with AsyncClient(base_url=server.http, headers=headers, timeout=120) as http:
            for mark in REQUESTS:
                while done < mark:
                    await asyncio.gather(*(whole_request(http) for _ in range(4)))
                    done += 4
                await asyncio.sleep(4)  # rooms that nobody is in are put away
                both = (process, *process.children())  # the other one asks the models
                sizes.append(sum(each.memory_info().rss for each in both) / 2**20)
    growth = sizes[-1] - sizes[0]
    passed = growth < LIMIT_GROWTH_MB
    print(
        f"memory        {sizes[0]:.1f} MB after {REQUESTS[0]} requests, {sizes[-1]:.1f} MB after "
        f"{REQUESTS[-1]}: {growth:+.1f} MB   {'PASS' if passed else 'SHORT'}"
    )
    return passed


async def whole_request(http: AsyncClient) -> None:
    """Ask about a new document and read the answers to their end."""
    async for _ in events_of(http, await document_of(http)):
        pass


PARTS: Final = {"first-token": first_token, "streams": streams, "memory": memory}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the command line asks for; 1 if a promise falls short."""
    p = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    p.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS))
    passed = [asyncio.run(PARTS[name]()) for name in p.parse_args(arguments).only]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
