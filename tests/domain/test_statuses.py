import pytest

from bot.domain.statuses import NOT_DELIVERED, Statuses
from bot.tracked import Category, Field, Status
from tests.builders import change, issue


def test_the_product_s_map_rules_over_the_site_by_id_or_name() -> None:
    site = (Status("7", "Verified", "done"), Status("8", "Parked", "indeterminate"))
    statuses = Statuses(site, {"7": Category.IN_PROGRESS, "parked": Category.NEW})
    assert Category.IN_PROGRESS == statuses.category("7", "Verified")
    assert Category.NEW == statuses.category("8", "Parked")


def test_the_site_goes_by_id_before_name() -> None:
    statuses = Statuses((Status("7", "Old name", "done"), Status("8", "Ready", "new")))
    assert Category.DONE == statuses.category("7", "Ready")
    assert Category.NEW == statuses.category("99", "READY")


def test_of_two_statuses_of_one_name_the_first_counts() -> None:
    statuses = Statuses((Status("7", "Ready", "done"), Status("8", "Ready", "new")))
    assert Category.DONE == statuses.category("99", "Ready")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *[(name, Category.DONE) for name in ("Resolved", "closed", "DONE")],
        *[(name, Category.NEW) for name in ("Open", "Reopened", "Received", "To Do", "Backlog")],
    ],
)
def test_well_known_names_mean_what_they_say(name: str, expected: Category) -> None:
    assert expected == Statuses().category("99", name)


def test_the_site_rules_over_a_well_known_name() -> None:
    assert Category.NEW == Statuses((Status("1", "Done", "new"),)).category("99", "done")


def test_undefined_is_in_progress_and_known() -> None:
    statuses = Statuses((Status("7", "Odd", "undefined"),))
    assert Category.IN_PROGRESS == statuses.category("7", "Odd")
    assert [] == statuses.unknown([issue(status=Status("7", "Odd", "undefined"))])


def test_anything_else_is_in_progress_and_named() -> None:
    moved = change("2024-01-02", Field.STATUS, "50", "60", before_name="Limbo", after_name="Odd")
    nameless = change("2024-01-03", Field.STATUS, "60", "70", before_name="Odd")
    statuses = Statuses()
    assert Category.IN_PROGRESS == statuses.category("50", "Limbo")
    assert ["70", "Limbo", "Odd"] == statuses.unknown([issue(changes=[moved, nameless])])


@pytest.mark.parametrize("resolution", sorted(NOT_DELIVERED))
def test_what_was_not_delivered_is_not_in_any_case(resolution: str) -> None:
    assert not Statuses().delivered(resolution)
    assert not Statuses().delivered(resolution.upper())


def test_a_typographic_apostrophe_changes_nothing() -> None:
    assert not Statuses().delivered("Won’t Fix")


@pytest.mark.parametrize("resolution", [None, "Fixed", "Done", "Will Fix"])
def test_no_resolution_or_any_other_is_delivered(resolution: str | None) -> None:
    assert Statuses().delivered(resolution)


def test_a_product_has_its_own_list() -> None:
    statuses = Statuses(not_delivered={"Fixed elsewhere"})
    assert not statuses.delivered("fixed elsewhere")
    assert statuses.delivered("Duplicate")


def test_the_statuses_that_block_are_called_so_unless_named() -> None:
    assert Statuses().state("7", "blocked").blocked
    assert not Statuses().state("7", "On hold").blocked
    named = Statuses(blocked={"7", "On hold"})
    assert named.state("7", "Anything").blocked
    assert named.state("8", "on hold").blocked
    assert not named.state("9", "Blocked").blocked
