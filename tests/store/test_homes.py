"""What a person looks for: in all titles, and in the words of what is new."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.models import Home, Idea
from bot.store.database import Database
from bot.store.homes import READ
from bot.store.stores import Stores

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
OLD, NEW = 1, READ + 1
TITLES = {OLD: "Export the reports as CSV", NEW: "Übersicht of exported lists"}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database(database_url, threads=2)
    found.commit(fill)
    yield found
    found.close()


def fill(stores: Stores) -> None:
    """The same ideas in two workspaces: an old one and the newest."""
    for team in ("T1", "T2"):
        workspace = stores.workspaces.adopt(team, "Sample", "", "").id or 0
        for number, title in TITLES.items():
            stores.of(workspace).ideas.add(
                Idea(
                    workspace_id=workspace,
                    number=number,
                    request=str(number),
                    title=title,
                    problem="We do it by hand.",
                    requester="U1",
                    filed_by="U2",
                    created_at=NOW,
                    updated_at=NOW,
                )
            )


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("expo", [NEW, OLD]),
        ("REPORTS csv", [OLD]),
        ("the reports", [OLD]),
        ("#1", [OLD]),
        ("hand", [NEW]),
        ("verzicht", []),
        ("icht", [NEW]),
        ("export nothing", []),
        ("'\" OR (NEAR * & |", []),
        ("100%_", []),
        ("c" * 200, []),
    ],
)
def test_looking_for_words(database: Database, words: str, numbers: list[int]) -> None:
    def look(stores: Stores) -> list[int]:
        workspace = stores.workspaces.of_team("T1")
        assert workspace is not None
        home = Home(workspace_id=workspace.id or 0, user="U1", words=words, opened_at=NOW)
        found = stores.of(workspace.id or 0).homes.found(home, 0, 9)
        assert {idea.workspace_id for idea in found} <= {workspace.id}
        return [idea.number for idea in found]

    assert numbers == database.look(look)


def test_what_is_ones_own_is_the_newest_first(database: Database) -> None:
    def look(stores: Stores) -> list[list[int]]:
        workspace = stores.workspaces.of_team("T1")
        assert workspace is not None
        homes = stores.of(workspace.id or 0).homes
        return [[i.number for i in homes.asked_by(user, 0, 9)] for user in ("U1", "U2", "U3")]

    assert [[NEW, OLD], [NEW, OLD], []] == database.look(look)
