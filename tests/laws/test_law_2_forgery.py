"""Law 2 against a modified client: what it claims is refused, or rightly recorded (docs/security.md)."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import pytest_asyncio
from pycrdt import Array, UndoManager

from crdt.ids import ROOT_CONTENT
from crdt.update import REF_STRING, Item, Update, encode_update
from server.connection import CloseCode
from tests.laws.modified_client import ModifiedClient, Told, told
from tests.laws.test_law_1_running import ask
from tests.live import LiveServer, running

pytestmark = [pytest.mark.law(2), pytest.mark.asyncio(loop_scope="module")]

BENS = "The harbour was empty when the pilot boat came in. "
_documents = count(1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    yield from running(Path(tmp_path_factory.mktemp("forgery")))


class Scene(NamedTuple):
    """A document that Ben has written in, and somebody with a client of their own making."""

    server: LiveServer
    document: str
    ben: ModifiedClient
    mallory: ModifiedClient
    bens: dict[str, int]
    """The ids of Ben's text."""

    async def told(self) -> list[Told]:
        await self.mallory.settled()
        return await told(self.server, self.document)

    async def refused(self) -> list[str]:
        path = f"/api/documents/{self.document}/authorship/refused"
        answer = await asyncio.to_thread(self.server.get, path)
        return [each["reason"] for each in answer["refused"]]

    async def suggestion(self) -> tuple[str, str]:
        """A suggestion served for this document: its id and its text."""
        return await suggestion(self.server, self.document)

    def said_of(self, told: list[Told], text: str) -> Told:
        (found,) = [each for each in told if text in each.text]
        return found

    async def ben_is_untouched(self) -> None:
        kept = self.said_of(await self.told(), BENS)
        assert kept == Told(BENS, "typed", "typed", self.ben.person, self.ben.person, None, False)


async def suggestion(server: LiveServer, document: str) -> tuple[str, str]:
    events = await asyncio.to_thread(ask, server, document)
    served = next(data for name, data in events if name == "finished")
    return str(served["id"]), str(served["text"])


@pytest_asyncio.fixture(loop_scope="module")
async def scene(server: LiveServer) -> AsyncIterator[Scene]:
    document = f"forged{next(_documents)}"
    async with (
        ModifiedClient(server.sync, document) as ben,
        ModifiedClient(server.sync, document) as mallory,
    ):
        bens = ben.insert(BENS)
        await ben.settled()
        await mallory.catches_up_with(ben)
        yield Scene(server, document, ben, mallory, bens)


def typed(text: str, client: ModifiedClient) -> Told:
    return Told(text, "typed", "typed", client.person, client.person, None, False)


def from_ids(ids: dict[str, int], offset: int = 0) -> dict[str, int]:
    return {"client": ids["client"], "clock": ids["clock"] + offset}


def written_by(client: int, clock: int, text: str) -> bytes:
    item = Item(client, clock, len(text), REF_STRING, None, None, ROOT_CONTENT, None, text)
    return encode_update(Update((item,), ()))


# --- other people's ids ---


@pytest.mark.parametrize("victim", ["a colleague", "the server"])
async def test_nobody_writes_under_another_client_id(scene: Scene, victim: str) -> None:
    """New ids under somebody else's client id, or the server's, end the connection; nothing is stored."""
    client = scene.ben.client_id if victim == "a colleague" else 2**32 - 1
    clock = scene.mallory.state_vector[client]
    stored = scene.server.stored_updates(scene.document)
    scene.mallory.send_update(written_by(client, clock, "I resign."))
    await scene.mallory.until(lambda: scene.mallory.ended)
    assert scene.mallory.close_code == CloseCode.FOREIGN_CLIENT
    assert scene.server.stored_updates(scene.document) == stored


