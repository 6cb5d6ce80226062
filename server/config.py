"""Every setting: its name in the environment, its meaning, its default.

The environment gives defaults for the command line, and the command line wins. A test holds
docs/running.md to this file.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from server.errors import Invalid
from server.names import is_address

__all__ = ["PREFIX", "Settings", "setting_names", "settings_from"]

PREFIX: Final = "BYLINE_"
_REPOSITORY: Final = Path(__file__).parent.parent
_ORIGIN: Final = re.compile(r"https?://[^/?#@\s]+")
_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_FALSE: Final = frozenset({"0", "false", "no", "off", ""})


def _setting(default: Any, doc: str) -> Any:
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the server runs with. Each field is `BYLINE_` and its name in capitals."""

    host: str = _setting("127.0.0.1", "Address to listen on.")
    port: int = _setting(8000, "Port to listen on; 0 takes a free one.")
    open_mode: bool = _setting(
        False, "Anybody who reaches the server may pick a name and write; no accounts needed."
    )
    data: str = _setting("data", "Directory for what the server keeps.")
    db: str = _setting(
        "", "Database: sqlite:///path or postgresql://…; empty: byline.db in the data directory."
    )
    web_dir: str = _setting("", "Built front end; empty: web/dist beside the server.")
    origins: tuple[str, ...] = _setting(
        (), "Further origins (https://host, comma-separated) whose pages may use the server."
    )
    log_format: str = _setting("", "json or text; empty: text on a terminal, else json.")
    log_level: str = _setting("info", "debug, info, warning or error.")

    session_days: int = _setting(30, "Days after its last use that a session ends.")
    logins_per_minute: int = _setting(10, "Attempts to sign in, per address and per login.")
    accounts_per_hour: int = _setting(20, "New accounts per address.")
    guests_per_minute: int = _setting(600, "New guests per address.")
    undelete_days: int = _setting(30, "Days in which a deleted document can be brought back.")
    request_bytes: int = _setting(1024 * 1024, "Largest body of an HTTP request.")

    message_bytes: int = _setting(1024 * 1024, "Largest message on a socket.")
    messages_per_second: float = _setting(30.0, "Messages a socket may send, sustained.")
    message_burst: int = _setting(120, "Messages a socket may send at once.")
    first_message_s: float = _setting(5.0, "Seconds in which a socket must say something.")
    send_s: float = _setting(10.0, "Seconds that one send may take.")
    ping_s: float = _setting(20.0, "Seconds between heartbeats of a socket.")
    pong_s: float = _setting(25.0, "Seconds after a heartbeat that a silent socket is dead.")
    connections: int = _setting(2000, "Open sockets of this process.")
    connections_per_document: int = _setting(200, "Open sockets per document.")
    connections_per_person: int = _setting(20, "Open sockets per person.")
    idle_ms: int = _setting(60_000, "Milliseconds that a room stays in memory with nobody in it.")
    snapshot_every: int = _setting(
        2000,
        "Updates after which a document gets a snapshot in the next pause, five times as many without one.",
    )
    shutdown_s: int = _setting(20, "Seconds for a graceful shutdown.")

    signing_key: str = _setting(
        "", "Private Ed25519 key, 32 bytes in base64; empty: one that the database keeps."
    )

    assistant: bool = _setting(True, "Whether there is an assistant on this server at all.")
    consent: bool = _setting(
        True, "Whether people's words may be sent to a model, for those who have not said."
    )
    requests_at_once: int = _setting(8, "Requests to the assistant that run at once.")
    requests_at_once_per_person: int = _setting(2, "The same, of one person.")
    model: str = _setting("", "Model in litellm's notation; empty: the built-in phrasebook.")
    model_api_base: str = _setting("", "Base address of the model's API.")
    model_api_key: str = _setting(
        "", "Key for the model's API; empty: the provider's own environment variable."
    )
    model_fallbacks: str = _setting(
        "",
        "Models asked in this order when the first cannot answer: names or name@address, commas between.",
    )

    public_url: str = _setting(
        "", "Address at which people reach this server, such as https://byline.example.org."
    )
    smtp_host: str = _setting(
        "", "SMTP server for e-mail digests of comments; empty: none are sent."
    )
    smtp_port: int = _setting(587, "Its port.")
    smtp_tls: str = _setting(
        "starttls", "starttls, tls (from the first byte on) or none (only on a network you trust)."
    )
    smtp_user: str = _setting("", "Name to sign in with there; empty: without signing in.")
    smtp_password: str = _setting("", "Password to sign in with there.")
    smtp_from: str = _setting("", "Address that digests come from.")
    digest_minutes: float = _setting(
        15.0, "Minutes between two looks for what is unread; 0: no digests are sent."
    )

    @property
    def database_url(self) -> str:
        """The database to use."""
        return self.db or f"sqlite:///{Path(self.data) / 'byline.db'}"

    @property
    def web_path(self) -> Path:
        """The directory of the built front end."""
        return Path(self.web_dir) if self.web_dir else _REPOSITORY / "web" / "dist"


