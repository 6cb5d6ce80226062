"""server.room and server.session: what becomes of each message, without any I/O."""

import hashlib
import json

import pytest
from pycrdt import Doc, Text

from crdt.codec import encode_state_vector
from crdt.frames import (
    Ack,
    AuthorshipEvent,
    AwarenessUpdate,
    Hello,
    Notice,
    SyncStep1,
    SyncStep2,
    SyncUpdate,
    read_frame,
    write_awareness,
    write_digest,
    write_hello,
    write_sync_step1,
    write_sync_step2,
    write_sync_update,
)
from crdt.replica import Replica
from server.access import Role
from server.connection import CloseCode, Closing, Connection
from server.contents import check_snapshot, read_contents
from server.guests import anonymous_person
from server.opening import WELCOME, new_document
from server.records import LogRow, Person, StoredDocument
from server.room import Batch, Room
from server.session import Session
from tests.server.wires import OpenWire

NOW = 1_700_000_000_000
ADA = Person("p_ada", "Ada", "A", 0, "guest")
BEN = Person("p_ben", "Ben", "B", 1, "guest")


class Scene:
    """One room, its log, and people with Yjs documents of their own in it."""

    def __init__(self, text=(("\n", {}),)) -> None:
        document, first, clients = new_document("d1", "Title", None, NOW, text)
        self.document, self.log = document, [first]
        self.clients = dict(clients)
        self.scheduled: list[Room] = []
        self.room = self.open()
        self.numbers = iter(range(1, 100))

    def open(self) -> Room:
        stored = StoredDocument(self.document, None, (), tuple(self.log), self.clients)
        return Room(read_contents(stored), self.scheduled.append)

    def join(self, person=ADA, role=Role.WRITER, *, hello=True, anonymous=False) -> "Member":
        connection = Connection(next(self.numbers), person, role, lambda: None, anonymous)
        member = Member(self, connection)
        self.room.join(connection)
        if hello:
            member.say(
                write_hello({"version": 1, "generation": None, "want": ["ack", "authorship"]})
            )
        member.say(write_sync_step1(b"\x00"))
        member.hear()
        return member

    def commit(self) -> Batch:
        batch = self.room.take()
        self.log += [waiting.row for waiting in batch.updates]
        self.clients |= {client: person for _, client, person in batch.bindings}
        self.room.commit(batch)
        return batch


class Member:
    """Somebody with a Yjs document and a session in the room."""

    def __init__(self, scene: Scene, connection: Connection) -> None:
        self.scene, self.connection = scene, connection
        self.session = Session(connection, scene.room)
        self.doc = Doc()
        self.text = self.doc.get("content", type=Text)
        self.heard: list[object] = []

    def say(self, message: bytes, at: int = NOW) -> None:
        self.session.receive(message, at)

    def hear(self) -> list[object]:
        frames = [read_frame(frame) for frame in self.connection.take()]
        for frame in frames:
            if isinstance(frame, SyncStep2 | SyncUpdate):
                self.doc.apply_update(frame.update)
        self.heard += frames
        return frames

    def edit(self, index: int, inserted: str) -> bytes:
        before = self.doc.get_state()
        self.text.insert(index, inserted)
        return self.doc.get_update(before)

    def write(self, index: int, inserted: str) -> bytes:
        update = self.edit(index, inserted)
        self.say(write_sync_update(update))
        return update


def refusal(member: Member, message: bytes) -> Closing:
    with pytest.raises(Closing) as caught:
        member.say(message)
    return caught.value


def test_nothing_is_shown_or_acknowledged_before_it_is_durable() -> None:
    scene = Scene()
    ada, ben = scene.join(ADA), scene.join(BEN)
    ada.write(0, "Hello")
    batch = scene.room.take()
    assert ada.hear() == []
    assert ben.hear() == []
    assert scene.room.replica.text() == "\n"
    scene.room.commit(batch)
    assert [type(frame) for frame in ben.hear()] == [SyncUpdate, AuthorshipEvent]
    assert str(ben.text) == "Hello\n"
    ack = next(frame for frame in ada.hear() if isinstance(frame, Ack))
    assert ack.count == 1


def test_updates_of_one_batch_are_one_frame_for_everybody() -> None:
    scene = Scene()
    ada, ben = scene.join(ADA), scene.join(BEN)
    for letter in reversed("abc"):
        ada.write(0, letter)
        ben.write(0, letter.upper())
    scene.commit()
    assert sum(isinstance(frame, SyncUpdate) for frame in ada.hear()) == 1
    ben.hear()
    assert str(ada.text) == str(ben.text) == scene.room.replica.text()


