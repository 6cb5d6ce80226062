"""How often somebody may try: sliding windows in memory, per key."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from server.errors import TooMany

if TYPE_CHECKING:
    from limits.aio.strategies import SlidingWindowCounterRateLimiter

__all__ = ["Throttle"]


class Throttle:
    """Counts attempts per key; the counts are of this process and lost with it.

    Args:
        clock: milliseconds since the epoch, for the retry hint.
    """

    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._limiter: SlidingWindowCounterRateLimiter | None = None

    async def hit(self, what: str, key: str, count: int, per_s: int) -> None:
        """Count one attempt.

        Args:
            what: the kind of attempt.
            key: who makes it: an address, a login.
            count: how many attempts are allowed in `per_s` seconds; 0 turns the limit off.
            per_s: length of the window in seconds.

        Raises:
            TooMany: that was one too many; `retry_after_s` says when to try again.
        """
        if count == 0:
            return
        from limits import RateLimitItemPerSecond

        item = RateLimitItemPerSecond(count, per_s)
        limiter = self._open()
        if not await limiter.hit(item, what, key):
            window = await limiter.get_window_stats(item, what, key)
            wait_s = max(1, math.ceil(window.reset_time - self._clock() / 1000))
            raise TooMany(
                f"That was tried too often; please wait {wait_s} seconds.", retry_after_s=wait_s
            )

    def _open(self) -> SlidingWindowCounterRateLimiter:
        if self._limiter is None:
            from limits.aio.storage import MemoryStorage
            from limits.aio.strategies import SlidingWindowCounterRateLimiter

            self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        return self._limiter
