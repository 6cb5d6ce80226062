"""What holds for every request: one error shape, whose page it is, headers, sizes, the front end."""

import inspect
from pathlib import Path

import pytest
from fastapi import APIRouter

import assist.errors
import server.errors
from assist.errors import AssistError
from server.api.faults import STATUS, status_of
from server.api.security import host_allowed, origin_allowed
from server.config import Settings
from server.errors import ServerError
from tests.server.api.site import Site, a_site, slug


def subclasses(tree: type) -> list[type]:
    return [tree, *(each for child in tree.__subclasses__() for each in subclasses(child))]


@pytest.mark.parametrize("module", [server.errors, assist.errors])
def test_every_error_has_its_own_slug_and_a_row_in_the_table(module: object) -> None:
    classes = [
        each
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, ServerError | AssistError)
    ]
    slugs = [each.__dict__["slug"] for each in classes if "slug" in each.__dict__]
    assert len(slugs) == len(set(slugs)) > 5
    for found in slugs:
        assert found in STATUS, f"{found} has no HTTP status"
        assert 400 <= status_of(found) < 600


async def test_every_error_has_the_one_shape(open_site: Site) -> None:
    ada = await open_site.guest("Ada")
    cases = {
        ("GET", "/api/nothing/here"): (404, "not-found"),
        ("GET", "/api"): (404, "not-found"),
        ("GET", "/sync/doc"): (404, "not-found"),
        ("PUT", "/api/me"): (405, "method-not-allowed"),
        ("POST", "/healthz"): (405, "method-not-allowed"),
        ("POST", "/somewhere"): (405, "method-not-allowed"),
        ("GET", "/api/documents/nowhere"): (404, "not-found"),
        ("GET", "/api/documents/" + "x" * 65): (404, "not-found"),
        ("GET", "/api/documents/a%2Fb"): (404, "not-found"),
    }
    for (method, path), expected in cases.items():
        answer = await ada.ask(method, path)
        assert (answer.status_code, slug(answer)) == expected, path
    assert (await ada.ask("PUT", "/api/me")).headers["allow"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"title": 5}', "title"),
        (b'{"title": "x", "colour": 1}', "colour"),
        (b'{"titel": "x"}', "titel"),
        (b"[]", "body"),
        (b'{"title"', "body"),
        (b"\xff\xfe", "body"),
    ],
)
async def test_a_wrong_body_names_the_field(open_site: Site, body: bytes, field: str) -> None:
    ada = await open_site.guest("Ada")
    answer = await ada.client.post(
        "/api/documents", content=body, headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, slug(answer)) in {(422, "invalid"), (400, "invalid")}
    if answer.status_code == 422:
        assert field in answer.json()["error"]["fields"]


async def test_a_mistake_of_ours_shows_nothing_of_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    router = APIRouter()

    @router.get("/api/broken")
    async def broken() -> None:
        raise RuntimeError("the secret is 1234")

    async with a_site(tmp_path) as site:
        site.app.include_router(router)
        answer = await site.browser().get("/api/broken")
    assert (answer.status_code, slug(answer)) == (500, "internal")
    assert "1234" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Origin": "file://"},
        {"Origin": "http://user@127.0.0.1"},
    ],
)
async def test_pages_of_other_sites_change_nothing(
    open_site: Site, headers: dict[str, str]
) -> None:
    ada = await open_site.guest("Ada")
    for method, path in (
        ("POST", "/api/documents"),
        ("PATCH", "/api/me"),
        ("DELETE", "/api/session"),
    ):
        answer = await ada.ask(method, path, {"name": "Mallory"}, headers=headers)
        assert (answer.status_code, slug(answer)) == (403, "origin-refused")
    assert (await ada.get("/api/me"))["person"] == ada.person
    assert await ada.get("/api/documents") == {"documents": []}


async def test_a_request_without_an_origin_comes_from_a_program(open_site: Site) -> None:
    ada = await open_site.guest("Ada")
    del ada.client.headers["origin"]
    assert (await ada.ask("POST", "/api/documents", {})).status_code == 201
    for site_header, status in (("same-origin", 201), ("cross-site", 403), ("same-site", 403)):
        answer = await ada.ask(
            "POST", "/api/documents", {}, headers={"Sec-Fetch-Site": site_header}
        )
        assert answer.status_code == status


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        (None, "a.example", True),
        ("https://a.example", "a.example", True),
        ("https://A.example", "a.EXAMPLE:443", True),
        ("http://a.example:8000", "a.example:8000", True),
        ("http://[::1]:8000", "[::1]:8000", True),
        ("https://other.example", "a.example", True),
        ("http://other.example", "a.example", False),
        ("http://a.example:8001", "a.example:8000", False),
        ("ftp://a.example", "a.example", False),
        ("a.example", "a.example", False),
        ("", "a.example", False),
        ("null", "null", False),
        ("https://a.example", None, False),
        ("https://[", "a.example", False),
    ],
)
def test_an_origin_is_ours_or_on_the_list(
    origin: str | None, host: str | None, allowed: bool
) -> None:
    settings = Settings(origins=("https://other.example",))
    assert origin_allowed(origin, host, settings) is allowed


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1:8000", True),
        ("localhost:8000", True),
        ("byline.localhost", True),
        ("[::1]:8000", True),
        ("192.168.1.7:8000", True),
        ("tunnel.example", True),
        ("rebound.evil.example:8000", False),
        ("localhost.evil.example", False),
        ("a b", False),
        ("a;script-src *", False),
        ("", False),
        (None, False),
    ],
)
def test_in_open_mode_no_foreign_name_may_point_here(host: str | None, allowed: bool) -> None:
    settings = Settings(open_mode=True, origins=("https://tunnel.example",))
    assert host_allowed(host, settings) is allowed


