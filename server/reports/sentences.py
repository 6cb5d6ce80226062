"""Sentences for the usual disclosure rules, with the numbers filled in.

They say what the log shows. What only people can say, that they take responsibility for instance, stands apart
(`Sentence.confirm`), to be confirmed or struck out by those people.

Sources: publishers' rules on declaring generative AI in writing (COPE position statement "Authorship and AI tools",
ICMJE Recommendations II.A.4); Regulation (EU) 2024/1689, Article 50(4).
"""

from __future__ import annotations

from collections import Counter

from server.reports.report import Passage, PlacedSuggestion, Report, Sentence
from server.reports.words import counted, date_of, joined, percent

__all__ = ["sentences_of"]

_OUTSIDE = "The log cannot show whether AI was used outside of the editor."


def sentences_of(report: Report) -> tuple[Sentence, ...]:
    """A statement for publishers, the sections with AI, and a record of editorial responsibility."""
    return (
        Sentence(
            "publisher",
            "Statement for a publisher",
            _publisher(report),
            "The authors reviewed and edited all of the text and take full responsibility for it. "
            "No AI was used outside of the editor, or else: …",
        ),
        Sentence(
            "sections",
            "Sections with AI",
            _sections(report),
            "",
        ),
        Sentence(
            "editorial",
            "Record of human review and editorial responsibility (EU AI Act, Article 50(4))",
            _editorial(report),
            "Editorial responsibility for the publication is held by: (name, contact).",
        ),
    )


def _publisher(report: Report) -> str:
    placed = report.suggestions
    if not placed:
        asked = report.numbers.suggested[None].asked
        unused = (
            f" {counted(asked, 'suggestion')} of it came as answers, and none was placed in the text."
            if asked
            else ""
        )
        return (
            "The log of the editor (Byline) shows no text of its writing assistant in this work."
            f"{unused} {_OUTSIDE}"
        )
    return " ".join((_used(report), _remained(report), _OUTSIDE))


def _used(report: Report) -> str:
    placed = report.suggestions
    models = joined(sorted({_model(each) for each in placed}))
    purposes = joined(sorted({each.recipe.lower() for each in placed if each.recipe}))
    people = joined(sorted({report.name(person) for each in placed for person in each.placed_by}))
    by = f" by {people}" if people else ""
    purpose = f" for: {purposes}" if purposes else ""
    return (
        f"In writing this work, the assistant of the editor Byline was used with {models}{purpose}. "
        f"Of {counted(report.numbers.suggested[None].asked, 'suggestion')} that it made, "
        f"{len(placed):,} {'was' if len(placed) == 1 else 'were'} placed in the text{by}."
    )


def _model(suggestion: PlacedSuggestion) -> str:
    if suggestion.built_in:
        return "built-in rules (no model)"
    return suggestion.model or "a model that is not known"


def _remained(report: Report) -> str:
    kept, placed = report.of_kind("assistant"), sum(each.placed for each in report.suggestions)
    people, units = report.of_kind("person"), report.units
    changed = sum(1 for each in report.suggestions if each.changed)
    return (
        f"Of {counted(placed, 'character')} placed, {kept:,} are in the text now, which is "
        f"{percent(kept, units)} of it; {counted(changed, 'suggestion')} "
        f"{'was' if changed == 1 else 'were'} changed by people after placing. "
        f"{percent(people, units)} of the text was typed by people in the editor."
    )


def _sections(report: Report) -> str:
    with_ai = [each for each in report.passages if _has_machine(each)]
    if not with_ai:
        return "By the log of the editor, no section holds text of its writing assistant."
    counts: Counter[str] = Counter()
    for passage in with_ai:
        counts[_section_of(passage)] += 1
    told = [
        f"{section or 'before the first heading'} ({counted(count, 'passage')})"
        for section, count in counts.items()
    ]
    return (
        f"By the log of the editor, text of its writing assistant is in "
        f"{counted(len(with_ai), 'passage')} of {len(report.passages):,}: {joined(told)}."
    )


def _has_machine(passage: Passage) -> bool:
    return any(part.whose.kind == "assistant" for part in passage.parts)


def _section_of(passage: Passage) -> str:
    text = passage.text.strip() if passage.heading else passage.section
    return f"“{text}”" if text else ""


def _editorial(report: Report) -> str:
    share = percent(report.of_kind("assistant"), report.units)
    said = [
        (
            f"By the log of the editor, {share} of the text is the assistant's as people placed it; "
            "nothing gets into the text without a person who places it."
        )
    ]
    reviews = [each for each in report.reviews if each.kind == "review"]
    if reviews:
        people = joined(sorted({report.name(each.person) for each in reviews}))
        said.append(f"{counted(len(reviews), 'review')} in the log, by {people}.")
    else:
        said.append("No review was entered in the log.")
    signed = [each for each in report.reviews if each.kind == "sign-off"]
    if signed:
        last = signed[-1]
        said.append(f"{report.name(last.person)} signed the document off on {date_of(last.at)}.")
    else:
        said.append("The document was not signed off.")
    return " ".join(said)
