"""crdt.policy: what honest editors put into a document passes; test_hostile.py has the rest."""

import pytest

from crdt.errors import Refused
from crdt.policy import check_claim, check_embed, check_format, is_safe_url


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("bold", ["true", "null", "false", " true "]),
        ("italic", ["true", "null", "false"]),
        ("underline", ["true"]),
        ("strike", ["true"]),
        ("code", ["true"]),
        ("script", ['"sub"', '"super"', "false"]),
        ("link", ['"https://example.org/?a=b#c"', '"#top"', '"/path"', '"mailto:a@b.c"', "null"]),
        ("color", ['"#ff0000"', '"rgb(0, 1, 2)"', '"var(--x)"', '"red"']),
        ("background", ['"hsl(1 2% 3% / 4)"']),
        ("size", ['"large"', '"12px"']),
        ("font", ['"monospace"', '"Source Serif 4"']),
        ("header", ["1", "2", "3", "6", '"1"', "1.0", "null", "false"]),
        ("list", ['"bullet"', '"ordered"', '"checked"', '"unchecked"']),
        ("indent", ["1", "8"]),
        ("blockquote", ["true", "false"]),
        ("code-block", ["true", '"plain"', '"cpp"']),
        ("align", ['"center"', '"right"', '"justify"', "false"]),
        ("direction", ['"rtl"']),
        ("table", ['"row-abcd"']),
    ],
)
def test_p1_known_formats_pass(key: str, values: list[str]) -> None:
    for value in values:
        check_format(key, value)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "HTTP://EXAMPLE.ORG",
        "mailto:someone@example.org",
        "tel:+49-1",
        "example.org/page",
        "/a:b",
        "?q=a:b",
        "#a:b",
        "a b",
        "",
    ],
)
def test_p2_links_that_lead_to_a_page_pass(url: str) -> None:
    assert is_safe_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:x",
        "\tjavascript:x",
        "java\nscript:x",
        "\x01javascript:x",
        " javascript:x",
        "\u00a0javascript:x",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "blob:x",
        ":x",
        "x" * 2049,
        None,
        1,
        ["https://example.org"],
    ],
)
def test_p2_other_links_do_not(url: object) -> None:
    assert not is_safe_url(url)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        '{"divider":true}',
        '{"image":"https://example.org/a.png"}',
        '{"image":"/files/1"}',
        '{"formula":"e=mc^2"}',
        '{"video":"https://example.org/v"}',
    ],
)
def test_p3_known_embeds_pass(text: str) -> None:
    check_embed(text)


def test_p3_images_have_no_other_schemes() -> None:
    for address in ("mailto:a@b", "data:image/png;base64,AAAA"):
        with pytest.raises(Refused):
            check_embed(f'{{"image":"{address}"}}')


def test_p4_claims_pass() -> None:
    to = {"client": 2**32 - 1, "clock": 5, "length": 9}
    check_claim({"to": to, "suggestion": "s_abc", "at": 0})
    check_claim({"to": to, "origin": "pasted"})
    check_claim({"to": to, "from": {"client": 7, "clock": 1}})
    with pytest.raises(Refused):
        check_claim({"to": to, "origin": "x" * 513})
    with pytest.raises(Refused):
        check_claim({"to": [to] * 6})
