"""The contracts of the front end hold, and each is shown to catch a violation (dependency-cruiser)."""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.components import ROOT

WEB = ROOT / "web"
CONFIG = ".dependency-cruiser.cjs"

pytestmark = [
    pytest.mark.node,
    pytest.mark.skipif(not (WEB / "node_modules").exists(), reason="missing: npm ci in web/"),
]


@dataclass(frozen=True, slots=True)
class Violation:
    """A file that must not import what it imports."""

    rule: str
    path: str
    source: str


VIOLATIONS = [
    Violation("no-circular", "src/model/loop-a.ts", 'export * from "./loop-b";'),
    Violation("model-is-pure", "src/model/bad.ts", 'export * from "../sync/client";'),
    Violation("model-no-react", "src/model/bad.ts", 'export { useState } from "react";'),
    Violation("model-no-react", "src/model/bad.ts", 'export type { Doc } from "yjs";'),
    Violation("editor-write-door", "src/assist/bad.ts", 'export * from "../editor/write-door";'),
    Violation("editor-write-door", "src/app/bad.tsx", 'import("../editor/write-door");'),
    Violation("assist-cannot-reach-the-document", "src/assist/bad.ts", 'export * from "yjs";'),
    Violation(
        "assist-cannot-reach-the-document",
        "src/assist/bad.tsx",
        'import { EditorState } from "prosemirror-state";\n'
        "export const Bad = () => <b>{String(EditorState)}</b>;",
    ),
    Violation("yjs-wire-only-in-sync", "src/app/bad.ts", 'export * from "y-protocols/awareness";'),
    Violation("no-orphans", "src/ui/bad.ts", "export const alone = 1;"),
    Violation("not-to-test", "src/ui/bad.ts", 'export * from "./bad.test";'),
]
HELP = {
    "src/model/loop-b.ts": 'export * from "./loop-a";',
    "src/ui/bad.test.ts": "export const checked = 1;",
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The front end's sources, with the packages linked."""
    folder = tmp_path_factory.mktemp("web")
    shutil.copytree(WEB / "src", folder / "src")
    for name in (CONFIG, "package.json", "tsconfig.json"):
        shutil.copy(WEB / name, folder / name)
    (folder / "node_modules").symlink_to(WEB / "node_modules")
    return folder


def cruise(node: str, folder: Path, *paths: str) -> set[str]:
    """The names of the rules that dependency-cruiser finds broken in the copy."""
    program = folder / "node_modules/dependency-cruiser/bin/dependency-cruise.mjs"
    command = [node, str(program), "--config", CONFIG, "--output-type", "json", *paths]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    summary = json.loads(done.stdout)["summary"]
    return {violation["rule"]["name"] for violation in summary["violations"]}


def test_the_front_end_keeps_its_contracts(node: str, copy: Path) -> None:
    assert cruise(node, copy, "src") == set()


@pytest.mark.parametrize("violation", VIOLATIONS, ids=lambda found: f"{found.rule}: {found.path}")
def test_a_violation_is_caught(node: str, copy: Path, violation: Violation) -> None:
    files = {violation.path: violation.source, **HELP}
    try:
        for path, source in files.items():
            (copy / path).write_text(source)
        assert violation.rule in cruise(node, copy, violation.path)
    finally:
        for path in files:
            (copy / path).unlink()


def test_every_contract_has_a_violation() -> None:
    names = set(re.findall(r'\bname: "([^"]+)"', (WEB / CONFIG).read_text()))
    assert names == {violation.rule for violation in VIOLATIONS}
