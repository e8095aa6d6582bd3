"""Merges: what a duplicate leads to, and what came together.

Only the pointer of a duplicate changes. Support and discussion stay with the idea they were given
to and are found through the family, so that taking a merge back gives back exactly what was.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from bot.models import Idea, Merge
from bot.store.statements import table
from bot.words import Status

ROWS = table(Idea)


def _climbing() -> Any:  # noqa: ANN401 - SQLAlchemy does not type a recursion's columns
    """An idea, what it was merged into, and so on up."""
    named = (ROWS.c.workspace_id == bindparam("workspace")) & (ROWS.c.id == bindparam("idea"))
    climbed = select(ROWS.c.id, ROWS.c.duplicate_of).where(named).cte("climbed", recursive=True)
    above = ROWS.alias()
    higher = select(above.c.id, above.c.duplicate_of)
    return climbed.union(higher.where(above.c.id == climbed.c.duplicate_of))


def _leading() -> Any:  # noqa: ANN401
    """Several ideas, each with what it was merged into, and so on up."""
    named = (ROWS.c.workspace_id == bindparam("workspace")) & ROWS.c.id.in_(
        bindparam("ideas", expanding=True)
    )
    first = select(ROWS.c.id.label("origin"), ROWS.c.id, ROWS.c.duplicate_of).where(named)
    led, above = first.cte("led", recursive=True), ROWS.alias()
    higher = select(led.c.origin, above.c.id, above.c.duplicate_of)
    return led.union(higher.where(above.c.id == led.c.duplicate_of))


def _gathering() -> Any:  # noqa: ANN401
    """A root and everything merged into it, directly or not."""
    climbed, merged = _climbing(), ROWS.alias()
    root = select(climbed.c.id, climbed.c.duplicate_of).where(climbed.c.duplicate_of.is_(None))
    family = root.cte("family", recursive=True)
    lower = select(merged.c.id, merged.c.duplicate_of)
    return family.union(lower.where(merged.c.duplicate_of == family.c.id))


CLIMBED, LED, FAMILY = _climbing(), _leading(), _gathering()
ROOT = select(CLIMBED.c.id).where(CLIMBED.c.duplicate_of.is_(None))
ROOTS = (
    select(LED.c.origin, LED.c.id)
    .join(ROWS, ROWS.c.id == LED.c.id)
    .where(LED.c.duplicate_of.is_(None), ROWS.c.status != Status.WITHDRAWN)
)
GATHERED = select(FAMILY.c.id).order_by(FAMILY.c.duplicate_of.is_not(None), FAMILY.c.id)


class Merges:
    """The merges of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def root(self, idea: int) -> int:
        """The idea that an idea leads to in the end: itself, unless it is a duplicate."""
        return int(self.session.execute(ROOT, self._of(idea)).scalar_one())

    def roots(self, ideas: Collection[int]) -> dict[int, int]:
        """The idea that each of these leads to in the end, unless that was withdrawn."""
        asked = {"workspace": self.workspace, "ideas": list(ideas)}
        return {row.origin: row.id for row in self.session.execute(ROOTS, asked)} if ideas else {}

    def family(self, idea: int) -> list[int]:
        """Everything that came together with an idea: the root first, then by age."""
        return list(self.session.execute(GATHERED, self._of(idea)).scalars())

    def add(self, merge: Merge) -> Merge:
        """Store a merge, new or undone."""
        self.session.add(merge)
        self.session.flush()
        return merge

    def standing(self, idea: int) -> Merge | None:
        """The merge that made an idea a duplicate, until it is undone."""
        rows = select_rows(Merge).where(
            Merge.workspace_id == self.workspace,
            Merge.idea_id == idea,
            col(Merge.undone_at).is_(None),
        )
        return self.session.exec(rows.order_by(col(Merge.id).desc()).limit(1)).first()

    def lock(self, ideas: Collection[int]) -> list[Idea]:
        """These ideas, so that others who want to change them wait; in one order, always."""
        rows = select_rows(Idea).where(
            Idea.workspace_id == self.workspace, col(Idea.id).in_(set(ideas))
        )
        fresh = rows.order_by(col(Idea.id)).with_for_update()
        found = self.session.exec(fresh.execution_options(populate_existing=True))
        return list(found)

    def _of(self, idea: int) -> dict[str, int]:
        return {"workspace": self.workspace, "idea": idea}
