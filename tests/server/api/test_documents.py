"""Documents, their members and invitations over HTTP."""

from server.opening import opening_update
from tests.server.api.site import START_MS, Site, Visitor, slug

DAY_MS = 24 * 60 * 60 * 1000


async def a_document(owner: Visitor, title: str | None = None) -> str:
    return (await owner.make("/api/documents", {} if title is None else {"title": title}))["id"]


async def month_passes(site: Site, visitor: Visitor) -> None:
    """Thirty days in which somebody comes often enough to stay signed in."""
    for _ in range(2):
        site.now += 15 * DAY_MS
        await visitor.get("/api/documents")


async def test_a_document_is_made_with_a_beginning(site: Site) -> None:
    ada = await site.account("Ada")
    document = await ada.make("/api/documents", {"title": " The  plan "})
    assert document == {
        "id": document["id"],
        "title": "The plan",
        "role": "coordinator",
        "generation": document["generation"],
        "created_at": START_MS,
        "updated_at": START_MS,
        "created_by": ada.person,
        "last_writer": None,
        "shares": [],
    }
    assert document["generation"].startswith("g_")
    stored = await site.store.load(document["id"])
    assert stored is not None
    assert [row.data for row in stored.tail] == [opening_update()]
    assert await ada.get(f"/api/documents/{document['id']}") == document
    assert await ada.get("/api/documents") == {"documents": [document]}


async def test_a_title_may_be_left_out_but_not_be_empty(site: Site) -> None:
    ada = await site.account("Ada")
    assert (await ada.make("/api/documents", {"title": None}))["title"] == "Untitled"
    for title in (" ", "x" * 201, "a\u202eb"):
        answer = await ada.ask("POST", "/api/documents", {"title": title})
        assert (answer.status_code, slug(answer)) == (422, "name-refused")


async def test_a_renamed_document_is_renamed_in_open_rooms(site: Site) -> None:
    ada = await site.account("Ada")
    document_id = await a_document(ada)
    site.rooms.calls.clear()
    answer = await ada.ask("PATCH", f"/api/documents/{document_id}", {"title": "New"})
    assert answer.json()["title"] == "New"
    assert site.rooms.calls == [("title", document_id, "New")]


async def test_a_deleted_document_is_gone_until_it_is_brought_back(site: Site) -> None:
    ada = await site.account("Ada")
    document_id = await a_document(ada)
    path = f"/api/documents/{document_id}"
    site.rooms.calls.clear()
    assert (await ada.ask("DELETE", path)).status_code == 204
    assert site.rooms.calls == [("deleted", document_id)]
    for method, rest in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/members")):
        answer = await ada.ask(method, path + rest, {"title": "x"} if method == "PATCH" else None)
        assert (answer.status_code, slug(answer)) == (404, "not-found")
    assert await ada.get("/api/documents") == {"documents": []}
    await month_passes(site, ada)
    assert (await ada.make(f"{path}/undelete", None))["id"] == document_id
    assert (await ada.get(path))["id"] == document_id


async def test_after_a_month_a_deleted_document_stays_deleted(site: Site) -> None:
    ada = await site.account("Ada")
    path = f"/api/documents/{await a_document(ada)}"
    await ada.ask("DELETE", path)
    await month_passes(site, ada)
    site.now += 1
    answer = await ada.ask("POST", f"{path}/undelete")
    assert (answer.status_code, slug(answer)) == (410, "gone")


async def test_people_see_only_their_own_documents(site: Site) -> None:
    ada, ben = await site.account("Ada"), await site.account("Ben")
    await a_document(ada)
    theirs = await a_document(ben)
    assert [each["id"] for each in (await ben.get("/api/documents"))["documents"]] == [theirs]


async def test_in_open_mode_everybody_may_write_everywhere(open_site: Site) -> None:
    ada, ben = await open_site.guest("Ada"), await open_site.guest("Ben")
    document_id = await a_document(ada, "Ada's")
    (listed,) = (await ben.get("/api/documents"))["documents"]
    assert (listed["id"], listed["role"]) == (document_id, "writer")
    answer = await ben.ask("PATCH", f"/api/documents/{document_id}", {"title": "Ours"})
    assert answer.status_code == 200
    answer = await ben.ask("DELETE", f"/api/documents/{document_id}")
    assert (answer.status_code, slug(answer)) == (403, "forbidden")


async def test_a_coordinator_gives_and_takes_roles(site: Site) -> None:
    ada, ben = await site.account("Ada"), await site.account("Ben")
    path = f"/api/documents/{await a_document(ada)}"
    site.rooms.calls.clear()
    site.now += 1
    answer = await ada.ask("PUT", f"{path}/members/{ben.id}", {"role": "reader"})
    assert answer.json() == {"person": ben.person, "role": "reader"}
    assert site.rooms.calls == [("access", path.rsplit("/", 1)[1], ben.id)]
    assert (await ben.get(f"{path}/members"))["members"] == [
        {"person": ada.person, "role": "coordinator"},
        {"person": ben.person, "role": "reader"},
    ]
    answer = await ben.ask("PATCH", path, {"title": "Mine now"})
    assert (answer.status_code, slug(answer)) == (403, "forbidden")
    assert (await ada.ask("DELETE", f"{path}/members/{ben.id}")).status_code == 204
    assert (await ben.ask("GET", path)).status_code == 404
    answer = await ada.ask("PUT", f"{path}/members/{ada.id}", {"role": "writer"})
    assert (answer.status_code, slug(answer)) == (409, "last-coordinator")
    for unknown in ("p_nobody", "p_system"):
        answer = await ada.ask("PUT", f"{path}/members/{unknown}", {"role": "reader"})
        assert answer.status_code == 404
    answer = await ada.ask("PUT", f"{path}/members/{ben.id}", {"role": "owner"})
    assert (answer.status_code, slug(answer)) == (422, "invalid")
    assert set(answer.json()["error"]["fields"]) == {"role"}


