"""Whatever ends, fails or waits in whatever order: each effect once, in order of key."""

import asyncio

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.reliability.machine import Mortal, Weathered
from tests.reliability.room import room as made


def weathered(database_url: str, examples: int, steps: int) -> None:
    """Run the machine over one room."""
    with asyncio.Runner() as runner:
        opening = made(database_url)
        found = runner.run(opening.__aenter__())
        database = Mortal(database_url)

        class Machine(Weathered):
            pass

        Machine.room, Machine.runner, Machine.database = found, runner, database
        try:
            run_state_machine_as_test(
                Machine,
                settings=settings(
                    max_examples=examples,
                    stateful_step_count=steps,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            database.close()
            runner.run(opening.__aexit__(None, None, None))


def test_each_effect_once_and_in_order_in_any_weather(database_url: str) -> None:
    weathered(database_url, examples=15, steps=40)


@pytest.mark.soak
def test_each_effect_once_and_in_order_in_much_weather(database_url: str) -> None:
    weathered(database_url, examples=150, steps=60)
