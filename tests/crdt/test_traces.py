"""The guard on recorded sessions whose text is known."""

import base64
import json
from pathlib import Path

import pytest

from crdt.guard import Guard

TRACES = sorted(Path(__file__).parent.glob("traces/*.jsonl"))


@pytest.mark.parametrize("path", TRACES, ids=lambda path: path.stem)
def test_g1_recorded_sessions_pass(path: Path) -> None:
    guard = Guard.empty()
    for line in path.read_text().splitlines():
        record = json.loads(line)
        if record["type"] == "update":
            guard.admit(guard.check(base64.b64decode(record["update"])))
    expected = json.loads(path.with_suffix(".expected.json").read_text())
    assert guard.text() == "".join(run["text"] for run in expected)


def test_the_traces_are_there() -> None:
    assert {path.stem for path in TRACES} == {"claimed-1-natural", "real-friendsforever"}
