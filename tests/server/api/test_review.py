"""Reviewing a document over HTTP: marking, contesting, signing off, and how a passage came to be."""

import hashlib
import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from crdt.verification import verify
from server.access import Role
from tests.server.api.reviewers import PASTED, PLACED, Reviewers, Writer, seen
from tests.server.api.site import slug
from tests.server.api.test_access_matrix import a_world

START = "We begin. "


@pytest.fixture
async def team(tmp_path: Path) -> AsyncGenerator[Reviewers]:
    async with a_world(tmp_path) as world:
        yield await Reviewers(world).begin()


async def one_placed(team: Reviewers) -> Writer:
    """A writer's own words, then a suggestion that they placed."""
    writer = await team.writer()
    await team.suggest("s_1")
    await writer.change(0, START)
    await writer.place(len(START), "s_1")
    return writer


async def test_passages_are_told_with_origin_person_and_suggestion(team: Reviewers) -> None:
    writer = await one_placed(team)
    await writer.change(len(START + PLACED), " And then: ")
    await writer.paste(len(START + PLACED) + 11)
    told = await team.review()
    first, second = told["passages"]
    assert (first["kind"], first["text"], first["suggestion"]) == ("ai", PLACED, "s_1")
    assert (second["kind"], second["text"], second["suggestion"]) == ("pasted", PASTED, None)
    placer = team.people[Role.WRITER].id
    assert first["placed_by"] == second["placed_by"] == placer
    assert told["people"].keys() >= {placer}
    assert told["suggestions"]["s_1"]["asked_by"] == placer
    assert told["progress"] == {
        "ai": {"total": 1, "reviewed": 0, "stale": 0, "contested": 0},
        "all": {"total": 2, "reviewed": 0, "stale": 0, "contested": 0},
    }
    text = f"{START}{PLACED} And then: {PASTED}\n"
    assert told["sha256"] == hashlib.sha256(text.encode()).hexdigest()


async def test_a_review_holds_until_the_words_change(team: Reviewers) -> None:
    """Formatting and a new paragraph leave it; a word makes it stale, until it is taken out again."""
    writer = await one_placed(team)
    made = await team.mark(Role.REVIEWER, await team.passage(), "  Checked\nagainst the source. ")
    assert made.status_code == 201
    passage = await team.passage()
    (held,) = passage["reviews"]
    assert (passage["state"], held["holds"], held["said"]) == ("reviewed", True, None)
    assert held["note"] == "Checked against the source."
    await writer.format(len(START), 12, {"bold": True})
    await writer.change(len(START) + PLACED.index("nobody"), "\n")
    assert (await team.passage())["state"] == "reviewed"
    await writer.change(len(START) + 4, "old ")
    passage = await team.passage()
    assert (passage["state"], passage["changed"]) == ("stale", True)
    assert (passage["placed"], passage["reviews"][0]["said"]) == (PLACED, PLACED)
    assert (await team.review())["progress"]["ai"] == {
        "total": 1,
        "reviewed": 0,
        "stale": 1,
        "contested": 0,
    }
    await writer.change(len(START) + 4, delete=4)
    assert (await team.passage())["state"] == "reviewed"


async def test_a_passage_that_changed_meanwhile_is_not_marked(team: Reviewers) -> None:
    writer = await one_placed(team)
    before = await team.passage()
    await writer.change(len(START) + 4, "old ")
    answer = await team.mark(Role.REVIEWER, before)
    assert (answer.status_code, slug(answer)) == (409, "changed-meanwhile")
    await writer.change(0, delete=len(START) + len(PLACED) + 4)
    answer = await team.mark(Role.REVIEWER, before)
    assert (answer.status_code, slug(answer)) == (409, "passage-unknown")
    assert await team.world.store.reviews(team.document) == ()


async def test_nobody_reviews_their_own_placing_where_a_second_person_has_to(
    team: Reviewers,
) -> None:
    await one_placed(team)
    passage = await team.passage()
    assert (await team.mark(Role.WRITER, passage)).status_code == 201
    assert (await team.passage())["state"] == "reviewed"
    await team.second_person()
    passage = await team.passage()
    assert (passage["state"], passage["reviews"][0]["counts"]) == ("unreviewed", False)
    answer = await team.mark(Role.WRITER, passage)
    assert (answer.status_code, slug(answer)) == (403, "own-placing")
    assert (await team.mark(Role.COORDINATOR, passage)).status_code == 201
    assert (await team.passage())["state"] == "reviewed"


async def test_moving_somebody_elses_placing_does_not_make_it_ones_own(team: Reviewers) -> None:
    """Who moved a passage may review it; who placed it may not, and the review moves along."""
    await one_placed(team)
    await team.second_person()
    coordinator = await team.writer(Role.COORDINATOR)
    (client, clock, _), *_ = (await team.passage())["ids"]
    claim = {
        "to": coordinator.claim_to(len(PLACED)),
        "from": {"client": client, "clock": clock},
    }
    await coordinator.change(len(START), delete=len(PLACED))
    await coordinator.change(0, PLACED, claim)
    passage = await team.passage()
    assert passage["placed_by"] == team.people[Role.WRITER].id
    assert slug(await team.mark(Role.WRITER, passage)) == "own-placing"
    assert (await team.mark(Role.COORDINATOR, passage)).status_code == 201
    back = {
        "to": coordinator.claim_to(len(PLACED)),
        "from": dict(zip(("client", "clock"), passage["ids"][0][:2], strict=True)),
    }
    await coordinator.change(0, delete=len(PLACED))
    await coordinator.change(len(START), PLACED, back)
    assert (await team.passage())["state"] == "reviewed"


