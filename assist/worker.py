"""The process that asks models: ``python -m assist.worker``, with questions on its standard input.

It has no database, no documents and none of the server's settings; what it can see is the
questions it is asked and the keys of the models. It loads the model library at once and ends when
its input does.
"""

from __future__ import annotations

import asyncio
import gc
import json
import signal
import sys
import threading
from contextlib import aclosing
from typing import Any, Final

from assist.errors import AssistError, ModelFailed
from assist.gateway import Gateway, load_library
from assist.pipe import MAX_LINE, error_to, line, pieces_to

__all__ = ["Turns", "Worker", "main"]

_TURN_S: Final = 0.005


class Turns:
    """Lets questions begin one after the other.

    The library works for about 5 ms before it asks, in threads: questions that come together would share the
    processor, and the first of them would be asked as late as the last.
    """

    def __init__(self) -> None:
        self._next_at = 0.0

    def wait_s(self, now: float) -> float:
        """Return in how many seconds a question that comes at `now` (seconds) may begin."""
        at = max(now, self._next_at)
        self._next_at = at + _TURN_S
        return at - now


class Worker:
    """Answers questions, many at once.

    Args:
        writer: where the answers go.
        turns: when each question begins.
    """

    def __init__(self, writer: asyncio.StreamWriter, turns: Turns) -> None:
        self._writer = writer
        self._turns = turns
        self._answers = dict[int, asyncio.Task[None]]()

    async def serve(self, reader: asyncio.StreamReader) -> None:
        """Take questions until there are no more; then stop all answers."""
        while said := await reader.readline():
            message = json.loads(said)
            id_ = message["id"]
            if "stop" not in message:
                self._answers[id_] = asyncio.create_task(self._answer(id_, message))
            elif (answer := self._answers.get(id_)) is not None:
                answer.cancel()
        for answer in self._answers.values():
            answer.cancel()
        await asyncio.gather(*self._answers.values(), return_exceptions=True)

    async def _answer(self, id_: int, question: dict[str, Any]) -> None:
        end: dict[str, Any] = {"id": id_, "end": True}
        stream = Gateway(**question["endpoint"]).answer(
            question["system"], question["user"], question["max_tokens"]
        )
        try:
            await asyncio.sleep(self._turns.wait_s(asyncio.get_running_loop().time()))
            async with aclosing(stream) as pieces:
                async for piece in pieces:
                    self._writer.writelines(pieces_to(id_, piece))
                    await self._writer.drain()
        except AssistError as error:
            end["error"] = error_to(error)
        except Exception:  # noqa: BLE001  (its text may hold the passage or the key: it ends here)
            end["error"] = error_to(ModelFailed())
        finally:
            del self._answers[id_]
        self._writer.write(line(end))


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(MAX_LINE)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    transport, protocol = await loop.connect_write_pipe(
        asyncio.streams.FlowControlMixin, sys.stdout
    )
    writer = asyncio.StreamWriter(transport, protocol, None, loop)
    await Worker(writer, Turns()).serve(reader)


def main() -> None:
    """Run until standard input ends; Ctrl+C is the server's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(10_000, 20, 50)
    threading.Thread(target=load_library, daemon=True).start()  # nobody waits for it at the end
    asyncio.run(_serve())


if __name__ == "__main__":
    main()
