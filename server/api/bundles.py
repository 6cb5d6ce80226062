"""The ledger of a document to take away, and the keys that sign it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from crdt.signatures import fingerprint
from server.access import Action
from server.api.authorship import open_room
from server.api.deps import Acting, Parts, access_to
from server.api.parts import ServerParts
from server.bundling import bundle_of
from server.records import Document

__all__ = ["bundle_response", "router"]

router = APIRouter(prefix="/api", tags=["ledger"])

_CHUNK: Final = 64 * 1024


@router.get("/documents/{document_id}/bundle")
async def bundle(document_id: str, actor: Acting, parts: Parts) -> Response:
    """Return the verifiable bundle of a document: JSON Lines, for `byline verify`."""
    access = await access_to(parts, actor, document_id, Action.HISTORY)
    await open_room(parts.hosting, document_id)
    await parts.hosting.record(document_id, actor.person.id, {"kind": "export"})
    return await bundle_response(parts, access.row.document)


async def bundle_response(parts: ServerParts, document: Document) -> Response:
    """A document's bundle as an answer."""
    lines = await bundle_of(parts.store, parts.signing, document, parts.clock)
    return StreamingResponse(
        _in_chunks(lines),
        media_type="application/jsonl",
        headers={"Content-Disposition": f'attachment; filename="{document.id}.bundle.jsonl"'},
    )


def _in_chunks(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in larger pieces; a thread computes each."""
    waiting: list[bytes] = []
    size = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= _CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


@router.get("/keys")
async def keys(parts: Parts) -> dict[str, object]:
    """Return the public keys of this installation, newest first: 32 bytes in base64 and a fingerprint."""
    return {
        "keys": [
            {
                "id": key.id,
                "public": b64encode(key.public).decode(),
                "fingerprint": fingerprint(key.public),
                "created_at": key.created_at,
            }
            for key in (await parts.signing.public_keys()).values()
        ]
    }
