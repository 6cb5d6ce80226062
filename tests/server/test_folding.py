"""Entries of `lineage` do not pile up, and no editor is disturbed when they go (server.folding)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pycrdt import Array, UndoManager

from crdt.frames import write_sync_update
from server.contents import read_contents
from server.folding import KEPT_ENTRIES
from server.hosting import Hosting
from server.room import Room
from tests.server.house import ADA, BEN, House, Tab


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
async def hosting(house: House) -> AsyncIterator[Hosting]:
    async with house.open() as running:
        yield running


def paste(tab: Tab, text: str) -> None:
    """Insert at the start and claim it, in one transaction."""
    before = tab.doc.get_state()
    client = tab.doc.client_id
    with tab.doc.transaction():
        at = clock_of(tab)
        tab.text.insert(0, text)
        to = {"client": client, "clock": at, "length": len(text)}
        lineage_of(tab).append({"to": to, "origin": "pasted"})
    tab.session.receive(write_sync_update(tab.doc.get_update(before)), 0)


def lineage_of(tab: Tab) -> Array[object]:
    return tab.doc.get("lineage", type=Array)


def clock_of(tab: Tab) -> int:
    """The next clock of this tab's client, which only pastes."""
    return len(str(tab.text)) - 1 + len(lineage_of(tab)) if str(tab.text) else 0


def the_room(hosting: Hosting) -> Room:
    room = hosting.room("d")
    assert room is not None
    return room


async def test_few_entries_stay(hosting: Hosting) -> None:
    ada = await Tab(hosting).enter("d", ADA)
    for number in range(KEPT_ENTRIES):
        paste(ada, f"{number:02}")
    room = the_room(hosting)
    room.fold_lineage(0)
    await hosting.record("d", ADA.id, {"kind": "export"})
    ada.hear()
    assert len(lineage_of(ada)) == KEPT_ENTRIES


async def test_many_entries_go_and_nothing_else_changes(hosting: Hosting, house: House) -> None:
    ada, ben = await Tab(hosting).enter("d", ADA), await Tab(hosting).enter("d", BEN)
    for number in range(KEPT_ENTRIES + 1):
        paste(ada, f"{number:03}")
    text = str(ada.text)
    await ben.until_text(text)
    ben.text.insert(0, "while away: ")  # offline, not sent yet
    room = the_room(hosting)
    before = room.ledger.lineage.authorship.spans()
    room.fold_lineage(1)
    await hosting.record("d", ADA.id, {"kind": "export"})
    for tab in (ada, ben):
        tab.hear()
        assert len(lineage_of(tab)) == 0
    assert str(ada.text) == text
    assert room.ledger.lineage.authorship.spans() == before
    ben.session.receive(write_sync_update(ben.doc.get_update(ada.doc.get_state())), 2)
    await ada.until_text(f"while away: {text}")
    stored = await house.store.load("d")
    assert stored is not None
    again = Room(read_contents(stored), lambda _: None)
    assert again.chain.head() == room.chain.head()
    assert again.ledger.lineage.authorship.spans() == room.ledger.lineage.authorship.spans()


async def test_undo_goes_on_over_entries_that_went(hosting: Hosting) -> None:
    ada = await Tab(hosting).enter("d", ADA)
    undo = UndoManager(scopes=[ada.text], capture_timeout_millis=0)
    for number in range(KEPT_ENTRIES + 1):
        paste(ada, f"{number:03}")
    text = str(ada.text)
    the_room(hosting).fold_lineage(1)
    await hosting.record("d", ADA.id, {"kind": "export"})
    ada.hear()
    assert len(lineage_of(ada)) == 0
    undo.undo()
    assert str(ada.text) == text[3:]
    undo.redo()
    assert str(ada.text) == text


async def test_a_document_that_did_not_change_is_not_looked_through_again(hosting: Hosting) -> None:
    ada = await Tab(hosting).enter("d", ADA)
    for number in range(KEPT_ENTRIES + 1):
        paste(ada, f"{number:03}")
    room = the_room(hosting)
    room.fold_lineage(1)
    await hosting.record("d", ADA.id, {"kind": "export"})
    seq = room.durable_seq
    room.fold_lineage(2)
    room.fold_lineage(3)
    await hosting.record("d", ADA.id, {"kind": "export"})
    assert room.durable_seq == seq + 1
