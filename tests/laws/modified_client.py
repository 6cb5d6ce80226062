"""A client that anybody could write: real edits in a real document, with whatever claims it likes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from pycrdt import Array, Text

from crdt.frames import write_sync_update
from tests.live import LiveServer
from tests.live_client import LiveClient


@dataclass(frozen=True, slots=True)
class Told:
    """What the server says of a stretch of the live text."""

    text: str
    origin: str
    written: str
    author: str | None
    placed_by: str | None
    suggestion: str | None
    undeclared: bool


class ModifiedClient(LiveClient):
    """Edits ASCII text, so that indexes, bytes and clocks count alike; the document ends with a line end."""

    @property
    def person(self) -> str:
        """Who the server says this is."""
        return self.welcome["person"]["id"]

    @property
    def content(self) -> Text:
        """The shared text."""
        return self.doc.get("content", type=Text)

    @property
    def next_clock(self) -> int:
        """The clock of the next id this client inserts."""
        return self.state_vector.get(self.client_id, 0)

    def to(self, length: int, clock: int | None = None) -> dict[str, int]:
        """Ids of this client, the next ones if nothing else is said."""
        at = self.next_clock if clock is None else clock
        return {"client": self.client_id, "clock": at, "length": length}

    def insert(self, text: str, *claims: dict[str, Any], at: int | None = None) -> dict[str, int]:
        """Insert text, in front of the last line end or at an index, and claim, in one transaction."""
        ids = self.to(len(text))
        place = len(self.text) - 1 if at is None else at
        with self.doc.transaction():
            self.content.insert(place, text)
            for claim in claims:
                self.claim(claim)
        return ids

    def claim(self, claim: object) -> None:
        """Push an entry of `lineage`."""
        self.doc.get("lineage", type=Array).append(claim)

    def delete(self, text: str) -> None:
        """Delete the first place where this text stands."""
        at = self.text.index(text)
        del self.content[at : at + len(text)]

    def send_update(self, update: bytes) -> None:
        """Send bytes as an update, whatever they are."""
        self._send_sync(write_sync_update(update))

    async def settled(self) -> None:
        """Wait until everything that was sent is durable and shown."""
        await self.until(lambda: self.all_saved or self.ended)

    async def catches_up_with(self, other: LiveClient) -> None:
        """Wait until this client has all that the other one has."""
        await self.until(lambda: self.state_vector == other.state_vector)


async def told(server: LiveServer, document_id: str) -> list[Told]:
    """The authorship of the live text but its last line end, one entry per change of what is said."""
    path = f"/api/documents/{document_id}"
    answer = await asyncio.to_thread(server.get, f"{path}/authorship")
    delta = await asyncio.to_thread(server.get, f"{path}/text?format=delta")
    text = "".join(operation["insert"] for operation in delta["ops"])
    found: list[Told] = []
    at = 0
    for span in answer["spans"]:
        said = tuple(span[name] for name in ("origin", "written", "author", "placed_by"))
        new = Told(
            text[at : at + span["length"]], *said, span["suggestion"], bool(span["undeclared"])
        )
        at += span["length"]
        if found and _without_text(found[-1]) == _without_text(new):
            found[-1] = Told(found[-1].text + new.text, *_without_text(new))
        else:
            found.append(new)
    assert at == len(text)
    return [each for each in found if each.text != "\n"]


def _without_text(each: Told) -> tuple[Any, ...]:
    return (
        each.origin,
        each.written,
        each.author,
        each.placed_by,
        each.suggestion,
        each.undeclared,
    )
