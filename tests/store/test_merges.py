"""Duplicates lead to their root, and the root finds all that came together with it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.models import Idea
from bot.store.database import Database
from bot.store.stores import Stores

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MERGED = {2: 1, 3: 2, 4: 2, 6: 5}
"""Two families: 1 with 2, 3, 4 behind it, and 5 with 6."""


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database(database_url, threads=2)
    yield found
    found.close()


def fill(stores: Stores) -> tuple[int, list[int]]:
    """A workspace with seven ideas, merged as MERGED says; ids by number less one."""
    workspace = stores.workspaces.adopt("T1", "Sample", "", "").id or 0
    ideas = [
        stores.of(workspace).ideas.add(
            Idea(
                workspace_id=workspace,
                number=number,
                request=str(number),
                title="Sample",
                requester="U1",
                filed_by="U1",
                created_at=NOW,
                updated_at=NOW,
            )
        )
        for number in range(1, 8)
    ]
    for one, other in MERGED.items():
        ideas[one - 1].duplicate_of = ideas[other - 1].id
    return workspace, [idea.id or 0 for idea in ideas]


def test_a_family_is_found_from_any_of_its_members(database: Database) -> None:
    workspace, ids = database.commit(fill)
    number = {key: position + 1 for position, key in enumerate(ids)}

    def look(stores: Stores) -> list[tuple[int, list[int]]]:
        merges = stores.of(workspace).merges
        return [
            (number[merges.root(key)], [number[one] for one in merges.family(key)]) for key in ids
        ]

    one, other, alone = (1, [1, 2, 3, 4]), (5, [5, 6]), (7, [7])
    assert database.look(look) == [one, one, one, one, other, other, alone]


def test_another_workspace_sees_none_of_it(database: Database) -> None:
    _, ids = database.commit(fill)
    assert database.look(lambda stores: stores.of(99).merges.family(ids[1])) == []
