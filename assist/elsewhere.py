"""Models that are asked by a process of their own.

The model library costs a third of a millisecond per token, 175 MB, and seconds to load: the
process that people's keys go through has none of it. The other process starts when somebody is
about to ask, and again when it was lost; it gets neither the server's settings nor its files.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import deque
from collections.abc import AsyncGenerator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from assist.errors import AssistError, ModelFailed, ModelOverrun
from assist.model import Piece, TextPiece
from assist.pipe import MAX_LINE, error_from, line, piece_from
from assist.prompt import Prompt

__all__ = ["Endpoint", "ModelElsewhere", "ModelProcess"]

_log = logging.getLogger("assist.elsewhere")
_MAX_WAITING: Final = 1_000_000
"""Characters of one answer that nobody has taken yet."""
_PATIENCE_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is: the arguments of ``assist.gateway.Gateway``."""

    name: str
    api_base: str | None = None
    api_key: str | None = field(default=None, repr=False)


class ModelElsewhere:
    """A language model, asked by the process of models.

    Args:
        endpoint: where it is.
        process: who asks it.
        label: the name people see; by default the model's name.
    """

    built_in = False

    def __init__(
        self, endpoint: Endpoint, process: ModelProcess, *, label: str | None = None
    ) -> None:
        self.endpoint = endpoint
        self.label = label or endpoint.name
        self._process = process

    def stream(self, prompt: Prompt) -> AsyncGenerator[Piece, None]:
        """Ask the model and yield its answer as it comes.

        Raises:
            AssistError: whatever went wrong, in our words.
        """
        return self._process.ask(self.endpoint, prompt)

    async def prepare(self) -> None:
        """Start the process of models, so that the first question does not wait for it."""
        await self._process.prepare()

    async def close(self) -> None:
        """End the process of models."""
        await self._process.close()


@dataclass(frozen=True, slots=True)
class _Child:
    """The process, and the two ends of its pipes."""

    process: Process
    questions: asyncio.StreamWriter
    answers: asyncio.StreamReader

    @classmethod
    async def started(cls) -> _Child:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "assist.worker"),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            limit=MAX_LINE,
            env=_without_settings(os.environ),
        )
        if process.stdin is None or process.stdout is None:
            raise ModelFailed
        return cls(process, process.stdin, process.stdout)

    def tell(self, message: dict[str, Any]) -> None:
        self.questions.write(line(message))


@dataclass(slots=True)
class _Answer:
    """What has come of one answer and was not taken yet."""

    child: _Child
    pieces: deque[Piece] = field(default_factory=deque[Piece])
    characters: int = 0
    error: AssistError | None = None
    ended: bool = False
    more: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        if isinstance(piece, TextPiece):
            self.characters += len(piece.text)
        self.more.set()

    def take(self) -> Piece:
        piece = self.pieces.popleft()
        if isinstance(piece, TextPiece):
            self.characters -= len(piece.text)
        return piece

    def end(self, error: AssistError | None) -> None:
        if not self.ended:
            self.error, self.ended = error, True
        self.more.set()


class ModelProcess:
    """The process that asks models; started when it is needed."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._answers = dict[int, _Answer]()
        self._child: _Child | None = None
        self._reading: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()

    async def ask(self, endpoint: Endpoint, prompt: Prompt) -> AsyncGenerator[Piece, None]:
        """Have a model asked and yield its answer; closing the generator stops it there, too."""
        child = await self._running()
        id_, answer = next(self._numbers), _Answer(child)
        self._answers[id_] = answer
        question = {
            "id": id_,
            "endpoint": asdict(endpoint),
            "system": prompt.system,
            "user": prompt.user,
            "max_tokens": prompt.max_tokens,
        }
        try:
            child.tell(question)
            while True:
                while answer.pieces:
                    yield answer.take()
                if answer.ended:
                    break
                answer.more.clear()
                await answer.more.wait()
            if answer.error is not None:
                raise answer.error
        finally:
            del self._answers[id_]
            if not answer.ended:
                child.tell({"id": id_, "stop": True})

    async def prepare(self) -> None:
        """Start the process if it does not run; it loads the model library by itself."""
        try:
            await self._running()
        except OSError:
            _log.exception("The process of models could not be started.")

    async def close(self) -> None:
        """Let the process end; one that does not is killed."""
        child, self._child = self._child, None
        if child is None:
            return
        child.questions.close()
        try:
            await asyncio.wait_for(child.process.wait(), _PATIENCE_S)
        except TimeoutError:
            child.process.kill()
        if self._reading is not None:
            await self._reading

    async def _running(self) -> _Child:
        async with self._starting:
            if self._child is None or self._child.process.returncode is not None:
                self._child = await _Child.started()
                self._reading = asyncio.create_task(self._read(self._child))
            return self._child

    async def _read(self, child: _Child) -> None:
        while said := await child.answers.readline():
            message = json.loads(said)
            answer = self._answers.get(message["id"])
            if answer is None or answer.ended:
                continue  # it was stopped
            if "end" not in message:
                answer.add(piece_from(message))
                if answer.characters > _MAX_WAITING:
                    answer.end(ModelOverrun())
                    child.tell({"id": message["id"], "stop": True})
            else:
                error = message.get("error")
                answer.end(error_from(error) if error else None)
        code = await child.process.wait()
        if child is self._child:
            _log.error("The process of models ended with code %d.", code)
            self._child = None
        for answer in self._answers.values():
            if answer.child is child:
                answer.end(ModelFailed())


def _without_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without what only the server may know: its database, its secrets."""
    return {name: value for name, value in environment.items() if not name.startswith("BYLINE_")}
