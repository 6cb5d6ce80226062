"""What hosting does for the history: old updates are packed, and people's visits are noted."""

from pathlib import Path

import pytest

from server.histories import Histories
from server.segments import SEGMENT_ROWS
from server.visits import AWAY_MS
from tests.server.house import ADA, BEN, House, Tab


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


async def write_much(house: House, tab: Tab, updates: int) -> str:
    for number in range(updates):
        tab.write(chr(97 + number % 26))
        house.clock.now += 50
    text = str(tab.text)
    await tab.until_text(text)
    return text


async def test_old_updates_are_packed_and_nothing_of_them_is_lost(house: House) -> None:
    """Written, let go, opened again, written on: text, log and history are those of a log that was never packed."""
    async with house.open() as hosting:
        tab = await Tab(hosting).enter("doc", ADA)
        text = await write_much(house, tab, 3 * SEGMENT_ROWS)
    async with house.open() as hosting:
        assert len(await house.store.load_histories("doc")) == 2
        ben = await Tab(hosting).enter("doc", BEN)
        assert str(ben.text) == text
        text = await write_much(house, ben, 10)
        await hosting._commit.flush()
        log = await house.store.load_log("doc")
        assert [row.seq for row in log] == list(range(1, len(log) + 1))
        history = await Histories(house.store).of("doc")
        assert history.seq == log[-1].seq
        (session,) = history.sessions
        assert session.people[ADA.id].inserted == 3 * SEGMENT_ROWS
        assert session.people[BEN.id].inserted == 10
        assert len(text) > 3 * SEGMENT_ROWS


async def test_nothing_is_packed_while_people_write(house: House) -> None:
    """Packing holds up who writes, so it waits for a pause; the snapshot does not."""
    async with house.open() as hosting:
        tab = await Tab(hosting).enter("doc", ADA)
        await write_much(house, tab, 3 * SEGMENT_ROWS)
        await hosting._commit.flush()
        room = hosting.room("doc")
        await hosting._upkeep.write_down(room)
        room.last_change_ms = house.clock.now
        await hosting._tend(room, house.clock.now)
        assert not await house.store.load_histories("doc")
        await hosting._tend(room, house.clock.now + 5_000)
        assert len(await house.store.load_histories("doc")) == 2


async def test_who_was_away_is_told_what_they_had_seen(house: House) -> None:
    async with house.open() as hosting:
        ada = await Tab(hosting).enter("doc", ADA)
        assert await hosting.seen_before("doc", ADA.id) is None
        await write_much(house, ada, 5)
        await hosting._commit.flush()
        seen = hosting.room("doc").durable_seq
        hosting.disconnect(ada.session)
        ben = await Tab(hosting).enter("doc", BEN)
        await write_much(house, ben, 5)
        house.clock.now += 2 * AWAY_MS
    async with house.open() as hosting:
        again = await Tab(hosting).enter("doc", ADA)
        assert await hosting.seen_before("doc", ADA.id) == seen
        second = await Tab(hosting).enter("doc", ADA)
        hosting.disconnect(again.session)
        await hosting.visits.write_down()
        assert await hosting.seen_before("doc", ADA.id) == seen
        hosting.disconnect(second.session)
        await hosting.visits.write_down()
        third = await Tab(hosting).enter("doc", ADA)
        assert await hosting.seen_before("doc", ADA.id) == seen
        hosting.disconnect(third.session)
