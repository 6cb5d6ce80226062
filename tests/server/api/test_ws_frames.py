"""server.api.ws_frames and the short way of server.api.direct, against the websockets library on the same bytes."""

import asyncio
import random
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Self

import pytest
from uvicorn import Config
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode

from server.api.direct import DirectProtocol, direct_of
from server.api.ws_frames import bytes_missing, encode_binary, read_whole

SIZES = [0, 1, 3, 4, 5, 124, 125, 126, 127, 300, 65_535]


def masked(data: bytes, opcode: Opcode = Opcode.BINARY, *, fin: bool = True) -> bytes:
    """A frame as a client sends it."""
    return Frame(opcode, data, fin).serialize(mask=True)


def pattern(size: int) -> bytes:
    return bytes(n % 251 for n in range(size))


@pytest.mark.parametrize("size", [*SIZES, 65_536, 70_000])
def test_messages_are_written_as_the_library_writes_them(size: int) -> None:
    data = pattern(size)
    assert encode_binary(data) == Frame(Opcode.BINARY, data).serialize(mask=False)


@pytest.mark.parametrize("size", SIZES)
def test_whole_messages_are_read(size: int) -> None:
    data = pattern(size)
    assert read_whole(masked(data)) == [data]
    assert read_whole(masked(b"a") + masked(data) + masked(b"")) == [b"a", data, b""]


@pytest.mark.parametrize(
    "data",
    [
        masked(b"text", Opcode.TEXT),
        masked(b"part", fin=False),
        masked(b"more", Opcode.CONT),
        masked(b"", Opcode.PING),
        masked(b"", Opcode.PONG),
        masked(b"\x03\xe8", Opcode.CLOSE),
        b"\xc2" + masked(b"a reserved bit")[1:],
        Frame(Opcode.BINARY, b"not masked").serialize(mask=False),
        masked(pattern(65_536)),
        b"\x82",
        masked(b"a") + b"\x82",
    ],
)
def test_everything_else_is_left_to_the_library(data: bytes) -> None:
    assert read_whole(data) is None


@pytest.mark.parametrize("size", [1, 125, 126, 300])
def test_a_message_that_is_cut_anywhere_is_left_to_the_library(size: int) -> None:
    frame = masked(pattern(size))
    assert all(read_whole(frame[:cut]) is None for cut in range(1, len(frame)))


@pytest.mark.parametrize("size", [0, 1, 125, 126, 70_000])
def test_it_is_known_how_much_of_a_frame_is_missing(size: int) -> None:
    first, frame = masked(b"first"), masked(pattern(size))
    head = len(frame) - size
    for cut in {len(frame), len(frame) - size // 2, head}:
        missing = len(frame) - cut
        assert bytes_missing(first + frame[:cut], 0) == missing
        assert bytes_missing(b"rest" + frame[:cut], 4) == missing
    assert bytes_missing(first + frame[:1], 0) is None
    assert bytes_missing(b"in the middle", 20) == 7


class Wire(asyncio.Transport):
    """What the protocol believes to be a TCP connection."""

    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)})
        self.written = b""

    def write(self, data: Any) -> None:
        self.written += bytes(data)

    def is_closing(self) -> bool:
        return False

    def pause_reading(self) -> None:
        """Nothing comes but what a test hands over."""

    def resume_reading(self) -> None:
        """Likewise."""

    def close(self) -> None:
        """Nothing is open."""


