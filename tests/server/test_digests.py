"""server.digest, .digests and .mail: who is told what by e-mail, once, by a real SMTP server."""

import asyncio
import datetime as dt
import ipaddress
import ssl
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from structlog.testing import capture_logs

from crdt.ids import IdRange
from server.access import Role
from server.comments import Comment, Due, Thread, news_of
from server.config import Settings
from server.digest import MAX_ITEMS, digest_of
from server.digests import Digests
from server.mail import MailDown
from server.records import Account, Person
from server.store.sql import SqlStore
from tests.server.smtp_server import SmtpTestServer
from tests.server.store.examples import with_document, with_people

ADA = Person("p_ada", "Ada King", "AK", 3, "account")
BEN = Person("p_ben", "Ben", "B", 4, "account")
CAM = Person("p_cam", "Cam", "C", 5, "account")
DOT = Person("p_dot", "Dot", "D", 6, "account")
LOGINS = {BEN: "ben@example.org", CAM: "cam@example.org", DOT: "dot"}
ASKED = "Is that so, @[p_ben] & @[p_cam] & @[p_dot]?"
NOW = 1_700_000_000_000


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[SqlStore]:
    """Ada mentions Ben, Cam (both have e-mail addresses as logins) and Dot (who has none)."""
    subject = SqlStore(f"sqlite:///{tmp_path / 'byline.db'}")
    await subject.open()
    await with_people(subject, ADA)
    await with_document(subject)
    for person, login in LOGINS.items():
        await subject.add_account(person, Account(person.id, login, "hash"), 1)
        await subject.set_role("doc", person.id, Role.REVIEWER, 1)
    await say(subject, "1", ASKED)
    yield subject
    await subject.close()


async def say(store: SqlStore, number: str, text: str) -> None:
    """Ada begins a thread."""
    thread_id = f"t_{number}"
    first = Comment(f"c_{number}", thread_id, ADA.id, 100, text)
    anchor = (IdRange(1, 0, 1),)
    thread = Thread(thread_id, "doc", ADA.id, 100, anchor, "the pilot boat", comments=(first,))
    await store.add_thread(thread, news_of(first, ()))


def digests(store: SqlStore, server: SmtpTestServer, **settings: Any) -> Digests:
    values: dict[str, Any] = {
        "smtp_host": "127.0.0.1",
        "smtp_port": server.port,
        "smtp_tls": "none",
        "smtp_from": "byline@example.org",
        "public_url": "https://byline.example.org/",
        **settings,
    }
    return Digests(store, Settings(**values), lambda: NOW)


async def test_each_is_told_once_also_after_a_restart(store: SqlStore) -> None:
    async with SmtpTestServer() as server:
        assert await digests(store, server).send_due() == 2
        assert sorted(each.recipients for each in server.taken) == [
            ["ben@example.org"],
            ["cam@example.org"],
        ]
        assert await digests(store, server).send_due() == 0, "another process, the same marks"
        await say(store, "2", "And this, @[p_ben]?")
        assert await digests(store, server).send_due() == 1
        assert (len(server.taken), server.connections) == (3, 2)
        told = server.taken[-1].message.get_body(("plain",))
        assert told is not None
        assert "And this, @Ben?" in told.get_content()
        assert "Is that so" not in told.get_content()


async def test_a_digest_says_what_was_said_about_what_and_where(store: SqlStore) -> None:
    async with SmtpTestServer() as server:
        await digests(store, server).send_due()
    message = next(each.message for each in server.taken if each.recipients == ["ben@example.org"])
    assert message["Subject"] == "1 unread comment in “Untitled”"
    assert message["From"] == "Byline <byline@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    text, page = plain.get_content(), html.get_content()
    assert "Ada King mentioned you about “the pilot boat”:" in text
    assert "> Is that so, @Ben & @Cam & @Dot?" in text
    link = "https://byline.example.org/d/doc?thread=t_1"
    assert f"\n{link}\n" in text.replace("\r", "")
    assert "@Ben &amp; @Cam" in page
    assert f'href="{link}"' in page


async def test_who_reads_in_time_or_wants_none_or_may_not_is_not_told(store: SqlStore) -> None:
    async with SmtpTestServer() as server:
        await store.mark_read("doc", BEN.id, ["c_1"], 5)
        await store.set_digest(CAM.id, wanted=False)
        assert await digests(store, server).send_due() == 0
        await store.set_digest(CAM.id, wanted=True)
        await store.set_role("doc", CAM.id, Role.READER, 2)
        assert await digests(store, server).send_due() == 0
        assert server.connections == 0
        assert await digests(store, server, open_mode=True).send_due() == 1


