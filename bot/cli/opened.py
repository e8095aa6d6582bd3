"""The app as a command finds it, and how a command ends that goes wrong."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from bot.config import Need, load
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.app import App

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
P = ParamSpec("P")
R = TypeVar("R")
GARBAGE = (50_000, 20, 50)
"""How much is made between two looks for garbage. With Python's usual 700, 10 and 10 a digest of a
large project spends half its time on looking."""


def says_what_is_wrong(command: Callable[P, R]) -> Callable[P, R]:
    """End with a sentence, not a traceback, for everything that is raised on purpose."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except BotError as error:
            raise click.ClickException(str(error)) from error

    return guarded


@contextmanager
def opened(*needs: Need) -> "Iterator[App]":
    """The app, for a command that needs these settings; it is closed at the end."""
    from bot import logs
    from bot.app import App

    gc.set_threshold(*GARBAGE)
    config = load(*needs)
    logs.set_up(config.log_format, secrets=config.secrets)
    app = App(config)
    try:
        yield app
    finally:
        app.close()


@contextmanager
def migrated(*needs: Need) -> "Iterator[App]":
    """The same, with its database at this version's schema."""
    from bot.migrations.runner import migrate

    with opened(*needs) as app:
        migrate(app.database.writer)
        yield app
