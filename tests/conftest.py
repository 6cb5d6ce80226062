"""What every test may ask for: components of the machine, ports, databases, and the law report."""

import os
from collections.abc import Iterator
from itertools import count

import pytest

from tests.components import COMPONENTS, find_chromium, find_node, find_postgres_bin
from tests.law_report import LawReport
from tests.postgres import cluster, free_port, fresh_database

_database_numbers = count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--laws`` runs the tests of the five laws only, one line each."""
    parser.addoption(
        "--laws", action="store_true", help="run the tests of the five laws, one line each"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register what pyproject.toml does not: the marker for long tests and the law report."""
    config.addinivalue_line("markers", "slow: takes more than a few seconds")
    if config.getoption("--laws"):
        config.option.verbose -= 1
        config.pluginmanager.register(LawReport(config), "law-report")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a component that this machine lacks; fail it if BYLINE_REQUIRE_ALL=1."""
    for marker, (find, name) in COMPONENTS.items():
        if item.get_closest_marker(marker) and find() is None:
            if os.environ.get("BYLINE_REQUIRE_ALL") == "1":
                pytest.fail(f"BYLINE_REQUIRE_ALL=1, but missing: {name}", pytrace=False)
            pytest.skip(f"missing: {name}")


@pytest.fixture(scope="session")
def node() -> str:
    """The path of Node; a test that asks for it is marked ``node``."""
    found = find_node()
    assert found, "mark the test with pytest.mark.node"
    return found


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium; a test that asks for it is marked ``browser``."""
    found = find_chromium()
    assert found, "mark the test with pytest.mark.browser"
    return found


@pytest.fixture
def loopback_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    return free_port()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server in which databases may be made."""
    if given := os.environ.get("BYLINE_TEST_POSTGRES"):
        yield given
        return
    programs = find_postgres_bin()
    assert programs, "mark the test with pytest.mark.postgres"
    with cluster(programs) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of a fresh, empty database: ``postgresql://user@host:port/name``."""
    with fresh_database(
        postgres_server, f"byline_test_{os.getpid()}_{next(_database_numbers)}"
    ) as url:
        yield url
