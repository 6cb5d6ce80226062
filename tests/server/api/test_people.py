"""Guests, accounts and sessions over HTTP."""

from pathlib import Path

import pytest

from server.access import Role
from tests.server.api.site import Site, a_site, slug

DAY_MS = 24 * 60 * 60 * 1000


async def test_in_open_mode_a_name_is_enough(open_site: Site) -> None:
    ada = await open_site.guest("  Ada   King ")
    assert ada.person["name"] == "Ada King"
    assert ada.person["initials"] == "AK"
    assert ada.person["kind"] == "guest"
    assert await ada.get("/api/me") == {
        "person": ada.person,
        "open": True,
        "assistant": {"enabled": True, "model": "Built-in, no model", "built_in": True},
    }


async def test_without_a_session_nobody_is_asking(site: Site, open_site: Site) -> None:
    for each in (site, open_site):
        nobody = await each.nobody()
        assert (await nobody.get("/api/me"))["person"] is None


async def test_without_open_mode_a_guest_needs_an_invitation(site: Site) -> None:
    nobody = await site.nobody()
    answer = await nobody.ask("POST", "/api/session/guest", {"name": "Ada"})
    assert (answer.status_code, slug(answer)) == (403, "forbidden")
    bad = {"name": "Ada", "invitation": "wrong"}
    answer = await nobody.ask("POST", "/api/session/guest", bad)
    assert (answer.status_code, slug(answer)) == (404, "not-found")


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "Ada\u202eBen", "a\x00b", "\u200b", "…"])
async def test_names_that_cannot_be_shown_are_refused(open_site: Site, name: str) -> None:
    nobody = await open_site.nobody()
    answer = await nobody.ask("POST", "/api/session/guest", {"name": name})
    assert (answer.status_code, slug(answer)) == (422, "name-refused")
    assert "set-cookie" not in answer.headers


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(open_site: Site) -> None:
    body = {"name": "Ada"}
    plain = await open_site.browser().post("/api/session/guest", json=body)
    cookie = plain.headers["set-cookie"].lower()
    assert cookie.startswith("byline=")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    secure = await open_site.browser("https://127.0.0.1").post("/api/session/guest", json=body)
    cookie = secure.headers["set-cookie"]
    assert cookie.startswith("__Host-byline=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


async def test_over_https_only_the_cookie_that_nobody_else_can_set_is_believed(
    open_site: Site,
) -> None:
    ada = await open_site.guest("Ada")
    for name, known in (("byline", False), ("__Host-byline", True)):
        browser = open_site.browser("https://127.0.0.1", Cookie=f"{name}={ada.token}")
        assert ((await browser.get("/api/me")).json()["person"] is not None) is known


async def test_a_bearer_token_is_the_same_session(open_site: Site) -> None:
    ada = await open_site.guest("Ada")
    program = open_site.browser(Authorization=f"Bearer {ada.token}")
    assert (await program.get("/api/me")).json()["person"] == ada.person


async def test_people_get_different_colours_while_there_are_any(open_site: Site) -> None:
    guests = [await open_site.guest(f"Guest {n}") for n in range(12)]
    assert sorted(guest.person["colour"] for guest in guests) == list(range(12))


async def test_name_and_colour_can_change(open_site: Site) -> None:
    ada = await open_site.guest("Ada")
    answer = await ada.ask("PATCH", "/api/me", {"name": "Ada Lovelace", "colour": 11})
    changed = {**ada.person, "name": "Ada Lovelace", "initials": "AL", "colour": 11}
    assert answer.json() == changed
    assert (await ada.get("/api/me"))["person"] == changed
    assert open_site.rooms.calls == [("person", ada.id)]
    for body in ({"colour": 12}, {"colour": -1}):
        answer = await ada.ask("PATCH", "/api/me", body)
        assert (answer.status_code, slug(answer)) == (422, "colour-refused")


async def test_an_account_signs_in_again_from_elsewhere(site: Site) -> None:
    ada = await site.account("Ada", "correct horse")
    assert ada.person["kind"] == "account"
    elsewhere = await site.nobody()
    answer = await elsewhere.ask(
        "POST", "/api/session", {"login": " ADA ", "password": "correct horse"}
    )
    assert answer.json() == ada.person
    assert (await elsewhere.get("/api/me"))["person"] == ada.person


async def test_a_wrong_password_and_a_wrong_login_look_the_same(site: Site) -> None:
    await site.account("Ada")
    nobody = await site.nobody()
    answers = [
        await nobody.ask("POST", "/api/session", {"login": login, "password": "wrong wrong"})
        for login in ("Ada", "Eve")
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert answers[0].json() == answers[1].json()
    assert slug(answers[0]) == "wrong-password"


async def test_logins_are_unique_whatever_their_case(site: Site) -> None:
    await site.account("Ada")
    nobody = await site.nobody()
    body = {"name": "Another", "login": "aDA", "password": "correct horse"}
    answer = await nobody.ask("POST", "/api/accounts", body)
    assert (answer.status_code, slug(answer)) == (409, "login-taken")


async def test_a_short_password_is_refused(site: Site) -> None:
    nobody = await site.nobody()
    body = {"name": "Ada", "login": "ada", "password": "1234567"}
    answer = await nobody.ask("POST", "/api/accounts", body)
    assert (answer.status_code, slug(answer)) == (422, "password-refused")


async def test_a_guest_who_makes_an_account_stays_the_same_person(open_site: Site) -> None:
    ada = await open_site.guest("Ada")
    document = await ada.make("/api/documents", {})
    body = {"name": "Ada King", "login": "ada@example.org", "password": "correct horse"}
    account = await ada.make("/api/accounts", body)
    assert account["id"] == ada.id
    assert account["kind"] == "account"
    again = await open_site.nobody()
    del body["name"]
    await again.make("/api/session", body)
    assert (await again.get(f"/api/documents/{document['id']}"))["role"] == "coordinator"


async def test_signing_out_ends_the_session_for_good(open_site: Site) -> None:
    ada = await open_site.guest("Ada")
    token = ada.token
    (session,) = (await ada.get("/api/sessions"))["sessions"]
    assert session["current"]
    answer = await ada.ask("DELETE", "/api/session")
    assert answer.status_code == 204
    assert open_site.rooms.calls == [("session", session["id"])]
    thief = open_site.browser(Authorization=f"Bearer {token}")
    assert (await thief.get("/api/me")).json()["person"] is None


async def test_another_session_can_be_ended_and_only_ones_own(site: Site) -> None:
    ada, ben = await site.account("Ada"), await site.account("Ben")
    phone = await site.nobody()
    await phone.make("/api/session", {"login": "Ada", "password": "correct horse"})
    sessions = (await ada.get("/api/sessions"))["sessions"]
    (other,) = [each["id"] for each in sessions if not each["current"]]
    answer = await ben.ask("DELETE", f"/api/sessions/{other}")
    assert (answer.status_code, slug(answer)) == (404, "not-found")
    assert (await ada.ask("DELETE", f"/api/sessions/{other}")).status_code == 204
    assert site.rooms.calls[-1] == ("session", other)
    assert (await phone.ask("GET", "/api/documents")).status_code == 401
    assert (await ada.ask("GET", "/api/documents")).status_code == 200


async def test_a_session_ends_some_weeks_after_its_last_use(site: Site) -> None:
    ada = await site.account("Ada")
    site.now += 29 * DAY_MS
    assert (await ada.ask("GET", "/api/documents")).status_code == 200
    site.now += 29 * DAY_MS
    assert (await ada.ask("GET", "/api/documents")).status_code == 200
    site.now += 30 * DAY_MS + 1
    assert (await ada.ask("GET", "/api/documents")).status_code == 401


async def test_guessing_a_password_is_slowed_down(tmp_path: Path) -> None:
    async with a_site(tmp_path, logins_per_minute=3) as site:
        await site.account("Ada")
        nobody = await site.nobody()
        wrong = {"login": "Ada", "password": "wrong wrong"}
        answers = [await nobody.ask("POST", "/api/session", wrong) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert slug(answers[-1]) == "too-many"
    assert answers[-1].json()["error"]["retry_after_s"] >= 1
    assert int(answers[-1].headers["retry-after"]) >= 1


async def test_in_open_mode_whoever_leaves_something_behind_gets_a_session(
    open_site: Site,
) -> None:
    nobody = await open_site.nobody()
    assert await nobody.get("/api/documents") == {"documents": []}
    assert not nobody.client.cookies
    document = await nobody.make("/api/documents", {})
    person = (await nobody.get("/api/me"))["person"]
    assert document["created_by"] == person
    assert person["name"].startswith("Guest ")


async def test_a_guest_can_be_erased_and_leaves_a_stub(open_site: Site) -> None:
    ada = await open_site.guest("Ada King")
    token = ada.token
    answer = await ada.ask("DELETE", "/api/me", {})
    assert answer.status_code == 204
    left = await open_site.store.person(ada.person["id"])
    assert left is not None
    assert (left.name, left.initials, left.kind) == ("Erased person", "–", "erased")
    again = open_site.browser(Authorization=f"Bearer {token}")
    assert (await again.get("/api/me")).json()["person"] is None
    assert [call[0] for call in open_site.rooms.calls] == ["session", "person"]


async def test_an_account_is_erased_only_with_its_password(site: Site) -> None:
    ada = await site.account("ada", "correct horse battery")
    wrong = await ada.ask("DELETE", "/api/me", {"password": "something else"})
    assert (wrong.status_code, slug(wrong)) == (401, "wrong-password")
    assert (await site.store.person(ada.person["id"])).kind == "account"  # type: ignore[union-attr]
    answer = await ada.ask("DELETE", "/api/me", {"password": "correct horse battery"})
    assert answer.status_code == 204
    back = await (await site.nobody()).ask(
        "POST", "/api/session", {"login": "ada", "password": "correct horse battery"}
    )
    assert (back.status_code, slug(back)) == (401, "wrong-password")


async def test_a_document_whose_coordinator_was_erased_gets_another(site: Site) -> None:
    ada = await site.account("ada", "correct horse battery")
    document = (await ada.make("/api/documents", {}))["id"]
    for name, role in (("ben", "reader"), ("cleo", "writer")):
        other = await site.account(name, "correct horse battery")
        await site.store.join(document, other.person["id"], Role(role), site.now)
        site.now += 1
    await ada.ask("DELETE", "/api/me", {"password": "correct horse battery"})
    roles = {member.role for member in await site.store.members(document)}
    assert roles == {Role.READER, Role.COORDINATOR}
