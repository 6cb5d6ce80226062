"""Law 1 by construction: nothing that the assistant can import reaches a document."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.components import ROOT

CLOSED_ROOM = Path(__file__).with_name("closed_room.py")


def run(script: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(script)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.law(1)
def test_the_assistant_works_where_no_document_can_be_reached() -> None:
    """The whole assistant imports and answers where documents, databases and the web are out of reach."""
    done = run(CLOSED_ROOM)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    sources = {path.relative_to(ROOT).with_suffix("") for path in ROOT.glob("assist/**/*.py")}
    expected = {".".join(path.parts).removesuffix(".__init__") for path in sources} - {"assist"}
    assert set(report["modules"]) == expected
    assert len(report["texts"]) >= 2
    assert report["reached"] == []


@pytest.mark.parametrize("module", ["crdt.replica", "server.room", "sqlalchemy", "fastapi"])
def test_the_wall_holds(tmp_path: Path, module: str) -> None:
    """The check above can fail: an import of any of these is caught."""
    script = tmp_path / "closed_room.py"
    wanted = f"import {module}\n    texts ="
    script.write_text(CLOSED_ROOM.read_text().replace("texts =", wanted, 1))
    done = run(script)
    assert done.returncode != 0
    assert f"{module} is out of the assistant's reach." in done.stderr or (
        f"{module.partition('.')[0]} is out of the assistant's reach." in done.stderr
    )
