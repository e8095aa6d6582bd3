"""Fixtures of the whole suite.

The bot is imported where it is asked for: the rules of its domain are tested without it.
"""

import gc
import importlib
import os
import re
from asyncio import AbstractEventLoop
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
import uvloop
from hypothesis import settings

from bot.cli.opened import GARBAGE

if TYPE_CHECKING:
    from tests.stores import Engines, Lent
    from tests.world import World

settings.register_profile("suite", deadline=None)  # how fast it is, is no question of the suite's
settings.load_profile("suite")
gc.set_threshold(*GARBAGE)

HERE = Path(__file__).parent
STORES = ("sqlite", "postgres")
STORE = re.compile("|".join(STORES))
TALKS = re.compile(r"tests/(conversations/|test_\w+\.py|reliability/test_(clock|outcomes)\.py)")
"""What asks little of a store itself, or the same of it in a hundred ways."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Of the whole suite, each worker reads its share first.

    A file that is new is compiled, with its assertions written out, in the time of some tests;
    and each worker, which needs them all, would do that by itself.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and session.config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        count, left_out = int(os.environ["PYTEST_XDIST_WORKER_COUNT"]), HERE / "browser"
        files = (path for path in sorted(HERE.rglob("test_*.py")) if path.parent != left_out)
        for path in list(files)[int(worker.removeprefix("gw")) :: count]:
            importlib.import_module(".".join(path.relative_to(HERE.parent).with_suffix("").parts))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each conversation, slot and outcome is held on one store in `make test`, on the other in
    `make soak`.

    Which one is settled by its name: an eighth runs on PostgreSQL, which takes longer, in
    `make test`.
    """
    for item in items:
        callspec = getattr(item, "callspec", None)
        if callspec is None or not TALKS.match(item.nodeid):
            continue
        first = STORES[crc32(STORE.sub("", item.nodeid).encode()) % 8 == 0]
        if callspec.params.get("database_url", first) != first:
            item.add_marker(pytest.mark.soak)


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], AbstractEventLoop]]:
    """The loop the bot runs on."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture(scope="session")
def engines() -> Iterator["Engines"]:
    """Those of every store that is opened from here on."""
    from bot.store import database
    from tests import stores

    kept = stores.Engines()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "engines", kept.of)
        yield kept
    kept.close()


@pytest.fixture(scope="session")
def sqlite_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests import stores

    return stores.migrated_file(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server."""
    from tests import stores

    try:
        with stores.server() as server:
            yield server
    except stores.NoPostgres as error:
        stores.unavailable(str(error))


@pytest.fixture(scope="session")
def postgres_lent(postgres_server: str) -> Iterator["Lent"]:
    from tests import stores

    with stores.postgres(postgres_server) as url:
        stores.prepare(url)
        with closing(stores.Lent(url)) as lent:
            yield lent


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, engines: "Engines", sqlite_folder: Path) -> str:
    """A fresh, migrated database of each kind."""
    from tests import stores

    engines.disconnect()
    if request.param == "sqlite":
        return stores.copied(request.getfixturevalue("sqlite_template"), sqlite_folder)
    lent: Lent = request.getfixturevalue("postgres_lent")
    return lent.emptied(engines.connected)


@pytest.fixture
async def world(database_url: str) -> AsyncIterator["World"]:
    """A workspace, a Jira and the bot between them, over Socket Mode."""
    from tests.world import world as made

    async with made(database_url) as found:
        yield found


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder of real data; tests that need it are skipped aloud without it."""
    folder = os.environ.get("TEST_DATA")
    if not folder:
        pytest.skip("TEST_DATA names no folder of real data")
    return Path(folder)
