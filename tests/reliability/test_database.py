"""A database that is locked, cut off or gone: people are told in time, and work goes on."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url, text

from bot import shell
from bot.errors import Unavailable
from bot.sandbox.slack import Answer
from bot.sandbox.slack.words import shown
from bot.store.database import Abandoned, Database, Deadline
from bot.store.stores import Stores
from tests.waiting import until
from tests.world import World

PATIENCE = 3.0
"""Seconds Slack waits for an answer."""


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgres = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


@pytest.fixture
async def begun(world: World) -> World:
    """A world with a product and an idea, as impatient from here on as outside of tests."""
    await world.product()
    await world.idea("something to begin with")
    world.app.shell.patience = shell.PATIENCE
    return world


def ideas(world: World) -> int:
    """How many are stored."""
    stored = world.app.database.look(
        lambda stores: stores.of(world.workspace).ideas.of_requester(world.requester.id, 99)
    )
    return len(stored)


def refused_in_time(answer: Answer, words: str) -> None:
    assert answer.seconds < PATIENCE
    assert "stored as" not in shown(answer.reply)
    assert words in shown(answer.reply)


@contextmanager
def locked(world: World) -> Iterator[None]:
    """Another program holds the file's write lock."""
    other = sqlite3.connect(world.app.database.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@pytest.fixture
async def working(world: World) -> AsyncIterator["asyncio.Task[None]"]:
    """A worker that runs all the while."""
    task = asyncio.create_task(world.outbox.run(1, poll=0.05))
    yield task
    world.outbox.stop()
    await task


async def carded(world: World, number: int) -> None:
    """Wait until the running worker has posted an idea's card."""

    def posted() -> bool:
        cards = [str(message.blocks) for message in world.slack.messages(world.triage)]
        return any(f"*#{number}*" in card for card in cards)

    await until(posted)


# --- SQLite


@on_sqlite
async def test_a_locked_file_is_said_in_time_and_nothing_is_stored_later(begun: World) -> None:
    with locked(begun):
        answers = await asyncio.gather(*(begun.idea(f"wish {n}") for n in range(3)))
        for number, answer in enumerate(answers):
            refused_in_time(answer, f"wish {number}")
    await begun.stored(lambda _: None)  # after everything that stood in line
    assert 1 == ideas(begun)
    assert "stored as *#2*" in shown((await begun.idea("wish again")).reply)


@on_sqlite
async def test_a_worker_outlives_a_locked_file(begun: World, working: "asyncio.Task[None]") -> None:
    await carded(begun, 1)
    with locked(begun):
        begun.outbox.wake()
        await asyncio.sleep(0.1)
        await begun.stored(lambda _: None)  # in line behind the step that found it locked
        assert not working.done()
    await begun.idea("after it")
    await carded(begun, 2)


# --- PostgreSQL


@contextmanager
def admin(world: World) -> Iterator[psycopg.Connection]:
    """A connection beside the program's, to the server's own database."""
    url = make_url(str(world.app.config.database_url)).set(drivername="postgresql")
    there = url.set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(there, autocommit=True) as connection:
        yield connection


def terminate(world: World) -> None:
    """Cut every connection of the program."""
    with admin(world) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [world.app.database.url.database],
        )


@contextmanager
def gone(world: World) -> Iterator[None]:
    """The database takes no connections."""
    name = sql.Identifier(str(world.app.database.url.database))
    switch = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
    with admin(world) as connection:
        connection.execute(switch.format(name, sql.SQL("false")))
    terminate(world)
    try:
        yield
    finally:
        with admin(world) as connection:
            connection.execute(switch.format(name, sql.SQL("true")))


@contextmanager
def slow(world: World) -> Iterator[None]:
    """Another program holds the lock on the inbox."""
    other = Database(world.app.config.database_url, threads=1)
    with other.writer.connect() as connection:
        connection.execute(text("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"))
        yield
        connection.rollback()
    other.close()


@on_postgres
async def test_a_database_that_is_gone_is_said_in_time_and_work_resumes(
    begun: World, working: "asyncio.Task[None]"
) -> None:
    await carded(begun, 1)
    with gone(begun):
        refused_in_time(await begun.idea("wish"), "wish")
        with pytest.raises(Unavailable):
            await begun.outbox.step()
        assert not working.done()
    assert 1 == ideas(begun)
    assert "stored as" in shown((await begun.idea("wish again")).reply)
    await carded(begun, 2)


@on_postgres
async def test_connections_cut_while_idle_are_made_anew_unnoticed(
    begun: World, working: "asyncio.Task[None]"
) -> None:
    await carded(begun, 1)
    terminate(begun)
    assert "stored as *#2*" in shown((await begun.idea("wish")).reply)
    await carded(begun, 2)


@on_postgres
async def test_a_connection_cut_in_the_middle_is_said_and_nothing_is_stored(
    begun: World,
) -> None:
    with slow(begun):
        asking = asyncio.create_task(begun.idea("wish"))
        await until(lambda: terminate_waiting(begun) > 0)
        refused_in_time(await asking, "wish")
    assert 1 == ideas(begun)


def terminate_waiting(world: World) -> int:
    """Cut the connections that wait for a lock; how many they were."""
    with admin(world) as connection:
        return connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND wait_event_type = 'Lock'",
            [world.app.database.url.database],
        ).rowcount


@on_postgres
async def test_what_was_given_up_is_not_stored_when_the_lock_is_gone(begun: World) -> None:
    with slow(begun):
        refused_in_time(await begun.idea("wish"), "wish")
    begun.app.database.close()  # waits for what still runs
    assert 1 == ideas(begun)


# --- The database alone


async def test_an_abandoned_transaction_is_not_even_begun(database_url: str) -> None:
    database, deadline, begun = Database(database_url), Deadline(), []
    assert deadline.abandon()
    with pytest.raises(Abandoned):
        await database.write(lambda stores: begun.append(stores), deadline)
    assert [] == begun
    database.close()


async def test_one_abandoned_on_its_way_is_not_committed(database_url: str) -> None:
    database, deadline = Database(database_url), Deadline()

    def work(stores: Stores) -> None:
        stores.workspaces.local()
        assert deadline.abandon()

    with pytest.raises(Abandoned):
        await database.write(work, deadline)
    assert [] == await database.read(lambda stores: stores.workspaces.all())
    database.close()


async def test_once_its_commit_began_it_cannot_be_abandoned(database_url: str) -> None:
    database, deadline = Database(database_url), Deadline()
    await database.write(lambda stores: stores.workspaces.local(), deadline)
    assert not deadline.abandon()
    assert 1 == len(await database.read(lambda stores: stores.workspaces.all()))
    database.close()


async def test_a_reader_sees_one_state_and_cannot_write(database_url: str) -> None:
    database = Database(database_url)

    def read(stores: Stores) -> tuple[int, int]:
        before = len(stores.workspaces.all())
        database.commit(lambda other: other.workspaces.local())
        stores.session.expire_all()
        return before, len(stores.workspaces.all())

    assert (0, 0) == await database.read(read)
    assert 1 == len(await database.read(lambda stores: stores.workspaces.all()))
    with pytest.raises(Unavailable):
        await database.read(lambda stores: stores.session.execute(text("DELETE FROM workspace")))
    database.close()
