"""server.history: sessions of work, and histories that follow the log."""

import asyncio

from server.history import Histories, History
from server.records import LogRow, RowKind
from tests.crdt.documents import ADA, BEN, item, update

MINUTE_MS = 60_000


def row(seq: int, at_ms: int, person: str, data: bytes, kind: int = RowKind.UPDATE) -> LogRow:
    return LogRow("d", seq, at_ms, person, data, kind)


ROWS = (
    row(1, 0, "p_ada", update(item(ADA, 0, "Hello"))),
    row(2, MINUTE_MS, "p_ben", update(item(BEN, 0, "!", origin=(ADA, 4)))),
    row(3, 2 * MINUTE_MS, "p_ada", b'{"kind":"suggestion"}', RowKind.ENTRY),
    row(4, 30 * MINUTE_MS, "p_ben", update(deleted=[(ADA, 0, 2)])),
)


def test_a_long_pause_begins_another_session() -> None:
    history = History()
    for each in ROWS:
        history.note(each)
    first, second = history.sessions
    assert (first.first, first.last, first.began, first.ended) == (1, 2, 0, MINUTE_MS)
    assert (second.first, second.last) == (4, 4)
    assert {person: work.inserted for person, work in first.people.items()} == {
        "p_ada": 5,
        "p_ben": 1,
    }
    assert second.people["p_ben"].deleted == 2
    assert history.seq == 4


class Log:
    """A log that grows, and how often it was read from where."""

    def __init__(self) -> None:
        self.rows: list[LogRow] = []
        self.asked: list[int | None] = []

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
    assert log.asked == [0, 2, 4, 4]


async def test_histories_of_a_few_documents_stay_in_memory() -> None:
    log = Log()
    histories = Histories(log)
    for number in range(40):
        await histories.of(f"d{number}")
    log.rows += ROWS
    assert (await histories.of("d")).seq == 4
    assert (await histories.of("d39")).seq == 0
    assert log.asked == [0] * 42
