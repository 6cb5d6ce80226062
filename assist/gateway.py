"""Language models through litellm: the only module that imports it.

On a server it is the process of models that runs this (``assist.worker``). The library
is loaded at the first question at the latest, in a thread, since that takes seconds. It is told not
to call home, not to log, not to retry; its exceptions become ours by one table
(``assist.faults``) and its words go nowhere.
"""

from __future__ import annotations

import asyncio
import functools
import gc
import logging
import os
import threading
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from assist.errors import AssistError, ModelNotAModel
from assist.faults import fault
from assist.model import Finish, FinishReason, Piece, TextPiece, Usage
from assist.prompt import Prompt

__all__ = ["Gateway", "load_library"]

_TALKATIVE = ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy", "openai", "httpx", "httpcore")
_KEYS_OF_OPENAI = ("OPENAI_API_KEY", "OPENAI_LIKE_API_KEY")
_REFUSALS = frozenset(("content_filter", "refusal", "safety"))
_loading = threading.Lock()


class Gateway:
    """A language model somewhere else.

    Args:
        name: the model's name as litellm writes it, with its provider.
        api_base: where it answers; None: the provider's own address.
        api_key: the key; None: the provider's own environment variable.
        label: the name people see; by default the model's name.
        timeout_s: the library's own limit for one answer.
    """

    built_in = False

    def __init__(
        self,
        name: str,
        *,
        api_base: str | None = None,
        api_key: str | None = None,
        label: str | None = None,
        timeout_s: float = 60.0,
    ) -> None:
        self.label = label or name
        self._name = name
        self._api_base = api_base
        self._api_key = api_key
        self._timeout_s = timeout_s

    def __repr__(self) -> str:
        """Return the model's name; never the key."""
        return f"Gateway({self._name!r})"

    def stream(self, prompt: Prompt) -> AsyncGenerator[Piece, None]:
        """Ask the model in this process: see ``answer``."""
        return self.answer(prompt.system, prompt.user, prompt.max_tokens)

    async def answer(self, system: str, user: str, max_tokens: int) -> AsyncGenerator[Piece, None]:
        """Ask the model and yield its answer as it comes.

        Args:
            system: what the model is to be.
            user: the question.
            max_tokens: the longest answer.

        Raises:
            AssistError: whatever went wrong, in our words.
        """
        try:
            async with aclosing(self._pieces(system, user, max_tokens)) as pieces:
                async for piece in pieces:
                    yield piece
        except AssistError:
            raise
        except Exception as error:  # noqa: BLE001  (a library that wraps all others)
            raise fault(error) from None  # its text may hold the passage or the key

    async def close(self) -> None:
        """Close the connections that the library keeps open, if it was ever used."""
        if _litellm.cache_info().currsize:
            library = _litellm()
            await library.close_litellm_async_clients()
            await library.aclient_session.aclose()
            library.in_memory_llm_clients_cache.flush_cache()
            _pace(library)

    async def _pieces(self, system: str, user: str, max_tokens: int) -> AsyncGenerator[Piece, None]:
        litellm = await asyncio.to_thread(load_library)
        yield TextPiece("")  # loading the library is not the model's fault
        ceiling = self._ceiling(litellm, max_tokens)
        stream = await litellm.acompletion(**self._question(system, user, ceiling))
        wrote = False
        try:
            async for chunk in stream:
                text = _text(chunk)
                wrote = wrote or bool(text)
                yield TextPiece(text)  # also when empty: the model is alive
                usage = getattr(chunk, "usage", None)
                if usage is not None:
                    yield self._usage(litellm, usage)
            reason = _finish_reason(stream)
        finally:
            await stream.aclose()
        if reason is not None:
            yield Finish(_reason(reason))
        elif not wrote:
            # A web page with status 200 reads as a stream of nothing.
            raise ModelNotAModel

    def _ceiling(self, litellm: Any, max_tokens: int) -> int:
        """Return the longest answer to ask for: some models refuse more than they can write."""
        try:
            most = litellm.get_model_info(self._name).get("max_output_tokens")
        except Exception:  # noqa: BLE001  (it raises a plain Exception for unknown models)
            return max_tokens
        return min(max_tokens, most) if isinstance(most, int) and most > 0 else max_tokens

    def _question(self, system: str, user: str, max_tokens: int) -> dict[str, Any]:
        question: dict[str, Any] = {
            "model": self._name,
            "messages": [
                {"role": "system", "content": system},
                {"role": "user", "content": user},
            ],
            "stream": True,
            "stream_options": {"include_usage": True},
            "max_tokens": max_tokens,
            "timeout": self._timeout_s,
            "num_retries": 0,
            "max_retries": 0,
            "drop_params": True,
        }
        if self._api_base:
            question["api_base"] = self._api_base
        key = self._api_key or self._stand_in()
        if key:
            question["api_key"] = key
        return question

    def _stand_in(self) -> str | None:
        """Return a word for own servers that want no key: the library insists on one."""
        own = self._api_base is not None and self._name.startswith("openai/")
        return "none" if own and not any(os.environ.get(key) for key in _KEYS_OF_OPENAI) else None

    def _usage(self, litellm: Any, usage: Any) -> Usage:
        read, written = int(usage.prompt_tokens or 0), int(usage.completion_tokens or 0)
        try:
            costs = litellm.cost_per_token(
                model=self._name, prompt_tokens=read, completion_tokens=written
            )
        except Exception:  # noqa: BLE001  (it raises a plain Exception for unknown models)
            return Usage(read, written)
        return Usage(read, written, float(sum(costs)))


def load_library() -> Any:
    """Load the model library, which takes seconds, and return it; later calls return it at once."""
    with _loading:
        return _litellm()


@functools.cache
def _litellm() -> Any:
    """Load the library, quietly."""
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    os.environ.setdefault("LITELLM_LOG", "CRITICAL")
    import litellm

    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.setLevel(logging.CRITICAL)
    library: Any = litellm
    library.telemetry = False
    library.suppress_debug_info = True
    library.turn_off_message_logging = True
    _pace(library)
    gc.freeze()  # a million objects that stay: looking through them all stops everything for 0.2 s
    return library


def _pace(library: Any) -> None:
    """Read what speaks the OpenAI API at a pace: see ``assist.pacing``."""
    from litellm.llms.openai.common_utils import BaseOpenAILLM

    from assist.pacing import Pace, pace_answers

    library.aclient_session = None
    client: Any = BaseOpenAILLM.get_async_http_client()
    pace_answers(client, Pace())
    library.aclient_session = client


def _text(chunk: Any) -> str:
    if not chunk.choices:
        return ""
    content = chunk.choices[0].delta.content
    return content if isinstance(content, str) else ""


def _finish_reason(stream: Any) -> str | None:
    """Return the reason the provider gave.

    Not the last chunk's: the library says "stop" there even when the stream broke off.
    """
    return stream.received_finish_reason or stream.intermittent_finish_reason


def _reason(name: str) -> FinishReason:
    if name in _REFUSALS:
        return FinishReason.REFUSED
    return FinishReason.LENGTH if name == "length" else FinishReason.COMPLETE
