"""The running server, for the tests that kill it."""

from tests.live import byline_server

__all__ = ["byline_server"]