@pytest.mark.parametrize("whose", ["own", "a colleague's"])
async def test_a_backdated_clock_changes_nothing(scene: Scene, whose: str) -> None:
    """Other text under ids that are known already is not taken in their place."""
    words = "Mallory was here."
    own = scene.mallory.insert(words)
    await scene.mallory.settled()
    ids = own if whose == "own" else scene.bens
    scene.mallory.send_update(written_by(ids["client"], ids["clock"], "Something else"))
    found = await scene.told()
    assert found == [typed(BENS, scene.ben), typed(words, scene.mallory)]


async def test_a_replayed_update_is_known_already(scene: Scene) -> None:
    """Sending a colleague's update again makes nobody its author and stores nothing."""
    stored = scene.server.stored_updates(scene.document)
    for _, update in stored:
        scene.mallory.send_update(update)
    scene.mallory.insert("mine")
    await scene.ben_is_untouched()
    assert len(scene.server.stored_updates(scene.document)) == len(stored) + 1


# --- claims about other people's insertions, and late ones ---


async def test_nobody_claims_what_somebody_else_inserted(scene: Scene) -> None:
    """A claim about a colleague's ids is refused, whatever it says of them."""
    source = scene.mallory.insert(BENS)
    await scene.mallory.settled()
    served, _ = await scene.suggestion()
    for what in ({"from": from_ids(source)}, {"origin": "pasted"}, {"suggestion": served, "at": 0}):
        scene.mallory.claim({"to": scene.bens, **what})
    found = await scene.told()
    assert found[0] == typed(BENS, scene.ben)
    assert (await scene.refused())[-3:] == ["not-inserted-here"] * 3


async def test_a_claim_after_the_fact_is_refused(scene: Scene) -> None:
    """What was typed some updates ago cannot be given to somebody else any more."""
    own = scene.mallory.insert("The harbour was empty")
    scene.mallory.insert(" at noon")
    scene.mallory.claim({"to": own, "from": from_ids(scene.bens)})
    await scene.mallory.settled()
    assert (await scene.refused())[-1] == "too-late"


async def test_a_claim_in_the_next_update_holds_only_for_what_was_deleted(scene: Scene) -> None:
    """The transaction after an insertion may say what undo brought back, nothing else."""
    own = scene.mallory.insert("pilot")
    at = BENS.index("pilot")
    scene.mallory.claim({"to": own, "from": from_ids(scene.bens, at)})
    found = await scene.told()
    assert scene.said_of(found[1:], "pilot") == typed("pilot", scene.mallory)
    assert (await scene.refused())[-1] == "too-late"


# --- claims whose texts or sources are not so ---


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ({"offset": 1}, "text-differs"),
        ({"offset": 10_000}, "no-such-source"),
        ({"client": 12_345}, "no-such-source"),
        ({"suggestion": "s_neverserved", "at": 0}, "no-such-suggestion"),
        ({"author": "somebody"}, "malformed"),
    ],
    ids=["unequal", "behind the end", "unknown client", "never served", "names an author"],
)
async def test_a_claim_that_is_not_so_leaves_the_writer(
    scene: Scene, what: dict[str, Any], reason: str
) -> None:
    """Unequal text, sources that are not there, suggestions never served: the words stay the writer's."""
    words = "Whatever I say."
    ids = scene.mallory.to(len(words))
    if "offset" in what:
        claim: dict[str, Any] = {"to": ids, "from": from_ids(scene.bens, what["offset"])}
    elif "client" in what:
        claim = {"to": ids, "from": {"client": what["client"], "clock": 0}}
    else:
        claim = {"to": ids, **what}
    scene.mallory.insert(words, claim)
    found = await scene.told()
    assert scene.said_of(found, words) == typed(words, scene.mallory)
    assert (await scene.refused())[-1] == reason
    await scene.ben_is_untouched()


