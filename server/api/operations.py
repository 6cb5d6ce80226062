"""`/healthz`, `/readyz` and `/metrics`: for those who run the server."""

from __future__ import annotations

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

from server.api.deps import Parts

__all__ = ["router"]

router = APIRouter(tags=["operations"])


@router.get("/healthz")
async def health() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def readiness(parts: Parts) -> dict[str, str]:
    """Say that the database answers too; 503 when it does not."""
    await parts.store.ping()
    return {"status": "ready"}


@router.get("/metrics")
async def metrics() -> Response:
    """Return the figures in Prometheus' text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
