"""Rules that rebuild sentences: order, splitting, joining, voice, links (SPEC.md F7, F8)."""

from collections.abc import Callable

import pytest

from assist.phrasebook.links import connect, contrast, relate
from assist.phrasebook.order import reorder
from assist.phrasebook.recast import recast
from assist.phrasebook.sentences import join, leave_out_asides, split, split_anyway
from assist.phrasebook.voice import activate, open_directly

Rule = Callable[[str], tuple[str, str] | None]

FIRES: list[tuple[Rule, str, str]] = [
    (reorder, "We went home because it rained.", "Because it rained, we went home."),
    (reorder, "Because it rained, we went home.", "We went home because it rained."),
    (reorder, "If you agree, then we can start.", "We can start if you agree."),
    (reorder, "Call me when you arrive.", ""),
    (reorder, "Please call me when you arrive.", "When you arrive, please call me."),
    (reorder, "The team meets every week.", "Every week, the team meets."),
    (reorder, "Yesterday, we met the board.", "We met the board yesterday."),
    (
        reorder,
        "In this section, we describe the method.",
        "We describe the method in this section.",
    ),
    (reorder, "To finish in time, we work in pairs.", "We work in pairs to finish in time."),
    (reorder, "We work in pairs in order to finish.", "In order to finish, we work in pairs."),
    (reorder, "The plan is good, but it is late.", "Although the plan is good, it is late."),
    (reorder, "It was raining, so we stayed.", "Because it was raining, we stayed."),
    (
        reorder,
        "The office will be closed at the end of the year.",
        "At the end of the year, the office will be closed.",
    ),
    (
        reorder,
        "In accordance with the law, personal data is deleted.",
        "Personal data is deleted in accordance with the law.",
    ),
    (
        reorder,
        "The report was late because of the strike.",
        "Because of the strike, the report was late.",
    ),
    (
        recast,
        "There was a significant decrease in the number of complaints.",
        "The number of complaints decreased significantly.",
    ),
    (
        recast,
        "A detailed budget can be found in Annex B.",
        "Annex B contains a detailed budget.",
    ),
    (
        recast,
        "Press the red button to stop the machine.",
        "To stop the machine, press the red button.",
    ),
    (
        recast,
        "We received your order today and will ship it within two days.",
        "We received your order today. We will ship it within two days.",
    ),
    (
        recast,
        "It expires on 30 June, so please renew it before then.",
        "It expires on 30 June. Please renew it before then.",
    ),
    (
        activate,
        "The report was written by the team in cooperation with the finance department.",
        "The team wrote the report in cooperation with the finance department.",
    ),
    (open_directly, "There was a discussion about who should speak at the opening.", ""),
    (
        split,
        "The committee approved the plan after a long debate, and we will start next week.",
        "The committee approved the plan after a long debate. We will start next week.",
    ),
    (
        split,
        "The report is nearly finished after three weeks; however, we still need the figures.",
        "The report is nearly finished after three weeks. However, we still need the figures.",
    ),
    (
        split,
        "The editor saves every change at once to the disk, which means that nothing is lost.",
        "The editor saves every change at once to the disk. This means that nothing is lost.",
    ),
    (
        split_anyway,
        "The council approved it, and work will begin soon.",
        "The council approved it. Work will begin soon.",
    ),
    (activate, "The report was written by the team.", "The team wrote the report."),
    (activate, "The plan must be approved by the board.", "The board must approve the plan."),
    (activate, "It is reviewed by them every week.", "They review it every week."),
    (activate, "The texts are edited by the author.", "The author edits the texts."),
    (activate, "The draft has been checked by our editors.", "Our editors have checked the draft."),
    (open_directly, "There are many people who agree.", "Many people agree."),
    (open_directly, "It was the team who decided.", "The team decided."),
    (open_directly, "There is a problem that needs time.", "A problem needs time."),
    (leave_out_asides, "The author (a teacher) writes books.", "The author writes books."),
    (leave_out_asides, "The author – a teacher – writes books.", "The author writes books."),
    (relate, "It is a tool that helps writers.", "It is a tool which helps writers."),
    (relate, "Every writer that is here agrees.", "Every writer who is here agrees."),
    (relate, "An editor in which people write.", "An editor where people write."),
    (connect, "The plan is good, but it is late.", "The plan is good; however, it is late."),
    (connect, "It was late, so we left early.", "It was late; therefore, we left early."),
    (contrast, "The plan is good, but it is late.", "The plan is good, yet it is late."),
]

LEFT_ALONE: list[tuple[Rule, str]] = [
    (reorder, "I know when he left."),
    (reorder, "We asked the team if they agree."),
    (reorder, "We met the week after it was over."),
    (reorder, "She is not here because she was ill."),
    (reorder, "When Anna arrived, she sat down."),
    (reorder, "When he came, he said that he was ill."),
    (reorder, "We rewrote the section after the introduction."),
    (reorder, "It lasted for a while."),
    (reorder, "Mark left because it rained."),
    (reorder, "Why did you leave when it rained?"),
    (reorder, "He said: we left because it rained."),
    (reorder, "On the other hand, we agree."),
    (reorder, "She left after a day, because it rained, and we stayed."),
    (reorder, "Today is a good day."),
    (reorder, "Not only the plan, but the budget was late."),
    (split, "A short sentence, and we like it."),
    (
        split,
        "Between the first of them, the second of them, and it is all the same to everybody here.",
    ),
    (split, "When the plan is ready and everybody has read it, we will start with the work on it."),
    (split_anyway, "We need a plan, a budget, and the team will decide."),
    (activate, "The house was built by the river."),
    (activate, "The vote was delayed by two days."),
    (activate, "The plan was approved by Monday."),
    (activate, "The report that was late was written by the team."),
    (activate, "He was made head by the board and the team."),
    (open_directly, "There is a plan that we like."),
    (open_directly, "It is clear who decided."),
    (open_directly, "It is not the team who decided."),
    (leave_out_asides, "Choose (a) or (b)."),
    (leave_out_asides, "No asides here."),
    (relate, "The fact that is known is clear."),
    (relate, "We think that is fine."),
    (connect, "Not only the plan, but the budget is late."),
    (connect, "It was so late, so that we left."),
    (contrast, "Small, but nice."),
]


@pytest.mark.parametrize(
    ("rule", "given", "expected"), FIRES, ids=lambda each: getattr(each, "__name__", None)
)
def test_f7_a_rule_rebuilds_a_sentence(rule: Rule, given: str, expected: str) -> None:
    found = rule(given)
    assert (found[0] if found else "") == expected
    if found:
        assert found[1]


@pytest.mark.parametrize(
    ("rule", "given"), LEFT_ALONE, ids=lambda each: getattr(each, "__name__", None)
)
def test_f8_a_rule_that_is_not_sure_leaves_it(rule: Rule, given: str) -> None:
    assert rule(given) is None


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("We met.", "But it rained.", None),
        ("We met at noon.", "But it rained.", "We met at noon, but it rained."),
        ("The plan is good.", "However, it is late.", "The plan is good, but it is late."),
        (
            "The plan is late.",
            "We will start anyway.",
            "The plan is late, and we will start anyway.",
        ),
        ("The plan is late.", "Anna knows why.", None),
        ("Tell me all about it.", "We will see.", None),
        ("Is it late?", "We will see.", None),
        ("The plan is good.", "But Anna knows a better one.", None),
    ],
)
def test_f8_joining(first: str, second: str, expected: str | None) -> None:
    found = join(first, second)
    assert (found[0] if found else None) == expected