def setting_names() -> dict[str, dataclasses.Field[Any]]:
    """Return the fields by their names in the environment."""
    return {PREFIX + each.name.upper(): each for each in dataclasses.fields(Settings)}


def settings_from(environment: Mapping[str, str], **given: Any) -> Settings:
    """Return the settings: defaults, then the environment, then what is given and not None.

    Raises:
        Invalid: a value has the wrong form; the message names the variable.
    """
    values: dict[str, Any] = {}
    for name, each in setting_names().items():
        if name in environment:
            values[each.name] = _read(name, environment[name], each.default)
    values.update({name: value for name, value in given.items() if value is not None})
    settings = Settings(**values)
    _check(settings)
    return settings


def _check(settings: Settings) -> None:
    if settings.port > 65535:
        raise Invalid("BYLINE_PORT must be a port, 0 to 65535.")
    if settings.log_level not in {"debug", "info", "warning", "error"}:
        raise Invalid("BYLINE_LOG_LEVEL must be debug, info, warning or error.")
    if settings.log_format not in {"", "json", "text"}:
        raise Invalid("BYLINE_LOG_FORMAT must be json or text.")
    for origin in settings.origins:
        if not _ORIGIN.fullmatch(origin):
            raise Invalid(f"BYLINE_ORIGINS: {origin!r} is no origin such as https://example.org.")
    _check_mail(settings)


def _check_mail(settings: Settings) -> None:
    if settings.public_url and not _ORIGIN.fullmatch(settings.public_url.rstrip("/")):
        raise Invalid("BYLINE_PUBLIC_URL must be an address such as https://byline.example.org.")
    if settings.smtp_tls not in {"starttls", "tls", "none"}:
        raise Invalid("BYLINE_SMTP_TLS must be starttls, tls or none.")
    if settings.smtp_port > 65535:
        raise Invalid("BYLINE_SMTP_PORT must be a port, 0 to 65535.")
    if not settings.smtp_host:
        return
    if not is_address(settings.smtp_from):
        raise Invalid("BYLINE_SMTP_FROM must be an e-mail address when BYLINE_SMTP_HOST is set.")
    if not settings.public_url:
        raise Invalid("BYLINE_PUBLIC_URL must be set when BYLINE_SMTP_HOST is: digests link to it.")


def _read(name: str, text: str, default: object) -> object:
    match default:
        case bool():
            return _read_flag(name, text)
        case int() | float():
            return _read_number(name, text, type(default))
        case tuple():
            return tuple(part.strip() for part in text.split(",") if part.strip())
        case _:
            return text


def _read_flag(name: str, text: str) -> bool:
    folded = text.strip().lower()
    if folded not in _TRUE | _FALSE:
        raise Invalid(f"{name} must be 1 or 0, not {text!r}.")
    return folded in _TRUE


def _read_number(name: str, text: str, kind: type[int | float]) -> float:
    try:
        number = kind(text)
    except ValueError as error:
        raise Invalid(f"{name} must be a number, not {text!r}.") from error
    if not 0 <= number < 2**53:
        raise Invalid(f"{name} must not be negative or that large.")
    return number
