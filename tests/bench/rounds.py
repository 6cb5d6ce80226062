"""Interleaved rounds: every server of a comparison in turn, each time started afresh.

Absolute numbers belong to one machine at one moment; what is quoted is the median over rounds of the ratio within
a round. Before each visit the machine has to be quiet, and a visit that others disturbed is repeated once.
"""

from __future__ import annotations

import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.bench.servers import ROOT, Measured
from tests.postgres import free_port

Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Patience:
    """How quiet the machine has to be, in cores that others use, and how long to wait for that."""

    quiet: float = 0.3
    wait_s: float = 60.0
    noise: float = 0.35
    tries: int = 2


def wait_until_quiet(patience: Patience) -> float:
    """Wait until all processes together use few cores; returns the last reading, in cores."""
    deadline = time.monotonic() + patience.wait_s
    cores = psutil.cpu_count() or 1
    while True:
        load = psutil.cpu_percent(interval=1.0) / 100 * cores
        if load < patience.quiet or time.monotonic() > deadline:
            return load


def visit(server: Measured, scenario: str, options: str, timeout_s: float = 300) -> Result:
    """One scenario against one freshly started server with a database of its own."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="byline-bench-") as directory:
        filled = {"port": port, "database": Path(directory) / "bench.db"}
        command = [sys.executable, "-m", "tests.bench.loadgen", scenario, "--label", server.name]
        command += ["--url", server.url.format(**filled), "--protocol", server.protocol]
        command += ["--server-cmd", server.command.format(**filled), *shlex.split(options)]
        command += ["--server-log", str(Path(directory) / "server.log")]
        try:
            done = _run(command, server.env, timeout_s)
        except subprocess.TimeoutExpired:
            return {"ok": False, "error": f"not done within {timeout_s} s"}
    lines = done.stdout.strip().splitlines()
    try:
        return json.loads(lines[-1] if lines else "")
    except json.JSONDecodeError:
        return {"ok": False, "error": done.stderr[-500:]}


def _run(
    command: list[str], env: Mapping[str, str], timeout_s: float
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )


def quiet_visit(server: Measured, scenario: str, options: str, patience: Patience) -> Result:
    """A visit on a quiet machine; of two disturbed ones the less disturbed."""
    tries: list[Result] = []
    for _ in range(patience.tries):
        before = wait_until_quiet(patience)
        tries.append({"others_load": before} | visit(server, scenario, options))
        if tries[-1]["others_load"] <= patience.noise:
            break
    return min(tries, key=lambda result: (not result.get("ok"), result["others_load"]))


def figure(result: Result, path: str) -> float | None:
    """A number at a dotted path, or None."""
    value: Any = result
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return float(value) if isinstance(value, (int, float)) else None  # pyright: ignore[reportUnknownArgumentType]


def median(results: list[Result], path: str) -> float | None:
    """The median of a figure over results that have it."""
    found = [value for result in results if (value := figure(result, path)) is not None]
    return statistics.median(found) if found else None


def median_ratio(ours: list[Result], theirs: list[Result], path: str) -> float | None:
    """The median over rounds of our figure divided by theirs of the same round."""
    ratios: list[float] = []
    for mine, other in zip(ours, theirs, strict=True):
        a, b = figure(mine, path), figure(other, path)
        if a is not None and b:
            ratios.append(a / b)
    return statistics.median(ratios) if ratios else None
