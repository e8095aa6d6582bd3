"""The long count of kills: more than two hundred over both stores."""

import logging
from pathlib import Path

import pytest

from tests.e2e.test_kill import lived

log = logging.getLogger(__name__)

KILLS = {"sqlite": 75, "postgresql": 135}
"""By store: a process of one part starts sooner than the whole bot."""


@pytest.mark.soak
@pytest.mark.timeout(840)
async def test_many_kills_lose_and_double_nothing(database_url: str, tmp_path: Path) -> None:
    kills = KILLS[database_url.split(":")[0]]
    log.info(await lived(database_url, tmp_path, seed=100, kills=kills))
