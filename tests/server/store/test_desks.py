"""What every store promises of what a team has agreed on for the assistant."""

import asyncio
from dataclasses import replace

import pytest

from server.errors import ChangedMeanwhile
from server.names import SYSTEM_PERSON_ID
from server.policy import Used
from server.records import Desk, Mark, RecipeRow, UsageRow
from server.store.sql import SqlStore
from tests.server.store.examples import ADA, BEN, a_suggestion, with_document, with_people

CONTENT = {"name": "Ours", "dimensions": [{"label": "One", "hint": ""}]}


async def with_suggestions(store: SqlStore) -> None:
    """Ada asked twice, once in vain; Ben once, today; and Ada asked Ben."""
    await with_people(store)
    await with_document(store)
    usage = {"input": 10, "output": 4}
    ready = {"state": "ready", "text": "To", "usage": usage, "cost": 0.5}
    await store.add_request([a_suggestion("s_1", **ready), a_suggestion("s_2", state="failed")])
    await store.add_request([a_suggestion("s_3", request_id="q_2", state="failed")])
    bens = {**ready, "person_id": BEN.id, "request_id": "q_3", "at_ms": 500, "cost": None}
    await store.add_request([a_suggestion("s_4", **bens)])
    asked = {"request_id": "q_4", "answered_by": BEN.id, "recipe": "teammate"}
    await store.add_request([a_suggestion("s_5", **asked)])


async def test_of_two_who_save_over_the_same_version_one_does(store: SqlStore) -> None:
    await with_document(store)
    assert await store.desk("doc") == Desk({}, 0, {}, 0)
    saves = [store.save_brief("doc", {"purpose": f"{n}"}, 0) for n in range(3)]
    done = await asyncio.gather(*saves, return_exceptions=True)
    assert done.count(1) == 1
    assert sum(isinstance(each, ChangedMeanwhile) for each in done) == 2
    assert await store.save_policy("doc", {"assistant": False}, 0) == 1
    desk = await store.desk("doc")
    assert (desk.brief_version, desk.policy, desk.policy_version) == (1, {"assistant": False}, 1)


async def test_versions_of_recipes_are_all_kept_and_written_once(store: SqlStore) -> None:
    await with_people(store)
    await with_document(store)
    first = RecipeRow("doc", "r_1", 1, ADA.id, 5, CONTENT)
    gone = replace(first, version=2, person_id=BEN.id, at_ms=9, content=None)
    await store.add_recipes([first, replace(first, id="r_2")])
    await store.add_recipes([gone])
    with pytest.raises(ChangedMeanwhile):
        await store.add_recipes([replace(first, id="r_3"), gone])
    assert await store.recipes("doc") == (first, replace(first, id="r_2"), gone)
    assert await store.recipes("other") == ()


async def test_each_person_has_one_mark_for_a_suggestion(store: SqlStore) -> None:
    await with_suggestions(store)
    await store.set_mark(Mark("s_1", ADA.id, 1, pinned=True))
    await store.set_mark(Mark("s_1", ADA.id, -1, dismissed=True))
    await store.set_mark(Mark("s_1", BEN.id, 1))
    marks = {mark.person_id: mark for mark in await store.marks("doc")}
    assert marks == {
        ADA.id: Mark("s_1", ADA.id, -1, dismissed=True),
        BEN.id: Mark("s_1", BEN.id, 1),
    }
    assert await store.recipe_ratings("doc") == {"rephrase": (1, 1)}
    assert await store.marks("other") == ()
    await store.erase(replace(BEN, kind="erased"), 1000)
    assert [mark.person_id for mark in await store.marks("doc")] == [ADA.id]


async def test_sharing_is_stored_with_who_and_when(store: SqlStore) -> None:
    await with_suggestions(store)
    await store.set_shared("s_1", BEN.id, 700)
    (row,) = await store.suggestions_of(["s_1"])
    assert (row.shared_by, row.shared_at) == (BEN.id, 700)
    await store.set_shared("s_1", None, None)
    (row,) = await store.suggestions_of(["s_1"])
    assert row.shared_by is None


async def test_requests_in_vain_and_those_to_people_are_not_counted(store: SqlStore) -> None:
    await with_suggestions(store)
    assert await store.used_since("doc", ADA.id, 0) == Used(1, 2)
    assert await store.used_since("doc", ADA.id, 100) == Used(0, 1)
    assert await store.used_since("other", ADA.id, 0) == Used(0, 0)


async def test_usage_by_person(store: SqlStore) -> None:
    await with_suggestions(store)
    assert await store.usage("doc") == (
        UsageRow(ADA.id, 2, 1, 10, 4, 0.5),
        UsageRow(BEN.id, 1, 1, 10, 4, 0.0),
    )


async def test_a_question_to_a_teammate_outlives_a_restart(store: SqlStore) -> None:
    await with_suggestions(store)
    await store.add_request([a_suggestion("s_6", request_id="q_5")])
    await store.stop_unfinished()
    states = {row.id: row.state for row in await store.list_suggestions("doc")}
    assert (states["s_5"], states["s_6"]) == ("asking", "stopped")


@pytest.mark.parametrize("by_default", [True, False])
async def test_who_has_written_here_and_refuses(store: SqlStore, by_default: bool) -> None:
    await with_people(store)
    await with_document(store)
    await store.append([], [("doc", 7, ADA.id), ("doc", 8, ADA.id), ("doc", 9, BEN.id)])
    assert await store.consents([ADA.id, BEN.id]) == {ADA.id: None, BEN.id: None}
    await store.set_consent(ADA.id, consent=False)
    refusing = set(await store.refusing_writers("doc", by_default=by_default))
    assert refusing == ({ADA.id} if by_default else {ADA.id, BEN.id})
    await store.set_consent(ADA.id, consent=True)
    await store.set_consent(BEN.id, consent=True)
    assert await store.refusing_writers("doc", by_default=by_default) == ()
    assert SYSTEM_PERSON_ID not in refusing
