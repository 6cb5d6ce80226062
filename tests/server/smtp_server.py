"""A small SMTP server on loopback for tests: it takes e-mail, or refuses it as it is told."""

from __future__ import annotations

import asyncio
import base64
import ssl
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from types import TracebackType
from typing import Self, cast


@dataclass
class Taken:
    """A message that the server has taken."""

    recipients: list[str]
    message: EmailMessage
    encrypted: bool
    user: str | None


@dataclass
class SmtpTestServer:
    """Speaks as much of RFC 5321 as a client needs.

    Attributes:
        answers: what `RCPT` (by address) or `DATA` is answered instead of "taken".
        credentials: name and password that `AUTH PLAIN` must give; None: nobody signs in.
        tls: for STARTTLS; with `wrapped`, from the first byte on.
    """

    answers: dict[str, str] = field(default_factory=dict[str, str])
    credentials: tuple[str, str] | None = None
    tls: ssl.SSLContext | None = None
    wrapped: bool = False
    taken: list[Taken] = field(default_factory=list[Taken])
    refused: int = 0
    connections: int = 0
    port: int = 0

    async def __aenter__(self) -> Self:
        self._changed = asyncio.Event()
        context = self.tls if self.wrapped else None
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def until(self, *, taken: int = 0, refused: int = 0, timeout_s: float = 20) -> None:
        """Wait until so many messages were taken and refused.

        Raises:
            TimeoutError: they never were.
        """
        async with asyncio.timeout(timeout_s):
            while len(self.taken) < taken or self.refused < refused:
                self._changed.clear()
                await self._changed.wait()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await _Conversation(self, reader, writer).hold()
        except ConnectionError:
            pass
        finally:
            writer.close()

    def take(self, taken: Taken) -> None:
        self.taken.append(taken)
        self._changed.set()

    def refuse(self) -> None:
        self.refused += 1
        self._changed.set()


class _Conversation:
    def __init__(
        self, server: SmtpTestServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.server = server
        self.reader = reader
        self.writer = writer
        self.encrypted = server.wrapped
        self.user: str | None = None
        self.recipients: list[str] = []

    async def hold(self) -> None:
        self.say("220 test.example ESMTP")
        while line := (await self.reader.readline()).decode().strip():
            verb, _, rest = line.partition(" ")
            match verb.upper():
                case "EHLO" | "HELO":
                    self.greet()
                case "STARTTLS":
                    self.say("220 go ahead")
                    await self.writer.drain()
                    assert self.server.tls is not None
                    await self.writer.start_tls(self.server.tls)
                    self.encrypted = True
                case "AUTH":
                    self.sign_in(rest)
                case "MAIL":
                    self.recipients = []
                    self.say("250 ok")
                case "RCPT":
                    self.add(rest)
                case "DATA":
                    await self.data()
                case "RSET" | "NOOP":
                    self.say("250 ok")
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("502 not known")

    def say(self, *lines: str) -> None:
        self.writer.write("".join(f"{line}\r\n" for line in lines).encode())

    def greet(self) -> None:
        able = ["SIZE 100000"]
        if self.server.tls is not None and not self.encrypted:
            able.append("STARTTLS")
        if self.server.credentials is not None:
            able.append("AUTH PLAIN")
        self.say("250-test.example", *(f"250-{each}" for each in able[:-1]), f"250 {able[-1]}")

    def sign_in(self, rest: str) -> None:
        _, user, password = base64.b64decode(rest.rsplit(maxsplit=1)[-1]).decode().split("\0")
        if (user, password) == self.server.credentials:
            self.user = user
            self.say("235 welcome")
        else:
            self.say("535 no")

    def add(self, rest: str) -> None:
        address = rest[rest.index("<") + 1 : rest.index(">")]
        refusal = self.server.answers.get(address)
        if refusal is None and self.server.credentials is not None and self.user is None:
            refusal = "530 sign in first"
        if refusal is None:
            self.recipients.append(address)
        self.say(refusal or "250 ok")

    async def data(self) -> None:
        self.say("354 go ahead")
        lines: list[bytes] = []
        while (line := await self.reader.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        refusal = self.server.answers.get("DATA")
        if refusal is None:
            message = cast("EmailMessage", message_from_bytes(b"".join(lines), policy=SMTP))
            self.server.take(Taken(self.recipients, message, self.encrypted, self.user))
        else:
            self.server.refuse()
        self.say(refusal or "250 taken")