def test_a_public_server_goes_by_any_name() -> None:
    for settings in (Settings(), Settings(open_mode=True, host="0.0.0.0")):
        assert host_allowed("byline.example", settings)


async def test_a_foreign_name_is_refused_for_every_request(open_site: Site) -> None:
    answer = await open_site.browser("http://rebound.evil.example").get("/api/documents")
    assert (answer.status_code, slug(answer)) == (421, "misdirected")


async def test_large_requests_are_refused_declared_or_not(tmp_path: Path) -> None:
    async def chunks() -> object:
        for _ in range(3):
            yield b"x" * 1000

    async with a_site(tmp_path, open_mode=True, request_bytes=2000) as site:
        ada = await site.guest("Ada")
        for content in (b"x" * 2001, chunks()):
            answer = await ada.client.post(
                "/api/documents", content=content, headers={"Content-Type": "application/json"}
            )
            assert (answer.status_code, slug(answer)) == (413, "too-large")


async def test_every_answer_carries_the_security_headers(open_site: Site) -> None:
    browser = open_site.browser()
    for path in ("/", "/api/me", "/api/nothing", "/healthz"):
        headers = (await browser.get(path)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "connect-src 'self' ws://127.0.0.1 wss://127.0.0.1;" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
    assert (await browser.get("/api/me")).headers["cache-control"] == "no-store"


async def test_operations(site: Site) -> None:
    browser = site.browser()
    assert (await browser.get("/healthz")).json() == {"status": "ok"}
    assert (await browser.get("/readyz")).json() == {"status": "ready"}
    metrics = await browser.get("/metrics")
    assert metrics.headers["content-type"].startswith("text/plain")
    assert "byline_connections" in metrics.text


def break_the_database(folder: Path) -> None:
    for part in folder.glob("byline.db*"):
        part.unlink()
    folder.joinpath("byline.db").mkdir()


async def test_a_server_without_its_database_is_not_ready(site: Site) -> None:
    browser = site.browser()
    await site.store.close()
    break_the_database(Path(site.settings.data))
    answer = await browser.get("/readyz")
    assert (answer.status_code, slug(answer)) == (503, "unavailable")
    assert (await browser.get("/healthz")).status_code == 200


async def test_a_front_end_that_is_not_built_says_so(site: Site) -> None:
    answer = await site.browser().get("/")
    assert answer.status_code == 503
    assert "npm run build" in answer.text


async def test_the_front_end_is_served_with_its_page_for_every_address(site: Site) -> None:
    web = Path(site.settings.web_dir)
    (web / "assets").mkdir(parents=True)
    (web / "index.html").write_text("<!doctype html>the page")
    (web / "assets" / "app-1a2b.js").write_text("let x = 1;" * 500)
    (web.parent / "secret.txt").write_text("secret")
    browser = site.browser()
    for path in ("/", "/d/some-document", "/join/token", "/index.html"):
        answer = await browser.get(path)
        assert answer.text == "<!doctype html>the page", path
        assert answer.headers["cache-control"] == "no-cache"
    script = await browser.get("/assets/app-1a2b.js", headers={"Accept-Encoding": "gzip"})
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert script.headers["content-encoding"] == "gzip"
    assert script.headers["content-type"].startswith("text/javascript")
    missing = await browser.get("/assets/app-old.js")
    assert (missing.status_code, slug(missing)) == (404, "not-found")
    for path in ("/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "/%2e%2e/secret.txt"):
        assert "secret" not in (await browser.get(path)).text


async def test_the_description_of_the_interface_is_served(site: Site) -> None:
    described = (await site.browser().get("/api/openapi.json")).json()
    assert "/api/documents/{document_id}" in described["paths"]
    assert "HTTPValidationError" not in described["components"]["schemas"]
    assert (await site.browser().get("/docs")).status_code == 503  # the front end's, not FastAPI's
