"""Numbers and lists as English says them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

__all__ = ["counted", "date_of", "joined", "minutes", "moment_of", "percent"]


def counted(count: int, noun: str) -> str:
    """`1 suggestion`, `1,200 suggestions`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def joined(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *first, last = parts or ("",)
    return f"{', '.join(first)} and {last}" if first else last


def percent(part: int, whole: int) -> str:
    """`12 %`; what is nearly nothing or nearly all is not rounded to it."""
    if not part or not whole:
        return "0 %"
    if part == whole:
        return "100 %"
    rounded = round(100 * part / whole)
    return (
        "less than 1 %" if rounded == 0 else "more than 99 %" if rounded == 100 else f"{rounded} %"
    )


def minutes(milliseconds: int) -> str:
    """`less than a minute`, `12 minutes`, `3 h 5 min`."""
    whole = round(milliseconds / 60_000)
    if whole == 0:
        return "less than a minute"
    return counted(whole, "minute") if whole < 60 else f"{whole // 60:,} h {whole % 60} min"


def moment_of(at_ms: int) -> str:
    """A time, in UTC."""
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC):%Y-%m-%d %H:%M} UTC"


def date_of(at_ms: int) -> str:
    """A date, in UTC."""
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC):%Y-%m-%d}"
