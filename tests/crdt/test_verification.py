"""Verification finds whatever was changed in a bundle, and names where (SPEC.md V1 to V6)."""

import io
import random
import re
from collections.abc import Callable, Iterator

import pytest

from crdt.signatures import public_of
from crdt.verification import Misfit, verify
from tests.crdt.bundles import GENESIS, OTHER, PUBLIC, entries_of, made, remade, small_ledger, trace

LARGE = 600


@pytest.fixture(scope="module")
def small() -> list[bytes]:
    return made(small_ledger(), every=3)


@pytest.fixture(scope="module")
def large() -> list[bytes]:
    return made(list(entries_of(trace("claimed-1-natural", LARGE))), every=100)


def misfit(lines: list[bytes], key: bytes | None = None) -> Misfit:
    with pytest.raises(Misfit) as found:
        verify(lines, key)
    return found.value


def in_lines(lines: list[bytes]) -> list[bytes]:
    """The lines that a file with these bytes has."""
    return list(io.BytesIO(b"".join(lines)))


def test_v1_a_bundle_as_it_was_made_holds(small: list[bytes], large: list[bytes]) -> None:
    for lines, entries, checkpoints in ((small, 7, 3), (large, LARGE, 6)):
        found = verify(lines, PUBLIC)
        assert (found.document, found.title) == (GENESIS.document, "Harbour")
        assert (found.entries, found.checkpoints, found.key) == (entries, checkpoints, PUBLIC)
        assert found.spans > 3
    assert (verify(small).updates, verify(small).refused) == (4, 1)


def test_v1_a_bundle_in_one_piece_is_read_by_lines(small: list[bytes]) -> None:
    assert verify(in_lines(small)) == verify(small)


def test_v2_every_changed_byte_is_found_in_its_line_or_at_the_next_hash(small: list[bytes]) -> None:
    """Each byte of each line, replaced by two others: found, in that line wherever the line has a hash."""
    for number, line in enumerate(small):
        for at in range(len(line)):
            for other in (line[at] ^ 1, ord("0") if line[at] != ord("0") else ord("1")):
                changed = [*small]
                changed[number] = line[:at] + bytes([other]) + line[at + 1 :]
                found = misfit(in_lines(changed))
                assert found.line <= len(small) + 1
                if b'"hash"' in line and other != ord("\n"):
                    assert found.line in {number + 1, number + 2}, (number, at, other)


def test_v2_a_dropped_line_is_found(small: list[bytes]) -> None:
    for number in range(len(small)):
        found = misfit([*small[:number], *small[number + 1 :]])
        assert found.line >= number + 1


def test_v2_lines_that_change_places_are_found(small: list[bytes]) -> None:
    for number in range(len(small) - 1):
        one, other = small[number : number + 2]
        found = misfit([*small[:number], other, one, *small[number + 2 :]])
        assert found.line >= number + 1


def test_v2_a_doubled_line_is_found(small: list[bytes]) -> None:
    for number, line in enumerate(small):
        found = misfit([*small[:number], line, *small[number:]])
        assert found.line >= number + 1


