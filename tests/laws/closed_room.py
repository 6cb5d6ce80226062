"""Runs the assistant in a process in which no document, database or web framework can be imported.

`python closed_room.py`: imports every module of assist, lets it answer a request for suggestions,
and prints what it imported and answered, as JSON. Any attempt to import what is forbidden fails.
"""

import asyncio
import importlib
import json
import pkgutil
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

FORBIDDEN = {
    *("server", "crdt", "pycrdt", "y_py"),
    *("sqlalchemy", "alembic", "aiosqlite", "asyncpg", "sqlite3", "_sqlite3", "redis"),
    *("fastapi", "starlette", "uvicorn", "websockets"),
}


class Wall:
    """An importer that refuses what is forbidden before any other is asked."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse, or leave it to the next importer."""
        if name.partition(".")[0] in FORBIDDEN:
            raise ImportError(f"{name} is out of the assistant's reach.")
        return None


async def answers() -> list[str]:
    """What the built-in model makes of a wordy sentence."""
    from assist.choose import model_from_environment
    from assist.events import Finished
    from assist.passage import Passage
    from assist.recipe import RECIPES
    from assist.run import suggest
    from assist.suggestion import Request

    passage = Passage("Due to the fact that it rained, we made a decision to stay at home.")
    recipe = next(recipe for recipe in RECIPES if recipe.slug == "shorten")
    request = Request(passage, recipe)
    model = model_from_environment({})
    events = [event async for event in suggest(request, model)]
    return [event.text for event in events if isinstance(event, Finished)]


def main() -> None:
    """Import everything, ask once, and report."""
    sys.meta_path.insert(0, Wall())  # type: ignore[arg-type]
    import assist

    names = [module.name for module in pkgutil.walk_packages(assist.__path__, "assist.")]
    for name in names:
        importlib.import_module(name)
    texts = asyncio.run(answers())
    reached = sorted(FORBIDDEN & {name.partition(".")[0] for name in sys.modules})
    print(json.dumps({"modules": names, "texts": texts, "reached": reached}))


if __name__ == "__main__":
    main()
