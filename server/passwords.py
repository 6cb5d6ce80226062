"""Passwords: argon2id, in a few threads of their own so that a crowd signing in delays no editing."""

from __future__ import annotations

import asyncio
import functools
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pwdlib import PasswordHash

__all__ = ["Passwords"]

_THREADS = 2


class Passwords:
    """Hashes and checks passwords outside the event loop."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="password")

    async def hash(self, password: str) -> str:
        """Return what is stored for a password (argon2id, pwdlib's recommended cost)."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: _hasher().hash(password))

    async def verify(self, password: str, stored: str | None) -> bool:
        """Say whether the password is the stored one; without one it takes as long to say no."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _verify, password, stored)

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)


@functools.cache
def _hasher() -> PasswordHash:
    from pwdlib import PasswordHash

    return PasswordHash.recommended()


@functools.cache
def _nobody() -> str:
    return _hasher().hash("nobody has this password")


def _verify(password: str, stored: str | None) -> bool:
    matches = _hasher().verify(password, stored or _nobody())
    return matches and stored is not None
