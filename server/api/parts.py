"""What the routes work with, composed once by `server.app`."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from server.config import Settings
from server.histories import Histories
from server.hosting import Hosting
from server.identity import Identity
from server.ports import Clock, LiveRooms, Store
from server.questions import Questions
from server.signing import Signing
from server.suggestions import Suggestions

__all__ = ["AssistantInfo", "ServerParts", "parts_of"]


@dataclass(frozen=True, slots=True)
class AssistantInfo:
    """What people are told of the assistant: whether there is one, and who answers."""

    enabled: bool
    model: str
    built_in: bool


@dataclass(frozen=True, slots=True)
class ServerParts:
    """The parts of a running server that routes use."""

    settings: Settings
    store: Store
    identity: Identity
    rooms: LiveRooms
    hosting: Hosting
    questions: Questions
    suggestions: Suggestions
    signing: Signing
    histories: Histories
    clock: Clock
    assistant: AssistantInfo


def parts_of(connection: HTTPConnection) -> ServerParts:
    """Return the parts of the application that serves this request or socket."""
    parts: ServerParts = connection.app.state.parts
    return parts
