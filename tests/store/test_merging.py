"""Merging and un-merging in any order, beside support and replies, against a tiny model."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ideas import Wording
from bot.errors import UserError
from bot.feature import Context, Links, Surroundings
from bot.models import Comment
from bot.services import merging
from bot.services.backing import Backing, back, counting
from bot.services.filing import Filing, file
from bot.store.database import Database
from bot.store.stores import Stores
from bot.words import Source, Status

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
STATUSES = (Status.NEW, Status.UNDER_REVIEW, Status.NEEDS_INFO, Status.DECLINED, Status.PLANNED)
"""What the ideas are before anything is merged."""
numbers = st.integers(1, len(STATUSES))
acts = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), numbers, numbers),
        st.tuples(st.just("unmerge"), numbers, st.just(0)),
        st.tuples(st.just("support"), numbers, st.integers(1, 6)),
        st.tuples(st.just("comment"), numbers, st.integers(1, 6)),
    ),
    max_size=16,
)
fresh = count()


class Still:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW

    real_now = now


@dataclass
class Model:
    """Who stands behind what, in plain sets."""

    status: dict[int, Status] = field(default_factory=lambda: dict(enumerate(STATUSES, 1)))
    parent: dict[int, int] = field(default_factory=dict)
    own: dict[int, set[str]] = field(
        default_factory=lambda: {n: {f"U{n}"} for n in range(1, len(STATUSES) + 1)}
    )
    said: dict[int, int] = field(default_factory=dict)

    def root(self, number: int) -> int:
        while number in self.parent:
            number = self.parent[number]
        return number

    def family(self, number: int) -> set[int]:
        return {n for n in self.own if self.root(n) == self.root(number)}

    def people(self, number: int) -> set[str]:
        return {person for n in self.family(number) for person in self.own[n]}

    def may_merge(self, one: int, other: int) -> bool:
        alone = one not in self.parent and self.root(other) != one
        return alone and self.status[one] is not Status.PLANNED

    def act(self, kind: str, one: int, other: int) -> bool:
        """Do it; whether it may be done."""
        match kind:
            case "merge":
                if not self.may_merge(one, other):
                    return False
                self.parent[one] = self.root(other)
            case "unmerge":
                return self.parent.pop(one, None) is not None
            case "support":
                if f"U{other}" not in self.people(one):
                    self.own[self.root(one)].add(f"U{other}")
            case _:
                self.said[one] = self.said.get(one, 0) + 1
        return True

    def seen(self) -> dict[int, object]:
        """What must hold of every idea."""
        return {
            n: (
                Status.DUPLICATE if n in self.parent else self.status[n],
                self.root(n),
                self.family(n),
                len(self.people(n)),
                sorted(m for m in self.family(n) for _ in range(self.said.get(m, 0))),
                self.own[n],
            )
            for n in self.own
        }


@dataclass
class Office:
    """The same, done by the real thing in a workspace of its own."""

    database: Database
    workspace: int = 0

    def begin(self) -> None:
        def fill(stores: Stores) -> None:
            team = f"T{next(fresh)}"
            self.workspace = stores.workspaces.adopt(team, "Sample", "", "").id or 0
            context = self.context(stores)
            for number, status in enumerate(STATUSES, 1):
                user = f"U{number}"
                wording = Wording(f"Sample {number}")
                idea = file(Filing(user, wording, user, user, Source.COMMAND), context)
                idea.status = status
                context.store.ideas.add(idea)

        self.database.commit(fill)

    def context(self, stores: Stores) -> Context:
        return Surroundings(Still(), Links()).context(stores.of(self.workspace))

    def act(self, kind: str, one: int, other: int) -> bool:
        try:
            self.database.commit(lambda stores: self._act(kind, one, other, self.context(stores)))
        except UserError:
            return False
        return True

    def _act(self, kind: str, one: int, other: int, context: Context) -> None:
        idea = context.store.ideas.numbered(one)
        assert idea is not None
        match kind:
            case "merge":
                merging.merge(one, other, "U9", context)
            case "unmerge":
                merging.unmerge(one, "U9", context)
            case "support":
                user = f"U{other}"
                back(counting(idea, context), Backing(user, user), context)
            case _:
                context.store.discussion.add(
                    Comment(
                        workspace_id=self.workspace,
                        idea_id=idea.id or 0,
                        channel=f"C{self.workspace}",
                        ts=f"{next(fresh):010}.0",
                        author=f"U{other}",
                        text="A sample reply.",
                        at=NOW,
                    )
                )

    def seen(self) -> dict[int, object]:
        return self.database.look(lambda stores: self._seen(self.context(stores)))

    def _seen(self, context: Context) -> dict[int, object]:
        store, found = context.store, dict[int, object]()
        ideas = [store.ideas.numbered(n) for n in range(1, len(STATUSES) + 1)]
        number = {idea.id: idea.number for idea in ideas if idea}
        for idea in ideas:
            assert idea is not None
            assert idea.id is not None
            family = store.merges.family(idea.id)
            own = store.support.people([idea.id], NOW, after="", limit=99)
            said = sorted(origin for _, origin in store.discussion.newest(family, 99))
            found[idea.number] = (
                idea.status,
                number[store.merges.root(idea.id)],
                {number[one] for one in family},
                store.support.evidence(family[0]).people,
                said,
                set(own),
            )
        return found


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    database = Database(database_url, threads=2)
    yield Office(database)
    database.close()


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=acts)
def test_a_person_counts_once_and_unmerging_restores_exactly(
    office: Office, acts: list[tuple[str, int, int]]
) -> None:
    office.begin()
    model = Model()
    for act in acts:
        assert office.act(*act) == model.act(*act), act
    assert office.seen() == model.seen()
    for number in sorted(model.parent, reverse=True):
        assert office.act("unmerge", number, 0) == model.act("unmerge", number, 0)
    assert office.seen() == model.seen()
    assert model.parent == {}
