"""Entries of the ledger that are no updates: what they say, and what they mean for lineage.

A `suggestion` was served for the document, an `excerpt` quotes another document; other kinds, such as `role`
and `export`, mean nothing for the text (SPEC.md H5, H6).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crdt.authorship import Entry
from crdt.checked import Checked
from crdt.excerpts import Excerpt
from crdt.ids import Id, IdRange, to_units
from crdt.ledger import SYSTEM_USER
from crdt.lineage import Decided, Lineage

__all__ = ["decide_update", "enter", "excerpt_body", "suggestion_body"]


def decide_update(lineage: Lineage, checked: Checked, user: str, at: int) -> Decided:
    """Decide the authorship of an update of the ledger that the guard has admitted.

    Args:
        lineage: of the document.
        checked: what the guard found.
        user: who was signed in on the connection; `SYSTEM_USER` for what the server wrote.
        at: when the server received it, in ms since the epoch.
    """
    if user == SYSTEM_USER:  # what a document begins with is nobody's words
        return lineage.receive_opening(checked, user, at)
    return lineage.receive(checked, user, at)


def enter(lineage: Lineage, body: Mapping[str, Any]) -> None:
    """Tell lineage of an entry that is no update; `body` is its kind and its fields."""
    match body["kind"]:
        case "suggestion":
            lineage.add_suggestion(body["id"], body["text"], body.get("author"))
        case "excerpt":
            lineage.add_excerpt(_excerpt_of(body))
        case _:
            pass


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
    author: str | None = None,
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
        author: the person who wrote it, if no machine did.
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
        **({} if author is None else {"author": author}),
    }


def excerpt_body(
    document: str,
    ids: IdRange,
    text: str,
    entries: list[tuple[IdRange, Entry]],
    behind: Id | None = None,
) -> dict[str, object]:
    """The fields of an entry that quotes another document, as it was when a claim named it.

    Args:
        document: which.
        ids: of the text there.
        text: all of it.
        entries: whose words they are.
        behind: the live unit in front of the first id.
    """
    return {
        "kind": "excerpt",
        "document": document,
        "client": ids.client,
        "clock": ids.clock,
        "text": text,
        "behind": None if behind is None else [behind.client, behind.clock],
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


def _excerpt_of(body: Mapping[str, Any]) -> Excerpt:
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
    behind = None if body["behind"] is None else Id(*body["behind"])
    ids = IdRange(client, body["clock"], len(units))
    return Excerpt(body["document"], ids, units, entries, behind)
