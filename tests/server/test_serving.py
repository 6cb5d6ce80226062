"""The program: it starts, says where it is, keeps what it was given, and ends gracefully."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).parents[2]
READY = re.compile(rb"^Byline is ready: (http://\S+)", re.MULTILINE)
LAZY = ("litellm", "openai", "numpy", "lemminflect", "alembic", "asyncpg", "pwdlib", "limits")


@contextmanager
def a_server(
    *arguments: str, expect_code: int = -signal.SIGTERM
) -> Generator[tuple[subprocess.Popen[bytes], str]]:
    """Start the program, give its process and address, and end it with SIGTERM."""
    command = [sys.executable, "-m", "server", "serve", "--port", "0", *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment()
    ) as process:
        try:
            assert process.stdout is not None
            said = READY.match(process.stdout.readline())
            assert said, process.stderr and process.stderr.read()
            yield process, said[1].decode()
            process.send_signal(signal.SIGTERM)
            assert process.wait(25) == expect_code
        finally:
            process.kill()


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("BYLINE_")}


def answer(url: str) -> dict[str, object]:
    with urllib.request.urlopen(url, timeout=10) as response:
        return json.loads(response.read())


def read_for_ever(socket: ClientConnection) -> None:
    while True:
        socket.recv(timeout=20)


def test_it_starts_says_where_and_ends(tmp_path: Path) -> None:
    began = time.monotonic()
    with a_server("--open", "--data", str(tmp_path)) as (_, address):
        print(f"ready after {time.monotonic() - began:.2f} s")
        assert answer(f"{address}/readyz") == {"status": "ready"}
        (welcome,) = answer(f"{address}/api/documents")["documents"]
        assert welcome["id"] == "welcome"
        with urllib.request.urlopen(f"{address}/api/documents/welcome/text", timeout=10) as page:
            assert page.read().startswith(b"Write together\n")
        spans = answer(f"{address}/api/documents/welcome/authorship")["spans"]
        assert {(span["origin"], span["author"]) for span in spans} == {("imported", None)}
    with a_server("--open", "--data", str(tmp_path)) as (_, address):
        assert answer(f"{address}/api/documents")["documents"] == [welcome]


def test_without_open_there_is_nothing_to_see(tmp_path: Path) -> None:
    with a_server("--data", str(tmp_path)) as (_, address):
        assert answer(f"{address}/api/me")["open"] is False
        with pytest.raises(urllib.error.HTTPError) as refused:
            answer(f"{address}/api/documents")
        assert refused.value.code == 401
        refused.value.close()


def test_open_sockets_are_told_that_the_server_goes(tmp_path: Path) -> None:
    with a_server("--open", "--data", str(tmp_path)) as (process, address):
        with connect(address.replace("http", "ws") + "/sync/welcome") as socket:
            socket.recv(timeout=10)
            process.send_signal(signal.SIGTERM)
            with pytest.raises(ConnectionClosed) as closed:
                read_for_ever(socket)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1001


def test_ctrl_c_ends_it_without_a_traceback(tmp_path: Path) -> None:
    with a_server("--open", "--data", str(tmp_path), expect_code=0) as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(25) == 0
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--db", "mysql://host/name"], "SQLite or PostgreSQL"),
        (["--port", "99999"], "BYLINE_PORT"),
    ],
)
def test_a_wrong_setting_is_one_sentence(arguments: list[str], said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "server", "serve", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=clean_environment(),
    )
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_is_slow_to_load_is_not_loaded_at_the_start() -> None:
    program = (
        f"import sys, server.app, server.serving; print([m for m in {LAZY} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
