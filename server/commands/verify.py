"""`byline verify`: check a bundle, or a report in JSON, with nothing but the file."""

from __future__ import annotations

import sys
from base64 import b64decode
from binascii import Error as NotBase64
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from crdt.signatures import fingerprint
from crdt.verification import Misfit, Verified, verify
from server.errors import Invalid
from server.reports.statement import FORMAT, check

__all__ = ["public_key_of", "verify_file"]

_KEY_BYTES: Final = 32
_COMPARE: Final = "Compare the key with the one that the server shows at /api/keys."


def verify_file(bundle: Path, key: str | None) -> int:
    """Print what the bundle or report proves, or what does not fit; return the exit status.

    Args:
        bundle: the file.
        key: the public key that is to have sealed it, in base64 or as a file that holds that.

    Raises:
        Invalid: the file cannot be read, or the key is not one.
    """
    wanted = None if key is None else public_key_of(key)
    try:
        if _is_report(bundle):
            return _verify_report(bundle, wanted)
        with bundle.open("rb") as lines:
            found = verify(lines, wanted)
    except OSError as error:
        raise Invalid(f"{bundle} cannot be read: {error.strerror}.") from error
    except Misfit as misfit:
        print(f"{bundle} does not hold together.\n{misfit}", file=sys.stderr)
        return 1
    print(_told(found, known=wanted is not None))
    return 0


def _is_report(file: Path) -> bool:
    """Whether it begins as a report in JSON does, which a bundle never does."""
    with file.open("rb") as opened:
        start = opened.read(200)
    return start.lstrip()[:1] == b"{" and f'"format": "{FORMAT}"'.encode() in start


def _verify_report(file: Path, wanted: bytes | None) -> int:
    try:
        found = check(file.read_bytes(), wanted)
    except ValueError as error:
        print(f"{file} does not hold together.\n{error}", file=sys.stderr)
        return 1
    said = found.statement
    made = datetime.fromtimestamp(said["made_at"] / 1000, UTC)
    print(
        f"The report on “{said['document']['title']}” ({said['document']['id']}) is as it was signed."
    )
    print(f"  up to entry {said['ledger']['seq']} of the ledger, hash {said['ledger']['head']}")
    print(f"  made {made:%Y-%m-%d %H:%M} UTC")
    print(f"  key  {fingerprint(found.key)}")
    if wanted is None:
        print(_COMPARE)
    return 0


def public_key_of(text: str) -> bytes:
    """A public key given in base64, or as the name of a file that holds it so.

    Raises:
        Invalid: it is neither.
    """
    path = Path(text)
    try:
        if path.is_file():
            text = path.read_text(encoding="ascii").strip()
        key = b64decode(text, validate=True)
    except (OSError, NotBase64, UnicodeError):
        key = b""
    if len(key) != _KEY_BYTES:
        raise Invalid("The key must be 32 bytes in base64, or a file that holds that.")
    return key


def _told(found: Verified, *, known: bool) -> str:
    made = datetime.fromtimestamp(found.exported_at / 1000, UTC)
    lines = [
        f"“{found.title}” ({found.document}) holds together.",
        f"  {found.entries} entries, {found.updates} of them changes of the text",
        f"  {found.checkpoints} signed checkpoints, all good",
        f"  {found.spans} spans of the text, each as the ledger has it",
        f"  {found.refused} claims that were refused",
        f"  made {made:%Y-%m-%d %H:%M} UTC",
        f"  key  {fingerprint(found.key)}",
    ]
    if not known:
        lines.append(_COMPARE)
    return "\n".join(lines)
