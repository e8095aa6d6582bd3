"""The schema's history: numbered, and the same in the end as a fresh one."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

VERSIONS = Path(__file__).parent / "versions"


def newest() -> str:
    """The number of the newest migration, without loading any."""
    return max(path.name for path in VERSIONS.glob("[0-9]*.py")).split("_", 1)[0]


def current(connection: Connection) -> str | None:
    """The number of the schema a database has, None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None
