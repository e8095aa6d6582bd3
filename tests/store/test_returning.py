"""Random lives of one idea: each thing fires once at most, for the ruling answer, never early."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from bot.domain.decisions import BY_CODE, Answer
from bot.domain.ideas import Wording
from bot.domain.triggers import Condition, holds
from bot.feature import Context, Links
from bot.models import Idea, Release, Support, Trigger, Workspace
from bot.services import deciding, returning
from bot.services.filing import Filing, file
from bot.store.database import Database
from bot.store.decisions import PUT_OFF
from bot.store.stores import Stores
from bot.words import Source, Status, TriggerKind, Verdict

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
LATER = [Condition(TriggerKind.DATE, date(2026, 11, day).isoformat()) for day in (24, 26, 28)]
MORE = [Condition(TriggerKind.SUPPORTERS, str(number)) for number in (2, 3, 5)]
OUT = [Condition(TriggerKind.RELEASE, version) for version in ("1", "2")]
acts = st.one_of(
    st.tuples(st.just("wait"), st.integers(0, 2)),
    st.tuples(st.just("support"), st.integers(1, 6)),
    st.tuples(st.just("release"), st.sampled_from(["1", "2"])),
    st.tuples(st.just("decide"), st.lists(st.sampled_from([*LATER, *MORE, *OUT]), min_size=1)),
)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url, threads=2)
    yield opened
    opened.close()


class Life:
    """One idea in a transaction that is never committed."""

    def __init__(self, session: Session) -> None:
        stores = Stores(session)
        workspace = Workspace(team="T1")
        session.add(workspace)
        session.flush()
        self.store, self.now = stores.of(workspace.id or 0), START
        for version in ("1", "2"):
            known: dict[str, Any] = {
                "workspace_id": self.store.workspace,
                "project": "S",
                "name": version,
            }
            session.add(Release(version_id=version, **known))
        filing = Filing("r1", Wording("Sample"), "U0", "U0", Source.COMMAND)
        self.idea: Idea = file(filing, self.context)

    @property
    def context(self) -> Context:
        return Context(self.store, self.now, self.now, Links())

    def act(self, what: str, how: object) -> None:
        match what, how:
            case "wait", int(days):
                self.now += timedelta(days=days)
            case "support", int(person):
                self.support(f"U{person}")
            case "release", str(version):
                self.store.releases.known([version])[version].released = True
                self.store.session.flush()
            case "decide", list(conditions):
                known = BY_CODE["no_capacity"]
                answer = Answer(Verdict.NOT_NOW, known, "Not now.", "", tuple(conditions))
                deciding.decide(self.idea, answer, "U9", self.context)
        self.look()

    def support(self, person: str) -> None:
        if self.store.support.of_person(self.idea.id or 0, person) is None:
            given: dict[str, Any] = {
                "idea_id": self.idea.id,
                "person": person,
                "by": person,
                "at": self.now,
            }
            self.store.support.add(Support(workspace_id=self.store.workspace, **given))

    def look(self) -> None:
        """Check, and hold what happened against what was known before."""
        waiting = returning._waiting(self.idea, self.context)
        put_off = self.idea.status in PUT_OFF
        facts = returning.facts(self.idea, [one for _, one in waiting], self.context)
        true = {trigger.id for trigger, one in waiting if holds(one, facts)} if put_off else set()
        before = self.all_fired()
        came = returning.check(self.idea, self.context)
        fired = self.all_fired() - before
        assert came == bool(true)
        assert fired <= true
        assert len(fired) == int(came)
        assert not (fired & before)
        assert self.idea.status == (Status.UNDER_REVIEW if came else self.idea.status)
        assert not returning.check(self.idea, self.context)

    def all_fired(self) -> set[int | None]:
        self.store.session.expire_all()
        rows = select(Trigger).where(Trigger.workspace_id == self.store.workspace)
        return {t.id for t in self.store.session.exec(rows) if t.fired_at is not None}


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(life=st.lists(acts, max_size=12))
def test_whatever_happens_each_thing_brings_an_idea_back_once(
    database: Database, life: list[tuple[str, object]]
) -> None:
    with Session(database.writer, expire_on_commit=False) as session:
        lived = Life(session)
        for what, how in life:
            lived.act(what, how)
        history = lived.store.ideas.history(lived.idea.id or 0)
        back = [event.detail["trigger"] for event in history if event.kind == "returned"]
        assert len(back) == len(set(back)) == len(lived.all_fired())
