"""Releases counted from traces are those counted from all there is, whatever happened to items."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from msgspec.structs import replace

from bot.domain.outlook import Outlook, outlooks
from bot.models import Product, Workspace
from bot.services import outlook, tracing
from bot.services.weekly import facts_of
from bot.store.database import Database
from bot.store.stores import Store, Stores
from bot.tracked import Change, Field, Issue
from tests.builders import STATUSES, issue, traces, version

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
DONE = frozenset({"5", "6"})
NAMES = tuple(STATUSES)
VERSIONS = ("1", "2", "3")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url, threads=2)
    yield opened
    opened.close()


class Project:
    """A project whose items change at random."""

    def __init__(self, database: Database, seed: int) -> None:
        self.database = database
        self.random = random.Random(seed)
        self.items: dict[int, Issue] = {}
        self.clock = NOW - timedelta(days=60)
        self.commit(self._begin)

    def commit(self, work: Callable[[Store], None]) -> None:
        self.database.commit(lambda stores: work(stores.of(self._workspace(stores))))

    def _workspace(self, stores: Stores) -> int:
        found = stores.workspaces.of_team("T1")
        if found is None:
            found = Workspace(team="T1")
            stores.session.add(found)
            stores.session.flush()
        assert found.id is not None
        return found.id

    def _begin(self, store: Store) -> None:
        product = Product(
            workspace_id=store.workspace, key="APP", name="Sample", project="A", created_at=NOW
        )
        store.products.add(product, [])
        started = version("2", "2026-12-10")._replace(start_date=NOW.date() - timedelta(days=20))
        out = version("3", "2026-11-01", released=True)
        store.releases.store([version("1", "2026-12-01"), started, out], NOW)
        sync = store.syncs.of("A")
        sync.first_at = sync.good_at = NOW
        store.syncs.learn(sync, list(STATUSES.values()))

    def live(self, steps: int) -> None:
        """Let things happen, some of them at one instant, and be stored and marked."""
        for _ in range(steps):
            self.clock += timedelta(hours=self.random.choice((0, 1, 30)))
            number = self.random.randrange(12)
            found = self._changed(self.items.get(number) or self._made(number))
            self.items[number] = found
            self.commit(partial(self._learn, found))
        if self.random.random() < 0.5:
            gone = self.items.pop(self.random.choice(list(self.items)))
            self.commit(partial(self._lose, gone))

    def _made(self, number: int) -> Issue:
        held = VERSIONS[number % 3 :][:1] if number % 2 else ()
        return replace(issue(f"A-{number + 1}", versions=held), created=self.clock)

    def _changed(self, was: Issue) -> Issue:
        now = replace(was, updated=self.clock)
        if self.random.random() < 0.5:
            status = STATUSES[self.random.choice(NAMES)]
            sides = (was.status.id, status.id, was.status.name, status.name)
            return self._with(replace(now, status=status), Field.STATUS, *sides)
        one = self.random.choice(VERSIONS)
        if one in was.versions:
            kept = tuple(v for v in was.versions if v != one)
            return self._with(replace(now, versions=kept), Field.VERSION, one, None)
        return self._with(replace(now, versions=(*was.versions, one)), Field.VERSION, None, one)

    def _with(
        self, now: Issue, field: Field, before: str | None, after: str | None, *names: str
    ) -> Issue:
        change = Change(self.clock, len(now.changes) + 1, 0, field, before, after, *names)
        return replace(now, changes=(*now.changes, change))

    def _learn(self, read: Issue, store: Store) -> None:
        store.work.store([read], DONE)
        store.traces.mark([read])

    def _lose(self, gone: Issue, store: Store) -> None:
        store.work.lose(gone.id, NOW)
        store.traces.mark([gone])

    def traced(self) -> int:
        """Trace what is to be traced; in how many steps."""
        more: list[bool] = []
        while not more or more[-1]:
            self.commit(lambda store: more.append(tracing.step("A", store)))
        return len(more)

    def counted(self) -> tuple[list[Outlook], list[Outlook]]:
        """By the traces, and by all there is."""
        found: list[tuple[list[Outlook], list[Outlook]]] = []

        def count(store: Store) -> None:
            product = store.products.by_key("APP")
            assert product is not None
            kept = outlook.counting(NOW)(outlook.reading(product.id or 0, NOW)(store))
            assert kept is not None
            whole = facts_of(list(self.items.values()), store, product, NOW.date())
            found.append((kept.outlooks, outlooks(traces(whole), NOW)))

        self.commit(count)
        return found[0]


@pytest.mark.parametrize("seed", range(4))
def test_what_is_counted_from_traces_is_counted_from_all(database: Database, seed: int) -> None:
    project = Project(database, seed)
    for _ in range(6):
        project.live(15)
        project.traced()
        kept, whole = project.counted()
        assert kept == whole
        assert any(one.done and one.remaining and one.added for one in kept) or project.clock < NOW


def test_what_a_status_means_now_holds_for_all_items(database: Database) -> None:
    project = Project(database, 1)
    project.live(60)
    project.traced()
    renamed = STATUSES["In Review"]._replace(category="done")

    def learn(store: Store) -> None:
        store.syncs.learn(store.syncs.of("A"), [renamed])

    project.commit(learn)
    project.traced()
    kept, whole = project.counted()
    assert kept == whole


def test_nothing_is_counted_until_all_is_traced(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracing, "PART", 3)
    project = Project(database, 2)
    project.live(40)

    def begin(store: Store) -> None:
        assert tracing.step("A", store)
        assert outlook.reading(1, NOW)(store) is None

    project.commit(begin)
    project.live(10)
    assert project.traced() > 2
    kept, whole = project.counted()
    assert kept == whole


def test_an_item_that_moved_away_leaves_its_releases(database: Database) -> None:
    project = Project(database, 3)
    project.live(40)
    project.traced()
    moved = project.items.pop(next(iter(project.items)))

    def move(store: Store) -> None:
        store.work.store([replace(moved, project="B", key="B-1", updated=NOW)], DONE)
        store.traces.leave(moved.id, "B")

    project.commit(move)
    kept, whole = project.counted()
    assert kept == whole
