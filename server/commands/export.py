"""`byline export`: write the verifiable bundle of a document to a file."""

from __future__ import annotations

from pathlib import Path

from crdt.errors import CrdtError
from server.bundling import bundle_of
from server.commands.stored import now_ms, with_store
from server.config import Settings
from server.errors import Invalid, NotFound
from server.signing import Signing, private_key_of
from server.store.sql import SqlStore

__all__ = ["export"]


def export(settings: Settings, document_id: str, bundle: Path) -> int:
    """Write the bundle; the file appears only when it is whole.

    Raises:
        NotFound: there is no such document, or it was deleted.
        Invalid: its ledger or the file cannot be used.
    """

    async def write(store: SqlStore) -> int:
        document = await store.document(document_id)
        if document is None or document.deleted_at is not None:
            raise NotFound(f"There is no document {document_id!r} in this database.")
        signing = Signing(store, now_ms, private_key_of(settings.signing_key))
        lines = await bundle_of(store, signing, document, now_ms)
        part = bundle.with_name(f"{bundle.name}.part")
        count = 0
        try:
            with part.open("wb") as file:
                for line in lines:
                    file.write(line)
                    count += 1
            part.replace(bundle)
        except OSError as error:
            raise Invalid(f"{bundle} cannot be written: {error.strerror}.") from error
        except CrdtError as error:
            raise Invalid(f"The stored ledger cannot be read: {error}") from error
        finally:
            part.unlink(missing_ok=True)
        return count

    count = with_store(settings.database_url, write)
    print(f"{bundle}: {count} lines. Check it anywhere with: byline verify {bundle}")
    return 0
