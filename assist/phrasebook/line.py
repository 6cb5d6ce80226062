"""One line of a passage as words, with what must not be touched left out.

Quotations, code, web addresses, identifiers and anything with digits or inner capitals
are no words here: rules cannot see them, so rules cannot change them.
"""

# ruff: noqa: SIM905  (lists of words read best as text)

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Line", "Word", "read_line", "sentence_spans"]

_PROTECTED = re.compile(
    r"""
      !?\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)  # Markdown links and images
    | `+[^`\n]*(?:`+|$)                     # code
    | https?://\S+ | www\.\S+               # addresses
    | “[^”]*(?:”|$) | «[^»]*(?:»|$) | „[^“”]*(?:[“”]|$)
    | "[^"]*(?:"|$)
    | ‘[^‘\n]*?’(?!\w)
    | (?<![\w'])'[^'\n]+'(?!\w)             # single quotes, not apostrophes
    | (?<![\w.])\w+(?:\.\w+)+                # names with dots: domains, files, abbreviations
    | (?<!\S)[^\s_\\/@#<>=|{}~^*]*+[_\\/@#<>=|{}~^*]\S*  # identifiers, paths, mail, tags
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W_]+(?:['’\-‑][^\W_]+)*")
_PREFIX = re.compile(r"\s*(?:(?:[-*•–>#]+|\d+[.)]|\[[ xX]\])\s+)*")
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s|$)")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st no nos fig figs eq sec ch vs cf al inc ltd co corp dept est approx "
    "e.g i.e eg ie p pp vol ed eds jan feb mar apr jun jul aug sep sept oct nov dec".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its place in the line, and its lower-case form with a plain apostrophe."""

    start: int
    end: int
    text: str
    lower: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its line break.

    ``sentence_starts`` holds the indexes of the words that begin a sentence.
    """

    text: str
    words: tuple[Word, ...]
    sentence_starts: frozenset[int]

    def before(self, index: int) -> str:
        """Return what stands before a word.

        That is a lower-case word, ``#`` for a number, ``^`` at the start of a sentence,
        or the nearest sign.
        """
        if index in self.sentence_starts:
            return "^"
        left = self.words[index - 1].end if index else 0
        gap = self.text[left : self.words[index].start].strip()
        if gap:
            return gap[-1]
        return self._named(index - 1) if index else "^"

    def after(self, index: int) -> str:
        """Return what stands after a word.

        That is a lower-case word, ``#`` for a number, ``$`` at the end of a sentence or
        clause, or the nearest sign.
        """
        right = self.words[index + 1].start if index + 1 < len(self.words) else len(self.text)
        gap = self.text[self.words[index].end : right].strip()
        if gap:
            return "$" if gap[0] in ".!?…;:" else gap[0]
        return self._named(index + 1) if index + 1 < len(self.words) else "$"

    def _named(self, index: int) -> str:
        word = self.words[index].lower
        return "#" if word[0].isdigit() else word

    def joined(self, start: int, stop: int) -> bool:
        """Tell whether only spaces stand between the words from start to stop."""
        return all(
            self.text[left.end : right.start].isspace()
            for left, right in zip(
                self.words[start : stop - 1], self.words[start + 1 : stop], strict=True
            )
        )


def read_line(text: str) -> Line:
    """Return the line's words, without those in protected places."""
    protected = [match.span() for match in _PROTECTED.finditer(text)]
    words = tuple(
        Word(match.start(), match.end(), match.group(), match.group().lower().replace("’", "'"))
        for match in _WORD.finditer(text)
        if not _inside(match.start(), match.end(), protected)
    )
    starts = {start for start, _ in sentence_spans(text)}
    return Line(text, words, frozenset(i for i, word in enumerate(words) if word.start in starts))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return where each sentence of a line starts and ends, bullets and spaces left out."""
    prefix = _PREFIX.match(text)
    start = prefix.end() if prefix else 0
    spans: list[tuple[int, int]] = []
    for match in _END.finditer(text, start):
        if _ends_sentence(text, start, match):
            spans.append((start, match.end()))
            start = match.end() + _spaces(text, match.end())
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return spans


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    following = text[match.end() :].lstrip()
    if not following:
        return True
    if following[0].islower():
        return False
    if match.group() != ".":
        return True
    last = text[start : match.start()].rpartition(" ")[2].lstrip("([\"'“‘").lower()
    return last not in _ABBREVIATIONS and not (len(last) == 1 and last != "i")


def _spaces(text: str, at: int) -> int:
    return len(text[at:]) - len(text[at:].lstrip())


def _inside(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(left < end and start < right for left, right in spans)
