"""Which pages may use this server, and what browsers are told.

`origin_allowed` and `host_allowed` decide; `Envelope` applies them to every HTTP request, bounds
its body, sets the headers, and answers what no handler foresaw in the one error shape. The socket
asks `origin_allowed` itself.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Final

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.api.faults import error_response
from server.config import Settings

__all__ = ["SAFE_METHODS", "Envelope", "host_allowed", "origin_allowed", "socket_origin_allowed"]

log = structlog.get_logger()

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_HOST: Final = re.compile(r"[A-Za-z0-9.\-_]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_ORIGIN: Final = re.compile(r"(https?)://([^/?#@\s]+)")
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}


def origin_allowed(origin: str | None, host: str | None, settings: Settings) -> bool:
    """Say whether a page of `origin` may use the server that was addressed as `host`.

    No origin means that no page is behind the request: browsers always name one where it counts.
    """
    if origin is None:
        return True
    if origin.lower() in {each.lower() for each in settings.origins}:
        return True
    parts = _ORIGIN.fullmatch(origin.lower())
    if parts is None or host is None:
        return False
    port = _DEFAULT_PORTS[parts[1]]
    return parts[2].removesuffix(port) == host.lower().removesuffix(port)


def socket_origin_allowed(scope: Scope, settings: Settings) -> bool:
    """Say whether the page that opens a socket, if one does, may; and under that name."""
    headers = Headers(scope=scope)
    host = headers.get("host")
    return host_allowed(host, settings) and origin_allowed(headers.get("origin"), host, settings)


def host_allowed(host: str | None, settings: Settings) -> bool:
    """Say whether the server may be addressed as `host`.

    In open mode on a loopback address only by an IP address, `localhost` or the host of a
    configured origin: otherwise any page could point a name of its own at this machine and be
    "same origin" (DNS rebinding).
    """
    if host is None or not _HOST.fullmatch(host):
        return False
    if not settings.open_mode or not _is_loopback(settings.host):
        return True
    name = _name_of(host)
    return (
        _is_address(name)
        or name == "localhost"
        or name.endswith(".localhost")
        or name in {_name_of(each.partition("//")[2]) for each in settings.origins}
    )


def _name_of(host: str) -> str:
    """Return a host without its port and brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(name: str) -> bool:
    return name == "localhost" or (_is_address(name) and ipaddress.ip_address(name).is_loopback)


def content_security_policy(host: str) -> str:
    """Return the policy of every page; styles are inline because the component library adds them."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; manifest-src 'self'; "
        f"connect-src 'self' ws://{host} wss://{host}; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )


class Envelope:
    """The outermost layer around every HTTP request."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; sockets pass through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _add_headers(MutableHeaders(scope=message), scope["path"], headers.get("host", ""))
            await send(message)

        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, send_with_headers)
            return
        body = _BoundedBody(receive, self._settings.request_bytes)
        try:
            await self._app(scope, body.receive, send_with_headers)
        except Exception:
            log.exception("request failed", method=scope["method"], path=scope["path"])
            if started:
                raise
            response = error_response(500, "internal", "The server made a mistake; it is logged.")
            await response(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        host = headers.get("host")
        if not host_allowed(host, self._settings):
            return error_response(
                421,
                "misdirected",
                "This server does not go by that name; add it to BYLINE_ORIGINS.",
            )
        if _declared_length(headers) > self._settings.request_bytes:
            return error_response(413, "too-large", "The request is larger than this server takes.")
        if scope["method"] not in SAFE_METHODS and not self._same_site(headers, host):
            return error_response(
                403, "origin-refused", "The request came from a page of another site."
            )
        return None

    def _same_site(self, headers: Headers, host: str | None) -> bool:
        origin = headers.get("origin")
        if origin is not None:
            return origin_allowed(origin, host, self._settings)
        return headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}


class _BoundedBody:
    """A request body that ends with an error when it grows too large."""

    def __init__(self, receive: Receive, max_bytes: int) -> None:
        self._receive = receive
        self._max_bytes = max_bytes
        self._bytes = 0

    async def receive(self) -> Message:
        message = await self._receive()
        self._bytes += len(message.get("body", b""))
        if self._bytes > self._max_bytes:
            raise HTTPException(413)
        return message


def _declared_length(headers: Headers) -> int:
    declared = headers.get("content-length", "0")
    return int(declared[:16]) if declared.isascii() and declared.isdigit() else 0


def _add_headers(headers: MutableHeaders, path: str, host: str) -> None:
    headers["Content-Security-Policy"] = content_security_policy(host)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if path.startswith("/api/"):
        headers.setdefault("Cache-Control", "no-store")
