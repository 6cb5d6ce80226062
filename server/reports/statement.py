"""A report as JSON, signed: what every other format is made from, and what can be checked.

The statement is one JSON object. `signature` is its last field; it is over the SHA-256 of the canonical JSON
(`crdt.ledger.canonical`) of all fields before it, in their order.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from crdt.ledger import canonical
from crdt.signatures import fingerprint, is_signed, key_id
from server.messages import person_json
from server.numbers import Whose
from server.numbers_json import numbers_json
from server.reports.limits import limits_of
from server.reports.report import Passage, PlacedSuggestion, Report
from server.reports.sentences import sentences_of
from server.signing import Signer

__all__ = ["FORMAT", "Checked", "Statement", "check", "signed", "statement_bytes"]

FORMAT: Final = "byline report 1"

Statement = Mapping[str, Any]
"""The JSON of a report."""


class Checked(NamedTuple):
    """A statement whose signature is good.

    Attributes:
        statement: all of it.
        key: the public key that signed it, 32 bytes.
    """

    statement: Statement
    key: bytes


def signed(report: Report, signer: Signer) -> Statement:
    """The statement of a report, signed by the server's key."""
    body = _body(report)
    digest = hashlib.sha256(canonical(body).encode()).digest()
    return {
        **body,
        "signature": {
            "sha256": digest.hex(),
            "key": signer.key.id,
            "public": b64encode(signer.key.public).decode(),
            "fingerprint": fingerprint(signer.key.public),
            "signature": b64encode(signer.sign(_message(digest))).decode(),
        },
    }


def statement_bytes(statement: Statement) -> bytes:
    """A statement as a file holds it: UTF-8, set for people to read too."""
    return (json.dumps(statement, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def check(data: bytes, key: bytes | None = None) -> Checked:
    """Check the signature of a statement.

    Args:
        data: the file.
        key: the public key that is to have signed it; None for whichever did.

    Raises:
        ValueError: it does not hold; with a full sentence.
    """
    try:
        body: dict[str, Any] = json.loads(data)
        signature = body.pop("signature")
        public, given = b64decode(signature["public"]), b64decode(signature["signature"])
        digest = hashlib.sha256(canonical(body).encode()).digest()
        told = signature["sha256"], signature["key"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError("It is not a report as Byline writes it.") from error
    if told != (digest.hex(), key_id(public)):
        raise ValueError("It says something else than what was signed.")
    if not is_signed(public, _message(digest), given):
        raise ValueError("The signature is not by that key, or not of this report.")
    if key is not None and key != public:
        raise ValueError("It is signed with another key than the one given.")
    return Checked({**body, "signature": signature}, public)


def _message(digest: bytes) -> bytes:
    return f"{FORMAT}\n{digest.hex()}\n".encode()


def _body(report: Report) -> dict[str, object]:
    document, numbers = report.document, report.numbers
    return {
        "format": FORMAT,
        "document": {
            "id": document.id,
            "title": document.title,
            "generation": document.generation,
            "created_at": document.created_at,
        },
        "made_at": report.made_at,
        "ledger": {"seq": report.seq, "head": report.head.hex(), "updates": report.updates},
        "text": {"sha256": report.text_sha256, "units": report.units, "words": report.words},
        "people": {
            person.id: person_json(person)
            for person in sorted(report.people.values(), key=lambda each: each.id)
        },
        "shares": [
            {**_whose_json(whose), "units": units}
            for whose in numbers.series
            if (units := report.shares.get(whose, 0))
        ],
        "contributors": [
            {
                "person": each.person,
                "access": each.access,
                "roles": [{"role": role.role, "basis": role.basis} for role in each.roles],
            }
            for each in report.contributors
        ],
        "passages": [_passage_json(each) for each in report.passages],
        "suggestions": [_suggestion_json(each) for each in report.suggestions],
        "reviews": [
            {"seq": e.seq, "at": e.at, "kind": e.kind, "person": e.person, "note": e.note}
            for e in report.reviews
        ],
        "quoted": [
            {"seq": e.seq, "at": e.at, "person": e.person, "document": e.document}
            for e in report.quoted
        ],
        "numbers": numbers_json(numbers),
        "sentences": [
            {"id": e.id, "title": e.title, "text": e.text, "confirm": e.confirm}
            for e in sentences_of(report)
        ],
        "limits": list(limits_of(report)),
        "verify": {
            "report": f"byline verify {document.id}.report.json",
            "bundle": f"byline verify {document.id}.bundle.jsonl",
        },
    }


def _whose_json(whose: Whose) -> dict[str, str | None]:
    return {"kind": whose.kind, "person": whose.person}


def _passage_json(passage: Passage) -> dict[str, object]:
    said = passage.disclosure
    return {
        "id": passage.id,
        "section": passage.section,
        "heading": passage.heading,
        "ai_disclosure": None if said is None else said.value,
        "text": passage.text,
        "parts": [
            {
                "text": part.text,
                "units": part.units,
                **_whose_json(part.whose),
                "origin": part.origin,
                "placed_by": part.placed_by,
                "suggestion": part.suggestion,
                "undeclared": part.undeclared,
                "document": part.document,
            }
            for part in passage.parts
        ],
    }


def _suggestion_json(suggestion: PlacedSuggestion) -> dict[str, object]:
    return {
        "id": suggestion.id,
        "number": suggestion.number,
        "model": suggestion.model,
        "built_in": suggestion.built_in,
        "recipe": suggestion.recipe,
        "instruction": suggestion.instruction,
        "label": suggestion.label,
        "asked_by": suggestion.asked_by,
        "asked_at": suggestion.asked_at,
        "placed_by": list(suggestion.placed_by),
        "placed": suggestion.placed,
        "kept": suggestion.kept,
        "changed": [
            {"person": person, "deleted": deleted, "inserted": inserted}
            for person, (deleted, inserted) in suggestion.changed.items()
        ],
        "undeclared": suggestion.undeclared,
        "document": suggestion.document,
    }
