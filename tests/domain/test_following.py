"""Where an idea stands by its work item."""

from datetime import date

import pytest
from msgspec.structs import replace

from bot.domain.following import Standing, standing
from bot.tracked import Category, Version
from bot.words import Status
from tests.builders import issue

OUT = Version("1", "1.0", None, date(2026, 11, 1), True, False, "A")
SOON = Version("2", "1.1", None, date(2026, 12, 1), False, False, "A")
LATER = Version("3", "2.0", None, None, False, False, "A")
VERSIONS = {version.id: version for version in (OUT, SOON, LATER)}


@pytest.mark.parametrize(
    ("category", "delivered", "versions", "expected"),
    [
        (Category.NEW, True, (), Standing(Status.PLANNED)),
        (Category.NEW, True, ("3", "2"), Standing(Status.PLANNED, SOON)),
        (Category.IN_PROGRESS, True, (), Standing(Status.IN_PROGRESS)),
        (Category.IN_PROGRESS, True, ("3",), Standing(Status.IN_PROGRESS, LATER)),
        (Category.DONE, True, (), Standing(Status.SHIPPED)),
        (Category.DONE, True, ("2",), Standing(Status.IN_PROGRESS, SOON)),
        (Category.DONE, True, ("1", "2"), Standing(Status.SHIPPED, OUT)),
        (Category.DONE, False, ("1",), Standing(Status.UNDER_REVIEW)),
        (Category.DONE, True, ("unknown",), Standing(Status.IN_PROGRESS)),
    ],
)
def test_the_idea_follows(
    category: Category, delivered: bool, versions: tuple[str, ...], expected: Standing
) -> None:
    item = replace(issue("A-1"), versions=versions)
    assert expected == standing(item, category, delivered=delivered, versions=VERSIONS)