def test_who_wants_no_acknowledgements_is_sent_nothing_in_their_place() -> None:
    scene = Scene()
    stock = scene.join(BEN, hello=False)
    sent: list[bytes] = []
    stock.connection.wire = OpenWire(sent)
    update = stock.write(0, "Hello")
    scene.commit()
    stock.say(write_sync_update(update))  # they know already: acknowledged at once
    assert sent == []


def test_nobody_is_told_their_own_words() -> None:
    scene = Scene()
    ada, ben = scene.join(ADA), scene.join(BEN)
    ada.write(0, "Hello")
    scene.commit()
    assert [type(frame) for frame in ada.hear()] == [AuthorshipEvent, Ack]
    assert [type(frame) for frame in ben.hear()] == [SyncUpdate, AuthorshipEvent]


def test_everybody_is_shown_what_is_written_while_they_are_here_as_they_asked() -> None:
    scene = Scene()
    ada = scene.join(ADA)
    ben = Member(scene, Connection(99, BEN, Role.WRITER, lambda: None))
    ada.write(0, "a")
    scene.commit()
    scene.room.join(ben.connection)
    ben.hear()
    ada.write(1, "b")
    scene.commit()
    assert [type(frame) for frame in ben.hear()] == [SyncUpdate]
    ben.say(write_hello({"version": 1, "generation": None, "want": ["authorship"]}))
    ben.hear()
    ada.write(2, "c")
    scene.commit()
    assert [type(frame) for frame in ben.hear()] == [SyncUpdate, AuthorshipEvent]
    scene.room.leave(ben.connection, NOW)
    ada.write(3, "d")
    scene.commit()
    assert ben.hear() == []


def test_an_update_is_kept_as_it_was_sent() -> None:
    scene = Scene()
    update = scene.join(ADA).write(0, "Hello")
    (waiting,) = scene.commit().updates
    assert waiting.row == LogRow("d1", 2, NOW, ADA.id, update)


def test_the_author_is_the_person_on_the_connection() -> None:
    scene = Scene()
    ada, ben = scene.join(ADA), scene.join(BEN)
    ada.write(0, "Hello")
    scene.commit()
    event = next(frame for frame in ben.hear() if isinstance(frame, AuthorshipEvent))
    (span,) = event.data["spans"]
    assert (span["author"], span["origin"], span["length"]) == (ADA.id, "typed", 5)


def test_new_ids_under_somebody_elses_client_id_are_refused_and_nothing_is_stored() -> None:
    scene = Scene()
    ada, ben = scene.join(ADA), scene.join(BEN)
    ada.write(0, "Hello")
    scene.commit()
    ada.hear()
    forged = ada.edit(5, " world")
    ben.hear()
    assert refusal(ben, write_sync_update(forged)).code is CloseCode.FOREIGN_CLIENT
    assert scene.room.take().empty
    scene.room.commit(Batch())
    ada.say(write_sync_update(forged))
    scene.commit()
    assert scene.room.replica.text() == "Hello world\n"


def test_the_servers_own_client_id_is_nobodys() -> None:
    scene = Scene()
    ada = scene.join(ADA)
    forger = Doc(client_id=4294967295)
    forger.get("content", type=Text)
    forger.apply_update(scene.room.state())
    before = forger.get_state()
    forger.get("content", type=Text).insert(0, "forged")
    closing = refusal(ada, write_sync_update(forger.get_update(before)))
    assert closing.code is CloseCode.FOREIGN_CLIENT


def test_a_repeated_update_is_acknowledged_again_and_stored_once() -> None:
    scene = Scene()
    ada = scene.join(ADA)
    update = ada.write(0, "Hello")
    scene.commit()
    ada.hear()
    ada.say(write_sync_update(update))
    (ack,) = ada.hear()
    assert isinstance(ack, Ack)
    assert ack.count == 2
    assert scene.room.take().empty


def test_a_repeat_of_something_not_yet_durable_is_not_acknowledged() -> None:
    scene = Scene()
    ada, other_tab = scene.join(ADA), scene.join(ADA)
    update = ada.write(0, "Hello")
    batch = scene.room.take()
    other_tab.say(write_sync_update(update))
    assert other_tab.hear() == []
    scene.room.commit(batch)
    scene.commit()
    assert any(isinstance(frame, Ack) and frame.count == 1 for frame in other_tab.hear())


def test_a_gap_is_asked_for_and_never_kept_pending() -> None:
    scene = Scene()
    ada = scene.join(ADA)
    ada.edit(0, "lost on the way ")
    later = ada.edit(0, "later ")
    ada.say(write_sync_update(later))
    assert scene.room.take().updates == []
    scene.room.commit(Batch())
    frames = ada.hear()
    assert any(isinstance(frame, Notice) and frame.data["kind"] == "resync" for frame in frames)
    ada.say(write_sync_update(ada.edit(0, "still ")))
    assert not any(isinstance(frame, Ack) for frame in [*frames, *ada.hear()])
    asked = next(frame for frame in frames if isinstance(frame, SyncStep1))
    ada.say(write_sync_step2(ada.doc.get_update(asked.state_vector)))
    scene.commit()
    assert scene.room.replica.text() == "still later lost on the way \n"
    assert [frame.count for frame in ada.hear() if isinstance(frame, Ack)] == [3]


