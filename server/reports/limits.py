"""What a report cannot know, said in the report."""

from __future__ import annotations

from collections.abc import Iterator

from crdt.suggested import LEAST_UNITS
from server.reports.report import Report
from server.reports.words import counted

__all__ = ["limits_of"]

_ALWAYS = f"""
What was typed counts as the words of whoever typed it. Somebody who types off a text that they or a machine wrote
elsewhere leaves the same traces as somebody who writes.

Text of a suggestion that arrives without being placed is recognised from {LEAST_UNITS} characters in one piece on.
Shorter pieces, and suggestions typed off word by word, are not.

Active time is the time between changes at most two minutes apart. Reading, thinking and talking leave no trace.

Times are those of the server's clock.

Names are what people called themselves, or what their organisation says; the log holds who was signed in.

A review or a sign-off says that somebody entered it, not how carefully they read.

The signature shows that the holder of the server's key made this report and that it was not changed since. It cannot
show that the server itself was honest: compare the key with one that you had from the server before.
"""


def limits_of(report: Report) -> tuple[str, ...]:
    """The limits of this document, and those that hold for every one."""
    always = (" ".join(each.split()) for each in _ALWAYS.strip().split("\n\n"))
    return (*_of_this_document(report), *always)


def _of_this_document(report: Report) -> Iterator[str]:
    nobody_knows = "Nobody knows who wrote them, or whether a machine did."
    if pasted := report.of_kind("pasted"):
        yield f"Pasted from outside: {counted(pasted, 'character')}. {nobody_knows}"
    if imported := report.of_kind("imported"):
        yield f"Imported: {counted(imported, 'character')}. {nobody_knows}"
    if unknown := report.of_kind("unknown"):
        yield f"The origin of {counted(unknown, 'character')} is not known."
    if undeclared := sum(each.undeclared for each in report.suggestions):
        yield f"Text of {counted(undeclared, 'suggestion')} came in without being placed as such."
    if report.refused:
        yield (
            f"{counted(report.refused, 'claim')} about where text came from did not hold when the "
            "texts were compared; that text counts by what the server found itself."
        )
    guests = sum(person.kind == "guest" for person in report.people.values())
    if guests == 1:
        yield "One person wrote as a guest, without an account; nobody checked their name."
    elif guests:
        yield f"{guests} people wrote as guests, without accounts; nobody checked their names."
