"""How much at once (SPEC.md B1, B2)."""

import pytest

from assist.budget import Budget, Limits
from assist.errors import Busy


async def test_b1_a_person_has_two_requests_at_once() -> None:
    budget = Budget()
    async with budget.acquire("ana"), budget.acquire("ana"):
        with pytest.raises(Busy, match="2 requests") as caught:
            async with budget.acquire("ana"):
                pytest.fail("a third request was let in")
        assert caught.value.retry_after_s
        async with budget.acquire("ben"):
            assert budget.running == 3
    assert budget.running == 0


async def test_b1_an_instance_has_eight_requests_at_once() -> None:
    budget = Budget(Limits(per_instance=3))
    async with budget.acquire("a"), budget.acquire("b"), budget.acquire("c"):
        with pytest.raises(Busy, match="Many people"):
            await budget.acquire("d").__aenter__()
    assert Limits().per_instance == 8
    assert budget.running == 0


async def test_b2_a_slot_is_free_again_after_a_failure() -> None:
    budget = Budget(Limits(per_person=1))
    with pytest.raises(RuntimeError):
        async with budget.acquire("ana"):
            raise RuntimeError
    async with budget.acquire("ana"):
        assert budget.running == 1
