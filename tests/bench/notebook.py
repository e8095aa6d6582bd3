"""The digests' measures as one writes them in a notebook: every history as rows of one frame.

They count as `docs/design.md` defines, for a project as `bench_digests` makes it.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

WEEK = pd.Timedelta(weeks=1)
DOING, DONE = ("2", "3"), "4"
TRIALS = 1000
DAYS = 91


@dataclass
class Notebook:
    """The frames of a project, as of `end`."""

    items: pd.DataFrame
    statuses: pd.DataFrame
    versions: pd.DataFrame
    releases: pd.DataFrame
    end: pd.Timestamp

    def state(self, at: pd.Timestamp) -> pd.Series:
        """The status of every item there was at an instant, by key."""
        return self.statuses[self.statuses["at"] < at].groupby("key")["after"].last()

    def doing(self, at: pd.Timestamp) -> list[str]:
        """What was in progress."""
        state = self.state(at)
        return list(state[state.isin(DOING)].index)

    def closed(self, start: pd.Timestamp, end: pd.Timestamp) -> list[str]:
        """What entered done in a stretch and is done at its end."""
        log = self.statuses
        entries = log[(log["after"] == DONE) & (log["at"] >= start) & (log["at"] < end)]
        stay = entries[entries["left"].isna() | (entries["left"] >= end)]
        return list(stay["key"].unique())


def opened(file: Path, end: pd.Timestamp) -> Notebook:
    """Read a database of ours."""
    url = f"sqlite:///{file}"
    names = "key, created_at, history, assignee, status_id"
    items = pd.read_sql(f"select {names} from work_item", url).set_index("key")
    items["created_at"] = pd.to_datetime(items["created_at"], utc=True, format="ISO8601")
    rows = items["history"].map(json.loads).explode().dropna()
    log = pd.DataFrame(rows.tolist(), index=rows.index).iloc[:, :6].reset_index()
    log.columns = pd.Index(["key", "at", "history", "position", "field", "before", "after"])
    log["at"] = pd.to_datetime(log["at"], utc=True, format="ISO8601")
    created = items.reset_index()[["key", "created_at"]].rename(columns={"created_at": "at"})
    statuses = pd.concat([created.assign(after="1"), log[log["field"] == "status"]])
    statuses = statuses.sort_values(["key", "at"])
    statuses["left"] = statuses.groupby("key")["at"].shift(-1)
    releases = pd.read_sql("select version_id, release_date, released from release", url)
    releases["release_date"] = pd.to_datetime(releases["release_date"], utc=True)
    versions = log[log["field"] == "version"]
    return Notebook(items, statuses, versions, releases.set_index("version_id"), end)


def progress(book: Notebook) -> dict[str, Any]:
    """The week's progress."""
    end, log = book.end, book.statuses
    start = end - WEEK
    begun = log[log["after"].isin(DOING)].groupby("key")["at"].min()
    left = log[(log["after"] == DONE) & (log["left"] >= start) & (log["left"] < end)]["key"]
    state = book.state(end)
    weeks = [book.closed(end - WEEK * (n + 1), end - WEEK * n) for n in reversed(range(13))]
    shipped = book.closed(end - WEEK * 13, end)
    finish = log[(log["after"] == DONE) & (log["at"] < end)].groupby("key")["at"].max()
    took = (finish.reindex(shipped) - begun.reindex(shipped)).dropna()
    return {
        "shipped": len(book.closed(start, end)),
        "started": int(((begun >= start) & (begun < end)).sum()),
        "reopened": int((state.reindex(left.unique()) != DONE).sum()),
        "wip": len(book.doing(end)),
        "throughput": [len(week) for week in weeks],
        "cycle": list(took.quantile([0.5, 0.85, 0.95], interpolation="higher")),
        "scope": _scope(book, start, end),
        "forecast": _forecast(book),
    }


def _scope(book: Notebook, start: pd.Timestamp, end: pd.Timestamp) -> list[int]:
    """How many came to a release and left it in the week."""
    log = book.versions
    held = [log[log["at"] < at].groupby("key")["after"].last().dropna() for at in (start, end)]
    pairs = [set(zip(one.index, one, strict=True)) for one in held]
    return [len(pairs[1] - pairs[0]), len(pairs[0] - pairs[1])]


def _forecast(book: Notebook) -> dict[str, tuple[int, list[float]]]:
    """Of each release that is not out: what remains, and the days it takes at 50, 85, 95 %."""
    log, end = book.statuses, book.end
    entries = log[(log["after"] == DONE) & (log["at"] < end)]
    days = entries.groupby(entries["at"].dt.floor("D"))["key"].nunique()
    span = pd.date_range(end - pd.Timedelta(days=DAYS), periods=DAYS, freq="D")
    counts = days.reindex(span, fill_value=0).to_numpy()
    state = book.state(end)
    open_ = state[state != DONE].index
    held = book.versions[book.versions["at"] < end].groupby("key")["after"].last()
    left = held.reindex(open_).dropna().value_counts()
    left = left[left.index.isin(book.releases[book.releases["released"] == 0].index)]
    chance = np.random.default_rng(1)
    draws = chance.choice(counts, size=(TRIALS, 366)).cumsum(axis=1)
    return {
        str(version): (int(n), list(np.percentile((draws < n).sum(axis=1) + 1, [50, 85, 95])))
        for version, n in left.items()
    }


def blockers(book: Notebook) -> set[str]:
    """The keys of what is held up now; what was a week before is looked for too."""
    _held_up(book, book.end - WEEK)
    return _held_up(book, book.end)


def _held_up(book: Notebook, at: pd.Timestamp) -> set[str]:
    log = book.statuses
    stays = log[(log["left"] >= at - WEEK * 26) & (log["left"] < at)]
    lengths = (stays["left"] - stays["at"]).groupby(stays["after"])
    limits = lengths.quantile(0.85, interpolation="higher")
    last = log[log["at"] < at].groupby("key").last()
    doing = last[last["after"].isin(DOING)]
    aging = doing[(at - doing["at"]) > doing["after"].map(limits)]
    unowned = doing[book.items["assignee"].reindex(doing.index).isna()]
    dates = book.releases[(book.releases["released"] == 0) & (book.releases["release_date"] < at)]
    held = book.versions[book.versions["at"] < at].groupby("key")["after"].last()
    overdue = held.reindex(last[last["after"] != DONE].index).isin(dates.index)
    return {*aging.index, *unowned.index, *overdue[overdue].index}


def capacity(book: Notebook) -> dict[str, int]:
    """How many items in progress each person has."""
    people = book.items["assignee"].reindex(book.doing(book.end)).fillna("")
    return {str(person): int(n) for person, n in people.value_counts().items()}
