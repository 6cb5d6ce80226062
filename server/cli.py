"""`byline`: the command line."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence

from server.config import Settings, settings_from
from server.errors import ServerError
from server.logs import configure_logs

__all__ = ["main", "settings_of"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="byline", description="Write together; every word signed."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser(
        "serve",
        help="run the server",
        description="Run the server. Every setting can also be given in the environment: "
        "see docs/running.md.",
    )
    serve.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    serve.add_argument("--port", type=int, help="port to listen on (default 8000; 0: a free one)")
    serve.add_argument("--data", help="directory for what the server keeps (default data)")
    serve.add_argument("--db", help="sqlite:///path or postgresql://user@host/name")
    serve.add_argument(
        "--open",
        dest="open_mode",
        action="store_true",
        default=None,
        help="anybody who reaches the server may pick a name and write",
    )
    return parser


def settings_of(arguments: Sequence[str], environment: dict[str, str]) -> Settings:
    """Return the settings for a command line.

    Raises:
        Invalid: a variable of the environment has the wrong form.
    """
    given = vars(_parser().parse_args(arguments))
    given.pop("command")
    return settings_from(environment, **given)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    environment = dict(os.environ)
    try:
        settings = settings_of(sys.argv[1:] if arguments is None else arguments, environment)
        configure_logs(settings.log_format, settings.log_level)
        return _serve(settings, environment)
    except ServerError as error:
        print(f"byline: {error.message}", file=sys.stderr)
        return 2


def _serve(settings: Settings, environment: dict[str, str]) -> int:
    gc.disable()  # what is imported lives for ever: looking through it is 15 % of the start
    from server.app import build
    from server.serving import serve

    gc.freeze()
    gc.set_threshold(10_000, 20, 50)  # messages make no cycles: looking for them costs latency
    gc.enable()

    def ready(address: str) -> None:
        mode = "open to everybody who reaches it" if settings.open_mode else "an account is needed"
        print(f"Byline is ready: {address}  ({mode})", flush=True)

    serve(build(settings, environment), ready)
    return 0
