"""Who somebody is: guests, accounts, and the sessions that stand for them.

A session is an opaque random token. The cookie and the bearer header carry the same token; the
database has only its digest, so that a copy of the database signs nobody in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from server.config import Settings
from server.erasure import erase_person
from server.errors import NotFound, WrongPassword
from server.names import (
    checked_colour,
    checked_login,
    checked_name,
    checked_password,
    choose_colour,
    initials_of,
    new_person_id,
    new_session_id,
    new_token,
    token_digest,
)
from server.passwords import Passwords
from server.ports import Clock, PeopleStore
from server.records import Account, Person, SessionRow
from server.throttle import Throttle

__all__ = ["Device", "Identity", "SignedIn"]

_DAY_MS: Final = 24 * 60 * 60 * 1000
_TOUCH_EVERY_MS: Final = 60 * 60 * 1000
_COLOURS_LOOKED_AT: Final = 36
_MAX_AGENT_CHARS: Final = 200


@dataclass(frozen=True, slots=True)
class Device:
    """Where a request comes from: the network address and what the program calls itself."""

    address: str
    agent: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: whose, and the token that is told once."""

    person: Person
    session: SessionRow
    token: str


class Identity:
    """Makes people and sessions and recognises them again."""

    def __init__(
        self,
        store: PeopleStore,
        settings: Settings,
        clock: Clock,
        passwords: Passwords,
        throttle: Throttle,
    ) -> None:
        self._store = store
        self._settings = settings
        self._clock = clock
        self._passwords = passwords
        self._throttle = throttle

    async def recognise(self, token: str) -> tuple[SessionRow, Person] | None:
        """Return the session behind a token and whose it is, or None; a used session lives on."""
        now = self._clock()
        found = await self._store.session_by_digest(token_digest(token), now)
        if found is not None and now - found[0].last_seen_at > _TOUCH_EVERY_MS:
            await self._store.touch_session(found[0].id, now, self._end(now))
        return found

    async def enter_as_guest(self, name: str, device: Device) -> SignedIn:
        """Make a guest with that name and a session for them.

        Raises:
            NameRefused: the name cannot be shown.
            TooMany: too many guests came from that address.
        """
        checked = checked_name(name)
        limit = self._settings.guests_per_minute
        await self._throttle.hit("guest", device.address, limit, 60)
        person = await self._new_person(checked)
        await self._store.add_person(person, self._clock())
        return await self._sign_in(person, device)

    async def create_account(
        self, name: str, login: str, password: str, device: Device, guest: Person | None
    ) -> SignedIn:
        """Make an account; a guest who makes one stays the same person, with all they wrote.

        Raises:
            NameRefused, PasswordRefused: one of the values breaks its rule.
            LoginTaken: somebody signs in with that login.
            TooMany: too many accounts were made from that address.
        """
        checked, folded, secret = (
            checked_name(name),
            checked_login(login),
            checked_password(password),
        )
        limit = self._settings.accounts_per_hour
        await self._throttle.hit("account", device.address, limit, 3600)
        if guest is not None and guest.kind == "guest":
            person = replace(guest, name=checked, initials=initials_of(checked), kind="account")
        else:
            person = replace(await self._new_person(checked), kind="account")
        hashed = await self._passwords.hash(secret)
        await self._store.add_account(person, Account(person.id, folded, hashed), self._clock())
        return await self._sign_in(person, device)

    async def sign_in(self, login: str, password: str, device: Device) -> SignedIn:
        """Make a session for the account with that login and password.

        Raises:
            WrongPassword: there is no such pair.
            TooMany: it was tried too often, from that address or for that login.
        """
        folded = checked_login(login)
        limit = self._settings.logins_per_minute
        await self._throttle.hit("login-address", device.address, limit, 60)
        await self._throttle.hit("login-name", token_digest(folded), limit, 60)
        account = await self._store.account_of(folded)
        stored = account.password_hash if account else None
        known = await self._passwords.verify(_normal(password), stored)
        person = await self._person(account) if known else None
        if person is None:
            raise WrongPassword("Name and password do not belong together.")
        return await self._sign_in(person, device)

    async def change(self, person: Person, name: str | None, colour: int | None) -> Person:
        """Give a person another name or colour and return them.

        Raises:
            NameRefused, ColourRefused: it breaks its rule.
        """
        changed = person
        if name is not None:
            checked = checked_name(name)
            changed = replace(changed, name=checked, initials=initials_of(checked))
        if colour is not None:
            changed = replace(changed, colour=checked_colour(colour))
        if changed != person:
            await self._store.change_person(changed)
        return changed

    async def sessions_of(self, person: Person) -> tuple[SessionRow, ...]:
        """Return a person's sessions, last used first."""
        return await self._store.sessions_of(person.id, self._clock())

    async def revoke(self, person: Person, session_id: str) -> None:
        """End one of the person's sessions.

        Raises:
            NotFound: they have no such session.
        """
        if not await self._store.revoke_session(session_id, person.id):
            raise NotFound("There is no such session.")

    async def erase(self, person: Person, password: str, device: Device) -> tuple[str, ...]:
        """Erase a person, who says the password of their account if they have one.

        Returns:
            The documents that they were a member of.

        Raises:
            WrongPassword: it is not the password.
            TooMany: it was tried too often from that address.
        """
        account = await self._store.account_of_person(person.id)
        if account is not None:
            limit = self._settings.logins_per_minute
            await self._throttle.hit("login-address", device.address, limit, 60)
            if not await self._passwords.verify(_normal(password), account.password_hash):
                raise WrongPassword("That is not the password of this account.")
        return await erase_person(self._store, person.id, self._clock())

    async def _new_person(self, name: str) -> Person:
        colour = choose_colour(await self._store.recent_colours(_COLOURS_LOOKED_AT))
        return Person(new_person_id(), name, initials_of(name), colour, "guest")

    async def _person(self, account: Account | None) -> Person | None:
        return await self._store.person(account.person_id) if account else None

    async def _sign_in(self, person: Person, device: Device) -> SignedIn:
        now, token = self._clock(), new_token()
        session = SessionRow(
            id=new_session_id(),
            person_id=person.id,
            token_digest=token_digest(token),
            created_at=now,
            expires_at=self._end(now),
            last_seen_at=now,
            agent=device.agent[:_MAX_AGENT_CHARS],
        )
        await self._store.add_session(session)
        return SignedIn(person, session, token)

    def _end(self, now: int) -> int:
        return now + self._settings.session_days * _DAY_MS


def _normal(password: str) -> str:
    """Return the password as `checked_password` would store it, of whatever length."""
    from unicodedata import normalize

    return normalize("NFC", password)[:1024]
