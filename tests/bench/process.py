"""Starting, watching and killing the server under test."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil


@dataclass(frozen=True, slots=True)
class Usage:
    """Totals over the server process and its children."""

    cpu_s: float  # user + system
    rss_mb: float  # MiB


class Watch:
    """Reads CPU time and memory of a process tree."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self.peak_rss_mb = 0.0

    def read(self) -> Usage:
        """The totals now; also keeps the peak of memory."""
        cpu = rss = 0.0
        for proc in [self._root, *self._root.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                times = proc.cpu_times()
                cpu += times.user + times.system
                rss += proc.memory_info().rss / 2**20
        self.peak_rss_mb = max(self.peak_rss_mb, rss)
        return Usage(cpu, rss)


def machine_busy_s() -> float:
    """CPU seconds all cores together have spent busy since boot."""
    t = psutil.cpu_times()
    return float(t.user + t.nice + t.system + t.irq + t.softirq + t.steal)


class Server:
    """A server started from a command line, in a process group of its own.

    It counts as up when its port accepts.
    """

    def __init__(
        self,
        command: str,
        url: str,
        log: Path | None = None,
        *,
        env: Mapping[str, str] | None = None,
        ready_s: float = 30,
    ) -> None:
        self.command = command
        self.log = log
        self.env = {**os.environ, **(env or {})}
        self.ready_s = ready_s
        parts = urlsplit(url)
        self.address = (parts.hostname or "127.0.0.1", parts.port or 80)
        self.proc: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id of the running server."""
        if self.proc is None:
            raise RuntimeError("the server is not running")
        return self.proc.pid

    def listening(self) -> bool:
        """Whether something accepts connections on the server's port."""
        try:
            socket.create_connection(self.address, timeout=0.5).close()
        except OSError:
            return False
        return True

    def _spawn(self) -> subprocess.Popen[bytes]:
        with (self.log or Path(os.devnull)).open("ab") as out:
            return subprocess.Popen(
                shlex.split(self.command),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=self.env,
                start_new_session=True,
            )

    async def start(self) -> float:
        """Start the server and wait until its port accepts; returns the seconds it took.

        Raises:
            RuntimeError: the port is taken, the server exited, or it was not up in time.
        """
        if self.listening():
            raise RuntimeError(f"something already listens on {self.address}")
        began = time.perf_counter()
        self.proc = self._spawn()
        while not self.listening():
            if self.proc.poll() is not None:
                raise RuntimeError(f"server exited with {self.proc.returncode} before it listened")
            if time.perf_counter() - began > self.ready_s:
                await self.kill()
                raise RuntimeError(f"server not listening after {self.ready_s} s")
            await asyncio.sleep(0.005)
        return time.perf_counter() - began

    async def _signal(self, number: int, wait_s: float) -> bool:
        """Signal the group and wait; whether the server has ended."""
        if self.proc is None:
            return True
        with suppress(ProcessLookupError):
            os.killpg(self.proc.pid, number)
        with suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(self.proc.wait, wait_s)
        return self.proc.poll() is not None

    async def kill(self) -> None:
        """SIGKILL the whole process group, as a crash would."""
        await self._signal(signal.SIGKILL, 10)
        self.proc = None

    async def stop(self, grace_s: float = 15) -> None:
        """SIGTERM, then SIGKILL after a grace period."""
        if not await self._signal(signal.SIGTERM, grace_s):
            await self.kill()
        self.proc = None
