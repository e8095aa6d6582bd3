"""How long an acknowledgement takes at a steady rate, in calm weather and in bad."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from tests.bench import children, load
from tests.bench.bench_idea import furnish, served, stored
from tests.bench.table import show, verdict

RATE = 100.0
SECONDS = 20.0
SLOW = 2.0
"""Seconds Slack and Jira take to answer in bad weather."""
WARM_UP = 2.0
CALM_MS = 50.0
LATE = 3.0


NOOP, BOT = ("tests.bench.noop",), ("bot", "run")


def main() -> None:
    """Print the table; the first row tells how noisy the machine is.

    Late is later than 3 s; handed back is what was not stored within 2 s, and says so.
    """
    rows = [
        _row("no-op, calm", _measured(NOOP, 0.0), ""),
        _row("bot, calm", found := _measured(BOT, 0.0), _calm(found)),
        _row(f"bot, Slack and Jira take {SLOW:.0f} s", found := _measured(BOT, SLOW), _bad(found)),
    ]
    title = f"Acknowledgement of /idea at {RATE:.0f}/s for {SECONDS:.0f} s, whole process on SQLite"
    heads = ("what", "stored", "p50 ms", "p99 ms", "max ms", "handed back", "late", "target")
    show(title, heads, rows)


def _row(name: str, found: load.Load, target: str) -> list[str]:
    took = [f"{found.percentile(share) * 1000:.1f}" for share in (0.5, 0.99, 1.0)]
    counts = (str(found.handed_back), str(_late(found)))
    return [name, str(found.stored), *took, *counts, target]


def _late(found: load.Load) -> int:
    return sum(seconds > LATE for seconds in found.took)


def _calm(found: load.Load) -> str:
    good = found.percentile(0.99) * 1000 <= CALM_MS
    return f"p99 <= {CALM_MS:.0f} ms: {verdict(good)}"


def _bad(found: load.Load) -> str:
    return f"none late: {verdict(not _late(found))}"


def _measured(words: tuple[str, ...], slow: float) -> load.Load:
    options = ("--seconds", f"{slow}") if slow else ()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with children.stand_ins(folder, *options) as known:
            return _loaded(words, folder, known)


def _loaded(words: tuple[str, ...], folder: Path, known: dict[str, Any]) -> load.Load:
    url = children.sqlite(folder, "bench")
    furnish(url, known, known["project"])
    requests = load.ideas(known["team"], known["user"], known["intake"])
    with served(words, url, known, folder) as (_, port):
        warm = asyncio.run(load.open_loop(port, requests, rate=RATE, seconds=WARM_UP))
        found = asyncio.run(load.open_loop(port, requests, rate=RATE, seconds=SECONDS))
    assert {*warm.statuses, *found.statuses} == {200}
    assert warm.stored + found.stored == stored(url), "acknowledged, not stored"
    return found


if __name__ == "__main__":
    main()
