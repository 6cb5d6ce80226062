"""The gateway against a real server on loopback (SPEC.md G1 to G6, E2)."""

import asyncio
import inspect
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from assist.assemble import Assembler
from assist.budget import Limits
from assist.errors import AssistError
from assist.events import Delta, Event, Failed, Finished, TokenUsage
from assist.faults import BY_NAME, fault
from assist.gateway import Gateway
from assist.passage import Passage
from assist.recipe import recipe
from assist.run import suggest
from assist.suggestion import Request
from tests.assist.model_server import ModelServer

KEY = "sk-canary-5d41402abc4b2a76"
PASSAGE = "hello there my good friend of mine"
REQUEST = Request(Passage(PASSAGE), recipe("rephrase"), alternatives=2)
LIMITS = Limits(total_s=60, first_token_s=30, between_tokens_s=20)

# The library uses deprecated parts of pydantic, and leaves cut responses to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer() as running:
        yield running


@pytest.fixture
async def gateway(server: ModelServer) -> AsyncIterator[Gateway]:
    asked = Gateway("openai/test", api_base=server.base, api_key=KEY)
    yield asked
    await asked.close()


async def ask(gateway: Gateway, limits: Limits = LIMITS) -> list[Event]:
    async with aclosing(suggest(REQUEST, gateway, limits=limits)) as events:
        return [event async for event in events]


def failures(events: list[Event]) -> set[str]:
    assert not any(isinstance(event, Finished) for event in events)
    return {event.slug for event in events if isinstance(event, Failed)}


async def test_alternatives_stream_in(server: ModelServer, gateway: Gateway) -> None:
    events = await ask(gateway)
    finished = [event for event in events if isinstance(event, Finished)]
    assert {event.text for event in finished} == {f"Wording 1: {PASSAGE}", f"Wording 2: {PASSAGE}"}
    assert {event.usage for event in finished} == {TokenUsage(40, 9)}
    assert sum(isinstance(event, Delta) for event in events) >= 2
    asked = server.asked[0]
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert asked.passage == PASSAGE
    assert asked.body["model"] == "test"
    assert asked.body["stream"] is True
    assert asked.body["max_tokens"] == 8_000
    assert "tools" not in asked.body
    assert KEY not in str(asked.body)


@pytest.mark.parametrize("mode", ["slow", "wrapped", "hidden"])
async def test_what_surrounds_an_answer_is_taken_off(
    server: ModelServer, gateway: Gateway, mode: str
) -> None:
    server.mode = mode
    texts = {event.text for event in await ask(gateway) if isinstance(event, Finished)}
    assert texts == {f"Wording 1: {PASSAGE}", f"Wording 2: {PASSAGE}"}


@pytest.mark.parametrize(
    ("mode", "slug"),
    [
        ("401", "model-auth"),
        ("403", "model-auth"),
        ("404", "model-unknown"),
        ("429", "model-rate-limited"),
        ("500", "model-failed"),
        ("503", "model-unreachable"),
        ("400-context", "too-long"),
        ("400-policy", "model-refused"),
        ("html", "model-not-a-model"),
        ("garbage", "model-not-a-model"),
        ("cut", "model-cut"),
        ("unfinished", "model-cut"),
        ("empty", "model-empty"),
        ("length", "model-overrun"),
        ("filtered", "model-refused"),
        ("endless", "model-overrun"),
        ("echo", "nothing-to-suggest"),
    ],
)
async def test_g2_g3_every_trouble_has_its_name_and_no_provider_text(
    server: ModelServer, gateway: Gateway, caplog: pytest.LogCaptureFixture, mode: str, slug: str
) -> None:
    caplog.set_level(logging.DEBUG)
    server.mode = mode
    events = await ask(gateway)
    assert failures(events) == {slug}
    assert len(server.asked) == (4 if mode == "echo" else 2)  # no retries, but another wording
    told = repr(events) + caplog.text + "".join(str(record.args) for record in caplog.records)
    for secret in (KEY, "Incorrect API key", "Rate limit reached", "The server had an error"):
        assert secret not in told
    if slug == "model-rate-limited":
        assert {event.retry_after_s for event in events if isinstance(event, Failed)} == {7}


