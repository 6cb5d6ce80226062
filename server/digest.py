"""An e-mail about comments that somebody has not read: what it says. No I/O."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from html import escape
from itertools import groupby
from typing import Final
from urllib.parse import urlsplit

from server.comments import Due, in_words

__all__ = ["MAX_ITEMS", "digest_of"]

MAX_ITEMS: Final = 30
"""More than these are only counted."""
_MAX_CHARS: Final = 600
_DID: Final = {"mention": "mentioned you", "reply": "replied"}
_WHY: Final = (
    "You get this because people mentioned you or replied to you and you have not read it yet. "
    "You can switch it off in Byline under “Your name and colour”."
)


def digest_of(
    due: Sequence[Due], names: Mapping[str, str], *, sender: str, public_url: str, at_ms: int
) -> EmailMessage:
    """Return the message that tells one person what is unread, as plain text and as simple HTML.

    Args:
        due: what is unread, all of it one person's, at least one.
        names: of everybody who wrote or is mentioned there, by id.
        sender: the address that it comes from.
        public_url: where the server is reached.
        at_ms: now, in ms since the epoch.

    Raises:
        ValueError: the person's login is no address that can be written to.
    """
    base = public_url.rstrip("/")
    shown = sorted(due[:MAX_ITEMS], key=lambda each: each.document_id)
    documents = [list(group) for _, group in groupby(shown, key=lambda each: each.document_id)]
    left_out = len(due) - len(shown)
    message = EmailMessage()
    message["From"] = Address("Byline", addr_spec=sender)
    message["To"] = Address(addr_spec=due[0].login)
    message["Subject"] = _subject(due)
    message["Date"] = formatdate(at_ms / 1000)
    message["Message-ID"] = make_msgid(domain=urlsplit(base).hostname or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(_lines(documents, names, base, left_out)))
    message.add_alternative("\n".join(_html(documents, names, base, left_out)), subtype="html")
    return message


def _subject(due: Sequence[Due]) -> str:
    count = "1 unread comment" if len(due) == 1 else f"{len(due)} unread comments"
    titles = {each.document_id: each.title for each in due}
    if len(titles) == 1:
        return f"{count} in “{next(iter(titles.values()))}”"
    return f"{count} in {len(titles)} documents"


def _what(each: Due, names: Mapping[str, str]) -> str:
    who = names.get(each.comment.person_id, "Somebody")
    about = f" about “{each.quote}”" if each.quote else ""
    return f"{who} {_DID[each.reason]}{about}:"


def _said(each: Due, names: Mapping[str, str]) -> str:
    text = in_words(each.comment.text, names)
    return text if len(text) <= _MAX_CHARS else f"{text[:_MAX_CHARS]} …"


def _address(base: str, each: Due) -> str:
    return f"{base}/d/{each.document_id}?thread={each.thread_id}"


def _more(count: int) -> str:
    return f"And {count} more." if count else ""


def _lines(
    documents: Sequence[Sequence[Due]], names: Mapping[str, str], base: str, left_out: int
) -> Iterator[str]:
    for group in documents:
        yield group[0].title
        yield "=" * min(len(group[0].title), 70)
        for each in group:
            yield ""
            yield _what(each, names)
            for line in _said(each, names).splitlines():
                yield f"> {line}"
            yield _address(base, each)
        yield ""
    if left_out:
        yield _more(left_out)
        yield ""
    yield "-- "
    yield _WHY


def _html(
    documents: Sequence[Sequence[Due]], names: Mapping[str, str], base: str, left_out: int
) -> Iterator[str]:
    yield '<!doctype html><html lang="en"><body>'
    for group in documents:
        yield f"<h2>{escape(group[0].title)}</h2>"
        for each in group:
            said = escape(_said(each, names)).replace("\n", "<br>")
            yield f"<p>{escape(_what(each, names))}</p>"
            yield f"<blockquote>{said}</blockquote>"
            yield f'<p><a href="{escape(_address(base, each))}">Open the comment</a></p>'
    if left_out:
        yield f"<p>{_more(left_out)}</p>"
    yield f"<hr><p><small>{escape(_WHY)}</small></p></body></html>"
