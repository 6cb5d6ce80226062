"""Every numbered rule of a SPEC.md is checked by a test that carries its number."""

import re
from pathlib import Path

import pytest

from tests.components import ROOT

SPECS = sorted(ROOT.glob("*/SPEC.md"))
RULE = re.compile(r"^- (?:\*\*)?([A-Z]\d+)\b", re.MULTILINE)


def rules(spec: Path) -> list[str]:
    return RULE.findall(spec.read_text())


def rules_in_tests(package: str) -> set[str]:
    """Rules that tests name, in a function's name (`test_g3_...`) or where they check them (`G3`)."""
    text = "".join(path.read_text() for path in (ROOT / "tests" / package).rglob("test_*.py"))
    functions = "\n".join(re.findall(r"def (test_\w+)", text))
    in_names = re.findall(r"(?<=_)[a-z]\d+(?=_|$)", functions, re.MULTILINE)
    return {number.upper() for number in in_names} | set(re.findall(r"\b[A-Z]\d+\b", text))


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.parent.name)
def test_every_rule_has_a_test(spec: Path) -> None:
    numbered = rules(spec)
    assert len(numbered) == len(set(numbered)), "a number stands twice"
    assert set(numbered) - rules_in_tests(spec.parent.name) == set()


def test_there_are_rules() -> None:
    assert [spec.parent.name for spec in SPECS] >= ["assist", "crdt"]
    assert all(rules(spec) for spec in SPECS)
