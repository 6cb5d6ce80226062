"""The page itself, as text, Markdown, HTML or Delta."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from crdt.delta import to_markdown, to_text
from server.access import Action
from server.api.authorship import open_room
from server.api.deps import Asking, Parts, access_to
from server.api.parts import ServerParts
from server.reports.disclosure import disclosed_page, models_of
from server.reports.told import authored
from server.room import Room

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
    access = await access_to(parts, actor, document_id, Action.READ)
    room = await open_room(parts.hosting, document_id)
    delta = room.replica.delta()
    match format:
        case "text":
            return Response(to_text(delta), media_type="text/plain; charset=utf-8")
        case "markdown":
            return Response(to_markdown(delta), media_type="text/markdown; charset=utf-8")
        case "html":
            page = await _page(parts, room, access.row.document.title)
            return Response(page, media_type="text/html; charset=utf-8")
        case "delta":
            return JSONResponse({"ops": delta})


async def _page(parts: ServerParts, room: Room, title: str) -> str:
    """The text as an HTML page that discloses a machine's part in it."""
    told = await parts.histories.of(room.document_id)
    version = told.timeline.version_at(told.seq)
    runs = authored(room.guard.sequence, version, room.ledger.lineage.authorship)
    used = {entry.suggestion for _, entry in runs if entry.suggestion}
    models = models_of(await parts.store.suggestions_of(sorted(used)))
    return disclosed_page(runs, models, title, "Byline")
