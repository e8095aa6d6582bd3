"""The same figures for executives, and for sales and support."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from bot.domain import digests as domain
from bot.domain.blockers import Kind, Novelty
from bot.domain.capacity import Rest
from bot.domain.digests import SHAPES, Blockers, Capacity, Progress
from bot.domain.facts import narrowed
from bot.domain.forecast import Dates, Forecast, Held, Record
from bot.domain.health import Pulse, Standing, of_initiatives, of_releases
from bot.message import Message
from bot.models import Assessment, Snooze
from bot.views import digests as views
from bot.words import Confidence, DigestKind, DigestShape, Verdict
from tests.builders import at, facts, issue, version
from tests.slack_limits import check_message
from tests.views.test_digests import answered, backdrop, blocked, lines, load, progress, team

NOTHING: dict[DigestKind, domain.Figures] = {
    DigestKind.PROGRESS: progress(),
    DigestKind.BLOCKERS: Blockers(facts(), [], []),
}


def executive(figures: Any, **values: Any) -> list[Message]:
    return views.digest(figures, backdrop(shape=DigestShape.EXECUTIVE, **values))


def sales(figures: Progress, **values: Any) -> list[Message]:
    return views.digest(figures, backdrop(shape=DigestShape.SALES, **values))


def likely(day: str, left: int = 1) -> Forecast:
    dates = Dates(date(2024, 3, 5), date.fromisoformat(day), date(2024, 12, 1))
    return Forecast(left, dates, dates, "pace", Record(*[Held(9, 10)] * 3))


# --- Health


@pytest.mark.parametrize(
    ("due", "done", "forecast", "standing"),
    [
        ("2024-03-01", False, "2024-03-10", Standing.LATE),
        ("2024-03-20", False, "2024-03-21", Standing.AT_RISK),
        ("2024-03-20", False, "2024-03-20", Standing.ON_TRACK),
        ("2024-03-20", False, None, Standing.UNKNOWN),
        ("2024-03-20", True, None, Standing.READY),
        (None, False, "2024-03-20", Standing.UNDATED),
    ],
)
def test_a_release_stands_by_its_date_and_forecast(
    due: str | None, done: bool, forecast: str | None, standing: Standing
) -> None:
    moves = [("2024-02-28", "Closed")] if done else []
    known = facts([issue(versions=("1",), moves=moves)], versions=[version("1", due)])
    figures = progress(facts=known, forecast={"1": likely(forecast)} if forecast else {})
    (found,) = of_releases(figures)
    assert standing is found.standing
    assert ([] if done else ["A-1"]) == found.left


def test_a_finished_release_without_a_date_is_no_news() -> None:
    old = issue(versions=("1",), moves=[("2024-01-10", "Closed")])
    assert [] == of_releases(domain.progress(facts([old], versions=[version("1")])))


def test_initiatives_are_held_up_still_moving_or_finished() -> None:
    epics = [issue(f"A-{n}", summary=f"Initiative {n}") for n in (10, 20, 30, 40, 50)]
    children = [
        issue("A-11", parent="A010", moves=[("2024-02-27", "In Progress")], flagged=True),
        issue("A-21", parent="A020", moves=[("2024-01-10", "In Progress")], assignee="u1"),
        issue("A-31", parent="A030", moves=[("2024-02-27", "In Progress")], assignee="u1"),
        issue("A-41", parent="A040", moves=[("2024-02-28", "Closed")]),
        issue("A-51", parent="A050"),
    ]
    found = of_initiatives(domain.progress(facts([*epics, *children])))
    assert [
        ("A-10", Pulse.HELD_UP, ["A-11"], []),
        ("A-20", Pulse.STILL, ["A-21"], []),
        ("A-30", Pulse.MOVING, ["A-31"], []),
        ("A-40", Pulse.FINISHED, [], ["A-41"]),
    ] == [(one.key, one.pulse, one.left, one.shipped) for one in found]


# --- Executives


def test_executives_read_health_in_a_few_words() -> None:
    epic = issue("A-9", summary="Sample initiative")
    item = issue("A-1", parent="A09", versions=("1",), moves=[("2024-02-27", "In Progress")])
    known = facts([epic, item], versions=[version("1", "2024-03-20")])
    figures = domain.progress(known)
    figures.forecast["1"] = likely("2024-04-02")
    (root,) = executive(figures, titles={"A-9": "Sample <initiative>"})
    assert "1 release at risk, 1 initiative held up, nothing shipped" == lines(root)[0]
    said = (
        ":large_yellow_circle: *2.4.0* at risk, due 20 Mar 2024, forecast 2 Apr 2024 (85%), 1 left"
    )
    assert said in lines(root)
    assert ":large_yellow_circle: A-9  *Sample &lt;initiative&gt;* 1 item held up, 1 left" in lines(
        root
    )


def test_executives_are_left_alone_while_nothing_moves_and_nothing_is_due() -> None:
    items = [issue("A-9"), issue("A-1", parent="A09", versions=("1",), first="In Progress")]
    assert [] == executive(domain.progress(facts(items, versions=[version("1")])))
    assert executive(domain.progress(facts(items, versions=[version("1", "2024-09-01")])))
    assert executive(progress(facts=facts(items, versions=[version("1")]), dropped=["A-2"]))
    stale = {"good_at": at("2024-02-28"), "error": "No answer"}
    assert executive(domain.progress(facts(items, versions=[version("1")])), **stale)


def test_an_owners_words_stand_beneath_what_they_are_of() -> None:
    epic = issue("A-9", summary="Sample initiative")
    item = issue("A-1", parent="A09", versions=("1",), moves=[("2024-02-27", "In Progress")])
    known = facts([epic, item], versions=[version("1", "2024-03-20"), version("2")])
    words = [
        assessed("release:1", Confidence.AT_RISK, "Waits for <a supplier>"),
        assessed("initiative:A09", Confidence.OFF_TRACK),
        assessed("release:2", Confidence.ON_TRACK),
    ]
    figures = domain.progress(known)
    (root,) = executive(figures, words=words, initiatives={"A09": "A-9"})
    headline = "1 initiative held up, owners see 1 off track and 1 at risk, nothing shipped"
    said = lines(root)
    assert headline == said[0]
    release = said.index("*Releases*") + 2
    assert (
        "> :large_yellow_circle: at risk, says <@U1>, 1 Mar: _Waits for &lt;a supplier&gt;_"
        == (said[release])
    )
    assert "> :red_circle: off track, says <@U1>, 1 Mar" == said[said.index("*Initiatives*") + 2]
    rest = said.index("*As their owners see it*")
    assert ":large_green_circle: *3.0.0* on track, says <@U1>, 1 Mar" == said[rest + 1]
    assert "says" not in said[rest + 2]
    promise, _ = answered(2, Verdict.YES, id=2)
    (root,) = sales(figures, words=words[:1], promises=[(promise, "1")])
    assert "1 promise open, owners see 1 at risk" == lines(root)[0]
    assert lines(root)[4].startswith("> :large_yellow_circle: at risk, says <@U1>")
    assert "*As their owners see it*" not in lines(root)


def assessed(subject: str, confidence: Confidence, line: str = "") -> Assessment:
    when = at("2024-03-01 15:00")
    return Assessment(
        workspace_id=1,
        product_id=1,
        subject=subject,
        period="2024-W10",
        user="U1",
        confidence=confidence,
        line=line,
        at=when,
    )


@pytest.mark.parametrize("shape", list(DigestShape))
def test_what_jira_could_not_tell_is_said_at_the_top_in_every_shape(shape: DigestShape) -> None:
    known = facts([issue("A-1", versions=("1",))], versions=[version("1", "2024-02-28")])
    promise, _ = answered(2, Verdict.YES, id=2)
    figures: list[domain.Figures] = [
        progress(facts=known, shipped=["A-1"]),
        Blockers(known, [blocked("A-1")], []),
        Capacity(known, [team([load("u1", 8, 14)])]),
    ]
    down = backdrop(
        shape=shape,
        good_at=at("2024-03-01 17:00"),
        error="No answer",
        promises=[(promise, "1")],
        shipped=[(promise, "1")],
    )
    for one in figures:
        for root in views.digest(one, down)[:1]:
            assert lines(root)[2].startswith(
                ":warning: *Jira could not be read since 1 Mar 2024*: what happened"
            )


def test_executives_read_why_things_are_held_up() -> None:
    found = [
        blocked("A-1", Kind.FLAGGED),
        blocked("A-2", Kind.AGING, state=Novelty.STILL),
        blocked("A-3", Kind.AGING, state=Novelty.STILL),
    ]
    (root,) = executive(Blockers(facts(), found, ["A-4"]))
    assert "3 items held up, 1 of them new, 1 cleared" == lines(root)[0]
    assert "• 2 longer in a step than usual" in lines(root)
    assert "several ways" not in str(root.blocks)
    both = {Kind.FLAGGED: at("2024-02-20"), Kind.UNOWNED: at("2024-02-20")}
    (root,) = executive(Blockers(facts(), [blocked("A-1", kinds=both)], []))
    assert "An item may be held up in several ways." in lines(root)


def test_executives_read_how_much_is_snoozed() -> None:
    asleep = Snooze(
        workspace_id=1,
        issue_id="2",
        until=date(2024, 4, 1),
        reason="x",
        by="U1",
        at=at("2024-03-01"),
    )
    figures = Blockers(facts(), [blocked("A-1"), blocked("A-2")], [])
    (root,) = executive(figures, snoozed={"A-2": asleep})
    assert "1 item held up, 1 of them new, 1 snoozed" == lines(root)[0]
    assert [] == executive(replace(figures, blockers=figures.blockers[1:]), snoozed={"A-2": asleep})


def test_executives_read_the_sprint_where_there_is_one() -> None:
    people = [replace(load("u1", 8, 14), in_sprint=16.0)]
    rest = Rest("Sprint 9", date(2024, 3, 4), date(2024, 3, 16))
    (root,) = executive(Capacity(facts(), [team(people, sprint=rest, in_sprint=16.0)]))
    assert "Room for 2 points in Sprint 9" == lines(root)[0]
    assert ":large_green_circle: *Sample team*: 14 of 16 points, room for 2" in lines(root)


def test_executives_read_each_teams_week_in_a_line() -> None:
    teams = [team([load("u1", 8, 10)]), team([load("u2", 8, 5)], team="Other", unassigned=1)]
    (root,) = executive(Capacity(facts(), teams))
    assert "1 of 2 teams has too much, 1 has room" == lines(root)[0]
    assert [
        ":red_circle: *Sample team*: 10 of 8 points, 2 too many",
        ":large_green_circle: *Other*: 5 of 8 points, room for 3",
        "> 1 item without an owner",
    ] == lines(root)[2:5]
    uneven = team([load("u1", 8, 10), load("u2", 8, 1)])
    (root,) = executive(Capacity(facts(), [uneven]))
    assert ":large_yellow_circle: *Sample team*: 11 of 16 points, room for 5" in lines(root)
    (root,) = executive(Capacity(facts(), [team([load("u1", None, 1)])]))
    assert "1 point committed, no weekly figures yet" == lines(root)[0]
    assert ":white_circle: *Sample team*: 1 point" == lines(root)[2]
    partly = team([load("u1", 1, 2), load("u2", None, 3)])
    (root,) = executive(Capacity(facts(), [partly]))
    assert lines(root)[2].startswith(
        ":white_circle: *Sample team*: 5 points, 1 available; 1 person"
    )


# --- Sales and support


def test_sales_read_what_shipped_is_promised_and_was_declined() -> None:
    out, _ = answered(1, Verdict.YES, id=1)
    owed, _ = answered(2, Verdict.YES, id=2)
    no = answered(3, Verdict.NO, "low_reach", id=3)
    known = facts([issue(versions=("2",))], versions=[version("2", "2024-03-20")])
    figures = progress(facts=known, forecast={"2": likely("2024-04-02")})
    (root,) = sales(
        figures,
        shipped=[(out, "1")],
        promises=[(owed, "2")],
        answers=[no, answered(4, Verdict.YES)],
        customers={1: ["Sample & Sons"], 2: [f"Customer {n}" for n in range(6)]},
    )
    assert "1 request shipped, 1 promise open, 1 request declined" == lines(root)[0]
    assert "• #1  Sample request 1, with 2.4.0  ·  for *Sample &amp; Sons*" in lines(root)
    risk = "due 20 Mar 2024, likely by 2 Apr 2024 (85%)"
    many = "for *Customer 0*, *Customer 1*, *Customer 2*, *Customer 3* and 2 more"
    place = lines(root).index(f":large_yellow_circle: *3.0.0*, {risk}")
    assert f"• #2  Sample request 2  ·  {many}" == lines(root)[place + 1]
    assert "*Declined*" in lines(root)
    assert "• *No*, low reach: #3  Sample request 3" in lines(root)
    assert "> Sample answer" in lines(root)
    assert "For the team only" not in str(root.blocks)


def test_what_is_put_off_is_not_called_declined() -> None:
    (root,) = sales(progress(), answers=[answered(1, Verdict.NOT_NOW, "no_capacity")])
    assert "1 request put off" == lines(root)[0]
    assert "*Not now*" in lines(root)
    assert "Declined" not in str(root.blocks)


def test_a_release_that_came_out_is_told_to_sales() -> None:
    known = facts([issue()], versions=[version("1", "2024-02-28", released=True)])
    (root,) = sales(progress(facts=known, shipped=["A-1"]))
    assert "2.4.0 is out" == lines(root)[0]
    assert ":package: *2.4.0* came out on 28 Feb 2024" == lines(root)[2]


def test_what_is_too_much_for_a_channel_is_in_the_thread() -> None:
    pairs = [answered(n, Verdict.NO, "low_reach", title="x" * 500) for n in range(1, 60)]
    for _, decision in pairs:
        decision.answer = "<!channel> " + "y" * 3000
    root, *rest = sales(progress(), answers=pairs)
    assert "… and 53 more in the thread" in lines(root)
    assert 53 == sum("•" in row for message in rest for row in lines(message))
    for message in (root, *rest):
        assert [] == check_message(message.blocks, message.text)
        assert "<!channel>" not in str(message.blocks)


@pytest.mark.parametrize("kind", list(NOTHING))
@pytest.mark.parametrize("shape", list(DigestShape))
def test_nothing_to_say_is_nothing_in_every_shape(kind: DigestKind, shape: DigestShape) -> None:
    assert [] == views.digest(NOTHING[kind], backdrop(shape=shape))


def test_a_kind_is_offered_in_the_shapes_it_has() -> None:
    held_up = Blockers(facts(), [blocked("A-1")], [])
    for shape in DigestShape:
        offered = shape in SHAPES[DigestKind.BLOCKERS]
        assert offered == bool(views.digest(held_up, backdrop(shape=shape)))


# --- A part of the work


def test_a_part_keeps_the_rates_of_the_whole() -> None:
    done = [issue(f"A-{n}", moves=[(f"2024-02-{n:02}", "Closed")]) for n in range(1, 25)]
    mine = issue("A-90", versions=("1",), parent="A099")
    epic = issue("A-99", summary="Sample initiative")
    known = facts([*done, mine, epic], versions=[version("1"), version("2")])
    part = narrowed(known, [], ["1"])
    assert ["A-90"] == [history.key for history in part.histories]
    assert domain.progress(known).forecast["1"] == domain.progress(part).forecast["1"]
    assert [] == domain.progress(part).shipped
    assert ["A-90", "A-99"] == [h.key for h in narrowed(known, ["A099"], []).histories]
    assert [] == narrowed(known, ["A099"], ["2"]).histories
    assert known is narrowed(known, [], [])
