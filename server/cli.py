"""`byline`: the command line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from server.config import Settings, settings_from
from server.errors import ServerError
from server.logs import configure_logs

__all__ = ["main", "settings_of"]

_SETTINGS = ("host", "port", "data", "db", "open_mode")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="byline", description="Write together; every word signed."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    _describe_serve(
        commands.add_parser(
            "serve",
            help="run the server",
            description="Run the server. Every setting can also be given in the environment: "
            "see docs/running.md.",
        )
    )
    export = commands.add_parser(
        "export",
        help="write a document's verifiable bundle",
        description="Write a document's ledger with all that is needed to check it. "
        "A server may be running on the database.",
    )
    export.add_argument("document", metavar="ID", help="the document, as its address names it")
    export.add_argument("--bundle", type=Path, required=True, metavar="FILE", help="to write")
    _add_database(export)
    _describe_report(
        commands.add_parser(
            "report",
            help="write a report on how a document came to be",
            description="Write who contributed what, what came from the assistant, and what cannot be "
            "known. A server may be running on the database.",
        )
    )
    verify = commands.add_parser(
        "verify",
        help="check a bundle or a report, offline",
        description="Check a bundle with nothing but the file: hashes, signatures, every span. "
        "Exit status 1 names the first line that does not fit. Of a report in JSON, its signature.",
    )
    verify.add_argument("bundle", type=Path, metavar="FILE")
    verify.add_argument("--key", help="public key that is to have sealed it: base64, or a file")
    authorship = commands.add_parser(
        "authorship",
        help="print who wrote what, from a bundle or a trace",
        description="Print the authorship of the live text in its order, one JSON object a line.",
    )
    authorship.add_argument("ledger", type=Path, metavar="FILE")
    erase = commands.add_parser(
        "erase",
        help="erase a person",
        description="Take a person's name, account and sessions out of the database. What they "
        "wrote stays, under an opaque stub, and bundles still verify.",
    )
    erase.add_argument("person", metavar="PERSON", help="the person's id, p_…")
    _add_database(erase)
    return parser


def _describe_report(report: argparse.ArgumentParser) -> None:
    report.add_argument("document", metavar="ID", help="the document, as its address names it")
    report.add_argument(
        "--format",
        choices=("html", "pdf", "json", "prov", "bundle"),
        default="html",
        help="what to write (default html)",
    )
    report.add_argument(
        "--to", type=Path, metavar="FILE", help="file to write (default ID.report.…)"
    )
    _add_database(report)


def _describe_serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    serve.add_argument("--port", type=int, help="port to listen on (default 8000; 0: a free one)")
    serve.add_argument(
        "--open",
        dest="open_mode",
        action="store_true",
        default=None,
        help="anybody who reaches the server may pick a name and write",
    )
    _add_database(serve)


def _add_database(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", help="directory for what the server keeps (default data)")
    command.add_argument("--db", help="sqlite:///path or postgresql://user@host/name")


def settings_of(arguments: Sequence[str], environment: dict[str, str]) -> Settings:
    """Return the settings for a command line.

    Raises:
        Invalid: a variable of the environment has the wrong form.
    """
    return _settings(_parser().parse_args(arguments), environment)


def _settings(given: argparse.Namespace, environment: dict[str, str]) -> Settings:
    return settings_from(environment, **{name: getattr(given, name, None) for name in _SETTINGS})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    environment = dict(os.environ)
    given = _parser().parse_args(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(given, environment)
    except ServerError as error:
        print(f"byline: {error.message}", file=sys.stderr)
        return 2


def _run(given: argparse.Namespace, environment: dict[str, str]) -> int:
    """Run one command; what it needs is imported only then, for speed."""
    match given.command:
        case "verify":
            from server.commands.verify import verify_file

            return verify_file(given.bundle, given.key)
        case "authorship":
            from server.commands.authorship import authorship

            return authorship(given.ledger)
        case "export":
            from server.commands.export import export

            return export(_settings(given, environment), given.document, given.bundle)
        case "report":
            from server.commands.report import report

            settings = _settings(given, environment)
            return report(settings, given.document, given.format, given.to)
        case "erase":
            from server.commands.erase import erase

            return erase(_settings(given, environment), given.person)
        case _:
            from server.commands.serve import serve

            settings = _settings(given, environment)
            configure_logs(settings.log_format, settings.log_level)
            return serve(settings, environment)
