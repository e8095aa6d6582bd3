"""The schema's history: numbered, and the same in the end as a fresh one."""

from pathlib import Path

VERSIONS = Path(__file__).parent / "versions"


def newest() -> str:
    """The number of the newest migration, without loading any."""
    return max(path.name for path in VERSIONS.glob("[0-9]*.py")).split("_", 1)[0]
