"""Who contributed, with roles of the Contributor Role Taxonomy and what speaks for each.

Source: CRediT, ANSI/NISO Z39.104-2022. Of its 14 roles a log of writing can speak of three.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from server.access import Role
from server.effort import Effort
from server.numbers import Numbers, Worked
from server.records import Member
from server.reports.report import Contribution, Contributor, Review
from server.reports.words import counted, joined, minutes

__all__ = ["contributors_of"]


def contributors_of(
    numbers: Numbers, reviews: Sequence[Review], members: Iterable[Member]
) -> tuple[Contributor, ...]:
    """Everybody with a role, those who typed most first."""
    access = {member.person_id: member.role for member in members}
    people = {*numbers.worked, *(review.person for review in reviews), *access}
    found = [
        Contributor(
            person,
            access[person].value if person in access else None,
            tuple(_roles(person, numbers, reviews, access)),
        )
        for person in people
    ]
    typed = {person: worked.typed_kept for person, worked in numbers.worked.items()}
    return tuple(
        sorted(
            (each for each in found if each.roles),
            key=lambda each: (-typed.get(each.person, 0), each.person),
        )
    )


def _roles(
    person: str, numbers: Numbers, reviews: Sequence[Review], access: Mapping[str, Role]
) -> Iterator[Contribution]:
    worked = numbers.worked.get(person) or Worked(Effort(0, 0))
    if worked.typed:
        basis = (
            f"typed {counted(worked.typed, 'character')}, {worked.typed_kept:,} of them in the text, "
            f"in {minutes(worked.effort.active_ms)} of active writing"
        )
        yield Contribution("Writing – original draft", basis)
    edited = list(_edited(person, worked, numbers, reviews))
    if edited:
        yield Contribution("Writing – review & editing", joined(edited))
    supervised = list(_supervised(person, reviews, access))
    if supervised:
        yield Contribution("Supervision", joined(supervised))


def _edited(
    person: str, worked: Worked, numbers: Numbers, reviews: Sequence[Review]
) -> Iterator[str]:
    of_others = sum(
        units
        for (by, of), units in numbers.taken_out.items()
        if by == person and of.person != person
    )
    if of_others:
        yield f"took out {counted(of_others, 'character')} that they had not written"
    if worked.revised:
        yield f"changed {counted(worked.revised, 'suggestion')} of the assistant"
    for kind, said in (("review", "review"), ("contest", "objection")):
        count = sum(each.kind == kind and each.person == person for each in reviews)
        if count:
            yield f"entered {counted(count, said)}"


def _supervised(
    person: str, reviews: Sequence[Review], access: Mapping[str, Role]
) -> Iterator[str]:
    if access.get(person) is Role.COORDINATOR:
        yield "coordinates the document"
    count = sum(each.kind == "sign-off" and each.person == person for each in reviews)
    if count:
        yield f"signed off {counted(count, 'time')}"
