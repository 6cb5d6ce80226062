"""The one door to pycrdt: a live copy of a document, and merging of updates.

Every update must have passed the guard first. Should pycrdt raise or panic all the same, the error is
`ReplicaBroken`; the replica is then unusable (touching a document after a panic can end the process)
and must be thrown away and rebuilt from the log. A replica belongs to the thread that made it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Final, TypeVar, cast

import pycrdt

from crdt.codec import AnyValue, decode_state_vector
from crdt.errors import ReplicaBroken
from crdt.ids import ROOT_CONTENT
from crdt.update import EMPTY_UPDATE

__all__ = ["EMBED_SIGN", "Replica", "merge"]

EMBED_SIGN: Final = "\ufffc"
"""Stands for an embed in plain text."""

_MERGE_FANOUT: Final = 64
_PUT_OFF_MOST: Final = 64

T = TypeVar("T")


class Replica:
    """A document as pycrdt holds it; the text of deleted items is not kept."""

    __slots__ = ("_content", "_doc", "_put_off")

    def __init__(self) -> None:
        self._doc: pycrdt.Doc[pycrdt.Text] | None = pycrdt.Doc()
        self._content = self._doc.get(ROOT_CONTENT, type=pycrdt.Text)
        self._put_off: list[bytes] = []

    def apply(self, update: bytes) -> None:
        """Apply an update.

        Raises:
            ReplicaBroken: pycrdt failed; throw this replica away.
        """
        self._run(update, lambda doc: doc.apply_update(update))

    def apply_later(self, update: bytes) -> None:
        """Apply an update before the next reading, together with others: many at once cost little more than one.

        Raises:
            ReplicaBroken: pycrdt failed at this update or one before; throw this replica away.
        """
        self._put_off.append(update)
        if len(self._put_off) >= _PUT_OFF_MOST:
            self.settle()

    def settle(self) -> None:
        """Apply what was put off.

        Raises:
            ReplicaBroken: pycrdt failed; throw this replica away.
        """
        if self._put_off:
            merged = merge(self._put_off)
            self._attempt(merged, lambda doc: doc.apply_update(merged))
            self._put_off.clear()

    def diff_since(self, state_vector: bytes | None) -> bytes:
        """What a client with this state vector lacks, as one update; everything for None.

        Raises:
            ReplicaBroken: pycrdt failed; throw this replica away.
        """
        return self._run(state_vector or b"", lambda doc: doc.get_update(state_vector))

    def state_vector(self) -> dict[int, int]:
        """The number of known ids of each client."""
        return decode_state_vector(self._run(b"", lambda doc: doc.get_state()))

    def text(self) -> str:
        """The live text, embeds as U+FFFC."""
        parts = self._run(b"", lambda _: self._content.diff())
        return "".join(part if isinstance(part, str) else EMBED_SIGN for part, _ in parts)

    def delta(self) -> list[dict[str, AnyValue]]:
        """The content as a Quill Delta; whole numbers are int."""
        ops: list[dict[str, AnyValue]] = []
        for part, attributes in self._run(b"", lambda _: self._content.diff()):
            op: dict[str, AnyValue] = {"insert": _plain(part)}
            if attributes:
                op["attributes"] = _plain(attributes)
            ops.append(op)
        return ops

    def _run(self, data: bytes, action: Callable[[pycrdt.Doc[pycrdt.Text]], T]) -> T:
        self.settle()
        return self._attempt(data, action)

    def _attempt(self, data: bytes, action: Callable[[pycrdt.Doc[pycrdt.Text]], T]) -> T:
        doc = self._doc
        if doc is None:
            raise ReplicaBroken("The replica was used after it broke.", _sha256(data))
        try:
            return action(doc)
        except BaseException as error:
            if _is_not_pycrdt(error):
                raise
            self._doc = None
            raise ReplicaBroken(f"{type(error).__name__}: {error}", _sha256(data)) from error


def merge(updates: Sequence[bytes]) -> bytes:
    """Merge updates into one with the same effect; text of deleted items stays in.

    Args:
        updates: in any order; a single one is returned as it is.

    Raises:
        ReplicaBroken: pycrdt failed.
    """
    level = list(updates)
    if not level:
        return EMPTY_UPDATE
    while len(level) > 1:
        level = [
            _merge_few(level[start : start + _MERGE_FANOUT])
            for start in range(0, len(level), _MERGE_FANOUT)
        ]
    return level[0]


def _merge_few(updates: list[bytes]) -> bytes:
    if len(updates) == 1:
        return updates[0]
    try:
        return pycrdt.merge_updates(*updates)
    except BaseException as error:
        if _is_not_pycrdt(error):
            raise
        raise ReplicaBroken(f"{type(error).__name__}: {error}", _sha256(*updates)) from error


def _is_not_pycrdt(error: BaseException) -> bool:
    """Whether an exception that is no `Exception` came from elsewhere, such as an interrupt."""
    return not isinstance(error, Exception) and type(error).__name__ != "PanicException"


def _sha256(*data: bytes) -> str:
    return hashlib.sha256(b"".join(data)).hexdigest()


def _plain(value: object) -> AnyValue:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[object]", value)]
    return cast("AnyValue", value)
