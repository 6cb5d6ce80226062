"""Which model answers, decided by the environment.

========================== ==========================================================
``BYLINE_MODEL``           the model's name as litellm writes it (``openai/gpt-4o-mini``,
                           ``ollama/llama3.2``); nothing: the built-in phrasebook
``BYLINE_MODEL_API_BASE``  where it answers, for own servers; a model name without a
                           provider then counts as OpenAI-compatible
``BYLINE_MODEL_API_KEY``   the key; without it, litellm looks for the provider's own
                           variable (``OPENAI_API_KEY``, ``ANTHROPIC_API_KEY``, …)
``BYLINE_MODEL_FALLBACKS`` other models, separated by commas, that are asked in this order
                           when the first cannot answer; ``name@address`` for own servers,
                           keys from the provider's own variable
========================== ==========================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from assist.elsewhere import Endpoint, ModelElsewhere, ModelProcess
from assist.errors import SettingsError
from assist.fallback import Fallback
from assist.model import Model
from assist.phrasebook import Phrasebook

__all__ = ["close_model", "model_from_environment"]


def model_from_environment(environment: Mapping[str, str]) -> Model:
    """Return the model that the environment describes, or the phrasebook.

    Nothing is started, imported or contacted until somebody is about to ask.

    Raises:
        SettingsError: an address, a key or fallbacks are set without a model, or an address
            is no http address.
    """
    name = environment.get("BYLINE_MODEL", "").strip()
    api_base = environment.get("BYLINE_MODEL_API_BASE", "").strip() or None
    api_key = environment.get("BYLINE_MODEL_API_KEY", "").strip() or None
    fallbacks = environment.get("BYLINE_MODEL_FALLBACKS", "").strip()
    if not name:
        if api_base or api_key or fallbacks:
            raise SettingsError(
                "BYLINE_MODEL_API_BASE, BYLINE_MODEL_API_KEY or BYLINE_MODEL_FALLBACKS is set, but "
                "BYLINE_MODEL is not. Set BYLINE_MODEL to the model's name."
            )
        return Phrasebook()
    if api_base is not None and not _is_address(api_base):
        raise SettingsError("BYLINE_MODEL_API_BASE is not an http or https address.")
    first = Endpoint(_full_name(name, api_base), api_base, api_key)
    entries = [entry.strip() for entry in fallbacks.split(",")]
    endpoints = [first, *(_fallback(entry) for entry in entries if entry)]
    process = ModelProcess()
    return Fallback([ModelElsewhere(endpoint, process) for endpoint in endpoints])


async def close_model(model: Model) -> None:
    """Close what a model keeps open; to be called when the server stops."""
    for each in model.models if isinstance(model, Fallback) else (model,):
        if isinstance(each, ModelElsewhere):
            await each.close()


def _fallback(text: str) -> Endpoint:
    """Read ``name`` or ``name@address``."""
    name, at, api_base = text.partition("@")
    if not name or (at and not _is_address(api_base)):
        raise SettingsError(
            "BYLINE_MODEL_FALLBACKS has an entry that is neither a model's name nor name@address "
            "with an http or https address."
        )
    return Endpoint(_full_name(name, api_base or None), api_base or None)


def _full_name(name: str, api_base: str | None) -> str:
    return f"openai/{name}" if api_base is not None and "/" not in name else name


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
