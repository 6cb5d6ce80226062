"""From a failure to an answer: one table, one body.

Every error of every route has the same body:
`{"error": {"slug", "message", "retry_after_s"?, "fields"?}}`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final, cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from assist.errors import AssistError
from server.errors import ServerError

__all__ = ["STATUS", "error_response", "install_faults", "status_of"]

log = structlog.get_logger()

STATUS: Final[Mapping[str, int]] = {
    "invalid": 422,
    "name-refused": 422,
    "colour-refused": 422,
    "password-refused": 422,
    "unauthenticated": 401,
    "wrong-password": 401,
    "forbidden": 403,
    "origin-refused": 403,
    "assistant-off": 403,
    "recipe-not-allowed": 403,
    "draft-first": 403,
    "no-consent": 403,
    "own-placing": 403,
    "not-found": 404,
    "method-not-allowed": 405,
    "conflict": 409,
    "login-taken": 409,
    "last-coordinator": 409,
    "changed-meanwhile": 409,
    "passage-unknown": 409,
    "seq-taken": 409,
    "client-taken": 409,
    "gone": 410,
    "too-large": 413,
    "misdirected": 421,
    "too-many": 429,
    "limit-reached": 429,
    "busy": 429,
    "empty-passage": 422,
    "too-long": 413,
    "unknown-recipe": 422,
    "no-instruction": 422,
    "needs-model": 422,
    "unknown-model": 422,
    "bad-recipe": 422,
    "unknown-variable": 422,
    "bad-alternatives": 422,
    "nothing-to-suggest": 422,
    "bad-model-settings": 500,
    "assist-failed": 502,
    "model-unreachable": 502,
    "model-timeout": 504,
    "model-auth": 502,
    "model-rate-limited": 503,
    "model-quota": 503,
    "model-unknown": 502,
    "model-refused": 502,
    "model-empty": 502,
    "model-not-a-model": 502,
    "model-cut": 502,
    "model-overrun": 502,
    "model-failed": 502,
    "internal": 500,
    "unavailable": 503,
    "not-built": 503,
}
"""HTTP status of each slug. Sockets have their own codes: `server.connection.CloseCode`."""

_SLUG_OF_STATUS: Final[Mapping[int, str]] = {
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    429: "too-many",
    503: "unavailable",
}

_SENTENCES: Final[Mapping[int, str]] = {
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
    413: "The request is larger than this server takes.",
}


def status_of(slug: str) -> int:
    """Return the HTTP status of a slug; what the table does not know is our mistake."""
    return STATUS.get(slug, 500)


def error_response(
    status: int,
    slug: str,
    message: str,
    *,
    fields: Mapping[str, str] | None = None,
    retry_after_s: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the one error body, with `Retry-After` when there is a hint."""
    error: dict[str, Any] = {"slug": slug, "message": message}
    if retry_after_s is not None:
        error["retry_after_s"] = retry_after_s
    if fields:
        error["fields"] = dict(fields)
    sent = dict(headers or {})
    if retry_after_s is not None:
        sent["Retry-After"] = str(retry_after_s)
    return JSONResponse({"error": error}, status, headers=sent)


def install_faults(app: FastAPI) -> None:
    """Answer every failure of the app with the one body."""
    app.add_exception_handler(ServerError, _server_error)
    app.add_exception_handler(AssistError, _assist_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_exception)


async def _server_error(_request: Request, raised: Exception) -> Response:
    error = cast("ServerError", raised)
    if status_of(error.slug) >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request failed", slug=error.slug, exc_info=error)
    return error_response(
        status_of(error.slug),
        error.slug,
        error.message,
        fields=error.fields,
        retry_after_s=error.retry_after_s,
    )


async def _assist_error(_request: Request, raised: Exception) -> Response:
    error = cast("AssistError", raised)
    return error_response(
        status_of(error.slug), error.slug, error.message, retry_after_s=error.retry_after_s
    )


async def _validation_error(_request: Request, raised: Exception) -> Response:
    error = cast("RequestValidationError", raised)
    fields = {
        "body" if each["type"] == "json_invalid" else _field(each["loc"]): str(each["msg"])
        for each in error.errors()
    }
    return error_response(422, "invalid", "The request is not in the right form.", fields=fields)


def _field(location: Sequence[object]) -> str:
    """Name what is wrong: `title`, `passage.text`; the whole body is `body`."""
    inner = [str(part) for part in location[1:]]
    return ".".join(inner) or str(location[0])


async def _http_exception(_request: Request, raised: Exception) -> Response:
    error = cast("HTTPException", raised)
    status = error.status_code
    slug = _SLUG_OF_STATUS.get(status, "invalid" if status < 500 else "internal")
    message = _SENTENCES.get(status, "The request could not be answered.")
    return error_response(status, slug, message, headers=error.headers)
