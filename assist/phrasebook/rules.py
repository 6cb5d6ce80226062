"""The tables' notation, and the phrases it stands for.

A table is text, one rule on a line::

    in order to = to
    verb utilise = use
    verb? need = require | not-before: to
    noun methodology = method
    very = | not-before: much few | not-after: not

Left of ``=`` stand the words to look for, right of it what to put there (nothing: leave
them out). ``verb`` stands for all forms of a verb; with ``?`` the word can also be
something else, so that a form counts only where it must be the verb. ``noun`` adds the
plural. Conditions name the words before and after; ``^`` is the start of a sentence,
``$`` the end of a sentence or clause, ``#`` a number, ``@name`` a class of words. A line
that begins with ``|`` continues the one before it.
"""

# ruff: noqa: SIM905  (lists of words read best as text)

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assist.phrasebook.line import Line
from assist.phrasebook.verbs import Forms, conjugate, plural
from assist.phrasebook.word_classes import CLASSES

__all__ = ["Conditions", "Phrase", "parse"]

_ADVERBIAL = frozenset("not also already always never often still just now then only ever".split())

_NEVER = frozenset(("",))  # what no word is: a condition that cannot hold


@dataclass(frozen=True, slots=True)
class Conditions:
    """What must, and must not, stand around a phrase; empty sets do not matter."""

    after: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    auxiliary: bool | None = None  # a form of be, have or get must (not) come before

    def can_hold(self) -> bool:
        """Tell whether any surroundings meet them."""
        if not _NEVER.isdisjoint(self.after | self.before):
            return False
        # Conditions of a rule for all forms of a verb need not fit each of its forms.
        return not (self.auxiliary and self.after) or any(
            word in CLASSES["auxiliary"] or _passes_over(word) for word in self.after
        )

    def hold(self, line: Line, first: int, last: int) -> bool:
        """Tell whether they hold for the words from first to last."""
        previous, following = line.before(first), line.after(last)
        if self.after and previous not in self.after:
            return False
        if self.before and following not in self.before:
            return False
        if previous in self.not_after or following in self.not_before:
            return False
        return self.auxiliary is None or self.auxiliary == _has_auxiliary(line, first)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Replace these lower-case words by ``target`` where the conditions hold."""

    words: tuple[str, ...]
    target: str
    kind: str
    conditions: Conditions


def parse(kind: str, table: str) -> tuple[Phrase, ...]:
    """Return the phrases a table stands for; ``kind`` names the rule for people.

    Raises:
        ValueError: a line is not in the notation.
    """
    phrases: list[Phrase] = []
    rules = re.sub(r"\n\s*\|", " |", table)
    for line in rules.splitlines():
        if line.strip():
            phrases.extend(_parse_line(kind, line))
    return tuple(phrase for phrase in phrases if phrase.conditions.can_hold())


def _parse_line(kind: str, line: str) -> Iterator[Phrase]:
    rule, *conditions = (part.strip() for part in line.split("|"))
    source, equals, target = (part.strip() for part in rule.partition("="))
    if not equals or not source:
        message = f"A rule needs words and an equals sign: {line!r}"
        raise ValueError(message)
    held = _conditions(conditions)
    word_class, _, rest = source.partition(" ")
    if word_class in ("verb", "verb?"):
        for spelled in _spellings(rest):
            yield from _verb(kind, spelled, target, held, sure=word_class == "verb")
    elif word_class == "noun":
        for spelled in _spellings(rest):
            yield Phrase(tuple(spelled.split()), target, kind, held)
            yield Phrase(tuple(plural(spelled).split()), plural(target), kind, held)
    else:
        for spelled in _spellings(source):
            yield Phrase(tuple(spelled.split()), target, kind, held)


def _conditions(parts: list[str]) -> Conditions:
    held = Conditions()
    for part in parts:
        name, _, words = part.partition(":")
        value = _word_set(words)
        match name.strip():
            case "after":
                held = replace(held, after=held.after | value)
            case "not-after":
                held = replace(held, not_after=held.not_after | value)
            case "before":
                held = replace(held, before=held.before | value)
            case "not-before":
                held = replace(held, not_before=held.not_before | value)
            case unknown:
                message = f"No such condition: {unknown!r}"
                raise ValueError(message)
    return held


def _word_set(words: str) -> frozenset[str]:
    found: set[str] = set()
    for word in words.split():
        found |= CLASSES[word[1:]] if word.startswith("@") else {word}
    return frozenset(found)


def _spellings(source: str) -> tuple[str, ...]:
    """Return the words as given (British) and, where it differs, spelt the American way."""
    american = " ".join(_american(word) for word in source.split())
    return (source,) if american == source else (source, american)


def _american(word: str) -> str:
    if word in ("advise", "revise", "otherwise", "exercise", "comprise", "raise", "precise"):
        return word
    for british, american in (("isation", "ization"), ("lyse", "lyze"), ("ise", "ize")):
        if len(word) > len(british) + 3 and word.endswith(british):
            return word.removesuffix(british) + american
    return word


def _verb(kind: str, source: str, target: str, held: Conditions, *, sure: bool) -> Iterator[Phrase]:
    old, new = conjugate(source), conjugate(target)
    # Past forms first: where one reads like the base form, it is the more special case.
    for source_form, target_form, conditions in _past_forms(old, new, held):
        yield _phrase(kind, source_form, target_form, conditions)
    base = replace(held, not_after=held.not_after | CLASSES["determiner"])
    third = replace(held, not_after=held.not_after | CLASSES["before-noun"])
    ing = base
    if not sure:
        base = _only_after(held, CLASSES["subject"] | CLASSES["to"])
        third = _only_after(held, CLASSES["third"])
        ing = _only_after(held, CLASSES["before-ing"])
    if old.base == old.past:  # "they put off" may be either
        base = _only_after(held, CLASSES["to"])
    yield _phrase(kind, old.base, new.base, base)
    yield _phrase(kind, old.third, new.third, third)
    yield _phrase(kind, old.ing, new.ing, ing)


def _past_forms(old: Forms, new: Forms, held: Conditions) -> Iterator[tuple[str, str, Conditions]]:
    """Yield the past forms with the conditions under which they are surely verbs.

    ``informed`` in "make informed choices" is none, so something that only follows a
    verb must follow, or a subject or an auxiliary must come before.
    """
    held = replace(held, not_after=held.not_after | CLASSES["determiner"])
    subject = replace(_only_after(held, CLASSES["subject"]), auxiliary=False)
    yield old.participle, new.participle, replace(held, auxiliary=True)
    if old.base == old.past:
        yield old.past, new.past, _only_after(held, CLASSES["singular"])
        return
    yield old.past, new.past, subject
    if old.past != old.participle:
        yield old.past, new.past, held
    elif new.past == new.participle:
        alone = " " not in old.past
        yield old.past, new.past, _only_before(held, CLASSES["after-verb"]) if alone else held


def _only_before(held: Conditions, words: frozenset[str]) -> Conditions:
    return replace(held, before=(held.before & words or _NEVER) if held.before else words)


def _only_after(held: Conditions, words: frozenset[str]) -> Conditions:
    return replace(held, after=(held.after & words or _NEVER) if held.after else words)


def _phrase(kind: str, source: str, target: str, held: Conditions) -> Phrase:
    return Phrase(tuple(source.split()), target, kind, held)


def _has_auxiliary(line: Line, first: int) -> bool:
    for index in range(first, max(first - 3, 0), -1):
        word = line.before(index)
        if word in CLASSES["auxiliary"]:
            return True
        if not _passes_over(word):
            return False
    return False


def _passes_over(word: str) -> bool:
    """Tell whether a word may stand between an auxiliary and its verb."""
    return word in _ADVERBIAL or word.endswith("ly")
