"""Which rules serve which dimension of which recipe.

A dimension has one or more profiles; the first that gives a text unlike the passage and
unlike the alternatives before it is used.
"""

from __future__ import annotations

import re

from assist.phrasebook.links import connect, contrast, relate
from assist.phrasebook.order import reorder
from assist.phrasebook.recast import recast
from assist.phrasebook.sentences import leave_out_asides, split, split_anyway
from assist.phrasebook.steps import Sentences, Step, Words, join_short
from assist.phrasebook.voice import activate, open_directly
from assist.phrasebook.words_common import COMMON
from assist.phrasebook.words_contract import CONTRACT, EXPAND
from assist.phrasebook.words_filler import FILLER, HEDGE
from assist.phrasebook.words_formal import CONNECTION, FORMAL
from assist.phrasebook.words_friendly import FRIENDLY
from assist.phrasebook.words_nominal import NOMINAL
from assist.phrasebook.words_plain import PLAIN
from assist.phrasebook.words_swap import SWAP
from assist.phrasebook.words_wordy import WORDY

__all__ = ["PROFILES", "Profile", "recipe_for_wish"]

Profile = tuple[Step, ...]

_HALF = slice(None, None, 2)
_SECOND = slice(1, 2)
_FIRST = slice(0, 1)

_FEWER = Words(WORDY, NOMINAL, FILLER)
_TIGHT = Words(WORDY, NOMINAL)
_UNHEDGED = Words(FILLER, HEDGE)
_SHORT_WORDS = Words(PLAIN, CONTRACT)
_SHORTEST = Words(WORDY, NOMINAL, FILLER, HEDGE)
_PLAIN = Words(PLAIN)
_PLAIN_PHRASES = Words(PLAIN, WORDY)
_FORMAL = Words(FORMAL)
_EXPANDED = Words(EXPAND)
_MEASURED = Words(CONNECTION, EXPAND)
_ALL_FORMAL = Words(FORMAL, CONNECTION, EXPAND)
_WARM = Words(FRIENDLY)
_SPOKEN = Words(CONTRACT)
_ALL_WARM = Words(FRIENDLY, CONTRACT)
_SWAPPED = Words(SWAP, COMMON)
_DIRECT = Sentences(open_directly)
_ACTIVE = Sentences(activate, open_directly)
_REORDERED = Sentences(reorder, activate, recast)
_RECAST = Sentences(recast, activate)
_SPLIT = Sentences(split)
_TWO = Sentences(split_anyway)
_RELATIVE = Sentences(relate, contrast)
_CONNECTED = Sentences(connect)
_NO_ASIDES = Sentences(leave_out_asides)

