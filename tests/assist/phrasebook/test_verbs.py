"""The forms of all verbs and nouns in the tables, against an independent inflector (SPEC.md F9)."""

import re
from pathlib import Path

import pytest

from assist.phrasebook.verbs import conjugate, plural

TABLES = Path(__file__).parents[3] / "assist" / "phrasebook"
RULE = re.compile(r"^ +(verb\??|noun) ([^=|]+?) =(?: ([^|\n]+?))?(?: *\||$)", re.MULTILINE)


def in_tables(kind: str) -> list[str]:
    found: set[str] = set()
    for path in TABLES.glob("words_*.py"):
        for each, source, target in RULE.findall(path.read_text()):
            if each.startswith(kind):
                found |= {source, target} - {""}
    return sorted(found)


@pytest.mark.parametrize(
    ("phrase", "forms"),
    [
        ("decide", "decide decides deciding decided decided"),
        ("carry out", "carry out,carries out,carrying out,carried out,carried out"),
        ("begin", "begin begins beginning began begun"),
        ("be", "be is being was been"),
        ("lie", "lie lies lying lied lied"),
        ("agree", "agree agrees agreeing agreed agreed"),
        ("stop", "stop stops stopping stopped stopped"),
        ("play", "play plays playing played played"),
        ("reach", "reach reaches reaching reached reached"),
        ("go", "go goes going went gone"),
    ],
)
def test_conjugate(phrase: str, forms: str) -> None:
    found = conjugate(phrase)
    expected = forms.split(",") if "," in forms else forms.split()
    assert [found.base, found.third, found.ing, found.past, found.participle] == expected


def test_f9_every_verb_of_the_tables_is_conjugated_as_an_inflector_does() -> None:
    inflect = pytest.importorskip("lemminflect").getInflection
    lemmas = {phrase.split()[0] for phrase in in_tables("verb")}
    assert len(lemmas) > 200
    wrong: list[tuple[str, str, tuple[str, ...]]] = []
    for lemma in sorted(lemmas - {"double-check", "be", "get"}):  # it knows only "gotten"
        forms = conjugate(lemma)
        for tag, form in (
            ("VBZ", forms.third),
            ("VBG", forms.ing),
            ("VBD", forms.past),
            ("VBN", forms.participle),
        ):
            known = inflect(lemma, tag, inflect_oov=True)
            if form not in known:
                wrong.append((tag, form, known))
    assert wrong == []


def test_f9_every_noun_of_the_tables_has_its_plural() -> None:
    inflect = pytest.importorskip("lemminflect").getInflection
    for phrase in in_tables("noun"):
        head, _, noun = phrase.rpartition(" ")
        assert plural(phrase).removeprefix(head).strip() in inflect(noun, "NNS"), phrase
