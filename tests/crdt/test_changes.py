"""What became of placed suggestions (SPEC.md B1 to B3)."""

from collections.abc import Sequence

import pytest

from crdt.changes import Changed, changes_of
from crdt.guard import Guard
from crdt.ids import Id, IdRange
from crdt.lineage import Lineage
from crdt.update import REF_ANY, Item, Update, encode_update
from tests.crdt.documents import ADA, BEN, item

TEXT = "The harbour was empty at dawn."


class Story:
    """A document that Ada, Ben and their clients change."""

    def __init__(self) -> None:
        self.guard = Guard.empty()
        self.lineage = Lineage(self.guard)
        self.lineage.add_suggestion("s_1", TEXT)
        self.at = 0

    def send(self, client: int, *items: Item, deleted: Sequence[tuple[int, int, int]] = ()) -> None:
        update = encode_update(Update(items, tuple(IdRange(*ids) for ids in deleted)))
        checked = self.guard.check(update)
        self.guard.admit(checked)
        self.at += 1
        self.lineage.receive(checked, "ada" if client == ADA else "ben", self.at)

    def place(self) -> None:
        claim = {
            "to": {"client": ADA, "clock": 0, "length": len(TEXT)},
            "suggestion": "s_1",
            "at": 0,
        }
        self.send(
            ADA, item(ADA, 0, TEXT), item(ADA, len(TEXT), (claim,), ref=REF_ANY, parent="lineage")
        )

    def changed(self) -> Changed:
        lineage = self.lineage
        found = changes_of(lineage.authorship, lineage.taken_out, self.guard.sequence.live())
        return found["s_1"]


@pytest.fixture
def story() -> Story:
    story = Story()
    story.place()
    return story


def test_b1_what_was_placed_and_is_there_is_kept(story: Story) -> None:
    assert story.changed() == Changed(placed=len(TEXT), kept=len(TEXT))


def test_b2_what_was_deleted_was_deleted_by_the_last_who_did(story: Story) -> None:
    story.send(BEN, deleted=[(ADA, 0, 4)])
    changed = story.changed()
    assert (changed.kept, dict(changed.deleted)) == (len(TEXT) - 4, {"ben": 4})


def move(story: Story, client: int, clock: int, source: tuple[int, int], length: int) -> None:
    words = TEXT[source[1] : source[1] + length] if source[0] == ADA else TEXT[:length]
    claim = {
        "to": {"client": client, "clock": clock, "length": length},
        "from": {"client": source[0], "clock": source[1]},
    }
    story.send(
        client,
        item(client, clock, words, origin=Id(ADA, len(TEXT) - 1)),
        item(client, clock + length, (claim,), ref=REF_ANY, parent="lineage"),
        deleted=[(*source, length)],
    )


def test_b1_what_was_moved_is_kept_and_who_moved_it_deleted_nothing(story: Story) -> None:
    move(story, BEN, 0, (ADA, 0), 12)
    assert story.changed() == Changed(placed=len(TEXT), kept=len(TEXT))


def test_b2_moved_words_that_another_deletes_are_deleted_by_that_one(story: Story) -> None:
    move(story, BEN, 0, (ADA, 0), 12)
    story.send(ADA, deleted=[(BEN, 0, 4)])
    changed = story.changed()
    assert (changed.kept, dict(changed.deleted)) == (len(TEXT) - 4, {"ada": 4})


def test_b1_a_copy_keeps_nothing(story: Story) -> None:
    claim = {"to": {"client": BEN, "clock": 0, "length": 12}, "from": {"client": ADA, "clock": 0}}
    story.send(
        BEN,
        item(BEN, 0, TEXT[:12], origin=Id(ADA, len(TEXT) - 1)),
        item(BEN, 12, (claim,), ref=REF_ANY, parent="lineage"),
    )
    story.send(BEN, deleted=[(ADA, 0, 12)])
    changed = story.changed()
    assert (changed.placed, changed.kept) == (len(TEXT), len(TEXT) - 12)


def test_b3_words_written_between_what_is_kept_were_inserted(story: Story) -> None:
    story.send(BEN, item(BEN, 0, "quite ", origin=Id(ADA, 15), right=Id(ADA, 16)))
    assert dict(story.changed().inserted) == {"ben": 6}


def test_b3_words_before_and_behind_are_not_inserted(story: Story) -> None:
    story.send(BEN, item(BEN, 0, "Then: ", right=Id(ADA, 0)))
    story.send(BEN, item(BEN, 6, " So.", origin=Id(ADA, len(TEXT) - 1)))
    assert dict(story.changed().inserted) == {}
