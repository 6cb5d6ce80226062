"""Which model answers, decided by the environment.

========================== ==========================================================
``BYLINE_MODEL``           the model's name as litellm writes it (``openai/gpt-4o-mini``,
                           ``ollama/llama3.2``); nothing: the built-in phrasebook
``BYLINE_MODEL_API_BASE``  where it answers, for own servers; a model name without a
                           provider then counts as OpenAI-compatible
``BYLINE_MODEL_API_KEY``   the key; without it, litellm looks for the provider's own
                           variable (``OPENAI_API_KEY``, ``ANTHROPIC_API_KEY``, …)
========================== ==========================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from assist.errors import SettingsError
from assist.gateway import Gateway
from assist.model import Model
from assist.phrasebook import Phrasebook

__all__ = ["close_model", "model_from_environment"]


def model_from_environment(environment: Mapping[str, str]) -> Model:
    """Return the model that the environment describes, or the phrasebook.

    Nothing is imported or contacted until the first question.

    Raises:
        SettingsError: an address or a key is set without a model, or the address is
            no http address.
    """
    name = environment.get("BYLINE_MODEL", "").strip()
    api_base = environment.get("BYLINE_MODEL_API_BASE", "").strip() or None
    api_key = environment.get("BYLINE_MODEL_API_KEY", "").strip() or None
    if not name:
        if api_base or api_key:
            raise SettingsError(
                "BYLINE_MODEL_API_BASE or BYLINE_MODEL_API_KEY is set, but BYLINE_MODEL is not. "
                "Set BYLINE_MODEL to the model's name."
            )
        return Phrasebook()
    if api_base is not None and not _is_address(api_base):
        raise SettingsError("BYLINE_MODEL_API_BASE is not an http or https address.")
    if api_base is not None and "/" not in name:
        name = f"openai/{name}"
    return Gateway(name, api_base=api_base, api_key=api_key)


async def close_model(model: Model) -> None:
    """Close what a model keeps open; to be called when the server stops."""
    if isinstance(model, Gateway):
        await model.close()


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
