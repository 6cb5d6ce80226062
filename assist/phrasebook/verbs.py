"""The forms of the verbs in the tables: own rules and a list of irregular ones.

Small on purpose: it covers the verbs of the phrasebook (a test compares all of them
with an independent inflector), not the language.
"""

# ruff: noqa: SIM905  (lists of words read best as text)

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Forms", "conjugate", "plural"]

_IRREGULAR: dict[str, tuple[str, str]] = {
    # lemma: past, past participle
    "arise": ("arose", "arisen"),
    "be": ("was", "been"),
    "become": ("became", "become"),
    "begin": ("began", "begun"),
    "break": ("broke", "broken"),
    "bring": ("brought", "brought"),
    "build": ("built", "built"),
    "buy": ("bought", "bought"),
    "choose": ("chose", "chosen"),
    "come": ("came", "come"),
    "cost": ("cost", "cost"),
    "cut": ("cut", "cut"),
    "deal": ("dealt", "dealt"),
    "do": ("did", "done"),
    "draw": ("drew", "drawn"),
    "fall": ("fell", "fallen"),
    "feel": ("felt", "felt"),
    "find": ("found", "found"),
    "get": ("got", "got"),
    "give": ("gave", "given"),
    "go": ("went", "gone"),
    "grow": ("grew", "grown"),
    "have": ("had", "had"),
    "hear": ("heard", "heard"),
    "hide": ("hid", "hidden"),
    "hold": ("held", "held"),
    "hurt": ("hurt", "hurt"),
    "keep": ("kept", "kept"),
    "know": ("knew", "known"),
    "lay": ("laid", "laid"),
    "lead": ("led", "led"),
    "leap": ("leapt", "leapt"),
    "leave": ("left", "left"),
    "let": ("let", "let"),
    "lose": ("lost", "lost"),
    "make": ("made", "made"),
    "mean": ("meant", "meant"),
    "meet": ("met", "met"),
    "mislay": ("mislaid", "mislaid"),
    "pay": ("paid", "paid"),
    "put": ("put", "put"),
    "quit": ("quit", "quit"),
    "read": ("read", "read"),
    "ring": ("rang", "rung"),
    "rise": ("rose", "risen"),
    "run": ("ran", "run"),
    "say": ("said", "said"),
    "see": ("saw", "seen"),
    "seek": ("sought", "sought"),
    "sell": ("sold", "sold"),
    "send": ("sent", "sent"),
    "set": ("set", "set"),
    "show": ("showed", "shown"),
    "shut": ("shut", "shut"),
    "speak": ("spoke", "spoken"),
    "speed": ("sped", "sped"),
    "spend": ("spent", "spent"),
    "spread": ("spread", "spread"),
    "stand": ("stood", "stood"),
    "stick": ("stuck", "stuck"),
    "strive": ("strove", "striven"),
    "take": ("took", "taken"),
    "tell": ("told", "told"),
    "think": ("thought", "thought"),
    "throw": ("threw", "thrown"),
    "understand": ("understood", "understood"),
    "undertake": ("undertook", "undertaken"),
    "win": ("won", "won"),
    "withdraw": ("withdrew", "withdrawn"),
    "write": ("wrote", "written"),
}
_DOUBLING = frozenset(
    "admit ban begin chat commit concur control cut drop get let map omit permit plan prefer put "
    "quit refer regret rid run set ship shut slip step stop submit sum swap transfer transmit "
    "trim win wrap".split()
)
_THIRD_PERSON = {"be": "is", "have": "has", "do": "does", "go": "goes"}
_VOWELS = "aeiou"
_HISSES = ("s", "x", "z", "ch", "sh")
_PLURALS = {"person": "people", "child": "children", "kid": "kids", "criterion": "criteria"}


@dataclass(frozen=True, slots=True)
class Forms:
    """The five forms of a verb or verb phrase; only its first word is inflected."""

    base: str
    third: str
    ing: str
    past: str
    participle: str


def conjugate(phrase: str) -> Forms:
    """Return the forms of a verb, or of a phrase that begins with one (``carry out``)."""
    lemma, space, rest = phrase.partition(" ")
    tail = space + rest
    past, participle = _IRREGULAR.get(lemma) or (_ed(lemma), _ed(lemma))
    return Forms(phrase, _third(lemma) + tail, _ing(lemma) + tail, past + tail, participle + tail)


def plural(phrase: str) -> str:
    """Return the plural of a noun, or of a phrase that ends with one."""
    head, space, noun = phrase.rpartition(" ")
    return head + space + (_PLURALS.get(noun) or _with_s(noun))


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(_HISSES) else f"{word}s"


def _third(lemma: str) -> str:
    return _THIRD_PERSON.get(lemma) or _with_s(lemma)


def _ing(lemma: str) -> str:
    if lemma in _DOUBLING:
        return f"{lemma}{lemma[-1]}ing"
    if lemma.endswith("ie"):
        return f"{lemma[:-2]}ying"
    silent_e = lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) and lemma != "be"
    return f"{lemma[:-1]}ing" if silent_e else f"{lemma}ing"


def _ed(lemma: str) -> str:
    if lemma in _DOUBLING:
        return f"{lemma}{lemma[-1]}ed"
    if lemma.endswith("e"):
        return f"{lemma}d"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return f"{lemma[:-1]}ied"
    return f"{lemma}ed"
