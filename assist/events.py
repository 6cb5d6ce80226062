"""What happens while alternatives are being written.

For a request the order is: one ``Started`` per alternative, then for each of them any
number of ``Delta``, at most one ``Restarted`` among them, and exactly one ``Finished`` or
``Failed`` (alternatives interleave), then one ``Done``.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Delta", "Done", "Event", "Failed", "Finished", "Restarted", "Started", "TokenUsage"]


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """Tokens read and written by a model for one answer."""

    input: int
    output: int


@dataclass(frozen=True, slots=True)
class Started:
    """An alternative is about to be written; ``label`` names how it will differ."""

    index: int
    label: str


@dataclass(frozen=True, slots=True)
class Delta:
    """More text of an alternative, to be appended to what came before."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """An alternative was too much like another and is written anew: its text so far is gone."""

    index: int


@dataclass(frozen=True, slots=True)
class Finished:
    """An alternative is complete.

    ``text`` is authoritative: it may differ from the joined deltas at its edges
    (wrapping quotes and fences are removed once the end is known). ``cost`` is in US
    dollars where the model's price is known. ``model`` is the label of who answered.
    """

    index: int
    text: str
    rules: tuple[str, ...]
    usage: TokenUsage | None
    cost: float | None
    took_ms: int
    model: str


@dataclass(frozen=True, slots=True)
class Failed:
    """An alternative could not be made; ``message`` is a sentence for its card."""

    index: int
    slug: str
    message: str
    retryable: bool
    retry_after_s: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """All alternatives have finished or failed."""


Event = Started | Delta | Restarted | Finished | Failed | Done
