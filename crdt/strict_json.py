"""JSON that every party reads alike: no NaN, no infinities, no lone surrogates, not too deep.

Python's own reader is more lenient than JavaScript's and Rust's; a value that one of them cannot read
would make a document unreadable there.
"""

from __future__ import annotations

import json
import math
from typing import Final, NoReturn, cast

from crdt.codec import AnyValue

__all__ = ["MAX_JSON_DEPTH", "dump_json", "parse_json"]

MAX_JSON_DEPTH: Final = 16


def parse_json(text: str) -> AnyValue:
    """Read a JSON value, at most `MAX_JSON_DEPTH` containers deep.

    Raises:
        ValueError: it is not JSON as described above, or a key stands twice.
    """
    try:
        value = cast("AnyValue", _DECODER.decode(text))
    except RecursionError:
        raise ValueError("The value nests too deep.") from None
    if not _is_shallow(value):
        raise ValueError("The value nests too deep.")
    if "\\" in text:
        dump_json(value).encode()
    return value


def dump_json(value: object) -> str:
    """Write a JSON value without spaces.

    Raises:
        ValueError: a number is not finite.
    """
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _refuse_constant(name: str) -> NoReturn:
    message = f"{name} is not JSON."
    raise ValueError(message)


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        _refuse_constant(text)
    return value


def _unique(pairs: list[tuple[str, AnyValue]]) -> dict[str, AnyValue]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("A key stands twice.")
    return result


_DECODER = json.JSONDecoder(
    parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_unique
)


def _is_shallow(value: AnyValue) -> bool:
    level: list[AnyValue] = [value]
    for _ in range(MAX_JSON_DEPTH + 1):
        inner: list[AnyValue] = []
        for item in level:
            if isinstance(item, dict):
                inner.extend(item.values())
            elif isinstance(item, list):
                inner.extend(item)
        if not inner:
            return True
        level = inner
    return False
