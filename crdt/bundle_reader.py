"""Lines of a bundle, read strictly: canonical JSON, the fields of their kind, the hash that they must have."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import Any, Final, cast

from crdt.ledger import canonical

__all__ = ["HASHED_LENGTH", "Doubt", "check_hash", "read_base64", "read_line"]

HASHED_LENGTH: Final = 9 + 64 + 3
"""Bytes that the hash takes at the end of a line."""
_HASHED: Final = re.compile(rb',"hash":"([0-9a-f]{64})"\}\n\Z')


class Doubt(Exception):  # noqa: N818 - says what is wrong
    """A line does not fit; the message is a full sentence."""


_FIELDS: Final = {
    "document": {
        "format": str,
        "id": str,
        "generation": str,
        "created_at": int,
        "title": str,
        "exported_at": int,
        "hash": str,
    },
    "key": {"id": str, "public": str, "hash": str},
    "person": {"id": str, "name": str, "initials": str, "kind": str, "hash": str},
    "checkpoint": {"seq": int, "at": int, "head": str, "key": str, "signature": str},
    "seal": {"lines": int, "sha256": str, "key": str, "signature": str},
}
"""The fields of lines that the ledger does not say already, in their order."""


def read_line(line: bytes) -> dict[str, Any]:
    """The fields of a line.

    Raises:
        Doubt: it is not in canonical form, or has other fields than its kind.
    """
    try:
        value = cast("object", json.loads(line))
    except (ValueError, RecursionError):
        raise Doubt("It is not JSON.") from None
    if not isinstance(value, dict):
        raise Doubt("It is not a line of a bundle.")
    fields = cast("dict[str, Any]", value)
    if not isinstance(fields.get("type"), str):
        raise Doubt("It is not a line of a bundle.")
    try:
        if (canonical(fields) + "\n").encode() != line:
            raise Doubt("It is not in canonical form.")
    except ValueError:
        raise Doubt("It is not in canonical form.") from None
    expected = _FIELDS.get(fields["type"])
    if expected is not None:
        names = [name for name in fields if name != "type"]
        if names != list(expected) or any(
            type(fields[name]) is not kind for name, kind in expected.items()
        ):
            raise Doubt(f"It has not the fields of a {fields['type']} line.")
    return fields


def check_hash(line: bytes, before: bytes) -> bytes:
    """The hash of a line behind the hash before it.

    Raises:
        Doubt: the line says another.
    """
    found = _HASHED.search(line)
    if found is None:
        raise Doubt("It has no hash.")
    digest = hashlib.sha256(before + line[:-HASHED_LENGTH] + b"}").digest()
    if found[1].decode() != digest.hex():
        raise Doubt("Its hash is another: this line, or one before it, was changed.")
    return digest


def read_base64(text: str) -> bytes:
    """What base64 stands for.

    Raises:
        Doubt: it is something else.
    """
    try:
        data = b64decode(text, validate=True)
    except NotBase64:
        raise Doubt("It is not base64.") from None
    if b64encode(data).decode() != text:
        raise Doubt("It is not base64 as it has to be.")
    return data