HANDSHAKE = (
    b"GET /sync/d HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


class Peer:
    """A protocol with an application behind it that has taken the socket over."""

    def __init__(self, *, closes: bool = False) -> None:
        self.closes = closes
        self.heard: list[bytes | None] = []
        self.entered = asyncio.Event()
        self.over = asyncio.Event()
        self.wire = Wire()
        config = Config(
            self.app, interface="asgi3", ws=DirectProtocol, ws_ping_interval=None, log_config=None
        )
        config.load()
        self.protocol = DirectProtocol(config, ServerState(), {})

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        direct_of(scope).take_over(self.heard.append, lambda: None)
        self.entered.set()
        await self.over.wait()
        if self.closes:
            await send({"type": "websocket.close"})

    async def __aenter__(self) -> Self:
        self.protocol.connection_made(self.wire)
        self.protocol.data_received(HANDSHAKE)
        await self.entered.wait()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.over.set()
        await asyncio.gather(*self.protocol.tasks)


def messages(rng: random.Random) -> Iterator[tuple[bytes | None, bytes]]:
    """Messages as the application hears them, with the frames that carry them."""
    for _ in range(60):
        data = rng.randbytes(rng.choice([0, 1, 33, 33, 33, 125, 126, 400, 65_535, 66_000]))
        kind = rng.choice(["whole", "whole", "whole", "whole", "fragments", "text"])
        if kind == "whole":
            yield data, masked(data)
        elif kind == "text":
            yield None, masked(data.hex().encode(), Opcode.TEXT)
        else:
            cuts = sorted(rng.choices(range(len(data) + 1), k=2))
            ping = masked(b"are you there", Opcode.PING)
            yield (
                data,
                masked(data[: cuts[0]], fin=False)
                + ping
                + masked(data[cuts[0] : cuts[1]], Opcode.CONT, fin=False)
                + masked(data[cuts[1] :], Opcode.CONT),
            )


@pytest.mark.parametrize("seed", range(60))
async def test_however_frames_are_mixed_and_cut_the_application_hears_every_message_once(
    seed: int,
) -> None:
    rng = random.Random(seed)
    sent = list(messages(rng))
    stream = b"".join(frames for _, frames in sent)
    ends: list[int] = []
    for _, frames in sent:
        ends.append((ends[-1] if ends else 0) + len(frames))
    anywhere = rng.sample(range(len(stream)), k=rng.choice([0, 0, 5, 40]))
    cuts = sorted({0, len(stream), *rng.sample(ends, k=rng.choice([10, 60])), *anywhere})
    async with Peer() as peer:
        for start, end in pairwise(cuts):
            peer.protocol.data_received(stream[start:end])
        assert peer.heard == [message for message, _ in sent]


async def test_a_whole_message_between_two_fragments_ends_the_connection() -> None:
    """It is a protocol error, which the short way must not overlook."""
    async with Peer() as peer:
        peer.protocol.data_received(masked(b"begun", fin=False))
        peer.protocol.data_received(masked(b"whole"))
        assert peer.heard == []
        assert b"\x88" in peer.wire.written  # a close frame


async def test_nothing_is_heard_after_the_application_has_closed() -> None:
    async with Peer(closes=True) as peer:
        peer.over.set()
        await asyncio.gather(*peer.protocol.tasks)
        peer.protocol.data_received(masked(b"too late"))
        assert peer.heard == []


async def test_key_presses_take_the_short_way_before_and_after_everything_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[bytes] = []
    async with Peer() as peer:
        receive_data = peer.protocol.conn.receive_data

        def watched(data: bytes) -> None:
            seen.append(data)
            receive_data(data)

        monkeypatch.setattr(peer.protocol.conn, "receive_data", watched)
        pasted = masked(pattern(70_000))
        for data in (masked(b"k"), pasted[:50_000], pasted[50_000:], masked(b"e") + masked(b"y")):
            peer.protocol.data_received(data)
        assert seen == [pasted[:50_000], pasted[50_000:]]
        assert peer.heard == [b"k", pattern(70_000), b"e", b"y"]


async def test_the_rest_of_a_message_is_not_taken_for_a_message_if_it_looks_like_one() -> None:
    trap = masked(b"never sent")
    unmasking = bytes(4)  # a mask that changes nothing
    for first in (b"", pattern(300)):
        whole = first + trap
        short = len(whole) < 126
        size = bytes([0x80 + len(whole)]) if short else b"\xfe" + len(whole).to_bytes(2)
        async with Peer() as peer:
            peer.protocol.data_received(b"\x82" + size + unmasking + first)
            peer.protocol.data_received(trap)
            peer.protocol.data_received(masked(b"k"))
            assert peer.heard == [whole, b"k"]


async def test_a_stream_whose_frames_cannot_be_told_apart_is_left_to_the_library() -> None:
    """The head of a frame was cut: from then on nothing is taken the short way."""
    trap = masked(b"never sent")
    async with Peer() as peer:
        peer.protocol.data_received(b"\x82")
        peer.protocol.data_received(bytes([0x80 + len(trap)]) + bytes(4))
        peer.protocol.data_received(trap)
        peer.protocol.data_received(masked(b"k"))
        assert peer.heard == [trap, b"k"]


async def test_messages_are_written_at_once_only_while_the_transport_takes_them() -> None:
    async with Peer() as peer:
        protocol = peer.protocol
        peer.wire.written = b""
        assert protocol.write_at_once is not None
        protocol.write_at_once(protocol.encode((b"a", b"b")))
        assert peer.wire.written == encode_binary(b"a") + encode_binary(b"b")
        protocol.pause_writing()
        assert protocol.write_at_once is None
        protocol.resume_writing()
        assert protocol.write_at_once is not None


async def test_nothing_is_written_at_once_before_the_application_has_taken_over() -> None:
    peer = Peer()
    peer.protocol.connection_made(peer.wire)
    peer.protocol.resume_writing()
    assert peer.protocol.write_at_once is None


async def test_nothing_is_written_at_once_behind_our_closing() -> None:
    async with Peer(closes=True) as peer:
        peer.over.set()
        await asyncio.gather(*peer.protocol.tasks)
        assert peer.protocol.close_sent
        assert peer.protocol.write_at_once is None
        peer.protocol.resume_writing()
        assert peer.protocol.write_at_once is None


async def test_nothing_is_written_at_once_to_a_transport_that_is_gone() -> None:
    async with Peer() as peer:
        peer.protocol.connection_lost(None)
        assert peer.protocol.disconnected
        assert peer.protocol.write_at_once is None
