"""server.visits: what people had seen when they were last here."""

from server.records import Visit
from server.visits import AWAY_MS, Visits

HOUR_MS = 60 * 60 * 1000


class Kept:
    def __init__(self) -> None:
        self.visits: dict[tuple[str, str], Visit] = {}

    async def visit(self, document_id: str, person_id: str) -> Visit | None:
        return self.visits.get((document_id, person_id))

    async def save_visits(self, left: tuple[Visit, ...]) -> None:
        self.visits |= {(visit.document_id, visit.person_id): visit for visit in left}


async def seen(visits: Visits, came_ms: int) -> int | None:
    return await visits.seen_before("d", "p_ada", came_ms)


async def test_who_was_never_here_has_seen_nothing() -> None:
    assert await seen(Visits(Kept()), 0) is None


async def test_who_comes_back_had_seen_what_was_there_when_they_left() -> None:
    visits = Visits(Kept())
    visits.leave("d", "p_ada", came_ms=0, seq=7, at_ms=1000)
    assert await seen(visits, HOUR_MS) == 7
    await visits.write_down()
    assert await seen(visits, HOUR_MS) == 7
    visits.leave("d", "p_ada", came_ms=HOUR_MS, seq=20, at_ms=HOUR_MS + 1000)
    assert await seen(visits, 3 * HOUR_MS) == 20


async def test_loading_the_page_again_does_not_make_everything_seen() -> None:
    for written in (False, True):
        visits = Visits(Kept())
        visits.leave("d", "p_ada", came_ms=0, seq=7, at_ms=1000)
        await visits.write_down()
        for reload in range(3):
            came = HOUR_MS + reload * 1000
            visits.leave("d", "p_ada", came_ms=came, seq=20 + reload, at_ms=came + 500)
            if written:
                await visits.write_down()
        assert await seen(visits, HOUR_MS + 4000) == 7
        assert await seen(visits, HOUR_MS + 2 * AWAY_MS) == 22


async def test_a_first_visit_in_pieces_has_nothing_before_it() -> None:
    visits = Visits(Kept())
    visits.leave("d", "p_ada", came_ms=0, seq=7, at_ms=1000)
    await visits.write_down()
    visits.leave("d", "p_ada", came_ms=2000, seq=9, at_ms=3000)
    await visits.write_down()
    assert await seen(visits, 4000) == 7
