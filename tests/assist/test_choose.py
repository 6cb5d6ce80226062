"""Which model answers (SPEC.md M1)."""

import pytest

from assist.choose import close_model, model_from_environment
from assist.elsewhere import ModelElsewhere
from assist.errors import SettingsError
from assist.fallback import Fallback
from assist.phrasebook import Phrasebook


@pytest.mark.parametrize("environment", [{}, {"BYLINE_MODEL": "  "}, {"OPENAI_API_KEY": "sk-x"}])
def test_m1_without_a_model_the_phrasebook_answers(environment: dict[str, str]) -> None:
    model = model_from_environment(environment)
    assert isinstance(model, Phrasebook)
    assert (model.label, model.built_in) == ("Built-in, no model", True)


@pytest.mark.parametrize(
    ("environment", "label"),
    [
        ({"BYLINE_MODEL": "anthropic/claude-x"}, "anthropic/claude-x"),
        (
            {"BYLINE_MODEL": "local", "BYLINE_MODEL_API_BASE": "http://127.0.0.1:1/v1"},
            "openai/local",
        ),
        (
            {"BYLINE_MODEL": "ollama/llama3.2", "BYLINE_MODEL_API_BASE": "http://127.0.0.1:11434"},
            "ollama/llama3.2",
        ),
    ],
)
def test_m1_a_model_is_asked_elsewhere(environment: dict[str, str], label: str) -> None:
    model = model_from_environment({**environment, "BYLINE_MODEL_API_KEY": "sk-canary"})
    assert isinstance(model, Fallback)
    assert isinstance(model.models[0], ModelElsewhere)
    assert (model.label, model.built_in) == (label, False)
    assert "sk-canary" not in repr(
        [each.endpoint for each in model.models if isinstance(each, ModelElsewhere)]
    )


def test_m1_fallbacks_have_addresses_of_their_own() -> None:
    model = model_from_environment(
        {
            "BYLINE_MODEL": "anthropic/x",
            "BYLINE_MODEL_FALLBACKS": "openai/y, z@http://127.0.0.1:1/v1 ,",
        }
    )
    assert isinstance(model, Fallback)
    assert [each.label for each in model.models] == ["anthropic/x", "openai/y", "openai/z"]


@pytest.mark.parametrize(
    "environment",
    [
        {"BYLINE_MODEL_API_KEY": "sk-canary"},
        {"BYLINE_MODEL_API_BASE": "http://127.0.0.1:1/v1"},
        {"BYLINE_MODEL_FALLBACKS": "openai/y"},
        {"BYLINE_MODEL": "x", "BYLINE_MODEL_FALLBACKS": "y@host"},
        {"BYLINE_MODEL": "x", "BYLINE_MODEL_FALLBACKS": "@http://host"},
        {"BYLINE_MODEL": "x", "BYLINE_MODEL_API_BASE": "127.0.0.1:1"},
        {"BYLINE_MODEL": "x", "BYLINE_MODEL_API_BASE": "ftp://host/"},
        {"BYLINE_MODEL": "x", "BYLINE_MODEL_API_BASE": "http://"},
        {"BYLINE_MODEL": "x", "BYLINE_MODEL_API_BASE": "http://[::1"},
    ],
)
def test_m1_settings_that_cannot_work_are_refused_at_start(environment: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as caught:
        model_from_environment(environment)
    assert "sk-canary" not in caught.value.message


async def test_closing_a_model_that_was_never_asked_does_nothing() -> None:
    await close_model(model_from_environment({}))
    await close_model(
        model_from_environment({"BYLINE_MODEL": "openai/x", "BYLINE_MODEL_FALLBACKS": "openai/y"})
    )