def test_v2_an_inserted_line_is_found(small: list[bytes]) -> None:
    for number in range(len(small) + 1):
        for line in (small[2], small[-2], small[len(small) // 2], b"{}\n", b"\n", b"x\n"):
            if number < len(small) and small[number] == line:
                continue
            assert misfit([*small[:number], line, *small[number:]]).line >= number + 1


def updates(lines: list[bytes]) -> Iterator[int]:
    return (at for at, line in enumerate(lines) if line.startswith(b'{"type":"update"'))


def test_v2_a_swapped_author_is_found_at_the_entry(small: list[bytes]) -> None:
    users = [b"u1", b"u2", b"u3"]
    for number in updates(small):
        (user,) = re.findall(rb'"user":"(\w+)"', small[number])
        for other in users:
            if other != user:
                changed = [*small]
                changed[number] = small[number].replace(b'"user":"' + user, b'"user":"' + other)
                assert misfit(changed).line == number + 1


def test_v3_a_ledger_that_gives_a_client_to_two_people_is_found(small: list[bytes]) -> None:
    """Even where whoever has the key made every hash and signature anew."""
    changed = [*small]
    last = list(updates(small))[-1]
    changed[last] = re.sub(rb'"user":"\w+"', b'"user":"u9"', small[last])
    person = next(at for at, line in enumerate(small) if line.startswith(b'{"type":"person"'))
    changed.insert(person, re.sub(rb'"id":"\w+"', b'"id":"u9"', small[person]))
    found = misfit(remade(changed))
    assert (found.line, "somebody else" in found.detail) == (last + 2, True)


@pytest.mark.parametrize("kind", [b"span", b"refused"])
def test_v3_what_does_not_follow_from_the_ledger_is_found(small: list[bytes], kind: bytes) -> None:
    """Changed, dropped or put in by whoever has the key: what the ledger says is computed again."""
    for number, line in enumerate(small):
        if not line.startswith(b'{"type":"' + kind):
            continue
        other = line.replace(b'"u1"', b'"u9"').replace(b'"u2"', b'"u1"').replace(b'"u9"', b'"u2"')
        if other != line:
            changed = [*small[:number], other, *small[number + 1 :]]
            assert misfit(remade(changed)).line == number + 1
        assert misfit(remade([*small[:number], *small[number + 1 :]])).line == number + 1
        assert misfit(remade([*small[:number], line, *small[number:]])).line == number + 2


def test_v3_a_bundle_remade_without_a_change_holds(small: list[bytes]) -> None:
    assert remade(small) == small


def test_v4_another_key_is_found(small: list[bytes]) -> None:
    """A bundle remade as a whole holds by itself; the key that is given tells."""
    forged = made(small_ledger(), private=OTHER, every=3)
    assert verify(forged).key == public_of(OTHER)
    assert "another key" in misfit(forged, PUBLIC).detail
    keys = [at for at, line in enumerate(small) if line.startswith(b'{"type":"key"')]
    mixed = [*small]
    mixed[keys[0]] = forged[keys[0]]
    assert misfit(mixed).line <= keys[0] + 2


@pytest.mark.parametrize("kind", [b"checkpoint", b"seal"])
def test_v4_signatures_of_another_key_are_found(small: list[bytes], kind: bytes) -> None:
    forged = made(small_ledger(), private=OTHER, every=3)
    for number, line in enumerate(small):
        if line.startswith(b'{"type":"' + kind):
            changed = [*small[:number], forged[number], *small[number + 1 :]]
            assert misfit(changed).line == number + 1
            signature = re.findall(rb'"signature":"([^"]+)"', line)[0]
            other = re.findall(rb'"signature":"([^"]+)"', forged[number])[0]
            changed[number] = line.replace(signature, other)
            assert misfit(changed).line == number + 1


Change = Callable[[list[bytes], int, random.Random], None]


def _byte(lines: list[bytes], at: int, rng: random.Random) -> None:
    line = bytearray(lines[at])
    where = rng.randrange(len(line))
    line[where] ^= 1 << rng.randrange(8)
    lines[at] = bytes(line)


def _drop(lines: list[bytes], at: int, _rng: random.Random) -> None:
    del lines[at]


def _double(lines: list[bytes], at: int, _rng: random.Random) -> None:
    lines.insert(at, lines[at])


def _swap(lines: list[bytes], at: int, rng: random.Random) -> None:
    other = rng.choice([number for number in range(len(lines)) if lines[number] != lines[at]])
    lines[at], lines[other] = lines[other], lines[at]


@pytest.mark.slow
def test_v2_a_thousand_random_changes_of_a_large_bundle_are_found(large: list[bytes]) -> None:
    rng = random.Random(3)
    changes: list[Change] = [_byte, _drop, _double, _swap]
    for number in range(1_000):
        changed = [*large]
        rng.choice(changes)(changed, rng.randrange(len(changed)), rng)
        assert misfit(in_lines(changed)).line > 0, number


def test_v6_verifying_twice_says_the_same_of_the_same_lines(large: list[bytes]) -> None:
    assert verify(iter(large), PUBLIC) == verify(large, PUBLIC)