async def test_text_is_not_its_own_source(scene: Scene) -> None:
    """A claim that names its own ids, or later ones, as their source is refused."""
    words = "Round and round"
    ids = scene.mallory.to(len(words))
    scene.mallory.insert(words, {"to": ids, "from": from_ids(ids)})
    found = await scene.told()
    assert scene.said_of(found, words) == typed(words, scene.mallory)
    assert (await scene.refused())[-1] == "no-such-source"


async def test_of_overlapping_claims_the_first_holds(scene: Scene) -> None:
    """A second claim about the same ids changes nothing."""
    words = "the pilot boat"
    ids = scene.mallory.to(len(words))
    true = {"to": ids, "from": from_ids(scene.bens, BENS.index(words))}
    scene.mallory.insert(words, true, {"to": ids, "origin": "pasted"})
    found = await scene.told()
    assert found[1] == Told(
        words, "copied", "typed", scene.ben.person, scene.mallory.person, None, False
    )
    assert (await scene.refused())[-1] == "overlaps"


async def test_a_suggestion_of_another_document_is_none_of_this_one(scene: Scene) -> None:
    """A claim to have placed what was suggested elsewhere is refused."""
    elsewhere = f"{scene.document}-elsewhere"
    async with ModifiedClient(scene.server.sync, elsewhere):  # a document begins when it is opened
        served, text = await suggestion(scene.server, elsewhere)
    scene.mallory.insert(text, {"to": scene.mallory.to(len(text)), "suggestion": served, "at": 0})
    await scene.mallory.settled()
    assert (await scene.refused())[-1] == "no-such-suggestion"


async def test_a_sentence_is_not_pieced_together_from_a_colleagues_letters(scene: Scene) -> None:
    """Each letter claimed from another place of a colleague's text does not make them the author."""
    words = "tell him no lies"
    ids = scene.mallory.to(len(words))
    claims = [
        {
            "to": {**ids, "clock": ids["clock"] + at, "length": 1},
            "from": from_ids(scene.bens, BENS.index(letter)),
        }
        for at, letter in enumerate(words)
        if letter in BENS
    ]
    scene.mallory.insert(words, *claims)
    found = await scene.told()
    assert "".join(each.text for each in found if each.author == scene.ben.person) == BENS
    assert "pieced-together" in await scene.refused()


# --- laundering ---


def suggested(text: str, origin: str, by: ModifiedClient, served: str, *, undeclared: bool) -> Told:
    return Told(text, origin, "adopted", None, by.person, served, undeclared)


async def placed(scene: Scene) -> tuple[str, str]:
    """A suggestion that Mallory has placed properly."""
    served, text = await scene.suggestion()
    scene.mallory.insert(text, {"to": scene.mallory.to(len(text)), "suggestion": served, "at": 0})
    await scene.mallory.settled()
    return served, text


async def test_a_placed_suggestion_stays_one(scene: Scene) -> None:
    """Placed as it should be: adopted, by whoever placed it."""
    served, text = await placed(scene)
    found = await scene.told()
    expected = suggested(text, "adopted", scene.mallory, served, undeclared=False)
    assert scene.said_of(found, text) == expected


async def test_delete_and_undo_do_not_launder(scene: Scene) -> None:
    """A placed suggestion that is deleted and brought back by undo is the suggestion's still."""
    served, text = await placed(scene)
    undo = UndoManager(scopes=[scene.mallory.content], capture_timeout_millis=0)
    scene.mallory.delete(text)
    await scene.mallory.settled()
    undo.undo()
    found = scene.said_of(await scene.told(), text)
    assert (found.written, found.suggestion, found.author) == ("adopted", served, None)


async def test_cut_and_paste_do_not_launder(scene: Scene) -> None:
    """Cut and pasted elsewhere without a word about it: moved, and the suggestion's still."""
    served, text = await placed(scene)
    scene.mallory.delete(text)
    await scene.mallory.settled()
    scene.mallory.insert(text, at=0)
    found = scene.said_of(await scene.told(), text)
    assert found == suggested(text, "moved", scene.mallory, served, undeclared=False)


