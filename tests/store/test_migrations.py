"""The schema: migrated from zero it is the one the models say, and history stays what it was."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from bot import migrations
from bot.migrations import current, newest, search_index
from bot.migrations.runner import migrate
from bot.store.database import Database
from bot.tracked import Blocker, Change, Field, Sprint
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


def number(database: Database) -> str | None:
    with database.writer.connect() as connection:
        return current(connection)


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
    assert newest() == number(migrated)
    assert not migrate(migrated.writer)


BEFORE_SUBSCRIPTIONS = (
    "INSERT INTO workspace (id, team, name, bot, url, last_idea) VALUES (1, 'T', '', '', '', 0)",
    "INSERT INTO product (id, workspace_id, key, name, zone, response_days, created_at) "
    "VALUES (7, 1, 'APP', 'Sample', 'UTC', 5, '2026-11-23 08:00:00+00')",
    "INSERT INTO digest (id, workspace_id, product_id, kind, channel, weekday, at, zone, paused) "
    "VALUES (3, 1, 7, 'progress', 'C1', 0, '09:00:00', 'UTC', false), "
    "(5, 1, 7, 'blockers', 'C1', 2, '10:00:00', 'UTC', true)",
    "INSERT INTO post (id, workspace_id, digest_id, period, messages, ts, created_at) "
    "VALUES (11, 1, 3, '2026-W48', '[]', '1.1', '2026-11-23 09:00:00+00')",
    "INSERT INTO post_chart (post_id, place, title, alt, file) VALUES (11, 0, 'A', 'B', 'F1')",
    "INSERT INTO run (workspace_id, job, subject, slot, due_at, taken_at) VALUES "
    "(1, 'progress', 3, '2026-W48', '2026-11-23 09:00:00+00', '2026-11-23 09:00:01+00')",
    "INSERT INTO schedule (workspace_id, job, subject, next_at) "
    "VALUES (1, 'progress', 3, '2026-11-30 09:00:00+00')",
)


def test_digests_become_subscriptions_with_their_slots_and_posts(empty: Database) -> None:
    upgrade(empty, "0012")
    with empty.writer.begin() as connection:
        for statement in BEFORE_SUBSCRIPTIONS:
            connection.execute(text(statement))
    assert migrate(empty.writer)
    with empty.writer.begin() as connection:
        rows = "SELECT id, product_id, kind, channel, weekday, shape, own, paused FROM digest"
        digests = connection.execute(text(f"{rows} ORDER BY id")).all()
        posts = connection.execute(text("SELECT id, digest_id, period, channel, ts FROM post"))
        charts = connection.execute(text("SELECT post_id, title, file FROM post_chart"))
        runs = connection.execute(text("SELECT subject, slot FROM run"))
        schedules = connection.execute(text("SELECT subject FROM schedule"))
        assert [
            (3, 7, "progress", "C1", 0, "team", True, False),
            (5, 7, "blockers", "C1", 2, "team", True, True),
        ] == [tuple(row) for row in digests]
        assert [(11, 3, "2026-W48", "C1", "1.1")] == [tuple(row) for row in posts]
        assert [(11, "A", "F1")] == [tuple(row) for row in charts]
        assert [(3, "2026-W48")] == [tuple(row) for row in runs]
        assert [(3,)] == [tuple(row) for row in schedules]
    with pytest.raises(DBAPIError), empty.writer.begin() as connection:
        connection.execute(text("DELETE FROM digest WHERE id = 3"))


AN_ITEM_IN_MICROSECONDS = (
    "INSERT INTO workspace (id, team, name, bot, url, last_idea) VALUES (1, 'T', '', '', '', 0)",
    "INSERT INTO work_item (workspace_id, issue_id, key, project, summary, type, subtask, "
    "status_id, status_name, status_category, done, assignee_name, flagged, labels, versions, "
    "blockers, sprints, history, created_at, updated_at, changed_at) VALUES (1, '7', 'A-7', 'A', "
    "'Sample', 'Story', false, '3', 'Done', 'done', true, '', false, '[\"x\"]', '[]', "
    """'[["8", "A-8", "new"]]', '[[4, "Sprint 4", "closed", 1, 1700000000000000, null, null]]', """
    """'[[1700000000123456, 5, 0, "status", "1", "3", "Open", "Done"]]', """
    "'2023-11-14 22:00:00+00', '2023-11-15 00:00:00+00', '2023-11-14 22:13:20.123456+00')",
)


def test_histories_in_microseconds_are_read_as_before(empty: Database) -> None:
    upgrade(empty, "0027")
    with empty.writer.begin() as connection:
        for statement in AN_ITEM_IN_MICROSECONDS:
            connection.execute(text(statement))
    assert migrate(empty.writer)
    issue = empty.look(lambda stores: stores.of(1).work.by_issue("7"))
    assert issue is not None
    moved = datetime(2023, 11, 14, 22, 13, 20, 123456, UTC)
    began = moved.replace(microsecond=0)
    assert (Change(moved, 5, 0, Field.STATUS, "1", "3", "Open", "Done"),) == issue.changes
    assert (Sprint(4, "Sprint 4", "closed", 1, began, None, None),) == issue.sprints
    assert (("x",), (Blocker("8", "A-8", "new"),)) == (issue.labels, issue.blockers)


def upgrade(database: Database, revision: str) -> None:
    """Bring a database to an earlier schema."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with database.writer.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_an_empty_database_has_no_schema(empty: Database) -> None:
    assert number(empty) is None


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
