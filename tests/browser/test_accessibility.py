"""axe finds no serious violation on any page, light and dark, wide and at phone width."""

from typing import Any, Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.browser.scenes import (
    Play,
    arrive_page,
    asked_document,
    authorship_shown,
    commented,
    comparing,
    document_again,
    document_list,
    editing_card,
    history_open,
    life_shown,
    numbers_as_tables,
    numbers_page,
    past_closed,
    placing,
    recipe_form,
    report_preview,
    review_shown,
    rules,
    rules_closed,
    share_dialog,
    teammate_asked,
)
from tests.browser.visitor import Visitor, Visitors
from tests.live import LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

LOOKS = [
    pytest.param("light", False, id="wide-light"),
    pytest.param("dark", False, id="wide-dark"),
    pytest.param("light", True, id="phone-light"),
    pytest.param("dark", True, id="phone-dark"),
]
SERIOUS = {"serious", "critical"}


async def serious_violations(visitor: Visitor) -> list[str]:
    """What axe finds serious or critical on the page as it is: rule, element, and why."""
    axe: Any = Axe()
    results = await axe.run(visitor.page)
    violations: list[dict[str, Any]] = results.response["violations"]
    return [
        f"{violation['id']}: {node['target']}: {node['failureSummary']}"
        for violation in violations
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize(("scheme", "phone"), LOOKS)
async def test_no_page_has_a_serious_violation(
    shared_byline: LiveServer,
    visitors: Visitors,
    scheme: Literal["light", "dark"],
    phone: bool,
) -> None:
    """All that Ada does from arriving to the list of documents: one visit."""
    ada = await visitors.new(shared_byline, "Ada Quill", scheme=scheme, phone=phone)
    play = Play(ada, await visitors.new(shared_byline, "Bo Nakamura"))
    found: dict[str, list[str]] = {}
    for scene in (
        arrive_page,
        asked_document,
        teammate_asked,
        editing_card,
        placing,
        authorship_shown,
        commented,
        review_shown,
        life_shown,
        recipe_form,
        rules,
        rules_closed,
        history_open,
        comparing,
        past_closed,
        share_dialog,
        document_list,
        document_again,
        numbers_page,
        numbers_as_tables,
        report_preview,
    ):
        await scene(play)
        found[scene.__name__] = await serious_violations(ada)
    assert {name: each for name, each in found.items() if each} == {}


async def test_axe_sees_what_is_wrong(shared_byline: LiveServer, visitors: Visitors) -> None:
    """The check itself works: a picture without a text and pale words are found."""
    ada = await visitors.guest(shared_byline, "Ada", "axe-itself")
    await ada.page.evaluate(
        """() => {
            const pale = document.createElement("p");
            pale.textContent = "Pale words";
            pale.style.color = "rgb(220, 220, 220)";
            document.querySelector("main").append(pale, document.createElement("img"));
        }"""
    )
    await expect(ada.page.get_by_text("Pale words")).to_be_visible()
    rules = {violation.split(":")[0] for violation in await serious_violations(ada)}
    assert rules >= {"color-contrast", "image-alt"}
