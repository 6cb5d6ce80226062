"""server.access: one table, and the documentation's copy of it."""

import re
from pathlib import Path

import pytest

from server.access import ALLOWED, Action, Role, allows, authorise, effective_role
from server.errors import Forbidden, NotFound

DOCUMENTED = Path(__file__).parents[2] / "docs" / "security.md"


def test_the_documented_table_is_the_table() -> None:
    text = DOCUMENTED.read_text()
    header = re.search(r"^\| \| (.+) \|$", text, re.MULTILINE)
    assert header is not None
    roles = [Role(name.strip()) for name in header[1].split("|")]
    documented = {
        (role, Action(row[0])): cell.strip() == "yes"
        for row in re.findall(r"^\| ([a-z-]+) \|(.*)\|$", text, re.MULTILINE)
        if row[0] in set(Action)
        for role, cell in zip(roles, row[1].split("|"), strict=True)
    }
    assert documented == {
        (role, action): allows(role, action) for role in Role for action in Action
    }


@pytest.mark.parametrize("action", Action)
def test_a_larger_role_may_all_that_a_smaller_one_may(action: Action) -> None:
    order = [Role.READER, Role.REVIEWER, Role.WRITER, Role.COORDINATOR]
    allowed = [allows(role, action) for role in order]
    assert allowed == sorted(allowed)
    assert allowed[-1]


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", [*Role, None])
def test_authorise_says_what_is_missing(role: Role | None, action: Action) -> None:
    if role is None:
        with pytest.raises(NotFound):
            authorise(role, action)
    elif action in ALLOWED[role]:
        assert authorise(role, action) is role
    else:
        with pytest.raises(Forbidden, match=role.value):
            authorise(role, action)


def test_open_mode_makes_everybody_a_writer_at_least() -> None:
    for role in (None, Role.READER, Role.REVIEWER, Role.WRITER):
        assert effective_role(role, open_mode=True) is Role.WRITER
    assert effective_role(Role.COORDINATOR, open_mode=True) is Role.COORDINATOR
    for role in (None, *Role):
        assert effective_role(role, open_mode=False) is role
