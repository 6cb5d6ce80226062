"""From the pieces a model sends to text that is fit to be shown and placed.

Every chunk is cleaned of invisible characters as it comes. At the end, what models like
to put around an answer (reasoning, an introduction, fences, quotation marks) is taken
off, but only where the passage itself has no such thing, and the passage's own leading
and trailing whitespace is put back so that the text fits where the passage stood.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from assist.characters import Cleaner
from assist.errors import ModelEmpty, ModelOverrun

__all__ = ["Assembler", "nearly_same_wording", "same_wording", "unwrapped"]

_MAX_REASONING_CHARACTERS = 60_000
_THINK_OPEN, _THINK_CLOSE = "<think>", "</think>"
_FENCED = re.compile(r"(```|~~~)[^\n`]*\n(.*?)\n?\1", re.DOTALL)
_INTRODUCTION = re.compile(
    r"(?:(?:sure|certainly|of course)[,.!:]? *)?"
    r"(?:here(?:['’]s| is| are)|below is|the (?:rewritten|rephrased|revised) )"
    r"[^\n:]{0,80}:[ \t]*\n+",
    re.IGNORECASE,
)
_MARKER = re.compile(r"\[[0-9A-Za-z]{8,} [A-Z ]+ (?:BEGINS|ENDS)\]\n?")
_QUOTES = {'"': '"', "“": "”", "«": "»", "„": "“", "‘": "’", "'": "'"}
_NEARLY = 0.9
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def same_wording(one: str, other: str) -> bool:
    """Tell whether two texts have the same words in the same order, whatever the case."""
    return _words(one) == _words(other)


def nearly_same_wording(one: str, other: str) -> bool:
    """Tell whether two texts differ in so few words that nobody gains from seeing both."""
    words, others = _words(one), _words(other)
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    if matcher.real_quick_ratio() < _NEARLY or matcher.quick_ratio() < _NEARLY:
        return False
    return matcher.ratio() >= _NEARLY


def _words(text: str) -> list[str]:
    found = [word.replace("’", "'") for word in _WORDS.findall(text.casefold())]
    return found or text.split()


class Assembler:
    """Collects one answer to one passage.

    Args:
        original: the passage.
        rewrites: whether the answer may stand in its place, and gets its outer whitespace for that.

    Raises:
        ModelOverrun: from ``feed``, when the answer exceeds four times the passage
            plus 2,000 characters.
    """

    __slots__ = (
        "_cleaner",
        "_held",
        "_kept",
        "_length",
        "_max_length",
        "_original",
        "_rewrites",
        "_thinking",
    )

    def __init__(self, original: str, *, rewrites: bool = True) -> None:
        self._original = original
        self._rewrites = rewrites
        self._max_length = 4 * len(original) + 2_000
        self._cleaner = Cleaner()
        self._kept: list[str] = []
        self._length = 0
        self._held = ""
        self._thinking = True  # until the start of the answer is known to be no reasoning

    def feed(self, chunk: str) -> str:
        """Take in a chunk and return what of it can be shown now."""
        return self._keep(self._without_reasoning(self._cleaner.feed(chunk)))

    def end(self) -> str:
        """Take in that nothing more comes; return what was still held back."""
        rest = self._without_reasoning(self._cleaner.end())
        if self._thinking and not self._held.startswith(_THINK_OPEN):
            rest, self._held = self._held, ""
        return self._keep(rest)

    def text(self) -> str:
        """Return the finished answer.

        Raises:
            ModelEmpty: there is nothing visible in it.
        """
        body = unwrapped("".join(self._kept).strip(), self._original.strip())
        if not body:
            raise ModelEmpty
        if not self._rewrites:
            return body
        bare = self._original.strip()
        leading, _, trailing = self._original.partition(bare)
        return f"{leading}{body}{trailing}"

    def _keep(self, text: str) -> str:
        if not self._kept:
            text = text.lstrip()
        if text:
            self._kept.append(text)
            self._length += len(text)
        if self._length > self._max_length:
            raise ModelOverrun
        return text

    def _without_reasoning(self, text: str) -> str:
        if not self._thinking:
            return text
        self._held += text
        start = self._held.lstrip()
        if len(start) < len(_THINK_OPEN) and _THINK_OPEN.startswith(start):
            return ""
        if start.startswith(_THINK_OPEN):
            if len(start) > _MAX_REASONING_CHARACTERS:
                raise ModelOverrun
            _, closed, answer = start.partition(_THINK_CLOSE)
            if not closed:
                self._held = start
                return ""
            start = answer
        self._thinking = False
        self._held = ""
        return start


def unwrapped(answer: str, original: str) -> str:
    """Return the answer without what a model put around it; the original has the say."""
    answer = _MARKER.sub("", answer).strip()
    introduction = _INTRODUCTION.match(answer)
    if introduction and not _INTRODUCTION.match(original):
        answer = answer[introduction.end() :].strip()
    fenced = _FENCED.fullmatch(answer)
    if fenced and not original.startswith(fenced.group(1)):
        answer = fenced.group(2).strip()
    closing = _QUOTES.get(answer[:1])
    if closing and len(answer) > 2 and answer.endswith(closing):
        inner = answer[1:-1]
        alone = answer[0] not in inner and closing not in inner
        if alone and not original.startswith(answer[0]) and inner.strip():
            answer = inner.strip()
    return answer
