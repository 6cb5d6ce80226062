"""server.histories: histories that follow the log."""

import asyncio

from server.histories import Histories
from server.records import LogRow
from tests.server.test_history import ROWS, history_of


class Log:
    """A log that grows, packed up to an entry, and how often it was read from where."""

    def __init__(self) -> None:
        self.rows: list[LogRow] = []
        self.packed = 0
        self.asked: list[int | None] = []

    async def load_histories(self, document_id: str) -> tuple[bytes, ...]:
        packed = [row for row in self.rows if row.seq <= self.packed]
        return (history_of(packed).dumps(),) if packed else ()

    async def load_log(self, document_id: str, after: int | None = None) -> tuple[LogRow, ...]:
        self.asked.append(after)
        await asyncio.sleep(0)
        return tuple(
            each
            for each in self.rows
            if each.document_id == document_id and each.seq > (after or 0)
        )


async def test_a_history_reads_only_what_is_new() -> None:
    log = Log()
    histories = Histories(log)
    log.rows += ROWS[:2]
    assert (await histories.of("d")).seq == 2
    log.rows += ROWS[2:]
    several = await asyncio.gather(*(histories.of("d") for _ in range(3)))
    assert {history.seq for history in several} == {4}
    assert log.asked == [None, 2, 4, 4]


async def test_what_is_packed_is_not_read_row_by_row() -> None:
    log = Log()
    log.rows += ROWS
    log.packed = 3
    history = await Histories(log).of("d")
    assert history.dumps() == history_of(ROWS).dumps()
    assert log.asked == [3]


async def test_histories_of_a_few_documents_stay_in_memory() -> None:
    log = Log()
    histories = Histories(log)
    for number in range(40):
        await histories.of(f"d{number}")
    log.rows += ROWS
    assert (await histories.of("d")).seq == 4
    assert (await histories.of("d39")).seq == 0
    assert log.asked == [None] * 42
