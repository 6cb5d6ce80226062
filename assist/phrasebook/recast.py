"""Saying the same with another build: openings that say nothing, shared subjects, places named first."""

# ruff: noqa: SIM905  (lists of words read best as text)

from __future__ import annotations

import re

from assist.phrasebook.clauses import AUXILIARIES, COMPLEMENTS, is_simple, lowered, words_of
from assist.phrasebook.edits import capitalised
from assist.phrasebook.verbs import conjugate
from assist.phrasebook.word_classes import CLASSES

__all__ = ["recast"]

_CHANGE = {
    "increase": "increase",
    "rise": "rise",
    "decrease": "decrease",
    "decline": "decline",
    "fall": "fall",
    "drop": "drop",
    "improvement": "improve",
    "growth": "grow",
}
_THERE_WAS = re.compile(
    r"There (?P<be>was|has been) an? (?:(?P<how>[a-z]+) )?"
    rf"(?P<noun>{'|'.join(_CHANGE)}) in (?P<what>(?:the|our|their|its) [^,]+)\."
)
_ADVERBS = {
    "significant": "significantly",
    "considerable": "considerably",
    "sharp": "sharply",
    "slight": "slightly",
    "steady": "steadily",
    "marked": "markedly",
    "small": "slightly",
    "rapid": "rapidly",
}
_FOUND_IN = re.compile(
    r"(?P<what>(?:An?|The|Our|More|Further) [^,]+?) (?:can|may) be found in "
    r"(?P<where>(?:Annex|Appendix|Chapter|Section|Table|Part) [A-Z0-9][\w.]*|(?:the|our) "
    r"(?:annex|appendix|report|manual|handbook|guide|glossary|agreement|contract))\."
)
_ORDERS = (
    "press click select choose open close turn hold enter use type tap push pull call visit move "
    "contact restart"
).split()
_PURPOSE = re.compile(
    rf"(?P<order>(?:{'|'.join(order.capitalize() for order in _ORDERS)}) [^,]+?) to (?P<aim>[^,]+)\."
)
_NOT_A_PURPOSE = frozenset(
    "want wants need needs have has had like able ready going next close access answer reply "
    "right way attached added sent".split()
)
_SHARED = re.compile(
    r"(?P<who>We|I|They|You|He|She) (?P<first>[^,]+?),? and (?P<second>(?:will|can|have|has|are|is|"
    r"was|were|would|could|should|must) [^,]+)\."
)
_SO_PLEASE = re.compile(r"(?P<first>[^,]+), so please (?P<second>[^,]+)\.")
_SOURCE = re.compile(
    r"(?P<source>(?:The|This|Our|Previous|Earlier) (?:[a-z]+ )?(?:survey|study|report|research|data|analysis)) "
    r"(?P<shows>shows|showed|has shown|found|has found) that (?P<said>[^,]+)\."
)
_TWO_STATES = re.compile(
    r"(?P<what>(?:The|This|Our) (?:[a-z-]+ )?[a-z]+) (?P<first>(?:is|was|has|will) [^,]+?) and "
    r"(?P<second>(?:is|was|has|will) [^,]+)\."
)
_PERSONAL = (
    "er",
    "or",
    "ist",
    "ant",
    "ent",
    "man",
    "woman",
    "s",
    "team",
    "group",
    "board",
    "chair",
)
_LEAST_WORDS = 4


def recast(sentence: str) -> tuple[str, str] | None:
    """Return the sentence built another way and a note, or None to leave it alone."""
    if not is_simple(sentence):
        return None
    for build in _BUILDS:
        built = build(sentence)
        if built is not None:
            return built
    return None


def _let_it_change(sentence: str) -> tuple[str, str] | None:
    """Turn "There was an increase in …" into "… increased"."""
    match = _THERE_WAS.fullmatch(sentence)
    if not match or not _is_plain(match["what"]):
        return None
    how = match["how"]
    if how is not None and how not in _ADVERBS:
        return None
    verb = conjugate(_CHANGE[match["noun"]])
    has = "have" if words_of(match["what"])[-1].endswith("s") else "has"
    if match["be"] == "has been" and " of " in match["what"]:
        return None
    doing = verb.past if match["be"] == "was" else f"{has} {verb.participle}"
    end = f" {_ADVERBS[how]}" if how else ""
    text = f"{capitalised(match['what'])} {doing}{end}."
    return text, f"noun back to verb: {match['noun']} in → {doing}"


def _name_the_place_first(sentence: str) -> tuple[str, str] | None:
    match = _FOUND_IN.fullmatch(sentence)
    what = lowered(match["what"]) if match else None
    if not match or what is None or not _is_plain(what):
        return None
    return (
        f"{capitalised(match['where'])} contains {what}.",
        "another build: “… can be found in …” → “… contains …”",
    )


def _name_the_aim_first(sentence: str) -> tuple[str, str] | None:
    match = _PURPOSE.fullmatch(sentence)
    if not match:
        return None
    order, aim = match["order"], match["aim"]
    before, first = words_of(order)[-1], words_of(aim)[0]
    if before in _NOT_A_PURPOSE or " to " in f"{order} {aim} " or first in CLASSES["determiner"]:
        return None
    if first[:1].isdigit() or first not in CLASSES["base"] | _AIMS:
        return None
    return f"To {aim}, {order[0].lower()}{order[1:]}.", "another order: the purpose comes first"


_AIMS = frozenset(
    "stop save print cancel confirm continue delete copy restart exit zoom switch turn return "
    "select choose view".split()
)


def _say_who_again(sentence: str) -> tuple[str, str] | None:
    match = _SHARED.fullmatch(sentence)
    if (
        not match
        or not _is_plain(match["first"])
        or " and " in f"{match['first']} {match['second']}"
    ):
        return None
    if min(len(words_of(match["first"])), len(words_of(match["second"]))) < _LEAST_WORDS - 1:
        return None
    first_verb = words_of(match["first"])[0]
    if first_verb in AUXILIARIES and words_of(match["second"])[0] == first_verb:
        return None
    who = match["who"]
    return f"{who} {match['first']}. {who} {match['second']}.", "sentence split into 2"


def _ask_apart(sentence: str) -> tuple[str, str] | None:
    match = _SO_PLEASE.fullmatch(sentence)
    if not match or len(words_of(match["first"])) < _LEAST_WORDS:
        return None
    return f"{match['first']}. Please {match['second']}.", "sentence split into 2"


def _name_the_source(sentence: str) -> tuple[str, str] | None:
    match = _SOURCE.fullmatch(sentence)
    source = lowered(match["source"]) if match else None
    if not match or source is None:
        return None
    return (
        f"According to {source}, {match['said']}.",
        f"another build: “{match['shows']} that” → “according to”",
    )


def _say_it_apart(sentence: str) -> tuple[str, str] | None:
    match = _TWO_STATES.fullmatch(sentence)
    if not match or not _is_plain(sentence) or " and " in match["second"]:
        return None
    noun = words_of(match["what"])[-1]
    if noun.endswith(_PERSONAL) or match["first"].split()[0] == match["second"].split()[0]:
        return None
    return f"{match['what']} {match['first']}. It {match['second']}.", "sentence split into 2"


def _is_plain(text: str) -> bool:
    """Tell whether no clause hides in a part of a sentence."""
    return COMPLEMENTS.isdisjoint(words_of(text))


_BUILDS = (
    _let_it_change,
    _name_the_place_first,
    _name_the_aim_first,
    _say_who_again,
    _ask_apart,
    _name_the_source,
    _say_it_apart,
)
