"""Giving a sentence another order: clauses and times to the front or to the end."""

# ruff: noqa: SIM905  (lists of words read best as text)

from __future__ import annotations

import re
from itertools import pairwise

from assist.phrasebook.clauses import (
    AUXILIARIES,
    COMPLEMENTS,
    SUBORDINATORS,
    is_simple,
    lowered,
    words_of,
)
from assist.phrasebook.edits import capitalised
from assist.phrasebook.word_classes import CLASSES

__all__ = ["reorder"]

_LATE = re.compile(
    r" (even though|as soon as|as long as|because|although|when|while|if|unless|before|after"
    r"|until|whenever) "
)
_BUT = re.compile(r"([^,]+), but ([^,]+)\.")
_SO = re.compile(r"([^,]+), so ([^,]+)\.")
_PURPOSE_EARLY = re.compile(r"(To|In order to|So as to) ([^,]+), ([^,]+)\.")
_PURPOSE_LATE = re.compile(r"([^,]+) (in order to|so as to) ([^,]+)\.")
_EARLY = re.compile(
    r"(Due to the fact that|In spite of the fact that|Even though|As soon as|"
    r"As long as|Because|Although|When|While|If|Unless|Before|After"
    r"|Until|Whenever|Since|Once) ([^,]+), ([^,]+)\."
)
_PLACE = re.compile(
    r"(In|At|During|On|From|Over|Throughout|Under|For) "
    r"((?:the|this|these|our|their|his|her|my|your|that) [^,]{2,40}), ([^,]+)\."
)
_TIMES = (
    r"today|yesterday|tomorrow|(?:last|next|this|every|each) (?:week|month|year|day|morning|"
    r"afternoon|evening|spring|summer|autumn|winter|quarter)"
)
_TIME_LATE = re.compile(rf"([^,]+) ({_TIMES})\.")
_TIME_EARLY = re.compile(rf"({_TIMES}),? ([^,]+)\.", re.IGNORECASE)

_WHEN = (
    r"(?:at|by|before|after|during|within|until|throughout) (?:[\w'’-]+ ){0,6}?"
    r"(?:year|month|week|day|quarter|season|spring|summer|autumn|winter|morning|afternoon|evening|"
    r"night|weekend|holidays|decade|century|hours|minutes|days|weeks|months|years|review|meeting|"
    r"update|installation|training|visit)"
    r"|in (?:the )?(?:first|second|third|fourth|last|next|coming|following|same|early|late)?(?: |)"
    r"(?:quarter|half|month|week|year|spring|summer|autumn|winter|morning|afternoon|evening)"
    r"|in recent years|on (?:the (?:following|next|same) day|(?:\d{1,2} )?[A-Z][a-z]+day\b(?: morning"
    r"| afternoon| evening)?)|every (?:two|three|four|five|ten|few) (?:minutes|hours|days|weeks|"
    r"months|years)"
)
_WHEN_LATE = re.compile(rf"([^,]+?) ({_WHEN})\.")
_REASONS = (
    r"because of|due to|owing to|despite|in spite of|in accordance with|according to|in response to|"
    r"as a result of|on the basis of|in contrast to|in addition to|in the absence of|thanks to|"
    r"with regard to|with respect to|in view of"
)
_VERBS = AUXILIARIES | frozenset(
    "gave made took went came saw got found kept led held began".split()
)
_MEANS_LATE = re.compile(r"([^,]+) (by [a-z]+ing [^,]+)\.")
_CLOSE = frozenset("only early shortly immediately directly exactly".split())
_REASON_EARLY = re.compile(rf"({_REASONS}) ([^,]{{2,60}}), ([^,]+)\.", re.IGNORECASE)
_REASON_LATE = re.compile(rf"([^,]+) ({_REASONS}) ([^,]{{2,60}})\.")

_ASKING = frozenset(
    "ask asks asked asking know knows knew known see sees saw check checks checked wonder tell "
    "tells told test tested decide decided decides discuss discussed doubt find found learn "
    "unsure sure clear unclear remember explain explains explained consider understand".split()
)
_CLINGING = frozenset(
    "day days week weeks month months year years hour hours minute minutes time times moment "
    "long shortly soon just right even only and or not but as what the a an than simply partly "
    "mainly largely purely exactly directly immediately of to for from by in on at is are was "
    "were be look looks looked looking ask name named take runs until since like".split()
)
_IDIOMS = re.compile(
    r"(?:On the (?:other|one) hand|On the whole|In the end|In (?:our|my) (?:opinion|view)"
    r"|For (?:this|that) reason|In that case|In this case|At the end of the day)\b",
    re.IGNORECASE,
)
_PRONOUNS = frozenset("he she it they him her them its their his".split())
_STANDALONE = frozenset(("before", "after", "until"))


