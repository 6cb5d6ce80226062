"""Wires for connections without a socket."""

from collections.abc import Callable


class OpenWire:
    """Takes everything until it is told not to.

    Args:
        written: where what is written goes.
    """

    def __init__(self, written: list[bytes]) -> None:
        self.write_at_once: Callable[[bytes], object] | None = written.append
        self.encoded = 0

    def encode(self, messages: tuple[bytes, ...]) -> bytes:
        self.encoded += 1
        return b"|".join(messages)
