"""The models that one server offers, and the choice among them."""

from __future__ import annotations

from collections.abc import Container

from assist.elsewhere import ModelElsewhere
from assist.errors import UnknownModel
from assist.fallback import Fallback
from assist.model import Model
from assist.phrasebook import Phrasebook

__all__ = ["Models"]


class Models:
    """Whom people may choose to ask.

    Args:
        model: who answers where nobody is chosen; one after the other where it is a `Fallback`. The phrasebook is
            there in any case, and is asked only by name.
    """

    def __init__(self, model: Model) -> None:
        self.default = model
        named = model.models if isinstance(model, Fallback) else (model,)
        phrasebook = () if model.built_in else (Phrasebook(),)
        self._models: dict[str, Model] = {each.label: each for each in (*named, *phrasebook)}

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of all models, in the order in which they are asked."""
        return tuple(self._models)

    async def prepare(self) -> None:
        """Load what the models need to answer; to be called when somebody is about to ask."""
        for each in self._models.values():
            if isinstance(each, ModelElsewhere):
                await each.prepare()

    def is_built_in(self, label: str) -> bool:
        """Return whether that model answers on this server, without a language model."""
        return self._models[label].built_in

    def chosen(self, wanted: str | None, allowed: Container[str] | None = None) -> Model:
        """Return the model that is wanted, with the others behind it in case it cannot answer.

        Args:
            wanted: its label; None: the first.
            allowed: labels of those that may be asked; None: all.

        Raises:
            UnknownModel: there is none with that label, or none that may be asked.
        """
        if wanted is None and allowed is None:
            return self.default
        if wanted is not None and wanted not in self._models:
            raise UnknownModel
        models = [
            each for label, each in self._models.items() if allowed is None or label in allowed
        ]
        first = next((each for each in models if wanted in {None, each.label}), None)
        if first is None:
            raise UnknownModel("The coordinator of this document allows other models only.")
        if first.built_in or not isinstance(self.default, Fallback):
            return first
        rest = [each for each in models if each is not first and not each.built_in]
        return self.default.of([first, *rest])
