"""Law 2 at its root: the decision about authorship, whatever a client claims."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crdt.checked import Inserted
from crdt.ids import IdRange, to_units
from crdt.idset import IdSet
from crdt.ledger import Authorship
from crdt.lineage import claims_in, classify

ANNA, BEN, AT = "p_anna", "p_ben", 1_700_000_000_000
SUGGESTIONS = {"s_1": "The dog ran.", "s_2": "dog 🐕"}

IDS = st.fixed_dictionaries(
    {"client": st.sampled_from([7, 8]), "clock": st.integers(0, 14), "length": st.integers(1, 9)}
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from([BEN, "s_1", "typed"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
CLAIMS = st.one_of(
    st.fixed_dictionaries(
        {"to": IDS, "suggestion": st.sampled_from(["s_1", "s_2", "s_9"]), "at": st.integers(0, 13)}
    ),
    st.fixed_dictionaries({"to": IDS, "origin": st.sampled_from(["pasted", "typed", "imported"])}),
    st.fixed_dictionaries({"to": IDS, "author": st.just(BEN), "origin": st.just("typed")}),
    st.fixed_dictionaries({"to": IDS, "from": IDS}),
    JSON,
)
TEXTS = st.sampled_from(["The dog ran.", "The dog 🐕 sat.", "dog 🐕", "Ben wrote this."])


@pytest.mark.law(2)
@given(TEXTS, st.lists(CLAIMS, max_size=4))
def test_no_claim_makes_somebody_else_the_author(text: str, claims: list[Any]) -> None:
    """Whatever is claimed: each id's writer is the person on the connection or, if proven, nobody."""
    units = to_units(text)
    inserted = (
        Inserted(7, 0, len(units), "content", "text", units, None),
        Inserted(7, len(units), len(claims) or 1, "lineage", "any", None, tuple(claims)),
    )
    found = classify(inserted, claims_in(inserted), ANNA, AT, SUGGESTIONS.get)
    authorship = Authorship()
    authorship.record_all(found.entries)
    everything = [IdRange(run.client, run.clock, run.length) for run in inserted]
    assert authorship.spans().ids() == IdSet(everything)
    for span, entry in found.entries:
        assert (entry.placed_by, entry.at) == (ANNA, AT)
        match entry.origin:
            case "typed":
                assert entry.author == ANNA
            case "adopted":
                served = to_units(SUGGESTIONS[entry.suggestion or ""])
                assert entry.author is None
                assert units[span.clock :][: span.length] in served
            case origin:
                assert (origin, entry.author) == ("pasted", None)
