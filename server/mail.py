"""Sending e-mail through an SMTP server: a thin shell around the standard library's client.

`smtplib` blocks, so each step runs in a thread of its own; one that hangs ends after `TIMEOUT_S`. What is
raised and returned names no person and no text, so it may be logged.
"""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final, Literal

__all__ = ["MailDown", "Outcome", "Outgoing", "SmtpServer"]

TIMEOUT_S: Final = 15.0

Outcome = Literal["sent", "deferred", "refused"]
"""What became of a message: the server has it, it may take it later, it never will."""


class MailDown(Exception):  # noqa: N818 - says what is wrong
    """The SMTP server cannot be used now.

    Args:
        reason: what kind of failure it was.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Outgoing:
    """An open connection to an SMTP server."""

    def __init__(self, client: smtplib.SMTP) -> None:
        self._client = client

    async def send(self, message: EmailMessage) -> Outcome:
        """Hand one message over.

        Raises:
            MailDown: the connection is of no use any more.
        """
        try:
            await asyncio.to_thread(self._client.send_message, message)
        except smtplib.SMTPRecipientsRefused as error:
            return _outcome(*(code for code, _ in error.recipients.values()))
        except smtplib.SMTPDataError as error:
            return _outcome(error.smtp_code)
        except (smtplib.SMTPNotSupportedError, ValueError):  # an address that it cannot write to
            return "refused"
        except OSError as error:  # all else that smtplib raises is one
            raise MailDown(_reason(error)) from error
        return "sent"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where an SMTP server is and how to use it.

    Attributes:
        tls: `starttls`, `tls` or `none`.
        user: empty: without signing in.
        name: what this machine calls itself there.
    """

    host: str
    port: int
    tls: str
    user: str
    password: str
    name: str

    @asynccontextmanager
    async def connected(self) -> AsyncGenerator[Outgoing]:
        """Give a connection for as long as the block lasts.

        Raises:
            MailDown: there is none to be had.
        """
        try:
            client = await asyncio.to_thread(self._connect)
        except OSError as error:
            raise MailDown(_reason(error)) from error
        try:
            yield Outgoing(client)
        finally:
            await asyncio.to_thread(_leave, client)

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.tls == "tls":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, self.name, timeout=TIMEOUT_S, context=context
            )
        else:
            client = smtplib.SMTP(self.host, self.port, self.name, timeout=TIMEOUT_S)
        try:
            if self.tls == "starttls":
                client.starttls(context=context)
            if self.user:
                client.login(self.user, self.password)
        except BaseException:
            client.close()
            raise
        return client


def _leave(client: smtplib.SMTP) -> None:
    with suppress(OSError):
        client.quit()
    client.close()


def _outcome(*codes: int) -> Outcome:
    return "refused" if all(code >= 500 for code in codes) else "deferred"


def _reason(error: OSError) -> str:
    kind = type(error).__name__
    return f"{kind} {error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else kind
