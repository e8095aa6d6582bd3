"""What the bot still owes, read from its own store, which answers while the bot is down too."""

import sqlite3
from contextlib import closing
from pathlib import Path

TABLE = "SELECT 1 FROM sqlite_master WHERE name = 'delivery'"
COUNT = "SELECT count(*) FROM delivery WHERE"
NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
PUT_OFF = f"(state = 'ready' AND attempts = 0 AND available_at > {NOW})"
"""What is meant for later, so that it leaves together with more of its kind."""
LATER = f"{COUNT} {PUT_OFF}"
OWED = f"{COUNT} state IN ('ready', 'leased', 'unknown') AND NOT {PUT_OFF}"
DEAD = f"{COUNT} state = 'dead'"


class Ledger:
    """The deliveries in the bot's SQLite file; none as long as there is no file."""

    def __init__(self, database: Path | None) -> None:
        self._database = database

    def owed(self) -> int:
        """How many are to be sent now."""
        return self._count(OWED)

    def later(self) -> int:
        """How many more were put off on purpose."""
        return self._count(LATER)

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
