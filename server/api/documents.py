"""`/api/documents`: making, listing, renaming, deleting."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter

from server.access import Action, Role, effective_role
from server.api.deps import Acting, Asking, Parts, access_to
from server.api.parts import ServerParts
from server.api.schemas import (
    DocumentIn,
    DocumentOut,
    DocumentsOut,
    ShareOut,
    TitleIn,
    person_or_none,
)
from server.errors import Gone
from server.names import checked_title, new_document_id
from server.opening import UNTITLED, new_document
from server.records import DocumentRow

__all__ = ["document_out", "router"]

_DAY_MS = 24 * 60 * 60 * 1000

router = APIRouter(prefix="/api/documents", tags=["documents"])


@router.get("")
async def list_documents(parts: Parts, actor: Asking) -> DocumentsOut:
    """List the documents of the person who asks; in open mode all there are."""
    open_mode = parts.settings.open_mode
    rows = await parts.store.list_documents(actor.person.id, every=open_mode)
    shown = [(row, effective_role(row.role, open_mode=open_mode)) for row in rows]
    return DocumentsOut(
        documents=await _documents_out(parts, [(row, role) for row, role in shown if role])
    )


@router.post("", status_code=201)
async def create_document(wish: DocumentIn, parts: Parts, actor: Acting) -> DocumentOut:
    """Make a document; whoever makes it is its coordinator."""
    title = UNTITLED if wish.title is None else checked_title(wish.title)
    document, first, clients = new_document(
        new_document_id(), title, actor.person.id, parts.clock()
    )
    created = await parts.store.create_document(document, first, clients)
    row = DocumentRow(created, Role.COORDINATOR, last_writer=None, shares=())
    return await document_out(parts, row, Role.COORDINATOR)


@router.get("/{document_id}")
async def read_document(document_id: str, parts: Parts, actor: Asking) -> DocumentOut:
    """Return a document without its text."""
    access = await access_to(parts, actor, document_id, Action.READ)
    return await document_out(parts, access.row, access.role)


@router.patch("/{document_id}")
async def rename_document(
    document_id: str, change: TitleIn, parts: Parts, actor: Asking
) -> DocumentOut:
    """Give a document another title."""
    await access_to(parts, actor, document_id, Action.RENAME)
    title = checked_title(change.title)
    await parts.store.rename(document_id, title)
    await parts.rooms.title_changed(document_id, title)
    access = await access_to(parts, actor, document_id, Action.READ)
    return await document_out(parts, access.row, access.role)


@router.delete("/{document_id}", status_code=204)
async def delete_document(document_id: str, parts: Parts, actor: Asking) -> None:
    """Delete a document; a coordinator can bring it back for some weeks."""
    await access_to(parts, actor, document_id, Action.DELETE)
    await parts.store.set_deleted(document_id, parts.clock())
    await parts.rooms.document_deleted(document_id)


@router.post("/{document_id}/undelete")
async def undelete_document(document_id: str, parts: Parts, actor: Asking) -> DocumentOut:
    """Bring a deleted document back."""
    access = await access_to(parts, actor, document_id, Action.UNDELETE, deleted=True)
    deleted_at = access.row.document.deleted_at
    if deleted_at is not None:
        days = parts.settings.undelete_days
        if parts.clock() - deleted_at > days * _DAY_MS:
            raise Gone(f"The document was deleted more than {days} days ago.")
        await parts.store.set_deleted(document_id, None)
    return await document_out(parts, access.row, access.role)


async def document_out(parts: ServerParts, row: DocumentRow, role: Role) -> DocumentOut:
    """Return one document as it is shown to somebody with that role."""
    return (await _documents_out(parts, [(row, role)]))[0]


async def _documents_out(
    parts: ServerParts, rows: Sequence[tuple[DocumentRow, Role]]
) -> list[DocumentOut]:
    ids = {
        person_id
        for row, _ in rows
        for person_id in (
            row.document.created_by,
            row.last_writer,
            *(share.person_id for share in row.shares),
        )
        if person_id is not None
    }
    people = await parts.store.persons(sorted(ids)) if ids else {}
    return [
        DocumentOut(
            id=row.document.id,
            title=row.document.title,
            role=role,
            generation=row.document.generation,
            created_at=row.document.created_at,
            updated_at=row.document.updated_at,
            created_by=person_or_none(row.document.created_by, people),
            last_writer=person_or_none(row.last_writer, people),
            shares=[
                ShareOut(
                    person=person_or_none(share.person_id, people),
                    origin=share.origin,
                    share=share.share,
                )
                for share in row.shares
            ],
        )
        for row, role in rows
    ]