async def test_a_review_is_withdrawn_by_who_made_it(team: Reviewers) -> None:
    await one_placed(team)
    made = (await team.mark(Role.REVIEWER, await team.passage())).json()["id"]
    answer = await team.ask(Role.COORDINATOR, "DELETE", f"/passages/{made}")
    assert (answer.status_code, slug(answer)) == (403, "forbidden")
    assert (await team.ask(Role.REVIEWER, "DELETE", f"/passages/{made}")).status_code == 204
    assert (await team.ask(Role.REVIEWER, "DELETE", f"/passages/{made}")).status_code == 404
    assert (await team.passage())["state"] == "unreviewed"


async def test_a_reviewer_selects_human_text(team: Reviewers) -> None:
    writer = await one_placed(team)
    place = await team.review()
    assert len(place["passages"]) == 1
    told = await team.clients[Role.REVIEWER].get(f"/api/documents/{team.document}/authorship")
    (span,) = [each for each in told.json()["spans"] if each["origin"] == "typed"]
    ids = [[span["client"], span["clock"], 8]]
    digest = hashlib.sha256(START[:8].encode()).hexdigest()
    wish = {"ids": ids, "hash": digest, "selected": True, "note": "Good"}
    answer = await team.ask(Role.REVIEWER, "POST", "/passages", {**wish, "hash": "0" * 64})
    assert slug(answer) == "changed-meanwhile"
    assert (await team.ask(Role.REVIEWER, "POST", "/passages", wish)).status_code == 201
    selected = await team.passage("selected")
    assert (selected["text"], selected["state"]) == (START[:8], "reviewed")
    assert [each["kind"] for each in (await team.review())["passages"]] == ["selected", "ai"]
    assert (await team.review())["progress"]["all"]["total"] == 1
    await writer.change(3, "now ")
    assert (await team.passage("selected"))["state"] == "stale"
    assert (await team.mark(Role.WRITER, await team.passage("selected"))).status_code == 201
    selected = await team.passage("selected")
    assert (selected["state"], len(selected["reviews"])) == ("reviewed", 2)
    await writer.change(0, delete=len(START) + 4)
    assert len((await team.review())["passages"]) == 1


async def test_a_contest_is_withdrawn_or_settled(team: Reviewers) -> None:
    await one_placed(team)
    wish = {**seen(await team.passage()), "reason": "Not what we agreed on."}
    answer = await team.ask(Role.REVIEWER, "POST", "/contests", {**wish, "reason": " \n"})
    assert (answer.status_code, slug(answer)) == (422, "invalid")
    first = (await team.ask(Role.REVIEWER, "POST", "/contests", wish)).json()["id"]
    passage = await team.passage()
    assert passage["contested"]
    assert passage["contests"][0]["reason"] == "Not what we agreed on."
    settle = f"/contests/{first}/settle"
    assert slug(await team.ask(Role.WRITER, "POST", settle, {"note": "Fine."})) == "forbidden"
    assert slug(await team.ask(Role.WRITER, "DELETE", f"/contests/{first}")) == "forbidden"
    answer = await team.ask(Role.COORDINATOR, "POST", settle, {"note": "We keep it."})
    assert answer.status_code == 204
    assert slug(await team.ask(Role.COORDINATOR, "POST", settle, {"note": "Again."})) == "conflict"
    passage = await team.passage()
    assert not passage["contested"]
    settled = passage["contests"][0]
    assert (settled["end"], settled["ended_note"]) == ("settled", "We keep it.")
    assert settled["ended_by"] == team.people[Role.COORDINATOR].id
    second = (await team.ask(Role.REVIEWER, "POST", "/contests", wish)).json()["id"]
    assert (await team.ask(Role.REVIEWER, "DELETE", f"/contests/{second}")).status_code == 204
    assert len((await team.passage())["contests"]) == 1


