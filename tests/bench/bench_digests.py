"""All three digests of a large project, read from its database, against plain pandas."""

import gc
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd

from bot.cli.opened import GARBAGE
from bot.domain import digests
from bot.domain.facts import Facts
from bot.migrations.runner import migrate
from bot.models import Product
from bot.services.weekly import facts
from bot.store.database import Database
from bot.store.stores import Stores
from bot.tracked import Change, Field, Issue, Status, Version
from tests.bench import notebook
from tests.bench.table import show, verdict

ISSUES = 100_000
YEARS = 10
TARGET, FASTER = 1.0, 10.0
DAY = date(2024, 3, 4)
AT = datetime(2024, 3, 4, tzinfo=UTC)
STATUSES = {
    "1": Status("1", "Open", "new"),
    "2": Status("2", "In Progress", "indeterminate"),
    "3": Status("3", "In Review", "indeterminate"),
    "4": Status("4", "Done", "done"),
}
RELEASES = 43
"""One a quarter; the last few are not out."""


def main() -> None:
    """Print the table."""
    gc.set_threshold(*GARBAGE)
    with tempfile.TemporaryDirectory() as made:
        url = f"sqlite:///{Path(made) / 'bench.db'}"
        database = Database(url)
        migrate(database.writer)
        changes = furnish(database)
        ours = _least(lambda: _ours(database))
        theirs = _least(lambda: _theirs(Path(made) / "bench.db"), times=1)
        _agree(database, _theirs(Path(made) / "bench.db"))
        database.close()
    ratio = theirs / ours
    rows = [
        ["three digests, read and computed", f"{ours:.2f}", verdict(ours <= TARGET)],
        ["pandas, the same measures", f"{theirs:.2f}", ""],
        ["times faster", f"{ratio:.0f}", verdict(ratio >= FASTER)],
    ]
    title = f"Digests of {ISSUES:,} issues with {changes:,} changes, warm, charts apart"
    show(title, ("", "seconds", f"{TARGET:.0f} s, {FASTER:.0f}x"), rows)


def _least(work: Callable[[], object], times: int = 3) -> float:
    """The shortest time of some runs after a warm one."""
    taken = []
    for _ in range(times + (times > 1)):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def _ours(database: Database) -> None:
    known = database.look(_known)
    for compute in (digests.progress, digests.blockers, digests.capacity):
        assert compute(known).as_json()


def _known(stores: Stores) -> Facts:
    store = stores.of(1)
    product = store.products.by_key("A")
    assert product is not None
    return facts(store, product, DAY)


# --- The project


def furnish(database: Database) -> int:
    """Store a made-up project; how many changes its histories have."""
    issues = list(_issues(random.Random(1)))
    releases = [
        Version(str(n), f"R{n}", None, _quarter(n), n < RELEASES - 3, False, "A")
        for n in range(RELEASES)
    ]

    def fill(stores: Stores) -> None:
        workspace = stores.workspaces.local()
        store = stores.of(workspace.id or 0)
        made = Product(workspace_id=store.workspace, key="A", name="A", project="A", created_at=AT)
        store.products.add(made, [])
        store.syncs.learn(store.syncs.of("A"), list(STATUSES.values()))
        store.releases.store(releases, AT)
        for first in range(0, len(issues), 5000):
            store.work.store(issues[first : first + 5000], frozenset("4"))

    database.commit(fill)
    return sum(len(issue.changes) for issue in issues)


def _quarter(number: int) -> date:
    return DAY - timedelta(days=365 * YEARS) + timedelta(days=90 * number + 30)


def _issues(chance: random.Random) -> Iterator[Issue]:
    for number in range(ISSUES):
        created = AT - timedelta(seconds=chance.random() * YEARS * 365 * 86_400)
        yield _issue(number, created, chance)


def _issue(number: int, created: datetime, chance: random.Random) -> Issue:
    quarter = YEARS * 365 - (AT - created).days
    release, person = (
        str(min(RELEASES - 1, quarter // 90 + chance.choice((1, 2)))),
        f"u{number % 20}",
    )
    steps: list[tuple[datetime, Field, str | None, str]] = [
        (created + timedelta(hours=1), Field.VERSION, None, release),
        (created + timedelta(hours=2), Field.ASSIGNEE, None, person),
    ]
    at, status = created, "1"
    for following in ("2", "3", "4"):
        at += timedelta(days=chance.expovariate(1 / 6))
        if at >= AT or chance.random() < 0.01:
            break
        steps.append((at, Field.STATUS, status, following))
        status = following
    steps.sort(key=lambda step: step[0])
    changes = tuple(
        Change(when, 10 * number + n, 0, field, before, after, *_names(field, before, after))
        for n, (when, field, before, after) in enumerate(steps)
    )
    return Issue(
        str(number), f"A-{number}", "A", f"Sample work {number}", "Story", False,
        STATUSES[status], created, steps[-1][0], assignee=person, assignee_name=person,
        versions=(release,), changes=changes,
    )  # fmt: skip


def _names(field: Field, before: str | None, after: str | None) -> tuple[str, str]:
    if field is not Field.STATUS:
        return "", ""
    return STATUSES[before or "1"].name, STATUSES[after or "1"].name


# --- The yardstick


def _theirs(file: Path) -> dict[str, object]:
    """The same measures of the same database, in pandas."""
    book = notebook.opened(file, pd.Timestamp(AT))
    blocked, people = notebook.blockers(book), notebook.capacity(book)
    return {**notebook.progress(book), "blockers": blocked, "people": people}


def _agree(database: Database, theirs: dict[str, object]) -> None:
    """The yardstick measures what we measure: where both count, they count alike."""
    known = database.look(_known)
    week, held_up = digests.progress(known), digests.blockers(known)
    (team,) = digests.capacity(known).teams
    ours = {
        "shipped": len(week.shipped),
        "started": len(week.started),
        "reopened": len(week.reopened),
        "wip": len(week.wip),
        "throughput": week.throughput_by_week,
        "blockers": {blocked.item for blocked in held_up.blockers},
        "people": {load.person: load.committed for load in team.people if load.committed},
    }
    for name, value in ours.items():
        assert value == theirs[name], f"{name}: {value} here, {theirs[name]} in pandas"


if __name__ == "__main__":
    main()
