"""The tables and their notation (SPEC.md F6, F8, F9)."""

import re

import pytest

from assist.phrasebook.edits import apply
from assist.phrasebook.lexical import PhraseIndex
from assist.phrasebook.line import read_line
from assist.phrasebook.rules import Phrase, parse
from assist.phrasebook.word_classes import CLASSES
from assist.phrasebook.words_common import COMMON
from assist.phrasebook.words_contract import CONTRACT, EXPAND
from assist.phrasebook.words_filler import FILLER, HEDGE
from assist.phrasebook.words_formal import CONNECTION, FORMAL
from assist.phrasebook.words_friendly import FRIENDLY
from assist.phrasebook.words_nominal import NOMINAL
from assist.phrasebook.words_plain import PLAIN
from assist.phrasebook.words_swap import SWAP
from assist.phrasebook.words_wordy import WORDY

TABLES = {
    "wordy": WORDY,
    "nominal": NOMINAL,
    "filler": FILLER,
    "hedge": HEDGE,
    "plain": PLAIN,
    "formal": FORMAL,
    "connection": CONNECTION,
    "friendly": FRIENDLY,
    "swap": SWAP,
    "common": COMMON,
    "contract": CONTRACT,
    "expand": EXPAND,
}
NEUTRAL = ("they", "quietly", "maps", "to", "we", "was", "in", "", ",")


def rewritten(text: str, *tables: tuple[Phrase, ...]) -> str:
    index = PhraseIndex(phrase for table in tables for phrase in table)
    return apply(text, index.edits(read_line(text)))


def surroundings(phrase: Phrase) -> list[str]:
    """Return sentences in which the phrase should fire, one of them at least."""
    held = phrase.conditions
    before = sorted(held.after) or list(NEUTRAL)
    if held.auxiliary:
        before = [f"{word} has" for word in before] + ["it was", "has"]
    after = sorted(held.before) or ["maps", "we", "to", "$", ","]
    return [
        _sentence(left, " ".join(phrase.words), right)
        for left in before[:12]
        if left.split(" ")[-1] not in held.not_after
        for right in after[:12]
        if right not in held.not_before
    ]


def _sentence(left: str, words: str, right: str) -> str:
    words = re.sub(r"\bi\b", "I", words)
    following = {"$": ".", ",": ", maps.", "#": " 12.", ")": ") maps."}.get(
        right, f" {right} maps."
    )
    if left == "^":
        return words[0].upper() + words[1:] + following
    left = {",": "Look,", "#": "12", "i": "I"}.get(left, left)
    return f"Look {left} {words}{following}"


@pytest.mark.parametrize("name", TABLES)
def test_f9_every_entry_can_fire(name: str) -> None:
    silent = [
        phrase
        for phrase in TABLES[name]
        if not any(
            PhraseIndex([phrase]).edits(read_line(sentence)) for sentence in surroundings(phrase)
        )
        and " ".join(phrase.words) != phrase.target
    ]
    assert silent == []


def test_f9_there_are_several_hundred_entries() -> None:
    sources = {(name, phrase.words) for name, table in TABLES.items() for phrase in table}
    assert len(sources) > 3_000
    assert all(len(table) > 25 for table in TABLES.values())


@pytest.mark.parametrize("name", TABLES)
def test_no_entry_says_the_same_again(name: str) -> None:
    assert all(" ".join(phrase.words) != phrase.target.lower() for phrase in TABLES[name])


