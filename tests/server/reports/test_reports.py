"""Reports on a running server: what they say, that nothing people wrote is markup, that they can be checked."""

import asyncio
import hashlib
import io
import json
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import AsyncIterator, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import prov.model
import pypdfium2
import pytest
import pytest_asyncio

from tests.live import ROOT, LiveServer, running
from tests.server.reports.scene import EDITOR, HOSTILE, PASSAGE, TITLE, WRITER, Scene, stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    yield from running(tmp_path_factory.mktemp("reports"))


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def scene(server: LiveServer) -> AsyncIterator[Scene]:
    staged = await stage(server)
    yield staged
    await staged.ada.aclose()


def byline(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "server", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def files(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def named(statement: dict[str, Any]) -> dict[str, str]:
    return {each["name"]: each["id"] for each in statement["people"].values()}


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


# --- what a report says ---


async def test_contributors_have_roles_and_what_speaks_for_them(scene: Scene) -> None:
    statement = await scene.statement()
    people = named(statement)
    by_person = {each["person"]: each for each in statement["contributors"]}
    ada = [role["role"] for role in by_person[people[WRITER]]["roles"]]
    ben = {role["role"]: role["basis"] for role in by_person[people[EDITOR]]["roles"]}
    assert ada == ["Writing – original draft", "Supervision"]
    assert ben.keys() == {"Writing – original draft", "Writing – review & editing"}
    assert "took out 7 characters that they had not written" in ben["Writing – review & editing"]
    assert "changed 1 suggestion of the assistant" in ben["Writing – review & editing"]


async def test_passages_say_whose_words_they_consist_of(scene: Scene) -> None:
    statement = await scene.statement()
    people, passages = named(statement), statement["passages"]
    texts = [each["text"] for each in passages]
    assert texts == [
        scene.suggestion["text"][4:],
        "bour",
        f"{PASSAGE} Αυτό και это.",
        HOSTILE,
        "Ben was here.",
    ]
    placed, heading, *others = passages
    (part,) = placed["parts"]
    assert (part["kind"], part["suggestion"]) == ("assistant", scene.suggestion["id"])
    assert (part["placed_by"], part["undeclared"]) == (people[WRITER], False)
    assert (heading["heading"], heading["section"]) == (1, "")
    assert {each["section"] for each in others} == {"bour"}
    assert {part["person"] for part in others[-1]["parts"]} == {people[EDITOR]}
    assert [each["ai_disclosure"] for each in passages] == ["ai-assisted", *["none"] * 4]


async def test_suggestions_have_model_asker_and_what_became_of_them(scene: Scene) -> None:
    statement = await scene.statement()
    people = named(statement)
    (placed,) = statement["suggestions"]
    assert placed["model"] == "Built-in, no model"
    assert (placed["built_in"], placed["recipe"]) == (True, "shorten")
    assert (placed["asked_by"], placed["placed_by"]) == (people[WRITER], [people[WRITER]])
    length = len(scene.suggestion["text"])
    assert (placed["placed"], placed["kept"]) == (length, length - 4)
    assert placed["changed"] == [{"person": people[EDITOR], "deleted": 4, "inserted": 0}]
    asked = statement["numbers"]["suggestions"]["all"]
    assert (asked["requests"], asked["asked"], asked["placed"]) == (1, 3, 1)


async def test_suggestions_that_were_not_placed_are_only_counted(scene: Scene) -> None:
    served = (await scene.ada.get(f"{scene.base}/suggestions")).json()["suggestions"]
    others = [each for each in served if each["id"] != scene.suggestion["id"]]
    assert len(others) == 2
    told = (await scene.taken("json")).decode() + (await scene.taken("html")).decode()
    assert all(each["id"] not in told and each["text"] not in told for each in others)


async def test_the_sentences_claim_no_more_than_the_log_says(scene: Scene) -> None:
    statement = await scene.statement()
    said = {each["id"]: each for each in statement["sentences"]}
    assert said.keys() == {"publisher", "sections", "editorial"}
    assert "built-in rules (no model) for: shorten" in said["publisher"]["text"]
    assert "cannot show whether AI was used outside" in said["publisher"]["text"]
    assert "responsibility" not in said["publisher"]["text"]
    assert "take full responsibility" in said["publisher"]["confirm"]
    assert "1 passage of 5: before the first heading" in said["sections"]["text"]
    assert "not signed off" in said["editorial"]["text"]
    assert any("types off a text" in limit for limit in statement["limits"])
    assert any("2 people wrote as guests" in limit for limit in statement["limits"])


async def test_a_document_nobody_wrote_in_has_a_report_too(scene: Scene) -> None:
    made = await scene.ada.post("/api/documents", json={})
    empty = Scene(scene.server, made.json()["id"], scene.ada, {})
    statement = await empty.statement()
    assert (statement["passages"], statement["suggestions"]) == ([], [])
    assert "no text of its writing assistant" in statement["sentences"][0]["text"]
    assert "Nobody has written here yet." in (await empty.taken("html")).decode()
    assert (await empty.taken("pdf")).startswith(b"%PDF-")
    numbers = (await scene.ada.get(f"{empty.base}/numbers")).json()
    assert (numbers["effort"], numbers["taken_out"]) == ([], [])


# --- the formats ---


async def test_html_needs_nothing_but_itself_and_holds_no_script(scene: Scene) -> None:
    html = (await scene.taken("html")).decode()
    page = Page(html)
    assert TITLE in page.text
    assert HOSTILE in page.text
    assert WRITER in page.text
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "img", "i", "iframe", "link", "object", "form", "base"}
    for _, attributes in page.tags:
        assert not any(name.startswith("on") for name in attributes)
        for name in ("src", "href", "srcset", "action", "data"):
            assert (attributes.get(name) or "data:application/json").startswith("data:")
    assert not re.search(r"@import|url\((?!#)", html)
    assert scene.document in page.text
    assert "byline verify" in page.text


async def test_the_signed_data_is_in_the_page_and_in_the_pdf(scene: Scene, tmp_path: Path) -> None:
    page = Page((await scene.taken("html")).decode())
    (link,) = [attributes for tag, attributes in page.tags if tag == "a"]
    html = tmp_path / "html.json"
    html.write_bytes(b64decode((link["href"] or "").split(",", 1)[1]))
    pdf = pypdfium2.PdfDocument(await scene.taken("pdf"))
    attached = pdf.get_attachment(0)
    assert attached.get_name() == f"{scene.document}.report.json"
    inside = tmp_path / "pdf.json"
    inside.write_bytes(bytes(attached.get_data()))
    for file in (html, inside):
        held = await asyncio.to_thread(byline, "verify", file)
        assert (held.returncode, held.stderr) == (0, "")


async def test_pdf_shows_what_people_wrote_as_text_and_has_its_fonts(scene: Scene) -> None:
    data = await scene.taken("pdf")
    pdf = pypdfium2.PdfDocument(data)
    text = " ".join(page.get_textpage().get_text_bounded().replace("\r\n", " ") for page in pdf)
    for said in (
        TITLE.replace("“", "").split("”")[0],
        "Αυτό και это.",
        "<script>alert('text')",
        WRITER,
        EDITOR,
    ):
        assert said in text, said
    assert "PASSAGES" in text.upper()
    assert b"/MarkInfo" in data or b"/StructTreeRoot" in data or b"pdfuaid" in data
    assert pdf.is_tagged()
    assert TITLE in pdf.get_metadata_dict()["Title"]
    for page in pdf:
        bitmap = page.render(scale=0.5)
        assert len(set(bytes(bitmap.buffer))) > 2, "an empty page"


async def test_prov_is_read_by_a_library_and_tells_the_same(scene: Scene) -> None:
    statement, data = await scene.statement(), await scene.taken("prov")
    document = prov.model.ProvDocument.deserialize(io.StringIO(data.decode()), format="json")
    assert document.get_provn()
    again = document.serialize(format="json")
    assert prov.model.ProvDocument.deserialize(io.StringIO(again), format="json") == document
    entities = {str(each.identifier): each for each in document.get_records(prov.model.ProvEntity)}
    passages = [f"byline:passage.{each['id']}" for each in statement["passages"]]
    assert set(passages) <= entities.keys()
    agents = {str(each.identifier) for each in document.get_records(prov.model.ProvAgent)}
    assert {f"byline:person.{id_}" for id_ in named(statement).values()} | {
        "byline:model.1"
    } <= agents
    derived = {
        (str(each.args[0]), str(each.args[1]))
        for each in document.get_records(prov.model.ProvDerivation)
    }
    assert derived == {(passages[0], f"byline:suggestion.{scene.suggestion['id']}")}
    known = entities.keys() | agents
    known |= {str(each.identifier) for each in document.get_records(prov.model.ProvActivity)}
    for relation in document.get_records(prov.model.ProvRelation):
        ends = [str(end) for end in relation.args[:2] if end is not None]
        assert set(ends) <= known, relation


async def test_the_bundle_of_a_report_verifies_and_tells_who_took_one(
    scene: Scene, tmp_path: Path
) -> None:
    statement = await scene.statement()
    bundle = tmp_path / f"{scene.document}.bundle.jsonl"
    bundle.write_bytes(await scene.taken("bundle"))
    held = await asyncio.to_thread(byline, "verify", bundle)
    assert (held.returncode, held.stderr) == (0, "")
    lines = [json.loads(line) for line in bundle.read_text().splitlines()]
    taken = [line for line in lines if line["type"] == "report"]
    assert taken[-1]["format"] == "bundle"
    assert taken[-1]["user"] == named(statement)[WRITER]
    entry = next(line for line in lines if line.get("seq") == statement["ledger"]["seq"])
    assert entry["hash"] == statement["ledger"]["head"]
    assert (entry["type"], entry["format"]) == ("report", "json")


async def test_a_report_names_the_text_it_is_about(scene: Scene) -> None:
    statement = await scene.statement()
    text = (await scene.ada.get(f"{scene.base}/text")).text
    assert statement["text"]["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert statement["text"]["words"] == len(text.split())


# --- the signature ---


async def test_a_report_verifies_with_the_servers_key_and_no_other(
    scene: Scene, tmp_path: Path
) -> None:
    file = tmp_path / "report.json"
    file.write_bytes(await scene.taken("json"))
    (key,) = scene.server.get("/api/keys")["keys"]
    held = await asyncio.to_thread(byline, "verify", file, "--key", key["public"])
    assert held.returncode == 0
    assert key["fingerprint"] in held.stdout
    other = await asyncio.to_thread(byline, "verify", file, "--key", "A" * 43 + "=")
    assert (other.returncode, other.stdout) == (1, "")


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said["passages"].pop(),
        lambda said: said["document"].update(title="Another"),
        lambda said: said["signature"].update(public="A" * 43 + "="),
        lambda said: said["signature"].update(signature="AAAA"),
        lambda said: said.pop("signature"),
        lambda said: said.update(signature=[]),
    ],
)
async def test_a_changed_report_does_not_verify(scene: Scene, tmp_path: Path, change: Any) -> None:
    statement = await scene.statement()
    change(statement)
    file = tmp_path / "report.json"
    file.write_text(json.dumps(statement, ensure_ascii=False, indent=1))
    found = await asyncio.to_thread(byline, "verify", file)
    assert (found.returncode, found.stdout) == (1, "")
    assert "does not hold together" in found.stderr
    assert "Traceback" not in found.stderr


