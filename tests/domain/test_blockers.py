from datetime import date, timedelta
from typing import Any

from bot.domain.blockers import Blocked, Kind, Novelty, aging_limits, blocked
from bot.domain.calendar import Window
from bot.domain.facts import Facts
from bot.domain.history import History
from bot.domain.releases import Slip
from bot.domain.statuses import Statuses
from bot.tracked import Change, Field, Issue
from tests.builders import SITE, STATUSES, at, blocker, change, facts, issue, version


def only(known: Facts) -> Blocked:
    (found,), _ = blocked(known)
    return found


def kinds(*issues: Issue, **values: Any) -> dict[str, Any]:
    found, _ = blocked(facts(issues, **values))
    return {one.item: dict(one.kinds) for one in found}


def flag(when: str, before: str | None, after: str | None) -> Change:
    return change(when, Field.FLAGGED, before, after)


def link(when: str, key: str) -> Change:
    return change(when, Field.BLOCKED_BY, None, key)


def unlink(when: str, key: str) -> Change:
    return change(when, Field.BLOCKED_BY, key, None)


def test_flagged_since_it_was_set() -> None:
    flags = [flag("2024-02-01", None, "1"), flag("2024-02-05", "1", None)]
    again = flag("2024-02-20", None, "1")
    found = issue(changes=[*flags, again], flagged=True)
    assert {"A-1": {Kind.FLAGGED: at("2024-02-20")}} == kinds(found)


def test_flagged_from_the_start_is_since_the_creation() -> None:
    assert {"A-1": {Kind.FLAGGED: at("2024-01-01")}} == kinds(issue(flagged=True))


def test_a_flag_set_after_t_is_not_seen() -> None:
    assert {} == kinds(issue(changes=[flag("2024-03-04", None, "1")], flagged=True))


def test_what_is_done_or_not_yet_there_is_not_held_up() -> None:
    closed = issue("A-1", flagged=True, moves=[("2024-02-01", "Closed")])
    unborn = issue("A-2", flagged=True, created="2024-03-04")
    assert {} == kinds(closed, unborn)


def test_linked_since_the_link_and_waiting_on_the_other_s_assignee() -> None:
    item = issue("A-1", changes=[link("2024-02-05", "A-2")], assignee="u1")
    known = facts([item, issue("A-2", assignee="u2")])
    assert {Kind.LINKED: at("2024-02-05")} == only(known).kinds
    assert "u2" == only(known).waiting_on


def test_of_several_links_the_oldest_to_an_item_not_done_counts() -> None:
    links = [link("2024-02-01", "A-2"), link("2024-02-05", "A-3"), link("2024-02-09", "A-4")]
    item = issue("A-1", changes=links, assignee="u1")
    done = issue("A-2", assignee="u2", moves=[("2024-02-03", "Closed")])
    known = facts([item, done, issue("A-3", assignee="u3"), issue("A-4", assignee="u4")])
    assert {Kind.LINKED: at("2024-02-05")} == only(known).kinds
    assert "u3" == only(known).waiting_on


def test_what_waits_on_an_unassigned_item_waits_on_nobody() -> None:
    item = issue("A-1", changes=[link("2024-02-05", "A-2")], assignee="u1")
    assert None is only(facts([item, issue("A-2")])).waiting_on


def test_a_link_removed_no_longer_holds() -> None:
    item = issue(changes=[link("2024-02-01", "A-2"), unlink("2024-02-20", "A-2")])
    assert {} == kinds(item, issue("A-2"))


def test_an_item_elsewhere_is_judged_by_the_link_s_own_word() -> None:
    waiting = issue("A-1", blockers=(blocker("X-1", "indeterminate"),), assignee="u1")
    released = issue("A-2", blockers=(blocker("X-2", "done"),))
    known = facts([waiting, released])
    assert {"A-1": {Kind.LINKED: at("2024-01-01")}} == kinds(waiting, released)
    assert None is only(known).waiting_on


def test_an_item_elsewhere_that_no_link_tells_of_is_not_counted() -> None:
    assert {} == kinds(issue(changes=[link("2024-02-01", "X-1")]))


def test_a_blocked_status_since_its_entry() -> None:
    found = issue(moves=[("2024-02-20", "Blocked")], assignee="u1")
    assert {"A-1": {Kind.BLOCKED_STATUS: at("2024-02-20")}} == kinds(found)


def test_a_product_names_the_statuses_that_block() -> None:
    named = Statuses(tuple(STATUSES.values()), blocked={STATUSES["Open"].id})
    found = kinds(issue(), statuses=named)
    assert {"A-1": {Kind.BLOCKED_STATUS: at("2024-01-01")}} == found


def test_unowned_since_both_in_progress_and_without_an_assignee() -> None:
    left = change("2024-02-20", Field.ASSIGNEE, "u1", None)
    moves = [("2024-02-05", "In Progress"), ("2024-02-22", "In Review")]
    dropped_by = issue("A-1", moves=moves, changes=[left])
    never_owned = issue("A-2", moves=moves)
    expected = {"A-1": at("2024-02-20"), "A-2": at("2024-02-05")}
    found = kinds(dropped_by, never_owned)
    assert expected == {key: found[key][Kind.UNOWNED] for key in found}


def test_what_is_not_in_progress_needs_no_owner() -> None:
    assert {} == kinds(issue())


