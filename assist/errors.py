"""Everything that can go wrong when somebody asks for a suggestion.

The tree::

    AssistError
    ├── RequestError            the question cannot be asked like this (not retryable)
    │   ├── EmptyPassage        empty-passage
    │   ├── TooLong             too-long
    │   ├── UnknownRecipe       unknown-recipe
    │   ├── NoInstruction       no-instruction
    │   ├── NeedsModel          needs-model (only the phrasebook is there)
    │   ├── UnknownModel        unknown-model
    │   ├── BadRecipe           bad-recipe (one that a team wrote)
    │   │   └── UnknownVariable unknown-variable
    │   └── BadAlternatives     bad-alternatives
    ├── Busy                    busy (too many requests at once)
    ├── NothingToSuggest        nothing-to-suggest
    ├── SettingsError           bad-model-settings (the operator's environment, at start)
    └── ModelError              the model did not give a usable answer
        ├── ModelUnreachable    model-unreachable
        ├── ModelTimeout        model-timeout
        ├── ModelAuth           model-auth
        ├── ModelRateLimited    model-rate-limited
        ├── ModelQuota          model-quota (no credit left)
        ├── ModelUnknown        model-unknown (no such model)
        ├── ModelRefused        model-refused
        ├── ModelEmpty          model-empty
        ├── ModelNotAModel      model-not-a-model
        ├── ModelCut            model-cut
        ├── ModelOverrun        model-overrun
        └── ModelFailed         model-failed (anything else)

Each has a stable ``slug`` for programs, a ``message`` that is a full sentence for
a person, and ``retryable``: whether asking again may help. No message ever holds
text from a provider, an address or a key.
"""

# ruff: noqa: N818  (the names say what happened; the root says that they are errors)

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "AssistError",
    "BadAlternatives",
    "BadRecipe",
    "Busy",
    "EmptyPassage",
    "ModelAuth",
    "ModelCut",
    "ModelEmpty",
    "ModelError",
    "ModelFailed",
    "ModelNotAModel",
    "ModelOverrun",
    "ModelQuota",
    "ModelRateLimited",
    "ModelRefused",
    "ModelTimeout",
    "ModelUnknown",
    "ModelUnreachable",
    "NeedsModel",
    "NoInstruction",
    "NothingToSuggest",
    "RequestError",
    "SettingsError",
    "TooLong",
    "UnknownModel",
    "UnknownRecipe",
    "UnknownVariable",
]


class AssistError(Exception):
    """The root: anything this package raises on purpose.

    Args:
        message: a full sentence for the person who asked; the class's own
            sentence when omitted.
        retry_after_s: seconds after which asking again makes sense, where known.
    """

    slug: ClassVar[str] = "assist-failed"
    retryable: ClassVar[bool] = False
    sentence: ClassVar[str] = "The assistant could not answer."

    def __init__(self, message: str | None = None, *, retry_after_s: int | None = None) -> None:
        self.message = message if message is not None else self.sentence
        self.retry_after_s = retry_after_s
        super().__init__(self.message)


class RequestError(AssistError):
    """The question itself cannot be asked like this."""


class EmptyPassage(RequestError):
    """There is no visible text in the passage."""

    slug = "empty-passage"
    sentence = "Select some text first, then ask for other phrasings of it."


class TooLong(RequestError):
    """The passage, its surroundings or the instruction are longer than allowed."""

    slug = "too-long"
    sentence = "This passage is too long to ask about at once. Select a shorter part."


class UnknownRecipe(RequestError):
    """No recipe has this slug."""

    slug = "unknown-recipe"
    sentence = "There is no such recipe."


class NoInstruction(RequestError):
    """The recipe needs an instruction and none was given."""

    slug = "no-instruction"
    sentence = "Say in a few words what you would like, then ask again."


class NeedsModel(RequestError):
    """The recipe asks for more than another wording, and there is only the phrasebook."""

    slug = "needs-model"
    sentence = (
        "This needs a language model, and none is set up on this server. The built-in phrasebook "
        "only words things differently."
    )


class UnknownModel(RequestError):
    """No model of this server has this label."""

    slug = "unknown-model"
    sentence = "There is no such model on this server."


class BadRecipe(RequestError):
    """A recipe that a team wrote is incomplete or out of range."""

    slug = "bad-recipe"
    sentence = "This recipe is not complete."


class UnknownVariable(BadRecipe):
    """An instruction has a variable that does not exist."""

    slug = "unknown-variable"
    sentence = "The instruction has a variable that does not exist."


class BadAlternatives(RequestError):
    """The number of alternatives is out of range."""

    slug = "bad-alternatives"
    sentence = "Ask for two to five alternatives."


class Busy(AssistError):
    """As many requests as allowed are already running."""

    slug = "busy"
    retryable = True
    sentence = "The assistant is busy. Try again in a moment."


class NothingToSuggest(AssistError):
    """There is no further alternative that differs from the passage and the others."""

    slug = "nothing-to-suggest"
    sentence = "There is no further different phrasing to suggest."


class SettingsError(AssistError):
    """The environment describes no usable model."""

    slug = "bad-model-settings"
    sentence = "The settings for the model are not usable."


class ModelError(AssistError):
    """The model did not give a usable answer."""


class ModelUnreachable(ModelError):
    """No connection to the model's address."""

    slug = "model-unreachable"
    retryable = True
    sentence = "The model cannot be reached at the moment. Your text is untouched; try again."


class ModelTimeout(ModelError):
    """The model took longer than the limits allow."""

    slug = "model-timeout"
    retryable = True
    sentence = "The model took too long to answer, so it was stopped. Try again."


class ModelAuth(ModelError):
    """The provider did not accept the key, or the account may not use the model."""

    slug = "model-auth"
    sentence = "The model did not accept this server's key. Whoever runs this server can fix it."


class ModelRateLimited(ModelError):
    """The provider asks to slow down."""

    slug = "model-rate-limited"
    retryable = True
    sentence = "The model has too many requests at the moment. Try again in a little while."


class ModelQuota(ModelError):
    """The account behind the model has no credit or budget left."""

    slug = "model-quota"
    sentence = "The account behind the model is used up. Whoever runs this server can fix it."


class ModelUnknown(ModelError):
    """The provider has no model of this name, or nothing is at this address."""

    slug = "model-unknown"
    sentence = (
        "The configured model was not found. "
        "Whoever runs this server can check its name and address."
    )


class ModelRefused(ModelError):
    """The model or its provider declined this passage or request."""

    slug = "model-refused"
    sentence = "The model declined to answer this one. Another passage or wording may work."


class ModelEmpty(ModelError):
    """The model finished without writing anything."""

    slug = "model-empty"
    retryable = True
    sentence = "The model answered without any text. Try again."


class ModelNotAModel(ModelError):
    """Something answered at the model's address, but not a language model."""

    slug = "model-not-a-model"
    sentence = (
        "What answered at the model's address is not a language model. "
        "Whoever runs this server can check the address."
    )


class ModelCut(ModelError):
    """The answer broke off before its end."""

    slug = "model-cut"
    retryable = True
    sentence = "The answer broke off before its end. Try again."


class ModelOverrun(ModelError):
    """The answer grew far beyond what a rewording needs."""

    slug = "model-overrun"
    retryable = True
    sentence = "The model wrote far more than a rewording needs, so it was stopped. Try again."


class ModelFailed(ModelError):
    """The model failed in a way that has no name of its own."""

    slug = "model-failed"
    retryable = True
    sentence = "The model could not answer this time. Your text is untouched; try again."
