"""Authorship of recorded sessions whose true authors are known (SPEC.md L3, A6)."""

import base64
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from crdt.guard import Guard
from crdt.ids import IdRange
from crdt.ledger import Authorship, Entry
from crdt.lineage import Classified, claims_in, classify

TRACES = Path(__file__).parent / "traces"
CLAIMED, REAL = "claimed-1-natural", "real-friendsforever"


@cache
def decisions(trace: str) -> Sequence[Classified]:
    """What is decided about each update of a trace, in the order of the log."""
    guard, served, found = Guard.empty(), dict[str, str](), list[Classified]()
    for line in (TRACES / f"{trace}.jsonl").read_text().splitlines():
        record = json.loads(line)
        if record["type"] == "suggestion":
            served[record["id"]] = record["text"]
            continue
        checked = guard.check(base64.b64decode(record["update"]))
        guard.admit(checked)
        claims = claims_in(checked.inserted)
        person, at = record["user"], record["at"]
        found.append(classify(checked.inserted, claims, person, at, served.get))
    return found


def folded(trace: str) -> Authorship:
    authorship = Authorship()
    for found in decisions(trace):
        authorship.record_all(found.entries)
    return authorship


def live_spans(trace: str) -> Iterator[tuple[str | None, IdRange, Entry]]:
    """The true source of each live span beside what was decided."""
    authorship = folded(trace)
    expected = json.loads((TRACES / f"{trace}.expected.json").read_text())
    for run in expected:
        ids = IdRange(run["client"], run["clock"], run["length"])
        for span, entry in authorship.spans_of([ids]):
            yield run["source"], span, entry


def test_l3_honest_claims_are_believed_and_never_wrongly() -> None:
    assert [refused for found in decisions(CLAIMED) for refused in found.refused] == []
    adopted = Counter[bool]()
    for source, span, entry in live_spans(CLAIMED):
        if entry.origin == "adopted":
            adopted[source == f"ai:{entry.suggestion}"] += span.length
            assert entry.author is None
    assert set(adopted) == {True}
    assert adopted[True] > 1_000


def test_l2_the_writer_of_a_live_session_is_the_person_on_the_connection() -> None:
    right = Counter[bool]()
    for source, span, entry in live_spans(REAL):
        if source is not None:
            right[entry.author == source] += span.length
    assert set(right) == {True}


def test_a6_a_snapshot_at_any_moment_changes_nothing() -> None:
    straight = folded(CLAIMED)
    found = decisions(CLAIMED)
    for step in (1, 7, 250):
        authorship = Authorship()
        for count, decision in enumerate(found):
            if count % step == 0:
                authorship = Authorship.loads(authorship.dumps())
            authorship.record_all(decision.entries)
        assert authorship.dumps() == straight.dumps()


def test_a1_every_id_below_the_state_vector_has_an_entry() -> None:
    guard = Guard.empty()
    for line in (TRACES / f"{CLAIMED}.jsonl").read_text().splitlines():
        record = json.loads(line)
        if record["type"] == "update":
            guard.admit(guard.check(base64.b64decode(record["update"])))
    everything = [IdRange(client, 0, clock) for client, clock in sorted(guard.state_vector.items())]
    assert list(folded(CLAIMED).spans().ids()) == everything
