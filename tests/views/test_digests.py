import os
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain import digests as domain
from bot.domain.blockers import Blocked, Kind, Novelty
from bot.domain.capacity import Load, Rest, TeamLoad
from bot.domain.digests import Blockers, Capacity, Progress
from bot.domain.flow import CycleTimes
from bot.domain.forecast import Dates, Forecast, Held, Record
from bot.domain.releases import Slip
from bot.domain.sprints import Closed, Velocity
from bot.domain.statuses import Statuses
from bot.message import Message
from bot.models import Assessment, Decision, Idea, Snooze
from bot.tracked import Field, Issue
from bot.views import digests as views
from bot.views.digests import Backdrop
from bot.words import Confidence, Unit, Verdict
from integrations.jira.exports import ExportReader
from tests.builders import at, blocker, change, facts, issue, sprint, version
from tests.slack_limits import check_message

JIRA = "https://jira.example.com"
LINK = re.compile(r"<(https://[^|>]*)\|([^>]*)>")
HOSTILE = "<!channel> & <https://bad.example|here> ```\n*_~|\u202e " * 10


def backdrop(**values: Any) -> Backdrop:
    defaults: dict[str, Any] = {
        "product": "Sample product",
        "zone": "UTC",
        "jira": JIRA,
        "titles": {f"A-{n}": f"Sample item {n}" for n in range(1, 50)},
        "people": {"u1": "Sample Person A", "u2": "Sample Person B"},
        "versions": {"1": "2.4.0", "2": "3.0.0"},
        "good_at": at("2024-03-04 08:55"),
        "error": "",
        "filed": 0,
        "answers": (),
    }
    return Backdrop(**defaults | values)


def progress(**values: Any) -> Progress:
    nothing = CycleTimes(None, None, None, 0, 0)
    defaults: dict[str, Any] = {
        "facts": facts([issue()]),
        "throughput_by_week": [0] * 13,
        "cycle_time_days": nothing,
        "added_to_release": {},
        "removed_from_release": {},
        "slips": None,
        "forecast": {},
    }
    lists: dict[str, Any] = {
        name: [] for name in ("shipped", "dropped", "reopened", "started", "wip")
    }
    return Progress(**defaults | lists | values)


def blocked(item: str, kind: Kind = Kind.FLAGGED, **values: Any) -> Blocked:
    defaults: dict[str, Any] = {
        "kinds": {kind: at("2024-02-20 12:00")},
        "waiting_on": "u1",
        "state": Novelty.NEW,
        "last_move": at("2024-02-12 12:00"),
    }
    return Blocked(item, **defaults | values)


def load(person: str, available: float | None, committed: float, unestimated: int = 0) -> Load:
    return Load(person, available, committed, unestimated)


def team(people: Sequence[Load] = (), **values: Any) -> TeamLoad:
    told = [one.available for one in people if one.available is not None]
    defaults: dict[str, Any] = {
        "team": "Sample team",
        "unit": Unit.POINTS,
        "available": sum(told) if told else None,
        "committed": sum(one.committed for one in people),
        "unestimated": sum(one.unestimated for one in people),
        "unassigned": 0,
        "velocity": None,
        "people": list(people),
    }
    return TeamLoad(**defaults | values)


def answered(number: int, verdict: Verdict, reason: str | None = None, **values: Any) -> Any:
    when = at("2024-02-28")
    filed: dict[str, Any] = {"title": f"Sample request {number}", "requester": "U1"} | values
    idea = Idea(
        workspace_id=1,
        number=number,
        request=str(number),
        created_at=when,
        updated_at=when,
        **filed,
    )
    decision = Decision(
        workspace_id=1,
        idea_id=number,
        number=1,
        verdict=verdict,
        reason=reason,
        answer="Sample answer",
        note="For the team only",
        by="U2",
        at=when,
    )
    return idea, decision


