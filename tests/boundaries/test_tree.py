"""What the tree itself promises: small files, speaking names, no addresses of registries in locks."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.components import ROOT

SOURCES = {".py", ".ts", ".tsx", ".mjs", ".cjs"}
MAX_LINES = 500
VAGUE = re.compile(r"(^|[-_.])(utils?|helpers?|managers?|services?|misc)($|[-_.])")
# Spelled with brackets so that this file is not its own finding.
REGISTRIES = re.compile(
    "pypi[.]org|pypi[.]python[.]org|files[.]pythonhosted|registry[.]npmjs|registry[.]yarnpkg"
)
LOCKS = (".locks/run.txt", ".locks/dev.txt", ".locks/node.txt", "web/package-lock.json")


def tracked() -> list[Path]:
    """Files that git knows and that are there."""
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def text_of(path: Path) -> str:
    return path.read_bytes().decode(errors="replace")


@pytest.fixture(scope="module")
def files() -> list[Path]:
    found = tracked()
    assert ROOT / "pyproject.toml" in found
    return found


def test_no_source_file_is_longer_than_500_lines(files: list[Path]) -> None:
    sources = [path for path in files if path.suffix in SOURCES]
    lengths = {str(path.relative_to(ROOT)): text_of(path).count("\n") for path in sources}
    assert {name: length for name, length in lengths.items() if length > MAX_LINES} == {}


def test_no_module_has_a_vague_name(files: list[Path]) -> None:
    sources = [path.relative_to(ROOT) for path in files if path.suffix in SOURCES]
    assert [str(path) for path in sources if VAGUE.search(path.name.lower())] == []


def test_no_file_names_a_package_registry(files: list[Path]) -> None:
    named = [str(path.relative_to(ROOT)) for path in files if REGISTRIES.search(text_of(path))]
    assert named == []


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_hold_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "http://" not in text
    assert "https://" not in text
    assert "sha256:" in text or "sha512-" in text


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("package", ["crdt", "assist", "server"])
def test_public_names_exist(package: str) -> None:
    """Every name in `__all__` is there, and none twice."""
    for path in modules(package):
        tree = ast.parse(path.read_text())
        listed = exported(tree)
        assert len(listed) == len(set(listed)), path
        assert set(listed) <= defined(tree), path


def exported(tree: ast.Module) -> list[str]:
    """The names in `__all__`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return []


def defined(tree: ast.Module) -> set[str]:
    """The names that the top level of a module defines or imports."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


@pytest.mark.parametrize("package", ["crdt", "assist"])
def test_cores_say_what_is_public(package: str) -> None:
    """Every module of the cores that defines public names has a complete `__all__`."""
    for path in modules(package):
        tree = ast.parse(path.read_text())
        public = {
            node.name
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
        }
        unlisted = public - set(exported(tree))
        assert unlisted == set(), f"{path.relative_to(ROOT)}: {sorted(unlisted)}"
