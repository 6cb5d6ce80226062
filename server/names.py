"""Identifiers, and the rules for names that people choose.

An identifier is a prefix that tells its kind and 80 random bits in lower-case base 32, so that it
can be read aloud, put in an address and never guessed. Secrets (session and invitation tokens)
are longer, and stored only as a digest.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Final

from crdt.ledger import SYSTEM_USER
from server.errors import ColourRefused, NameRefused, PasswordRefused

__all__ = [
    "MAX_NAME_CHARS",
    "MAX_TITLE_CHARS",
    "PALETTE_SIZE",
    "SYSTEM_PERSON_ID",
    "checked_colour",
    "checked_login",
    "checked_name",
    "checked_password",
    "checked_title",
    "choose_colour",
    "initials_of",
    "is_address",
    "is_document_id",
    "new_comment_id",
    "new_contest_id",
    "new_document_id",
    "new_generation",
    "new_invitation_id",
    "new_person_id",
    "new_recipe_id",
    "new_request_id",
    "new_review_id",
    "new_session_id",
    "new_sign_off_id",
    "new_suggestion_id",
    "new_thread_id",
    "new_token",
    "new_version_id",
    "token_digest",
]

MAX_NAME_CHARS: Final = 80
MAX_TITLE_CHARS: Final = 200
MAX_LOGIN_CHARS: Final = 254
MIN_PASSWORD_CHARS: Final = 8
MAX_PASSWORD_CHARS: Final = 256
PALETTE_SIZE: Final = 12
SYSTEM_PERSON_ID: Final = SYSTEM_USER
"""The server itself: it inserts what every document starts with, and is nobody's author."""

_DOCUMENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+")
_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_ID_CHARS: Final = 16
_INVISIBLE_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_JOINERS: Final = frozenset("\u200c\u200d")
"""Zero-width joiners: needed inside Indic and Persian names and in emoji."""


def _random_id(prefix: str) -> str:
    bits = secrets.randbits(5 * _ID_CHARS)
    return prefix + "".join(_ALPHABET[(bits >> 5 * i) & 31] for i in range(_ID_CHARS))


def new_person_id() -> str:
    """Return a new person id, `p_…`."""
    return _random_id("p_")


def new_session_id() -> str:
    """Return a new session id, `e_…`: the public name of a session, not its token."""
    return _random_id("e_")


def new_document_id() -> str:
    """Return a new document id."""
    return _random_id("d")


def new_generation() -> str:
    """Return a new generation id, `g_…`: a document's history from one beginning."""
    return _random_id("g_")


def new_invitation_id() -> str:
    """Return a new invitation id, `inv_…`: its public name, not its token."""
    return _random_id("inv_")


def new_request_id() -> str:
    """Return a new id for one question to the assistant, `q_…`."""
    return _random_id("q_")


def new_recipe_id() -> str:
    """Return a new id of a team's own recipe, `r_…`."""
    return _random_id("r_")


def new_version_id() -> str:
    """Return a new id of a named version, `n_…`."""
    return _random_id("n_")


def new_suggestion_id() -> str:
    """Return a new suggestion id, `s_…`."""
    return _random_id("s_")


def new_thread_id() -> str:
    """Return a new id of a thread of comments, `t_…`."""
    return _random_id("t_")


def new_comment_id() -> str:
    """Return a new comment id, `c_…`."""
    return _random_id("c_")


def new_review_id() -> str:
    """Return a new id of the review of a passage, `v_…`."""
    return _random_id("v_")


def new_contest_id() -> str:
    """Return a new id of a contested placing, `k_…`."""
    return _random_id("k_")


def new_sign_off_id() -> str:
    """Return a new id of a sign-off, `o_…`."""
    return _random_id("o_")


def new_token() -> str:
    """Return a new secret of 256 bits that fits in a cookie and an address."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """Return what is stored of a secret: the lower-case hex SHA-256 of its UTF-8."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def is_document_id(value: str) -> bool:
    """Say whether `value` may name a document: 1 to 64 of `A-Z a-z 0-9 _ -`."""
    return _DOCUMENT_ID.fullmatch(value) is not None


def is_address(value: str) -> bool:
    """Say whether `value` can be written to by e-mail, as far as its form tells."""
    return _ADDRESS.fullmatch(value) is not None


def _visible_line(value: str, *, what: str, max_chars: int) -> str:
    line = " ".join(unicodedata.normalize("NFC", value).split())
    if not line:
        raise NameRefused(f"{what} must not be empty.")
    if len(line) > max_chars:
        raise NameRefused(f"{what} may have at most {max_chars} characters.")
    for char in line:
        if unicodedata.category(char) in _INVISIBLE_CATEGORIES and char not in _JOINERS:
            raise NameRefused(f"{what} must not contain invisible or control characters.")
    return line


def checked_name(value: str) -> str:
    """Return a display name in NFC with single spaces, 1 to 80 characters.

    Raises:
        NameRefused: it is empty, too long, or holds control, direction or invisible characters.
    """
    name = _visible_line(value, what="A name", max_chars=MAX_NAME_CHARS)
    if not any(unicodedata.category(char)[0] in "LNS" for char in name):
        raise NameRefused("A name needs at least one letter, digit or sign.")
    return name


def checked_title(value: str) -> str:
    """Return a document title in NFC with single spaces, 1 to 200 characters.

    Raises:
        NameRefused: it is empty, too long, or holds control, direction or invisible characters.
    """
    return _visible_line(value, what="A title", max_chars=MAX_TITLE_CHARS)


def checked_login(value: str) -> str:
    """Return a login as it is compared: NFKC, case folded, without spaces around it.

    Raises:
        NameRefused: it is empty, longer than 254 characters, or holds invisible characters.
    """
    folded = unicodedata.normalize("NFKC", value).casefold()
    return _visible_line(folded, what="A login", max_chars=MAX_LOGIN_CHARS)


def checked_password(value: str) -> str:
    """Return the password in NFC, 8 to 256 characters.

    Raises:
        PasswordRefused: it is shorter or longer.
    """
    password = unicodedata.normalize("NFC", value)
    if len(password) < MIN_PASSWORD_CHARS:
        raise PasswordRefused(f"A password needs at least {MIN_PASSWORD_CHARS} characters.")
    if len(password) > MAX_PASSWORD_CHARS:
        raise PasswordRefused(f"A password may have at most {MAX_PASSWORD_CHARS} characters.")
    return password


def checked_colour(value: int) -> int:
    """Return the colour if the palette of 12 has it.

    Raises:
        ColourRefused: it is not between 0 and 11.
    """
    if not 0 <= value < PALETTE_SIZE:
        raise ColourRefused(f"A colour is a number from 0 to {PALETTE_SIZE - 1}.")
    return value


def choose_colour(in_use: Iterable[int]) -> int:
    """Return the palette index used least often by `in_use`, the smallest of several."""
    count = Counter(in_use)
    return min(range(PALETTE_SIZE), key=lambda colour: (count[colour], colour))


def initials_of(name: str) -> str:
    """Return one or two upper-case characters for a name: of its first and last word."""
    starts = [_first_sign(word) for word in name.split()]
    starts = [start for start in starts if start]
    if not starts:
        return "?"
    chosen = starts[0] if len(starts) == 1 else starts[0] + starts[-1]
    return chosen.upper()[:4]


def _first_sign(word: str) -> str:
    return next((char for char in word if unicodedata.category(char)[0] in "LN"), word[:1])
