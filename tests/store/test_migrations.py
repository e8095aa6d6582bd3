"""The schema: migrated from zero it is the one the models say, and history stays what it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from bot.migrations import newest, search_index
from bot.migrations.runner import current, migrate
from bot.store.database import Database
from tests import stores

Schema = dict[str, tuple[object, ...]]


@pytest.fixture
def migrated(database_url: str) -> Iterator[Database]:
    database = Database(database_url, threads=2)
    yield database
    database.close()


@pytest.fixture
def empty(migrated: Database, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database of the same kind with nothing in it."""
    if migrated.is_sqlite:
        database = Database(f"sqlite:///{tmp_path / 'empty.db'}", threads=2)
        yield database
        database.close()
        return
    with stores.postgres(request.getfixturevalue("postgres_server")) as url:
        database = Database(url, threads=2)
        yield database
        database.close()


def schema(engine: Engine) -> Schema:
    seen = inspect(engine)
    return {
        table: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(table)),
            sorted(str(i["column_names"]) + str(i["unique"]) for i in seen.get_indexes(table)),
            sorted(str(sorted(u["column_names"])) for u in seen.get_unique_constraints(table)),
            sorted(str(f["constrained_columns"]) for f in seen.get_foreign_keys(table)),
            seen.get_pk_constraint(table)["constrained_columns"],
        )
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


def test_migrated_from_zero_is_the_schema_of_the_models(
    migrated: Database, empty: Database
) -> None:
    SQLModel.metadata.create_all(empty.writer)
    with empty.writer.begin() as connection:
        for statement in search_index.statements(connection.dialect.name):
            connection.execute(text(statement))
    assert schema(empty.writer) == schema(migrated.writer)


def test_migrating_again_changes_nothing(migrated: Database) -> None:
    assert newest() == current(migrated.writer)
    assert not migrate(migrated.writer)


def test_an_empty_database_has_no_schema(empty: Database) -> None:
    assert current(empty.writer) is None


@pytest.mark.parametrize("statement", ["UPDATE event SET kind = 'x'", "DELETE FROM event"])
def test_the_history_refuses_to_be_changed(migrated: Database, statement: str) -> None:
    insert = (
        "INSERT INTO event (workspace_id, kind, by, at, detail, request) "
        "VALUES (1, 'filed', 'U1', '2026-11-23 08:00:00+00', '{}', '')"
    )
    with migrated.writer.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO workspace (team, name, bot, url, last_idea) "
                "VALUES ('T', '', '', '', 0)"
            )
        )
        connection.execute(text(insert))
    with pytest.raises(DBAPIError, match="append-only"), migrated.writer.begin() as connection:
        connection.execute(text(statement))
