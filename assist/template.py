"""Variables in the instruction of a recipe: they name what a model is given, and never carry it.

Document text and brief stand between fences in a prompt (SPEC.md P3). A variable becomes the name of what stands
there, so that an instruction can speak of it and nothing can get out of its fence.
"""

from __future__ import annotations

import re

from assist.errors import UnknownVariable

__all__ = ["VARIABLES", "check_template", "fill_template"]

VARIABLES = ("selection", "before", "after", "brief", "audience", "tone")

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_NAMES = {
    "selection": "the PASSAGE",
    "before": "the TEXT BEFORE",
    "after": "the TEXT AFTER",
    "brief": "the BRIEF",
    "audience": "the audience that the BRIEF names",
}
_NO_BRIEF = {"brief": "what the text itself shows", "audience": "the reader of the text"}
_NO_TONE = "the tone of the passage"


def check_template(instruction: str) -> None:
    """Say whether all variables of an instruction exist.

    Raises:
        UnknownVariable: one does not.
    """
    for name in _VARIABLE.findall(instruction):
        if name not in VARIABLES:
            raise UnknownVariable(
                f"There is no variable {{{name[:40]}}}. Variables are "
                f"{', '.join(f'{{{each}}}' for each in VARIABLES)}."
            )


def fill_template(instruction: str, *, tone: str, has_brief: bool) -> str:
    """Return the instruction with names in place of its variables."""
    names = {**_NAMES, "tone": tone or _NO_TONE, **({} if has_brief else _NO_BRIEF)}
    return _VARIABLE.sub(lambda match: names.get(match[1], match[0]), instruction)