# --- beside the server, and on the page itself ---


@pytest.mark.parametrize("kind", ["html", "pdf", "json", "prov", "bundle"])
async def test_the_command_writes_every_format_beside_the_server(
    scene: Scene, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / kind
    arguments = ("--format", kind, "--to", file, "--db", f"sqlite:///{scene.server.database}")
    made = await asyncio.to_thread(byline, "report", scene.document, *arguments)
    assert (made.returncode, made.stderr) == (0, "")
    assert files(tmp_path) == [kind]
    assert len(file.read_bytes()) > 1_000


async def test_the_command_names_what_is_not_there(scene: Scene, tmp_path: Path) -> None:
    database = f"sqlite:///{scene.server.database}"
    made = await asyncio.to_thread(
        byline, "report", "nosuch", "--to", tmp_path / "x", "--db", database
    )
    assert (made.returncode, made.stdout) == (2, "")
    assert "There is no document" in made.stderr
    assert files(tmp_path) == []


async def test_an_unknown_format_is_an_error(scene: Scene) -> None:
    answer = await scene.ada.get(f"{scene.base}/report", params={"format": "docx"})
    assert answer.status_code == 422


async def test_the_exported_page_discloses_passage_by_passage(scene: Scene) -> None:
    answer = await scene.ada.get(f"{scene.base}/text", params={"format": "html"})
    page = Page(answer.text)
    metas = [
        each for tag, each in page.tags if tag == "meta" and each.get("name") == "ai-disclosure"
    ]
    assert metas == [{"name": "ai-disclosure", "content": "mixed"}]
    blocks = [
        (tag, each.get("ai-disclosure"), each.get("ai-model"))
        for tag, each in page.tags
        if tag in {"p", "h1"}
    ]
    assert blocks[:3] == [
        ("p", "ai-assisted", "Built-in, no model"),
        ("h1", "none", None),
        ("p", "none", None),
    ]
    assert not {tag for tag, _ in page.tags} & {"script", "img", "i"}
