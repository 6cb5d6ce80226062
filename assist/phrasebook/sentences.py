"""Splitting long sentences at safe places, joining short ones, leaving out asides."""

from __future__ import annotations

import re

from assist.phrasebook.clauses import SUBORDINATORS, is_simple, lowered, words_of
from assist.phrasebook.edits import capitalised
from assist.phrasebook.word_classes import CLASSES

__all__ = ["join", "leave_out_asides", "split", "split_anyway"]

_MIN_WORDS_TO_SPLIT = 14
_MIN_WORDS_TO_SPLIT_ANYWAY = 9
_MIN_WORDS_OF_A_PART = 4
_MAX_WORDS_TO_JOIN = 10

_JOINT = re.compile(
    r", (?:(?P<link>and|but|so) (?=(?:I|we|he|she|they)\b|(?:it|you|this|there|that) "
    r"(?:is|are|was|were|has|have|had|will|can|could|may|might|must|should|would|also)\b)"
    r"|which (?=(?:means|meant|shows|showed|makes|made|allows|allowed|helps|helped|suggests|"
    r"leads|led|causes|caused|saves|saved|gives|gave|would|will|could|can|covers|covered|includes|"
    r"included|requires|required|reduces|reduced|adds|added)\b))"
)
_CLAUSE = re.compile(
    r", (?P<link>and|but|so) (?=(?:the|a|an|our|their|his|her|my|your|this|no|most|many|some|all|both|none|"
    r"work|people|everyone|nobody) (?:(?!that|which|who)[a-z]+ ){0,5}?"
    r"(?:is|are|was|were|has|have|had|will|can|could|may|might|must|should|would|did|does|do)\b)"
)
_SEMICOLON = re.compile(
    r"; (?=(?:(?:however|therefore|moreover|instead|then), )?(?:I|we|he|she|they|it|you|this|"
    r"these|there|the|our|their|his|her|no|each|every)\b)"
)
_BECAUSE = re.compile(r" because (?=(?:I|we|he|she|they|it|you|the|this|these|our|their)\b)")
_UNSAFE = re.compile(r"""["“”«»„()\[\]{}`\n]|https?:|www\.""")
_ASIDE = re.compile(r"\s*\((?!\w?\))[^()\n]{2,200}\)")
_DASHED = re.compile(r"\s+[–—]\s+[^–—,.;:!?\n]{2,120}\s+[–—]\s+")
_OPENER = re.compile(r"(But|So|And|Yet|However,|Therefore,|Thus,|Still,)\s+")
_LINKS = {
    "but": "but",
    "so": "so",
    "and": "and",
    "yet": "yet",
    "however,": "but",
    "therefore,": "so",
    "thus,": "so",
    "still,": "but",
}


def split(sentence: str, min_words: int = _MIN_WORDS_TO_SPLIT) -> tuple[str, str] | None:
    """Return a long sentence as two or more, and a note, or None to leave it alone."""
    if len(words_of(sentence)) < min_words or _UNSAFE.search(sentence):
        return None
    parts: list[str] = []
    rest = sentence
    while (cut := _first_cut(rest, min_words)) is not None:
        parts.append(cut[0])
        rest = cut[1]
    if not parts:
        return None
    return " ".join([*parts, rest]), f"sentence split into {len(parts) + 1}"


def split_anyway(sentence: str) -> tuple[str, str] | None:
    """Return also a shorter sentence as two, where it has two clauses."""
    return split(sentence, _MIN_WORDS_TO_SPLIT_ANYWAY)


def _first_cut(sentence: str, min_words: int) -> tuple[str, str] | None:
    if len(words_of(sentence)) < min_words or not sentence.endswith("."):
        return None
    patterns = (_SEMICOLON, _JOINT, _BECAUSE)
    if sentence.count(",") == 1:
        patterns = (*patterns, _CLAUSE)
    for pattern in patterns:
        for match in pattern.finditer(sentence):
            before, after = sentence[: match.start()], sentence[match.end() :]
            if pattern is _BECAUSE and not _may_split_before_because(before, sentence):
                continue
            if _is_whole(before) and len(words_of(after)) >= _MIN_WORDS_OF_A_PART:
                return f"{before}.", capitalised(_opening(match) + after)
    return None


def _opening(match: re.Match[str]) -> str:
    if match.re is _BECAUSE:
        return "This is because "
    if match.re is _SEMICOLON:
        return ""
    link = match.group("link")
    if link is None:
        return "This "
    return "" if link == "and" else f"{link} "


def _may_split_before_because(before: str, sentence: str) -> bool:
    words = words_of(before)
    return (
        "," not in sentence
        and len(words) >= 8
        and words[-1] not in ("not", "just", "only", "simply", "partly", "and", "or", "is", "was")
        and "not" not in words
        and not any(word.endswith("n't") for word in words)
    )


def _is_whole(part: str) -> bool:
    """Tell whether what stands before a cut can be a sentence of its own."""
    words = words_of(part)
    if len(words) < _MIN_WORDS_OF_A_PART or ";" in part or words[0] == "between":
        return False
    opens_clause = words[0] in SUBORDINATORS or words[0] in (
        "as",
        "whether",
        "either",
        "both",
    )
    return not opens_clause or "," in part


def join(first: str, second: str) -> tuple[str, str] | None:
    """Return two short sentences as one, and a note, or None to leave them alone."""
    if not (is_simple(first) and is_simple(second)) or "," in first:
        return None
    if max(len(words_of(first)), len(words_of(second))) > _MAX_WORDS_TO_JOIN:
        return None
    if words_of(first)[0] not in CLASSES["clause"] or len(words_of(first)) < 3:
        return None
    opener = _OPENER.match(second)
    if opener:
        link, rest = _LINKS[opener.group(1).lower()], second[opener.end() :]
    elif re.match(r"(?:I|We|He|She|They|It|This)\b", second) and "," not in second:
        link, rest = "and", second
    else:
        return None
    start = lowered(rest)
    if start is None or len(words_of(rest)) < 2:
        return None
    return f"{first[:-1]}, {link} {start}", f"short sentences joined with “{link}”"


def leave_out_asides(sentence: str) -> tuple[str, str] | None:
    """Return a sentence without its asides in brackets or dashes, and a note."""
    found = [match.group().strip() for match in _ASIDE.finditer(sentence)]
    shorter = _ASIDE.sub("", sentence)
    dashed = _DASHED.search(shorter)
    if dashed:
        found.append(dashed.group().strip())
        shorter = f"{shorter[: dashed.start()]} {shorter[dashed.end() :]}"
    if not found or len(words_of(shorter)) < _MIN_WORDS_OF_A_PART:
        return None
    return shorter, f"aside left out: {'; '.join(found)}"
