"""`byline export`, `verify`, `authorship` and `erase`, beside a running server and without one."""

import asyncio
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.laws.test_law_1_running import PASSAGE, ask
from tests.live import ROOT, LiveServer, running
from tests.live_client import LiveClient

TRACES = ROOT / "tests" / "crdt" / "traces"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    yield from running(tmp_path)


def byline(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command of the product as people do."""
    command = [sys.executable, "-m", "server", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


async def write_something(server: LiveServer, document: str) -> None:
    async with LiveClient(server.sync, document) as writer:
        writer.write(PASSAGE)
        await writer.until(lambda: writer.all_saved)
        await asyncio.to_thread(ask, server, document)


def download(server: LiveServer, document: str, to: Path) -> None:
    with urllib.request.urlopen(f"{server.http}/api/documents/{document}/bundle") as answer:
        assert answer.headers["content-disposition"].startswith("attachment")
        to.write_bytes(answer.read())


def lines(bundle: Path, *kinds: str) -> list[dict[str, Any]]:
    found = map(json.loads, bundle.read_text().splitlines())
    return [line for line in found if line["type"] in kinds]


async def test_a_bundle_is_exported_beside_the_server_and_verifies(
    server: LiveServer, tmp_path: Path
) -> None:
    """From the command line and over HTTP; the server goes on, and its key is the one that sealed."""
    await write_something(server, "d")
    bundle = tmp_path / "d.jsonl"
    made = byline("export", "d", "--bundle", bundle, "--db", f"sqlite:///{server.database}")
    assert (made.returncode, made.stderr) == (0, "")
    (key,) = server.get("/api/keys")["keys"]
    held = byline("verify", bundle, "--key", key["public"])
    assert (held.returncode, held.stderr) == (0, "")
    assert key["fingerprint"] in held.stdout
    assert len(lines(bundle, "suggestion")) == 3

    again = tmp_path / "again.jsonl"
    await asyncio.to_thread(download, server, "d", again)
    assert byline("verify", again).returncode == 0
    (export,) = lines(again, "export")
    entries = lines(again, "update", "suggestion", "export")
    assert export == entries[-1]
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    await write_something(server, "d")
    await asyncio.to_thread(download, server, "d", again)
    assert byline("verify", again).returncode == 0


async def test_a_changed_bundle_is_named_with_its_line(server: LiveServer, tmp_path: Path) -> None:
    """The exit status is 1, and the message names the first line that does not fit."""
    await write_something(server, "d")
    bundle = tmp_path / "d.jsonl"
    await asyncio.to_thread(download, server, "d", bundle)
    changed = bundle.read_text().splitlines(keepends=True)
    number = next(at for at, line in enumerate(changed) if '"type":"suggestion"' in line)
    changed[number] = changed[number].replace('"model":"', '"model":"my own ')
    bundle.write_text("".join(changed))
    found = byline("verify", bundle)
    assert (found.returncode, found.stdout) == (1, "")
    assert f"Line {number + 1} (entry " in found.stderr


async def test_the_authorship_of_a_bundle_is_what_the_server_says(
    server: LiveServer, tmp_path: Path
) -> None:
    await write_something(server, "d")
    bundle = tmp_path / "d.jsonl"
    await asyncio.to_thread(download, server, "d", bundle)
    printed = byline("authorship", bundle)
    assert printed.returncode == 0
    spans = [json.loads(line) for line in printed.stdout.splitlines()]
    assert spans == server.get("/api/documents/d/authorship")["spans"]
    assert [{"type": "span", **span} for span in spans] == lines(bundle, "span")


def test_the_authorship_of_a_trace_is_true() -> None:
    """Traces need no chain; what they expect is printed, span by span."""
    printed = byline("authorship", TRACES / "claimed-1-natural.jsonl")
    spans = [json.loads(line) for line in printed.stdout.splitlines()]
    expected = json.loads((TRACES / "claimed-1-natural.expected.json").read_text())
    said = {
        (span["client"], clock): f"ai:{span['suggestion']}"
        if span["suggestion"]
        else span["author"]
        for span in spans
        for clock in range(span["clock"], span["clock"] + span["length"])
    }
    true = {
        (run["client"], clock): run["source"]
        for run in expected
        for clock in range(run["clock"], run["clock"] + run["length"])
        if run["source"] is not None
    }
    assert {place: said[place] for place in true} == true


async def test_an_erased_person_leaves_a_stub_and_ledgers_that_verify(
    server: LiveServer, tmp_path: Path
) -> None:
    await write_something(server, "d")
    before, after = tmp_path / "before.jsonl", tmp_path / "after.jsonl"
    await asyncio.to_thread(download, server, "d", before)
    writer = lines(before, "update")[-1]["user"]
    (named,) = [person for person in lines(before, "person") if person["id"] == writer]
    server.stop()
    database = f"sqlite:///{server.database}"
    assert byline("erase", writer, "--db", database).returncode == 0
    assert byline("export", "d", "--bundle", after, "--db", database).returncode == 0
    assert byline("verify", after).returncode == byline("verify", before).returncode == 0
    (stub,) = [person for person in lines(after, "person") if person["id"] == writer]
    assert (stub["name"], stub["kind"]) == ("Erased person", "erased")
    mentions = before.read_text().count(named["name"])
    assert after.read_text().count(named["name"]) == mentions - 1, "a namesake keeps the name"
    entries = lines(before, "update", "suggestion", "export")
    assert lines(after, "update", "suggestion", "export") == entries


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "d", "--bundle", "b", "--db", "sqlite:///nowhere.db"), "There is no database"),
        (("verify", "nowhere.jsonl"), "cannot be read"),
        (("verify", "README.md", "--key", "abc"), "32 bytes in base64"),
        (("authorship", "README.md"), "Line 1 is no entry of a ledger"),
        (("erase", "p_x", "--db", "sqlite:///nowhere.db"), "There is no database"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], said: str) -> None:
    found = byline(*arguments)
    assert found.returncode == 2
    assert said in found.stderr
    assert found.stderr.startswith("byline: ")


def test_unknown_documents_and_people_are_named(server: LiveServer, tmp_path: Path) -> None:
    database = f"sqlite:///{server.database}"
    bundle = tmp_path / "b.jsonl"
    found = byline("export", "nothing", "--bundle", bundle, "--db", database)
    assert (found.returncode, "no document" in found.stderr) == (2, True)
    assert list(tmp_path.glob("b.jsonl*")) == []
    found = byline("erase", "p_nobody", "--db", database)
    assert (found.returncode, "no person" in found.stderr) == (2, True)
    assert byline("erase", "p_system", "--db", database).returncode == 2
