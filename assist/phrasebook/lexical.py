"""Finding the tables' phrases in a line; the longest at each place wins."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assist.phrasebook.edits import Edit, capitalised
from assist.phrasebook.line import Line, Word
from assist.phrasebook.rules import Phrase

__all__ = ["PhraseIndex"]

_AMERICAN = re.compile(
    r"\b(?:[a-z]{3,}(?:iz(?:e[sd]?|ing|ations?)|yz(?:e[sd]?|ing))|colors?|center|behavior|favor\w*)\b"
)
_BRITISH_ENDING = re.compile(r"(?<=[a-z]{3})(?:(?<=l)ys|is)(?=e[sd]?\b|ing\b|ations?\b)")
_NEVER_AMERICAN = re.compile(r"(?:adv|rev|superv|ra|prom|prec|exerc|otherw|comprom|pra)is")


@dataclass(frozen=True, slots=True)
class _Style:
    """How a line is written: with -ize, with curly apostrophes."""

    american: bool
    curly: bool


class PhraseIndex:
    """Phrases by their first two words, to be found in one pass over a line's words."""

    __slots__ = ("_by_start",)

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_start: dict[tuple[str, str], list[Phrase]] = {}
        for phrase in phrases:
            start = (phrase.words[0], phrase.words[1] if len(phrase.words) > 1 else "")
            self._by_start.setdefault(start, []).append(phrase)
        for found in self._by_start.values():
            found.sort(key=lambda phrase: -len(phrase.words))

    def edits(self, line: Line) -> list[Edit]:
        """Return the changes for a line, from left to right, not overlapping."""
        style = _Style(bool(_AMERICAN.search(line.text)), "’" in line.text)
        found: list[Edit] = []
        index = free_from = 0
        while index < len(line.words):
            phrase = self._match(line, index)
            edit = _edit(line, index, phrase, style) if phrase else None
            if phrase and edit and edit.start >= free_from:
                found.append(edit)
                free_from = edit.end
                index += len(phrase.words)
            else:
                index += 1
        return found

    def _match(self, line: Line, index: int) -> Phrase | None:
        first = line.words[index].lower
        second = line.words[index + 1].lower if index + 1 < len(line.words) else ""
        for start in ((first, second), (first, "")):
            for phrase in self._by_start.get(start, ()):
                last = index + len(phrase.words) - 1
                if _reads(line, index, phrase) and phrase.conditions.hold(line, index, last):
                    return phrase
        return None


def _reads(line: Line, index: int, phrase: Phrase) -> bool:
    words = line.words[index : index + len(phrase.words)]
    if len(words) < len(phrase.words):
        return False
    if any(word.lower != wanted for word, wanted in zip(words, phrase.words, strict=True)):
        return False
    cased = _is_ordinary(words[0], starts=index in line.sentence_starts)
    return (
        cased
        and all(_is_ordinary(word, starts=False) for word in words[1:])
        and line.joined(index, index + len(words))
    )


def _is_ordinary(word: Word, *, starts: bool) -> bool:
    """Tell a plain word from a name or an acronym by its case."""
    if word.lower == "i" or word.lower.startswith("i'"):
        return word.text[0] == "I"
    return word.text[1:].islower() and starts if word.text[0].isupper() else word.text.islower()


def _edit(line: Line, index: int, phrase: Phrase, style: _Style) -> Edit | None:
    first, last = line.words[index], line.words[index + len(phrase.words) - 1]
    old = line.text[first.start : last.end]
    if not phrase.target:
        return _leave_out(line, index, index + len(phrase.words) - 1, phrase.kind)
    new = _spelt(phrase.target) if style.american else phrase.target
    new = new.replace("'", "’") if style.curly else new
    if first.text[0].isupper() and index in line.sentence_starts:
        new = capitalised(new)
    if new == old:
        return None
    return Edit(first.start, last.end, new, f"{phrase.kind}: {old} → {new}")


def _spelt(target: str) -> str:
    """Return the target with -ize."""
    if _NEVER_AMERICAN.search(target):
        return target
    return _BRITISH_ENDING.sub(lambda match: match.group().replace("s", "z"), target)


def _leave_out(line: Line, first: int, last: int, kind: str) -> Edit | None:
    """Leave words out together with the spaces and commas that belonged to them."""
    text = line.text
    start, end = line.words[first].start, line.words[last].end
    note = f"{kind}: {text[start:end]} left out"
    previous, following = line.before(first), line.after(last)
    if previous == "^":
        return _leave_out_at_start(line, first, last, note)
    if previous == ",":
        start = text.rindex(",", 0, start)
        if following == ",":
            end = text.index(",", end) + 1
        elif following != "$":
            return Edit(line.words[first].start, line.words[last + 1].start, "", note)
        return Edit(start, end, "", note)
    if following.isalpha() or "'" in following or "-" in following:
        return Edit(start, line.words[last + 1].start, "", note)
    return Edit(start - 1, end, "", note) if text[start - 1 : start] == " " else None


def _leave_out_at_start(line: Line, first: int, last: int, note: str) -> Edit | None:
    start, end = line.words[first].start, line.words[last].end
    if last + 1 >= len(line.words) or last + 1 in line.sentence_starts:
        return None
    following = line.words[last + 1]
    if line.text[end : following.start].strip() not in ("", ","):
        return None
    text = line.text[start : following.end]
    kept = following.text
    if text[0].isupper():
        kept = capitalised(kept)
    return Edit(start, following.end, kept, note)
