"""Who stands behind ideas."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, Select, and_, bindparam, case, func, literal, null, select, union_all
from sqlmodel import Session, col
from sqlmodel import select as rows_of

from bot.domain.evidence import RANKS, Count, Evidence, gathered
from bot.models import Customer, Idea, Support
from bot.store.statements import append, table

IDEAS, SUPPORT, CUSTOMERS = table(Idea), table(Support), table(Customer)
WORKSPACE: Any = bindparam("workspace")


def _families() -> CTE:
    """Each of the ideas asked for with itself and all that was merged into it."""
    asked = IDEAS.c.id.in_(bindparam("ideas", expanding=True))
    top = (
        select(IDEAS.c.id.label("root"), IDEAS.c.id.label("member"))
        .where(IDEAS.c.workspace_id == WORKSPACE, asked)
        .cte("family", recursive=True)
    )
    merged = select(top.c.root, IDEAS.c.id).where(
        IDEAS.c.workspace_id == WORKSPACE, IDEAS.c.duplicate_of == top.c.member
    )
    return top.union(merged)


def _people(family: CTE) -> Select[Any]:
    """How many people stand behind each idea, by the strongest thing they said."""
    rank = case(RANKS, value=SUPPORT.c.importance, else_=0)
    each = (
        select(family.c.root, SUPPORT.c.person, func.max(rank).label("rank"))
        .join(SUPPORT, SUPPORT.c.idea_id == family.c.member)
        .group_by(family.c.root, SUPPORT.c.person)
        .subquery()
    )
    counted = (each.c.root, func.count(), each.c.rank, literal(""), null())
    return select(*counted).group_by(each.c.root, each.c.rank)


def _customers(family: CTE) -> Select[Any]:
    """How many customers stand behind each idea, and their revenue, by currency."""
    each = (
        select(family.c.root, SUPPORT.c.customer_id)
        .join(SUPPORT, SUPPORT.c.idea_id == family.c.member)
        .distinct()
        .subquery()
    )
    money = (CUSTOMERS.c.currency, func.sum(CUSTOMERS.c.revenue))
    return (
        select(each.c.root, func.count(), null(), *money)
        .join(CUSTOMERS, CUSTOMERS.c.id == each.c.customer_id)
        .group_by(each.c.root, CUSTOMERS.c.currency)
    )


def _segments(family: CTE) -> Select[Any]:
    """The segments of the customers behind each idea."""
    return (
        select(family.c.root, CUSTOMERS.c.segment)
        .join(SUPPORT, SUPPORT.c.idea_id == family.c.member)
        .join(CUSTOMERS, CUSTOMERS.c.id == SUPPORT.c.customer_id)
        .distinct()
    )


def _names(family: CTE) -> Select[Any]:
    """The names of the customers behind each idea."""
    return (
        select(family.c.root, CUSTOMERS.c.name)
        .join(SUPPORT, SUPPORT.c.idea_id == family.c.member)
        .join(CUSTOMERS, CUSTOMERS.c.id == SUPPORT.c.customer_id)
        .distinct()
    )


BEHIND = and_(
    SUPPORT.c.workspace_id == WORKSPACE, SUPPORT.c.idea_id.in_(bindparam("ideas", expanding=True))
)
FIRST = select(func.min(SUPPORT.c.id)).where(BEHIND, SUPPORT.c.person == bindparam("person"))
BEFORE = select(func.count(func.distinct(SUPPORT.c.person))).where(
    BEHIND, SUPPORT.c.id < bindparam("since")
)
FAMILY = _families()
BACKED = (
    select(FAMILY.c.root)
    .join(SUPPORT, SUPPORT.c.idea_id == FAMILY.c.member)
    .where(SUPPORT.c.person == bindparam("person"))
    .distinct()
)
NAMES = _names(FAMILY).order_by(CUSTOMERS.c.name)
SEGMENTS = _segments(FAMILY)
EVIDENCE = union_all(_people(FAMILY), _customers(FAMILY))


class Supports:
    """The support given to one workspace's ideas."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def add(self, support: Support) -> Support:
        """Store support, new or changed."""
        self.session.add(support)
        self.session.flush()
        return support

    def begin(self, support: Support) -> None:
        """Store the first support of a new idea."""
        append(self.session, support)

    def drop(self, support: Support) -> None:
        """Take support back."""
        self.session.delete(support)
        self.session.flush()

    def of_person(self, idea: int, person: str) -> Support | None:
        """What a person said for themselves, else the first they said for a customer."""
        return next(iter(self.of_one([idea], person)), None)

    def of_one(self, ideas: Sequence[int], person: str) -> list[Support]:
        """All that a person said of any of these ideas, for themselves first."""
        rows = rows_of(Support).where(
            Support.workspace_id == self.workspace,
            col(Support.idea_id).in_(ideas),
            Support.person == person,
        )
        alone = col(Support.customer_id).is_not(None)
        return list(self.session.exec(rows.order_by(alone, col(Support.id))))

    def behind(self, ideas: Sequence[int]) -> int:
        """How many people stand behind any of these ideas, each counted once."""
        people = rows_of(func.count(func.distinct(Support.person))).where(
            Support.workspace_id == self.workspace, col(Support.idea_id).in_(ideas)
        )
        return self.session.exec(people).one()

    def backed(self, ideas: Sequence[int], person: str) -> set[int]:
        """Which ideas a person stands behind, or behind anything that was merged into them."""
        asked = {"workspace": self.workspace, "ideas": list(ideas), "person": person}
        return set(self.session.scalars(BACKED, asked))

    def place(self, ideas: Sequence[int], person: str) -> int | None:
        """Whether a person was the first, the second... behind any of these ideas."""
        asked = {"workspace": self.workspace, "ideas": list(ideas), "person": person}
        since = self.session.execute(FIRST, asked).scalar_one()
        if since is None:
            return None
        before = self.session.execute(BEFORE, asked | {"since": since}).scalar_one()
        return int(before) + 1

    def voices(self, ideas: Sequence[int], limit: int) -> list[tuple[Support, str]]:
        """The newest words said of any of these ideas, each with the customer's name."""
        rows = (
            rows_of(Support, func.coalesce(Customer.name, ""))
            .join(Customer, col(Customer.id) == Support.customer_id, isouter=True)
            .where(
                Support.workspace_id == self.workspace,
                col(Support.idea_id).in_(ideas),
                Support.quote != "",
            )
            .order_by(col(Support.at).desc(), col(Support.id).desc())
        )
        return list(self.session.exec(rows.limit(limit)))

    def segments(self, ideas: Sequence[int]) -> dict[int, set[str]]:
        """The segments of the customers behind each idea and all that was merged into it."""
        asked = {"workspace": self.workspace, "ideas": list(ideas)}
        found: dict[int, set[str]] = defaultdict(set)
        for idea, segment in self.session.execute(SEGMENTS, asked):
            found[idea].add(segment)
        return found

    def customers(self, ideas: Sequence[int]) -> dict[int, list[str]]:
        """The names of the customers behind each idea and all that was merged into it, in order."""
        asked = {"workspace": self.workspace, "ideas": list(ideas)}
        found: dict[int, list[str]] = defaultdict(list)
        for idea, name in self.session.execute(NAMES, asked):
            found[idea].append(name)
        return found

    def evidence(self, idea: int) -> Evidence:
        """Who stands behind an idea and all that was merged into it."""
        return self.evidences([idea])[idea]

    def evidences(self, ideas: Sequence[int]) -> dict[int, Evidence]:
        """The same for several ideas, in one query."""
        asked = {"workspace": self.workspace, "ideas": list(ideas)}
        counts: dict[int, list[Count]] = defaultdict(list)
        for idea, number, rank, currency, revenue in self.session.execute(EVIDENCE, asked):
            money = None if revenue is None else int(revenue)
            counts[idea].append(Count(number, rank, currency, money))
        return {idea: gathered(counts[idea]) for idea in ideas}

    def people(self, ideas: Sequence[int], until: datetime, *, after: str, limit: int) -> list[str]:
        """Who stood behind any of these ideas at `until`, each once, by id from `after` on."""
        rows = rows_of(Support.person).where(
            Support.workspace_id == self.workspace,
            col(Support.idea_id).in_(ideas),
            Support.at <= until,
            Support.person > after,
        )
        return list(self.session.exec(rows.distinct().order_by(Support.person).limit(limit)))

    def by_reaction(self, idea: int, message: str) -> list[Support]:
        """What was given by an emoji under a message, and by nothing else."""
        rows = rows_of(Support).where(
            Support.workspace_id == self.workspace,
            Support.idea_id == idea,
            Support.reacted == message,
        )
        return list(self.session.exec(rows.order_by(col(Support.id))))