@pytest.mark.parametrize(
    "table",
    ["no equals sign", "= nothing to look for", "a = b | near: c", "a = b | after: @no-such-class"],
)
def test_the_notation_is_strict(table: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        parse("kind", table)


def test_the_notation_in_short() -> None:
    table = parse("kind", "verb? buy = purchase\n  | before: the\n  | before: a")
    assert rewritten("We buy the car.", table) == "We purchase the car."
    assert rewritten("They bought a car.", table) == "They purchased a car."
    assert rewritten("A good buy the other day.", table) == "A good buy the other day."
    assert rewritten("We buy cars.", table) == "We buy cars."


def test_classes_hold_lower_case_words() -> None:
    for name, words in CLASSES.items():
        assert words, name
        assert all(word == word.lower() for word in words)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("In order to win, act.", "To win, act."),
        ("We act in order to win.", "We act to win."),
        ("In order  to win.", "To win."),
        ("IN ORDER TO WIN.", "IN ORDER TO WIN."),
        ("In Order To win.", "In Order To win."),
        ("In order, to win.", "In order, to win."),
        ("The Company made a decision.", "The Company decided."),
        ("He is making a decision about it.", "He is deciding on it."),
        ("She has made a decision to go.", "She has decided to go."),
        (
            "It has come to an end; it came to an end; we come to an end.",
            "It has ended; it ended; we end.",
        ),
        ("They conducted an analysis of the costs.", "They analysed the costs."),
        (
            "We organize; they conducted an analysis of the color.",
            "We organize; they analyzed the color.",
        ),
        ("Due to the fact that it’s late, we left.", "Because it’s late, we left."),
    ],
)
def test_f6_wordy_phrases_and_nouns(given: str, expected: str) -> None:
    assert rewritten(given, WORDY, NOMINAL) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("It is a very old, very good idea.", "It is an old, very good idea."),
        ("A truly honest man.", "An honest man."),
        ("Basically, we agree.", "We agree."),
        ("Basically we agree.", "We agree."),
        ("We, basically, agree.", "We agree."),
        ("We agree, basically.", "We agree."),
        ("Yes. Basically, no.", "Yes. No."),
        ("It is not very good.", "It is not very good."),
        ("the very idea of it", "the very idea of it"),
        ("In my opinion, it works.", "It works."),
        ("It works, in my opinion, well.", "It works well."),
        ("Basically.", "Basically."),
        ("I think that we agree.", "We agree."),
        ("I don't think that we agree.", "I don't think that we agree."),
    ],
)
def test_f6_leaving_out(given: str, expected: str) -> None:
    assert rewritten(given, FILLER, HEDGE) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("We utilise an axe.", "We use an axe."),
        ("He utilises it; she was utilising it.", "He uses it; she was using it."),
        ("An additional hour.", "An additional hour."),
        ("A European plan: an initial step.", "A European plan: a first step."),
        ("an erroneous claim", "a wrong claim"),
        ("It was demonstrated that we demonstrated it.", "It was shown that we showed it."),
        ("They make informed choices.", "They make informed choices."),
        ("The required forms and required skills.", "The required forms and required skills."),
        ("Several attempts to utilise permits failed.", "Several attempts to use permits failed."),
        ("We organized it to utilize it.", "We organized it to use it."),
        ("Subsequent to it, prior to it.", "Subsequent to it, prior to it."),
        ("It was obtained; we obtained it.", "It was obtained; we got it."),
        ("US and us; IT and it.", "US and us; IT and it."),
    ],
)
def test_f8_plain_words(given: str, expected: str) -> None:
    assert rewritten(given, PLAIN) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Don't you see? Why don't we go?", "Don't you see? Why don't we go?"),
        ("Don't worry, it's fine, isn't it?", "Do not worry, it is fine, isn't it?"),
        ("Isn't the plan ready?", "Isn't the plan ready?"),
        (
            "It's been done; she's here; he's got it.",
            "It has been done; she is here; he has got it.",
        ),
        (
            "I'd like it; I'd better go; I'd seen it.",
            "I would like it; I had better go; I'd seen it.",
        ),
        ("We can’t, won’t and don’t.", "We cannot, will not and do not."),
        ("John's and the teams' plan.", "John's and the teams' plan."),
        ("Let's go; I'm here; they've left.", "Let us go; I am here; they have left."),
    ],
)
def test_f8_contractions_written_out(given: str, expected: str) -> None:
    assert rewritten(given, EXPAND) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("That is what it is.", "That's what it is."),
        ("The need to use it is real.", "The need to use it is real."),
        ("I am here and they are there.", "I'm here and they're there."),
        ("Yes, I am. So we are.", "Yes, I am. So we are."),
        ("I have a dog; I have been there.", "I have a dog; I've been there."),
        ("We do not know and cannot say.", "We don't know and can't say."),
        ("It is not only good.", "It is not only good."),
        ("Let us know. Let us go.", "Let us know. Let's go."),
        ("‘Quoted’, so it’s: we do not.", "‘Quoted’, so it’s: we don’t."),
    ],
)
def test_f8_contractions_drawn_together(given: str, expected: str) -> None:
    assert rewritten(given, CONTRACT) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            "We want to set up a team and found out why.",
            "We wish to establish a team and established why.",
        ),
        ("I got used to it.", "I got used to it."),
        ("Let's get started!", "Let's get started!"),
        (
            "It takes about 20 days; talk about 20 things.",
            "It takes approximately 20 days; talk about 20 things.",
        ),
        ("To win, we act.", "To win, we act."),
        ("But the plan works. So far, so good.", "However, the plan works. So far, so good."),
        (
            "He put off the date; to put off, they put off.",
            "He postponed the date; to postpone, they put off.",
        ),
        ("It was put off; it is kept on file.", "It was postponed; it is kept on file."),
        ("Thanks for this.", "Thank you for this."),
        ("What do you think about it?", "What do you think about it?"),
    ],
)
def test_f8_formal_words(given: str, expected: str) -> None:
    assert rewritten(given, FORMAL, CONNECTION) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Please do not hesitate to contact us.", "Please get in touch any time."),
        ("Send us the form.", "Please send us the form."),
        ("Send-off parties are nice.", "Send-off parties are nice."),
        ("You must not smoke.", "Please don't smoke."),
        ("We regret to inform you that it rains.", "We're sorry to say that it rains."),
    ],
)
def test_f8_friendlier_words(given: str, expected: str) -> None:
    assert rewritten(given, FRIENDLY) == expected
