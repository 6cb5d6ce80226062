"""The tests' own ground: components, databases, ports and the law report."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.components import COMPONENTS, ROOT
from tests.postgres import driver

LAWS = '''
import pytest

@pytest.mark.law(2)
def test_second():
    """The server decides.

    More words.
    """

@pytest.mark.law(1)
@pytest.mark.parametrize("case", [1, 2])
def test_first(case):
    """The assistant cannot write."""
    assert case != BROKEN

@pytest.mark.law(3)
@pytest.mark.redis
def test_third():
    """Nothing is lost."""

def test_other():
    """Not a law."""
'''


def run_pytest(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        str(ROOT / "pyproject.toml"),
        "--rootdir",
        str(ROOT),
    ]
    return subprocess.run(
        [*command, "-p", "tests.conftest", *options, str(folder)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_laws_prints_one_line_for_each_law_test(tmp_path: Path) -> None:
    (tmp_path / "test_laws.py").write_text(LAWS.replace("BROKEN", "9"))
    done = run_pytest(tmp_path, "--laws")
    assert done.returncode == 0, done.stdout
    assert done.stdout.rstrip().splitlines() == [
        "Law 1: The assistant cannot write … holds",
        "Law 2: The server decides … holds",
        "Law 3: Nothing is lost … holds",
    ]


def test_a_broken_law_is_named_and_fails(tmp_path: Path) -> None:
    (tmp_path / "test_laws.py").write_text(LAWS.replace("BROKEN", "2"))
    done = run_pytest(tmp_path, "--laws")
    assert done.returncode == 1
    assert "Law 1: The assistant cannot write … IS BROKEN" in done.stdout
    assert done.stdout.count("Law 1") == 1
    assert "assert 2 != 2" in done.stdout


@pytest.mark.parametrize("required", ["0", "1"])
def test_a_missing_component_skips_or_fails(tmp_path: Path, required: str) -> None:
    (tmp_path / "test_laws.py").write_text(LAWS.replace("BROKEN", "9"))
    empty = {"PATH": "/nonexistent", "BYLINE_TEST_REDIS": ""}
    done = run_pytest(tmp_path, "-rs", BYLINE_REQUIRE_ALL=required, **empty)
    assert "Redis (install redis-server" in done.stdout
    assert done.returncode == int(required), done.stdout


@pytest.mark.postgres
def test_postgres_url_is_a_fresh_database(postgres_url: str) -> None:
    async def tables() -> int:
        connection = await driver.connect(postgres_url)
        try:
            return await connection.fetchval(
                "select count(*) from pg_tables where schemaname = 'public'"
            )
        finally:
            await connection.close()

    assert asyncio.run(tables()) == 0


def test_every_component_has_a_marker(pytestconfig: pytest.Config) -> None:
    registered = {line.partition(":")[0].strip() for line in pytestconfig.getini("markers")}
    assert set(COMPONENTS) <= registered
