"""An idea and its issue under random edits on both sides, lag, redelivery, faults and crashes.

The model is what people wrote: every title is written once. At rest both sides hold the same,
and each title was shown on the other side, or written over by whoever wrote it, or is told as
overridden: none is lost without a word. 125 steps for each store and each owner; more in the soak.
"""

import random
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from typing import Any

import pytest
from msgspec.structs import replace
from sqlmodel import col, select

from bot.app import App
from bot.config import read
from bot.domain.priorities import to_band
from bot.effects import AddComment, Effect, SetField, System, TrackIssue
from bot.errors import Unavailable, Uncertain
from bot.feature import Context
from bot.models import Delivery, Event, FieldRule, Idea, IdeaIssue, Product, ProjectSync
from bot.services import refresh, tracking
from bot.services.sides import joined
from bot.store.stores import Stores
from bot.tracked import Issue, IssueRef, Status
from bot.words import DeliveryState, Direction, Priority, Side, SyncedField
from bot.words import Status as Stands
from tests.reliability.machine import Mortal
from tests.reliability.room import Crash
from tests.world import Frozen

SCHEME = ["Highest", "High", "Medium", "Low", "Lowest"]
NEW = Status("1", "To Do", "new")
OPEN = (DeliveryState.READY, DeliveryState.LEASED, DeliveryState.UNKNOWN)
PLANS = ((), ("1",), ("2",), ("1", "2"))
"""Releases it may be planned for."""
FAULTS = ("away", "cut before", "cut after", "crash before", "crash after")


KINDS = ("jira.issue", "issue.field", "issue.comment")


@dataclass
class Nearby:
    """A tracker of one issue, on this side of the network; one write fails as it is told."""

    issue: Issue
    fault: str = ""
    writes: int = 0
    comments: list[str] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    """Every title it ever held."""

    def edit(self, at: datetime, **values: Any) -> None:
        """What a person, or we, change."""
        self.issue = replace(self.issue, updated=at, **values)
        self.titles.add(self.issue.summary)

    async def perform(self, effect: Effect, mark: str, within: float = inf) -> object:  # noqa: ARG002
        fault = ""
        if not isinstance(effect, TrackIssue):
            fault, self.fault = self.fault, ""
        _fail(fault, "before")
        result = self._performed(effect, mark)
        _fail(fault, "after")
        return result

    def _performed(self, effect: Effect, mark: str) -> object:
        match effect:
            case SetField(field=SyncedField.PRIORITY) if self.issue.priority == effect.seen:
                self._write(effect, priority=effect.value)
            case SetField(field=SyncedField.SUMMARY) if self.issue.summary == effect.seen:
                self._write(effect, summary=effect.value)
            case SetField(field=SyncedField.VERSION) if joined(self.issue.versions) == effect.seen:
                self._write(effect, versions=tuple(effect.value.split(",")) if effect.value else ())
            case AddComment():
                self.comments.append(mark)
                return IssueRef(mark, effect.issue)
            case SetField() | TrackIssue():
                pass
            case _:
                raise AssertionError(effect)
        return self.issue

    def _write(self, effect: SetField, **values: Any) -> None:
        if effect.value != effect.seen:
            self.writes += 1
            self.edit(self.issue.updated + timedelta(milliseconds=1), **values)

    async def find(self, effect: Effect, mark: str, since: datetime) -> object | None:  # noqa: ARG002
        return IssueRef(mark, "1") if mark in self.comments else None

    async def check(self) -> list[Any]:
        return []


def _fail(fault: str, when: str) -> None:
    if fault == "away" and when == "before":
        raise Unavailable("away")
    if fault == f"cut {when}":
        raise Uncertain("cut")
    if fault == f"crash {when}":
        raise Crash(when)


