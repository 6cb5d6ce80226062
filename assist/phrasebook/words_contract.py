"""Contractions, written out and drawn together."""

from __future__ import annotations

from assist.phrasebook.rules import parse

__all__ = ["CONTRACT", "EXPAND"]

# A contraction needs a word after it: "that is what it is." stays as it is.
_SIGNS = "$ , ) ( – — ] / and or but"

_NOT = (
    ("is", "isn't"),
    ("are", "aren't"),
    ("was", "wasn't"),
    ("were", "weren't"),
    ("do", "don't"),
    ("does", "doesn't"),
    ("did", "didn't"),
    ("has", "hasn't"),
    ("have", "haven't"),
    ("had", "hadn't"),
    ("could", "couldn't"),
    ("should", "shouldn't"),
    ("would", "wouldn't"),
    ("must", "mustn't"),
)
_PAIRS = (
    # written out, drawn together; "'s" is also "has", which its own rules decide
    ("I am", "I'm"),
    ("you are", "you're"),
    ("we are", "we're"),
    ("they are", "they're"),
    ("I will", "I'll"),
    ("you will", "you'll"),
    ("he will", "he'll"),
    ("she will", "she'll"),
    ("we will", "we'll"),
    ("they will", "they'll"),
)
_OPENS = "after: @opens"  # "the need to use it is real": there "it" is no subject
_IS = ("it", "that", "there", "he", "she", "here", "what", "who")
_HAVE = ("i", "you", "we", "they")
_WOULD = ("i", "you", "he", "she", "we", "they")


def _contract_table() -> str:
    lines = [f"{full.lower()} = {short} | not-before: {_SIGNS} not" for full, short in _PAIRS]
    lines += [f"{who} is = {who}'s | not-before: {_SIGNS} not only | {_OPENS}" for who in _IS]
    lines += [f"{who} have = {_i(who)}'ve | before: @participle" for who in _HAVE]
    lines += [f"{who} would = {_i(who)}'d | before: like love prefer rather be" for who in _WOULD]
    lines += [f"{full} not = {short} | not-before: @inverted only just" for full, short in _NOT]
    lines += [
        f"it will = it'll | not-before: {_SIGNS} not | {_OPENS}",
        "cannot = can't | not-before: @inverted only just",
        "can not = can't | not-before: @inverted only just",
        "will not = won't | not-before: @inverted only just",
        "let us = let's | after: ^ | not-before: know have see through",
        "i am not = I'm not",
        "we are not = we're not",
        "you are not = you're not",
        "they are not = they're not",
        f"it is not = it's not | not-before: $ , only just | {_OPENS}",
        f"that is not = that's not | not-before: $ , | {_OPENS}",
        "there is not = there isn't",
        "we will not = we won't",
        "i will not = I won't",
    ]
    return "\n".join(lines)


def _expand_table() -> str:
    lines = [f"{short.lower()} = {full}" for full, short in _PAIRS]
    lines += ["it'll = it will"]
    lines += [f"{who}'s = {who} is | not-before: @participle $" for who in _IS]
    lines += [
        f"{who}'s = {who} has | before: been become begun gone had got made taken"
        for who in _IS
        if who != "here"
    ]
    lines += [f"{who}'ve = {_i(who)} have" for who in _HAVE]
    lines += [
        f"{who}'d = {_i(who)} would | before: like love prefer rather be say suggest need want"
        for who in _WOULD
    ]
    lines += [f"{who}'d = {_i(who)} had | before: better been" for who in _WOULD]
    lines += [
        f"{short} = {full} not | not-before: @inverted | not-after: @wh ^" for full, short in _NOT
    ]
    lines += [
        "don't = do not | after: ^ | not-before: @inverted the",
        "can't = cannot | not-before: @inverted | not-after: @wh ^",
        "won't = will not | not-before: @inverted | not-after: @wh ^",
        "shan't = shall not | not-before: @inverted | not-after: @wh ^",
        "let's = let us",
        "y'all = you all",
        "gonna = going to",
        "wanna = want to",
        "gotta = have to",
    ]
    return "\n".join(lines)


def _i(who: str) -> str:
    return "I" if who == "i" else who


CONTRACT = parse("contraction", _contract_table())
EXPAND = parse("written out", _expand_table())
