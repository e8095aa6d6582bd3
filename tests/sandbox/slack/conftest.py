"""The workbench, quiet or with the bot listening."""

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.slack.bench import Bench, bench, over_http, over_socket


@pytest.fixture
async def quiet() -> AsyncIterator[Bench]:
    """The workspace and the bot's client; nothing is delivered."""
    async with bench() as made:
        yield made


@pytest.fixture(params=["socket", "http"])
async def live(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    """The same with the bot listening, once over each transport."""
    async with bench() as made:
        connected = over_socket if request.param == "socket" else over_http
        async with connected(made.slack, made.app):
            yield made


@pytest.fixture
async def socketed() -> AsyncIterator[Bench]:
    """The bot listening over Socket Mode."""
    async with bench() as made, over_socket(made.slack, made.app):
        yield made
