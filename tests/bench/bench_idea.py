"""`/idea` from a signed request to its stored row, against a Bolt app that only writes the rows."""

import asyncio
import itertools
import statistics
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func
from sqlmodel import select

from bot.models import Idea, Product
from bot.store.database import Database
from bot.store.stores import Stores
from tests.bench import children, load
from tests.bench.table import show, verdict
from tests.bench.yardstick import SIGNING_SECRET

CLIENTS = 16
ROUNDS = 5
SECONDS = 3.0
MOST_A_SECOND = 4000
TARGET = 0.6


def furnish(url: str, known: Mapping[str, Any], project: str | None = None) -> None:
    """A workspace with one product, as after `/product`."""

    def add(stores: Stores) -> None:
        workspace = stores.workspaces.adopt(known["team"], "Example Corp", "U000000001", "")
        assert workspace.id is not None
        product = Product(
            workspace_id=workspace.id,
            key="APP",
            name="Sample App",
            intake_channel=known["intake"],
            triage_channel=known["triage"],
            project=project,
            created_at=datetime.now(UTC),
        )
        stores.of(workspace.id).products.add(product, [known["user"]])

    _with(url, add)


def _with(url: str, work: Any) -> Any:
    database = Database(url, threads=2)
    try:
        return database.commit(work)
    finally:
        database.close()


def stored(url: str) -> int:
    """How many ideas a database holds."""
    return int(_with(url, lambda s: s.session.exec(select(func.count()).select_from(Idea)).one()))


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with children.stand_ins(folder) as known:
            kinds = children.databases(folder, 2)
            rows = [_measured(kind, urls, known, folder) for kind, urls in kinds]
    heads = ("store", "bot /s", "no-op /s", "ratio", "of rounds", "bot p99 ms", "target 0.6")
    title = f"/idea over signed HTTP to the stored row, {CLIENTS} connections, median of {ROUNDS}"
    show(title, heads, rows)


def _measured(kind: str, urls: list[str], known: dict[str, Any], folder: Path) -> list[str]:
    requests = load.ideas(known["team"], known["user"], known["intake"])
    for url in urls:
        furnish(url, known)
    with ExitStack() as stack:
        commands = (("bot", "web"), ("tests.bench.noop",))
        ports = [
            stack.enter_context(served(command, url, known, folder))[1]
            for command, url in zip(commands, urls, strict=True)
        ]
        rounds = [_round(ports, requests) for _ in range(ROUNDS + 1)]
    for n, url in enumerate(urls):
        acknowledged, kept = sum(pair[n].stored for pair in rounds), stored(url)
        assert acknowledged == kept, f"{acknowledged} acknowledged, {kept} stored"
    rounds = rounds[1:]  # the first warms up
    ratios = [bot.rate / noop.rate for bot, noop in rounds]
    ratio = statistics.median(ratios)
    rates = [statistics.median(pair[n].rate for pair in rounds) for n in (0, 1)]
    late = statistics.median(pair[0].percentile(0.99) for pair in rounds) * 1000
    spread = f"{min(ratios):.2f}-{max(ratios):.2f}"
    shown = (*(f"{rate:.0f}" for rate in rates), f"{ratio:.2f}", spread, f"{late:.0f}")
    return [kind, *shown, verdict(ratio >= TARGET)]


def settings(url: str, known: Mapping[str, Any], port: int) -> dict[str, str]:
    """The environment of a bot between the stand-ins, over HTTP."""
    return {
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        **known["settings"],
        "DATABASE_URL": url,
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }


@contextmanager
def served(
    words: tuple[str, ...], url: str, known: Mapping[str, Any], folder: Path
) -> Iterator[tuple[Any, int]]:
    """A module that listens where PORT says: its process and its port."""
    port, log = children.free_port(), folder / f"{words[-1]}.log"
    with children.child(*words, settings=settings(url, known, port), log=log) as process:
        children.listening(process, port, log)
        yield process, port


def _round(ports: list[int], requests: Iterator[bytes]) -> list[load.Load]:
    signed = list(itertools.islice(requests, int(MOST_A_SECOND * SECONDS)))
    half = len(signed) // 2
    loads = [
        asyncio.run(load.closed_loop(port, part, clients=CLIENTS, seconds=SECONDS))
        for port, part in zip(ports, (signed[:half], signed[half:]), strict=True)
    ]
    for found in loads:
        assert set(found.statuses) == {200}, set(found.statuses)
    return loads


if __name__ == "__main__":
    main()
