"""server.config: the environment, then the command line; the documentation says the same."""

import re
from pathlib import Path

import pytest

from server.cli import settings_of
from server.config import Settings, setting_names, settings_from
from server.errors import Invalid

DOCUMENTED = Path(__file__).parents[2] / "docs" / "running.md"


def shown(default: object) -> str:
    """A default as the documentation writes it."""
    match default:
        case bool():
            return "1" if default else "0"
        case tuple():
            return ",".join(default)
        case _:
            return str(default)


def test_every_setting_is_documented_as_it_is() -> None:
    rows = re.findall(
        r"^\| `(BYLINE_\w+)` \| (?:`(.*?)`)? *\| (.+?) \|$", DOCUMENTED.read_text(), re.MULTILINE
    )
    documented = {name: (default, meaning) for name, default, meaning in rows}
    actual = {
        name: (shown(each.default), each.metadata["doc"]) for name, each in setting_names().items()
    }
    assert documented == actual


def test_the_environment_gives_values_of_the_right_type() -> None:
    settings = settings_from(
        {
            "BYLINE_PORT": "9000",
            "BYLINE_OPEN_MODE": "yes",
            "BYLINE_PING_S": "1.5",
            "BYLINE_ORIGINS": "https://a.example, https://b.example",
            "BYLINE_HOST": "::1",
            "OTHER": "x",
        }
    )
    assert (settings.port, settings.open_mode, settings.ping_s) == (9000, True, 1.5)
    assert settings.origins == ("https://a.example", "https://b.example")
    assert settings.host == "::1"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BYLINE_PORT", "http"),
        ("BYLINE_PORT", "-1"),
        ("BYLINE_PORT", "70000"),
        ("BYLINE_PING_S", "nan"),
        ("BYLINE_OPEN_MODE", "maybe"),
        ("BYLINE_LOG_LEVEL", "loud"),
        ("BYLINE_LOG_FORMAT", "xml"),
        ("BYLINE_ORIGINS", "not an origin"),
        ("BYLINE_ORIGINS", "https://a.example/path"),
        ("BYLINE_PUBLIC_URL", "byline.example.org"),
        ("BYLINE_SMTP_TLS", "maybe"),
        ("BYLINE_SMTP_PORT", "70000"),
        ("BYLINE_DIGEST_MINUTES", "-1"),
    ],
)
def test_a_wrong_value_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(Invalid, match=name):
        settings_from({name: value})


def test_an_smtp_server_needs_a_sender_and_an_address_to_link_to() -> None:
    mail = {"BYLINE_SMTP_HOST": "mail.example.org", "BYLINE_SMTP_FROM": "byline@example.org"}
    address = {"BYLINE_PUBLIC_URL": "https://byline.example.org/"}
    assert settings_from({**mail, **address}).smtp_host == "mail.example.org"
    with pytest.raises(Invalid, match="BYLINE_PUBLIC_URL"):
        settings_from(mail)
    with pytest.raises(Invalid, match="BYLINE_SMTP_FROM"):
        settings_from({**mail, **address, "BYLINE_SMTP_FROM": "nobody"})


def test_the_command_line_wins() -> None:
    environment = {"BYLINE_PORT": "9000", "BYLINE_HOST": "10.0.0.1", "BYLINE_DB": "sqlite:///e.db"}
    settings = settings_of(["serve", "--port", "9001", "--db", "sqlite:///c.db"], environment)
    assert (settings.port, settings.host) == (9001, "10.0.0.1")
    assert settings.database_url == "sqlite:///c.db"
    assert not settings.open_mode
    assert settings_of(["serve", "--open"], {}).open_mode
    assert settings_of(["serve"], {"BYLINE_OPEN_MODE": "1"}).open_mode


def test_the_database_is_in_the_data_directory_unless_named() -> None:
    assert Settings(data="/srv/byline").database_url == "sqlite:////srv/byline/byline.db"
    assert Settings().database_url == "sqlite:///data/byline.db"
