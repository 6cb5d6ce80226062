"""`byline authorship`: who wrote what, from a bundle or a trace, one JSON object a line."""

from __future__ import annotations

import json
import sys
from base64 import b64decode
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from crdt.errors import CrdtError
from crdt.ledger import canonical
from crdt.replay import Replay
from server.errors import Invalid

__all__ = ["authorship"]

_NO_ENTRIES = frozenset({"document", "key", "person", "checkpoint", "span", "refused", "seal"})
_FRAME = frozenset({"type", "seq", "at", "user", "hash"})


def authorship(ledger: Path) -> int:
    """Print the authorship of the live text in its order; return the exit status.

    The ledger is read as it is, without checking its hashes (that is `byline verify`).

    Raises:
        Invalid: the file cannot be read, or holds something else.
    """
    try:
        with ledger.open("rb") as lines:
            replay = _replay(lines)
    except OSError as error:
        raise Invalid(f"{ledger} cannot be read: {error.strerror}.") from error
    for span in replay.span_lines():
        sys.stdout.write(canonical(dict(span)) + "\n")
    return 0


def _replay(lines: Iterable[bytes]) -> Replay:
    replay = Replay()
    for number, line in enumerate(lines, 1):
        try:
            fields: dict[str, Any] = json.loads(line)
            if fields["type"] not in _NO_ENTRIES:
                _receive(replay, fields, number)
        except CrdtError as error:
            raise Invalid(f"Line {number}: {error}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise Invalid(f"Line {number} is no entry of a ledger.") from error
    return replay


def _receive(replay: Replay, fields: dict[str, Any], number: int) -> None:
    if fields["type"] == "update":
        seq, update = fields.get("seq", number), b64decode(fields["update"])
        replay.receive_update(seq, fields["at"], fields["user"], update)
        return
    body = {name: value for name, value in fields.items() if name not in _FRAME}
    replay.receive_body({"kind": fields["type"], **body})
