"""Statements that are built once, for the paths an acknowledgement waits for."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def table(model: type[SQLModel]) -> Any:  # noqa: ANN401 - SQLModel does not type it
    """The bare table of a model: a statement on it skips the ORM."""
    return model.__table__  # type: ignore[attr-defined]


def append(session: Session, row: SQLModel) -> None:
    """Store a new row that nothing changes after: the ORM would take several times as long."""
    rows = table(type(row))
    values = {column.name: getattr(row, column.name) for column in rows.columns}
    session.execute(rows.insert(), {n: value for n, value in values.items() if value is not None})


def inserting(
    model: type[SQLModel], returned: str, conflict: str | None = None
) -> Mapping[str, Any]:
    """By dialect: insert a row and return one column; no row where it is there already.

    `conflict` is the unique column that tells, any unique key where None.
    """
    rows, unique = table(model), [conflict] if conflict else None
    return {
        name: insert(rows).on_conflict_do_nothing(index_elements=unique).returning(rows.c[returned])
        for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
    }
