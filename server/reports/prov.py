"""A report as PROV-JSON.

Source: W3C member submission "The PROV-JSON Serialization" and PROV-DM (W3C Recommendation, 2013). Names
are in `urn:byline:<document>:`; passages, suggestions and people keep theirs from report to report.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from server.reports.statement import Statement

__all__ = ["prov_of"]

Json = dict[str, Any]


def prov_of(statement: Statement) -> Json:
    """The provenance of a document, as a report states it."""
    return _Provenance(statement).document()


class _Provenance:
    def __init__(self, statement: Statement) -> None:
        self._said = statement
        self._parts: dict[str, dict[str, Json]] = {}
        self._relations = 0

    def document(self) -> Json:
        said = self._said
        self._agents()
        self._put(
            "entity",
            _text(),
            {
                "prov:type": _qualified("prov:Collection"),
                "prov:label": said["document"]["title"],
                "byline:sha256": said["text"]["sha256"],
                "byline:ledgerHead": said["ledger"]["head"],
                "byline:ledgerSeq": said["ledger"]["seq"],
                "prov:generatedAtTime": _time(said["made_at"]),
            },
        )
        for effort in said["numbers"]["effort"]:
            self._activity(_writing(effort["person"]), effort["began"], effort["ended"], "Writing")
            self._relate("wasAssociatedWith", _writing(effort["person"]), _person(effort["person"]))
        for quoted in said["quoted"]:
            what = {"prov:label": f"Text of document {quoted['document']}"}
            self._put("entity", f"byline:excerpt.{quoted['seq']}", what)
        for suggestion in said["suggestions"]:
            self._suggestion(suggestion)
        for passage in said["passages"]:
            self._passage(passage)
        for review in said["reviews"]:
            self._review(review)
        prefix = {"byline": f"urn:byline:{said['document']['id']}:"}
        return {"prefix": prefix, **self._parts}

    def _agents(self) -> None:
        for person in self._said["people"].values():
            kind = "prov:SoftwareAgent" if person["kind"] == "system" else "prov:Person"
            what = {"prov:type": _qualified(kind), "prov:label": person["name"]}
            self._put("agent", _person(person["id"]), what)
        for suggestion in self._said["suggestions"]:
            what = {
                "prov:type": _qualified("prov:SoftwareAgent"),
                "prov:label": suggestion["model"] or "Unknown model",
            }
            self._put("agent", self._model(suggestion), what)

    def _model(self, suggestion: Mapping[str, Any]) -> str:
        """The name of a model: its place among those of this document's suggestions."""
        models = list(dict.fromkeys(each["model"] for each in self._said["suggestions"]))
        return f"byline:model.{models.index(suggestion['model']) + 1}"

    def _suggestion(self, said: Mapping[str, Any]) -> None:
        entity, asking, placing = (f"byline:{what}.{said['id']}" for what in _OF_SUGGESTION)
        self._put(
            "entity",
            entity,
            {
                "prov:label": said["label"] or said["recipe"],
                "byline:recipe": said["recipe"],
                **(
                    {}
                    if said["instruction"] is None
                    else {"byline:instruction": said["instruction"]}
                ),
            },
        )
        self._activity(asking, said["asked_at"], None, "Suggesting")
        self._relate("wasGeneratedBy", entity, asking, time=said["asked_at"])
        self._relate("wasAttributedTo", entity, self._model(said))
        self._relate("wasAssociatedWith", asking, self._model(said), role="model")
        self._relate("wasAssociatedWith", asking, _person(said["asked_by"]), role="asked")
        self._activity(placing, None, None, "Placing")
        self._relate("used", placing, entity)
        for person in said["placed_by"]:
            self._relate("wasAssociatedWith", placing, _person(person), role="placed")

    def _passage(self, said: Mapping[str, Any]) -> None:
        entity = f"byline:passage.{said['id']}"
        known = (
            {} if said["ai_disclosure"] is None else {"byline:aiDisclosure": said["ai_disclosure"]}
        )
        self._put("entity", entity, {"prov:value": said["text"], **known})
        self._relate("hadMember", _text(), entity)
        parts = said["parts"]
        for person in _unique(part["person"] for part in parts):
            self._relate("wasAttributedTo", entity, _person(person))
        writers = _unique(part["placed_by"] for part in parts if part["suggestion"] is None)
        for person in writers:
            if _writing(person) in self._parts.get("activity", {}):
                self._relate("wasGeneratedBy", entity, _writing(person))
        for suggestion in _unique(part["suggestion"] for part in parts):
            if f"byline:suggestion.{suggestion}" in self._parts["entity"]:
                self._relate("wasDerivedFrom", entity, f"byline:suggestion.{suggestion}")
                self._relate("wasGeneratedBy", entity, f"byline:placing.{suggestion}")
        for document in _unique(part["document"] for part in parts):
            for quoted in self._said["quoted"]:
                if quoted["document"] == document:
                    self._relate("wasDerivedFrom", entity, f"byline:excerpt.{quoted['seq']}")

    def _review(self, said: Mapping[str, Any]) -> None:
        activity = f"byline:{said['kind']}.{said['seq']}"
        self._activity(activity, said["at"], said["at"], said["kind"].capitalize(), said["note"])
        self._relate("used", activity, _text())
        self._relate("wasAssociatedWith", activity, _person(said["person"]))

    def _activity(
        self, name: str, began: int | None, ended: int | None, kind: str, note: str = ""
    ) -> None:
        what: Json = {"prov:type": _qualified(f"byline:{kind}")}
        if began is not None:
            what["prov:startTime"] = _time(began)
        if ended is not None:
            what["prov:endTime"] = _time(ended)
        if note:
            what["byline:note"] = note
        self._put("activity", name, what)

    def _put(self, kind: str, name: str, what: Json) -> None:
        self._parts.setdefault(kind, {})[name] = what

    def _relate(
        self, kind: str, one: str, other: str, *, role: str = "", time: int | None = None
    ) -> None:
        self._relations += 1
        first, second = _ENDS[kind]
        what: Json = {first: one, second: other}
        if role:
            what["prov:role"] = role
        if time is not None:
            what["prov:time"] = _time(time)
        self._put(kind, f"_:r{self._relations}", what)


_OF_SUGGESTION = ("suggestion", "suggesting", "placing")
_ENDS: Mapping[str, tuple[str, str]] = {
    "wasGeneratedBy": ("prov:entity", "prov:activity"),
    "wasAttributedTo": ("prov:entity", "prov:agent"),
    "wasAssociatedWith": ("prov:activity", "prov:agent"),
    "used": ("prov:activity", "prov:entity"),
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity"),
    "hadMember": ("prov:collection", "prov:entity"),
}


def _text() -> str:
    return "byline:text"


def _person(person: str) -> str:
    return f"byline:person.{person}"


def _writing(person: str) -> str:
    return f"byline:writing.{person}"


def _qualified(name: str) -> Json:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def _time(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat()


def _unique(values: Any) -> list[str]:
    return sorted({value for value in values if value is not None})
