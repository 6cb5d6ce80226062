"""server.reports.pictures: the palette is the front end's, and a picture is drawn of numbers alone."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from server.reports.pictures import COLOURS, shares_picture
from tests.live import ROOT

SVG = "{http://www.w3.org/2000/svg}"


def test_the_palette_is_that_of_the_front_end() -> None:
    source = (ROOT / "web/src/ui/palette.ts").read_text()
    found = re.findall(r'light: "(#\w{6})", dark: "(#\w{6})", pattern', source)
    assert tuple(found[: len(COLOURS)]) == COLOURS


def statement(moments: int) -> dict[str, Any]:
    series = [
        {"kind": "person", "person": "p_a"},
        {"kind": "person", "person": "p_odd"},
        {"kind": "assistant", "person": None},
    ]
    people = {"p_a": {"colour": 3}, "p_odd": {"colour": '"/><script>'}}
    told = [{"units": [at, 1, 2 * at]} for at in range(moments)]
    return {"people": people, "numbers": {"shares": {"series": series, "moments": told}}}


@pytest.mark.parametrize("moments", [0, 1, 2, 60])
def test_a_picture_is_well_formed_and_stays_in_its_frame(moments: int) -> None:
    picture = ET.fromstring(shares_picture(statement(moments)))
    areas = picture.findall(f"{SVG}polygon")
    assert len(areas) == (3 if moments else 0)
    for area in areas:
        for point in (area.get("points") or "").split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= 640
            assert 0 <= y <= 160
    if areas:
        assert areas[0].get("fill") == COLOURS[3][0]
        assert areas[2].get("fill") == "url(#assistant)"
    assert "script" not in shares_picture(statement(moments))
