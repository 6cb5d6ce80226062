"""Saying who does what: passives turned round, empty openings dropped."""

# ruff: noqa: SIM905  (lists of words read best as text)

from __future__ import annotations

import re

from assist.phrasebook.clauses import AUXILIARIES, COMPLEMENTS, is_simple, lowered, words_of
from assist.phrasebook.edits import capitalised
from assist.phrasebook.verbs import Forms, conjugate
from assist.phrasebook.word_classes import CLASSES

__all__ = ["activate", "open_directly"]

_VERBS = (
    "accept add amend analyse announce approve assess build buy change check choose close "
    "coordinate complete collect compile confirm create deliver design develop discuss draft "
    "draw edit evaluate examine find finish fix fund handle host improve introduce investigate "
    "launch lead maintain make manage open organise own plan prepare present produce propose "
    "publish recommend record reject remove repair replace report request review revise run see "
    "select send share sign start study submit suggest support take test train translate update "
    "use verify visit write"
).split()
_BY_PARTICIPLE: dict[str, Forms] = {
    forms.participle: forms for forms in (conjugate(verb) for verb in _VERBS)
}
_ONE = (
    "team committee board group author editor client company department manager director "
    "council teacher student reviewer government ministry university organisation organization "
    "agency office coordinator developer designer engineer researcher customer user writer "
    "reader supplier contractor partner panel jury public secretary treasurer chair"
).split()
_MANY_NOUNS = frozenset([*"people staff members colleagues".split(), *(f"{one}s" for one in _ONE)])
_ONE_NOUNS = frozenset([*_ONE, "everyone"])
_PASSIVE = re.compile(
    r"(?P<patient>[^,]+?) (?P<be>is|are|was|were|has been|have been|had been|(?:will|can|could|"
    r"must|should|may|might|would) be) (?P<verb>[a-z]+) by (?P<agent>[^,]+?)"
    r"(?P<time> (?:today|yesterday|tomorrow|(?:last|next|this|every) (?:week|month|year)"
    r"|(?:in|on|at|after|before|during|together with|in cooperation with) (?:the|our|their|a|an|"
    r"next|last|every|\d+)\b[^,]*))?\."
)
_SUBJECT_OF = {"me": "I", "us": "we", "him": "he", "them": "they", "you": "you"}
_OBJECT_OF = {
    "i": "me",
    "we": "us",
    "he": "him",
    "she": "her",
    "they": "them",
    "it": "it",
    "you": "you",
    "this": "this",
}
_PLURAL_PRONOUNS = frozenset(("i", "we", "they", "you"))
_THERE = re.compile(
    r"(?:There (?:is|are|was|were)) (?P<who>(?:[\w'’-]+ ){1,5})(?:who|that) (?P<rest>[^,]+)\."
)
_IT = re.compile(r"It (?:is|was) (?P<who>(?:[\w'’-]+ ){1,4})who (?P<rest>[^,]+)\.")
_DOERS = AUXILIARIES | frozenset(
    "need needs want wants make makes show shows help helps support supports affect affects "
    "explain explains describe describes require requires allow allows deserve deserves".split()
)


_NO_DOER = frozenset("those me us about of on for with to in at by as over whether from".split())


def activate(sentence: str) -> tuple[str, str] | None:
    """Return a passive sentence that names its doer as an active one, and a note."""
    match = _PASSIVE.fullmatch(sentence) if is_simple(sentence) else None
    forms = _BY_PARTICIPLE.get(match["verb"]) if match else None
    if not match or not forms:
        return None
    patient, agent = _as_object(match["patient"]), _as_subject(match["agent"])
    if patient is None or agent is None:
        return None
    subject, is_plural = agent
    verb = _active_verb(match["be"], forms, is_plural=is_plural)
    text = f"{capitalised(subject)} {verb} {patient}{match['time'] or ''}."
    return text, f"active voice: {match['be']} {match['verb']} by → {verb}"


def _active_verb(be: str, forms: Forms, *, is_plural: bool) -> str:
    if be in ("was", "were"):
        return forms.past
    if be in ("is", "are"):
        return forms.base if is_plural else forms.third
    if be == "had been":
        return f"had {forms.participle}"
    if be in ("has been", "have been"):
        return f"{'have' if is_plural else 'has'} {forms.participle}"
    return f"{be.removesuffix(' be')} {forms.base}"


def _as_object(patient: str) -> str | None:
    words = words_of(patient)
    if len(words) == 1 and words[0] in _OBJECT_OF:
        return _OBJECT_OF[words[0]]
    plain = AUXILIARIES.isdisjoint(words) and COMPLEMENTS.isdisjoint(words[1:])
    if len(words) > 6 or not plain or words[0] not in CLASSES["noun-start"]:
        return None
    return lowered(patient)


def _as_subject(agent: str) -> tuple[str, bool] | None:
    """Return who does it, and whether the verb takes the plural; None if not surely a doer."""
    words = words_of(agent)
    if len(words) == 1 and words[0] in _SUBJECT_OF:
        subject = _SUBJECT_OF[words[0]]
        return subject, subject.lower() in _PLURAL_PRONOUNS
    if len(words) > 4 or "and" in words:
        return None
    if words[-1] in _MANY_NOUNS:
        return agent, True
    if words[-1] in _ONE_NOUNS and words[0] in CLASSES["noun-start"] | {"everyone"}:
        return agent, False
    return None


def open_directly(sentence: str) -> tuple[str, str] | None:
    """Return a sentence without "There are … who" or "It is … who", and a note."""
    if not is_simple(sentence):
        return None
    match = _THERE.fullmatch(sentence) or _IT.fullmatch(sentence)
    if not match:
        return None
    who, rest = match["who"].strip(), match["rest"]
    words = words_of(who)
    if not AUXILIARIES.isdisjoint(words) or not COMPLEMENTS.isdisjoint(words):
        return None
    if match.re is _IT and words[0] not in CLASSES["noun-start"] and not who[0].isupper():
        return None
    if words[0] in ("not", "only", "always", "also", "now") or words[-1] in _NO_DOER:
        return None
    if " that " in sentence[: match.start("rest")] and words_of(rest)[0] not in _DOERS:
        return None
    opening = sentence[: match.start("who")].strip()
    return f"{capitalised(who)} {rest}.", f"empty opening left out: {opening} …"