async def test_anybody_may_leave(site: Site) -> None:
    ada, ben = await site.account("Ada"), await site.account("Ben")
    path = f"/api/documents/{await a_document(ada)}"
    await ada.ask("PUT", f"{path}/members/{ben.id}", {"role": "reader"})
    answer = await ben.ask("DELETE", f"{path}/members/{ada.id}")
    assert answer.status_code == 403
    assert (await ben.ask("DELETE", f"{path}/members/{ben.id}")).status_code == 204
    assert (await ben.ask("GET", path)).status_code == 404


async def an_invitation(owner: Visitor, path: str, role: str = "writer") -> dict[str, str]:
    body = {"role": role, "expires_in_s": 3600}
    return await owner.make(f"{path}/invitations", body)


async def test_an_invitation_lets_people_join_with_its_role(site: Site) -> None:
    ada, ben = await site.account("Ada"), await site.account("Ben")
    document_id = await a_document(ada, "The plan")
    invitation = await an_invitation(ada, f"/api/documents/{document_id}")
    assert invitation["url"] == f"http://127.0.0.1/join/{invitation['token']}"
    preview = {"title": "The plan", "role": "writer", "expires_at": START_MS + 3_600_000}
    nobody = await site.nobody()
    assert await nobody.get(f"/api/invitations/{invitation['token']}") == preview
    assert (await nobody.ask("POST", f"/api/invitations/{invitation['token']}")).status_code == 401
    site.rooms.calls.clear()
    joined = await ben.make(f"/api/invitations/{invitation['token']}", None)
    assert (joined["id"], joined["role"]) == (document_id, "writer")
    assert site.rooms.calls == [("access", document_id, ben.id)]
    members = await ada.get(f"/api/documents/{document_id}/members")
    assert [each["id"] for each in members["invitations"]] == [invitation["id"]]
    assert "token" not in members["invitations"][0]
    assert (await ben.get(f"/api/documents/{document_id}/members"))["invitations"] == []


async def test_a_guest_may_come_with_an_invitation(site: Site) -> None:
    ada = await site.account("Ada")
    document_id = await a_document(ada)
    invitation = await an_invitation(ada, f"/api/documents/{document_id}", "reviewer")
    visitor = await site.nobody()
    body = {"name": "Cy", "invitation": invitation["token"]}
    await visitor.make("/api/session/guest", body)
    assert (await visitor.get(f"/api/documents/{document_id}"))["role"] == "reviewer"


async def test_an_invitation_never_takes_a_role_away(site: Site) -> None:
    ada = await site.account("Ada")
    path = f"/api/documents/{await a_document(ada)}"
    invitation = await an_invitation(ada, path, "reader")
    joined = await ada.make(f"/api/invitations/{invitation['token']}", None)
    assert joined["role"] == "coordinator"


async def test_invitations_expire_and_can_be_withdrawn(site: Site) -> None:
    ada, ben = await site.account("Ada"), await site.account("Ben")
    path = f"/api/documents/{await a_document(ada)}"
    first, second = await an_invitation(ada, path), await an_invitation(ada, path)
    assert (await ada.ask("DELETE", f"{path}/invitations/{first['id']}")).status_code == 204
    assert (await ada.ask("DELETE", f"{path}/invitations/{first['id']}")).status_code == 404
    site.now += 3_600_000
    for invitation in (first, second):
        for method in ("GET", "POST"):
            answer = await ben.ask(method, f"/api/invitations/{invitation['token']}")
            assert (answer.status_code, slug(answer)) == (410, "gone")
    assert (await ada.get(f"{path}/members"))["invitations"] == []


async def test_an_invitation_to_a_deleted_document_leads_nowhere(site: Site) -> None:
    ada, ben = await site.account("Ada"), await site.account("Ben")
    path = f"/api/documents/{await a_document(ada)}"
    invitation = await an_invitation(ada, path)
    await ada.ask("DELETE", path)
    answer = await ben.ask("POST", f"/api/invitations/{invitation['token']}")
    assert (answer.status_code, slug(answer)) == (404, "not-found")


async def test_an_invitation_works_for_a_minute_to_a_year(site: Site) -> None:
    ada = await site.account("Ada")
    path = f"/api/documents/{await a_document(ada)}/invitations"
    for seconds in (59, 0, -5, 10**9):
        answer = await ada.ask("POST", path, {"role": "reader", "expires_in_s": seconds})
        assert (answer.status_code, slug(answer)) == (422, "invalid")