PROFILES: dict[tuple[str, str], tuple[Profile, ...]] = {
    ("rephrase", "Fewer words"): ((_FEWER, _DIRECT),),
    ("rephrase", "Other words"): ((_SWAPPED, _RELATIVE), (_PLAIN,), (_FORMAL,)),
    ("rephrase", "Another order"): ((_REORDERED,), (join_short,), (_TWO,)),
    ("rephrase", "Another build"): ((_RECAST,), (_TWO,), (_RELATIVE,)),
    ("rephrase", "More formal"): ((_CONNECTED, _ALL_FORMAL),),
    ("rephrase", "More relaxed"): ((_ALL_WARM,), (_PLAIN, _SPOKEN)),
    ("rephrase", "A lighter touch"): (
        (Words(SWAP, COMMON, WORDY, NOMINAL, chosen=_HALF),),
        (Words(FORMAL, EXPAND, chosen=_HALF),),
        (Words(FRIENDLY, CONTRACT, chosen=_HALF),),
    ),
    ("shorten", "Tighter phrases"): ((_TIGHT, _DIRECT),),
    ("shorten", "As short as it goes"): ((_SHORTEST, _DIRECT, _NO_ASIDES, _SHORT_WORDS),),
    ("shorten", "Fewer hedges"): ((_UNHEDGED,),),
    ("shorten", "Shorter words"): ((_SHORT_WORDS,),),
    ("shorten", "Without asides"): ((_NO_ASIDES,),),
    ("shorten", "A lighter touch"): ((Words(WORDY, NOMINAL, FILLER, CONTRACT, chosen=_HALF),),),
    ("plain", "Everyday words"): ((_PLAIN_PHRASES,),),
    ("plain", "Plain throughout"): ((_SHORTEST, _ACTIVE, _PLAIN, _SPLIT, _SPOKEN),),
    ("plain", "Direct verbs"): ((_ACTIVE, _TIGHT),),
    ("plain", "Shorter sentences"): ((_SPLIT,), (_SPLIT, _FEWER)),
    ("plain", "A lighter touch"): ((Words(PLAIN, WORDY, NOMINAL, chosen=_HALF),),),
    ("formal", "Formal words"): ((_FORMAL,),),
    ("formal", "Formal throughout"): ((_CONNECTED, _ALL_FORMAL),),
    ("formal", "Written out"): ((_EXPANDED,),),
    ("formal", "Measured"): ((_CONNECTED, _MEASURED, join_short),),
    ("formal", "A lighter touch"): ((Words(FORMAL, CONNECTION, EXPAND, chosen=_HALF),),),
    ("friendlier", "Warmer words"): ((_WARM,),),
    ("friendlier", "Friendly throughout"): ((_ALL_WARM, _SPLIT),),
    ("friendlier", "As one speaks"): ((_SPOKEN,),),
    ("friendlier", "Simple and kind"): ((_SHORTEST, _PLAIN, _ALL_WARM, _SPLIT),),
    ("friendlier", "A lighter touch"): ((Words(FRIENDLY, CONTRACT, chosen=_HALF),),),
    ("rephrase", "One small change"): (
        (Words(SWAP, COMMON, WORDY, NOMINAL, chosen=_SECOND),),
        (Words(SWAP, COMMON, WORDY, NOMINAL, chosen=_FIRST),),
        (Words(FILLER, EXPAND, chosen=_FIRST),),
        (Words(PLAIN, CONTRACT, chosen=_FIRST),),
        (Words(FORMAL, chosen=_FIRST),),
    ),
    ("shorten", "One small change"): (
        (Words(WORDY, NOMINAL, FILLER, CONTRACT, chosen=_SECOND),),
        (Words(WORDY, NOMINAL, FILLER, CONTRACT, chosen=_FIRST),),
    ),
    ("plain", "One small change"): (
        (Words(PLAIN, WORDY, NOMINAL, chosen=_SECOND),),
        (Words(PLAIN, WORDY, NOMINAL, chosen=_FIRST),),
    ),
    ("formal", "One small change"): (
        (Words(FORMAL, CONNECTION, EXPAND, chosen=_SECOND),),
        (Words(FORMAL, CONNECTION, EXPAND, chosen=_FIRST),),
    ),
    ("friendlier", "One small change"): (
        (Words(FRIENDLY, CONTRACT, chosen=_SECOND),),
        (Words(FRIENDLY, CONTRACT, chosen=_FIRST),),
    ),
}

_WISHES = (
    (
        r"informal|less formal|friendl|warm|kind|casual|relaxed|conversation|soft|polite",
        "friendlier",
    ),
    (r"formal|professional|official|academic|business", "formal"),
    (r"short|concise|brief|trim|tight|compact|fewer words|cut", "shorten"),
    (r"simpl|plain|eas(?:y|ier)|clear|understand|jargon|everyday", "plain"),
    (
        r"rephras|reword|other words|different|another way|variation|alternative|improve|better",
        "rephrase",
    ),
)


def recipe_for_wish(wish: str) -> str | None:
    """Return the slug of the recipe an own instruction asks for, if it is one we know."""
    for pattern, slug in _WISHES:
        if re.search(rf"\b(?:{pattern})", wish, re.IGNORECASE):
            return slug
    return None