async def test_a_sign_off_is_of_the_text_that_was_seen(team: Reviewers) -> None:
    writer = await one_placed(team)
    await team.mark(Role.REVIEWER, await team.passage())
    before = await team.review()
    await writer.change(0, "So: ")
    wish = {"sha256": before["sha256"], "note": "For print"}
    answer = await team.ask(Role.COORDINATOR, "POST", "/sign-offs", wish)
    assert (answer.status_code, slug(answer)) == (409, "changed-meanwhile")
    now = await team.review()
    wish["sha256"] = now["sha256"]
    made = (await team.ask(Role.COORDINATOR, "POST", "/sign-offs", wish)).json()["id"]
    (signed,) = (await team.review())["sign_offs"]
    assert (signed["passages"], signed["reviewed"], signed["unreviewed"]) == (1, 1, 0)
    assert (signed["covers"], signed["changed"]) == (now["seq"], False)
    assert signed["seq"] == now["seq"] + 1
    await writer.change(0, "x")
    assert (await team.review())["sign_offs"][0]["changed"] is True
    answer = await team.ask(Role.COORDINATOR, "DELETE", f"/sign-offs/{made}")
    assert answer.status_code == 204
    assert (await team.review())["sign_offs"] == []
    answer = await team.ask(Role.COORDINATOR, "DELETE", f"/sign-offs/{made}")
    assert answer.status_code == 404


async def test_the_life_of_a_passage_from_its_placing_to_now(team: Reviewers) -> None:
    writer = await one_placed(team)
    coordinator = await team.writer(Role.COORDINATOR)
    start = len(START)
    await coordinator.change(start + 4, "ol")
    await coordinator.change(start + 6, "d ")
    await writer.change(start + len(PLACED) - 1, delete=5)
    await writer.format(start, 5, {"bold": True})
    passage = await team.passage()
    ids = ",".join("-".join(map(str, each)) for each in passage["ids"])
    answer = await team.ask(Role.REVIEWER, "GET", f"/life?ids={ids}")
    assert answer.status_code == 200, answer.text
    life = answer.json()
    told = [(each["kind"], each["person"], each["text"]) for each in life["events"]]
    me, you = team.people[Role.WRITER].id, team.people[Role.COORDINATOR].id
    assert told == [
        ("placed", me, PLACED),
        ("written", you, "old "),
        ("deleted", me, "boat."),
        ("formatted", me, "bold"),
    ]
    placed, written, *_ = life["events"]
    assert placed["suggestion"] == "s_1"
    assert life["suggestions"]["s_1"]["asked_by"] == me
    assert written["first"] + 1 == written["seq"]
    assert life["people"].keys() == {me, you}
    moment = await team.clients[Role.REVIEWER].get(
        f"/api/documents/{team.document}/history/{placed['seq']}"
    )
    assert PLACED in "".join(run["insert"] for run in moment.json()["content"])


@pytest.mark.parametrize("ids", ["", "x", "1-2", "1-2-3;drop", "99999-0-4"])
async def test_a_life_of_nothing_is_an_error(team: Reviewers, ids: str) -> None:
    answer = await team.ask(Role.REVIEWER, "GET", f"/life?ids={ids}")
    assert answer.status_code in {409, 422}
    assert slug(answer) in {"invalid", "passage-unknown"}


async def test_reviews_are_in_the_ledger_and_a_bundle_with_them_verifies(team: Reviewers) -> None:
    await one_placed(team)
    passage = await team.passage()
    review = (await team.mark(Role.REVIEWER, passage, "Good.")).json()["id"]
    wish = {**seen(passage), "reason": "Not ours."}
    contest = (await team.ask(Role.WRITER, "POST", "/contests", wish)).json()["id"]
    await team.ask(Role.COORDINATOR, "POST", f"/contests/{contest}/settle", {"note": "Kept."})
    sha256 = (await team.review())["sha256"]
    signed = await team.ask(Role.COORDINATOR, "POST", "/sign-offs", {"sha256": sha256, "note": ""})
    await team.ask(Role.REVIEWER, "DELETE", f"/passages/{review}")
    await team.ask(Role.COORDINATOR, "DELETE", f"/sign-offs/{signed.json()['id']}")
    answer = await team.clients[Role.COORDINATOR].get(f"/api/documents/{team.document}/bundle")
    lines = answer.content.splitlines(keepends=True)
    assert verify(lines).entries > 6
    told: list[dict[str, Any]] = [json.loads(line) for line in lines]
    entries = [each for each in told if each["type"] in {"review", "contest", "sign-off"}]
    chained = ["type", "seq", "at", "user", "id", "verdict"]
    said = ["ids", "content", "origin", "suggestion"]
    counts = ["passages", "reviewed", "stale", "unreviewed", "contested"]
    assert [(each["type"], each["verdict"], list(each)) for each in entries] == [
        ("review", "reviewed", [*chained, *said, "note", "hash"]),
        ("contest", "contested", [*chained, *said, "reason", "hash"]),
        ("contest", "settled", [*chained, "note", "hash"]),
        ("sign-off", "signed", [*chained, "covers", "sha256", "note", *counts, "hash"]),
        ("review", "withdrawn", [*chained, "hash"]),
        ("sign-off", "withdrawn", [*chained, "hash"]),
    ]


async def test_readers_and_strangers_see_nothing_of_a_review(team: Reviewers) -> None:
    await one_placed(team)
    answer = await team.ask(Role.READER, "GET")
    assert (answer.status_code, slug(answer)) == (403, "forbidden")
    stranger = await team.world.session(await team.world.person("stranger"))
    answer = await stranger.get(f"/api/documents/{team.document}/review")
    assert (answer.status_code, slug(answer)) == (404, "not-found")
