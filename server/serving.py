"""Running the application under uvicorn: the sockets' settings, the ready line, the end."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import structlog
import uvicorn

from server.api.direct import DirectProtocol
from server.app import Application
from server.errors import ServerError

__all__ = ["serve"]

log = structlog.get_logger()

_MESSAGE_SLACK_BYTES: Final = 64 * 1024
"""So much more passes the socket, so that the application can say why it is too large."""


def serve(application: Application, ready: Callable[[str], None]) -> None:
    """Serve until a signal ends it.

    Args:
        application: what to serve.
        ready: called with the address once requests are answered.
    """
    settings = application.settings
    config = uvicorn.Config(
        application.api,
        host=settings.host,
        port=settings.port,
        ws=DirectProtocol,
        ws_max_size=settings.message_bytes + _MESSAGE_SLACK_BYTES,
        ws_per_message_deflate=False,
        ws_ping_interval=settings.ping_s,
        ws_ping_timeout=settings.pong_s,
        timeout_graceful_shutdown=settings.shutdown_s,
        access_log=False,
        log_config=None,
        server_header=False,
        lifespan="on",
    )
    with suppress(KeyboardInterrupt):  # what uvicorn raises again after it has shut down
        _Server(config, application, ready).run()


class _Server(uvicorn.Server):
    def __init__(
        self, config: uvicorn.Config, application: Application, ready: Callable[[str], None]
    ) -> None:
        super().__init__(config)
        self._application = application
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say where."""
        await super().startup(sockets)
        if self.started:
            self._ready(self._address())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the rooms say goodbye and write everything down before the sockets are cut."""
        try:
            async with asyncio.timeout(self._application.settings.shutdown_s):
                await self._application.stop()
        except (ServerError, TimeoutError):
            log.exception("rooms were not written down; the next start reads their log")
        await super().shutdown(sockets)

    def _address(self) -> str:
        settings = self._application.settings
        listening = self.servers[0].sockets[0].getsockname()
        host = settings.host if settings.host not in {"0.0.0.0", "::", ""} else "localhost"  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{listening[1]}"
