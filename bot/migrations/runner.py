"""Brings a database to the newest schema. Alembic is loaded here and nowhere else."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from bot.migrations import current, newest


def migrate(engine: Engine) -> bool:
    """Apply what is missing; False when nothing was. Replicas that start together take turns."""
    with engine.connect() as connection:
        if current(connection) == newest():
            return False
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7267)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True
