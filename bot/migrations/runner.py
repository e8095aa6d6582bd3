"""Brings a database to the newest schema. Alembic is loaded here and nowhere else."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, text

from bot.migrations import newest


def current(engine: Engine) -> str | None:
    """The number of the schema a database has, None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return str(found) if found else None


def migrate(engine: Engine) -> bool:
    """Apply what is missing; False when nothing was. Replicas that start together take turns."""
    if current(engine) == newest():
        return False
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7267)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True
