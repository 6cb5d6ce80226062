"""server.names: ids that cannot be guessed, names that can be shown."""

import re

import pytest

from server import names
from server.errors import ColourRefused, NameRefused, PasswordRefused


def test_ids_tell_their_kind_and_never_repeat() -> None:
    makers = {
        names.new_person_id: "p_",
        names.new_session_id: "e_",
        names.new_generation: "g_",
        names.new_invitation_id: "inv_",
        names.new_request_id: "q_",
        names.new_suggestion_id: "s_",
    }
    for make, prefix in makers.items():
        made = {make() for _ in range(100)}
        assert len(made) == 100
        assert all(re.fullmatch(prefix + "[0-9a-z]{16}", each) for each in made)
    assert names.is_document_id(names.new_document_id())


@pytest.mark.parametrize("good", ["a", "welcome", "A-b_9", "x" * 64])
def test_document_ids(good: str) -> None:
    assert names.is_document_id(good)


@pytest.mark.parametrize("bad", ["", "x" * 65, "a b", "a/b", "ä", "a\n", "..", "a.b"])
def test_not_document_ids(bad: str) -> None:
    assert not names.is_document_id(bad)


def test_a_token_is_stored_as_its_digest() -> None:
    token = names.new_token()
    assert len(token) >= 43
    assert re.fullmatch("[0-9a-f]{64}", names.token_digest(token))
    assert token not in names.token_digest(token)
    assert names.token_digest("\ud800") != names.token_digest("?")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Ada \t King\n", "Ada King"),
        ("Ame\u0301lie", "Amélie"),
        ("नेहा", "नेहा"),
        ("نیما\u200cجان", "نیما\u200cجان"),
        ("👩\u200d💻 Ada", "👩\u200d💻 Ada"),
        ("x" * 80, "x" * 80),
    ],
)
def test_names_are_kept_as_people_write_them(given: str, kept: str) -> None:
    assert names.checked_name(given) == kept


@pytest.mark.parametrize(
    "bad",
    [
        "",
        " \u00a0 ",
        "x" * 81,
        "a\u202eb",
        "a\u2066b",
        "a\u200bb",
        "\u200d",
        "a\u0007",
        "\udc00",
        "-",
    ],
)
def test_names_that_hide_something_are_refused(bad: str) -> None:
    with pytest.raises(NameRefused):
        names.checked_name(bad)


def test_logins_compare_without_case_and_width() -> None:
    assert names.checked_login(" ADA@Example.org ") == "ada@example.org"
    assert names.checked_login("\uff21da") == names.checked_login("ada")  # a full-width A


def test_passwords_are_bounded_and_otherwise_free() -> None:
    assert names.checked_password("a  b e\u0301 8") == "a  b \u00e9 8"
    for bad in ("1234567", "x" * 257):
        with pytest.raises(PasswordRefused):
            names.checked_password(bad)


def test_colours() -> None:
    assert names.choose_colour([]) == 0
    assert names.choose_colour([0, 1, 1, 2, 2]) == 3
    assert names.choose_colour([*range(12), 0, 1]) == 2
    for bad in (-1, 12):
        with pytest.raises(ColourRefused):
            names.checked_colour(bad)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ada King", "AK"),
        ("ada", "A"),
        ("Jean de la Fontaine", "JF"),
        ("(Bo) Øst", "BØ"),
        ("李 小龙", "李小"),
        ("🙂", "🙂"),
        ("", "?"),
        ("ß", "SS"),
    ],
)
def test_initials(name: str, initials: str) -> None:
    assert names.initials_of(name) == initials
