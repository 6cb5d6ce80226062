"""How far texts are alike, against looking unit by unit."""

from hypothesis import given
from hypothesis import strategies as st

from crdt.alike import alike_after, alike_before

TEXTS = st.text("ab", max_size=90) | st.integers(0, 300).map(lambda length: "a" * length)


@given(TEXTS, TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_alike_is_what_a_loop_finds(one: str, other: str, first: int, second: int) -> None:
    first, second = min(first, len(one)), min(second, len(other))
    after = 0
    for left, right in zip(one[first:], other[second:], strict=False):
        if left != right:
            break
        after += 1
    before = 0
    for left, right in zip(reversed(one[:first]), reversed(other[:second]), strict=False):
        if left != right:
            break
        before += 1
    assert alike_after(one, first, other, second) == after
    assert alike_before(one, first, other, second) == before
