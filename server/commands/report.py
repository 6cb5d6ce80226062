"""`byline report`: write a report on a document to a file."""

from __future__ import annotations

from pathlib import Path

from crdt.errors import CrdtError
from server.commands.export import export
from server.commands.stored import now_ms, with_store
from server.config import Settings
from server.errors import Invalid, NotFound
from server.reports.taking import ReportFormat, TakenFile, file_name, take
from server.signing import Signing, private_key_of
from server.store.sql import SqlStore

__all__ = ["report"]


def report(settings: Settings, document_id: str, kind: ReportFormat, to: Path | None) -> int:
    """Write the report; the file appears only when it is whole.

    Args:
        settings: where the database is.
        document_id: which document.
        kind: the format.
        to: the file; None for its usual name in the working directory.

    Raises:
        NotFound: there is no such document, or it was deleted.
        Invalid: its ledger or the file cannot be used.
        Unavailable: this installation cannot make that format.
    """
    path = to or Path(file_name(document_id, kind))
    if kind == "bundle":
        return export(settings, document_id, path)

    async def made(store: SqlStore) -> TakenFile:
        document = await store.document(document_id)
        if document is None or document.deleted_at is not None:
            raise NotFound(f"There is no document {document_id!r} in this database.")
        signing = Signing(store, now_ms, private_key_of(settings.signing_key))
        try:
            return await take(store, signing, document, now_ms, kind)
        except CrdtError as error:
            raise Invalid(f"The stored ledger cannot be read: {error}") from error

    file = with_store(settings.database_url, made)
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(file.data)
        part.replace(path)
    except OSError as error:
        raise Invalid(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    print(f"{path}: {len(file.data):,} bytes.")
    return 0
