"""The page itself, as text, Markdown, HTML or Delta."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from crdt.delta import to_html, to_markdown, to_text
from server.access import Action
from server.api.authorship import open_room
from server.api.deps import Asking, Parts, access_to

__all__ = ["router"]

router = APIRouter(prefix="/api/documents/{document_id}", tags=["text"])

TextFormat = Literal["text", "markdown", "html", "delta"]


@router.get("/text")
async def text(
    document_id: str,
    actor: Asking,
    parts: Parts,
    format: TextFormat = "text",  # noqa: A002
) -> Response:
    """Return the live text in one of four formats."""
    await access_to(parts, actor, document_id, Action.READ)
    delta = (await open_room(parts.hosting, document_id)).replica.delta()
    match format:
        case "text":
            return Response(to_text(delta), media_type="text/plain; charset=utf-8")
        case "markdown":
            return Response(to_markdown(delta), media_type="text/markdown; charset=utf-8")
        case "html":
            return Response(to_html(delta), media_type="text/html; charset=utf-8")
        case "delta":
            return JSONResponse({"ops": delta})