async def test_another_persons_hands_do_not_launder(scene: Scene) -> None:
    """Deleted by one, pasted by another, without a claim: it is the suggestion's still."""
    served, text = await placed(scene)
    scene.mallory.delete(text)
    await scene.ben.catches_up_with(scene.mallory)
    await scene.ben.until(lambda: text not in scene.ben.text)
    scene.ben.insert(text)
    await scene.ben.settled()
    found = scene.said_of(await scene.told(), text)
    assert (found.written, found.suggestion, found.placed_by) == (
        "adopted",
        served,
        scene.ben.person,
    )


async def test_a_stock_client_that_pastes_a_suggestion_is_recognised(scene: Scene) -> None:
    """A suggestion's text that arrives without being placed is adopted, undeclared."""
    served, text = await scene.suggestion()
    scene.mallory.insert(text)
    found = scene.said_of(await scene.told(), text)
    assert found == suggested(text, "adopted", scene.mallory, served, undeclared=True)


async def test_a_part_of_a_suggestion_amid_own_words_is_recognised(scene: Scene) -> None:
    """Own words around it, in one insertion, do not hide the suggestion's."""
    served, text = await scene.suggestion()
    part = text[: max(30, len(text) // 2)]
    scene.mallory.insert(f"In my own view {part} and more")
    found = scene.said_of(await scene.told(), part)
    assert (found.written, found.suggestion, found.undeclared) == ("adopted", served, True)


async def test_pasted_from_outside_is_no_excuse(scene: Scene) -> None:
    """A suggestion's text that is claimed to come from outside is recognised all the same."""
    served, text = await scene.suggestion()
    scene.mallory.insert(text, {"to": scene.mallory.to(len(text)), "origin": "pasted"})
    found = scene.said_of(await scene.told(), text)
    assert found == suggested(text, "adopted", scene.mallory, served, undeclared=True)


async def test_a_false_source_is_no_excuse(scene: Scene) -> None:
    """A suggestion's text that is claimed to be a colleague's is refused, and recognised."""
    served, text = await scene.suggestion()
    scene.mallory.insert(text, {"to": scene.mallory.to(len(text)), "from": from_ids(scene.bens)})
    found = scene.said_of(await scene.told(), text)
    assert found == suggested(text, "adopted", scene.mallory, served, undeclared=True)
    assert (await scene.refused())[-1] in {"text-differs", "no-such-source"}


async def test_short_pieces_do_not_launder_for_long(scene: Scene) -> None:
    """Pasted in pieces of a few letters: from the point where it cannot be chance, it is the suggestion's."""
    served, text = await scene.suggestion()
    assert len(text) > 40
    for at in range(0, len(text), 5):
        scene.mallory.insert(text[at : at + 5])
        await scene.mallory.settled()
    found = [each for each in await scene.told() if each.suggestion == served]
    assert sum(len(each.text) for each in found) >= len(text) - 36
    assert all(each.undeclared for each in found)


async def test_deleting_the_claims_changes_nothing(scene: Scene) -> None:
    """Entries of `lineage` that anybody deletes have been decided already."""
    served, text = await placed(scene)
    await scene.ben.catches_up_with(scene.mallory)
    lineage = scene.ben.doc.get("lineage", type=Array)
    if len(lineage):
        del lineage[0 : len(lineage)]
    await scene.ben.settled()
    found = scene.said_of(await scene.told(), text)
    assert found.suggestion == served


async def test_own_words_given_away_are_words_that_were_there(scene: Scene) -> None:
    """Whoever claims a colleague's words truly gives nothing to them but what they wrote."""
    words = "when the pilot boat"
    ids = scene.mallory.to(len(words))
    scene.mallory.insert(words, {"to": ids, "from": from_ids(scene.bens, BENS.index(words))})
    found = await scene.told()
    assert found[1] == Told(
        words, "copied", "typed", scene.ben.person, scene.mallory.person, None, False
    )
