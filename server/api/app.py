"""The HTTP application: routes, the one error shape, the envelope, the front end."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import WebSocketRoute
from starlette.types import ASGIApp

from server.api import documents, invitations, members, operations, people
from server.api.faults import install_faults
from server.api.front_end import FrontEnd
from server.api.parts import ServerParts
from server.api.schemas import ErrorBody
from server.api.security import Envelope

__all__ = ["ROUTERS", "create_api"]

ROUTERS: Sequence[APIRouter] = (
    people.router,
    documents.router,
    members.router,
    invitations.router,
    operations.router,
)


def create_api(
    parts: ServerParts,
    *,
    running: Callable[[], AbstractAsyncContextManager[None]],
    routers: Sequence[APIRouter] = (),
    socket: ASGIApp | None = None,
) -> FastAPI:
    """Return the application.

    Args:
        parts: what the routes work with.
        running: opens and closes the parts of the server around the application's life.
        routers: further routes.
        socket: what serves `/sync/{document_id}`.
    """

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
        async with running():
            yield

    app = FastAPI(
        title="Byline",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        responses={
            "4XX": {"model": ErrorBody},
            "5XX": {"model": ErrorBody},
            422: {"model": ErrorBody},
        },
    )
    app.state.parts = parts
    install_faults(app)
    for router in (*ROUTERS, *routers):
        app.include_router(router)
    if socket is not None:
        app.router.routes.append(WebSocketRoute("/sync/{document_id}", socket))
    app.router.default = FrontEnd(parts.settings.web_path)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=6)
    app.add_middleware(Envelope, settings=parts.settings)
    return app
