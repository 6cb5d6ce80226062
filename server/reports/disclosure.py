"""What exported pages disclose of a machine's part in them.

Source: "AI Content Disclosure for HTML", draft of the W3C AI Content Disclosure Community Group
(w3c-cg/ai-content-disclosure). A passage has `ai-disclosure` and perhaps `ai-model`, the head
`<meta name="ai-disclosure">` with the value of all passages, or `mixed`. Of its values we use:

    none           every word was typed here by people
    ai-assisted    people's words and a suggestion's together, or words that the built-in rules reworded
    ai-generated   every word is a model's; a person asked for it and placed it

No attribute means "unknown": so it is for what was pasted or imported. The built-in assistant is no generative
AI, of which the draft speaks; its words are disclosed all the same. `ai-autonomous` is not used, because nothing
gets into a document here without a person who places it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

from crdt.authorship import Entry
from crdt.codec import AnyValue
from crdt.delta import DISCLOSURE, Disclosure, to_html
from crdt.moments import Shown
from server.records import SuggestionRow

__all__ = [
    "BUILT_IN",
    "Models",
    "Run",
    "combined",
    "disclosed_page",
    "disclosure_of",
    "is_visible",
    "lines_of",
    "models_of",
    "text_of",
]

BUILT_IN: Final = "Built-in, no model"
"""The model's name of suggestions that the built-in rules made."""

Run = tuple[Shown, Entry]
"""A part of a document of one look and one authorship."""

Models = Mapping[str, str]
"""Suggestions' ids with the names of their models."""


def models_of(suggestions: Iterable[SuggestionRow]) -> Models:
    """The models of suggestions."""
    return {row.id: row.model for row in suggestions}


def disclosure_of(entry: Entry, models: Models) -> Disclosure | None:
    """What is known of words; None where nothing is."""
    if entry.author is not None:
        return Disclosure("none")
    if entry.written != "adopted":
        return None
    model = models.get(entry.suggestion or "", "")
    return Disclosure("ai-assisted" if model == BUILT_IN else "ai-generated", model)


def combined(parts: Iterable[Disclosure | None]) -> Disclosure | None:
    """What is known of a passage whose parts these are."""
    found = set(parts)
    if len(found) == 1:
        return found.pop()
    machines = {each for each in found if each is not None and each.value != "none"}
    if not machines:
        return None  # some words of unknown origin
    models = {each.model for each in machines}
    same = all(each is not None and each.value == "ai-generated" for each in found)
    value = "ai-generated" if same else "ai-assisted"
    return Disclosure(value, models.pop() if len(models) == 1 else "")


def text_of(units: str) -> str:
    """Units as text; half a sign whose other half is somebody else's is replaced."""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def disclosed_page(runs: Sequence[Run], models: Models, title: str, generator: str) -> str:
    """A document as an HTML page that discloses.

    Args:
        runs: the live content, cut where the authorship changes.
        models: of the suggestions in it.
        title: of the document.
        generator: which program made the page.
    """
    delta: list[dict[str, object]] = []
    said: set[Disclosure | None] = set()
    for line in lines_of(runs):
        visible = [_disclosure_of_run(run, models) for run in line if is_visible(run[0].insert)]
        passage = combined(visible) if visible else None
        if visible:
            said.add(passage)
        for run in line:
            delta += _operations(run, models, passage)
    return _page(to_html(delta), _head_value(said), title, generator)


def _head_value(passages: set[Disclosure | None]) -> str | None:
    """The value for the head of a page; None where nothing is known of any passage."""
    values = {None if each is None else each.value for each in passages}
    if not values - {None}:
        return None
    return values.pop() if len(values) == 1 else "mixed"


def _page(body: str, value: str | None, title: str, generator: str) -> str:
    meta = "" if value is None else f'<meta name="ai-disclosure" content="{value}">\n'
    return (
        "<!doctype html>\n<html>\n<head>\n"
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        f'<meta name="generator" content="{escape(generator)}">\n'
        f"{meta}</head>\n<body>\n{body}</body>\n</html>\n"
    )


def lines_of(runs: Sequence[Run]) -> Iterable[list[Run]]:
    """The runs line by line, each with the line end that closes it."""
    line: list[Run] = []
    for shown, entry in runs:
        if not isinstance(shown.insert, str):
            line.append((shown, entry))
            continue
        start = 0
        for index, unit in enumerate(shown.insert):
            if unit != "\n":
                continue
            if index > start:
                line.append((_cut(shown, start, index), entry))
            line.append((_cut(shown, index, index + 1), entry))
            yield line
            line, start = [], index + 1
        if start < len(shown.insert):
            line.append((_cut(shown, start, len(shown.insert)), entry))
    if line:
        yield line


def _cut(shown: Shown, start: int, end: int) -> Shown:
    ids = shown.ids._replace(clock=shown.ids.clock + start, length=end - start)
    return Shown(ids, str(shown.insert)[start:end], shown.attributes)


def is_visible(insert: str | AnyValue) -> bool:
    """Whether there is more to see than white space."""
    return not isinstance(insert, str) or bool(insert.strip())


def _disclosure_of_run(run: Run, models: Models) -> Disclosure | None:
    return disclosure_of(run[1], models)


def _operations(
    run: Run, models: Models, passage: Disclosure | None
) -> Iterable[dict[str, object]]:
    shown, entry = run
    insert = shown.insert
    ends_line = insert == "\n"
    said = passage if ends_line else disclosure_of(entry, models)
    attributes: dict[str, object] = {**shown.attributes}
    if said is not None and (ends_line or is_visible(insert)):
        attributes[DISCLOSURE] = said
    yield {
        "insert": text_of(insert) if isinstance(insert, str) else insert,
        "attributes": attributes,
    }
