"""A PostgreSQL cluster of the tests' own, and fresh databases in it."""

import asyncio
import os
import pwd
import random
import socket
import subprocess
import tempfile
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg

driver: Any = asyncpg  # it has no types


def free_port() -> int:
    """A loopback port that nobody listens on at this moment.

    Not one that the system gives out by itself: until the server listens on it, it could give it to somebody else.
    """
    while True:
        port = random.randrange(12_000, 30_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def cluster(programs: Path) -> Generator[str]:
    """Start a temporary cluster and yield its URL; stop it and remove its files afterwards.

    PostgreSQL refuses to run as root, so root hands it to the user ``postgres``.
    """
    as_postgres: dict[str, Any] = {}
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        as_postgres = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    with tempfile.TemporaryDirectory(prefix="byline-pg-", ignore_cleanup_errors=True) as folder:
        if as_postgres:
            os.chown(folder, as_postgres["user"], as_postgres["group"])
        data, port = Path(folder, "data"), free_port()

        def run(program: str, *arguments: str) -> None:
            command = [str(programs / program), "-D", str(data), *arguments]
            with Path(folder, "log").open("ab") as log:
                subprocess.run(
                    command, check=True, cwd=folder, stdout=log, stderr=log, **as_postgres
                )

        run("initdb", "--auth=trust", "--username=byline", "--encoding=UTF8", "--no-sync")
        options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off"
        run("pg_ctl", "--wait", "--log", str(Path(folder, "server.log")), "-o", options, "start")
        try:
            yield f"postgresql://byline@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "--wait", "--mode=immediate", "stop")


@contextmanager
def fresh_database(server_url: str, name: str) -> Generator[str]:
    """Create the database ``name`` on the server, yield its URL, and drop it afterwards."""
    _execute(server_url, f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    finally:
        _execute(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _execute(url: str, statement: str) -> None:
    async def once() -> None:
        connection = await driver.connect(url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    # In a thread of its own, so that no event loop of a test is disturbed.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, once()).result()
