"""Joining clauses by other words: relative clauses, and connections for formal texts."""

# ruff: noqa: SIM905  (lists of words read best as text)

from __future__ import annotations

import re

from assist.phrasebook.clauses import AUXILIARIES, is_simple, words_of
from assist.phrasebook.word_classes import CLASSES

__all__ = ["connect", "contrast", "relate"]

_VERBS = (
    r"(?:is|are|was|were|has|have|had|can|could|will|would|must|may|might|should|helps?|makes?|"
    r"lets?|keeps?|shows?|needs?|gives?|saves?|takes?|allows?|supports?|brings?|leads?|lies|"
    r"comes?|suits?|describes?|explains?|contains?|includes?|belongs?|deserves?|affects?|remains?)\b"
)
_THAT = re.compile(
    rf"\b(?P<noun>(?i:an?|the|our|their|any|every|no|some) (?:[\w-]+ )?[\w-]+) that (?={_VERBS})"
)
_IN_WHICH = re.compile(r"(?<=[a-z])(?<!way)(?<!manner)(?<!ways) in which (?=\w)")
_WHERE = re.compile(
    r"\b((?:an?|the) (?:\w+ )?(?:place|room|document|editor|tool|system|text)) where\b"
)
_PEOPLE = frozenset(
    "person people man woman team teams writer writers reader readers user users author authors "
    "student students teacher teachers one ones someone somebody anyone everyone those child "
    "children customer customers client clients member members colleague colleagues".split()
)
_NO_NOUN = frozenset(
    "fact idea belief claim view hope sign way day time moment reason so such same say says think "
    "know it only all more most".split()
)
_TWO = re.compile(r"(?P<first>[^,;]+), (?P<link>but|so) (?P<second>[^,;]+)\.")
_SAYING = AUXILIARIES | frozenset("gave made took went came saw got found kept led held".split())
_FORMAL = {"but": "however", "so": "therefore"}


def relate(sentence: str) -> tuple[str, str] | None:
    """Return the sentence with another relative word (``that``: ``which``), and a note."""
    for match in _THAT.finditer(sentence):
        noun = match["noun"].rpartition(" ")[2].lower()
        if noun not in _NO_NOUN:
            word = "who" if noun in _PEOPLE else "which"
            text = f"{sentence[: match.start()]}{match['noun']} {word} {sentence[match.end() :]}"
            return text, f"other word: that → {word}"
    if _IN_WHICH.search(sentence):
        return _IN_WHICH.sub(" where ", sentence, count=1), "other word: in which → where"
    match = _WHERE.search(sentence)
    if match:
        text = f"{sentence[: match.start()]}{match[1]} in which{sentence[match.end() :]}"
        return text, "other word: where → in which"
    return None


def contrast(sentence: str) -> tuple[str, str] | None:
    """Return the sentence with ``yet`` for ``but`` between its two clauses, and a note."""
    match = _two_clauses(sentence)
    if not match or match["link"] != "but":
        return None
    return f"{match['first']}, yet {match['second']}.", "other word: but → yet"


def connect(sentence: str) -> tuple[str, str] | None:
    """Return two clauses joined the formal way (``, but``: ``; however,``), and a note."""
    match = _two_clauses(sentence)
    if not match:
        return None
    word = _FORMAL[match["link"]]
    text = f"{match['first']}; {word}, {match['second']}."
    return text, f"connection: {match['link']} → {word}"


def _two_clauses(sentence: str) -> re.Match[str] | None:
    match = _TWO.fullmatch(sentence) if is_simple(sentence) else None
    if not match:
        return None
    first, second = words_of(match["first"]), words_of(match["second"])
    whole = second[0] in CLASSES["nominative"] or not _SAYING.isdisjoint(second[1:5])
    if not whole or len(first) < 3 or second[0] in AUXILIARIES | {"that"} or "not" in first:
        return None
    return match
