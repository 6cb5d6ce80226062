"""Clients that append unique words as fast as they are acknowledged, until the server ends."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

from tests.live_client import LiveClient

OUTSTANDING = 3
"""Words a client may have on the way before it waits for an acknowledgement."""

WORD = re.compile(r"<\d+\.\d+>")


def words_in(text: str) -> list[str]:
    """The words of a text in order, doubled ones as often as they stand there."""
    return WORD.findall(text)


class Crowd:
    """Clients in one document, each with words of its own.

    Args:
        sync: the address below which the documents' sockets are.
        document_id: the document they all write in.
        size: how many.
    """

    def __init__(self, sync: str, document_id: str, size: int) -> None:
        self.clients = [LiveClient(sync, document_id) for _ in range(size)]

    async def connect(self) -> None:
        """Everybody comes, or comes back; returns when all are in sync."""
        await asyncio.gather(*(client.connect() for client in self.clients))

    async def leave(self) -> None:
        """Everybody closes their socket."""
        await asyncio.gather(*(client.disconnect() for client in self.clients))

    async def write_until_ended(self, after: int, end: Callable[[], None]) -> None:
        """Write until `after` acknowledgements and updates have come, then end the server in that very callback.

        Returns when every socket has ended and everything that was still in it has been read.
        """
        events = 0

        def count(_: LiveClient) -> None:
            nonlocal events
            events += 1
            if events == after:
                end()

        for client in self.clients:
            client.on_update = client.on_ack = count
        await asyncio.gather(*(self._write(n, c) for n, c in enumerate(self.clients)))
        for client in self.clients:
            client.on_update = client.on_ack = None

    async def _write(self, number: int, client: LiveClient) -> None:
        while not client.ended:
            waiting = len(client.words) - len(client.saved)
            if waiting < OUTSTANDING:
                client.write(f"<{number}.{len(client.words)}>")
                await asyncio.sleep(0)  # let the others write too
            else:
                await client.until(lambda w=waiting: self._may_go_on(client, w))

    @staticmethod
    def _may_go_on(client: LiveClient, waiting: int) -> bool:
        return client.ended or len(client.words) - len(client.saved) < waiting

    def words(self) -> set[str]:
        """Every word anybody wrote."""
        return {word for client in self.clients for word in client.words}

    def acknowledged(self) -> set[str]:
        """The words whose writers were told that they are saved."""
        return {word for client in self.clients for word in client.saved}

    def seen_by_another(self) -> set[str]:
        """The words that somebody else than their writer has on screen."""
        return {w for c in self.clients for w in set(words_in(c.text)) - set(c.words)}
