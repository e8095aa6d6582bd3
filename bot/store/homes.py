"""App Homes: who opened theirs, and the ideas shown in it, each list in one query."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, union
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.similarity import STOP_WORDS
from bot.models import Decision, Home, Idea, IdeaIssue, Release, Support, Trigger
from bot.store.similar import beginning
from bot.words import Status, TriggerKind

WAITING = (Status.NEW, Status.UNDER_REVIEW, Status.NEEDS_INFO)
PMS_TURN = (Status.NEW, Status.UNDER_REVIEW)
ESCAPE = "\\"
READ = 1000
"""How many of the newest ideas are read for what somebody looks for; of all others, the titles."""
LATEST_OF_FEW = (-col(Idea.number),)
"""The newest first, by what no index is in the order of: a store begins with the few that are
asked for then, and not with the newest of all."""
MOST_WORDS = 8
"""Words of a search that count."""


class Turn(NamedTuple):
    """Where an idea stands among those of its product that wait for an answer."""

    place: int
    of: int


class Homes:
    """The Homes of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def of(self, user: str) -> Home | None:
        """A person's Home, if they opened it once."""
        return self.session.get(Home, (self.workspace, user))

    def save(self, home: Home) -> None:
        """Store a Home, new or changed."""
        self.session.add(home)
        self.session.flush()

    def concerned(
        self,
        family: Sequence[int],
        managers: Sequence[str],
        since: datetime,
        after: str,
        limit: int,
    ) -> list[Home]:
        """The Homes opened `since` whose people filed these ideas, stand behind or answer them."""
        behind = select(Support.person).where(
            Support.workspace_id == self.workspace, col(Support.idea_id).in_(family)
        )
        filers = select(Idea.filed_by).where(
            Idea.workspace_id == self.workspace, col(Idea.id).in_(family)
        )
        concerned = [col(Home.user).in_(people) for people in (behind, filers, managers)]
        rows = select(Home).where(
            Home.workspace_id == self.workspace,
            Home.opened_at >= since,
            Home.user > after,
            or_(*concerned),
        )
        return list(self.session.exec(rows.order_by(Home.user).limit(limit)))

    # --- Lists of ideas: `skip` some, then one more than fit on a page

    def asked_by(self, user: str, skip: int, limit: int) -> list[Idea]:
        """What a person asked for, or filed for somebody else, the newest first."""
        both = (select(Idea.id).where(who == user) for who in (Idea.requester, Idea.filed_by))
        rows = self._ideas().where(col(Idea.id).in_(union(*both)))
        return self._page(rows.order_by(*LATEST_OF_FEW), skip, limit)

    def supported_by(self, user: str, skip: int, limit: int) -> list[Idea]:
        """What others asked for by themselves and a person supports, the newest first."""
        theirs = select(Support.idea_id).where(
            Support.workspace_id == self.workspace, Support.person == user
        )
        rows = self._ideas().where(
            col(Idea.id).in_(theirs), Idea.requester != user, Idea.filed_by != user
        )
        return self._page(rows.order_by(*LATEST_OF_FEW), skip, limit)

    def queue(self, products: Sequence[int], skip: int, limit: int) -> list[Idea]:
        """What waits for an answer of these products' PMs, the latest first."""
        rows = self._ideas().where(
            col(Idea.product_id).in_(products), col(Idea.status).in_(PMS_TURN)
        )
        order = (col(Idea.due_on).is_(None), col(Idea.due_on), col(Idea.number))
        return self._page(rows.order_by(*order), skip, limit)

    def found(self, chosen: Home, skip: int, limit: int) -> list[Idea]:
        """Every idea that matches what a person looks for, the newest first."""
        rows = self._ideas()
        if chosen.product_id is not None:
            rows = rows.where(Idea.product_id == chosen.product_id)
        if chosen.status is not None:
            rows = rows.where(Idea.status == chosen.status)
        parts = chosen.words.split()
        telling = [part for part in parts if part.casefold() not in STOP_WORDS] or parts
        for place, part in enumerate(telling[:MOST_WORDS]):
            rows = rows.where(self._holds(part, place))
        return self._page(rows.order_by(col(Idea.number).desc()), skip, limit)

    def _holds(self, part: str, place: int) -> Any:  # noqa: ANN401 - SQLModel types no condition
        """The idea's number, the beginning of a word of its title, or any part of what it says:
        for that it must be among the newest, lest a search reads all there is."""
        number = part.removeprefix("#")
        if number.isascii() and number.isdigit() and len(number) < 10:
            return Idea.number == int(number)
        ours = Idea.workspace_id == self.workspace
        newest = select(func.max(Idea.number)).where(ours).scalar_subquery()
        recent = select(Idea.id).where(ours, col(Idea.number) > newest - READ, _says(part))
        titled = beginning(part, place, self.session.get_bind().dialect.name)
        return col(Idea.id).in_(union(recent, *([titled] if titled is not None else [])))

    def _ideas(self) -> SelectOfScalar[Idea]:
        return select(Idea).where(Idea.workspace_id == self.workspace)

    def _page(self, rows: SelectOfScalar[Idea], skip: int, limit: int) -> list[Idea]:
        return list(self.session.exec(rows.offset(skip).limit(limit)))

    # --- What is shown of them

    def rulings(self, ideas: Sequence[int]) -> dict[int, Decision]:
        """The ruling decision of each idea that has one."""
        rows = (
            select(Decision)
            .join(Idea, col(Idea.id) == Decision.idea_id)
            .where(
                Decision.workspace_id == self.workspace,
                col(Decision.idea_id).in_(ideas),
                Decision.number == Idea.decisions,
            )
        )
        return {decision.idea_id: decision for decision in self.session.exec(rows)}

    def turns(self, ideas: Sequence[int], products: Sequence[int]) -> dict[int, Turn]:
        """Which of all that wait in these products each of the ideas is, by the day it is due."""
        product: Any = Idea.product_id
        order = (col(Idea.due_on).is_(None), col(Idea.due_on), col(Idea.number))
        place = func.row_number().over(partition_by=product, order_by=order)
        waiting = (
            select(
                Idea.id, place.label("place"), func.count().over(partition_by=product).label("n")
            )
            .where(
                Idea.workspace_id == self.workspace,
                product.in_(products),
                col(Idea.status).in_(WAITING),
            )
            .subquery()
        )
        rows = select(waiting.c.id, waiting.c.place, waiting.c.n).where(waiting.c.id.in_(ideas))
        return {idea: Turn(place, n) for idea, place, n in self.session.exec(rows)}

    def releases(self, ideas: Sequence[int]) -> dict[int, Release]:
        """The release each idea is planned for."""
        rows = (
            select(IdeaIssue.idea_id, Release)
            .join(Release, col(Release.version_id) == IdeaIssue.planned_for)
            .where(
                IdeaIssue.workspace_id == self.workspace,
                Release.workspace_id == self.workspace,
                col(IdeaIssue.idea_id).in_(ideas),
            )
        )
        return dict(self.session.exec(rows).all())

    def returning(self, products: Sequence[int], until: date, limit: int) -> list[tuple[Idea, str]]:
        """What comes back to these products by `until`, and on which day."""
        rows = (
            select(Idea, Trigger.value)
            .join(Decision, col(Decision.idea_id) == Idea.id)
            .join(Trigger, col(Trigger.decision_id) == Decision.id)
            .where(
                Idea.workspace_id == self.workspace,
                col(Idea.product_id).in_(products),
                Decision.number == Idea.decisions,
                col(Idea.status).in_([Status.NOT_NOW, Status.DECLINED]),
                Trigger.kind == TriggerKind.DATE,
                Trigger.value <= until.isoformat(),
                col(Trigger.fired_at).is_(None),
            )
        )
        return list(self.session.exec(rows.order_by(Trigger.value).limit(limit)))

    def promised(
        self, products: Sequence[int], until: date, limit: int
    ) -> list[tuple[Idea, Release]]:
        """What these products promised with a release due by `until`, the first due first."""
        rows = (
            select(Idea, Release)
            .join(IdeaIssue, col(IdeaIssue.idea_id) == Idea.id)
            .join(Release, col(Release.version_id) == IdeaIssue.planned_for)
            .where(
                Idea.workspace_id == self.workspace,
                Release.workspace_id == self.workspace,
                col(Idea.product_id).in_(products),
                col(Idea.status).in_([Status.PLANNED, Status.IN_PROGRESS]),
                col(Release.released).is_(False),
                col(Release.release_date) <= until,
            )
        )
        order = (col(Release.release_date), col(Idea.number))
        return list(self.session.exec(rows.order_by(*order).limit(limit)))


def _says(part: str) -> Any:  # noqa: ANN401 - SQLModel does not type a bare condition
    """A part of its title or problem, in any case."""
    safe = part.replace(ESCAPE, ESCAPE * 2).replace("%", ESCAPE + "%").replace("_", ESCAPE + "_")
    pattern = f"%{safe.lower()}%"
    return or_(
        func.lower(Idea.title).like(pattern, escape=ESCAPE),
        func.lower(Idea.problem).like(pattern, escape=ESCAPE),
    )
