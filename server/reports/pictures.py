"""Shares over time as a picture: SVG without text, drawn from a statement.

A person's area has their colour; what is no person's is patterned, never coloured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, Final

__all__ = ["COLOURS", "GREY", "shares_picture"]

COLOURS: Final = (
    ("#154494", "#53b1f0"),
    ("#d0311c", "#d16067"),
    ("#0a9f6a", "#79c681"),
    ("#835aa8", "#9f7add"),
    ("#b8871e", "#e9af4d"),
    ("#157278", "#73e4df"),
    ("#6f3a57", "#e48bcd"),
    ("#434a13", "#8b8804"),
    ("#4758df", "#bfbcff"),
    ("#e76672", "#fcc5b4"),
    ("#1e97d9", "#6188a7"),
    ("#8e6142", "#ba957e"),
)
"""The palette of web/src/ui/palette.ts: on the light page, on the dark page."""
GREY: Final = ("#6b6862", "#a8a49c")

_WIDTH: Final = 640
_HEIGHT: Final = 160
_PATTERNS: Final = (
    ("assistant", 6, "M1.5 1.5h.01M4.5 4.5h.01", "2"),
    ("pasted", 8, "M0 4h5", "1.5"),
    ("imported", 8, "M4 0v8", "1.5"),
    ("unknown", 8, "M-2 2l4-4M0 8l8-8M6 10l4-4", "1"),
)


def shares_picture(statement: Mapping[str, Any]) -> str:
    """An SVG of the text's growth, whose it was, from the first change to the last."""
    shares = statement["numbers"]["shares"]
    columns: list[Sequence[int]] = [moment["units"] for moment in shares["moments"]]
    columns += columns[-1:]  # so that the last can be seen
    highest = max((sum(column) for column in columns), default=0) or 1
    stacks = [[0, *accumulate(column)] for column in columns]
    areas = [
        _area(stacks, at, highest, _fill(series, statement["people"]))
        for at, series in enumerate(shares["series"])
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
        f"<defs>{''.join(_pattern(*each) for each in _PATTERNS)}</defs>"
        f'{"".join(areas)}<path d="M0 {_HEIGHT - 0.5}H{_WIDTH}" stroke="{GREY[0]}"/></svg>'
    )


def _area(stacks: Sequence[Sequence[int]], at: int, highest: int, fill: str) -> str:
    if not stacks:
        return ""
    step = _WIDTH / (len(stacks) - 1)

    def points(level: int) -> list[str]:
        return [
            f"{index * step:.1f},{_HEIGHT - 1 - (_HEIGHT - 8) * stack[level] / highest:.1f}"
            for index, stack in enumerate(stacks)
        ]

    outline = " ".join([*points(at + 1), *reversed(points(at))])
    return f'<polygon points="{outline}" {fill}/>'


def _fill(series: Mapping[str, Any], people: Mapping[str, Any]) -> str:
    if series["kind"] != "person":
        return f'fill="url(#{series["kind"]})" stroke="{GREY[0]}" stroke-width="0.75"'
    person = people.get(series["person"], {})
    number = person.get("colour", -1)
    if not isinstance(number, int) or not 0 <= number < len(COLOURS):
        return f'fill="{GREY[0]}"'
    return f'class="c{number}" fill="{COLOURS[number][0]}"'


def _pattern(name: str, size: int, path: str, width: str) -> str:
    return (
        f'<pattern id="{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">'
        f'<path d="{path}" stroke="{GREY[0]}" stroke-width="{width}" stroke-linecap="round"/></pattern>'
    )
