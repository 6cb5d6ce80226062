"""What the log of one open document says: who wrote what, which claims did not hold. No I/O.

It is told every row of the log in its order, when the document is opened and while it is open, and
is a pure function of them: a document that is opened again says the same.
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import asdict, dataclass
from typing import Any, Final

from crdt.authorship import Entry
from crdt.checked import Checked
from crdt.excerpts import Excerpt
from crdt.ids import IdRange, to_units
from crdt.lineage import Decided, Lineage
from server.names import SYSTEM_PERSON_ID
from server.records import LogRow

__all__ = ["DocumentLedger", "Refusal", "excerpt_body", "suggestion_body"]

REFUSALS_KEPT: Final = 200


@dataclass(frozen=True, slots=True)
class Refusal:
    """A claim that did not hold, as it came, and why."""

    seq: int
    at: int
    person: str
    client: int | None
    reason: str
    claim: object


class DocumentLedger:
    """The fold of a document's log.

    Args:
        lineage: with the guard of the document.
        refused: what `dumps_refused` gave, with that lineage.
    """

    def __init__(self, lineage: Lineage, refused: str | None = None) -> None:
        self.lineage = lineage
        told: dict[str, Any] = json.loads(refused) if refused else {"total": 0, "latest": []}
        self.refused_total: int = told["total"]
        self.refused = deque((Refusal(**each) for each in told["latest"]), maxlen=REFUSALS_KEPT)

    def receive_update(self, checked: Checked, row: LogRow) -> Decided:
        """Decide the authorship of an update that the guard has admitted."""
        if row.person_id == SYSTEM_PERSON_ID:  # what a document begins with is nobody's words
            return self.lineage.receive_opening(checked, row.person_id, row.at_ms)
        decided = self.lineage.receive(checked, row.person_id, row.at_ms)
        for claim in decided.refused:
            client = checked.clients[0] if checked.clients else None
            at, person = row.at_ms, row.person_id
            self.refused.append(Refusal(row.seq, at, person, client, claim.reason, claim.value))
            self.refused_total += 1
        return decided

    def receive_entry(self, row: LogRow) -> None:
        """Take an entry that is no update."""
        body: dict[str, Any] = json.loads(row.data)
        match body["kind"]:
            case "suggestion":
                self.lineage.add_suggestion(body["id"], body["text"])
            case "excerpt":
                self.lineage.add_excerpt(_excerpt_of(body))
            case _:
                pass  # roles and exports say nothing about text

    def dumps_refused(self) -> str:
        """The latest refusals, for a snapshot."""
        latest = [asdict(each) for each in self.refused]
        return json.dumps({"total": self.refused_total, "latest": latest}, ensure_ascii=False)


def suggestion_body(
    suggestion: str,
    text: str,
    *,
    number: int | None,
    model: str,
    label: str,
    recipe: str,
    instruction: str | None,
    document: str | None = None,
) -> dict[str, object]:
    """The fields of an entry that says a suggestion was served.

    Args:
        suggestion: its id.
        text: all of it.
        number: in its document; None for one that was served in another.
        model: who wrote it.
        label: in which way it differs.
        recipe: what was asked for.
        instruction: what was asked for in words, if anything.
        document: where it was served, if that was not here.
    """
    return {
        "kind": "suggestion",
        "id": suggestion,
        "number": number,
        "text": text,
        "model": model,
        "label": label,
        "recipe": recipe,
        "instruction": instruction,
        **({} if document is None else {"document": document}),
    }


def excerpt_body(
    document: str, ids: IdRange, text: str, entries: list[tuple[IdRange, Entry]]
) -> dict[str, object]:
    """The fields of an entry that quotes another document, as it was when a claim named it."""
    return {
        "kind": "excerpt",
        "document": document,
        "client": ids.client,
        "clock": ids.clock,
        "text": text,
        "spans": [
            {
                "clock": span.clock,
                "length": span.length,
                "author": entry.author,
                "written": entry.written,
                "suggestion": entry.suggestion,
                "undeclared": entry.undeclared,
            }
            for span, entry in entries
        ],
    }


def _excerpt_of(body: dict[str, Any]) -> Excerpt:
    client, units = body["client"], to_units(body["text"])
    entries = tuple(
        (
            IdRange(client, span["clock"], span["length"]),
            Entry(
                span["author"],
                None,
                0,
                span["written"],
                span["suggestion"],
                span["undeclared"],
                span["written"],
            ),
        )
        for span in body["spans"]
    )
    return Excerpt(body["document"], IdRange(client, body["clock"], len(units)), units, entries)
