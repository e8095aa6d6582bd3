import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.jira import JiraStandIn, Mode
from bot.sandbox.jira.standard import RANK
from tests.jira_contract import jira_files
from tests.sandbox.jira.conftest import Client, Clock

EXPORTED = "https://jira.example.com"


@pytest.fixture
def export() -> Path:
    return jira_files() / "fcrepo.jsonl.gz"


@pytest.fixture
def records(export: Path) -> dict[str, Any]:
    """The records of the export by key."""
    with gzip.open(export) as lines:
        loaded = [json.loads(line) for line in lines]
    return {record["key"]: record for record in loaded}


async def test_issues_answer_as_in_the_export(
    data_center: JiraStandIn, dc_client: Client, export: Path, records: dict[str, Any]
) -> None:
    data_center.load(export)
    query = {"jql": "project = FCREPO", "maxResults": 1000, "fields": "*all"}
    answer = await dc_client.get("/rest/api/2/search", **query, expand="changelog")

    differing = [
        issue["key"]
        for issue in answer.json["issues"]
        if _plain(issue, data_center.url) != _plain(records[issue["key"]])
    ]
    assert (1019, 1000) == (answer.json["total"], len(answer.json["issues"]))
    assert [] == differing


def _plain(issue: dict[str, Any], origin: str = "https://jira.duraspace.org") -> Any:
    kept = {name: issue[name] for name in ("id", "key", "self", "fields")}
    kept["histories"] = issue["changelog"]["histories"]
    return json.loads(json.dumps(kept).replace(origin, EXPORTED))


def test_a_whole_export_is_loaded(clock: Clock, export: Path) -> None:
    jira = JiraStandIn(clock)
    jira.load(export)

    assert 1019 == len(jira.site.issues)


def test_what_issues_name_belongs_to_the_site(clock: Clock, export: Path) -> None:
    jira = JiraStandIn(clock)
    jira.load(export)
    site = jira.site

    assert ["Open", "Reopened", "Received", "In Progress", "In Review", "Resolved", "Closed"] == [
        status["name"] for status in site.statuses.values()
    ]
    assert "done" == jira.status("Resolved")["statusCategory"]["key"]
    assert ["Blocker", "Critical", "Major", "Minor", "Trivial"] == [
        priority["name"] for priority in site.priorities.values()
    ]
    assert 35 <= len(site.versions)
    assert all("accountId" in user for user in site.users.values())


def test_former_keys_and_new_work_fit_in(clock: Clock, export: Path) -> None:
    jira = JiraStandIn(clock)
    jira.load(export)
    highest = max(int(key.partition("-")[2]) for key in _keys(jira))

    made = jira.create("FCREPO", "A new issue", type="Bug", priority="Major")

    assert f"FCREPO-{highest + 1}" == made.key
    assert "Open" == made.fields["status"]["name"]
    assert max(int(number) for number in jira.site.issues) == int(made.id)
    assert jira.issue("FCCOMM-1").key.startswith("FCREPO-")
    jira.move(made, "Closed")
    assert "done" == made.fields["status"]["statusCategory"]["key"]


def test_new_work_is_ranked_among_what_the_export_gave_no_rank(clock: Clock, export: Path) -> None:
    jira = JiraStandIn(clock)
    oldest = min(jira.load(export), key=lambda issue: int(issue.id))
    made = jira.create("FCREPO", "A new issue", type="Bug", priority="Major")

    jira.rank(made, after=oldest)

    first = sorted(jira.site.issues.values(), key=lambda issue: str(issue.fields[RANK]))[:2]
    assert [oldest.key, made.key] == [issue.key for issue in first]


def _keys(jira: JiraStandIn) -> list[str]:
    return [issue.key for issue in jira.site.issues.values()]


@pytest.fixture
def small(clock: Clock, tmp_path: Path) -> Path:
    """An export of two linked issues of a Data Center."""
    source = JiraStandIn(clock, mode=Mode.SERVER)
    source.add_project("OTHER", "Other")
    source.create("OTHER", "Not exported")
    source.add_project("TWO", "Second")
    source.create("TWO", "One", labels=["x"])
    source.create("TWO", "Two")
    source.block("TWO-1", by="TWO-2")
    path = tmp_path / "export.jsonl"
    path.write_text("\n".join(_record(source, key) for key in ("TWO-1", "TWO-2")) + "\n")
    return path


async def test_a_small_export_joins_a_cloud_site(
    jira: JiraStandIn, client: Client, small: Path
) -> None:
    jira.load(small)

    assert ["TWO-1"] == await client.found("labels = x")
    link = (await client.get("/issue/TWO-1")).json["fields"]["issuelinks"][0]
    assert f"{jira.url}/rest/api/3/issueLink/10001" == link["self"]
    assert 4 == len(jira.site.statuses)


def test_an_export_whose_numbers_are_taken_is_refused(jira: JiraStandIn, small: Path) -> None:
    jira.load(small)

    with pytest.raises(ValueError, match="issue 10002 is on this site already"):
        jira.load(small)


def test_a_project_number_of_another_project_is_refused(clock: Clock, small: Path) -> None:
    jira = JiraStandIn(clock)
    for key in ("ONE", "APP"):
        jira.add_project(key, key)

    with pytest.raises(ValueError, match="project 10002 is APP on this site"):
        jira.load(small)


def _record(jira: JiraStandIn, key: str) -> str:
    issue = jira.issue(key)
    record = {
        "id": issue.id,
        "self": f"http://origin.invalid/rest/api/2/issue/{issue.id}",
        "key": issue.key,
        "fields": issue.fields,
        "changelog": {"histories": issue.histories},
    }
    return json.dumps(record).replace("http://origin.invalid", EXPORTED)
