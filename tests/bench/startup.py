"""How long a cold start takes: from the command to the first answer that says "ready"."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.bench.servers import ROOT
from tests.postgres import free_port

LIMIT_S = 30.0


def measure_startup() -> float:
    """Seconds until `/readyz` answers 200, with a database that does not exist yet.

    Raises:
        RuntimeError: the server ended or never became ready.
    """
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="byline-start-") as directory:
        database = f"sqlite:///{Path(directory) / 'start.db'}"
        command = [sys.executable, "-m", "server", "serve", "--open"]
        command += ["--host", "127.0.0.1", "--port", str(port), "--db", database]
        began = time.perf_counter()
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(os.environ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                while not _ready(port):
                    if process.poll() is not None or time.perf_counter() - began > LIMIT_S:
                        raise RuntimeError("the server did not become ready")
                    time.sleep(0.005)
                return time.perf_counter() - began
            finally:
                process.kill()


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False
