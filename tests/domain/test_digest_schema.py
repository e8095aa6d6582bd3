"""The promised JSON of all three digests, held against the schema that is published of it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from bot.domain import digests
from bot.domain.capacity import Member, TeamPlan
from tests.builders import facts, issue, sprint
from tests.domain.test_against_oracle import real_history

FILE = Path(__file__).parents[2] / "docs" / "digest-schema.json"
SCHEMA = json.loads(FILE.read_text())
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def faults(told: Any) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(json.loads(json.dumps(told)))]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert digests.SCHEMA == SCHEMA["$id"]


@pytest.mark.parametrize("as_of", ["2009-03-02", "2010-08-23", "2012-08-13", "2014-06-02"])
def test_a_real_history_is_told_as_promised(as_of: str) -> None:
    known = real_history().known(date.fromisoformat(as_of))
    for figures in (digests.progress(known), digests.blockers(known), digests.capacity(known)):
        assert [] == faults(digests.printed(figures))


def test_a_team_with_sprints_is_told_as_promised() -> None:
    past = [sprint(n, f"2024-01-{n:02}", f"2024-01-{n + 1:02}") for n in range(1, 5)]
    item = issue(sprints=tuple(past), estimate=3.0, assignee="u1", first="In Progress")
    team = TeamPlan("Sample team", (Member("u1", 8.0),))
    assert [] == faults(digests.printed(digests.capacity(facts([item]), [team])))


def test_a_sprint_that_the_week_closed_is_told_as_promised() -> None:
    closed = sprint(1, "2024-02-19", "2024-03-01")
    figures = digests.progress(facts([issue(sprints=(closed,), estimate=3.0)]))
    assert [closed] == [one.sprint for one in figures.sprints]
    assert [] == faults(digests.printed(figures))


def test_what_is_not_promised_is_refused() -> None:
    told = digests.printed(digests.blockers(facts()))
    assert [] == faults(told)
    assert faults({**told, "window": []})
    assert faults({**told, "surprise": 1})
    assert faults({**told, "kind": "progress"})
    assert faults({**told, "schema": "urn:shortlist:digest:2"})
    assert faults(digests.blockers(facts()).as_json())
