"""Structured logs on standard error: JSON lines for machines, coloured text on a terminal.

Nothing that people write, no token and no key is ever logged; ids are.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

__all__ = ["configure_logs"]


def configure_logs(log_format: str, level: str) -> None:
    """Send our own lines and those of the libraries the same way.

    Args:
        log_format: `json`, `text`, or empty for text on a terminal and JSON elsewhere.
        level: `debug`, `info`, `warning` or `error`.
    """
    threshold = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    as_text = log_format == "text" or (not log_format and sys.stderr.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if as_text:
        rendering: list[Any] = [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                # not the default: that one prints local variables, which hold texts and tokens
                exception_formatter=structlog.dev.plain_traceback,
            )
        ]
    else:
        rendering = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    structlog.configure(
        processors=[*shared, *rendering],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(threshold, logging.WARNING))
