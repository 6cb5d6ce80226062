"""How much may be asked at once, and how long an answer may take."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from types import TracebackType

from assist.errors import Busy

__all__ = ["Budget", "Limits", "Slot"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one instance; requests are counted, whatever their alternatives."""

    per_person: int = 2
    per_instance: int = 8
    total_s: float = 60.0
    first_token_s: float = 20.0
    between_tokens_s: float = 15.0
    max_tokens: int = 8_000


class Budget:
    """Counts running requests; full means refused at once, never queued."""

    __slots__ = ("_limits", "_running")

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits if limits is not None else Limits()
        self._running: Counter[str] = Counter()

    @property
    def running(self) -> int:
        """How many requests run at this moment."""
        return self._running.total()

    def acquire(self, person: str) -> Slot:
        """Return a slot for this person, to be held with ``async with``.

        Entering raises ``Busy`` at once when the person or the instance is at its limit.
        """
        return Slot(self, person)

    def take(self, person: str) -> None:
        """Count one more request of this person, or raise ``Busy``."""
        if self._running[person] >= self._limits.per_person:
            raise Busy(
                f"You already have {self._limits.per_person} requests running. "
                "Wait for one to finish, or stop it.",
                retry_after_s=5,
            )
        if self.running >= self._limits.per_instance:
            raise Busy(
                "Many people are asking at the moment. Try again in a few seconds.",
                retry_after_s=5,
            )
        self._running[person] += 1

    def give_back(self, person: str) -> None:
        """Count one request of this person as over."""
        self._running[person] -= 1
        if self._running[person] <= 0:
            del self._running[person]


class Slot:
    """One running request of one person; free again on leaving, however it is left."""

    __slots__ = ("_budget", "_person")

    def __init__(self, budget: Budget, person: str) -> None:
        self._budget = budget
        self._person = person

    async def __aenter__(self) -> None:
        """Take the slot or raise ``Busy``."""
        self._budget.take(self._person)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the slot back."""
        self._budget.give_back(self._person)
