"""Reviews and sign-offs, read from the entries of the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, cast, get_args

from server.reports.report import Review, ReviewKind
from server.reports.told import LogEntry

__all__ = ["reviews_in"]

_KINDS: Final = get_args(ReviewKind)


def reviews_in(entries: Iterable[LogEntry]) -> tuple[Review, ...]:
    """What reviewers and coordinators said and have not withdrawn, oldest first; other entries are passed over."""
    said: dict[str, Review] = {}
    for entry in entries:
        kind, body = entry.body.get("kind"), entry.body
        if kind not in _KINDS:
            continue
        match body["verdict"]:
            case "withdrawn":
                said.pop(body["id"], None)
            case "settled":
                contest = said.get(body["id"])
                if contest is not None:
                    note = " ".join(
                        part for part in (contest.note, "Settled.", body["note"]) if part
                    )
                    said[body["id"]] = replace(contest, note=note)
            case _:
                note = body["reason"] if kind == "contest" else body["note"]
                said[body["id"]] = Review(
                    entry.seq, entry.at, cast("ReviewKind", kind), entry.person, note
                )
    return tuple(said.values())