def reorder(sentence: str) -> tuple[str, str] | None:
    """Return the sentence in another order and a note, or None to leave it alone."""
    if not is_simple(sentence):
        return None
    for move in _MOVES:
        moved = move(sentence)
        if moved is not None:
            return moved
    return None


def _late_to_front(sentence: str) -> tuple[str, str] | None:
    found = list(_LATE.finditer(sentence))
    if len(found) != 1 or "," in sentence:
        return None
    link = found[0].group(1)
    main, clause = sentence[: found[0].start()], sentence[found[0].end() : -1]
    start = lowered(main)
    if start is None or not _can_stand_alone(main) or not _is_clause(link, clause):
        return None
    words = words_of(main)
    if words[-1] in _CLINGING or words[-1].endswith("ly"):
        return None
    if link in ("if", "when", "because") and not _ASKING.isdisjoint(words):
        return None
    if link == "because" and not CLASSES["negation"].isdisjoint(words):
        return None
    return f"{capitalised(link)} {clause}, {start}.", f"another order: “{link} …” comes first"


def _can_stand_alone(main: str) -> bool:
    words = words_of(main)
    return (
        len(words) >= 3
        and words[0] not in AUXILIARIES
        and SUBORDINATORS.isdisjoint(words)
        and COMPLEMENTS.isdisjoint(words)
    )


def _is_clause(link: str, clause: str) -> bool:
    words = words_of(clause)
    if not words or not COMPLEMENTS.isdisjoint(words[:1]) or words[0] in ("to", "all", "not"):
        return False
    if link in _STANDALONE:
        return words[0] in CLASSES["nominative"] or not AUXILIARIES.isdisjoint(words)
    return len(words) >= 2


def _early_to_end(sentence: str) -> tuple[str, str] | None:
    match = _EARLY.fullmatch(sentence)
    if not match:
        return None
    link, clause, main = match.groups()
    main = main.removeprefix("then ")
    if not _keeps_references(clause, main) or not _can_stand_alone(main):
        return None
    return (
        f"{capitalised(main)} {link.lower()} {clause}.",
        f"another order: “{link.lower()} …” comes last",
    )


def _place_to_end(sentence: str) -> tuple[str, str] | None:
    match = _PLACE.fullmatch(sentence)
    if not match or _IDIOMS.match(sentence):
        return None
    link, place, main = match.groups()
    if not _keeps_references(place, main) or not _can_stand_alone(main):
        return None
    words = words_of(place)
    if not AUXILIARIES.isdisjoint(words) or not COMPLEMENTS.isdisjoint(words[1:]):
        return None
    phrase = f"{link.lower()} {place}"
    return f"{capitalised(main)} {phrase}.", f"another order: “{phrase}” comes last"


def _time_to_front(sentence: str) -> tuple[str, str] | None:
    early = _TIME_EARLY.fullmatch(sentence)
    if early:
        time, main = early.groups()
        if not _can_stand_alone(main) or words_of(main)[0] in ("is", "was", "will"):
            return None
        if "," not in sentence and words_of(main)[0] not in CLASSES["clause"]:
            return None
        return f"{capitalised(main)} {time.lower()}.", f"another order: “{time.lower()}” comes last"
    late = _TIME_LATE.fullmatch(sentence)
    if not late:
        return None
    main, time = late.groups()
    start = lowered(main)
    words = words_of(main)
    if start is None or not _can_stand_alone(main) or words[-1] in _CLINGING or words[0] == "it":
        return None
    return f"{capitalised(time)}, {start}.", f"another order: “{time}” comes first"


def _when_to_front(sentence: str) -> tuple[str, str] | None:
    match = _WHEN_LATE.fullmatch(sentence)
    if not match:
        return None
    main, when = match.groups()
    start, words = lowered(main), words_of(main)
    if start is None or not _can_stand_alone(main) or words[-1] in _CLINGING | _CLOSE:
        return None
    if words[0] in ("it", "there", "please") or "and" in words or _has_infinitive(words):
        return None
    return f"{capitalised(when)}, {start}.", f"another order: “{when}” comes first"


def _has_infinitive(words: list[str]) -> bool:
    """Tell whether a "to" may open an infinitive, whose time the phrase behind it could be."""
    after = (word for to, word in pairwise(words) if to == "to")
    return any(word not in CLASSES["determiner"] | {"all", "both", "us", "them"} for word in after)


