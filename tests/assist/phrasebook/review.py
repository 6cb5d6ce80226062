"""What the phrasebook makes of 200 real sentences, as somebody has read it: `python -m tests.assist.phrasebook.review`.

`reviewed.txt` holds each sentence of `sentences.txt` and under it what *rephrase* makes of it, each line with a sign:
`+` good (another wording, grammatical, of the same meaning), `~` right but stiff or hardly different (contractions),
`?` not read yet. The command brings the file up to date: verdicts stay where the wording is the same, what is new
gets `?`. Read each of these and give it its sign. A rule that makes a wrong sentence is mended or left out; there is
no sign for it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assist.passage import Passage
from assist.phrasebook.variants import variants
from assist.recipe import recipe
from assist.suggestion import MAX_ALTERNATIVES, Request

__all__ = ["SENTENCES", "made", "read_review"]

HERE = Path(__file__).parent
SENTENCES = [
    line for line in (HERE / "sentences.txt").read_text().splitlines() if not line.startswith("#")
]
REVIEWED = HERE / "reviewed.txt"
SIGNS = frozenset("+~?")

Review = dict[str, dict[str, str]]
"""By sentence, the sign of each wording."""


def made(sentence: str) -> list[str]:
    """What *rephrase* makes of a sentence, in the order in which a panel shows it."""
    request = Request(Passage(sentence), recipe("rephrase"), None, MAX_ALTERNATIVES)
    texts = [each.text for each in variants(request)[:MAX_ALTERNATIVES]]
    return [text for text in texts if text is not None]


def read_review() -> Review:
    """The verdicts in the file.

    Raises:
        ValueError: a line is in no form that the module's text describes.
    """
    found: Review = {}
    for line in REVIEWED.read_text().splitlines():
        if not line.startswith("  "):
            current = found.setdefault(line, {})
        elif line[2] in SIGNS and line[3] == " ":
            current[line[4:]] = line[2]
        else:
            raise ValueError(line)
    return found


def main() -> int:
    """Bring the file up to date; 1 if something in it has to be read."""
    known = read_review() if REVIEWED.exists() else {}
    lines: list[str] = []
    for sentence in SENTENCES:
        verdicts = known.get(sentence, {})
        lines += [sentence, *(f"  {verdicts.get(text, '?')} {text}" for text in made(sentence))]
    REVIEWED.write_text("\n".join(lines) + "\n")
    unread = sum(line.startswith("  ?") for line in lines)
    print(f"{REVIEWED.name}: {unread} to be read")
    return 1 if unread else 0


if __name__ == "__main__":
    sys.exit(main())
