"""Telling people by e-mail what they have not read, every so many minutes, each thing at most once.

What is told is marked durably before it is sent. Where the SMTP server does not take it, the mark is taken back;
where the process ends in between, it stays: rather nothing than the same twice.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import structlog

from server.access import Action, allows, effective_role
from server.comments import Due, mentions_in
from server.config import Settings
from server.digest import digest_of
from server.mail import MailDown, Outcome, Outgoing, SmtpServer
from server.names import is_address
from server.ports import Clock, Store

__all__ = ["Digests"]

log = structlog.get_logger()


class Digests:
    """The task that sends digests; it does nothing where no SMTP server is set.

    Args:
        store: where comments and people are kept.
        settings: how often, and through which server.
        clock: the time.
    """

    def __init__(self, store: Store, settings: Settings, clock: Clock) -> None:
        self._store = store
        self._settings = settings
        self._clock = clock
        self._server = SmtpServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            tls=settings.smtp_tls,
            user=settings.smtp_user,
            password=settings.smtp_password,
            name=urlsplit(settings.public_url).hostname or "localhost",
        )

    @property
    def enabled(self) -> bool:
        """Whether digests are sent at all."""
        return bool(self._settings.smtp_host) and self._settings.digest_minutes > 0

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Send digests for as long as the block lasts."""
        if not self.enabled:
            yield
            return
        task = asyncio.create_task(self._for_ever(), name="digests")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait((task,))

    async def _for_ever(self) -> None:
        while True:
            await asyncio.sleep(60 * self._settings.digest_minutes)
            try:
                await self.send_due()
            except MailDown as error:
                log.warning("digests not sent", reason=error.reason)
            except Exception:  # the next time may be better; nobody else is to notice
                log.exception("digests not sent")

    async def send_due(self) -> int:
        """Send everybody what is due to them; return how many messages went out.

        Raises:
            MailDown: the SMTP server cannot be used; what was not sent is still due.
        """
        by_person: defaultdict[str, list[Due]] = defaultdict(list)
        for each in await self._store.due_news():
            if is_address(each.login) and self._may_read(each):
                by_person[each.person_id].append(each)
        if not by_person:
            return 0
        sent = 0
        async with self._server.connected() as outgoing:
            for person_id, due in by_person.items():
                sent += await self._send(outgoing, person_id, due) == "sent"
        return sent

    def _may_read(self, due: Due) -> bool:
        role = effective_role(due.role, open_mode=self._settings.open_mode)
        return allows(role, Action.COMMENT)

    async def _send(self, outgoing: Outgoing, person_id: str, due: Sequence[Due]) -> Outcome | None:
        ids = [each.comment.id for each in due]
        claimed = await self._store.claim_news(person_id, ids, self._clock())
        left = [each for each in due if each.comment.id in claimed]
        if not left:
            return None
        try:
            outcome = await self._hand_over(outgoing, left)
        except MailDown:
            await self._store.release_news(person_id, claimed)
            raise
        if outcome == "deferred":
            await self._store.release_news(person_id, claimed)
        log.info("digest", outcome=outcome, person=person_id, comments=len(left))
        return outcome

    async def _hand_over(self, outgoing: Outgoing, due: Sequence[Due]) -> Outcome:
        named = {each.comment.person_id for each in due}
        named.update(person for each in due for person in mentions_in(each.comment.text))
        people = await self._store.persons(sorted(named))
        names = {person.id: person.name for person in people.values()}
        settings = self._settings
        try:
            message = digest_of(
                due,
                names,
                sender=settings.smtp_from,
                public_url=settings.public_url,
                at_ms=self._clock(),
            )
        except ValueError:  # a login that only looks like an address
            return "refused"
        return await outgoing.send(message)
