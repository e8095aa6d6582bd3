"""The index of titles: in step with every write, of one workspace, without what is not offered."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from bot.models import Idea
from bot.store.database import Database
from bot.store.stores import Stores
from bot.words import Status

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TITLES = ("Export reports as CSV", "CSV export of the reports", "Dark mode for the app")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database(database_url, threads=2)
    found.commit(fill)
    yield found
    found.close()


def fill(stores: Stores) -> None:
    """Three ideas in one workspace, one of the same title in another."""
    for team, titles in (("T1", TITLES), ("T2", TITLES[:1])):
        workspace = stores.workspaces.adopt(team, "Sample", "", "").id or 0
        for number, title in enumerate(titles, 1):
            stores.of(workspace).ideas.add(
                Idea(
                    workspace_id=workspace,
                    number=number,
                    request=str(number),
                    title=title,
                    requester="U1",
                    filed_by="U1",
                    created_at=NOW,
                    updated_at=NOW,
                )
            )


def look(database: Database, words: str) -> list[int]:
    """The numbers found in the first workspace."""

    def find(stores: Stores) -> list[int]:
        workspace = stores.workspaces.of_team("T1")
        assert workspace is not None
        found = stores.of(workspace.id or 0).similar.find(words, 3)
        assert {idea.workspace_id for idea in found} <= {workspace.id}
        return [idea.number for idea in found]

    return database.look(find)


def change(database: Database, number: int, act: Callable[[Idea], None]) -> None:
    """Change an idea of the first workspace."""

    def write(stores: Stores) -> None:
        workspace = stores.workspaces.of_team("T1")
        assert workspace is not None
        idea = stores.of(workspace.id or 0).ideas.numbered(number)
        assert idea is not None
        act(idea)

    database.commit(write)


def test_the_likest_comes_first(database: Database) -> None:
    assert look(database, "Export reports as CSV") == [1, 2]
    assert look(database, "dark modes") == [3]


@pytest.mark.parametrize("words", ["", "how can I do it", "'\" OR (NEAR * & |", "導出", "a" * 5000])
def test_whatever_is_typed_finds_nothing_rather_than_fail(database: Database, words: str) -> None:
    assert look(database, words) == []


def test_an_edited_title_is_found_by_its_new_words_alone(database: Database) -> None:
    def edit(idea: Idea) -> None:
        idea.title = "Keyboard shortcuts"

    change(database, 3, edit)
    assert look(database, "Dark mode for the app") == []
    assert look(database, "Keyboard shortcuts") == [3]


def test_what_was_withdrawn_is_not_offered(database: Database) -> None:
    change(database, 1, lambda idea: setattr(idea, "status", Status.WITHDRAWN))
    assert look(database, "Export reports as CSV") == [2]


def test_a_duplicate_stands_for_what_it_was_merged_into(database: Database) -> None:
    change(database, 1, merged_into_the_third)
    assert look(database, "Export reports as CSV") == [3, 2]
    change(database, 2, merged_into_the_third)
    assert look(database, "Export reports as CSV") == [3]
    change(database, 3, lambda idea: setattr(idea, "status", Status.WITHDRAWN))
    assert look(database, "Export reports as CSV") == []


def merged_into_the_third(idea: Idea) -> None:
    """The wording of the third is another one altogether."""
    assert idea.id is not None
    third = idea.id + 3 - idea.number
    idea.status, idea.duplicate_of = Status.DUPLICATE, third


@pytest.mark.parametrize("status", [Status.DECLINED, Status.NOT_NOW, Status.SHIPPED])
def test_what_was_answered_is(database: Database, status: Status) -> None:
    change(database, 1, lambda idea: setattr(idea, "status", status))
    assert look(database, "Export reports as CSV") == [1, 2]
