"""Every store the server supports, opened on an empty database."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from server.store.sql import SqlStore


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path / 'kept' / 'byline.db'}"


@pytest.fixture
async def store(database_url: str) -> AsyncGenerator[SqlStore]:
    """An open store; closed afterwards."""
    subject = SqlStore(database_url)
    await subject.open()
    yield subject
    await subject.close()
