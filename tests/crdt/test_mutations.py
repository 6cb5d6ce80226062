"""G: 100,000 mutations of real updates and messages; more with `python -m tests.fuzz.guard`."""

import os

import pytest

from tests.fuzz.guard import Report, run

COUNT = int(os.environ.get("BYLINE_MUTATIONS", "100000"))
PARTS = 4


@pytest.mark.node
@pytest.mark.parametrize("seed", range(PARTS))
def test_g3_mutations_do_no_harm(node: str, seed: int) -> None:
    report = run(node, seed, COUNT // PARTS)
    assert report.disagreements == []
    assert report.tried == COUNT // PARTS
    assert_exercised(report)


def assert_exercised(report: Report) -> None:
    """Each kind of answer occurred, so that the test can fail."""
    assert report.accepted > report.tried / 50
    assert report.frames > 0
    expected = (
        "malformed gap frame-malformed origin-order kind-not-allowed split-pair clock-too-large "
        "many-clients origin-cycle bad-embed bad-format unknown-format unknown-root other-root"
    )
    assert {slug for slug in expected.split() if not report.refused[slug]} == set()
