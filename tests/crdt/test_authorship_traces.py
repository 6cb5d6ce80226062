"""Authorship of recorded sessions whose true authors are known (SPEC.md L3, A6)."""

import base64
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from crdt.authorship import Entry
from crdt.guard import Guard
from crdt.ids import IdRange
from crdt.lineage import Decided, Lineage

TRACES = Path(__file__).parent / "traces"
CLAIMED, REAL = "claimed-1-natural", "real-friendsforever"


@cache
def read(trace: str) -> tuple[Guard, Lineage, Sequence[Decided]]:
    """A trace to its end, and what was decided about each update, in the order of the log."""
    guard = Guard.empty()
    lineage, found = Lineage(guard), list[Decided]()
    for line in (TRACES / f"{trace}.jsonl").read_text().splitlines():
        record = json.loads(line)
        if record["type"] == "suggestion":
            lineage.add_suggestion(record["id"], record["text"])
            continue
        checked = guard.check(base64.b64decode(record["update"]))
        guard.admit(checked)
        found.append(lineage.receive(checked, record["user"], record["at"]))
    return guard, lineage, found


def live_spans(trace: str) -> Iterator[tuple[str | None, IdRange, Entry]]:
    """The true source of each live span beside what was decided."""
    authorship = read(trace)[1].authorship
    expected = json.loads((TRACES / f"{trace}.expected.json").read_text())
    for run in expected:
        ids = IdRange(run["client"], run["clock"], run["length"])
        for span, entry in authorship.spans_of([ids]):
            yield run["source"], span, entry


@pytest.mark.parametrize("trace", [CLAIMED, REAL])
def test_every_live_character_has_its_true_source(trace: str) -> None:
    right = Counter[bool]()
    for source, span, entry in live_spans(trace):
        if source is not None:
            said = f"ai:{entry.suggestion}" if entry.suggestion else entry.author
            right[said == source] += span.length
    assert set(right) == {True}
    assert right[True] > 5_000


def test_l4_no_honest_claim_is_refused() -> None:
    assert [refused for found in read(CLAIMED)[2] for refused in found.refused] == []


def test_a1_every_id_below_the_state_vector_has_an_entry() -> None:
    guard, lineage, _ = read(CLAIMED)
    everything = [IdRange(client, 0, clock) for client, clock in sorted(guard.state_vector.items())]
    assert list(lineage.authorship.spans().ids()) == everything
