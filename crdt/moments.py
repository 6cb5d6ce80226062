"""A document as it was at a version: its content in runs of one look, and as a Delta (SPEC.md T1, T2).

The text itself is not kept for that: a `Sequence` knows all ids ever inserted, in their order, and shows
those that were there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from crdt.codec import AnyValue
from crdt.ids import IdRange, Version, from_units
from crdt.sequence import Sequence

__all__ = ["Attributes", "Shown", "parsed", "shown_at", "to_delta"]

Attributes = Mapping[str, AnyValue]


class Shown(NamedTuple):
    """A stretch of a document at a moment: consecutive ids that look the same.

    `insert` is text as UTF-16 units, or the value of an embed.
    """

    ids: IdRange
    insert: str | AnyValue
    attributes: Attributes


def shown_at(sequence: Sequence, version: Version) -> Iterator[Shown]:
    """The content at a version, in its order, with the formats that were in force.

    Source: Yjs, `YText.toDelta`.
    """
    attributes: dict[str, AnyValue] = {}
    for piece in sequence.runs(version):
        if piece.deleted:
            continue
        if piece.kind == "format" and isinstance(piece.value, tuple):
            key, text = piece.value
            value = parsed(text)
            attributes = {name: other for name, other in attributes.items() if name != key}
            if value is not None:
                attributes[key] = value
        elif piece.kind == "text" and piece.units is not None:
            yield Shown(piece.range, piece.units, attributes)
        elif piece.kind == "embed" and isinstance(piece.value, str):
            yield Shown(piece.range, parsed(piece.value), attributes)


def to_delta(content: Iterable[Shown]) -> list[dict[str, AnyValue]]:
    """Content as a Quill Delta: what looks the same and stands side by side is one insert."""
    runs: list[tuple[str | AnyValue, Mapping[str, AnyValue]]] = []
    for _, insert, attributes in content:
        if isinstance(insert, str) and runs:
            text, known = runs[-1]
            if isinstance(text, str) and known == attributes:
                runs[-1] = (text + insert, known)
                continue
        runs.append((insert, attributes))
    ops: list[dict[str, AnyValue]] = []
    for insert, attributes in runs:
        op: dict[str, AnyValue] = {
            "insert": from_units(insert) if isinstance(insert, str) else insert
        }
        if attributes:
            op["attributes"] = dict(attributes)
        ops.append(op)
    return ops


def parsed(text: str) -> AnyValue:
    """A value as it stands in an update, where whole numbers may be written as floats."""
    return json.loads(text, parse_float=_number)


def _number(text: str) -> float | int:
    value = float(text)
    return int(value) if value.is_integer() else value
