"""The contracts of the Python packages hold, and each is shown to catch a violation (import-linter)."""

import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.components import ROOT

PACKAGES = ("server", "crdt", "assist")


@dataclass(frozen=True, slots=True)
class Violation:
    """A module that must not import what it imports."""

    contract: str
    module: str
    imports: str


VIOLATIONS = [
    Violation("crdt-alone", "crdt.bad", "server.names"),
    Violation("crdt-alone", "crdt.bad", "assist.passage"),
    Violation("crdt-alone", "crdt.bad", "asyncio"),
    Violation("assist-alone", "assist.bad", "crdt.ids"),
    Violation("assist-alone", "assist.bad", "server.room"),
    Violation("assist-alone", "assist.bad", "sqlalchemy"),
    Violation("assist-alone", "assist.phrasebook.bad", "fastapi"),
    Violation("assist-alone", "assist.bad", "sqlite3"),
    Violation("pycrdt-door", "server.room", "pycrdt"),
    Violation("pycrdt-door", "crdt.bad", "pycrdt"),
    Violation("cryptography-door", "server.signing", "cryptography"),
    Violation("cryptography-door", "crdt.bad", "cryptography"),
    Violation("litellm-door", "server.suggestions", "litellm"),
    Violation("litellm-door", "assist.bad", "litellm"),
    Violation("sqlalchemy-door", "server.hosting", "sqlalchemy"),
    Violation("sqlalchemy-door", "server.api.bad", "alembic"),
    Violation("fastapi-door", "server.app", "fastapi"),
    Violation("fastapi-door", "server.store.bad", "starlette.responses"),
    Violation("server-core", "server.room", "asyncio"),
    Violation("server-core", "server.session", "server.store"),
    Violation("server-core", "server.access", "server.api"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and their contracts."""
    folder = tmp_path_factory.mktemp("packages")
    for package in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def broken_contracts(folder: Path) -> set[str]:
    """The names of the contracts that import-linter finds broken in the copy."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(program), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.splitlines()
    assert any(line.startswith("Contracts:") for line in lines), done.stdout + done.stderr
    found = [re.fullmatch(r"(.+) BROKEN(?: \(.*\))?", line) for line in lines]
    return {match[1] for match in found if match}


def contracts() -> dict[str, str]:
    """Contract ids and names."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return {found["id"]: found["name"] for found in settings["tool"]["importlinter"]["contracts"]}


def test_the_packages_keep_their_contracts(copy: Path) -> None:
    assert broken_contracts(copy) == set()


@pytest.mark.parametrize(
    "violation", VIOLATIONS, ids=lambda found: f"{found.contract}: {found.module} → {found.imports}"
)
def test_a_violation_is_caught(copy: Path, violation: Violation) -> None:
    path = copy / f"{violation.module.replace('.', '/')}.py"
    before = path.read_text() if path.exists() else None
    try:
        path.write_text(f"{before or ''}\nimport {violation.imports}\n")
        assert contracts()[violation.contract] in broken_contracts(copy)
    finally:
        path.unlink() if before is None else path.write_text(before)


def test_every_contract_has_a_violation() -> None:
    assert set(contracts()) == {violation.contract for violation in VIOLATIONS}