async def test_a_server_that_is_down_is_asked_again_later(store: SqlStore) -> None:
    server = SmtpTestServer()
    async with server:
        pass
    with pytest.raises(MailDown):
        await digests(store, server).send_due()
    async with SmtpTestServer(credentials=("byline", "secret")) as strict:
        with pytest.raises(MailDown):
            await digests(store, strict, smtp_user="byline", smtp_password="wrong").send_due()
        right = digests(store, strict, smtp_user="byline", smtp_password="secret")
        assert await right.send_due() == 2
        assert {each.user for each in strict.taken} == {"byline"}


async def test_one_who_cannot_be_reached_holds_nobody_up(store: SqlStore) -> None:
    answers = {"ben@example.org": "550 no such user"}
    async with SmtpTestServer(answers) as server:
        assert await digests(store, server).send_due() == 1
        server.answers.clear()
        assert await digests(store, server).send_due() == 0, "refused for good"
    await say(store, "2", ASKED)
    async with SmtpTestServer({"ben@example.org": "451 later"}) as server:
        assert await digests(store, server).send_due() == 1
        server.answers = {"DATA": "452 later"}
        assert await digests(store, server).send_due() == 0
        server.answers = {}
        assert await digests(store, server).send_due() == 1
        server.answers = {"DATA": "554 spam"}
        await say(store, "3", "@[p_ben]")
        assert await digests(store, server).send_due() == 0
        server.answers = {}
        assert await digests(store, server).send_due() == 0


async def test_failures_are_logged_without_addresses_and_words(store: SqlStore) -> None:
    """The task goes on after failures, and sends what is due once it can."""
    server = SmtpTestServer({"DATA": "421 closing"})
    async with server:
        with capture_logs() as logs:
            async with digests(store, server, digest_minutes=0.0002).running():
                await server.until(refused=2)
                server.answers.clear()
                await server.until(taken=2)
    assert {each["outcome"] for each in logs if each["event"] == "digest"} >= {"deferred"}
    told = str(logs)
    for private in ("example.org", "pilot", "Is that so", "Ada"):
        assert private not in told


async def test_without_a_server_or_an_interval_nothing_runs(store: SqlStore) -> None:
    server = SmtpTestServer()
    assert not digests(store, server, smtp_host="").enabled
    assert not digests(store, server, digest_minutes=0).enabled
    async with digests(store, server, smtp_host="").running():
        assert "digests" not in {task.get_name() for task in asyncio.all_tasks()}


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """One for 127.0.0.1 that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "cert.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.mark.parametrize("tls", ["starttls", "tls"])
async def test_it_is_sent_encrypted_and_the_server_must_be_trusted(
    store: SqlStore, certificate: ssl.SSLContext, tls: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with SmtpTestServer(tls=certificate, wrapped=tls == "tls") as server:
        assert await digests(store, server, smtp_tls=tls).send_due() == 2
        assert all(each.encrypted for each in server.taken)
        monkeypatch.delenv("SSL_CERT_FILE")
        await say(store, "2", ASKED)
        with pytest.raises(MailDown):
            await digests(store, server, smtp_tls=tls).send_due()


async def test_where_encryption_is_wanted_nothing_goes_without(store: SqlStore) -> None:
    async with SmtpTestServer() as server:
        with pytest.raises(MailDown):
            await digests(store, server, smtp_tls="starttls").send_due()
        assert server.taken == []


def test_what_people_write_stays_text() -> None:
    nasty = '<script>alert(1)</script>\n.\r\nBcc: eve@example.org "&'
    comment = Comment("c_1", "t_1", ADA.id, 1, nasty)
    title = "A <b>title</b>"
    due = Due(BEN.id, "ben@example.org", None, "doc", title, "t_1", "<i>", comment, "reply")
    names = {ADA.id: "Ada <King>"}
    wishes: dict[str, Any] = {
        "sender": "byline@example.org",
        "public_url": "https://x.example",
        "at_ms": NOW,
    }
    message = digest_of([due], names, **wishes)
    html = message.get_body(("html",))
    assert html is not None
    page = html.get_content()
    assert "<script" not in page
    assert "<b>" not in page
    assert message["Bcc"] is None
    many = [replace(due, comment=replace(comment, text="x" * 5_000))] * (MAX_ITEMS + 3)
    text = digest_of(many, {}, **wishes).get_body(("plain",))
    assert text is not None
    assert "And 3 more." in text.get_content()
    assert text.get_content().count("Somebody replied") == MAX_ITEMS
    with pytest.raises(ValueError, match="addr-spec"):
        digest_of([replace(due, login="no address")], {}, **wishes)
