"""The list of a product's teams: whole while it is short, folded where it is long."""

from datetime import UTC, datetime

import pytest

from bot.models import Product, Team, Teammate
from bot.views.modals import modal
from bot.views.team_list import ALL, LONG, Group, Opened, Row, overview
from tests.slack_limits import check_modal

NOW = datetime(2026, 11, 26, tzinfo=UTC)
PRODUCT = Product(id=1, workspace_id=1, key="APP", name="Sample App", created_at=NOW)


def team(number: int, people: int, own: int | None = None) -> Group:
    return Group(
        Team(id=number, workspace_id=1, product_id=1, name=f"Team {number}"),
        [
            Row(
                Teammate(id=n, workspace_id=1, team_id=number, account=f"a{n}"),
                f"Sample Person {number}-{n}",
                (),
                None,
                own=n == own,
                in_jira=n > 1,
            )
            for n in range(people)
        ],
    )


def words(groups: list[Group], part: Opened = ALL, *, edits: bool = True) -> str:
    form = overview(PRODUCT, groups, part=part, edits=edits)
    view = modal(form)
    assert [] == check_modal(view)
    return "\n".join(str(one) for one in form.blocks)


def test_a_short_list_shows_everybody() -> None:
    said = words([team(1, 8), team(2, 9)])
    assert 17 == said.count("Sample Person")
    assert "All teams" not in said


def test_a_long_list_shows_teams_and_its_reader() -> None:
    said = words([team(1, 40, own=3), team(2, 38)])
    assert 1 == said.count("Sample Person")
    assert 2 == said.count("'text': 'People'")
    assert "2 people not found in Jira" in said


@pytest.mark.parametrize(
    ("start", "people", "ways"),
    [(0, LONG, ["More people"]), (LONG, 18, ["Earlier"])],
)
def test_a_team_of_it_is_opened_a_part_at_a_time(start: int, people: int, ways: list[str]) -> None:
    said = words([team(1, 40), team(2, 38)], Opened(2, start))
    assert people == said.count("Sample Person 2-")
    assert [way for way in ("Earlier", "More people") if f"'{way}'" in said] == ways
    assert "All teams" in said
    assert "Team 1" not in said


def test_a_team_that_is_gone_leads_back_to_all() -> None:
    assert 2 == words([team(1, 40), team(2, 38)], Opened(9)).count("'text': 'People'")


def test_a_list_that_grew_short_shows_everybody_again() -> None:
    assert 9 == words([team(1, 4), team(2, 5)], Opened(2, 20)).count("Sample Person")


def test_more_teams_than_a_form_holds_are_counted() -> None:
    assert "… and 10 more teams" in words([team(n, 9) for n in range(70)])
