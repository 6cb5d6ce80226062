"""The running server, shared by the tests of a file."""

from tests.live import shared_byline_server

__all__ = ["shared_byline_server"]