async def test_after_a_failure_asking_again_works(server: ModelServer, gateway: Gateway) -> None:
    server.mode = "cut"
    assert failures(await ask(gateway)) == {"model-cut"}
    server.mode = "normal"
    assert sum(isinstance(event, Finished) for event in await ask(gateway)) == 2


async def test_g2_nobody_listening_is_unreachable() -> None:
    async with ModelServer() as closed:
        base = closed.base
    gateway = Gateway("openai/test", api_base=base, api_key=KEY)
    assert failures(await ask(gateway)) == {"model-unreachable"}
    await gateway.close()


async def test_g2_a_name_that_does_not_resolve_is_unreachable() -> None:
    gateway = Gateway("openai/test", api_base="http://nowhere.invalid/v1", api_key=KEY)
    assert failures(await ask(gateway)) == {"model-unreachable"}
    await gateway.close()


@pytest.mark.parametrize("mode", ["silent", "stall"])
async def test_r3_a_model_that_falls_silent_is_left(
    server: ModelServer, gateway: Gateway, mode: str
) -> None:
    server.mode = mode
    limits = Limits(total_s=60, first_token_s=0.5 if mode == "silent" else 30, between_tokens_s=0.5)
    assert failures(await ask(gateway, limits)) == {"model-timeout"}
    await asyncio.wait_for(server.gone.wait(), 5)


@pytest.mark.parametrize("mode", ["stall", "endless"])
async def test_g4_stopping_closes_the_connection(
    server: ModelServer, gateway: Gateway, mode: str
) -> None:
    server.mode = mode
    server.pause_s = 0.01

    async def read() -> None:
        async with aclosing(suggest(REQUEST, gateway, limits=LIMITS)) as events:
            async for _ in events:
                pass

    reader = asyncio.create_task(read())
    await asyncio.wait_for(server.streaming.wait(), 20)
    reader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reader
    await asyncio.wait_for(server.gone.wait(), 5)
    await asyncio.wait_for(server.unused.wait(), 5)


async def test_g5_an_unknown_provider_is_named_without_the_key(
    caplog: pytest.LogCaptureFixture,
) -> None:
    gateway = Gateway("no-such-provider-at-all", api_key=KEY)
    slugs = failures(await ask(gateway))
    assert slugs <= {"model-unknown", "model-failed"}
    assert KEY not in caplog.text + repr(gateway)


async def test_own_servers_need_no_key(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    gateway = Gateway("openai/test", api_base=server.base)
    assert sum(isinstance(event, Finished) for event in await ask(gateway)) == 2
    assert server.asked[0].headers["authorization"] == "Bearer none"
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    await ask(gateway)
    assert server.asked[-1].headers["authorization"] == "Bearer sk-of-the-environment"
    await gateway.close()


def test_g1_every_exception_of_the_library_has_a_row() -> None:
    from litellm import exceptions

    names = {
        name
        for name, value in vars(exceptions).items()
        if inspect.isclass(value) and issubclass(value, BaseException)
    }
    assert names == set(BY_NAME)


def test_g1_rows_become_errors_of_ours() -> None:
    for name, kind in BY_NAME.items():
        error = type(name, (Exception,), {})("provider text sk-canary")
        found = fault(error)
        assert isinstance(found, AssistError)
        assert "sk-canary" not in found.message
        if kind is not None:
            assert type(found) is kind, name


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("7", 7), ("0", 0), ("99999", 3_600), ("soon", None), ("-1", None), ("1.5", None), ("", None)],
)
def test_g2_retry_after_is_read_strictly(value: str, seconds: int | None) -> None:
    headers = {"litellm_response_headers": {"retry-after": value}}
    limited = type("RateLimitError", (Exception,), headers)("slow down")
    assert fault(limited).retry_after_s == seconds


def test_c2_the_bound_on_an_answer_is_below_what_endless_writes() -> None:
    assembler = Assembler(PASSAGE)
    with pytest.raises(AssistError):
        assembler.feed("x" * 5_000)
