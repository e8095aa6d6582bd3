"""Workspaces: several processes that start at once share one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from bot.store.database import Database
from bot.store.stores import Stores

TOGETHER = 4


@pytest.fixture
def replicas(database_url: str) -> Iterator[list[Database]]:
    found = [Database(database_url, threads=2) for _ in range(TOGETHER)]
    yield found
    for database in found:
        database.close()


def test_processes_that_start_at_once_adopt_one_workspace(replicas: list[Database]) -> None:
    ready = Barrier(TOGETHER)

    def start(database: Database) -> int:
        def adopt(stores: Stores) -> int:
            if not database.is_sqlite:  # its only writer begins alone
                ready.wait(10)
            workspace = stores.workspaces.adopt("T012AB3CD", "Example Corp", "U1", "")
            assert workspace.id is not None
            for user in ("U1", "U2"):
                stores.of(workspace.id).members.add_admin(user)
            return workspace.id

        return database.commit(adopt)

    with ThreadPoolExecutor(TOGETHER) as pool:
        made = set(pool.map(start, replicas))
    (workspace,) = made
    admins = replicas[0].look(lambda stores: stores.of(workspace).members.admins())
    assert ["U1", "U2"] == admins


def test_what_local_held_is_taken_over(replicas: list[Database]) -> None:
    first = replicas[0]
    local = first.commit(lambda stores: stores.workspaces.local().id)
    assert local == first.commit(lambda s: s.workspaces.adopt("T012AB3CD", "", "U1", "").id)
    assert local == first.commit(lambda stores: stores.workspaces.local().id)