@dataclass
class Pair:
    """The idea, its issue, and what people wrote on each side, oldest first."""

    app: App
    clock: Frozen
    database: Mortal
    jira: Nearby
    workspace: int
    chance: random.Random
    ours: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    """Every title the idea ever held."""
    pages: list[Issue] = field(default_factory=list)
    """What a lagging search may still find."""

    def context(self, stores: Stores) -> Context:
        return self.app.surroundings.context(stores.of(self.workspace))

    # --- What happens

    async def step(self) -> None:
        acts = (self.write_here, self.write_there, self.hint, self.page, self.work, self.work)
        await self.chance.choice(acts)()
        self.shown.add((await self.idea()).title)
        self.clock.move(seconds=self.chance.choice((0, 0.5, 5, 61)))

    async def write_here(self) -> None:
        """Somebody changes the idea."""
        await self._change(priority=self.chance.choice(list(Priority)))
        if self.chance.random() < 0.5:
            await self.write_title(f"ours {len(self.ours)}")
        if self.chance.random() < 0.5:
            await self.plan(self.chance.choice(PLANS))

    async def plan(self, versions: tuple[str, ...]) -> None:
        """Somebody plans it for other releases."""

        def change(stores: Stores) -> None:
            context = self.context(stores)
            idea = context.store.ideas.numbered(1, lock=True)
            assert idea is not None
            (link,) = context.store.idea_issues.of(idea.id or 0)
            link.version = joined(versions)
            refresh.issues_of(idea, context)

        await self.app.database.write(change)

    async def write_title(self, title: str) -> None:
        """Somebody gives the idea a title nobody gave it before."""
        await self._change(title=title)
        self.ours.append(title)

    async def _change(self, **values: Any) -> None:
        def change(stores: Stores) -> None:
            context = self.context(stores)
            idea = context.store.ideas.numbered(1, lock=True)
            assert idea is not None
            for name, value in values.items():
                setattr(idea, name, value)
            context.store.ideas.add(idea)
            refresh.issues_of(idea, context)

        await self.app.database.write(change)

    async def write_there(self) -> None:
        """Somebody changes the issue; search will tell of it later, or never."""
        self.pages = [*self.pages[-3:], self.jira.issue]
        values: dict[str, Any] = {"priority": self.chance.choice(SCHEME)}
        if self.chance.random() < 0.5:
            values["summary"] = f"theirs {len(self.theirs)}"
            self.theirs.append(values["summary"])
        if self.chance.random() < 0.5:
            values["versions"] = self.chance.choice(PLANS)
        self.jira.edit(max(self.clock.at, self.jira.issue.updated), **values)

    async def hint(self) -> None:
        """A webhook comes, perhaps for the second time."""
        for _ in range(self.chance.choice((1, 2))):
            await self.app.database.write(lambda s: refresh.issue("1", self.context(s)))

    async def page(self) -> None:
        """A page of search comes, which may lag."""
        found = self.chance.choice([*self.pages, self.jira.issue])

        def learn(stores: Stores) -> None:
            context = self.context(stores)
            sync = context.store.syncs.of("SAMPLE")
            tracking.learn(context.store.work.weighed([found])[0], sync, context)

        await self.app.database.write(learn)

    async def work(self) -> None:
        """A worker sends a few things, in any weather, or its process ends doing so."""
        self.jira.fault = self.chance.choice((*FAULTS, ""))
        if self.chance.random() < 0.1:
            self.database.crash = (self.chance.choice(("before", "after")), 1)
        with suppress(Crash):
            await self.worker().drain(self.chance.randint(1, 4))
        self.jira.fault, self.database.crash = "", None

    def worker(self) -> Any:
        outbox = self.app.outbox({System.TRACKER: self.jira}, "sample", KINDS.__contains__)
        outbox.database = self.database
        return outbox

    # --- What is left

    async def rest(self) -> None:
        """In fair weather, after one last hint, everything comes to an end."""
        await self.hint()
        for _ in range(200):
            await self.worker().drain()
            waiting = await self.open()
            if not waiting:
                return
            self.clock.at = max(self.clock.at, min(waiting)) + timedelta(seconds=61)
        raise AssertionError("never at rest")

    async def open(self) -> list[datetime]:
        rows = select(Delivery).where(col(Delivery.state).in_(OPEN), col(Delivery.kind).in_(KINDS))

        def found(stores: Stores) -> list[datetime]:
            return [row.lease_until or row.available_at for row in stores.session.exec(rows)]

        return await self.app.database.read(found)

    async def idea(self) -> Idea:
        found = await self.app.database.read(
            lambda stores: stores.of(self.workspace).ideas.numbered(1)
        )
        assert found is not None
        return found

    async def planned(self) -> str:
        def found(stores: Stores) -> str:
            (link,) = stores.of(self.workspace).idea_issues.of(1)
            return link.version

        return await self.app.database.read(found)

    async def overridden(self) -> list[dict[str, Any]]:
        def found(stores: Stores) -> list[Event]:
            return stores.of(self.workspace).ideas.history(1)

        return [e.detail for e in await self.app.database.read(found) if e.kind == "overridden"]


