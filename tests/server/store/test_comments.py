"""What every store promises of comments: threads, what is news to whom, and who was told by e-mail."""

import asyncio
from dataclasses import replace

import pytest

from crdt.ids import IdRange
from server.access import Role
from server.comments import Comment, News, Thread, news_of
from server.erasure import erase_person
from server.errors import NotFound
from server.records import Account, Person
from server.store.sql import SqlStore
from tests.server.store.examples import ADA, BEN, with_document, with_people

CAM = Person("p_cam", "Cam", "C", 5, "account")
FIRST = Comment("c_1", "t_1", ADA.id, 100, "Is that so, @[p_ben]?")
THREAD = Thread(
    "t_1",
    "doc",
    ADA.id,
    100,
    (IdRange(2**32 - 1, 0, 1), IdRange(2**53 - 1, 7, 2**31)),
    "words 🐕",
    comments=(FIRST,),
)
REPLY = Comment("c_2", "t_1", BEN.id, 200, "It is.")


@pytest.fixture
async def talk(store: SqlStore) -> SqlStore:
    """Ada mentions Ben, who has an account; he replies."""
    await with_people(store, ADA, CAM)
    await store.add_account(BEN, Account(BEN.id, "ben@example.org", "hash"), 1)
    await with_document(store)
    await with_document(store, "other")
    await store.add_thread(THREAD, news_of(FIRST, ()))
    await store.add_comment(REPLY, news_of(REPLY, [FIRST]))
    return store


def test_a_comment_is_news_to_whom_it_mentions_and_who_spoke_before() -> None:
    assert news_of(FIRST, ()) == (News("c_1", BEN.id, "mention"),)
    deleted = replace(REPLY, id="c_3", person_id=CAM.id, text="", deleted_at=1)
    last = Comment("c_4", "t_1", BEN.id, 300, "@[p_ada] @[p_ben] @[p_ada]")
    assert news_of(last, [FIRST, REPLY, deleted]) == (News("c_4", ADA.id, "mention"),)
    assert news_of(replace(last, text="Yes"), [FIRST, REPLY]) == (News("c_4", ADA.id, "reply"),)


async def test_threads_come_back_as_they_were_stored(talk: SqlStore) -> None:
    thread = replace(THREAD, comments=(FIRST, REPLY))
    assert await talk.threads("doc") == (thread,)
    assert await talk.thread("doc", "t_1") == thread
    assert await talk.thread("other", "t_1") is None
    assert await talk.threads("other") == ()
    earlier = replace(THREAD, id="t_0", at_ms=50, comments=())
    await talk.add_thread(earlier, ())
    assert [each.id for each in await talk.threads("doc")] == ["t_0", "t_1"]
    assert (await talk.count_threads("doc"), await talk.count_threads("other")) == (2, 0)


async def test_a_reply_opens_a_resolved_thread(talk: SqlStore) -> None:
    await talk.set_resolved("t_1", BEN.id, 300)
    (thread,) = await talk.threads("doc")
    assert (thread.resolved_by, thread.resolved_at) == (BEN.id, 300)
    await talk.add_comment(replace(REPLY, id="c_3", at_ms=400), ())
    (thread,) = await talk.threads("doc")
    assert (thread.resolved_by, thread.resolved_at) == (None, None)


async def test_what_is_read_is_read_once_and_by_oneself(talk: SqlStore) -> None:
    await talk.mark_read("doc", BEN.id, ["c_1", "c_2", "nonsense"], 250)
    await talk.mark_read("doc", BEN.id, ["c_1"], 999)
    await talk.mark_read("other", ADA.id, ["c_2"], 250)
    await talk.mark_read("doc", ADA.id, [], 250)
    assert await talk.news("doc", BEN.id) == {"c_1": News("c_1", BEN.id, "mention", 250)}
    assert await talk.news("doc", ADA.id) == {"c_2": News("c_2", ADA.id, "reply")}
    assert await talk.news("other", ADA.id) == {}


async def test_editing_tells_only_who_is_newly_mentioned(talk: SqlStore) -> None:
    await talk.mark_read("doc", BEN.id, ["c_1"], 250)
    changed = replace(FIRST, text="Is it, @[p_ben] and @[p_cam]?", edited_at=300)
    await talk.change_comment(changed, news_of(changed, ()))
    assert (await talk.threads("doc"))[0].comments[0] == changed
    assert (await talk.news("doc", BEN.id))["c_1"].read_at == 250
    assert await talk.news("doc", CAM.id) == {"c_1": News("c_1", CAM.id, "mention")}
    gone = replace(changed, text="", deleted_at=400)
    await talk.change_comment(gone, ())
    assert await talk.news("doc", CAM.id) == {}
    assert not (await talk.threads("doc"))[0].is_empty
    await talk.change_comment(replace(REPLY, text="", deleted_at=400), ())
    assert (await talk.threads("doc"))[0].is_empty


async def test_due_is_what_accounts_have_neither_read_nor_been_told(talk: SqlStore) -> None:
    (due,) = await talk.due_news()
    assert (due.person_id, due.login, due.role) == (BEN.id, "ben@example.org", None)
    assert (due.comment, due.quote, due.reason) == (FIRST, "words 🐕", "mention")
    assert (due.document_id, due.title, due.thread_id) == ("doc", "Untitled", "t_1")
    await talk.set_role("doc", BEN.id, Role.READER, 1)
    assert (await talk.due_news())[0].role is Role.READER

    await talk.set_digest(BEN.id, wanted=False)
    assert (await talk.due_news(), await talk.wants_digest(BEN.id)) == ((), False)
    await talk.set_digest(BEN.id, wanted=True)
    await talk.set_resolved("t_1", ADA.id, 1)
    assert await talk.due_news() == ()
    await talk.set_resolved("t_1", None, None)
    await talk.set_deleted("doc", 5)
    assert await talk.due_news() == ()
    await talk.set_deleted("doc", None)
    assert len(await talk.due_news()) == 1
    await talk.mark_read("doc", BEN.id, ["c_1"], 250)
    assert await talk.due_news() == ()
    assert await talk.wants_digest("nobody")


async def test_of_several_who_claim_news_one_gets_it(talk: SqlStore) -> None:
    claims = [talk.claim_news(BEN.id, ["c_1", "c_9"], now) for now in range(1, 5)]
    done = await asyncio.gather(*claims)
    assert sorted(map(len, done)) == [0, 0, 0, 1]
    assert await talk.due_news() == ()
    await talk.release_news(BEN.id, ["c_1"])
    assert len(await talk.due_news()) == 1


async def test_what_an_erased_person_said_stays_and_nothing_is_news_to_them(talk: SqlStore) -> None:
    await erase_person(talk, BEN.id, 500)
    (thread,) = await talk.threads("doc")
    assert thread.comments == (FIRST, REPLY)
    assert await talk.news("doc", BEN.id) == {}
    assert await talk.due_news() == ()
    with pytest.raises(NotFound):
        await erase_person(talk, "nobody", 1)
