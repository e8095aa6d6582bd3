"""The database: one writer thread and a read-only engine on SQLite, a pool on PostgreSQL.

SQLite's settings follow https://docs.sqlalchemy.org/en/21/dialects/sqlite.html and
https://www.sqlite.org/wal.html; one first-in-first-out writer keeps its unfair lock out of the
way of an acknowledgement.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from bot.errors import ConfigError, Unavailable
from bot.store.lull import Lull
from bot.store.stores import Stores

T = TypeVar("T")
Work = Callable[[Stores], T]

GONE = (OperationalError, InterfaceError, InternalError, PoolTimeout, sqlite3.OperationalError)
"""What the drivers raise when the database is locked, full, read-only, restarting or away."""

COURTESY = 0.1
"""Seconds what nobody waits for lets those go who wait."""
POSTGRES_TIMEOUTS = (
    "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=15000"
)


JSON_CODEC: dict[str, Any] = {
    "json_serializer": lambda value: msgspec.json.encode(value).decode(),
    "json_deserializer": msgspec.json.decode,
}


class Abandoned(Exception):
    """The transaction was given up before its commit; nothing was stored."""


class Deadline:
    """Who came first: the one who commits, or the one who gave up waiting."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._settled = False

    def _first(self) -> bool:
        with self._lock:
            first, self._settled = not self._settled, True
        return first

    def abandon(self) -> bool:
        """Give the transaction up; False when its commit has already begun."""
        return self._first()

    def check(self) -> None:
        """Raises Abandoned when the transaction was given up while it waited for its turn."""
        if self._settled:
            raise Abandoned

    def seal(self) -> None:
        """Begin the commit; raises Abandoned when nobody waits for it any more."""
        if not self._first():
            raise Abandoned


class Database:
    """Runs units of work against the store, each in a transaction and a thread of its own."""

    def __init__(self, url: str, *, threads: int = 8) -> None:
        """Open `url` (sqlite or postgresql). Raises ConfigError for anything else."""
        self.url = _with_driver(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.writer, self.reader = engines(self.url, threads)
        self._writers = ThreadPoolExecutor(1 if self.is_sqlite else threads, "store-write")
        self._background = asyncio.Semaphore(1 if self.is_sqlite else max(1, threads // 2))
        self._readers = ThreadPoolExecutor(max(2, threads // 2), "store-read")
        self.lull = Lull()
        """Between those who wait for an acknowledgement."""

    async def write(self, work: Work[T], deadline: Deadline | None = None) -> T:
        """Commit `work` and return its result. Raises Unavailable when the database is not there.

        With a `deadline` somebody waits for it: it goes before what nobody waits for, of which
        only a part is let into the queue, in a lull; and it raises Abandoned instead of committing
        once it was given up.
        """
        loop = asyncio.get_running_loop()
        if deadline is not None:
            return await loop.run_in_executor(self._writers, self.commit, work, deadline)
        async with self._background:
            await self.lull.wait(COURTESY)
            return await loop.run_in_executor(self._writers, self.commit, work, None)

    async def read(self, work: Work[T]) -> T:
        """The result of `work`, which must not write. Raises Unavailable."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.look, work)

    def commit(self, work: Work[T], deadline: Deadline | None = None) -> T:
        """`write` for callers without an event loop, on the calling thread."""
        if deadline is not None:
            deadline.check()
        try:
            with Session(self.writer, expire_on_commit=False) as session:
                result = work(Stores(session))
                session.flush()
                if deadline is not None:
                    deadline.seal()
                session.commit()
                return result
        except GONE as error:
            raise Unavailable(f"database: {_cause(error)}") from error

    def look(self, work: Work[T]) -> T:
        """`read` for callers without an event loop, on the calling thread."""
        try:
            with Session(self.reader, expire_on_commit=False) as session:
                return work(Stores(session))
        except GONE as error:
            raise Unavailable(f"database: {_cause(error)}") from error

    def close(self) -> None:
        """Finish what runs and close every connection."""
        self._writers.shutdown()
        self._readers.shutdown()
        self.writer.dispose()
        self.reader.dispose()


def engines(url: URL, threads: int) -> tuple[Engine, Engine]:
    """What writes to a store and what reads from it, for so many threads; nothing is open yet."""
    if url.get_backend_name() == "sqlite":
        writer = _sqlite(url, "BEGIN IMMEDIATE", query_only=False)
        return writer, _sqlite(url, "BEGIN", query_only=True)
    pool = _pool(url, threads)
    return pool, _snapshots(pool)


def _with_driver(url: str) -> URL:
    if url.startswith("postgres://"):
        url = url.replace("postgres://", "postgresql://", 1)
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "postgresql":
            return parsed.set(drivername="postgresql+psycopg")
        case "sqlite":
            return parsed
        case other:
            raise ConfigError(
                f"DATABASE_URL names {other!r}. Use sqlite:///shortlist.db or a postgresql:// URL."
            )


def _pool(url: URL, threads: int) -> Engine:
    return create_engine(
        url,
        **JSON_CODEC,
        pool_size=threads + max(2, threads // 2),
        max_overflow=0,
        pool_pre_ping=True,
        pool_timeout=2,
        connect_args={
            "options": POSTGRES_TIMEOUTS,
            "connect_timeout": 3,
            "tcp_user_timeout": 10_000,
        },
    )


def _snapshots(engine: Engine) -> Engine:
    """The same pool for reading: every query of a transaction sees one state, as on SQLite."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _sqlite(url: URL, begin: str, *, query_only: bool) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False}, **JSON_CODEC)

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=5000",
            "foreign_keys=ON",
            "journal_size_limit=67108864",
            f"query_only={'ON' if query_only else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _began(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event is untyped
        connection.exec_driver_sql(begin)

    return engine


def _cause(error: Exception) -> str:
    origin = error.orig if isinstance(error, DBAPIError) else error
    return str(origin).splitlines()[0] if str(origin) else type(origin).__name__
