"""The guard among honest pycrdt editors: writing, deleting, formats, embeds, undo, late delivery."""

import random

import pytest
from pycrdt import Doc, Text, TransactionEvent, UndoManager

from crdt.codec import encode_state_vector
from crdt.guard import Guard
from crdt.ids import SERVER_CLIENT
from crdt.replica import Replica
from tests.crdt.documents import admit, item, update

WORDS = ("a", "words ", "😀", "né", "字", "\n")
FORMATS = ({"bold": True}, {"bold": None}, {"header": 1}, {"list": "bullet"}, {"link": "https://a"})


class Editor:
    """A pycrdt document whose updates reach the server at once, and which hears of others late."""

    def __init__(self, session: "Session") -> None:
        self.session = session
        self.doc = Doc()
        self.text = self.doc.get("content", type=Text)
        self.inbox: list[bytes] = []
        self.hearing = True
        self.doc.apply_update(session.replica.diff_since(None))
        self.hearing = False
        self.undo = UndoManager(scopes=[self.text], capture_timeout_millis=0)
        self.subscription = self.doc.observe(self.emit)

    def emit(self, event: TransactionEvent) -> None:
        if not self.hearing and event.update != b"\x00\x00":
            self.session.receive(self, bytes(event.update))

    def deliver(self, count: int) -> None:
        self.hearing = True
        for data in self.inbox[:count]:
            self.doc.apply_update(data)
        self.hearing = False
        del self.inbox[:count]

    def places(self) -> list[int]:
        """Indices (bytes) between characters."""
        places = [0]
        for part, _ in self.text.diff():
            if isinstance(part, str):
                for character in part:
                    places.append(places[-1] + len(character.encode()))
            else:
                places.append(places[-1] + 1)
        return places


class Session:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.guard = Guard.empty()
        self.replica = Replica()
        self.updates = 0
        first = update(item(SERVER_CLIENT, 0, "\n"))
        self.replica.apply(admit(self.guard, first).update)
        self.editors = [Editor(self) for _ in range(3)]

    def receive(self, editor: Editor, data: bytes) -> None:
        checked = admit(self.guard, data)
        self.updates += 1
        if not checked.is_empty:
            self.replica.apply(checked.update)
            for other in self.editors:
                if other is not editor:
                    other.inbox.append(checked.update)

    def step(self) -> None:
        editor = self.random.choice(self.editors)
        text, places = editor.text, editor.places()
        start, end = sorted(self.random.choices(places, k=2))
        match self.random.randrange(8):
            case 0 | 1 | 2:
                text.insert(start, self.random.choice(WORDS))
            case 3 if end > start:
                near = [place for place in places if start < place <= end][:6][-1]
                del text[start:near]
            case 4 if end > start:
                text.format(start, end, self.random.choice(FORMATS))
            case 5:
                text.insert_embed(start, {"divider": True})
            case 6 if self.random.random() < 0.5:
                editor.undo.undo() if self.random.random() < 0.7 else editor.undo.redo()
            case _:
                editor.deliver(self.random.randrange(5))


@pytest.mark.parametrize("seed", range(25))
def test_g1_honest_pycrdt_editors_pass(seed: int) -> None:
    session = Session(seed)
    for _ in range(150):
        session.step()
    for editor in session.editors:
        editor.deliver(len(editor.inbox))
        answer = editor.doc.get_update(encode_state_vector(session.guard.state_vector))
        assert session.guard.check(answer, offline=True).is_empty
    assert session.updates > 60
    assert session.guard.text() == session.replica.text()
    for editor in session.editors:
        shown = "".join(p if isinstance(p, str) else "\ufffc" for p, _ in editor.text.diff())
        assert shown == session.guard.text()
