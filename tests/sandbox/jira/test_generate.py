from collections import Counter
from datetime import timedelta

import pytest

from bot.sandbox.jira import JiraStandIn
from bot.sandbox.jira.wire import instant
from tests.sandbox.jira.conftest import START, Clock


@pytest.fixture(scope="module")
def jira() -> JiraStandIn:
    standin = JiraStandIn(Clock())
    standin.generate(7, START)
    return standin


def test_it_is_the_same_for_the_same_seed(jira: JiraStandIn) -> None:
    again, other = JiraStandIn(Clock()), JiraStandIn(Clock())
    again.generate(7, START)
    other.generate(8, START)

    expected = [(i.key, i.fields, i.histories) for i in jira.site.issues.values()]
    assert expected == [(i.key, i.fields, i.histories) for i in again.site.issues.values()]
    assert expected != [(i.key, i.fields, i.histories) for i in other.site.issues.values()]


@pytest.mark.parametrize("seed", [1, 7, 42])
def test_it_looks_like_a_project_at_work(seed: int) -> None:
    jira = JiraStandIn(Clock())
    jira.generate(seed, START)
    issues = list(jira.site.issues.values())
    types = Counter(issue.fields["issuetype"]["name"] for issue in issues)
    categories = Counter(issue.fields["status"]["statusCategory"]["key"] for issue in issues)
    items = Counter(i["field"] for x in issues for h in x.histories for i in h["items"])

    assert 120 <= len(issues) <= 180
    assert types["Story"] > types["Bug"] > types["Task"] > 0 < types["Epic"]
    assert categories["done"] > categories["new"] > categories["indeterminate"] > 0
    assert {"status", "assignee", "Sprint", "Fix Version", "Flagged", "Link"} <= items.keys()
    assert {"closed", "active", "future"} == {s["state"] for s in jira.site.sprints.values()}
    assert {True, False} == {version["released"] for version in jira.site.versions.values()}


def test_everything_happens_within_the_months_and_before_now(jira: JiraStandIn) -> None:
    issues = jira.site.issues.values()
    stamps = [issue.fields["created"] for issue in issues]
    stamps += [history["created"] for issue in issues for history in issue.histories]
    moments = [instant(stamp) for stamp in stamps]

    assert START - timedelta(days=181) < min(moments)
    assert START - timedelta(days=5) < max(moments) <= START


def test_names_are_plainly_samples(jira: JiraStandIn) -> None:
    issues = jira.site.issues.values()

    assert all(issue.fields["summary"].startswith("Sample ") for issue in issues)
    assert all(user["displayName"].startswith("Sample ") for user in jira.site.users.values())


def test_every_history_leads_to_the_present_status(jira: JiraStandIn) -> None:
    for issue in jira.site.issues.values():
        steps = [i for h in issue.histories for i in h["items"] if i["field"] == "status"]
        reached = ["10000", *(step["to"] for step in steps)]
        assert reached[:-1] == [step["from"] for step in steps]
        assert reached[-1] == issue.fields["status"]["id"]


def test_it_lives_on_after_all_that_was_read_whatever_others_release() -> None:
    jira = JiraStandIn(Clock())
    jira.generate(7, START)
    read = {issue.id: issue.fields["updated"] for issue in jira.site.issues.values()}
    for version in [v["id"] for v in jira.site.versions.values() if not v["released"]]:
        jira.release(version)

    jira.live_on(START + timedelta(weeks=8))

    changed = [i for i in jira.site.issues.values() if read.get(i.id) != i.fields["updated"]]
    assert START <= min(instant(issue.fields["updated"]) for issue in changed)
    assert 20 < len(changed)
    assert 2 <= sum(not version["released"] for version in jira.site.versions.values())
