"""How fast requests may follow each other."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from math import inf

import pytest

from bot.sandbox.jira import JiraStandIn
from integrations.jira.client import Client
from integrations.jira.expiring import Expiring
from integrations.jira.pace import Pace
from tests.integrations.jira.conftest import login


def test_requests_are_spread_over_the_second() -> None:
    now, waits = 100.0, list[float]()
    pace = Pace(lambda: now, 5, waits.append)
    for _ in range(3):
        pace.wait()
    now = 101.0
    pace.wait()
    assert pytest.approx([0.2, 0.4]) == waits


async def test_a_limit_that_is_near_slows_all_down_for_a_minute(server: JiraStandIn) -> None:
    now, waits = 100.0, list[float]()
    pace = Pace(lambda: now, 5, waits.append)
    client = Client(login(server), Expiring(lambda: now), pace)

    async def read() -> float:
        waits.clear()
        for _ in range(3):
            await asyncio.to_thread(client.myself)
        return waits[-1] - waits[-2] if len(waits) > 1 else 0.0

    assert pytest.approx(0.2) == await read()
    server.weather.near_limit = True
    await read()
    server.weather.near_limit = False
    now = 150.0
    assert pytest.approx(0.8) == await read()
    now = 300.0
    assert pytest.approx(0.2) == await read()
    client.close()


def test_threads_share_the_turns() -> None:
    waits: list[float] = []
    pace = Pace(lambda: 0.0, 10, waits.append)
    with ThreadPoolExecutor(4) as threads:
        for _ in range(40):
            threads.submit(pace.wait)
    assert pytest.approx([turn / 10 for turn in range(1, 40)]) == sorted(waits)


def test_without_a_rate_nobody_waits() -> None:
    waits: list[float] = []
    pace = Pace(lambda: 0.0, inf, waits.append)
    for _ in range(3):
        pace.wait()
    assert [] == waits
