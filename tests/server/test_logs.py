"""server.logs: what went wrong is said, what people wrote is not."""

import json
import subprocess
import sys

import pytest

PROGRAM = """
import logging, sys
import structlog
from server.logs import configure_logs

configure_logs(sys.argv[1], sys.argv[2])
log = structlog.get_logger()

def fail(text):
    raise ValueError("it failed")

log.debug("details", document="d1")
log.info("opened", document="d1")
try:
    fail("private words")
except ValueError:
    log.exception("failed", document="d1")
logging.getLogger("library").error("a library speaks")
"""


def run(log_format: str, level: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, log_format, level],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "", "standard output is for the ready line"
    assert "private words" not in done.stderr
    return done.stderr.splitlines()


def test_json_lines_hold_ids_levels_and_tracebacks() -> None:
    lines = [json.loads(line) for line in run("json", "info")]
    assert [line["event"] for line in lines] == ["opened", "failed", "a library speaks"]
    assert {line["level"] for line in lines} == {"info", "error"}
    assert lines[0]["document"] == "d1"
    assert "ValueError: it failed" in lines[1]["exception"]


def test_pipes_get_json_without_being_asked() -> None:
    assert json.loads(run("", "info")[0])["event"] == "opened"


@pytest.mark.parametrize(("level", "first"), [("debug", "details"), ("error", "failed")])
def test_text_starts_at_the_level(level: str, first: str) -> None:
    lines = run("text", level)
    assert first in lines[0]
    assert any("ValueError: it failed" in line for line in lines)