def test_edits_of_several_sittings_sent_as_if_live_are_asked_for_properly() -> None:
    scene = Scene()
    ada = scene.join(ADA)
    ada.edit(0, "monday ")
    tuesday = Doc()
    tuesday.get("content", type=Text)
    tuesday.apply_update(ada.doc.get_update())
    tuesday.get("content", type=Text).insert(0, "tuesday ")
    ada.doc.apply_update(tuesday.get_update())
    kept = ada.doc.get_update(encode_state_vector(scene.room.replica.state_vector()))
    ada.say(write_sync_update(kept))
    assert scene.room.take().updates == []
    scene.room.commit(Batch())
    asked = next(frame for frame in ada.hear() if isinstance(frame, SyncStep1))
    ada.say(write_sync_step2(ada.doc.get_update(asked.state_vector)))
    scene.commit()
    assert scene.room.replica.text() == "tuesday monday \n"


@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER])
def test_who_may_not_write_is_told_and_changes_nothing(role: Role) -> None:
    scene = Scene()
    reader = scene.join(BEN, role)
    update = reader.edit(0, "vandalism")
    closing = refusal(reader, write_sync_update(update))
    assert closing.code is CloseCode.NOT_ALLOWED
    notice = next(frame for frame in reader.hear() if isinstance(frame, Notice))
    assert notice.data["kind"] == "refused"
    assert scene.room.take().empty


def test_a_role_counts_from_the_next_message() -> None:
    scene = Scene()
    ada = scene.join(ADA)
    ada.write(0, "a")
    ada.connection.role = Role.READER
    closing = refusal(ada, write_sync_update(ada.edit(1, "b")))
    assert closing.code is CloseCode.NOT_ALLOWED


def test_another_generation_is_closed_before_anything_is_applied() -> None:
    scene = Scene()
    connection = Connection(50, ADA, Role.WRITER, lambda: None)
    member = Member(scene, connection)
    scene.room.join(connection)
    hello = write_hello({"version": 1, "generation": "g_other", "want": []})
    assert refusal(member, hello).code is CloseCode.OTHER_GENERATION


def test_hello_comes_first_or_not_at_all() -> None:
    ada = Scene().join(ADA)
    hello = write_hello({"version": 1, "generation": None, "want": []})
    assert refusal(ada, hello).code is CloseCode.MALFORMED


def test_the_answer_to_hello_says_who_one_is() -> None:
    scene = Scene()
    ada = scene.join(ADA)
    (hello,) = [frame for frame in ada.heard if isinstance(frame, Hello)]
    assert hello.data["person"]["name"] == "Ada"
    assert hello.data["generation"] == scene.document.generation


@pytest.mark.parametrize(
    "message", [b"", b"\xff", b"\x00\x02\x01", b"\x00\x02\x02\x00\x00\x00", b"\x7f"]
)
def test_malformed_messages_end_the_connection(message: bytes) -> None:
    assert refusal(Scene().join(ADA), message).code is CloseCode.MALFORMED


def test_a_stock_client_never_sees_a_byline_message() -> None:
    scene = Scene()
    stock = scene.join(BEN, hello=False)
    ada = scene.join(ADA)
    ada.write(0, "Hello")
    scene.commit()
    stock.write(0, "Oh, ")
    scene.commit()
    stock.hear()
    assert all(isinstance(frame, SyncStep1 | SyncStep2 | SyncUpdate) for frame in stock.heard)


def test_awareness_carries_the_servers_identity_and_only_ones_own_client() -> None:
    scene = Scene()
    ada, ben = scene.join(ADA), scene.join(BEN)
    state = json.dumps({"user": {"name": "Somebody else"}, "cursor": None})
    ada.say(write_awareness([(7, 1, state)]))
    ada.say(write_awareness([(8, 1, state)]))
    frames = [frame for frame in ben.hear() if isinstance(frame, AwarenessUpdate)]
    assert [entry.client for frame in frames for entry in frame.entries] == [7]
    assert json.loads(frames[0].entries[0].state)["user"]["name"] == "Ada"
    scene.room.leave(ada.connection, NOW)
    (gone,) = ben.hear()
    assert gone.entries[0].state == "null"


def test_awareness_of_a_client_id_that_is_taken_is_not_believed() -> None:
    scene = Scene()
    ada, ben = scene.join(ADA), scene.join(BEN)
    ada.say(write_awareness([(7, 1, "{}")]))
    ben.hear()
    ben.say(write_awareness([(7, 9, '{"cursor":1}')]))
    assert ada.hear()[1:] == []


