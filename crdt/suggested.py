"""Which of many suggestions a text holds a good part of, so that these are worth knowing where it arrives."""

from __future__ import annotations

from typing import Final

from crdt.grams import GRAM, TextIndex

__all__ = ["LEAST_UNITS", "suggestions_in"]

LEAST_UNITS: Final = 24
"""Shorter parts are not looked for: they may be chance."""
_STEPS_PER_UNIT: Final = 16


def suggestions_in(units: str, suggestions: TextIndex) -> set[int]:
    """The numbers of the suggestions of which the text holds `LEAST_UNITS` or more in one piece.

    Costs O(length of the text), whatever the number of suggestions.
    """
    found: set[int] = set()
    seen: dict[tuple[int, int], int] = {}
    left = _STEPS_PER_UNIT * len(units)
    for at in range(len(units) - GRAM + 1):
        for number, offset in suggestions.places(units[at : at + GRAM]):
            if number in found or seen.get((number, offset - at), -1) > at:
                continue
            text = suggestions.texts[number]
            start, end = _common(units, at, text, offset)
            seen[number, offset - at] = end
            left -= end - start
            if end - start >= LEAST_UNITS:
                found.add(number)
        if left <= 0:
            break
    return found


def _common(units: str, at: int, text: str, offset: int) -> tuple[int, int]:
    """How far the text before and behind one place is that before and behind another."""
    shift = offset - at
    start = end = at
    while start and start + shift and units[start - 1] == text[start + shift - 1]:
        start -= 1
    while end < len(units) and end + shift < len(text) and units[end] == text[end + shift]:
        end += 1
    return start, end
