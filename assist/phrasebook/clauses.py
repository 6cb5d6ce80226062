"""What the sentence rules share: telling simple sentences from ones to leave alone."""

# ruff: noqa: SIM905  (lists of words read best as text)

from __future__ import annotations

import re

__all__ = ["AUXILIARIES", "COMPLEMENTS", "SUBORDINATORS", "is_simple", "lowered", "words_of"]

SUBORDINATORS = frozenset(
    "because although though when while if unless before after once until whenever since "
    "whereas".split()
)
COMPLEMENTS = frozenset(
    "that which who whom whose what how why where whether said says say than".split()
)
AUXILIARIES = frozenset(
    "is are was were am be been has have had will would can could must should may might do does "
    "did isn't aren't wasn't weren't can't cannot won't don't doesn't didn't it's we're they're "
    "i'm you're".split()
)
_NOT_SIMPLE = re.compile(r"""["“”«»„()\[\]{}:;—–_`/\\@#…?!]|https?:|www\.|\n|\s['‘]|\.\s|\s-""")
_SAFE_TO_LOWER = frozenset(
    "the a an this that these those my your his her its our their we you he she it they there "
    "some any all most many several few each every both no one two three four five six seven "
    "eight nine ten people teams users readers writers members everyone everybody someone "
    "nobody nothing something anything please when if although because while unless before "
    "after once until today yesterday tomorrow now then here not only another other such in on "
    "at by for with from during throughout over under about as so but and employees staff managers "
    "visitors customers clients applicants participants respondents families children parents "
    "complaints applications results sales costs prices figures findings changes accidents "
    "interviews overtime smoking previous further approximately personal small large new".split()
)


def words_of(text: str) -> list[str]:
    """Return the words in lower case, without the signs around them."""
    return [word.strip(",.").lower().replace("’", "'") for word in text.split()]


def is_simple(sentence: str) -> bool:
    """Tell whether a sentence is a plain statement, safe to take apart at its words."""
    return (
        sentence.endswith(".")
        and not sentence.endswith("..")
        and len(sentence) < 400
        and not _NOT_SIMPLE.search(sentence)
    )


def lowered(text: str) -> str | None:
    """Return the text with a small first letter; None where it may be a name."""
    first = re.split(r"[\s,]", text, maxsplit=1)[0].replace("’", "'")
    if first == "I" or first.startswith("I'"):
        return text
    if first[:1].islower():
        return text
    if first.lower().partition("'")[0] in _SAFE_TO_LOWER:
        return text[0].lower() + text[1:]
    return None
