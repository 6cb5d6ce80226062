"""Random sessions at one document of which it is known whose words every character is.

Several people type, paste, cut, copy, drag, place suggestions, undo and redo; some hear of the others late
or are offline for a while. `unique` text gives every character its own code point, so no text is ambiguous;
`natural` text is common words, so short pieces stand everywhere. Without claims, editors behave like those of
any other Yjs client.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from crdt.ids import Id, from_units, to_units
from tests.crdt.desk import Claim, Desk, Editor, letters_of

WORDS = """
the of and to in a is that it was for on are as with his they at be this from have or by one had
not but what all were when we there can an your which their said if do will each about how up out
them then she many some so these would other into has more her two like him see time could no make
than first been its who now people my made over did down only way find use may water long little
very after words called just where most know harbour morning letter church certain boat
""".split()  # noqa: SIM905 - a list would take a line for each word
UNIQUE_FROM, UNIQUE_TO = 0x4E00, 0x9FFF
ASTRAL_FROM = 0x1F300


class Score(NamedTuple):
    """Live characters by whether they were credited rightly, and the worst mistakes."""

    right: int
    total: int
    human_as_suggested: int
    human: int

    def __add__(self, other: object) -> Score:
        """The score of both."""
        assert isinstance(other, Score)
        return Score(*(one + more for one, more in zip(self, other, strict=True)))

    @property
    def accuracy(self) -> float:
        """The share of characters credited rightly."""
        return self.right / max(self.total, 1)

    @property
    def misjudged(self) -> float:
        """The share of what people wrote that counts as suggested."""
        return self.human_as_suggested / max(self.human, 1)


class Clip(NamedTuple):
    """What somebody cut or copied."""

    text: str
    ids: Sequence[Id]


class AuthoredSession:
    """One session; `run` plays it."""

    def __init__(self, seed: int, people: int, *, unique: bool, claims: bool) -> None:
        self.random = random.Random(f"{seed}-{people}-{unique}-{claims}")
        self.desk = Desk()
        self.unique, self.claims = unique, claims
        self.editors = [self.desk.editor(f"u{number}") for number in range(people)]
        self.truth: dict[Id, str] = {}
        self.clips: dict[str, Clip] = {}
        self.suggestions: dict[str, str] = {}
        self.steps = Counter[str]()
        self._next = UNIQUE_FROM
        self._next_astral = ASTRAL_FROM

    def run(self, steps: int) -> Score:
        """Play, let everybody hear everything, and score what was decided."""
        kinds: dict[str, Callable[[Editor], None]] = {
            "type": self.type,
            "write": self.write,
            "backspace": self.backspace,
            "replace": self.replace,
            "delete": self.delete,
            "format": self.format,
            "cut": self.cut,
            "copy": self.copy,
            "paste": self.paste,
            "drag": self.drag,
            "outside": self.paste_from_outside,
            "place": self.place,
            "smuggle": self.smuggle,
            "undo": self.undo,
            "redo": self.redo,
            "network": self.network,
        }
        weights = (16, 8, 3, 3, 2, 2, 2, 3, 4, 2, 1, 3, 0.3, 4, 2, 2)
        for _ in range(steps):
            (kind,) = self.random.choices(tuple(kinds), weights)
            kinds[kind](self.random.choice(self.editors))
            for editor in self.editors:
                if editor.online and not editor.hears:
                    editor.deliver(self.random.randrange(3))
        for editor in self.editors:
            if not editor.online:
                editor.sync()
            editor.deliver()
        return self.score()

    def score(self) -> Score:
        """What the lineage says of the live text, held against the truth."""
        score = Score(0, 0, 0, 0)
        for place, unit in letters_of(self.desk.guard):
            if unit != "\n":
                entry = self.desk.lineage.authorship.entry_of(*place)
                said = f"ai:{entry.suggestion}" if entry.suggestion else str(entry.author)
                human = not self.truth[place].startswith("ai:")
                taken = human and said.startswith("ai:")
                score += Score(said == self.truth[place], 1, taken, human)
        return score

    # Texts and places

    def words(self, count: int) -> str:
        """New text."""
        if not self.unique:
            text = " ".join(self.random.choices(WORDS, k=count)) + self.random.choice(["", " "])
            if self.random.random() < 0.1:
                text += self.random.choice(["\n", "😀", " 👩‍👩‍👧", "é"])
            return text
        letters: list[str] = []
        for _ in range(5 * count):
            if self.random.random() < 0.02:
                letters.append(chr(self._next_astral))
                self._next_astral += 1
            else:
                letters.append(chr(self._next))
                self._next += 1
        if self._next + 400 > UNIQUE_TO:
            self._next = 0xAC00
        return "".join(letters) + ("\n" if self.random.random() < 0.05 else "")

    def place_in(self, editor: Editor) -> int:
        """A place in front of the last line end, not inside a pair."""
        units = editor.units()
        at = self.random.randrange(len(units))
        return at - 1 if at and "\udc00" <= units[at] <= "\udfff" else at

    def range_in(self, editor: Editor, most: int) -> tuple[int, int] | None:
        """Some of the text; None if there is none."""
        units = editor.units()
        start = self.place_in(editor)
        end = min(start + 1 + self.random.randrange(most), len(units) - 1)
        if end < len(units) and "\udc00" <= units[end] <= "\udfff":
            end += 1
        return (start, end) if start < end < len(units) else None

    # Steps

    def insert(
        self,
        editor: Editor,
        at: int,
        text: str,
        sources: Sequence[str],
        *claims: Claim,
        cut: tuple[int, int] | None = None,
    ) -> None:
        """Insert, and note the truth."""
        clock = editor.to(0)["clock"]
        editor.insert(at, text, *(claims if self.claims else ()), cut=cut)
        for offset, source in enumerate(sources):
            self.truth[Id(editor.client, clock + offset)] = source
        assert len(sources) == len(to_units(text))

    def own(self, editor: Editor, text: str) -> list[str]:
        """The truth of what somebody writes."""
        return [editor.person] * len(to_units(text))

    def type(self, editor: Editor) -> None:
        """Key by key."""
        self.steps["type"] += 1
        at = self.place_in(editor)
        for character in self.words(1 + self.random.randrange(5)):
            self.insert(editor, at, character, self.own(editor, character))
            at += len(to_units(character))

    def write(self, editor: Editor) -> None:
        """A few words in one update, as they come from phones and from slow lines."""
        self.steps["write"] += 1
        text = self.words(1 + self.random.randrange(6))
        self.insert(editor, self.place_in(editor), text, self.own(editor, text))

    def backspace(self, editor: Editor) -> None:
        """Single characters, from behind."""
        for _ in range(self.random.randrange(1, 6)):
            chosen = self.range_in(editor, 1)
            if chosen is not None:
                self.steps["backspace"] += 1
                editor.delete(*chosen)

    def replace(self, editor: Editor) -> None:
        """Select something and write over it."""
        chosen = self.range_in(editor, 15)
        if chosen is not None:
            self.steps["replace"] += 1
            text = self.words(1)
            self.insert(editor, chosen[1], text, self.own(editor, text), cut=chosen)

    def delete(self, editor: Editor) -> None:
        """Delete a selection."""
        chosen = self.range_in(editor, 40)
        if chosen is not None:
            self.steps["delete"] += 1
            editor.delete(*chosen)

    def format(self, editor: Editor) -> None:
        """Make something bold, or not."""
        chosen = self.range_in(editor, 30)
        if chosen is not None:
            self.steps["format"] += 1
            editor.format(*chosen, {"bold": self.random.choice([True, None])})

    def _selection(self, editor: Editor) -> tuple[int, int] | None:
        """What somebody would select to move it: rarely less than a word."""
        chosen = self.range_in(editor, 60)
        is_word = chosen is not None and chosen[1] - chosen[0] >= 8
        return chosen if is_word or self.random.random() < 0.2 else None

    def _clip(self, editor: Editor) -> tuple[int, int] | None:
        chosen = self._selection(editor)
        if chosen is not None:
            letters = editor.letters()[chosen[0] : chosen[1]]
            text = from_units("".join(letter.unit for letter in letters))
            self.clips[editor.person] = Clip(text, [letter.id for letter in letters])
        return chosen

    def cut(self, editor: Editor) -> None:
        """Cut; the clipboard keeps it."""
        chosen = self._clip(editor)
        if chosen is not None:
            self.steps["cut"] += 1
            editor.delete(*chosen)
            if self.random.random() < 0.8:
                self.paste(editor)

    def copy(self, editor: Editor) -> None:
        """Copy."""
        if self._clip(editor) is not None:
            self.steps["copy"] += 1

    def paste(self, editor: Editor) -> None:
        """Paste what was cut or copied last, perhaps a while ago."""
        clip = self.clips.get(editor.person)
        if clip is not None:
            self.steps["paste"] += 1
            sources = [self.truth.get(place, "line end") for place in clip.ids]
            place = self.place_in(editor)
            self.insert(editor, place, clip.text, sources, *editor.copied(clip.ids))

    def drag(self, editor: Editor) -> None:
        """Move a selection by hand, in one transaction."""
        chosen = self._selection(editor)
        place = self.place_in(editor)
        if chosen is not None and not chosen[0] < place < chosen[1]:
            self.steps["drag"] += 1
            letters = editor.letters()[chosen[0] : chosen[1]]
            ids = [letter.id for letter in letters]
            text = from_units("".join(letter.unit for letter in letters))
            sources = [self.truth.get(place, "line end") for place in ids]
            self.insert(editor, place, text, sources, *editor.copied(ids), cut=chosen)

    def paste_from_outside(self, editor: Editor) -> None:
        """Text from elsewhere; without a claim it cannot be told from typing."""
        self.steps["outside"] += 1
        text = self.words(8)
        self.insert(editor, self.place_in(editor), text, self.own(editor, text))

    def suggestion(self) -> str:
        """Have a suggestion served."""
        name = f"s{len(self.suggestions)}"
        self.suggestions[name] = self.words(6 + self.random.randrange(20)).strip("\n")
        self.desk.suggest(name, self.suggestions[name])
        return name

    def part(self, name: str) -> tuple[int, str]:
        """The whole of a suggestion, or a part of it."""
        text = self.suggestions[name]
        if self.random.random() < 0.6:
            return 0, text
        start = self.random.randrange(len(text) // 3)
        end = self.random.randrange(start + len(text) // 3, len(text))
        return start, text[start:end]

    def place(self, editor: Editor) -> None:
        """Place a suggestion, whole or in part."""
        self.steps["place"] += 1
        name = self.suggestion()
        at, text = self.part(name)
        length, offset = len(to_units(text)), len(to_units(self.suggestions[name][:at]))
        claim = editor.placed(name, length, offset)
        self.insert(editor, self.place_in(editor), text, [f"ai:{name}"] * length, claim)

    def smuggle(self, editor: Editor) -> None:
        """Paste a suggestion without a word about it."""
        self.steps["smuggle"] += 1
        name = self.suggestion()
        _, text = self.part(name)
        length = len(to_units(text))
        self.insert(editor, self.place_in(editor), text, [f"ai:{name}"] * length)

    def undo(self, editor: Editor, *, redo: bool = False) -> None:
        """Undo the last own step; the claims come with the next transaction."""
        self.steps["redo" if redo else "undo"] += 1
        for place, original, length in editor.undo(redo=redo):
            for offset in range(length):
                source = Id(original.client, original.clock + offset)
                to = Id(place.client, place.clock + offset)
                self.truth[to] = self.truth.get(source, "line end")
            if self.claims:
                to = {"client": place.client, "clock": place.clock, "length": length}
                source = {"client": original.client, "clock": original.clock}
                editor.pending.append({"to": to, "from": source})
        if self.claims and self.random.random() < 0.7 and editor.pending:
            editor.claim_pending()

    def redo(self, editor: Editor) -> None:
        """Redo what was undone."""
        self.undo(editor, redo=True)

    def network(self, editor: Editor) -> None:
        """Go offline, come back, or hear of the others only now and then."""
        self.steps["network"] += 1
        if not editor.online:
            editor.sync()
        elif self.random.random() < 0.3:
            editor.online = editor.hears = False
        else:
            editor.hears = not editor.hears
            if editor.hears:
                editor.deliver()
