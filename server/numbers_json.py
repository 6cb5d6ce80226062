"""The numbers of a document as HTTP and the reports carry them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import groupby

from server.definitions import DEFINITIONS
from server.effort import DAY_MS
from server.numbers import Numbers, Whose

__all__ = ["day_name", "numbers_json"]


def day_name(day: int) -> str:
    """A day, given as whole days since the epoch, as ISO 8601 has it."""
    return datetime.fromtimestamp(day * DAY_MS / 1000, UTC).date().isoformat()


def numbers_json(numbers: Numbers) -> dict[str, object]:
    """All numbers, with their definitions; people by id."""
    return {
        "seq": numbers.seq,
        "shares": _shares_json(numbers),
        "activity": _activity_json(numbers),
        "taken_out": [
            {"by": by, "of": _whose_json(of), "units": units}
            for (by, of), units in sorted(numbers.taken_out.items())
        ],
        "suggestions": {
            "all": asdict(numbers.suggested[None]),
            "people": [
                {"person": person, **asdict(each)}
                for person, each in numbers.suggested.items()
                if person is not None
            ],
        },
        "effort": [
            {
                "person": person,
                **asdict(worked.effort),
                "typed": worked.typed,
                "typed_kept": worked.typed_kept,
                "revised": worked.revised,
                "revised_deleted": worked.revised_deleted,
                "revised_inserted": worked.revised_inserted,
            }
            for person, worked in sorted(
                numbers.worked.items(), key=lambda each: -each[1].effort.active_ms
            )
        ],
        "definitions": dict(DEFINITIONS),
    }


def _whose_json(whose: Whose) -> dict[str, str | None]:
    return {"key": whose.key, "kind": whose.kind, "person": whose.person}


def _shares_json(numbers: Numbers) -> Mapping[str, object]:
    series = numbers.series
    return {
        "series": [_whose_json(each) for each in series],
        "moments": [
            {
                "seq": moment.seq,
                "at": moment.at,
                "units": [moment.units.get(each, 0) for each in series],
            }
            for moment in numbers.moments
        ],
    }


def _activity_json(numbers: Numbers) -> list[dict[str, object]]:
    days = sorted(numbers.days.items())
    return [
        {
            "day": day_name(day),
            "people": [{"person": person, **asdict(did)} for (_, person), did in group],
        }
        for day, group in groupby(days, key=lambda each: each[0][0])
    ]
