"""Whether a column is one of many values, as a statement that reads the same for any number.

Each value of an `IN` is a parameter of its own: psycopg takes a statement of more than 50 apart
anew each time it is run, and SQLAlchemy writes it anew for every length. Here all of them are one.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, JSON, ColumnElement, any_, bindparam, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Among(FunctionElement[bool]):
    """See `among`. Of no type: a truth of its own type SQLite would be asked to compare with 1."""

    inherit_cache = True


def among(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:  # noqa: ANN401 - any column
    """Whether a column of text or whole numbers holds one of some values; of none it never does.

    https://www.postgresql.org/docs/current/functions-comparisons.html,
    https://www.sqlite.org/json1.html#jeach
    """
    kind = ARRAY(column.type).with_variant(JSON(), "sqlite")
    return Among(column, bindparam(None, list(values), kind, unique=True))


@compiles(Among, "postgresql")
def _any(element: Among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - the hook's
    column, values = element.clauses
    return compiler.process(column == any_(values), **options)


@compiles(Among, "sqlite")
def _each(element: Among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - the hook's
    column, values = element.clauses
    each = select(func.json_each(values).table_valued("value").c.value)
    return compiler.process(column.in_(each), **options)
