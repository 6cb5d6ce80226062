"""A document with some of everything on a server: two people, a suggestion placed and changed, hostile names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from httpx2 import AsyncClient
from pycrdt import Text

from tests.live import LiveServer
from tests.live_client import LiveClient

HOSTILE = "</td></script><script>alert('text')</script><img src=x onerror=alert(1)> #panic(\"x\") $x$ {{7*7}}"
TITLE = "“Λόγος” <script>alert('title')</script> и"
WRITER, EDITOR = "<i>Ada</i> & Co", "Ben #link Żółć"
PASSAGE = "Due to the fact that it rained, we made a decision to stay at home."


@dataclass
class Scene:
    """The document and who may look at it."""

    server: LiveServer
    document: str
    ada: AsyncClient
    suggestion: dict[str, Any]

    @property
    def base(self) -> str:
        return f"/api/documents/{self.document}"

    async def taken(self, kind: str) -> bytes:
        """A report in a format."""
        answer = await self.ada.get(f"{self.base}/report", params={"format": kind})
        assert answer.status_code == 200, answer.text
        disposition = answer.headers["content-disposition"]
        assert disposition.startswith(f'attachment; filename="{self.document}.')
        return answer.content

    async def statement(self) -> dict[str, Any]:
        return json.loads(await self.taken("json"))


async def guest(server: LiveServer, name: str) -> AsyncClient:
    client = AsyncClient(base_url=server.http, headers={"Origin": server.http}, timeout=60)
    answer = await client.post("/api/session/guest", json={"name": name})
    assert answer.is_success, answer.text
    return client


def tab(server: LiveServer, document: str, who: AsyncClient) -> LiveClient:
    return LiveClient(server.sync, document, headers={"Cookie": f"byline={who.cookies['byline']}"})


async def finished(who: AsyncClient, document: str, passage: str) -> dict[str, Any]:
    """The first suggestion that was served for a passage."""
    body = {
        "passage": {"text": passage, "before": "", "after": ""},
        "recipe": "shorten",
        "instruction": None,
        "alternatives": 3,
    }
    answer = await who.post(f"/api/documents/{document}/suggestions", json=body)
    blocks = [
        block.splitlines() for block in answer.text.split("\n\n") if "event: finished" in block
    ]
    return json.loads(next(line for line in blocks[0] if line.startswith("data: "))[6:])


async def stage(server: LiveServer) -> Scene:
    """Ada writes, asks and places; Ben takes out of hers and of the suggestion's."""
    ada, ben = await guest(server, WRITER), await guest(server, EDITOR)
    document = (await ada.post("/api/documents", json={"title": TITLE})).json()["id"]
    async with tab(server, document, ada) as writer, tab(server, document, ben) as editor:
        for text in ("Harbour\n", f"{PASSAGE} Αυτό και это.\n", f"{HOSTILE}\n"):
            writer.write(text)
        content = writer.doc.get("content", type=Text)
        content.format(len("Harbour"), len("Harbour\n"), {"header": 1})
        await writer.until(lambda: writer.all_saved)
        suggestion = await finished(ada, document, PASSAGE)
        writer.put_first("\n")
        writer.put_first(suggestion["text"], suggestion["id"])
        await writer.until(lambda: writer.all_saved)
        await editor.until(lambda: editor.text == writer.text)
        theirs = editor.doc.get("content", type=Text)
        del theirs[0:4]
        at = len(str(theirs).split("Harbour")[0].encode())
        del theirs[at : at + 3]
        editor.write("Ben was here.")
        await editor.until(lambda: editor.all_saved)
    await ben.aclose()
    return Scene(server, document, ada, suggestion)