def stays(n: int, days: int, *, until: str = "2024-02-01") -> list[Issue]:
    """So many finished stays in progress of the same length."""
    entered = str(at(until) - timedelta(days=days))
    return [
        issue(
            f"S-{number}", created="2023-01-01", moves=[(entered, "In Progress"), (until, "Closed")]
        )
        for number in range(n)
    ]


def aging(*issues: Issue) -> list[str]:
    found = kinds(*issues)
    return [key for key in found if Kind.AGING in found[key]]


def running(since: str) -> Issue:
    return issue("A-1", moves=[(since, "In Progress")], assignee="u1")


def test_aging_since_the_entry_into_the_present_status() -> None:
    found = kinds(running("2024-02-20"), *stays(10, days=5))
    assert {"A-1": {Kind.AGING: at("2024-02-20")}} == found


def test_aging_is_longer_than_the_limit_not_as_long() -> None:
    assert [] == aging(running("2024-02-28"), *stays(10, days=5))
    assert ["A-1"] == aging(running("2024-02-27 23:59:59.999"), *stays(10, days=5))


def test_there_is_no_verdict_on_fewer_than_ten_stays() -> None:
    assert [] == aging(running("2024-01-02"), *stays(9, days=1))


def test_only_stays_that_ended_in_the_last_26_weeks_count() -> None:
    first_day, day_before = "2023-09-04", "2023-09-03 23:59:59"
    assert ["A-1"] == aging(running("2024-01-02"), *stays(10, days=1, until=first_day))
    assert [] == aging(running("2024-01-02"), *stays(10, days=1, until=day_before))


def test_a_status_has_its_own_limit() -> None:
    reviewed = issue("A-1", moves=[("2024-01-02", "In Review")], assignee="u1")
    assert [] == aging(reviewed, *stays(10, days=1))


def test_what_is_not_in_progress_does_not_age() -> None:
    opened = [
        issue(f"S-{n}", created="2024-01-30", moves=[("2024-02-01", "Closed")]) for n in range(10)
    ]
    assert [] == aging(issue("A-1"), *opened)


def test_the_limit_is_the_85th_percentile_by_nearest_rank() -> None:
    lengths = [issue for days in range(1, 21) for issue in stays(1, days)]
    histories = [History(found, SITE) for found in lengths]
    limits = aging_limits(histories, Window(at("2024-01-01"), at("2024-03-01")))
    assert timedelta(days=17) == limits[STATUSES["In Progress"].id]


def test_overdue_since_the_earliest_such_release_s_day() -> None:
    versions = [version("1", "2024-02-20"), version("2", "2024-02-10"), version("3", "2024-03-04")]
    found = kinds(issue(versions=("1", "2", "3")), issue("A-2", versions=("3",)), versions=versions)
    assert {"A-1": {Kind.OVERDUE_RELEASE: date(2024, 2, 10)}} == found


def test_the_last_move_is_the_last_change_of_status_or_the_creation() -> None:
    moved = issue("A-1", flagged=True, moves=[("2024-02-05", "In Review"), ("2024-03-05", "Open")])
    found, _ = blocked(facts([moved, issue("A-2", flagged=True)]))
    assert [at("2024-02-05"), at("2024-01-01")] == [one.last_move for one in found]


def test_an_item_waits_on_its_own_assignee_else_on_nobody() -> None:
    items = [issue("A-1", flagged=True, assignee="u1"), issue("A-2", flagged=True)]
    found, _ = blocked(facts(items))
    assert ["u1", None] == [one.waiting_on for one in found]


def test_new_when_nothing_held_a_week_before_else_still() -> None:
    fresh = issue("A-1", changes=[flag("2024-02-26", None, "1")], flagged=True)
    old = issue("A-2", changes=[flag("2024-02-25", None, "1")], flagged=True)
    other = [flag("2024-02-05", None, "1"), flag("2024-03-01", "1", None)]
    changed = issue("A-3", moves=[("2024-03-01", "Blocked")], changes=other, assignee="u1")
    found, _ = blocked(facts([fresh, old, changed]))
    assert [Novelty.NEW, Novelty.STILL, Novelty.STILL] == [one.state for one in found]


def test_cleared_is_what_held_a_week_before_and_does_not_now() -> None:
    lifted = issue("A-1", changes=[flag("2024-02-05", None, "1"), flag("2024-03-01", "1", None)])
    closed = issue("A-2", flagged=True, moves=[("2024-03-01", "Closed")])
    passing = issue("A-3", changes=[flag("2024-02-27", None, "1"), flag("2024-03-01", "1", None)])
    _, cleared = blocked(facts([closed, lifted, passing]))
    assert ["A-1", "A-2"] == cleared


def test_an_overdue_release_put_off_is_cleared() -> None:
    slip = Slip("1", date(2024, 2, 10), date(2024, 4, 1), at("2024-02-28"))
    planned = version("1", "2024-04-01")
    known = facts([issue(versions=("1",))], versions=[planned], slips=[slip])
    assert ([], ["A-1"]) == blocked(known)


def test_the_week_before_is_seven_local_days_before() -> None:
    # Midnight of 25 March in Berlin is 23:00 UTC: 167 hours before that of 1 April.
    flagged = issue(changes=[flag("2024-03-24 22:30", None, "1")], flagged=True)
    assert Novelty.STILL is only(facts([flagged], "2024-04-01", "Europe/Berlin")).state
