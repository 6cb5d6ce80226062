"""What the server and the process that asks models write to each other: one JSON object a line.

To the process: a question (``id``, ``endpoint``, ``system``, ``user``, ``max_tokens``), or ``id``
and ``stop``. From it, each with the ``id`` of its question: ``text``, ``usage``, ``finish``, or at
the end ``end``, with ``error`` where it failed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from assist.errors import AssistError, ModelFailed
from assist.model import Finish, FinishReason, Piece, TextPiece, Usage

__all__ = ["MAX_LINE", "error_from", "error_to", "line", "piece_from", "pieces_to"]

MAX_LINE: Final = 2**24
"""Bytes; pieces are split long before."""
_MAX_TEXT: Final = 100_000


def line(message: dict[str, Any]) -> bytes:
    """Return a message as it travels."""
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def pieces_to(id_: int, piece: Piece) -> Iterator[bytes]:
    """Return the lines that a piece of an answer travels as."""
    match piece:
        case TextPiece(text):
            for start in range(0, max(1, len(text)), _MAX_TEXT):
                yield line({"id": id_, "text": text[start : start + _MAX_TEXT]})
        case Usage():
            yield line({"id": id_, "usage": asdict(piece)})
        case Finish(reason):
            yield line({"id": id_, "finish": reason.value})
        case _:
            raise TypeError(piece)


def piece_from(message: dict[str, Any]) -> Piece:
    """Return the piece that a message holds."""
    if "text" in message:
        return TextPiece(message["text"])
    if "usage" in message:
        return Usage(**message["usage"])
    return Finish(FinishReason(message["finish"]))


def error_to(error: AssistError) -> dict[str, Any]:
    """Return an error as it travels: its class by its slug, its sentence is ours already."""
    return {
        "slug": error.slug,
        "message": error.message,
        "retry_after_s": error.retry_after_s,
    }


def error_from(told: dict[str, Any]) -> AssistError:
    """Return the error that was told."""
    kind = _by_slug().get(told["slug"], ModelFailed)
    return kind(told["message"], retry_after_s=told["retry_after_s"])


def _by_slug() -> dict[str, type[AssistError]]:
    found = dict[str, type[AssistError]]()
    waiting: list[type[AssistError]] = [AssistError]
    while waiting:
        kind = waiting.pop()
        found[kind.slug] = kind
        waiting.extend(kind.__subclasses__())
    return found
