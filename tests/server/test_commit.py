"""server.commit on a fast disk: what nobody has to wait for is committed without a task, in the same order."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.connection import CloseCode
from server.hosting import Hosting
from server.records import LogRow
from tests.server.house import ADA, BEN, House, Tab
from tests.server.store.test_log_at_once import AlwaysFast


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
async def hosting(house: House) -> AsyncIterator[Hosting]:
    async with house.open() as subject:
        house.store._log._disk = AlwaysFast()  # type: ignore[attr-defined]
        yield subject


async def seqs(house: House) -> list[int]:
    return [row.seq for row in await house.store.load_log("d")]


async def one_turn() -> None:
    """Let the event loop run what is due, and no more."""
    await asyncio.sleep(0)


async def both_known(hosting: Hosting) -> tuple[Tab, Tab]:
    """Two people whose first words, which bind their clients, are behind them."""
    ada, ben = await Tab(hosting).enter("d", ADA), await Tab(hosting).enter("d", BEN)
    ada.write("a")
    await ben.until_text("a\n")
    ben.write("b")
    await ada.until_text("ba\n")
    return ada, ben


async def test_a_key_press_is_shown_and_durable_in_one_turn_of_the_loop(
    hosting: Hosting, house: House
) -> None:
    ada, ben = await both_known(hosting)
    ada.write("x")
    ben.hear()
    assert str(ben.text) == "ba\n"
    await one_turn()
    ben.hear()
    assert str(ben.text) == "xba\n"
    assert await seqs(house) == [1, 2, 3, 4]


async def test_what_is_read_together_is_one_commit(
    hosting: Hosting, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = await both_known(hosting)
    commits: list[int] = []
    append_at_once = house.store.append_at_once

    def counted(rows: list[LogRow]) -> bool:
        commits.append(len(rows))
        return append_at_once(rows)

    monkeypatch.setattr(house.store, "append_at_once", counted)
    ada.write("x")
    ben.write("y")
    await one_turn()
    assert commits == [2]


async def test_while_the_file_is_locked_everything_waits_in_its_order(
    hosting: Hosting, house: House, tmp_path: Path
) -> None:
    ada, ben = await both_known(hosting)
    other = sqlite3.connect(tmp_path / "byline.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for letter in "zyx":
        ada.write(letter)
        for _ in range(5):
            await one_turn()
        ben.hear()
        assert str(ben.text) == "ba\n"
    other.execute("ROLLBACK")
    other.close()
    await ben.until_text("xyzba\n")
    assert await seqs(house) == list(range(1, len(await seqs(house)) + 1))
    assert len(await seqs(house)) == 6


async def test_words_before_and_after_somebody_new_keep_their_order(
    hosting: Hosting, house: House
) -> None:
    """The first words of a person have to be waited for; those of others come behind them."""
    ada, ben = await both_known(hosting)
    carol = await Tab(hosting).enter("d", BEN)
    carol.write("c")
    await one_turn()
    ada.write("x")
    ben.write("y")
    for tab in (ada, ben, carol):
        await tab.until(lambda text: sorted(text) == sorted("abcxy\n"))
    assert await seqs(house) == [1, 2, 3, 4, 5, 6]


async def test_a_number_that_is_taken_throws_the_room_away(hosting: Hosting, house: House) -> None:
    ada, ben = await both_known(hosting)
    await house.store.append([LogRow("d", 4, 0, ADA.id, b"\x00\x00")], [])
    ada.write("collides")
    await one_turn()
    for tab in (ada, ben):
        assert tab.closing is not None
        assert tab.closing.code is CloseCode.RELOADING
    ben.hear()
    assert str(ben.text) == "ba\n"
    assert hosting.room("d") is None
