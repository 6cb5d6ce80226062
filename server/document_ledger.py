"""What the log of one open document says: who wrote what, which claims did not hold. No I/O.

It is told every row of the log in its order, when the document is opened and while it is open, and
is a pure function of them: a document that is opened again says the same.
"""

from __future__ import annotations

import json
from collections import deque
from typing import Any, Final

from crdt.checked import Checked
from crdt.entries import decide_update, enter
from crdt.lineage import Decided, Lineage
from crdt.refusals import Refusal, refusals_of
from server.records import LogRow

__all__ = ["DocumentLedger"]

REFUSALS_KEPT: Final = 200


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
        decided = decide_update(self.lineage, checked, row.person_id, row.at_ms)
        if decided.refused:
            self.refused_total += len(decided.refused)
            self.refused += refusals_of(decided, checked, row.seq, row.at_ms, row.person_id)
        return decided

    def receive_entry(self, row: LogRow) -> None:
        """Take an entry that is no update."""
        enter(self.lineage, json.loads(row.data))

    def dumps_refused(self) -> str:
        """The latest refusals, for a snapshot."""
        latest = [each._asdict() for each in self.refused]
        return json.dumps({"total": self.refused_total, "latest": latest}, ensure_ascii=False)