def _means_to_front(sentence: str) -> tuple[str, str] | None:
    match = _MEANS_LATE.fullmatch(sentence)
    if not match:
        return None
    main, means = match.groups()
    start, words = lowered(main), words_of(main)
    if start is None or not _can_stand_alone(main) or words[-1] in _CLINGING | AUXILIARIES:
        return None
    if _has_clause(means) or not CLASSES["negation"].isdisjoint(words):
        return None
    return f"{capitalised(means)}, {start}.", "another order: “by …” comes first"


def _reason_to_end(sentence: str) -> tuple[str, str] | None:
    match = _REASON_EARLY.fullmatch(sentence)
    if not match:
        return None
    link, reason, main = match.groups()
    if not _keeps_references(reason, main) or not _can_stand_alone(main) or _has_clause(reason):
        return None
    if not CLASSES["negation"].isdisjoint(words_of(main)):
        return None
    phrase = f"{link.lower()} {reason}"
    return f"{capitalised(main)} {phrase}.", f"another order: “{link.lower()} …” comes last"


def _reason_to_front(sentence: str) -> tuple[str, str] | None:
    match = _REASON_LATE.fullmatch(sentence)
    if not match:
        return None
    main, link, reason = match.groups()
    start, words = lowered(main), words_of(main)
    if start is None or not _can_stand_alone(main) or words[-1] in _CLINGING | AUXILIARIES:
        return None
    if _has_clause(reason) or words[-1].endswith("ly") or not CLASSES["negation"].isdisjoint(words):
        return None
    if not _keeps_references(main, reason):
        return None
    return f"{capitalised(link)} {reason}, {start}.", f"another order: “{link} …” comes first"


def _has_clause(phrase: str) -> bool:
    words = words_of(phrase)
    return not (AUXILIARIES.isdisjoint(words) and COMPLEMENTS.isdisjoint(words))


def _concede(sentence: str) -> tuple[str, str] | None:
    match = _BUT.fullmatch(sentence)
    parts = _two_clauses(match) if match else None
    if parts is None:
        return None
    return f"Although {parts[0]}, {parts[1]}.", "another order: “…, but …” → “Although …”"


def _give_reason(sentence: str) -> tuple[str, str] | None:
    match = _SO.fullmatch(sentence)
    parts = _two_clauses(match) if match else None
    if parts is None or words_of(parts[1])[0] == "that":
        return None
    return f"Because {parts[0]}, {parts[1]}.", "another order: “…, so …” → “Because …”"


def _two_clauses(match: re.Match[str]) -> tuple[str, str] | None:
    """Return both parts, the first in small letters, if both surely are clauses."""
    first, second = lowered(match.group(1)), match.group(2)
    words, following = words_of(match.group(1)), words_of(second)
    if first is None or len(words) < 3 or words[0] in SUBORDINATORS | AUXILIARIES | {"please"}:
        return None
    if not CLASSES["negation"].isdisjoint(words) or words[0] in ("in", "on", "at", "by", "for"):
        return None
    surely = following[0] in CLASSES["nominative"] or not _VERBS.isdisjoint(following[1:5])
    return (first, second) if surely and following[0] not in AUXILIARIES else None


def _purpose_to_end(sentence: str) -> tuple[str, str] | None:
    match = _PURPOSE_EARLY.fullmatch(sentence)
    if not match:
        return None
    link, purpose, main = match.groups()
    if not _keeps_references(purpose, main) or not _can_stand_alone(main):
        return None
    return f"{capitalised(main)} {link.lower()} {purpose}.", "another order: the purpose comes last"


def _purpose_to_front(sentence: str) -> tuple[str, str] | None:
    match = _PURPOSE_LATE.fullmatch(sentence)
    if not match:
        return None
    main, link, purpose = match.groups()
    start = lowered(main)
    if start is None or not _can_stand_alone(main) or not COMPLEMENTS.isdisjoint(words_of(purpose)):
        return None
    return f"{capitalised(link)} {purpose}, {start}.", "another order: the purpose comes first"


def _keeps_references(first: str, second: str) -> bool:
    """Tell whether no pronoun in the second part would lose the noun it stands for."""
    needed = _PRONOUNS.intersection(words_of(second))
    return needed <= _PRONOUNS.intersection(words_of(first))


_MOVES = (
    _early_to_end,
    _place_to_end,
    _purpose_to_end,
    _purpose_to_front,
    _concede,
    _give_reason,
    _late_to_front,
    _time_to_front,
    _reason_to_end,
    _reason_to_front,
    _when_to_front,
    _means_to_front,
)
