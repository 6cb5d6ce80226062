"""What may stand in a document: formats, embeds and lineage entries (SPEC.md P1 to P4).

Values are scalars of known names, URLs have allowed schemes. `null` removes a format; `false` does the
same in clients that negate formats explicitly (y-quill), so both are allowed for every name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from crdt.codec import AnyValue
from crdt.errors import Refused
from crdt.strict_json import parse_json

__all__ = ["check_claim", "check_embed", "check_format", "is_safe_url"]

MAX_URL: Final = 2048
MAX_FORMULA: Final = 4096
MAX_JSON: Final = 8192
MAX_CLAIM_PARTS: Final = 32
MAX_CLAIM_STRING: Final = 512

_SCHEME = re.compile(r"\s*([^:/?#]*):")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_WEB_SCHEMES = frozenset({"http", "https"})

_Rule = Callable[[AnyValue], bool]


def is_safe_url(url: AnyValue, schemes: frozenset[str] = _SCHEMES) -> bool:
    """Whether a link may lead there: an allowed scheme, or none (relative)."""
    if not isinstance(url, str) or len(url) > MAX_URL or _CONTROL.search(url):
        return False
    scheme = _SCHEME.match(url)
    return scheme is None or scheme[1].lower() in schemes


def _is_true(value: AnyValue) -> bool:
    return value is True


def _is_image(value: AnyValue) -> bool:
    return is_safe_url(value, _WEB_SCHEMES)


def _is_formula(value: AnyValue) -> bool:
    return isinstance(value, str) and len(value) <= MAX_FORMULA


def _whole(low: int, high: int) -> _Rule:
    allowed: set[float | str] = {*range(low, high + 1), *map(str, range(low, high + 1))}
    return lambda value: (
        isinstance(value, int | float | str) and value is not True and value in allowed
    )


def _one_of(*names: str) -> _Rule:
    return lambda value: value in names


def _like(pattern: str) -> _Rule:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def _or_true(rule: _Rule) -> _Rule:
    return lambda value: value is True or rule(value)


_COLOUR = _like(r"[#\w(),.%/ -]{1,64}")
_NAME = _like(r"[\w., -]{1,64}")

_FORMATS: dict[str, _Rule] = {
    "bold": _is_true,
    "italic": _is_true,
    "underline": _is_true,
    "strike": _is_true,
    "code": _is_true,
    "link": is_safe_url,
    "script": _one_of("sub", "super"),
    "color": _COLOUR,
    "background": _COLOUR,
    "size": _NAME,
    "font": _NAME,
    "header": _whole(1, 6),
    "list": _one_of("bullet", "ordered", "checked", "unchecked"),
    "indent": _whole(1, 8),
    "blockquote": _is_true,
    "code-block": _or_true(_NAME),
    "align": _one_of("center", "right", "justify"),
    "direction": _one_of("rtl"),
    "table": _NAME,
}

_EMBEDS: dict[str, _Rule] = {
    "divider": _is_true,
    "image": _is_image,
    "formula": _is_formula,
    "video": _is_image,
}

_COMMON = frozenset(
    (key, text)
    for key in ("bold", "italic", "underline", "strike", "code", "blockquote", "link", "header")
    for text in ("null", "true")
    if text == "null" or _FORMATS[key](True)
)


def check_format(key: str, text: str) -> None:
    """Check a format's name and JSON value.

    Raises:
        Refused: `unknown-format` or `bad-format`.
    """
    if (key, text) in _COMMON:
        return
    rule = _FORMATS.get(key)
    if rule is None:
        raise Refused("unknown-format", "The update uses a format that Byline does not have.")
    value = _parse(text, "bad-format")
    if value is not None and value is not False and not rule(value):
        raise Refused("bad-format", f"The format {key} cannot have this value.")


def check_embed(text: str) -> None:
    """Check an embed, given as JSON.

    Raises:
        Refused: `bad-embed`.
    """
    value = _parse(text, "bad-embed")
    if isinstance(value, dict) and len(value) == 1:
        ((key, content),) = value.items()
        rule = _EMBEDS.get(key)
        if rule is not None and rule(content):
            return
    raise Refused("bad-embed", "The update holds an embed that Byline does not have.")


def check_claim(value: AnyValue) -> None:
    """Check the shape of an entry of `lineage`: a map, small, of JSON values.

    What it says is judged elsewhere; a claim that is wrong changes nothing.

    Raises:
        Refused: `bad-claim`.
    """
    if not isinstance(value, dict) or _measure(value) > MAX_CLAIM_PARTS:
        raise Refused("bad-claim", "An entry of the lineage is not a small map.")


def _measure(value: AnyValue) -> int:
    if isinstance(value, dict):
        return 1 + sum(_measure(key) + _measure(item) for key, item in value.items())
    if isinstance(value, list):
        return 1 + sum(map(_measure, value))
    if isinstance(value, str) and len(value) > MAX_CLAIM_STRING:
        return MAX_CLAIM_PARTS + 1
    return 1


def _parse(text: str, slug: str) -> AnyValue:
    if len(text) > MAX_JSON:
        raise Refused(slug, "A value is too long.")
    try:
        return parse_json(text)
    except ValueError:
        raise Refused(slug, "A value is not plain JSON.") from None
