"""Which matches are believed, against brute force (SPEC.md L13)."""

import random

import pytest

from crdt.ids import IdRange
from crdt.matches import Match, Rank, SuggestionPart, chosen_matches, counts, preference
from crdt.passages import Passage

GRAM = 6


def plainly_chosen(
    units: str, matches: list[Match], known: tuple[int, int], edges: frozenset[int]
) -> list[Match]:
    """The best that counts, then the best of what remains beside it, and so on."""
    chosen: list[Match] = []
    waiting = list(matches)
    while waiting:
        best = min(waiting, key=preference)
        waiting.remove(best)
        if counts(units, best, known, whole={best.at, best.end} <= edges):
            chosen.append(best)
            parts: list[Match | None] = [
                m.between(*gap) for m in waiting for gap in ((0, best.at), (best.end, 9_999))
            ]
            waiting = [part for part in parts if part is not None and part.length >= GRAM]
    return sorted(chosen, key=lambda match: match.at)


def some_match(randomly: random.Random, length: int) -> Match:
    at = randomly.randrange(length - GRAM)
    end = min(length, at + randomly.randrange(GRAM, randomly.choice([20, 80, 300])))
    rank = randomly.choice(list(Rank))
    if rank == Rank.SUGGESTED:
        return Match(at, end, rank, SuggestionPart(randomly.randrange(3), randomly.randrange(9)))
    pieces: list[IdRange] = []
    left = end - at
    while left:
        size = randomly.randrange(1, left + 1)
        pieces.append(IdRange(randomly.randrange(3), randomly.randrange(500), size))
        left -= size
    return Match(at, end, rank, tuple(pieces))


@pytest.mark.parametrize("seed", range(200))
def test_l13_the_longest_matches_are_chosen(seed: int) -> None:
    randomly = random.Random(seed)
    length = randomly.randrange(20, 400)
    units = "".join(randomly.choices("abcdefgh ijklmnop", k=length))
    matches = [some_match(randomly, length) for _ in range(randomly.randrange(1, 40))]
    known = randomly.choice([0, 100]), randomly.choice([0, 10_000])
    edges = frozenset([0, length, *randomly.choices(range(length), k=4)])
    expected = plainly_chosen(units, matches, known, edges)
    assert chosen_matches(units, matches, known, edges) == expected


@pytest.mark.parametrize("seed", range(50))
def test_a_part_of_a_passage_has_the_ids_of_its_units(seed: int) -> None:
    randomly = random.Random(seed)
    pieces = tuple(IdRange(7, 100 * n, randomly.randrange(1, 5)) for n in range(9))
    ids = [(piece.client, clock) for piece in pieces for clock in range(piece.clock, piece.end)]
    passage = Passage("x" * len(ids), pieces)
    start = randomly.randrange(len(ids))
    end = randomly.randrange(start, len(ids) + 1)
    found = passage.part(start, end)
    assert [(p.client, clock) for p in found for clock in range(p.clock, p.end)] == ids[start:end]
