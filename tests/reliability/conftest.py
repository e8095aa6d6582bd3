"""Fixtures of the reliability tests."""

from collections.abc import AsyncIterator

import pytest

from tests.reliability.room import Room
from tests.reliability.room import room as made


@pytest.fixture
async def room(database_url: str) -> AsyncIterator[Room]:
    """A post room on each store."""
    async with made(database_url) as found:
        yield found
