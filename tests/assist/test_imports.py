"""What the package may import, and when (SPEC.md A1, A2, G6)."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "assist"
MODULES = sorted(
    ".".join(("assist", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
)
LOADED_WITH_THE_LIBRARY = "assist.pacing"
FORBIDDEN = {
    "server",
    "crdt",
    "pycrdt",
    "fastapi",
    "starlette",
    "uvicorn",
    "sqlalchemy",
    "aiosqlite",
    "asyncpg",
    "sqlite3",
    "alembic",
    "lemminflect",
}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names


@pytest.mark.law(1)
def test_a1_the_assistant_cannot_reach_a_document() -> None:
    paths = sorted(PACKAGE.rglob("*.py"))
    assert len(paths) > 30
    for path in paths:
        assert not imported(path) & FORBIDDEN, path
        assert ("litellm" in imported(path)) == (path.name == "gateway.py"), path


def test_a2_importing_everything_loads_no_heavy_library() -> None:
    modules = [name for name in MODULES if name != LOADED_WITH_THE_LIBRARY]
    code = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "from assist.choose import model_from_environment\n"
        "model_from_environment({'BYLINE_MODEL': 'openai/gpt-4o-mini'})\n"
        "heavy = {'litellm', 'openai', 'numpy', 'httpx', 'aiohttp', 'pydantic'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or None)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_g6_the_library_is_told_to_be_quiet_before_it_is_loaded() -> None:
    code = (
        "import os, logging\n"
        "from assist.gateway import load_library\n"
        "library = load_library()\n"
        "assert os.environ['LITELLM_LOCAL_MODEL_COST_MAP'] == 'True'\n"
        "assert library.telemetry is False\n"
        "assert library.turn_off_message_logging is True\n"
        "assert not library.callbacks and not library.success_callback\n"
        "assert not logging.getLogger('LiteLLM').isEnabledFor(logging.ERROR)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