@pytest.fixture
async def pair(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Pair]:
    """An idea that became an issue, with two fields that go both ways."""
    clock = Frozen()
    settings = {"DATABASE_URL": database_url, "JIRA_URL": "http://127.0.0.1:9", "JIRA_TOKEN": "x"}
    app, database = App(read(settings), clock), Mortal(database_url)
    made = Issue("1", "SAMPLE-1", "SAMPLE", "first", "Story", False, NEW, clock.at, clock.at)
    jira = Nearby(replace(made, priority="Medium"), titles={"first"})
    workspace = app.workspace()
    app.database.commit(lambda stores: _furnish(stores, workspace, clock.at))
    yield Pair(app, clock, database, jira, workspace, random.Random(1))
    database.close()
    app.close()


def _furnish(stores: Stores, workspace: int, now: datetime) -> None:
    store = stores.of(workspace)
    owner: dict[str, Any] = {"workspace_id": workspace}
    product = Product(key="APP", name="Sample App", project="SAMPLE", created_at=now, **owner)
    store.products.add(product, ["U000000002"])
    store.syncs.save(ProjectSync(project="SAMPLE", priorities=SCHEME, **owner))
    idea = Idea(
        number=1,
        request="sample",
        title="first",
        requester="U000000001",
        filed_by="U000000001",
        product_id=product.id,
        status=Stands.PLANNED,
        created_at=now,
        updated_at=now,
        **owner,
    )
    store.ideas.add(idea)
    assert idea.id is not None
    store.idea_issues.link(IdeaIssue(idea_id=idea.id, issue_id="1", key="SAMPLE-1", **owner))
    assert product.id is not None
    for name in (SyncedField.PRIORITY, SyncedField.SUMMARY):
        store.fields.set_rule(both_ways(product.id, name, Side.JIRA))


def both_ways(product: int, field: SyncedField, owner: Side) -> FieldRule:
    return FieldRule(product_id=product, field=field, direction=Direction.BOTH, owner=owner)


async def lived(pair: Pair, steps: int, rest_every: int) -> None:
    """Random steps with a rest now and then, where all must be well."""
    await pair.rest()
    for number in range(1, steps + 1):
        await pair.step()
        if number % rest_every == 0:
            await pair.rest()
            await agreed(pair)


async def agreed(pair: Pair) -> None:
    idea, issue, told = await pair.idea(), pair.jira.issue, await pair.overridden()
    assert (idea.title, idea.priority) == (issue.summary, to_band(issue.priority, SCHEME))
    assert joined(issue.versions) == await pair.planned()
    assert len(told) == len(set(pair.jira.comments)) == len(pair.jira.comments)
    pair.shown.add(idea.title)
    lost = {detail["lost"] for detail in told}
    for detail in told:
        if detail["field"] == "summary":
            sides = {detail[side].split()[0] for side in ("kept", "lost")}
            assert {"ours", "theirs"} == sides, "one side alone wrote"
    assert set(pair.ours[-1:]) <= pair.jira.titles | lost
    assert set(pair.theirs[-1:]) <= pair.shown | lost
    writes = pair.jira.writes
    await pair.hint()
    await pair.rest()
    assert writes == pair.jira.writes, "at rest nothing is written any more"


@pytest.mark.parametrize("owner", Side)
async def test_an_idea_and_its_issue_stay_in_step(pair: Pair, owner: Side) -> None:
    rule = both_ways(1, SyncedField.SUMMARY, owner)
    await pair.app.database.write(lambda s: s.of(pair.workspace).fields.set_rule(rule))
    await lived(pair, 75, rest_every=5)


async def test_a_write_whose_answer_was_lost_is_not_taken_for_somebodys_edit(pair: Pair) -> None:
    await pair.rest()
    await pair.write_title("ours 0")
    pair.jira.fault = "cut after"
    await pair.worker().drain(2)
    assert "ours 0" == pair.jira.issue.summary
    await pair.write_title("ours 1")
    await pair.rest()
    assert ("ours 1", []) == (pair.jira.issue.summary, await pair.overridden())


@pytest.mark.soak
@pytest.mark.timeout(840)
async def test_they_stay_in_step_for_long(pair: Pair) -> None:
    for seed in range(2, 12):
        pair.chance = random.Random(seed)
        await lived(pair, 1000, rest_every=10)
