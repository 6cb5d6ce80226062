"""A running Byline for tests: a real process on a loopback port, which can be killed and started again."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import free_port

ROOT = Path(__file__).parent.parent
READY_S = 30.0

ROOMY: Mapping[str, str] = {
    "BYLINE_CONNECTIONS_PER_DOCUMENT": "2000",
    "BYLINE_MESSAGES_PER_SECOND": "2000",
    "BYLINE_MESSAGE_BURST": "10000",
    "BYLINE_LOG_FORMAT": "text",
}
"""Limits out of the way, for tests that are not about limits."""


class LiveServer:
    """`python -m server serve --open` on a port and a database of its own.

    Args:
        directory: where its database and its log are.
        env: settings (`BYLINE_…`) beyond `ROOMY`.
        open_mode: whether anybody may write without an account.
    """

    def __init__(
        self, directory: Path, env: Mapping[str, str] | None = None, *, open_mode: bool = True
    ) -> None:
        self.database = directory / "byline.db"
        self.log_file = directory / "server.log"
        self.port = free_port()
        self.open_mode = open_mode
        self.env = {**os.environ, **ROOMY, **(env or {})}
        self.exit_code: int | None = None  # of the process that ended last
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def http(self) -> str:
        """The address of the front end and, below /api, of the API."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def sync(self) -> str:
        """The address below which the documents' sockets are."""
        return f"ws://127.0.0.1:{self.port}/sync"

    @property
    def pid(self) -> int:
        """The process id of the running server."""
        if self._process is None:
            raise RuntimeError("the server is not running")
        return self._process.pid

    @property
    def log(self) -> str:
        """Everything the server has printed so far."""
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def _command(self) -> list[str]:
        command = [sys.executable, "-m", "server", "serve"]
        if self.open_mode:
            command.append("--open")
        address = ["--host", "127.0.0.1", "--port", str(self.port)]
        return [*command, *address, "--db", f"sqlite:///{self.database}"]

    def start(self) -> None:
        """Start the server and wait until it says that it is ready.

        Raises:
            RuntimeError: it ended, or was not ready in time; with what it printed.
        """
        with self.log_file.open("ab") as out:
            self._process = subprocess.Popen(
                self._command(),
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + READY_S
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"the server did not become ready:\n{self.log[-4000:]}")
            time.sleep(0.02)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.http}/readyz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def get(self, path: str) -> Any:
        """The JSON that the API answers, asked without a session."""
        with urllib.request.urlopen(f"{self.http}{path}", timeout=10) as answer:
            return json.load(answer)

    def signal(self, number: int) -> None:
        """Send a signal to the server's processes and return at once."""
        os.killpg(self.pid, number)

    def kill(self) -> None:
        """SIGKILL, as a crash or a lost machine would; returns when the process is gone."""
        self._end(signal.SIGKILL, 10)

    def stop(self) -> None:
        """SIGTERM and a graceful shutdown; SIGKILL if that takes too long."""
        if not self._end(signal.SIGTERM, 25):
            self.kill()
            raise AssertionError(f"the server did not shut down:\n{self.log[-4000:]}")

    def _end(self, number: int, wait_s: float) -> bool:
        process = self._process
        if process is None:
            return True
        if process.poll() is None:
            os.killpg(process.pid, number)
        try:
            process.wait(wait_s)
        except subprocess.TimeoutExpired:
            return False
        self.exit_code, self._process = process.returncode, None
        return True

    async def restart_after_kill(self) -> None:
        """SIGKILL and start again, without holding up this process's event loop."""
        await asyncio.to_thread(self.kill)
        await asyncio.to_thread(self.start)

    def check_database(self) -> str:
        """What SQLite's own integrity check says; "ok" is what it should be."""
        with closing(sqlite3.connect(self.database)) as connection:
            return str(connection.execute("PRAGMA integrity_check").fetchone()[0])

    def stored_updates(self, document_id: str) -> list[tuple[int, bytes]]:
        """The log of a document as it is on disk: sequence number and update."""
        query = "SELECT seq, data FROM updates WHERE document_id = ? AND kind = 0 ORDER BY seq"
        with closing(sqlite3.connect(self.database)) as connection:
            return [
                (int(seq), bytes(data)) for seq, data in connection.execute(query, (document_id,))
            ]

    def snapshot_seq(self, document_id: str) -> int:
        """Up to which entry of the log the stored snapshot of a document goes; 0 without one."""
        query = "SELECT max(seq) FROM snapshots WHERE document_id = ?"
        with closing(sqlite3.connect(self.database)) as connection:
            return int(connection.execute(query, (document_id,)).fetchone()[0] or 0)


def running(
    directory: Path, env: Mapping[str, str] | None = None, *, open_mode: bool = True
) -> Iterator[LiveServer]:
    """A server that is started now and ended afterwards, whatever happened between."""
    server = LiveServer(directory, env, open_mode=open_mode)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture
def byline_server(tmp_path: Path) -> Iterator[LiveServer]:
    """A Byline of this test alone, in open mode."""
    yield from running(tmp_path)


@pytest.fixture(scope="module")
def shared_byline_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A Byline for the tests of one file; each uses documents of its own."""
    yield from running(tmp_path_factory.mktemp("byline"))
