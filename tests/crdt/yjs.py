"""Real Yjs in Node: random editing sessions, and what it makes of a list of updates."""

import base64
import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent


@dataclass
class Message:
    """What the server received: an update, whether it answers step 1, whether Yjs lacks ids."""

    update: bytes
    offline: bool
    is_gap: bool


@dataclass
class Session:
    """One session and what Yjs shows at its end."""

    messages: list[Message] = field(default_factory=list)
    text: str = ""
    units: int = 0
    order: list[tuple[int, int, bool]] = field(default_factory=list)
    delta: list[dict[str, object]] = field(default_factory=list)
    steps: dict[str, int] = field(default_factory=dict)

    @property
    def updates(self) -> list[bytes]:
        """The updates that build only on known ids."""
        return [message.update for message in self.messages if not message.is_gap]


def sessions(node: str, seed: int, count: int, steps: int) -> Iterator[Session]:
    """Random sessions, generated once and kept in the temporary directory."""
    session = Session()
    for line in _output(node, seed, count, steps).read_text().splitlines():
        record = json.loads(line)
        if "update" in record:
            update = base64.b64decode(record["update"])
            session.messages.append(Message(update, record["offline"], is_gap=False))
        elif "gap" in record:
            update = base64.b64decode(record["gap"])
            session.messages.append(Message(update, offline=False, is_gap=True))
        else:
            session.text, session.units = record["text"], record["units"]
            session.delta, session.steps = record["delta"], record["steps"]
            session.order = [
                (client, clock + index, deleted)
                for client, clock, length, deleted in record["order"]
                for index in range(length)
            ]
            yield session
            session = Session()


def _output(node: str, seed: int, count: int, steps: int) -> Path:
    script = HERE / "yjs_sessions.mjs"
    version = hashlib.sha256(script.read_bytes()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"byline-yjs-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{version}-{seed}-{count}-{steps}.jsonl"
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}")
        with part.open("wb") as output:
            command = [node, str(script), str(seed), str(count), str(steps)]
            subprocess.run(command, stdout=output, check=True)
        part.rename(path)
    return path


def texts(node: str, histories: Sequence[Sequence[bytes]]) -> list[dict[str, str]]:
    """The texts Yjs shows when it applies each history one by one, and as one merged update."""
    lines = (json.dumps([base64.b64encode(u).decode() for u in updates]) for updates in histories)
    result = subprocess.run(
        [node, str(HERE / "yjs_apply.mjs")],
        input="\n".join(lines).encode(),
        capture_output=True,
        check=True,
    )
    return [json.loads(line) for line in result.stdout.splitlines()]
