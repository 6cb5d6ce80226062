"""The steps a variant is made of; each takes a line and tells which rules fired."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assist.phrasebook.edits import apply
from assist.phrasebook.lexical import PhraseIndex
from assist.phrasebook.line import read_line, sentence_spans
from assist.phrasebook.rules import Phrase
from assist.phrasebook.sentences import join

__all__ = ["Outcome", "Sentences", "Step", "Words", "join_short"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A line after a step, and the notes of the rules that fired, in order."""

    text: str
    notes: tuple[str, ...]


Step = Callable[[str], Outcome]
Rewrite = Callable[[str], tuple[str, str] | None]


class Words:
    """Replaces phrases, at all places it finds or at some.

    Args:
        tables: the phrases.
        chosen: which of the places of a line, from left to right.
    """

    __slots__ = ("_chosen", "_index")

    def __init__(self, *tables: Iterable[Phrase], chosen: slice = slice(None)) -> None:
        self._index = PhraseIndex(phrase for table in tables for phrase in table)
        self._chosen = chosen

    def __call__(self, text: str) -> Outcome:
        """Return the line with the phrases replaced."""
        edits = self._index.edits(read_line(text))[self._chosen]
        return Outcome(apply(text, edits), tuple(edit.note for edit in edits))


class Sentences:
    """Rewrites each sentence by the first of some rewrites that fits it."""

    __slots__ = ("_rewrites",)

    def __init__(self, *rewrites: Rewrite) -> None:
        self._rewrites = rewrites

    def __call__(self, text: str) -> Outcome:
        """Return the line with its sentences rewritten."""
        notes: list[str] = []
        for start, end in reversed(sentence_spans(text)):
            rewritten = self._first(text[start:end])
            if rewritten:
                text = text[:start] + rewritten[0] + text[end:]
                notes.append(rewritten[1])
        return Outcome(text, tuple(reversed(notes)))

    def _first(self, sentence: str) -> tuple[str, str] | None:
        for rewrite in self._rewrites:
            rewritten = rewrite(sentence)
            if rewritten and rewritten[0] != sentence:
                return rewritten
        return None


def join_short(text: str) -> Outcome:
    """Return the line with pairs of short sentences joined."""
    notes: list[str] = []
    spans = sentence_spans(text)
    index = len(spans) - 2
    while index >= 0:
        (start, middle), (following, end) = spans[index], spans[index + 1]
        joined = join(text[start:middle], text[following:end])
        if joined:
            text = text[:start] + joined[0] + text[end:]
            notes.append(joined[1])
            index -= 1
        index -= 1
    return Outcome(text, tuple(reversed(notes)))
