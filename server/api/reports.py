"""Reports on how a document came to be, to take away."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from crdt.errors import CrdtError
from server.access import Action
from server.api.authorship import open_room
from server.api.bundles import bundle_response
from server.api.deps import Acting, Parts, access_to
from server.errors import Unavailable
from server.reports.taking import ReportFormat, check_can_make, report_body, take

__all__ = ["router"]

router = APIRouter(prefix="/api/documents/{document_id}", tags=["report"])


@router.get("/report")
async def report(
    document_id: str,
    actor: Acting,
    parts: Parts,
    format: ReportFormat = "html",  # noqa: A002
) -> Response:
    """Return a report as a file; that it was taken is entered in the ledger, and in the report."""
    access = await access_to(parts, actor, document_id, Action.HISTORY)
    check_can_make(format)
    await open_room(parts.hosting, document_id)
    await parts.hosting.record(document_id, actor.person.id, report_body(format))
    document = access.row.document
    if format == "bundle":
        return await bundle_response(parts, document)
    try:
        file = await take(parts.store, parts.signing, document, parts.clock, format)
    except CrdtError as error:
        raise Unavailable("The history of this document cannot be read.") from error
    return Response(
        file.data,
        media_type=file.media_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )
