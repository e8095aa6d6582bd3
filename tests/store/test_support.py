"""Evidence: people, customers and revenue behind a family of ideas, each counted once."""

import random
from collections import Counter
from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import insert

from bot.domain.evidence import Evidence
from bot.models import Customer, Idea, Support, Workspace
from bot.store.database import Database
from bot.store.statements import table
from bot.store.stores import Stores
from bot.words import Importance
from tests.world import START

STRONGEST = list(Importance)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url, threads=2)
    yield opened
    opened.close()


class Office:
    """One workspace in one transaction."""

    def __init__(self, stores: Stores, team: str = "T1") -> None:
        workspace = Workspace(team=team)
        stores.session.add(workspace)
        stores.session.flush()
        assert workspace.id is not None
        self.store, self.numbers = stores.of(workspace.id), count(1)

    def idea(self, into: int | None = None) -> int:
        number = next(self.numbers)
        made = Idea(
            workspace_id=self.store.workspace,
            number=number,
            request=f"sample:{number}",
            title=f"Sample {number}",
            requester="U1",
            filed_by="U1",
            duplicate_of=into,
            created_at=START,
            updated_at=START,
        )
        return self.store.ideas.add(made).id or 0

    def customer(self, name: str, revenue: int | None = None, currency: str = "USD") -> int:
        made = Customer(
            workspace_id=self.store.workspace,
            name=name,
            folded=name.casefold(),
            revenue=revenue,
            currency=currency,
            updated_at=START,
        )
        self.store.session.add(made)
        self.store.session.flush()
        return made.id or 0

    def support(
        self,
        idea: int,
        person: str,
        customer: int | None = None,
        importance: Importance | None = None,
    ) -> Support:
        made = Support(
            workspace_id=self.store.workspace,
            idea_id=idea,
            person=person,
            by=person,
            customer_id=customer,
            importance=importance,
            at=START,
        )
        return self.store.support.add(made)


def test_an_idea_nobody_supports_has_no_evidence(database: Database) -> None:
    def work(stores: Stores) -> Evidence:
        office = Office(stores)
        return office.store.support.evidence(office.idea())

    assert Evidence() == database.commit(work)


def test_a_person_and_a_customer_count_once_whatever_the_rows(database: Database) -> None:
    def work(stores: Stores) -> Evidence:
        office = Office(stores)
        idea = office.idea()
        acme, globex = office.customer("Acme", 42_000_000), office.customer("Globex", 500, "EUR")
        unpriced = office.customer("Initech")
        office.support(idea, "U1", importance=Importance.NICE_TO_HAVE)
        office.support(idea, "U1", acme, Importance.MUST_HAVE)
        office.support(idea, "U2", acme)
        office.support(idea, "U3", globex, Importance.IMPORTANT)
        office.support(idea, "U3", unpriced)
        return office.store.support.evidence(idea)

    found = database.commit(work)
    assert (3, 3) == (found.people, found.customers)
    assert {"USD": 42_000_000, "EUR": 500} == found.revenue
    assert {Importance.MUST_HAVE: 1, Importance.IMPORTANT: 1} == found.importance


def test_another_workspaces_idea_has_no_evidence(database: Database) -> None:
    def work(stores: Stores) -> Evidence:
        other = Office(stores, "T2")
        idea = other.idea()
        other.support(idea, "U1")
        return Office(stores).store.support.evidence(idea)

    assert Evidence() == database.commit(work)


def test_evidence_of_a_cycle_ends(database: Database) -> None:
    def work(stores: Stores) -> Evidence:
        office = Office(stores)
        first = office.idea()
        second = office.idea(into=first)
        made = office.store.ideas.by_id(first)
        assert made is not None
        made.duplicate_of = second
        office.store.ideas.add(made)
        office.support(first, "U1")
        office.support(second, "U2")
        return office.store.support.evidence(first)

    assert 2 == database.commit(work).people


@pytest.mark.parametrize("seed", range(3))
def test_many_ideas_at_once_are_counted_as_sets_count_them(database: Database, seed: int) -> None:
    found, expected = database.commit(lambda stores: _at_random(Office(stores), seed))
    assert expected == found


def _at_random(office: Office, seed: int) -> tuple[dict[int, Evidence], dict[int, Evidence]]:
    chance = random.Random(seed)
    ideas: dict[int, int | None] = {}
    for _ in range(12):
        into = chance.choice([None, *ideas])
        ideas[office.idea(into)] = into
    prices = {None: (0, "")} | {
        office.customer(f"Sample {n}", worth, currency): (worth, currency)
        for n, (worth, currency) in enumerate(
            [(chance.randrange(10**6), chance.choice(["USD", "EUR"])) for _ in range(5)]
        )
    }
    places = {
        (chance.choice(list(ideas)), f"U{chance.randrange(8)}", chance.choice(list(prices)))
        for _ in range(60)
    }
    rows = [
        office.support(*place, chance.choice([None, *Importance]))
        for place in sorted(places, key=str)
    ]
    families = {idea: _family(idea, ideas) for idea in ideas}
    expected = {
        idea: _counted([row for row in rows if row.idea_id in family], prices)
        for idea, family in families.items()
    }
    return office.store.support.evidences(list(ideas)), expected


def _family(root: int, ideas: dict[int, int | None]) -> set[int]:
    below = [_family(idea, ideas) for idea, into in ideas.items() if into == root]
    return {root}.union(*below)


def _counted(rows: list[Support], prices: dict[int | None, tuple[int, str]]) -> Evidence:
    said: dict[str, Importance | None] = {}
    for row in rows:
        said[row.person] = max(said.get(row.person), row.importance, key=_rank)
    customers = {row.customer_id for row in rows} - {None}
    revenue = Counter[str]()
    for customer in customers:
        worth, currency = prices[customer]
        revenue[currency] += worth
    strongest = Counter(word for word in said.values() if word is not None)
    return Evidence(len(said), len(customers), dict(revenue), dict(strongest))


def _rank(importance: Importance | None) -> int:
    return -1 if importance is None else STRONGEST.index(importance)


def test_ten_thousand_supporters_are_counted_by_the_database(database: Database) -> None:
    def work(stores: Stores) -> Evidence:
        office = Office(stores)
        root = office.idea()
        ideas = [root, *(office.idea(root) for _ in range(9))]
        acme = office.customer("Acme", 100)
        rows = [
            {
                "workspace_id": office.store.workspace,
                "idea_id": ideas[n % 10],
                "person": f"U{n}",
                "by": f"U{n}",
                "customer_id": acme if n % 2 else None,
                "quote": "",
                "at": START,
            }
            for n in range(10_000)
        ]
        stores.session.execute(insert(table(Support)), rows)
        return office.store.support.evidence(root)

    found = database.commit(work)
    assert (10_000, 1, {"USD": 100}) == (found.people, found.customers, found.revenue)
