"""Changes to one line, and putting them in without breaking what surrounds them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Edit", "apply", "capitalised", "with_article"]

_ARTICLE = re.compile(r"(?<![^\W_])(an?|An?)(\s+)$")
_FIRST_WORD = re.compile(r"[^\W_]+")
_SOUNDS_LIKE_CONSONANT = re.compile(r"(?:uni(?!n)|use|usu|usa|uti|eu|one|once|ubiq|ut[eo])")
_SOUNDS_LIKE_VOWEL = re.compile(r"(?:hour|honest|honou?r|heir)")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``[start, end)`` of a line by ``text``; ``note`` says why, for people."""

    start: int
    end: int
    text: str
    note: str


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with all edits (which do not overlap) put in.

    An ``a`` or ``an`` that stands before a change is made to fit it.
    """
    for edit in sorted(edits, key=lambda each: each.start, reverse=True):
        text = with_article(text[: edit.start], edit.text + text[edit.end :])
    return text


def with_article(before: str, after: str) -> str:
    """Join two parts; make an article at the end of the first fit the second."""
    article = _ARTICLE.search(before)
    word = _FIRST_WORD.match(after)
    if article and word:
        fitting = article.group(1)[0] + ("n" if _begins_with_vowel(word.group()) else "")
        before = before[: article.start()] + fitting + article.group(2)
    return before + after


def capitalised(text: str) -> str:
    """Return the text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def _begins_with_vowel(word: str) -> bool:
    lower = word.lower()
    if _SOUNDS_LIKE_VOWEL.match(lower):
        return True
    return lower[0] in "aeiou" and not _SOUNDS_LIKE_CONSONANT.match(lower)
