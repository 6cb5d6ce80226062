"""What the pages of a report show: a statement with its numbers and names in words. HTML and PDF share it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from server.definitions import DEFINITIONS
from server.reports.pictures import COLOURS, GREY, shares_picture
from server.reports.statement import Statement, statement_bytes
from server.reports.words import counted, date_of, joined, minutes, moment_of, percent

__all__ = ["ORIGINS", "View", "view_of"]

View = dict[str, Any]
"""Strings and lists of them, ready for a template that escapes."""

ORIGINS: Final[Mapping[str, str]] = {
    "assistant": "The assistant",
    "pasted": "Pasted from outside",
    "imported": "Imported",
    "unknown": "Unknown",
}
_TERMS: Final = (
    ("units", "Characters"),
    ("shares", "Shares"),
    ("activity", "Changes by day"),
    ("taken_out", "Taken out"),
    ("placed", "Placed"),
    ("kept", "Kept"),
    ("changed", "Changed since"),
    ("active", "Active writing"),
    ("typed", "Typed"),
    ("revised", "Suggestions changed"),
)


def view_of(statement: Statement) -> View:
    """The words of a report."""
    return _Words(statement).view()


class _Words:
    def __init__(self, statement: Statement) -> None:
        self._said = statement
        self._numbers: Mapping[str, Any] = statement["numbers"]
        self._marks = {each["id"]: _mark(each) for each in statement["suggestions"]}

    def view(self) -> View:
        said = self._said
        units = said["text"]["units"]
        return {
            "title": said["document"]["title"],
            "document": said["document"]["id"],
            "made": moment_of(said["made_at"]),
            "created": date_of(said["document"]["created_at"]),
            "size": f"{counted(said['text']['words'], 'word')}, {counted(units, 'character')}",
            "shares": [
                {
                    "label": self._whose(each),
                    "kind": each["kind"],
                    "colour": self._colour(each),
                    "hex": self._hex(each),
                    "units": f"{each['units']:,}",
                    "percent": percent(each["units"], units),
                    "width": round(100 * each["units"] / units, 2) if units else 0,
                }
                for each in said["shares"]
            ],
            "picture": shares_picture(said),
            "moments": self._moments(),
            "suggested": self._numbers["suggestions"]["all"],
            "suggested_by": [
                {"name": self._name(each["person"]), **each}
                for each in self._numbers["suggestions"]["people"]
            ],
            "contributors": [
                {
                    "name": self._name(each["person"]),
                    "access": each["access"] or "not a member now",
                    "roles": each["roles"],
                }
                for each in said["contributors"]
            ],
            "effort": [self._effort(each) for each in self._numbers["effort"]],
            "taken_out": [
                {
                    "by": self._name(each["by"]),
                    "of": self._whose(each["of"]),
                    "units": f"{each['units']:,}",
                }
                for each in self._numbers["taken_out"]
            ],
            "days": [self._day(each) for each in self._numbers["activity"]],
            "passages": [self._passage(each) for each in said["passages"]],
            "suggestions": [self._suggestion(each) for each in said["suggestions"]],
            "reviews": [
                {
                    "when": moment_of(each["at"]),
                    "who": self._name(each["person"]),
                    "what": _REVIEWS.get(each["kind"], each["kind"]),
                    "note": each["note"],
                }
                for each in said["reviews"]
            ],
            "sentences": said["sentences"],
            "limits": said["limits"],
            "definitions": [{"term": term, "text": DEFINITIONS[key]} for key, term in _TERMS],
            "ledger": said["ledger"],
            "text_sha256": said["text"]["sha256"],
            "signature": said["signature"],
            "verify": said["verify"],
            "attached": statement_bytes(said).decode(),
        }

    def _name(self, person: str) -> str:
        known = self._said["people"].get(person)
        return known["name"] if known else "Somebody unknown"

    def _whose(self, whose: Mapping[str, Any]) -> str:
        return self._name(whose["person"]) if whose["person"] else ORIGINS[whose["kind"]]

    def _colour(self, whose: Mapping[str, Any]) -> int:
        known = self._said["people"].get(whose["person"] or "")
        return known["colour"] if known else -1

    def _hex(self, whose: Mapping[str, Any]) -> str:
        """The colour on paper; empty for what is no person's."""
        colour = self._colour(whose)
        if whose["kind"] != "person":
            return ""
        return COLOURS[colour][0] if 0 <= colour < len(COLOURS) else GREY[0]

    def _moments(self) -> View:
        """A few of the moments, for a table beside the picture."""
        shares = self._numbers["shares"]
        moments = shares["moments"]
        step = max(1, -(-(len(moments) - 1) // 6))
        some = moments[::-step][::-1]
        return {
            "heads": [self._whose(each) for each in shares["series"]],
            "rows": [
                {"when": moment_of(each["at"]), "units": [f"{n:,}" for n in each["units"]]}
                for each in some
            ],
        }

    def _effort(self, each: Mapping[str, Any]) -> View:
        return {
            "name": self._name(each["person"]),
            "active": minutes(each["active_ms"]),
            "updates": f"{each['updates']:,}",
            "typed": f"{each['typed']:,}",
            "kept": f"{each['typed_kept']:,}",
            "revised": f"{each['revised']:,}",
        }

    def _day(self, day: Mapping[str, Any]) -> View:
        people = sorted(day["people"], key=lambda each: -each["updates"])
        return {
            "day": day["day"],
            "updates": f"{sum(each['updates'] for each in people):,}",
            "people": joined(
                [f"{self._name(each['person'])} {each['updates']:,}" for each in people]
            ),
        }

    def _passage(self, passage: Mapping[str, Any]) -> View:
        counts: Counter[str] = Counter()
        for part in passage["parts"]:
            if part["text"].strip():
                counts[self._origin(part)] += part["units"]
        total = counts.total()
        return {
            "heading": passage["heading"],
            "section": passage["section"],
            "disclosure": passage["ai_disclosure"] or "",
            "parts": [
                {"text": part["text"], "kind": part["kind"], "origin": self._origin(part)}
                for part in passage["parts"]
            ],
            "origins": [
                f"{origin} {percent(units, total)}" for origin, units in counts.most_common()
            ],
        }

    def _origin(self, part: Mapping[str, Any]) -> str:
        told = self._whose(part)
        if part["kind"] == "assistant":
            told = self._marks.get(part["suggestion"], told)
            return f"{told}, undeclared" if part["undeclared"] else told
        if part["origin"] in {"moved", "copied", "restored"} and part["kind"] == "person":
            return f"{told} ({part['origin']})"
        return told

    def _suggestion(self, each: Mapping[str, Any]) -> View:
        return {
            "mark": _mark(each),
            "model": each["model"] or "Unknown model",
            "asked": f"{self._name(each['asked_by'])}, {moment_of(each['asked_at'])}",
            "recipe": f"{each['recipe']}: {each['label']}" if each["label"] else each["recipe"],
            "instruction": each["instruction"] or "",
            "placed_by": joined([self._name(person) for person in each["placed_by"]]) or "–",
            "placed": f"{each['placed']:,}",
            "kept": f"{each['kept']:,}",
            "changed": "; ".join(self._changes(each)) or "–",
            "undeclared": each["undeclared"],
        }

    def _changes(self, suggestion: Mapping[str, Any]) -> Iterator[str]:
        for each in suggestion["changed"]:
            yield f"{self._name(each['person'])} −{each['deleted']:,} +{each['inserted']:,}"


_REVIEWS: Final = {"review": "Reviewed", "contest": "Contested", "sign-off": "Signed off"}


def _mark(suggestion: Mapping[str, Any]) -> str:
    number = suggestion["number"]
    return "Suggestion from another document" if number is None else f"S{number}"
