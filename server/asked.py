"""What somebody asked the assistant for, in whichever document, so that it is known where they paste it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from weakref import WeakValueDictionary

from crdt.entries import suggestion_body
from crdt.grams import TextIndex
from crdt.ids import to_units
from crdt.suggested import suggestions_in
from server.ports import SuggestionStore
from server.records import SuggestionRow

__all__ = ["Asked", "AskedByPerson"]

KEPT: Final = 300
"""How many of a person's latest suggestions are looked for."""


class Asked:
    """The latest suggestions that one person asked for."""

    def __init__(self, rows: Iterable[SuggestionRow]) -> None:
        self._rows: list[SuggestionRow] = []
        self._index = TextIndex()
        for row in rows:
            self.add(row)

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, row: SuggestionRow) -> None:
        """One more was served."""
        self._rows.append(row)
        self._index.add(to_units(row.text))

    def bodies_in(self, units: str, document_id: str) -> Iterator[dict[str, object]]:
        """Entries for another document's ledger, of the suggestions that a text holds a good part of.

        Args:
            units: the text.
            document_id: where it is; suggestions that were served there are in its ledger already.
        """
        for number in sorted(suggestions_in(units, self._index)):
            row = self._rows[number]
            if row.document_id != document_id:
                yield suggestion_body(
                    row.id,
                    row.text,
                    number=None,
                    model=row.model,
                    label=row.label,
                    recipe=row.recipe,
                    instruction=None,
                    document=row.document_id,
                )


class AskedByPerson:
    """What everybody who is here asked for, read once for as long as they are.

    Args:
        store: where suggestions are kept.
    """

    def __init__(self, store: SuggestionStore) -> None:
        self._store = store
        self._known: WeakValueDictionary[str, Asked] = WeakValueDictionary()

    async def of(self, person_id: str) -> Asked:
        """What a person asked for; keep it for as long as they are here."""
        known = self._known.get(person_id)
        if known is None:
            rows = await self._store.asked_by(person_id, KEPT)
            known = self._known.setdefault(person_id, Asked(rows))
        return known

    def note(self, row: SuggestionRow) -> None:
        """A suggestion was served."""
        known = self._known.get(row.person_id)
        if known is not None:
            known.add(row)