def texts(value: object) -> Iterator[str]:
    """Every text in there, as a person meets them."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts(inner)


def words(message: Message) -> str:
    """What the message says, links as their labels."""
    return LINK.sub(r"\2", "\n".join(texts(message.blocks)))


def lines(message: Message) -> list[str]:
    return words(message).split("\n")


def searched(message: Message, label: str) -> list[str]:
    """The keys that the link with this label searches for."""
    address = next(
        url for url, shown in LINK.findall("\n".join(texts(message.blocks))) if shown == label
    )
    found = re.fullmatch(r"https://jira\.example\.com/issues/\?jql=(.*)", address)
    assert found
    keys = re.fullmatch(r"key in \((.*)\)", unquote(found[1]))
    assert keys
    return keys[1].split(", ")


def assert_sound(messages: Sequence[Message]) -> None:
    for message in messages:
        assert [] == check_message(message.blocks, message.text)
        assert 12_000 >= sum(len(text) for text in texts(message.blocks))


# --- Progress


def test_the_headline_says_what_changed() -> None:
    figures = progress(
        shipped=[f"A-{n}" for n in range(1, 7)],
        started=["A-7", "A-8"],
        slips=[Slip("1", date(2024, 6, 3), date(2024, 6, 10), at("2024-02-27"))],
    )
    answers = [answered(n, Verdict.YES) for n in (1, 2, 3)]
    root, *_ = views.progress(figures, backdrop(answers=answers))
    headline = "6 shipped, 2 started; 2.4.0 slipped a week; 3 requests answered"
    assert headline == lines(root)[0]
    assert f"Sample product: {headline}" == root.text
    assert "*Sample product*  ·  Progress  ·  26 Feb to 3 Mar 2024" == lines(root)[1]


def test_one_of_each_is_singular() -> None:
    figures = progress(
        shipped=["A-1"],
        cycle_time_days=CycleTimes(1.0, 1.04, 2.0, 1, 1),
        started=["A-2"],
    )
    week = backdrop(filed=1, returned=1, answers=[answered(1, Verdict.NO)])
    messages = views.progress(figures, week)
    root = lines(messages[0])
    assert "1 shipped, 1 started; 1 request answered" == root[0]
    assert "• Cycle time: half within 1 day, 85% within 1 day (1 item in 13 weeks)" in root
    assert "• 1 request came in" in root
    assert "• 1 request came back for another look" in root
    assert "• 1 request answered: 1 no" in root
    small = "1 item shipped in 13 weeks was never in progress and left out of the cycle time."
    assert small in lines(messages[1])


def test_the_list_of_a_week() -> None:
    figures = progress(
        shipped=["A-1", "A-2"],
        wip=["A-3"],
        dropped=["A-4"],
        reopened=["A-5"],
        throughput_by_week=[4, 5, 6, 7, 9, 8, 4, 4, 30, 6, 6, 0, 2],
        cycle_time_days=CycleTimes(3.25, 12.6, 20.0, 9, 0),
    )
    root, *_ = views.progress(figures, backdrop())
    assert [
        "*2 shipped*; usual week: 2 to 9, median 6",
        "• A-1  Sample item 1",
        "• A-2  Sample item 2",
        "• 1 in progress at the week's end",
        "• 1 dropped, closed without being delivered",
        "• 1 reopened",
        "• Cycle time: half within 3.2 days, 85% within 13 days (9 items in 13 weeks)",
    ] == lines(root)[2:-1]


@pytest.mark.parametrize(
    ("shipped", "said"),
    [
        (1, "*1 shipped*, fewer than usual (2 to 9, median 6)"),
        (9, "*9 shipped*; usual week: 2 to 9, median 6"),
        (10, "*10 shipped*, more than usual (2 to 9, median 6)"),
    ],
)
def test_a_week_is_held_against_the_usual_ones(shipped: int, said: str) -> None:
    weeks = [4, 5, 6, 7, 9, 8, 4, 4, 30, 6, 6, 0, 2]
    keys = [f"A-{n}" for n in range(1, shipped + 1)]
    root, *_ = views.progress(progress(shipped=keys, throughput_by_week=weeks), backdrop())
    assert said == lines(root)[2]


def test_a_week_without_moves_is_quiet() -> None:
    figures = progress(wip=["A-1"], throughput_by_week=[0, 5, *[0] * 11])
    assert [] == views.progress(figures, backdrop())
    assert [] == views.progress(progress(facts=facts()), backdrop(jira=None, good_at=None))


def test_a_week_without_moves_is_told_when_it_is_unusual() -> None:
    figures = progress(throughput_by_week=[5] * 12 + [0])
    root, *_ = views.progress(figures, backdrop())
    assert "Nothing shipped" == lines(root)[0]
    assert "*Nothing shipped*, fewer than usual (5)" == lines(root)[2]


def test_a_week_of_which_only_owners_speak_has_a_headline() -> None:
    fine = Assessment(
        workspace_id=1,
        product_id=1,
        subject="release:1",
        period="2024-W10",
        user="U1",
        confidence=Confidence.ON_TRACK,
        at=at("2024-03-01"),
    )
    (root,) = views.progress(progress(facts=facts()), backdrop(words=[fine]))
    assert "Owners see their work on track" == lines(root)[0]


def test_a_week_that_could_not_be_read_is_not_quiet() -> None:
    stale = backdrop(error="No answer from <Jira>", good_at=at("2024-02-28"))
    (root,) = views.progress(progress(), stale)
    assert "Jira could not be read; nothing shipped" == lines(root)[0]
    assert ":warning: The last sync failed: No answer from &lt;Jira&gt;" in lines(root)[-1]


def test_a_failed_sync_after_the_week_is_small_print_only() -> None:
    assert [] == views.progress(progress(), backdrop(error="Sample error"))
    root, *_ = views.progress(progress(started=["A-1"]), backdrop(error="Sample error"))
    assert "Nothing shipped, 1 started" == lines(root)[0]
    assert ":warning: The last sync failed: Sample error" == lines(root)[-1]


def test_the_age_of_the_data_is_told_in_the_readers_zone() -> None:
    root, *_ = views.progress(progress(started=["A-1"]), backdrop())
    expected = "Data as of <!date^1709542500^{date_short_pretty} {time}|2024-03-04 08:55 UTC>."
    assert expected == lines(root)[-1]


def test_a_product_without_jira_is_told_its_requests_only() -> None:
    known = backdrop(jira=None, good_at=None, filed=2)
    (root,) = views.progress(progress(facts=facts()), known)
    assert [
        "2 requests came in",
        "*Sample product*  ·  Progress  ·  26 Feb to 3 Mar 2024",
        "*Requests*",
        "• 2 requests came in",
    ] == lines(root)


def test_answers_are_told_with_their_reasons_the_last_one_rules() -> None:
    answers = [
        answered(3, Verdict.NEEDS_INFO),
        answered(1, Verdict.NO, "low_reach"),
        answered(2, Verdict.NOT_NOW, "no_capacity"),
        answered(3, Verdict.YES, permalink="https://chat.example.com/p1"),
    ]
    root, thread = views.progress(progress(facts=facts()), backdrop(answers=answers))
    assert "3 requests answered" == lines(root)[0]
    assert "• 3 requests answered: 1 yes, 1 not now, 1 no" in lines(root)
    assert [
        "*Answered*",
        "• *Yes*: #3  Sample request 3",
        "• *Not now*, no capacity this cycle: #2  Sample request 2",
        "• *No*, low reach: #1  Sample request 1",
    ] == lines(thread)
    assert "<https://chat.example.com/p1|#3>" in "".join(texts(thread.blocks))


def test_what_shipped_beyond_five_is_in_the_thread() -> None:
    keys = [f"A-{n}" for n in range(1, 8)]
    root, thread = views.progress(progress(shipped=keys), backdrop())
    assert "… and 2 more in the thread" in lines(root)
    assert ["*Shipped (7)*", *(f"• A-{n}  Sample item {n}" for n in range(1, 8))] == lines(thread)


def test_scope_is_told_by_release() -> None:
    figures = progress(
        added_to_release={"1": ["A-1", "A-2"], "2": ["A-1"]}, removed_from_release={"1": ["A-3"]}
    )
    root, thread = views.progress(figures, backdrop())
    expected = "Nothing shipped; 2 added to 2 releases; 1 removed from 2.4.0"
    assert expected == lines(root)[0]
    said = ["• *2.4.0*: 2 added, 1 removed", "• *3.0.0*: 1 added"]
    assert ["*Releases*", *said] == lines(root)[3:6]
    assert ["*2 added to 2.4.0*", "• A-1  Sample item 1"] == lines(thread)[:2]
    assert "moves of them are not known" in lines(thread)[-1]


def test_what_came_into_one_release_and_left_it_is_told_together() -> None:
    scope = {"added_to_release": {"1": ["A-1"]}, "removed_from_release": {"1": ["A-2", "A-3"]}}
    (root, *_) = views.progress(progress(**scope), backdrop())
    assert "Nothing shipped; 1 added to and 2 removed from 2.4.0" == lines(root)[0]


@pytest.mark.parametrize(
    ("before", "after", "headline", "said"),
    [
        ("2024-12-30", "2025-01-06", "slipped a week", "slipped from 30 Dec 2024 to 6 Jan 2025"),
        ("2024-06-10", "2024-06-09", "moved up 1 day", "moved up from 10 to 9 Jun 2024"),
        ("2024-06-10", "2024-07-08", "slipped 4 weeks", "slipped from 10 Jun to 8 Jul 2024"),
        (None, "2024-06-03", "is now due 3 Jun 2024", "is now due 3 Jun 2024"),
        ("2024-06-03", None, "lost its date", "lost its date, 3 Jun 2024"),
    ],
)
def test_a_date_that_moved_is_named(
    before: str | None, after: str | None, headline: str, said: str
) -> None:
    days = [day and date.fromisoformat(day) for day in (before, after)]
    figures = progress(slips=[Slip("1", days[0] or None, days[1] or None, at("2024-02-27"))])
    root, *_ = views.progress(figures, backdrop())
    assert f"Nothing shipped; 2.4.0 {headline}" == lines(root)[0]
    assert f"• *2.4.0* {said}" in lines(root)


def test_the_headline_names_the_largest_slip_of_several_net_of_moves_back() -> None:
    first, second, third = date(2024, 6, 3), date(2024, 6, 10), date(2024, 7, 1)
    slips = [
        Slip("1", first, second, at("2024-02-27")),
        Slip("2", first, third, at("2024-02-27")),
        Slip("3", first, third, at("2024-02-27")),
        Slip("3", third, first, at("2024-02-28")),
    ]
    root, thread = views.progress(progress(slips=slips), backdrop())
    expected = "Nothing shipped; 3.0.0 slipped 4 weeks; 1 more release date moved"
    assert expected == lines(root)[0]
    assert "• *3* moved up from 1 Jul to 3 Jun 2024" == lines(thread)[-1]


def test_the_headline_names_what_is_overdue_or_at_risk() -> None:
    items = [issue("A-1", versions=("1",)), issue("A-2", versions=("2",))]
    dates = Dates(date(2024, 3, 10), date(2024, 4, 2), date(2024, 4, 9))
    found = Forecast(1, dates, dates, "pace", Record(*[Held(9, 10)] * 3))

    def said(first: str, second: str, *slips: Slip) -> str:
        known = facts(items, versions=[version("1", first), version("2", second)])
        figures = progress(facts=known, started=["A-1"], forecast={"1": found, "2": found})
        return lines(views.progress(replace(figures, slips=[*slips]), backdrop())[0])[0]

    assert "Nothing shipped, 1 started; 3.0.0 at risk" == said("2024-04-02", "2024-04-01")
    assert "Nothing shipped, 1 started; 2 releases overdue" == said("2024-02-01", "2024-03-03")
    slip = Slip("1", date(2024, 3, 12), date(2024, 3, 15), at("2024-02-27"))
    expected = "Nothing shipped, 1 started; 2.4.0 slipped 3 days and is at risk; 3.0.0 overdue"
    assert expected == said("2024-03-15", "2024-03-03", slip)


def test_the_week_is_told_by_initiative_and_release() -> None:
    epic = issue("A-9", summary="Sample initiative")
    items = [
        issue(f"A-{n}", parent=epic.id, versions=("1",), moves=[(f"2024-02-{day}", "Closed")])
        for n, day in ((1, 20), (2, 27), (3, 28))
    ]
    known = facts([epic, *items], versions=[version("1")])
    figures = progress(facts=known, shipped=["A-2", "A-3"])
    thread = views.progress(figures, backdrop(titles={"A-9": "Sample initiative"}))[1]
    assert "• A-9  Sample initiative: 2 shipped (1 more than the week before)" in lines(thread)
    assert "• 2.4.0: 2 shipped (1 more than the week before)" in lines(thread)
    assert ["A-2", "A-3"] == searched(thread, "2 shipped")


def test_only_what_is_unusual_is_called_so() -> None:
    items = [issue(f"A-{n}", moves=[("2024-02-27", "In Progress")]) for n in range(6)]
    old = [issue(f"A-1{n}", created="2023-01-01", first="In Progress") for n in range(2)]
    (root, *_) = views.progress(
        progress(facts=facts([*items, *old]), started=["A-1"], wip=["A-1"] * 8), backdrop()
    )
    assert "• 8 in progress at the week's end, the most in 13 weeks (usually 2)" in lines(root)
    assert "shipped, the" not in words(root)


def test_a_sprint_of_unusual_velocity_is_told_with_those_before_it() -> None:
    closed = Closed(sprint(12, "2024-02-12", "2024-02-26"), Unit.POINTS, 30, 8, (22, 25, 18, 24))
    root, *_ = views.progress(progress(started=["A-1"], sprints=[closed]), backdrop())
    words = "Sprint 12 completed 8 points of 30 committed, the least in 5 sprints"
    assert f"• Unusual: {words} (usually 18 to 25)" in lines(root)


def test_promises_that_are_near_are_told_and_late_ones_too() -> None:
    near, _ = answered(7, Verdict.YES, title="Export as CSV")
    late, _ = answered(8, Verdict.YES, title="Import too")
    far, _ = answered(9, Verdict.YES)
    dated = [version("1", "2024-03-10"), version("2", "2024-03-01"), version("3", "2024-09-01")]
    promises = [(near, "1"), (late, "2"), (far, "3"), (far, "gone")]
    behind = backdrop(promises=promises, filed=1)
    root, thread = views.progress(progress(facts=facts(versions=dated)), behind)
    assert "• 2 promises due by 18 Mar 2024" in lines(root)
    assert "• #8  Import too: 3.0.0, was due 1 Mar 2024" == lines(thread)[1]
    assert "• #7  Export as CSV: 2.4.0, due 10 Mar 2024" == lines(thread)[2]


def test_the_time_to_a_first_answer_is_told() -> None:
    pairs = [answered(n, Verdict.NO, "strategy") for n in (1, 2, 3)]
    for (_, decision), days in zip(pairs, (1, 4, 9), strict=True):
        decision.waited = days
    (root, *_) = views.progress(progress(), backdrop(answers=pairs))
    assert "• First answers: half within 4 business days, the last after 9" in lines(root)
    (root, *_) = views.progress(progress(), backdrop(answers=pairs[:1]))
    assert "• First answers: all within 1 business day" in lines(root)


def test_a_forecast_is_held_against_the_due_date_and_its_record_is_told() -> None:
    dates = Dates(date(2024, 3, 10), date(2024, 4, 2), date(2024, 4, 9))
    items = [issue(f"A-{n}", versions=("1",)) for n in (1, 2)]
    known = facts(items, versions=[version("1", "2024-04-01")])
    found = Forecast(2, dates, dates, "pace", Record(Held(9, 20), Held(17, 20), Held(0, 0)))
    root, thread = views.progress(
        progress(facts=known, started=["A-1"], forecast={"1": found}), backdrop()
    )[::2]
    line = "• *2.4.0*: 2 left, due 1 Apr 2024, *at risk*, forecast"
    assert f"{line} 2 Apr 2024 (85%)" in lines(root)
    assert ["A-1", "A-2"] == searched(root, "2 left")
    assert "Forecast by pace: our 85% dates held 17 of 20 times." in words(root)
    assert "our 50% dates held 9 of 20 times" in words(thread)
    assert "none of our 95% dates has come yet" in words(thread)
    assert f"{line} 10 Mar (50%), 2 Apr (85%), 9 Apr 2024 (95%)" in lines(thread)


def test_archived_releases_are_told_in_the_thread_alone() -> None:
    day = Dates(date(2024, 3, 10), date(2024, 4, 2), date(2024, 4, 9))
    found = Forecast(1, day, day, "pace", Record(*[Held(9, 10)] * 3))
    items = [issue("A-1", versions=("1",)), issue("A-2", versions=("2",))]
    known = facts(items, versions=[version("1"), version("2")._replace(archived=True)])
    figures = progress(facts=known, started=["A-1"], forecast={"1": found, "2": found})
    root, _, thread = views.progress(figures, backdrop())
    assert "3.0.0" not in words(root)
    assert "*3.0.0*: 1 left" in words(thread)


def test_there_is_no_forecast_where_nothing_was_closed() -> None:
    unknown = Dates(None, None, None)
    found = Forecast(3, unknown, unknown, "pace", Record(*[Held(0, 0)] * 3))
    messages = views.progress(progress(started=["A-1"], forecast={"1": found}), backdrop())
    assert "• No forecast: nothing was closed in 13 weeks" in lines(messages[0])
    assert "Forecast dates" not in words(messages[0])
    assert "• *2.4.0*: 3 left, no forecast" in lines(messages[2])


def test_figures_of_real_histories_link_to_exactly_their_items() -> None:
    moves = [("2024-02-20", "In Progress"), ("2024-02-27", "Closed")]
    items = [
        issue("A-1", moves=moves),
        issue("A-2", moves=moves[1:]),
        issue("A-3", moves=[("2024-01-20", "In Progress"), ("2024-02-01", "Closed")]),
        issue("A-4", moves=[("2024-03-01", "In Progress")]),
    ]
    root, *_ = views.progress(domain.progress(facts(items)), backdrop())
    assert ["A-1", "A-2"] == searched(root, "2 shipped")
    assert ["A-1", "A-3"] == searched(root, "2 items")
    assert ["A-4"] == searched(root, "1 started")
    assert ["A-4"] == searched(root, "1 in progress at the week's end")


def test_an_address_holds_the_first_items_and_says_so() -> None:
    keys = [f"SAMPLE-{n}" for n in range(1000, 1400)]
    figures = progress(started=keys, wip=["A-1"])
    root, *_ = views.progress(figures, backdrop())
    held = searched(root, "400 started")
    address = next(url for url, _ in LINK.findall("".join(texts(root.blocks))))
    assert keys[: len(held)] == held
    assert 1970 < len(address) <= 2000
    assert f"• 400 started (the link shows the first {len(held)} of 400)" in lines(root)


def test_there_are_no_links_without_an_address() -> None:
    figures = progress(shipped=["A-1"], started=["A-2"])
    for message in views.progress(figures, backdrop(jira=None)):
        assert [] == LINK.findall("".join(texts(message.blocks)))


def test_only_keys_enter_a_search() -> None:
    figures = progress(shipped=["A-1", "A-2) or (project = B", "a-3"])
    root, *_ = views.progress(figures, backdrop())
    assert ["A-1"] == searched(root, "3 shipped")
    assert "(the link shows the first 1 of 3)" in words(root)


def test_a_headline_leaves_out_what_matters_least() -> None:
    slip = Slip("1", date(2024, 6, 3), date(2024, 6, 10), at("2024-02-27"))
    scope, names = {"3": ["A-1"]}, {"1": "2.4.0", "2": "3.0.0", "3": "Release with a long name"}
    figures = progress(
        shipped=["A-1"],
        started=["A-2"],
        dropped=["A-3"],
        slips=[slip],
        added_to_release=scope,
        removed_from_release={"2": ["A-1"]},
    )
    root, *_ = views.progress(figures, backdrop(filed=2, versions=names))
    assert (
        "1 shipped, 1 started, 1 dropped; 2.4.0 slipped a week; 2 requests came in; "
        "1 added to Release with a long…"
    ) == lines(root)[0]


def test_a_thread_tells_of_the_first_releases() -> None:
    by_version = {str(n): ["A-1"] for n in range(30)}
    _, thread = views.progress(progress(added_to_release=by_version), backdrop(versions={}))
    assert 6 == sum(line.startswith("*1 added to") for line in lines(thread))
    assert 20 == sum(line.startswith("• 1 added to") for line in lines(thread))
    assert "… and 4 more releases" in lines(thread)


# --- Blockers


def test_blockers_are_quiet_when_nothing_is_held_up_and_nothing_was() -> None:
    assert [] == views.blockers(Blockers(facts(), [], []), backdrop())


@pytest.mark.parametrize(
    ("states", "cleared", "said"),
    [
        ("n", 0, "1 new blocker"),
        ("nnss", 1, "2 new blockers, 2 still there, 1 cleared"),
        ("s", 0, "No new blockers, 1 still there"),
        ("", 2, "No blockers left, 2 cleared"),
    ],
)
def test_the_headline_counts_new_and_still(states: str, cleared: int, said: str) -> None:
    kinds = {"n": Novelty.NEW, "s": Novelty.STILL}
    found = [blocked(f"A-{n}", state=kinds[state]) for n, state in enumerate(states, 1)]
    figures = Blockers(facts(), found, [f"A-{n}" for n in range(40, 40 + cleared)])
    root, *_ = views.blockers(figures, backdrop())
    assert said == lines(root)[0]
    assert f"Sample product: {said}" == root.text
    assert "*Sample product*  ·  Blockers  ·  as of 4 Mar 2024" == lines(root)[1]


def test_new_ones_come_first_then_the_longest() -> None:
    found = [
        blocked("A-1", state=Novelty.STILL),
        blocked("A-2", kinds={Kind.OVERDUE_RELEASE: date(2023, 1, 1)}, state=Novelty.STILL),
        blocked("A-3", kinds={Kind.FLAGGED: at("2024-02-28")}),
        blocked("A-4", kinds={Kind.FLAGGED: at("2024-02-27"), Kind.UNOWNED: at("2024-03-01")}),
    ]
    root, *_ = views.blockers(Blockers(facts(), found, []), backdrop())
    heads = [line for line in lines(root) if re.match(r"A-\d|\*", line)][1:]
    assert [
        "*New (2)*",
        "A-4  Sample item 4",
        "A-3  Sample item 3",
        "*Still there (2)*",
        "A-2  Sample item 2",
        "A-1  Sample item 1",
    ] == heads
    assert ["A-4", "A-3"] == searched(root, "New (2)")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            blocked("A-1"),
            "Flagged since 20 Feb 2024; waits on Sample Person A; last moved 12 Feb 2024",
        ),
        (
            blocked("A-1", Kind.AGING, waiting_on="u9", last_move=at("2024-02-20 12:00")),
            "Stuck in its status since 20 Feb 2024; waits on u9",
        ),
        (
            blocked("A-1", Kind.BLOCKED_STATUS, waiting_on=None, last_move=at("2024-02-20 12:00")),
            "In a blocked status since 20 Feb 2024; nobody has it",
        ),
        (
            blocked("A-1", Kind.UNOWNED, waiting_on=None),
            "In progress without an owner since 20 Feb 2024; last moved 12 Feb 2024",
        ),
    ],
)
def test_a_blocker_says_why_since_when_and_who(found: Blocked, said: str) -> None:
    root, *_ = views.blockers(Blockers(facts(), [found], []), backdrop())
    assert said == lines(root)[4]


def test_a_step_is_named_with_how_soon_others_leave_it() -> None:
    left = [("2024-02-01", "In Progress"), ("2024-02-02", "Closed")]
    known = facts(
        [
            *(issue(f"A-{n}", moves=left) for n in range(10, 20)),
            issue("A-1", moves=[("2024-02-20", "In Progress")], assignee="u1"),
            issue("A-2", moves=[("2024-02-22", "Blocked")], assignee="u1"),
        ]
    )
    said = lines(views.blockers(domain.blockers(known), backdrop())[0])
    assert "Stuck in “In Progress” since 20 Feb 2024; waits on Sample Person A" in said
    assert "Stuck means longer than 85% of items stay there: 1 day in “In Progress”." in said
    assert "In “Blocked” since 22 Feb 2024; waits on Sample Person A" in said


def test_days_are_those_of_the_products_zone() -> None:
    found = blocked("A-1", kinds={Kind.FLAGGED: at("2024-02-20 23:30")})
    root, *_ = views.blockers(Blockers(facts(zone="Europe/Berlin"), [found], []), backdrop())
    assert lines(root)[4].startswith("Flagged since 21 Feb 2024")


def test_what_blocks_an_item_and_the_release_it_misses_are_named() -> None:
    item = issue(
        "A-1",
        changes=[
            change("2024-02-01", Field.BLOCKED_BY, None, "A-2"),
            change("2024-02-05", Field.BLOCKED_BY, None, "B-7"),
        ],
        blockers=(blocker("A-2", "done"), blocker("B-7")),
        versions=("1",),
    )
    done = issue("A-2", moves=[("2024-02-10", "Closed")])
    known = facts([item, done], versions=[version("1", "2024-03-01")])
    root, *_ = views.blockers(domain.blockers(known), backdrop())
    assert (
        "Blocked by B-7 since 5 Feb 2024; in 2.4.0, which was due 1 Mar 2024; "
        "the owner of that is not known; last moved 1 Jan 2024"
    ) == lines(root)[4]


def test_the_rest_and_the_cleared_are_in_the_thread() -> None:
    found = [blocked(f"A-{n}") for n in range(1, 13)]
    figures = Blockers(facts(), found, ["A-40", "A-41"])
    root, _, rest, cleared = views.blockers(figures, backdrop())
    assert 10 == sum(line.startswith("A-") for line in lines(root))
    assert "… and 2 more in the thread" in lines(root)
    assert "*2 cleared*, no longer held up" in lines(root)
    heads = [line for line in lines(rest) if line.startswith("A-")]
    assert ["A-11  Sample item 11", "A-12  Sample item 12"] == heads
    expected = ["*Cleared (2)*", "• A-40  Sample item 40", "• A-41  Sample item 41"]
    assert expected == lines(cleared)


def buttons(message: Message) -> list[list[str]]:
    rows: list[Any] = [block for block in message.blocks if block["type"] == "actions"]
    return [[button["text"]["text"] for button in row["elements"]] for row in rows]


def test_each_of_those_named_has_its_buttons_in_the_thread() -> None:
    found = [blocked(f"A-{n}", waiting_on="u1" if n % 2 else None) for n in range(1, 13)]
    _, controls, *_ = views.blockers(Blockers(facts(), found, []), backdrop())
    asks = [row[0] for row in buttons(controls)]
    assert ["Ask Sample Person A", "Ask somebody …"] * 5 == asks
    assert {("Snooze …", "Open in Jira")} == {tuple(row[1:]) for row in buttons(controls)}
    _, unlinked, *_ = views.blockers(Blockers(facts(), found, []), backdrop(jira=None))
    assert {2} == {len(row) for row in buttons(unlinked)}


def test_what_is_snoozed_is_left_out_and_counted() -> None:
    found = [blocked("A-1"), blocked("A-2"), blocked("A-3", state=Novelty.STILL)]
    asleep = {
        key: Snooze(workspace_id=1, issue_id=key, until=date(2024, 3, 20), reason="<b>", by="U1",
                    at=at("2024-03-01"))
        for key in ("A-2", "A-3", "A-9")
    }  # fmt: skip
    root, *_, told = views.blockers(Blockers(facts(), found, []), backdrop(snoozed=asleep))
    assert "1 new blocker, 2 snoozed" == lines(root)[0]
    assert ["A-2", "A-3"] == searched(root, "2 snoozed")
    assert "A-2" not in " ".join(line for line in lines(root) if line.startswith("A-"))
    assert "Until 20 Mar 2024, says <@U1>: &lt;b&gt;" in lines(told)
    nothing = Blockers(facts(), found[1:], [])
    assert [] == views.blockers(nothing, backdrop(snoozed=asleep))


# --- Capacity


@pytest.mark.parametrize(
    ("loads", "said"),
    [
        (
            [load("u1", 8, 14), load("u2", 10, 2)],
            "Room for 2 points, 1 person has too much",
        ),
        ([load("u1", 8, 9)], "1 point too many"),
        ([load("u1", 7.5, 7.5)], "Just full"),
        ([load("u1", None, 3)], "3 points committed, no weekly figures yet"),
        (
            [load("u1", 8, 3), load("u2", None, 4)],
            "7 points committed, 8 available; 1 person has no weekly figure",
        ),
    ],
)
def test_the_headline_weighs_a_teams_week(loads: list[Load], said: str) -> None:
    root, *_ = views.capacity(Capacity(facts(), [team(loads)]), backdrop())
    assert said == lines(root)[0]
    week = "the week ahead, 4 to 10 Mar 2024"
    assert f"*Sample product*  ·  Capacity  ·  {week}" == lines(root)[1]


def test_the_headline_counts_the_teams_over_and_with_room() -> None:
    teams = [team([load("u1", 5, 9)]), team([load("u2", 5, 1)]), team([load("u2", 5, 2)])]
    root, *_ = views.capacity(Capacity(facts(), teams), backdrop())
    assert "1 of 3 teams has too much, 2 have room" == lines(root)[0]
    untold = [team([load("u1", None, 9)]), team([load("u2", None, 1)])]
    root, *_ = views.capacity(Capacity(facts(), [teams[1], untold[0]]), backdrop())
    assert "None of 2 teams have too much, 1 has room, 1 has no weekly figures" == lines(root)[0]
    root, *_ = views.capacity(Capacity(facts(), untold), backdrop())
    assert "2 teams, no weekly figures yet" == lines(root)[0]


def test_a_teams_list_begins_with_those_who_have_too_much() -> None:
    people = [load("u1", 10, 4), load("u2", 8, 12.5, 1), load("u3", None, 1), load("u4", None, 0)]
    plan = team(people, unassigned=1, velocity=Velocity(20, 28.5, 34))
    (root,) = views.capacity(Capacity(facts(), [plan]), backdrop())
    assert [
        "*Sample team*: 17.5 points, 18 available; 1 person has no weekly figure",
        "• Sample Person B: 12.5 of 8 points, 4.5 too many, 1 unestimated",
        "• Sample Person A: 4 of 10 points, room for 6",
        "• u3: 1 point, no weekly figure yet",
        "1 item without an estimate  ·  1 item without an owner  ·  "
        "velocity: 20 to 34, median 28.5 points a sprint",
    ] == lines(root)[2:7]


def test_a_sprint_is_weighed_by_what_is_left_of_it() -> None:
    rest = Rest("Sprint <9>", date(2024, 3, 4), date(2024, 3, 16))
    people = [
        replace(load("u1", 8, 14), days=5, in_sprint=12.0),
        replace(load("u2", 0, 2), days=0, in_sprint=6.0),
        replace(load("u3", 4, 0), days=2, in_sprint=10.0),
    ]
    plan = team(people, sprint=rest, in_sprint=28.0, velocity=Velocity(9, 12, 15))
    (root,) = views.capacity(Capacity(facts(), [plan]), backdrop())
    assert [
        "Room for 12 points in Sprint <9>, 1 person has too much",
        "*Sample team*: 16 of 28 points, room for 12",
        "Sprint &lt;9&gt; ends on 15 Mar 2024; the week ahead alone holds 12",
        "• Sample Person A: 14 of 12 points, 2 too many",
        "• Sample Person B: 2 of 6 points, room for 4, away all week",
        "• u3: 0 of 10 points, room for 10, there 2 of 5 days",
        "Velocity: 9 to 15, median 12 points a sprint, less than is committed",
    ] == [lines(root)[0], *lines(root)[2:8]]
    assert root.picture is not None
    assert "The rest of Sprint <9>" == root.picture.title
    both = [plan, plan]
    (root, *_) = views.capacity(Capacity(facts(), both), backdrop())
    assert root.picture is not None
    assert "The rest of each sprint" == root.picture.title


def test_a_teams_figure_links_to_exactly_what_its_people_have() -> None:
    people = [
        replace(load("u1", 8, 4), items=("A-2", "A-3")),
        replace(load("u2", 8, 3), items=("A-1",)),
    ]
    root, *_ = views.capacity(Capacity(facts(), [team(people)]), backdrop())
    assert ["A-1", "A-2", "A-3"] == searched(root, "7 of 16 points, room for 9")
    assert ["A-2", "A-3"] == searched(root, "4 of 8 points, room for 4")


def test_days_that_most_have_alike_are_told_once() -> None:
    people = [replace(load(f"u{n}", 8, 4), days=4) for n in range(1, 4)]
    plan = team([*people, replace(load("u4", 8, 4), days=5), replace(load("u5", 0, 0), days=0)])
    (root,) = views.capacity(Capacity(facts(), [plan]), backdrop())
    assert [
        "Most are there 4 of 5 days",
        "• Sample Person A: 4 of 8 points, room for 4",
        "• Sample Person B: 4 of 8 points, room for 4",
        "• u3: 4 of 8 points, room for 4",
        "• u4: 4 of 8 points, room for 4, there all week",
        "• u5: 0 points, away all week",
    ] == lines(root)[3:9]
    (root,) = views.capacity(Capacity(facts(), [team(people)]), backdrop())
    assert "Everybody is there 4 of 5 days" == lines(root)[3]


def test_without_estimates_items_are_counted() -> None:
    plan = team([load("u1", None, 2, 2)], unit=Unit.ITEMS, unestimated=3, unassigned=1)
    (root,) = views.capacity(Capacity(facts(), [plan]), backdrop())
    assert "2 items committed, no weekly figures yet" == lines(root)[0]
    assert "Counted in items, since none is estimated." in lines(root)
    assert "Nobody has told me yet what a full week holds" in words(root)
    assert "without an estimate" not in words(root)


def test_weekly_figures_that_cannot_be_compared_are_not_called_missing() -> None:
    plan = team([load("u1", None, 2, 2)], unit=Unit.ITEMS, unestimated=2, apart=Unit.POINTS)
    (root,) = views.capacity(Capacity(facts(), [plan]), backdrop())
    assert "2 items committed, not estimated" == lines(root)[0]
    assert "The weekly figures are in points, and nothing is estimated" in words(root)
    assert "Nobody has told me" not in words(root)


def test_items_are_counted_by_preference_too() -> None:
    plan = team([load("u1", 3, 2, 1)], unit=Unit.ITEMS)
    (root,) = views.capacity(Capacity(facts(), [plan]), backdrop())
    assert "Counted in items." in lines(root)
    assert "Nobody has told me" not in words(root)


def test_capacity_is_quiet_when_nobody_has_or_can_take_anything() -> None:
    assert [] == views.capacity(Capacity(facts(), []), backdrop())
    assert [] == views.capacity(Capacity(facts(), [team([load("u1", None, 0)])]), backdrop())


def test_a_large_team_is_whole_in_the_thread() -> None:
    people = [load(f"p{n}", 5, n) for n in range(200)]
    root, *thread = views.capacity(Capacity(facts(), [team(people)]), backdrop())
    assert "… and 195 more in the thread" in lines(root)
    shown = [line for message in thread for line in lines(message) if line.startswith("• p")]
    assert 200 == len(shown)


# --- Whatever comes


def test_hostile_words_mean_nothing() -> None:
    known = backdrop(
        product=HOSTILE,
        titles={"A-1": HOSTILE},
        people={"u1": HOSTILE},
        versions={"1": HOSTILE},
        error=HOSTILE,
        answers=[answered(1, Verdict.YES, title=HOSTILE)],
    )
    slip = Slip("1", date(2024, 6, 3), date(2024, 6, 10), at("2024-02-27"))
    figures = progress(shipped=["A-1"], started=["A-1"], added_to_release={"1": ["A-1"]})
    messages = [
        *views.progress(replace(figures, slips=[slip]), known),
        *views.blockers(Blockers(facts(), [blocked("A-1")], ["A-1"]), known),
        *views.capacity(Capacity(facts(), [team([load("u1", 1, 2)], team=HOSTILE)]), known),
    ]
    assert_sound(messages)
    for message in messages:
        plain = ("header", "actions")
        formatted = [
            text for block in message.blocks if block["type"] not in plain for text in texts(block)
        ]
        for text in (message.text, *formatted):
            for hostile in ("<!channel", "<https://bad", "```", "\u202e"):
                assert hostile not in text


def test_words_from_right_to_left_leave_the_figures_beside_them_where_they_are() -> None:
    known = backdrop(people={"u1": "أحمد"}, versions={"1": "גרסה"})
    root, *_ = views.capacity(Capacity(facts(), [team([load("u1", 8, 4)])]), known)
    assert "• \u2068أحمد\u2069: 4 of 8 points, room for 4" in lines(root)
    root, *_ = views.progress(progress(added_to_release={"1": ["A-1"]}), known)
    assert "• *\u2068גרסה\u2069*: 1 added" in lines(root)


def test_an_item_without_a_summary_says_so() -> None:
    root, *_ = views.progress(progress(shipped=["A-1"]), backdrop(titles={"A-1": " "}))
    assert "• A-1  (no summary)" in lines(root)


def many(count: int, words_: str) -> tuple[list[str], Backdrop]:
    keys = [f"LONGPROJECT-{n}" for n in range(1000, 1000 + count)]
    names = {str(n): words_ for n in range(60)}
    answers = [answered(n, Verdict.NO, "low_reach", title=words_) for n in range(count // 4)]
    return keys, backdrop(
        product=words_,
        titles=dict.fromkeys(keys, words_),
        people=names,
        versions=names,
        error=words_,
        answers=answers,
    )


@settings(max_examples=5, deadline=None)
@example(400, HOSTILE)
@given(st.integers(0, 400), st.text(max_size=400) | st.just("&" * 400))
def test_progress_keeps_slacks_limits(count: int, name: str) -> None:
    keys, known = many(count, name)
    by_version = {str(n): keys for n in range(60)}
    day = Dates(date(2024, 3, 5), date(2024, 3, 6), date(2024, 3, 7))
    items: list[Issue] = [issue(key, versions=("1", "2")) for key in keys[:50]]
    figures = progress(
        facts=facts(items or [issue()], versions=[version("1"), version("2")]),
        shipped=keys,
        started=keys,
        dropped=keys,
        reopened=keys,
        wip=keys,
        added_to_release=by_version,
        removed_from_release=by_version,
        slips=[Slip(v, None, date(2024, 4, 1), at("2024-02-27")) for v in by_version],
        forecast={
            v: Forecast(len(keys), day, day, "pace", Record(*[Held(0, 0)] * 3)) for v in by_version
        },
    )
    assert_sound(views.progress(figures, known))


@settings(max_examples=5, deadline=None)
@example(400, HOSTILE)
@given(st.integers(0, 400), st.text(max_size=400) | st.just("&" * 400))
def test_blockers_and_capacity_keep_slacks_limits(count: int, name: str) -> None:
    keys, known = many(count, name)
    kinds = dict.fromkeys(Kind, at("2024-02-20"))
    found = [blocked(key, kinds=kinds, waiting_on="1") for key in keys]
    assert_sound(views.blockers(Blockers(facts(), found, keys), known))
    people = [load(str(n), 5.5, n / 3, n) for n in range(count // 2)]
    teams = [team(people, team=name, unassigned=3, velocity=Velocity(1, 2, 3))] * 12
    assert_sound(views.capacity(Capacity(facts(), teams), known))


@pytest.mark.skipif("TEST_DATA" not in os.environ, reason="TEST_DATA names no folder of exports")
def test_a_real_history_keeps_slacks_limits() -> None:
    reader = ExportReader(Path(os.environ["TEST_DATA"]) / "jira" / "fcrepo.jsonl.gz")
    issues = list(reader.issues())
    names = {found.id: found.name for found in reader.versions}
    known = backdrop(titles={found.key: found.summary for found in issues}, versions=names)
    for day in ("2010-06-07", "2012-03-05"):
        seen = facts(issues, day, versions=reader.versions, statuses=Statuses(reader.statuses))
        drawn = [
            views.progress(domain.progress(seen), known),
            views.blockers(domain.blockers(seen), known),
            views.capacity(domain.capacity(seen), known),
        ]
        assert all(drawn)
        for messages in drawn:
            assert_sound(messages)
