"""What the coordinator of a document lets the assistant do. No I/O: the server asks here before it asks a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Literal

from crdt.authorship import Entry
from server.errors import AssistantOff, DraftFirst, LimitReached, RecipeNotAllowed

__all__ = [
    "DEFAULT_POLICY",
    "Friction",
    "Policy",
    "Used",
    "check_draft",
    "check_limits",
    "check_recipe",
    "policy_from",
    "resets_at",
]

Friction = Literal["none", "reason", "second-person"]
DAY_MS: Final = 24 * 60 * 60 * 1000
_LEAST_TYPED: Final = 0.5


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one document.

    Attributes:
        assistant: whether there is an assistant at all.
        recipes: the recipes that may be asked for; None: all.
        models: the labels of the models that may be asked; None: all.
        requests_per_person: requests a day of each person; None: any number.
        requests_per_document: requests a day of all together; None: any number.
        friction: what placing a suggestion asks for: nothing, a reason in one line, or that a second person reviews it.
        draft_first: whether a passage must be people's own words before other wordings can be asked for.
    """

    assistant: bool = True
    recipes: tuple[str, ...] | None = None
    models: tuple[str, ...] | None = None
    requests_per_person: int | None = None
    requests_per_document: int | None = None
    friction: Friction = "none"
    draft_first: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the rules for JSON."""
        return asdict(self)


DEFAULT_POLICY: Final = Policy()


@dataclass(frozen=True, slots=True)
class Used:
    """Requests of a day: of one person, and of everybody in a document."""

    person: int
    document: int


def policy_from(stored: Mapping[str, Any]) -> Policy:
    """Return the policy that `Policy.to_json` gave; what it did not know then is as by default."""
    known = {each.name for each in fields(Policy)}
    values = {name: value for name, value in stored.items() if name in known}
    for name in ("recipes", "models"):
        if isinstance(values.get(name), list):
            values[name] = tuple(values[name])
    return Policy(**values)


def resets_at(now: int) -> int:
    """Return when a day's requests are forgotten: midnight UTC, in ms since the epoch."""
    return now - now % DAY_MS + DAY_MS


def check_recipe(policy: Policy, recipe: str) -> None:
    """Say whether this may be asked for.

    Raises:
        AssistantOff: nothing may.
        RecipeNotAllowed: not this.
    """
    if not policy.assistant:
        raise AssistantOff("The assistant is off in this document.")
    if policy.recipes is not None and recipe not in policy.recipes:
        raise RecipeNotAllowed("The coordinator of this document does not allow this recipe.")


def check_limits(policy: Policy, used: Used, now: int) -> None:
    """Say whether one more request may be made today.

    Raises:
        LimitReached: no; it says from when on.
    """
    wait_s = (resets_at(now) - now + 999) // 1000
    for limit, count, whose in (
        (policy.requests_per_person, used.person, "You have"),
        (policy.requests_per_document, used.document, "All together you have"),
    ):
        if limit is not None and count >= limit:
            raise LimitReached(
                f"{whose} asked {_times(count)} today, as often as this document's coordinator allows. "
                f"You can ask again in {_duration(wait_s)}, at midnight UTC.",
                retry_after_s=wait_s,
            )


def check_draft(policy: Policy, pieces: Sequence[tuple[str, Entry]]) -> None:
    """Say whether enough of a passage is people's own words.

    Raises:
        DraftFirst: less than half of its characters that are no white space were typed by people.
    """
    if not policy.draft_first:
        return
    lengths = [(len("".join(text.split())), entry) for text, entry in pieces]
    typed = sum(
        length for length, entry in lengths if entry.author is not None and entry.written == "typed"
    )
    if typed < _LEAST_TYPED * sum(length for length, _ in lengths):
        raise DraftFirst(
            "In this document people draft first: write this passage in your own words, "
            "then ask for other ways to say it."
        )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _duration(seconds: int) -> str:
    hours, minutes = divmod((seconds + 59) // 60, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return " ".join(parts) or "a moment"
