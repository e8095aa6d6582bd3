"""What the bot still owes, read from its own store, which answers while the bot is down too."""

import sqlite3
from contextlib import closing
from pathlib import Path

TABLE = "SELECT 1 FROM sqlite_master WHERE name = 'delivery'"
OWED = "SELECT count(*) FROM delivery WHERE state IN ('ready', 'leased', 'unknown')"
NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
DUE = f"{OWED} AND NOT (state = 'ready' AND attempts = 0 AND available_at > {NOW})"
"""What is not put off on purpose."""
DEAD = "SELECT count(*) FROM delivery WHERE state = 'dead'"


class Ledger:
    """The deliveries in the bot's SQLite file; none as long as there is no file."""

    def __init__(self, database: Path | None) -> None:
        self._database = database

    def owed(self) -> int:
        """How many are still to be sent."""
        return self._count(OWED)

    def due(self) -> int:
        """How many of them are not meant for later."""
        return self._count(DUE)

    def dead(self) -> int:
        """How many were given up, and are shown to admins."""
        return self._count(DEAD)

    def _count(self, question: str) -> int:
        if self._database is None or not self._database.exists():
            return 0
        with closing(sqlite3.connect(f"{self._database.as_uri()}?mode=ro", uri=True)) as store:
            if not store.execute(TABLE).fetchone():
                return 0
            return int(store.execute(question).fetchone()[0])
