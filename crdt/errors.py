"""Failures of the crdt package.

    CrdtError(slug)
    ├── Malformed        the bytes are not what the format says (offset, expected)
    ├── Refused          well-formed, but against a rule of the guard (slug, detail, client, clock)
    │   └── Gap          it builds on something not known here: ask the sender for its state
    └── ReplicaBroken    the CRDT library failed; that replica must not be used again (sha256)

Every error has a stable `slug`; callers map slugs to close codes and never read messages.
"""

from __future__ import annotations

__all__ = ["CrdtError", "Gap", "Malformed", "Refused", "ReplicaBroken"]


class CrdtError(Exception):
    """Base of every failure this package raises on purpose."""

    slug: str

    def __init__(self, slug: str, message: str) -> None:
        super().__init__(message)
        self.slug = slug


class Malformed(CrdtError):  # noqa: N818 - named for what happened, as the wire says it
    """Bytes that do not follow the format, found at `offset` where `expected` should stand."""

    def __init__(self, offset: int, expected: str) -> None:
        super().__init__("malformed", f"At byte {offset}: expected {expected}.")
        self.offset = offset
        self.expected = expected


class Refused(CrdtError):  # noqa: N818 - named for what happened, as the wire says it
    """A well-formed update that breaks a rule; nothing of it may be stored or applied.

    `detail` is a full sentence; `client` and `clock` say where in the update, if anywhere.
    """

    def __init__(
        self, slug: str, detail: str, client: int | None = None, clock: int | None = None
    ) -> None:
        where = "" if client is None else f" (Client {client}, clock {clock}.)"
        super().__init__(slug, f"{detail}{where}")
        self.detail = detail
        self.client = client
        self.clock = clock


class Gap(Refused):
    """The update builds on ids that are not known here; ask the sender for its whole state."""

    def __init__(self, detail: str, client: int | None = None, clock: int | None = None) -> None:
        super().__init__("gap", detail, client, clock)


class ReplicaBroken(CrdtError):  # noqa: N818 - named for what happened, as the wire says it
    """The CRDT library raised or panicked; `sha256` names the bytes that were in its hands."""

    def __init__(self, message: str, sha256: str) -> None:
        super().__init__("replica-broken", f"{message} (bytes {sha256})")
        self.sha256 = sha256
