"""What is told of releases is noted once, whoever counts."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest

from bot.domain.forecast import Dates
from bot.domain.outlook import News, Outlook
from bot.models import Product, Workspace
from bot.services import weekly
from bot.services.finished import with_earlier
from bot.store.database import Database
from bot.store.outlooks import outlooks
from bot.store.stores import Store, Stores
from bot.words import Concern
from tests.builders import issue, version

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
LATE = News("1", Concern.OVERDUE, "2026-11-20")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url, threads=2)
    yield opened
    opened.close()


def in_office(database: Database, work: Callable[[Store, int], object]) -> None:
    """Do something for the product of one workspace, and commit it."""

    def commit(stores: Stores) -> None:
        workspace = stores.workspaces.of_team("T1")
        if workspace is None:
            workspace = Workspace(team="T1")
            stores.session.add(workspace)
            stores.session.flush()
        store = stores.of(workspace.id or 0)
        product = store.products.by_key("APP") or store.products.add(
            Product(workspace_id=store.workspace, key="APP", name="Sample App", created_at=NOW), []
        )
        work(store, product.id or 0)

    database.commit(commit)


def test_the_same_is_told_once_and_another_date_again(database: Database) -> None:
    told: list[list[str]] = []

    def notice(store: Store, product: int, *news: News) -> None:
        store.outlooks.notice(product, news, NOW)
        untold = store.outlooks.untold(product)
        told.append([f"{one.concern} {one.about}" for one in untold])
        store.outlooks.told(untold, NOW)

    moved = LATE._replace(about="2026-11-27")
    in_office(database, lambda store, product: notice(store, product, LATE, LATE))
    in_office(database, lambda store, product: notice(store, product, LATE))
    in_office(database, lambda store, product: notice(store, product, LATE, moved))
    assert [["overdue 2026-11-20"], [], ["overdue 2026-11-27"]] == told


def test_a_count_is_kept_whole_and_an_older_one_never_replaces_it(database: Database) -> None:
    dates = Dates(date(2026, 12, 1), date(2026, 12, 8), None)
    newer = Outlook("1", ["A-1"], ["A-2"], [], date(2026, 11, 1), ["A-2"], ["A-3"], dates)
    older = Outlook("1", dates=Dates(None, None, None))

    def keep(store: Store, product: int) -> None:
        store.outlooks.keep(product, [newer], 3, NOW, NOW.date())
        store.outlooks.keep(product, [older], 3, NOW - timedelta(minutes=1), NOW.date())

    in_office(database, keep)
    found: list[dict[str, Outlook]] = []
    in_office(database, lambda s, product: found.append(outlooks(s.outlooks.count(product))))
    assert [{"1": newer}] == found


def test_two_that_tell_at_once_tell_once(database: Database) -> None:
    in_office(database, lambda store, product: store.outlooks.notice(product, [LATE], NOW))
    together, told = Barrier(2), list[str]()

    def tell(store: Store, product: int) -> None:
        untold = store.outlooks.untold(product)
        store.outlooks.told(untold, NOW)
        told.extend(one.about for one in untold)

    def process() -> None:
        together.wait(10)
        in_office(database, tell)

    with ThreadPoolExecutor(2) as both:
        for ended in [both.submit(process) for _ in range(2)]:
            ended.result(30)
    assert ["2026-11-20"] == told


def test_what_was_done_too_long_ago_to_be_read_still_fills_its_release(database: Database) -> None:
    found: list[Mapping[str, int]] = []

    def look(store: Store, product: int) -> None:
        old, other, recent, waiting = (
            issue(f"A-{n}", parent=parent, moves=[(day, "Closed")], versions=("1",))
            for n, parent, day in (
                (1, "A09", "2024-02-01"),
                (2, None, "2024-02-01"),
                (3, "A09", "2026-11-01"),
                (4, None, "2026-11-20"),
            )
        )
        store.work.store([old, other, recent, waiting], frozenset({"6"}))
        store.releases.store([version("1"), version("2")], NOW)
        done = Outlook("1", done=["A-1", "A-2", "A-3"])
        store.outlooks.keep(product, [done, Outlook("2")], 4, NOW, NOW.date())
        known = store.products.by_id(product)
        assert known is not None
        known.project = "A"
        read = weekly.facts(store, known, NOW.date())
        assert ["A-3", "A-4"] == sorted(one.key for one in read.issues)
        found.extend(
            with_earlier(read, store, known, only).earlier for only in ((), ("A09",), ("A08",))
        )

    in_office(database, look)
    assert [{"1": 2, "2": 0}, {"1": 1, "2": 0}, {"1": 0, "2": 0}] == found
