"""The digests against a second opinion, on a real history and on made-up ones."""

import gzip
import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot.domain.charted import burn_up
from bot.domain.digests import blockers, capacity, progress
from bot.domain.facts import Facts
from bot.domain.statuses import Statuses
from bot.services.weekly import FARTHEST_BACK
from integrations.jira.mapping import issue_from_json, version_from_json
from tests.oracle import Oracle
from tests.sample_export import FIELDS, Sample

Raw = dict[str, Any]

ZONE = "America/New_York"
SPREAD = [
    "2009-03-02",
    "2009-11-02",
    "2010-03-15",
    "2010-08-23",
    "2011-01-24",
    "2011-11-07",
    "2012-03-12",
    "2012-08-13",
    "2012-11-19",
    "2013-03-11",
    "2013-11-04",
    "2014-06-02",
]
MID_WEEK = "2011-06-15"


class Export:
    """One export, read by the program and by the oracle."""

    def __init__(self, raws: list[Raw], zone: str) -> None:
        self.zone = zone
        self.oracle = Oracle(raws, zone, FIELDS)
        self.issues = [issue_from_json(raw, FIELDS) for raw in raws]
        versions = [v for raw in raws for v in raw["fields"]["fixVersions"]]
        versions += [v for raw in raws for v in raw["fields"]["versions"]]
        by_id = {version["id"]: version_from_json(version, "A") for version in versions}
        self.versions = list(by_id.values())
        site = {issue.status.id: issue.status for issue in self.issues}
        self.statuses = Statuses(tuple(site.values()))

    def known(self, as_of: date) -> Facts:
        """What the program knows as of a day."""
        return Facts("A", self.zone, as_of, self.issues, self.versions, self.statuses)

    def compare(self, as_of: date) -> None:
        """Both digests, word for word."""
        known = self.known(as_of)
        assert {"product": "A", **self.oracle.progress(as_of)} == progress(known).as_json()
        assert {"product": "A", **self.oracle.blockers(as_of)} == blockers(known).as_json()


@cache
def real_history() -> Export:
    """The export of a public project; skips where there is none."""
    folder = os.environ.get("TEST_DATA")
    if not folder:
        pytest.skip("TEST_DATA is not set: no export to read")
    with gzip.open(Path(folder) / "jira" / "fcrepo.jsonl.gz") as lines:
        return Export([json.loads(line) for line in lines], ZONE)


@pytest.mark.parametrize("as_of", [*SPREAD, MID_WEEK])
def test_a_real_history_as_of_a_day(as_of: str) -> None:
    real_history().compare(date.fromisoformat(as_of))


def of_the_window(known: Facts) -> Facts:
    """The same without what was done long ago and not touched since: what the store reads."""
    since = known.at - FARTHEST_BACK
    kept = [
        issue
        for issue in known.issues
        if issue.status.category != "done"
        or max([issue.created, *(change.at for change in issue.changes)]) >= since
    ]
    assert len(kept) < len(known.issues)
    return replace(known, issues=kept)


@pytest.mark.parametrize("as_of", ["2010-08-23", "2012-08-13", "2014-06-02"])
def test_what_was_done_long_ago_and_not_touched_since_enters_no_figure(as_of: str) -> None:
    known = real_history().known(date.fromisoformat(as_of))
    seen = of_the_window(known)
    for compute in (progress, blockers, capacity):
        assert compute(known).as_json() == compute(seen).as_json()


@pytest.mark.parametrize("as_of", ["2010-08-23", "2012-08-13", "2014-06-02"])
def test_a_burn_up_holds_what_was_done_long_ago(as_of: str) -> None:
    known = real_history().known(date.fromisoformat(as_of))
    seen = of_the_window(known)
    read = {issue.key for issue in seen.issues}
    old = [version for i in known.issues if i.key not in read for version in i.versions]
    counted = replace(seen, earlier=Counter(old))
    ends = [known.at - timedelta(weeks=n) for n in range(14)]
    versions = [version.id for version in known.versions]
    whole = [burn_up(known, version, ends) for version in versions]
    assert whole == [burn_up(counted, version, ends) for version in versions]
    assert whole != [burn_up(seen, version, ends) for version in versions]


def mondays() -> Iterator[date]:
    day = date(2009, 1, 5)
    while day.year < 2015:
        yield day
        day += timedelta(weeks=1)


@pytest.mark.soak
@pytest.mark.parametrize("as_of", list(mondays()), ids=str)
def test_a_real_history_as_of_every_monday(as_of: date) -> None:
    real_history().compare(as_of)


PLACES = (
    ("UTC", "2024-03-04"),
    ("Europe/Berlin", "2024-04-01"),
    ("America/New_York", "2024-03-11"),
    ("America/New_York", "2024-11-07"),
    ("America/Sao_Paulo", "2018-11-05"),
)


@pytest.mark.parametrize("seed", range(40))
def test_a_made_up_history(seed: int) -> None:
    zone, day = PLACES[seed % len(PLACES)]
    as_of = date.fromisoformat(day)
    Export(Sample(seed, zone, as_of).export(), zone).compare(as_of)
