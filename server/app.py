"""The composition: settings in, a server out. The one place that knows every part."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from assist.budget import Limits
from assist.choose import close_model, model_from_environment
from assist.models import Models
from server.api import (
    authorship,
    bundles,
    cards,
    desks,
    history,
    numbers,
    recipes,
    reports,
    review,
    suggestions,
    text,
    threads,
)
from server.api import digests as digests_of_me
from server.api.app import create_api
from server.api.deps import visitor_of
from server.api.parts import AssistantInfo, ServerParts
from server.api.security import socket_origin_allowed
from server.api.socket import Socket, SocketLimits
from server.config import Settings
from server.digests import Digests
from server.histories import Histories
from server.hosting import Hosting, HostingLimits
from server.identity import Identity
from server.opening import WELCOME, WELCOME_ID, WELCOME_TITLE, new_document
from server.passwords import Passwords
from server.ports import Store
from server.questions import Questions
from server.signing import Signing, private_key_of
from server.store.sql import SqlStore
from server.suggestions import Suggestions
from server.throttle import Throttle

__all__ = ["Application", "build", "now_ms"]


@dataclass(frozen=True, slots=True)
class Application:
    """A server that is composed but not yet running.

    `api` is the ASGI application; its lifespan opens and closes everything. `stop` closes the
    sockets and makes everything durable ahead of that, so that nobody is cut off unheard.
    """

    settings: Settings
    parts: ServerParts
    api: Any
    stop: Callable[[], Awaitable[None]]


def now_ms() -> int:
    """Return milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


def build(settings: Settings, environment: Mapping[str, str]) -> Application:
    """Compose the server; nothing is opened yet.

    Args:
        settings: what to run with.
        environment: where the assistant's model and its keys are looked up.

    Raises:
        Invalid: the database's address is not one.
        assist.errors.SettingsError: the model's settings are not usable.
    """
    store = SqlStore(settings.database_url)
    limits = HostingLimits(
        connections=settings.connections,
        connections_per_document=settings.connections_per_document,
        connections_per_person=settings.connections_per_person,
        idle_ms=settings.idle_ms,
        snapshot_every=settings.snapshot_every,
    )
    signing = Signing(store, now_ms, private_key_of(settings.signing_key))
    hosting = Hosting(store, now_ms, open_mode=settings.open_mode, limits=limits, signing=signing)
    model = model_from_environment(_assistant_environment(settings, environment))
    asking = Limits(
        per_person=settings.requests_at_once_per_person, per_instance=settings.requests_at_once
    )
    passwords = Passwords()
    digests = Digests(store, settings, now_ms)
    parts = ServerParts(
        settings=settings,
        store=store,
        identity=Identity(store, settings, now_ms, passwords, Throttle(now_ms)),
        rooms=hosting,
        hosting=hosting,
        questions=Questions(
            store,
            hosting,
            Models(model),
            now_ms,
            enabled=settings.assistant,
            consent=settings.consent,
        ),
        suggestions=Suggestions(store, hosting, now_ms, asking),
        signing=signing,
        histories=Histories(store),
        clock=now_ms,
        assistant=AssistantInfo(
            enabled=settings.assistant, model=model.label, built_in=model.built_in
        ),
    )

    @asynccontextmanager
    async def running() -> AsyncGenerator[None]:
        await store.open()
        try:
            if settings.open_mode:
                await _welcome(store)
            async with hosting.running(), digests.running():
                yield
        finally:
            await close_model(model)
            passwords.close()
            await store.close()

    api = create_api(
        parts,
        running=running,
        routers=(
            suggestions.router,
            cards.router,
            desks.router,
            recipes.router,
            authorship.router,
            history.router,
            review.router,
            numbers.router,
            reports.router,
            bundles.router,
            text.router,
            threads.router,
            digests_of_me.router,
        ),
        socket=Socket(
            hosting,
            lambda scope: visitor_of(scope, parts),
            lambda scope: socket_origin_allowed(scope, settings),
            now_ms,
            SocketLimits(
                message_bytes=settings.message_bytes,
                messages_per_second=settings.messages_per_second,
                burst=settings.message_burst,
                first_message_s=settings.first_message_s,
                send_s=settings.send_s,
            ),
        ),
    )
    return Application(settings, parts, api, hosting.stop)


async def _welcome(store: Store) -> None:
    """Make the document that a new installation starts with, once."""
    document, first, clients = new_document(WELCOME_ID, WELCOME_TITLE, None, now_ms(), WELCOME)
    await store.create_document(document, first, clients)


def _assistant_environment(settings: Settings, environment: Mapping[str, str]) -> Mapping[str, str]:
    """The environment (providers' own key variables) with our settings on top."""
    return {
        **environment,
        "BYLINE_MODEL": settings.model,
        "BYLINE_MODEL_API_BASE": settings.model_api_base,
        "BYLINE_MODEL_API_KEY": settings.model_api_key,
        "BYLINE_MODEL_FALLBACKS": settings.model_fallbacks,
    }
