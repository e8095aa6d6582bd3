"""How fast requests may follow each other."""

from concurrent.futures import ThreadPoolExecutor
from math import inf

import pytest

from integrations.jira.pace import Pace


def test_requests_are_spread_over_the_second() -> None:
    now, waits = 100.0, list[float]()
    pace = Pace(lambda: now, 5, waits.append)
    for _ in range(3):
        pace.wait()
    now = 101.0
    pace.wait()
    assert pytest.approx([0.2, 0.4]) == waits


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