def test_a_caret_comes_back_at_once_when_the_old_socket_is_not_known_to_be_dead() -> None:
    scene = Scene()
    old, ben = scene.join(ADA), scene.join(BEN)
    old.say(write_awareness([(7, 1, '{"cursor":1}')]))
    new = scene.join(ADA)
    ben.hear()
    new.say(write_awareness([(7, 2, '{"cursor":2}')]))
    (update,) = ben.hear()
    assert isinstance(update, AwarenessUpdate)
    scene.room.leave(old.connection, NOW)
    assert ben.hear() == []
    assert [present.clock for present in scene.room.awareness.everybody()] == [2]


def test_a_text_is_hashed_once_however_many_send_digests() -> None:
    scene = Scene()
    ada = scene.join(ADA)
    replica = scene.room.replica = CountingReplica(scene.room.state())
    right = hashlib.sha256(b"\n").hexdigest()
    for _ in range(3):
        ada.say(write_digest(ada.doc.get_state(), right))
    assert replica.texts == 1
    ada.write(0, "Hello")
    scene.commit()
    ada.hear()
    right = hashlib.sha256(b"Hello\n").hexdigest()
    ada.say(write_digest(ada.doc.get_state(), right), NOW + 60_000)
    assert replica.texts == 2


class CountingReplica(Replica):
    """A replica that counts how often its text was read."""

    def __init__(self, state: bytes) -> None:
        super().__init__()
        self.apply(state)
        self.texts = 0

    def text(self) -> str:
        self.texts += 1
        return super().text()


def test_a_digest_that_differs_closes_for_a_reload_and_an_equal_one_does_not() -> None:
    scene = Scene()
    ada = scene.join(ADA)
    ada.write(0, "Hello")
    scene.commit()
    ada.hear()
    state = ada.doc.get_state()
    later = NOW + 60_000
    right = hashlib.sha256(b"Hello\n").hexdigest()
    ada.say(write_digest(state, right), later)
    with pytest.raises(Closing) as caught:
        ada.say(write_digest(state, "0" * 64), later)
    assert caught.value.code is CloseCode.RELOADING


def test_a_room_opened_again_from_the_log_is_the_same() -> None:
    scene = Scene(WELCOME)
    ada, ben = scene.join(ADA), scene.join(BEN)
    ada.write(5, "X😀Y")
    ben.write(0, "Ben: ")
    scene.commit()
    again = scene.open()
    assert again.replica.text() == scene.room.replica.text() == again.guard.text()
    assert again.ledger.lineage.dumps() == scene.room.ledger.lineage.dumps()
    assert again.chain.head() == scene.room.chain.head()


def test_a_room_opened_from_its_snapshot_is_the_same() -> None:
    scene = Scene(WELCOME)
    ada = scene.join(ADA)
    for index in range(40):
        ada.write(index, "ab")
        scene.commit()
        ada.hear()
        del ada.text[index]
        ada.say(write_sync_step2(ada.doc.get_update()))
    scene.commit()
    captured = scene.room.capture()
    assert captured is not None
    snapshot = check_snapshot(captured)
    stored = StoredDocument(scene.document, snapshot, (), (), scene.clients)
    again = Room(read_contents(stored), lambda room: None)
    assert again.replica.text() == scene.room.replica.text() == again.guard.text()
    assert again.durable_seq == scene.room.durable_seq
    assert again.guard.state_vector == scene.room.guard.state_vector
    assert again.ledger.lineage.dumps() == scene.room.ledger.lineage.dumps()
    assert again.chain.head() == scene.room.chain.head()


def test_a_guest_without_a_session_goes_on_as_itself_once_it_has_left() -> None:
    scene = Scene()
    first = scene.join(anonymous_person(), anonymous=True, hello=False)
    first.write(0, "one ")
    assert scene.commit().people == [first.connection.person]
    later = first.edit(4, "two ")
    elsewhere = scene.join(anonymous_person(), anonymous=True, hello=False)
    assert refusal(elsewhere, write_sync_update(later)).code is CloseCode.FOREIGN_CLIENT
    scene.room.leave(first.connection, NOW)
    back = scene.join(anonymous_person(), anonymous=True, hello=False)
    back.say(write_sync_step2(later))
    scene.commit()
    assert back.connection.person.id == first.connection.person.id
    assert scene.room.replica.text() == "one two \n"


def test_a_person_with_a_session_never_becomes_a_guest() -> None:
    scene = Scene()
    guest = scene.join(anonymous_person(), anonymous=True, hello=False)
    guest.write(0, "one ")
    scene.commit()
    later = guest.edit(4, "two ")
    scene.room.leave(guest.connection, NOW)
    assert refusal(scene.join(BEN), write_sync_step2(later)).code is CloseCode.FOREIGN_CLIENT
