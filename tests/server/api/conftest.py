"""Sites: one that anybody may use, and one that needs accounts."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.server.api.site import Site, a_site


@pytest.fixture
async def site(tmp_path: Path) -> AsyncGenerator[Site]:
    """A server that needs accounts."""
    async with a_site(tmp_path) as subject:
        yield subject


@pytest.fixture
async def open_site(tmp_path: Path) -> AsyncGenerator[Site]:
    """A server in open mode."""
    async with a_site(tmp_path, open_mode=True) as subject:
        yield subject
